"""The closed list of what may count, and why each may; nothing else about a referral reaches the reckoning.

Never counted, whoever asks: a patient's age, sex, name, home, needs, funding, or what is wrong with them; who the
owner or the clinician is. What practices and sites did before counts, people do not.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.guardian.case import DAY, FAR, HORIZON, Case, Run
from core.guardian.usual import Key, Usual
from core.referral import Direction, Stage, Urgency

FARTHEST = 90.0
"""Days beyond which a date is just far away."""
STANDS = (
    *(Stage.SENT, Stage.ACKNOWLEDGED, Stage.NEEDS_INFORMATION, Stage.ACCEPTED, Stage.WAITLISTED, Stage.BOOKED),
    *(Stage.MISSED, Stage.APPOINTMENT_CANCELLED, Stage.IN_TREATMENT, Stage.REPORTED),
)
HASTE = {Urgency.ROUTINE: 0.0, Urgency.SOON: 1.0, Urgency.URGENT: 2.0, Urgency.SUSPECTED_CANCER: 3.0}
KEPT: Key = ("all", "kept")
SEEN: Key = ("all", "seen")
"""What is counted over the whole group: deadlines that broke, and referrals that ended unseen."""
Numbers = dict[str, Any]


@dataclass(slots=True)
class View:
    """A case as it stands at a moment, before the background of what was usual until then."""

    case: Case
    run: Run
    at: float
    usual: Usual
    crowd: Mapping[Key, int]
    days: float = field(init=False)
    normal: float = field(init=False)
    left: float = field(init=False)
    longer: float = field(init=False)

    def __post_init__(self) -> None:
        self.days = max(self.at - self.case.since, 0.0) / DAY
        self.normal = self.usual.wait(self.case)
        self.left = min((self.run.due - self.at) / DAY, FARTHEST) if self.run.due < FAR else FARTHEST
        ahead = min(self.left, HORIZON / DAY)
        self.longer = self.usual.longer(self.case, self.days, self.days + ahead)

    @property
    def age(self) -> float:
        """The plain rule: time in the stage as a multiple of what is usual."""
        return (self.days + 0.1) / (self.normal + 0.1)

    def count(self, what: str) -> int:
        """How often something has happened on the way."""
        return self.case.counts.get(what, 0)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may count: why it may, the `wide` columns it makes, and the numbers its sentence is made of."""

    code: str
    why: str
    columns: Callable[[View], tuple[float, ...]]
    numbers: Callable[[View], Numbers]
    wide: int = 1


def _odds(share: float) -> float:
    return math.log(max(share, 0.005) / max(1 - share, 0.005))


def _percent(share: float) -> int:
    return round(100 * share)


def _stage(view: View) -> Key:
    return ("stage", view.case.stage, view.case.born.direction)


def _where(view: View) -> tuple[float, ...]:
    stages = tuple(float(view.case.stage == stage) for stage in STANDS)
    ways = tuple(float(view.case.born.direction == way) for way in Direction)
    return (*stages, *ways, float(view.case.seen), _odds(view.usual.share(_stage(view), KEPT)))


@dataclass(frozen=True, slots=True)
class Past:
    """How often it went wrong before at the same place, beside how often it does among all of its kind."""

    key: Callable[[View], Key]
    among: Callable[[View], Key]

    def columns(self, view: View) -> tuple[float, ...]:
        """One; where there is no such place it is as everywhere."""
        return (_odds(view.usual.share(self.key(view), self.among(view))),)

    def numbers(self, view: View) -> Numbers:
        """Both in percent, and how many the first was learned from."""
        key, among = self.key(view), self.among(view)
        here, everywhere = view.usual.share(key, among), view.usual.share(among, among)
        return {"share": _percent(here), "usual": _percent(everywhere), "n": view.usual.known(key), **_here(view)}


def _past(code: str, why: str, key: Callable[[View], Key], among: Callable[[View], Key]) -> Fact:
    past = Past(key, among)
    return Fact(code, why, past.columns, past.numbers)


def _crowd(view: View) -> tuple[float, float]:
    key = ("at", view.case.born.site_id, view.case.stage, view.case.born.direction)
    return float(view.crowd.get(key, 0)), view.usual.crowd(key)


def _ahead(view: View) -> tuple[float, float]:
    """Days to the visit, and days that lie between its booking and itself."""
    if view.case.stage != Stage.BOOKED:
        return 0.0, 0.0
    lead = (view.case.visit - view.case.booked) / DAY
    return min(max(view.left, 0.0), FARTHEST), min(max(lead, 0.0), FARTHEST)


def _here(view: View) -> Numbers:
    return {"stage": view.case.stage, "direction": view.case.born.direction}


FACTS: tuple[Fact, ...] = (
    Fact(
        "wait",
        "How long it has stood where it stands, beside what is usual: the work's pace.",
        lambda v: (math.log1p(v.days), math.log(v.age)),
        lambda v: {"days": round(v.days), "usual": round(v.normal), **_here(v)},
        2,
    ),
    Fact(
        "deadline",
        "How much of the running deadline is left, and how many needed more: the work's pace.",
        lambda v: (math.log1p(max(v.left, 0.0)), v.left / (v.days + v.left + 0.1), _odds(v.longer)),
        lambda v: {"days": round(v.left), "share": _percent(v.longer), "none": v.run.due == FAR, **_here(v)},
        3,
    ),
    Fact(
        "stage",
        "Where it stands and which way it goes: each has deadlines of its own.",
        _where,
        lambda v: {
            "share": _percent(v.usual.share(_stage(v), KEPT)),
            "usual": _percent(v.usual.share(KEPT, KEPT)),
            **_here(v),
        },
        len(STANDS) + len(Direction) + 2,
    ),
    _past(
        "site",
        "How often deadlines of this stage broke at the site: a place's capacity.",
        lambda v: ("site", v.case.born.site_id, v.case.stage, v.case.born.direction),
        _stage,
    ),
    _past(
        "referrer",
        "How often the referring practice's referrals ended unseen: how well they are prepared.",
        lambda v: ("referrer", v.case.born.referrer),
        lambda _: SEEN,
    ),
    _past(
        "recipient",
        "How often deadlines broke at the receiving practice: a place's capacity.",
        lambda v: ("recipient", v.case.born.recipient),
        lambda _: KEPT,
    ),
    _past(
        "specialty",
        "How often referrals of the specialty ended unseen: what kind of work it is.",
        lambda v: ("specialty", v.case.born.specialty, v.case.born.direction),
        lambda _: SEEN,
    ),
    _past(
        "source",
        "How often what comes this way ended unseen: the way it came, not who came.",
        lambda v: ("source", v.case.born.source),
        lambda _: SEEN,
    ),
    Fact(
        "urgency",
        "How pressing the care is: it sets the deadlines.",
        lambda v: (HASTE.get(Urgency(v.case.urgency), 0.0),),
        lambda v: {"urgency": v.case.urgency},
    ),
    Fact(
        "owner",
        "Whether anybody owns it, never who: work that is nobody's waits.",
        lambda v: (float(not v.case.owned),),
        lambda v: {"owned": v.case.owned},
    ),
    Fact(
        "silence",
        "How long nothing has happened: work that is forgotten.",
        lambda v: (math.log1p(max(v.at - v.case.last, 0.0) / DAY),),
        lambda v: {"days": round((v.at - v.case.last) / DAY)},
    ),
    Fact(
        "open",
        "How long it has been open in all: work that takes its time.",
        lambda v: (math.log1p(max(v.at - v.case.born.received, 0.0) / DAY),),
        lambda v: {"days": round((v.at - v.case.born.received) / DAY)},
    ),
    Fact(
        "asked",
        "How often information had to be asked for: a letter that lacks something.",
        lambda v: (float(min(v.count("asked"), 3)),),
        lambda v: {"n": v.count("asked")},
    ),
    Fact(
        "missed",
        "How many visits of this referral were missed so far: what happened here, not who somebody is.",
        lambda v: (float(min(v.count("missed"), 3)),),
        lambda v: {"n": v.count("missed")},
    ),
    Fact(
        "moved",
        "How many of its visits were moved or cancelled so far: what happened here.",
        lambda v: (float(min(v.count("moved"), 4)),),
        lambda v: {"n": v.count("moved")},
    ),
    Fact(
        "hold",
        "Whether it is on hold, and how often it was: an agreed pause.",
        lambda v: (float(v.case.held), float(min(v.count("holds"), 3))),
        lambda v: {"held": v.case.held, "n": v.count("holds")},
        2,
    ),
    Fact(
        "visit",
        "How far ahead the visit was booked and how near it is: long waits are missed more often.",
        lambda v: tuple(map(math.log1p, _ahead(v))),
        lambda v: {"days": round(_ahead(v)[0]), "lead": round(_ahead(v)[1])},
        2,
    ),
    Fact(
        "crowd",
        "How many stand at the same place, beside what is usual: a place's load.",
        lambda v: (math.log((_crowd(v)[0] + 3) / (_crowd(v)[1] + 3)),),
        lambda v: {"n": round(_crowd(v)[0]), "usual": round(_crowd(v)[1]), **_here(v)},
    ),
)

AT = {fact.code: sum(each.wide for each in FACTS[:n]) for n, fact in enumerate(FACTS)}
"""Where the columns of each fact begin."""


def row(view: View) -> list[float]:
    """Every column of every fact, in the list's order."""
    return [value for fact in FACTS for value in fact.columns(view)]
