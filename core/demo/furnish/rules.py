"""Rules of the group's own: implants that nobody booked come up by themselves, and one site marks what it cares for."""

from core import rule
from core.access import machine
from core.demo.furnish.base import Furnishing, House

JOB = machine("job:timers")
LONG_AWAITED = "Implant accepted and not booked within ten days"


class Rules(Furnishing):
    """Cleo keeps one for everybody, Mia one for Leeds; times are set and come as the jobs would let them."""

    def furnish(self, house: House) -> None:
        """By the commands that the page uses."""
        rule.save(house.people["cleo"], _implants(), why="Agreed at the managers’ meeting.")
        rule.save(house.people["mia"], _seen_soon(house.sites["leeds"]), why="The desk asked for it.")
        while rule.react():
            continue
        rule.plant(JOB)
        rule.ring(JOB)


def _implants() -> dict[str, object]:
    return {
        "label": LONG_AWAITED,
        "timing": {"after": 10, "unit": "days", "anchor": "accepted", "late": "at_once"},
        "conditions": [
            {"fact": "specialty", "is": "implant"},
            {"any": [{"fact": "stage", "is": "accepted"}, {"fact": "stage", "is": "waitlisted"}]},
        ],
        "actions": [
            {"do": "open_task", "kind": "chase", "title": "Book {{ patient }}: accepted ten days ago", "for": "owner"},
            {"do": "flag_at_risk", "why": "Accepted ten days ago and still not booked"},
            {"do": "add_tag", "tag": "Implant"},
        ],
    }


def _seen_soon(leeds: int) -> dict[str, object]:
    return {
        "label": "Mark urgent private referrals at Leeds",
        "when": "referral:received",
        "conditions": [{"fact": "urgency", "is_not": "routine"}, {"fact": "funding", "in": ["private", "self_pay"]}],
        "actions": [{"do": "add_tag", "tag": "See soon"}],
        "only_sites": [leeds],
    }
