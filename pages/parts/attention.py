"""What calls for attention today, in numbers: each leads to exactly the rows it counts."""

from collections.abc import Mapping

from core import alert, clock, intake, referral
from core.access import Actor, Permission
from core.referral import Day, Direction
from core.sla import age_words
from pages.parts.links import to
from pages.parts.sums import Part, Sum, sums


def attention(actor: Actor) -> None:
    """What is mine, late, at risk and nobody's, and what waits for somebody to take it on."""
    sums([*_referrals(referral.day(actor)), *_arrived(actor), *_alerts(actor)])


def _referrals(days: Mapping[Direction, Day]) -> list[Sum]:
    def parts(number: str, **query: str) -> list[Part]:
        counted = {direction: getattr(day, number) for direction, day in days.items()}
        return [Part(n, way.value, to(way.value, **query)) for way, n in counted.items()]

    oldest = min((day.oldest_due_at for day in days.values() if day.overdue and day.oldest_due_at), default=None)
    late = f"the oldest by {age_words(clock.now() - oldest)}" if oldest else ""
    return [
        Sum("overdue", parts("overdue", due="late"), "red", late),
        Sum("at risk", parts("at_risk", due="risk"), "amber"),
        Sum("unassigned", parts("unassigned", owner="pool")),
        Sum("yours", parts("mine", owner="me")),
    ]


def _arrived(actor: Actor) -> list[Sum]:
    """What waits in the intake, for those who look at it."""
    if not actor.may(Permission.INTAKE_HANDLE):
        return []
    waiting = intake.waiting(actor)
    pressing = Part(waiting.pressing, "urgent", to("intake", urgency="pressing"))
    others = Part(waiting.others, "other" if waiting.pressing else "to look at", to("intake", urgency="other"))
    return [Sum("in intake", [pressing, others], "amber" if waiting.pressing else "")]


def _alerts(actor: Actor) -> list[Sum]:
    """What was brought to this person and nobody has taken on."""
    return [Sum("alerts", [Part(alert.waiting(actor).mine, "to take on", to("alerts"))], "red")]
