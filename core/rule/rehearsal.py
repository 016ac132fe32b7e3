"""What a rule would have done over the last days: judged against everything that happened then, and written nowhere."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jinja2 import TemplateError
from sqlalchemy import Connection, select

from core import clock
from core.access import Actor, Permission, machine
from core.audit import Kind
from core.rule.actions import Vanished, check, planned
from core.rule.asking import condition
from core.rule.catalogue import Catalogue, read_catalogue
from core.rule.engine import Effect, Judgement, judge
from core.rule.facts import Case, Happened, Known
from core.rule.model import Rule, parse
from core.rule.moments import moments
from core.rule.past import STEADY, TOLD, as_it_was
from core.rule.spelling import listed
from core.work import reading
from data.tables import event

SPAN = timedelta(days=90)
BATCH, MOST, SHOWN = 400, 20_000, 200
Heard = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that it would have acted; `patient` is empty for who may not read records there."""

    referral_id: int | None
    at: datetime
    zone: str
    site_id: int | None
    site: str
    patient: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How often of how many, the latest of them, and what it could not know, in words."""

    fired: int
    of: int
    since: datetime
    latest: tuple[Occurrence, ...]
    limits: tuple[str, ...]


@dataclass(slots=True)
class _Tried:
    """What would have been done, rendered for the first of them, and how often that could not be."""

    left: int = 50
    failed: int = 0

    def plan(self, case: Case, rule: Rule) -> None:
        """Without writing: a text that speaks of what was not known then shows here and not in the night."""
        if self.left:
            self.left -= 1
            try:
                for action in rule.actions:
                    planned(case, Effect(rule, action))
            except (TemplateError, Vanished):
                self.failed += 1


def rehearse(actor: Actor, stored: Mapping[str, Any], heard: Heard = lambda _: None) -> Rehearsal:
    """Judge a rule, kept or not, at the actor's sites against the last 90 days; `heard` is told how far it got."""
    actor.must(Permission.RULE_EDIT)
    rule = parse(**{**stored, "name": stored.get("name") or "rehearsal", "label": stored.get("label") or "New rule"})
    check(rule)
    since = clock.now() - SPAN
    with reading() as db:
        told = moments(db, actor, rule, since, MOST)
        found, tried = list[Occurrence](), _Tried()
        words = read_catalogue(db, machine("rehearsal"))
        for first in range(0, len(told), BATCH):
            found += _judged(db, actor, rule, told[first : first + BATCH], words, tried)
            heard(min(1.0, (first + BATCH) / len(told)))
    found.sort(key=lambda one: one.at, reverse=True)
    return Rehearsal(len(found), len(told), since, tuple(found[:SHOWN]), tuple(_limits(rule, len(told), words, tried)))


def _judged(
    db: Connection, actor: Actor, rule: Rule, told: Sequence[Happened], words: Catalogue, tried: _Tried
) -> Iterator[Occurrence]:
    """Those of the moments at which it would have acted, each seen as things stood then."""
    known = Known(db, told, {asked.fact for asked in rule.asked})
    histories = _histories(db, {one.about.subject_id for one in told if one.about.subject == "referral"})
    for one in told:
        with clock.telling(one.occurred_at):
            case = known.case(one)
        for judged in _seen(rule, case, histories.get(one.about.subject_id, ())):
            if judged.applies:
                tried.plan(case, rule)
                yield _occurrence(actor, case, judged, words)


def _seen(rule: Rule, case: Case, history: Iterable[Any]) -> list[Judgement]:
    """What the event itself tells goes before what its history tells, and that before how things stand now."""
    one = case.event
    then = as_it_was(history, one.occurred_at)
    facts = {**case.facts, **then, **one.facts, "rule": rule.name}
    return judge([rule], one.kind, facts, one.about.site_id)


def _histories(db: Connection, referral_ids: set[int]) -> Mapping[int, Sequence[Any]]:
    c, found = event.c, defaultdict(list)
    about = [c.subject == "referral", c.subject_id.in_(referral_ids)]
    wanted = select(c.subject_id, c.kind, c.occurred_at, c.facts).where(*about)
    for row in db.execute(wanted.order_by(c.id)):
        found[row.subject_id].append(row)
    return found


def _occurrence(actor: Actor, case: Case, judged: Judgement, words: Catalogue) -> Occurrence:
    about = case.event.about
    may_read = actor.may(Permission.REFERRAL_READ, at=about.site_id)
    because = tuple(
        condition(asked, words) for asked, held in zip(judged.rule.asked, judged.answers, strict=True) if held
    )
    return Occurrence(
        about.subject_id if about.subject == "referral" and may_read else None,
        case.event.occurred_at,
        case.zone,
        about.site_id,
        words.called("site", about.site_id),
        str(case.words.get("patient", "")) if may_read else "",
        because,
    )


def _limits(rule: Rule, of: int, words: Catalogue, tried: _Tried) -> Iterator[str]:
    """What would go wrong, and what the past does not tell."""
    if tried.failed:
        yield (
            f"In {tried.failed} of the first {50 - tried.left} it could not have been done: its text speaks of "
            "something that is not known at that moment, such as an appointment before there is one."
        )
    if of >= MOST:
        yield f"Only the latest {MOST:,} occasions were looked at."
    asked = {one.fact for one in rule.asked} - TOLD - STEADY
    untold = [words.facts[name] for name in sorted(asked) if name in words.facts]
    untold = [fact for fact in untold if fact.group not in {"What happened", "Who acted"}]
    if untold:
        what = listed([f"“{fact.label}”" for fact in untold], "and")
        yield f"What the answer to {what} was at the time is not known any more; today’s was taken."
    if rule.when.startswith("task:") or rule.when in {Kind.REFERRAL_FLAGGED, Kind.REFERRAL_TAGGED}:
        yield "What other rules would have led to in the meantime was not played through."
