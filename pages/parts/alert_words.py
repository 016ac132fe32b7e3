"""An alert as people read it: what is late, who was told and how, and who is told next or has it."""

from datetime import datetime

from core import alert, clock
from core.alert import Alert, Level, Told

NEXT = {Level.OWNER: "The owner", Level.MANAGER: "The managers", Level.OPERATOR: "The operators"}
TONES = {"breached": "red", "stalled": "amber", "at_risk": "amber"}


def title(one: Alert) -> str:
    """Decide, or Stalled."""
    return alert.title(one.kind, one.what)


def detail(one: Alert) -> str:
    """2 days late; that nobody has done anything; who raised it where its words say nothing of that."""
    return alert.detail(one.kind, one.what, one.due_at, one.settled_at or clock.now(), one.zone)


def told(one: Alert) -> str:
    """Mia Lund, Ana Costa: those of the level that was told last."""
    names = [each.name for each in one.told if each.level == one.level]
    return ", ".join(names) or ("Nobody" if one.settled_at else "Nobody yet")


def level(one: Alert) -> str:
    """Manager: the level that was told last."""
    return Level(one.level).label if one.level else ""


def how(one: Alert) -> str:
    """Mailed Tue 24 Nov, 14:30: when its mail left or leaves."""
    reached = next((each for each in one.told if each.level == one.level), None)
    return _mail(reached, one.zone) if reached else ""


def then(one: Alert) -> tuple[str, str]:
    """Who has it and what they noted; else who is told next and when."""
    if one.acknowledged_at:
        return f"{one.acknowledged_by} has it", one.note or f"since {_when(one.acknowledged_at, one.zone)}"
    if one.next_at and one.above:
        at = one.next_at
        return NEXT[Level(one.above)], _when(at, one.zone) if at > clock.now() else "within a minute"
    return "Nobody further up", "One of those who know takes it"


def _mail(one: Told, zone: str) -> str:
    if one.mailed_at:
        return f"Mailed {_when(one.mailed_at, zone)}"
    return f"In the mail of {_when(one.mail_at, zone)}"


def _when(moment: datetime, zone: str) -> str:
    return clock.spoken(moment, zone)
