"""What followed from the history: the real rules decide, their messages have left, their tasks were done or wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import groupby
from types import SimpleNamespace

from sqlalchemy import Connection

from core import clock
from core.access import Actor, machine
from core.alert import Raising, ends
from core.alert.activity import SETTLING
from core.alert.raising import row_of as row_of_alert
from core.audit import About, Kind
from core.demo.group import Site
from core.demo.ledger import Entry, Ledger, Row
from core.demo.pace import delay
from core.message import NEWER, Outgoing, Result, Threads
from core.message.following import DELIVERING, question
from core.message.outbox import row_of
from core.rule.facts import Happened, Known
from core.rule.firing import rows_of
from core.rule.planning import Reaction, plan
from core.rule.stored import Enabled
from core.task import Dropping, Opening
from core.task.keep import row_of as row_of_task

REACTS_AFTER = timedelta(seconds=1)
DONE_AFTER = {"confirm_by_telephone": 0.3, "tell": 0.8, "back_from_hold": 0.6}
"""Working days until somebody has done it; what is not named here ends by itself."""
BOUNCED = Result("dead", "The mail server answered 550: 5.1.1 The address is not known here.")
DOUBTFUL = Result("in_doubt", "The mail server was given the letter and then broke off the connection.")
LATELY, TROUBLED = 2.0, "leeds"
"""Since how many working days ago, and where: a letter came back, and another one's fate is unknown."""
UNTOLD = {
    "level": "",
    "acknowledged_at": None,
    "acknowledged_by_id": None,
    "note": "",
    "settled_at": None,
}
UNSENT = {
    "body_html": "",
    "outcome": "",
    "copy": False,
    "attempts": 0,
    "leased_until_at": None,
    "lease": "",
    "settled_at": None,
}


class Reactions:
    """Goes through the entries of a ledger in order, numbers them on from `number`, and adds what follows from each."""

    def __init__(self, ledger: Ledger, sites: Mapping[int, Site], now: datetime, number: int) -> None:
        self.ledger, self.sites, self.now, self.number = ledger, sites, now, number
        self.open: dict[tuple[str, int], list[Row]] = defaultdict(list)
        self.late: dict[int, list[Row]] = defaultdict(list)
        self.to_do: list[tuple[datetime, int, Row, Actor]] = []
        self.leaving: list[tuple[datetime, int, datetime, Row]] = []
        self.threads = Threads()
        self.troubles = {"patient": BOUNCED, "referrer": DOUBTFUL}

    def react(self, db: Connection, since: datetime) -> None:
        """Entries before `since` are only numbered: the rules were switched on then."""
        entries = self.ledger.entries
        told = [each for each in entries if each.at >= since]
        rules, known = Enabled(db), Known(db, [each.happened(0) for each in told])
        self.threads = known.threads
        for at, at_once in groupby(entries, key=lambda entry: entry.at):
            self._finish_until(at)
            happened = [entry.happened(self._record(entry)) for entry in at_once]
            if at >= since:
                with clock.telling(at + REACTS_AFTER):
                    for each in happened:
                        self._follow(plan(rules, known, each))
                    self._settle(happened)
        self._finish_until(self.now)

    def _record(self, entry: Entry) -> int:
        self.number += 1
        self.ledger.number(entry, self.number)
        return self.number

    def _follow(self, reaction: Reaction) -> None:
        for failed in reaction.failed:
            raise failed.error
        for one in reaction.asked:
            rule, outcome = one.rule.name, one.outcome
            if isinstance(outcome, Outgoing):
                self._send(outcome)
            elif isinstance(outcome, Opening):
                self._open(machine(f"rule:{rule}"), outcome)
            elif isinstance(outcome, Dropping):
                self._drop(machine(f"rule:{rule}"), outcome)
            elif isinstance(outcome, Raising):
                self._raise(machine(f"rule:{rule}"), outcome)
            reaction.note(rule, one.do)
        for row in rows_of(reaction):
            self.ledger.add("firing", **row)

    def _send(self, outgoing: Outgoing) -> None:
        """It waits until somebody carries it; what it overtakes does not leave."""
        rng, row = self.ledger.rng, row_of(outgoing)
        home = row["mail_id"].partition("@")[2]
        row = self.ledger.add("message", **(UNSENT | row | {"mail_id": f"{rng.getrandbits(128):032x}@{home}"}))
        started = row["due_at"] + timedelta(seconds=rng.uniform(0.5, 2))
        ended = started + timedelta(seconds=rng.uniform(0.2, 1.5))
        if row["state"] == "waiting":
            heappush(self.leaving, (ended, row["id"], started, row))
        for _, _, _, other in self.leaving:
            if other["key"] in outgoing.overtakes:
                other |= {"state": "withheld", "outcome": NEWER, "settled_at": clock.now()}

    def _carry_until(self, moment: datetime) -> None:
        """What left meanwhile, and what became of it."""
        while self.leaving and self.leaving[0][0] <= moment:
            ended, _, started, row = heappop(self.leaving)
            if row["state"] == "waiting":
                self._carry(row, started, ended)

    def _carry(self, row: Row, started: datetime, ended: datetime) -> None:
        told = self._told(row)
        row |= {"state": told.outcome, "outcome": told.detail, "attempts": 1, "settled_at": ended}
        self.threads.left(row["key"], told.outcome)
        times = {"started_at": started, "ended_at": ended}
        tried = {"message_id": row["id"], "carrier": "smtp", "outcome": told.outcome, "detail": told.detail}
        attempt = self.ledger.add("attempt", **times, **tried)
        if told.outcome != "sent":
            with clock.telling(ended):
                doubtful = told.outcome == "in_doubt"
                asked = question(SimpleNamespace(**row), attempt["id"], told.detail, ended, doubtful=doubtful)
                self._open(DELIVERING, asked)

    def _told(self, row: Row) -> Result:
        """One letter to a patient came back lately, and of one to a referrer nobody knows."""
        site = self.sites[row["site_id"]]
        if site.place.code == TROUBLED and row["due_at"] > site.hours.back(self.now, LATELY):
            return self.troubles.pop(row["audience"], Result("sent"))
        return Result("sent")

    def _open(self, actor: Actor, asked: Opening) -> None:
        row = self.ledger.add("task", **row_of_task(asked), ended_at=None, version=1)
        about, at = asked.about, clock.now()
        self.open[about.subject, about.subject_id].append(row)
        self._note(actor, Kind.TASK_OPENED, about, row)
        if (days := DONE_AFTER.get(asked.kind)) is not None:
            site, rng = self.sites[about.site_id or 0], self.ledger.rng
            done_at = site.hours.after(at, delay(rng, days))
            heappush(self.to_do, (done_at, row["id"], row, site.one_of(rng, front_desk=7, coordinator=3)))

    def _drop(self, actor: Actor, asked: Dropping) -> None:
        for row in self.open[asked.about.subject, asked.about.subject_id]:
            if row["state"] == "open" and row["kind"] in asked.kinds:
                row |= {"state": "dropped", "ended_at": clock.now(), "version": row["version"] + 1}
                self._note(actor, Kind.TASK_DROPPED, asked.about, row)

    def _raise(self, actor: Actor, asked: Raising) -> None:
        row = self.ledger.add("alert", **(UNTOLD | row_of_alert(asked)))
        self.late[asked.about.subject_id].append(row)
        facts = {"alert": row["id"], "cause": asked.cause, "event": asked.event_id}
        self._record(Entry(Kind.ALERT_RAISED, clock.now(), actor.ref, asked.about, facts, {"what": row["what"]}))

    def _settle(self, happened: Sequence[Happened]) -> None:
        """What was late is done, or begins anew."""
        ended = {each.about.subject_id: each for each in happened if ends(each.kind, each.facts)}
        for number, each in ended.items():
            for row in self.late[number]:
                if row["settled_at"] is None and row["event_id"] < each.id:
                    row |= {"settled_at": clock.now(), "next_at": None}
                    facts, what = {"alert": row["id"], "cause": row["kind"]}, {"what": row["what"]}
                    self._record(Entry(Kind.ALERT_SETTLED, clock.now(), SETTLING.ref, each.about, facts, what))

    def _finish_until(self, moment: datetime) -> None:
        """What left and what people did meanwhile."""
        self._carry_until(moment)
        while self.to_do and self.to_do[0][0] <= moment:
            at, _, row, actor = heappop(self.to_do)
            if row["state"] == "open":
                row |= {"state": "done", "ended_at": at, "version": row["version"] + 1}
                about = About(row["subject"], row["subject_id"], row["site_id"], row["patient_id"])
                with clock.telling(at):
                    self._note(actor, Kind.TASK_DONE, about, row)

    def _note(self, actor: Actor, kind: Kind, about: About, task: Row) -> None:
        facts = {"task": task["id"], "kind": task["kind"]}
        self._record(Entry(kind, clock.now(), actor.ref, about, facts, {"title": task["title"]}))
