"""Why something is likely to stall, in words made from codes and numbers when they are shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.referral import Stage

Numbers = Mapping[str, Any]
FEW = 8
"""A share of fewer than these says nothing about a place."""
MORE = 1.15
"""By so much a share must be above what is usual to be worth a word."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a share counts at a place, and how the place is called."""

    place: str
    went: str

    def __call__(self, said: Numbers) -> str:
        """Where it goes wrong more often than elsewhere."""
        if not _more(said):
            return ""
        return f"{said['share']} in 100 {self.place} {self.went}; {said['usual']} in the group"


def _more(said: Numbers) -> bool:
    """Whether a share is known well enough and above what is usual."""
    return bool(said["n"] >= FEW and said["share"] > MORE * said["usual"])


def _stage(said: Numbers) -> str:
    return f"“{said['where']}”"


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _wait(said: Numbers) -> str:
    if said["stage"] == Stage.BOOKED:
        return ""
    usual = f"this usually takes {said['usual'] or 'less than one'}"
    return f"waits {_days(said['days'])} in {_stage(said)}; {usual}"


def _deadline(said: Numbers) -> str:
    if said["none"] or said["stage"] == Stage.BOOKED:
        return ""
    left = {0: "its deadline is today", 1: "its deadline is tomorrow"}.get(
        said["days"], f"its deadline is in {said['days']} days"
    )
    return f"{left}; {said['share']} in 100 that waited this long needed more"


def _stage_breaks(said: Numbers) -> str:
    if said["share"] <= said["usual"]:
        return ""
    way = f"{said['direction']} deadlines"
    return f"{said['share']} in 100 {way} in {_stage(said)} break; {said['usual']} at all stages"


def _site(said: Numbers) -> str:
    if not _more(said):
        return ""
    return f"{said['share']} in 100 deadlines in {_stage(said)} break at this site; {said['usual']} in the group"


def _crowd(said: Numbers) -> str:
    more = said["n"] > said["usual"] + 1
    return f"{said['n']} wait in {_stage(said)} at this site; usually {said['usual']}" if more else ""


def _visit(said: Numbers) -> str:
    if not said["lead"]:
        return ""
    near = {0: "today", 1: "tomorrow"}.get(said["days"], f"in {said['days']} days")
    return f"the visit is {near} and was booked {_days(said['lead'])} ahead"


def _hold(said: Numbers) -> str:
    if said["held"]:
        return "is on hold"
    return f"was on hold {_times(said['n'])}" if said["n"] else ""


SENTENCES: Mapping[str, Callable[[Numbers], str]] = {
    "wait": _wait,
    "deadline": _deadline,
    "stage": _stage_breaks,
    "site": _site,
    "referrer": Outcome("that this practice refers", "are never seen"),
    "recipient": Outcome("deadlines at the receiving practice", "break"),
    "specialty": Outcome("of this specialty", "end without a visit"),
    "source": Outcome("that come this way", "end without a visit"),
    "urgency": lambda said: "is urgent, so its deadlines are short" if said["urgency"] != "routine" else "",
    "owner": lambda said: "" if said["owned"] else "nobody owns it",
    "silence": lambda said: f"nothing has happened for {_days(said['days'])}" if said["days"] >= 4 else "",
    "open": lambda said: f"has been open for {_days(said['days'])}" if said["days"] >= 21 else "",
    "asked": lambda said: f"information was asked for {_times(said['n'])}" if said["n"] else "",
    "missed": lambda said: f"a visit was missed {_times(said['n'])}" if said["n"] else "",
    "moved": lambda said: f"a visit was moved or cancelled {_times(said['n'])}" if said["n"] else "",
    "hold": _hold,
    "visit": _visit,
    "crowd": _crowd,
}
"""By the code of the fact; empty where the numbers speak for nothing."""


def sentence(code: str, numbers: Numbers, where: str = "") -> str:
    """One fact in words, `where` being the name of the stage; nothing for a code that is no longer known."""
    said = SENTENCES.get(code)
    return said({**numbers, "where": where}) if said else ""


def spoken(facts: Iterable[Numbers], where: str) -> tuple[str, ...]:
    """Stored facts in words, the weightiest first."""
    return tuple(words for fact in facts if (words := sentence(fact["code"], fact, where)))
