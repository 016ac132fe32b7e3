"""What calls for attention today, in numbers: each leads to exactly the rows it counts."""

from collections.abc import Mapping

from core import alert, clock, intake, message, referral
from core.access import Actor, Permission
from core.referral import Day, Direction
from core.sla import age_words
from pages.parts.links import to
from pages.parts.states import STATES
from pages.parts.sums import Part, Sum, sums

YOURS = "yours"


def attention(actor: Actor) -> None:
    """What is mine, late, at risk and nobody's, and what waits for somebody to take it on."""
    mine = Part(alert.waiting(actor).mine, "to take on", to("alerts"))
    sums([*_referrals(referral.day(actor)), *_arrived(actor), Sum("alerts", [mine], "red")])


def everybodys(actor: Actor, site: int | None = None) -> list[Sum]:
    """The same of nobody in particular, and what could not be sent; the actor sees this site alone, where one is
    named."""
    told = [one for one in _referrals(referral.day(actor), site) if one.label != YOURS]
    unclaimed = Part(alert.waiting(actor).all, "nobody has", to("alerts", list="open", site=site))
    return [*told, *_arrived(actor, site), Sum("alerts", [unclaimed], "red"), *_unsent(actor, site)]


def _referrals(days: Mapping[Direction, Day], site: int | None = None) -> list[Sum]:
    def parts(number: str, **query: str) -> list[Part]:
        counted = {direction: getattr(day, number) for direction, day in days.items()}
        return [Part(n, way.value, to(way.value, **query, site=site)) for way, n in counted.items()]

    oldest = min((day.oldest_due_at for day in days.values() if day.overdue and day.oldest_due_at), default=None)
    late = f"the oldest by {age_words(clock.now() - oldest)}" if oldest else ""
    return [
        Sum("overdue", parts("overdue", due="late"), "red", late),
        Sum("at risk", parts("at_risk", due="risk"), "amber"),
        Sum("unassigned", parts("unassigned", owner="pool")),
        Sum(YOURS, parts("mine", owner="me")),
    ]


def _arrived(actor: Actor, site: int | None = None) -> list[Sum]:
    """What waits in the intake, for those who look at it."""
    if not actor.may(Permission.INTAKE_HANDLE):
        return []
    waiting = intake.waiting(actor)
    pressing = Part(waiting.pressing, "urgent", to("intake", urgency="pressing", site=site))
    said = "other" if waiting.pressing else "to look at"
    others = Part(waiting.others, said, to("intake", urgency="other", site=site))
    return [Sum("in intake", [pressing, others], "amber" if waiting.pressing else "")]


def _unsent(actor: Actor, site: int | None) -> list[Sum]:
    """Messages that need somebody, for those who look at them."""
    if not actor.may(Permission.MESSAGE_READ):
        return []
    stuck = message.stuck(actor)
    parts = [Part(n, STATES[state].label.lower(), to("messages", state=state, site=site)) for state, n in stuck.items()]
    return [Sum("messages not sent", parts, "red")]
