"""How a referral stood at a moment of the past, as far as its events tell: folded, newest last."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from core.audit import Kind as K
from core.referral import CLOSED, Stage
from core.rule.condition import Fact

Facts = dict[str, Any]
START: Mapping[str, Fact] = {
    "booked_once": False,
    "missed": 0,
    "visit": "",
    "held": False,
    "flagged": False,
    "closed": False,
    "tags": (),
}
"""How every referral begins."""
TOLD = frozenset(START) | {"stage", "urgency", "moved", "owner"}
"""What events tell of any moment."""
STEADY = frozenset({
    "direction", "specialty", "request", "source", "site", "from_site", "received", "written", "onward",
})  # fmt: skip
"""What hardly ever changes once a referral is there."""


def as_it_was(events: Iterable[Any], at: datetime) -> Facts:
    """The facts at a moment, from the events of one referral, each with kind, occurred_at and facts."""
    standing: Facts = dict(START)
    for event in events:
        if event.occurred_at > at:
            _look_back(standing, event)
            continue
        _move(standing, event)
        if event.kind in _FOLDS:
            _FOLDS[event.kind](standing, event.facts)
    return standing


def _look_back(standing: Facts, event: Any) -> None:
    """Whoever was given a referral later took it from its first owner."""
    if event.kind == K.REFERRAL_ASSIGNED and "owner" not in standing:
        standing["owner"] = event.facts.get("before")


def _move(standing: Facts, event: Any) -> None:
    """A stage that is left ends a hold; an urgency is told with every step."""
    if event.facts.get("urgency"):
        standing["urgency"] = event.facts["urgency"]
    if (to := event.facts.get("to")) and to != standing.get("stage"):
        standing |= {"stage": to, "moved": event.occurred_at, "held": False, "closed": Stage(to) in CLOSED}


def _becomes(**facts: Fact) -> Callable[[Facts, Mapping[str, Any]], None]:
    return lambda standing, _: standing.update(facts)


def _misses(standing: Facts, _: Mapping[str, Any]) -> None:
    standing |= {"visit": "missed", "missed": standing["missed"] + 1}


def _owns(standing: Facts, facts: Mapping[str, Any]) -> None:
    standing["owner"] = facts.get("owner")


def _tags(standing: Facts, facts: Mapping[str, Any]) -> None:
    standing["tags"] = (*standing["tags"], facts.get("tag"))


def _untags(standing: Facts, facts: Mapping[str, Any]) -> None:
    standing["tags"] = tuple(tag for tag in standing["tags"] if tag != facts.get("tag"))


_FOLDS: Mapping[str, Callable[[Facts, Mapping[str, Any]], None]] = {
    K.REFERRAL_BOOKED: _becomes(visit="booked", booked_once=True),
    K.REFERRAL_REBOOKED: _becomes(visit="booked", booked_once=True),
    K.REFERRAL_MISSED: _misses,
    K.REFERRAL_APPOINTMENT_CANCELLED: _becomes(visit="cancelled"),
    K.REFERRAL_ATTENDED: _becomes(visit="attended"),
    K.REFERRAL_VISIT_NOTED: _becomes(visit="attended"),
    K.REFERRAL_HELD: _becomes(held=True),
    K.REFERRAL_RESUMED: _becomes(held=False),
    K.REFERRAL_FLAGGED: _becomes(flagged=True),
    K.REFERRAL_UNFLAGGED: _becomes(flagged=False),
    K.REFERRAL_ASSIGNED: _owns,
    K.REFERRAL_TAGGED: _tags,
    K.REFERRAL_UNTAGGED: _untags,
}
