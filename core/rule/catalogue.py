"""What rules may ask about: the closed list of facts, each of a type, with its words and where it is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from core import clock, workflow
from core.access import Actor, Permission
from core.audit import Kind
from core.referral import STEPS
from core.rule.condition import Type as T
from core.rule.lists import LISTS, Option, Options
from core.work import reading

REFERRAL, ARRIVAL, DRAFT = "referral", "arrival", "draft"
ABOUT_REFERRALS = frozenset({REFERRAL, "document", "appointment", "task", "message", "alert", "rule"})
"""Kinds of events, by what stands before the colon, that happen to a referral or on its timeline."""
STEP_KINDS = frozenset({str(step.kind) for step in STEPS.values()} | {"referral:received", "referral:sent"})
CLOCK_KINDS = frozenset({Kind.REFERRAL_AT_RISK, Kind.REFERRAL_BREACHED, Kind.REFERRAL_IN_TIME})
UNHEARD = frozenset(
    {
        *(Kind.DOCUMENT_OPENED, Kind.REFERRAL_EXPORTED, Kind.MESSAGE_READ, Kind.MESSAGES_TAKEN),
        *(Kind.MESSAGE_AUTOMATIC, Kind.MESSAGE_WORD, Kind.MESSAGE_BOUNCED),
    }
)
"""What only tells that somebody looked, and what a machine answered, which nothing of ours may answer in turn: no rule
waits for it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact: its name in rules, its words, its type, the list it is chosen from, and where it is known.

    `about` are subjects or single kinds of events; `reader` is what has to be read for it beyond the referral itself.
    """

    name: str
    label: str
    group: str
    type: T
    options: str = ""
    about: frozenset[str] = frozenset({REFERRAL})
    reader: str = ""

    def known_in(self, kind: str) -> bool:
        """Whether an event of this kind tells it."""
        return kind in self.about or subject_of(kind) in self.about or "any" in self.about


def subject_of(kind: str) -> str:
    """What an event of this kind happened to, as far as facts go."""
    before = kind.partition(":")[0]
    return REFERRAL if before in ABOUT_REFERRALS else before


@cache
def triggers() -> tuple[Kind, ...]:
    """What a rule may wait for, in the order in which kinds are listed."""
    return tuple(kind for kind in Kind if _heard(kind))


def _heard(kind: Kind) -> bool:
    if kind in UNHEARD or kind.startswith("rule:"):
        return False
    return subject_of(kind) in {REFERRAL, ARRIVAL, DRAFT}


def _group(group: str, about: frozenset[str] = frozenset({REFERRAL}), reader: str = "", **facts: object) -> list[Known]:
    """name=("label", Type) or ("label", Type, "list")."""
    return [
        Known(name, said[0], group, said[1], said[2] if len(said) > 2 else "", about, reader)
        for name, said in facts.items()
        if isinstance(said, tuple)
    ]


FACTS: tuple[Known, ...] = (
    *_group(
        "Referral",
        direction=("direction", T.CHOICE, "direction"),
        stage=("stage", T.CHOICE, "stage"),
        specialty=("specialty", T.CHOICE, "specialty"),
        request=("request", T.CHOICE, "request"),
        source=("source", T.CHOICE, "source"),
        funding=("funding", T.CHOICE, "funding"),
        site=("site", T.CHOICE, "site"),
        from_site=("referring site", T.CHOICE, "site"),
        owner=("owner", T.CHOICE, "person"),
        recipient=("receiving practice", T.TEXT),
        their_reference=("their reference", T.TEXT),
        payer=("payer", T.TEXT),
        needs=("additional needs", T.TEXT),
        teeth=("teeth", T.TEXT),
        may_share=("the patient agreed to share", T.YES_NO),
        onward=("it was referred on from another", T.YES_NO),
        received=("day it was received", T.DATE),
        written=("day of the letter", T.DATE),
        moved=("day it last moved", T.DATE),
        held=("it is on hold", T.YES_NO),
        held_until=("day it is held until", T.DATE),
        closed=("it is closed", T.YES_NO),
        flagged=("it is flagged at risk", T.YES_NO),
    ),
    *_group("Referral", frozenset({REFERRAL, ARRIVAL}),
            urgency=("urgency", T.CHOICE, "urgency"), referrer=("referring practice", T.TEXT)),
    *_group("Referral", reader="tags", tags=("tags", T.TAGS, "tag")),
    *_group("Referral", reader="documents", documents=("number of documents", T.NUMBER)),
    *_group(
        "Deadline",
        due=("day the deadline ends", T.DATE),
        late=("the deadline is over", T.YES_NO),
        clock=("how its deadline stands", T.CHOICE, "clock"),
    ),
    *_group(
        "Patient",
        age=("patient’s age", T.NUMBER),
        age_band=("patient’s age band", T.CHOICE, "age_band"),
        mailable=("the patient can be e-mailed", T.YES_NO),
        callable=("the patient can be telephoned", T.YES_NO),
        died=("the patient has died", T.YES_NO),
    ),
    *_group("Visit", visit=("latest visit", T.CHOICE, "visit")),
    *_group("Visit", reader="visits", visit_on=("day of the booked visit", T.DATE),
            missed=("number of missed visits", T.NUMBER), booked_once=("a visit was ever booked", T.YES_NO)),
    *_group("Tasks", reader="tasks", open_tasks=("number of open tasks", T.NUMBER),
            late_tasks=("number of overdue tasks", T.NUMBER)),
    *_group("Messages", reader="messages", unsent=("messages that did not arrive", T.NUMBER),
            messages=("messages written", T.NUMBER)),
    *_group("Arrival", frozenset({ARRIVAL}), channel=("channel", T.CHOICE, "channel"),
            answerable=("the sender can be e-mailed", T.YES_NO)),
    *_group("Alerts", reader="alerts", open_alerts=("number of open alerts", T.NUMBER)),
    *_group("Outlook", reader="outlook", chance=("chance to stall, in per cent", T.NUMBER)),
    *_group("Who acted", frozenset({"any"}), doer=("who did it", T.CHOICE, "doer"),
            doer_role=("their role", T.CHOICE, "role"), by_owner=("the owner did it", T.YES_NO)),
    Known("from", "stage before", "What happened", T.CHOICE, "stage", STEP_KINDS),
    *_group("What happened", STEP_KINDS, to=("stage after", T.CHOICE, "stage"),
            cancelled_by=("who cancelled", T.CHOICE, "canceller"),
            before=("urgency before", T.CHOICE, "urgency"), by_itself=("it happened by itself", T.YES_NO),
            for_outside=("we noted it for the practice outside", T.YES_NO)),
    *_group("What happened", STEP_KINDS | {ARRIVAL}, reason=("reason", T.CHOICE, "reason"),
            silent=("the reason stops messages", T.YES_NO)),
    *_group("What happened", frozenset({REFERRAL}), appointment=("appointment it is about", T.THING),
            report=("report it is about", T.THING), step=("step", T.CHOICE, "step")),
    *_group("What happened", CLOCK_KINDS, what=("what was due", T.CHOICE, "due")),
    *_group("What happened", frozenset({"referral:received"}), confirmed=("receipt was confirmed", T.YES_NO)),
    *_group("What happened", frozenset({Kind.MESSAGE_ANSWERED}), audience=("who answered", T.CHOICE, "audience"),
            by=("how they answered", T.CHOICE, "way")),
    *_group("What happened", frozenset({ARRIVAL}), raised=("it became more urgent", T.YES_NO)),
    *_group("What happened", frozenset({"referral:tagged", "referral:untagged"}), tag=("the tag", T.CHOICE, "tag")),
    *_group("What happened", frozenset({kind for kind in Kind if kind.startswith("task:")}),
            kind=("kind of task", T.CHOICE, "task_kind")),
)  # fmt: skip
"""Every fact that the house itself knows; a group's own fields come beside them."""
READ_BESIDE: Mapping[str, str] = {fact.name: fact.reader for fact in FACTS if fact.reader}
"""Which reader a fact needs."""
TYPED = {
    workflow.Typed.NUMBER: T.NUMBER,
    workflow.Typed.DATE: T.DATE,
    workflow.Typed.CHOICE: T.CHOICE,
    workflow.Typed.YES_NO: T.YES_NO,
}
"""What a group's own field is to a rule; whatever is not here is words."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The facts with the lists they are chosen from, as they are now."""

    facts: Mapping[str, Known]
    lists: Mapping[str, Options]

    def known_in(self, kind: str) -> Iterator[Known]:
        """The facts that an event of this kind tells, in the order in which they are offered."""
        return (fact for fact in self.facts.values() if fact.known_in(kind))

    def options(self, name: str) -> Options:
        """What a list offers; nothing where there is no such list."""
        return self.lists.get(name, ())

    def called(self, name: str, value: object) -> str:
        """How a value of a list is called; the value itself where it is gone."""
        return next((option.label for option in self.options(name) if option.value == value), str(value))


def catalogue(actor: Actor) -> Catalogue:
    """What this person can choose from: people and sites are those of their own."""
    actor.must(Permission.RULE_EDIT)
    with reading() as db:
        return read_catalogue(db, actor)


def read_catalogue(db: Connection, actor: Actor) -> Catalogue:
    """The same within a transaction; a machine's has everything."""
    lists = {name: tuple(read(db, actor)) for name, read in LISTS.items()}
    today = clock.now().date()
    custom = {each.name: each for each in workflow.standing(db).fields if each.is_asked(today)}
    lists |= {name: tuple(Option(one, one) for one in each.choices) for name, each in custom.items() if each.choices}
    facts = [*FACTS, *(_own(name, each, lists) for name, each in custom.items())]
    return Catalogue({fact.name: fact for fact in facts}, lists)


def _own(name: str, field: workflow.CustomField, lists: Mapping[str, Options]) -> Known:
    """A field of the group's own as a fact; choosing from its own list."""
    return Known(name, field.label, "Own fields", TYPED.get(field.kind, T.TEXT), name if name in lists else "")
