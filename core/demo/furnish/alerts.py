"""What has gone quiet at the demo group's sites in the last weeks, as its jobs would have brought it to people."""

from datetime import timedelta

from core import alert, clock, rule
from core.access import machine
from core.demo.furnish.base import Furnishing, House

ROUNDS = (timedelta(days=6), timedelta(days=5), timedelta(days=3, hours=2), timedelta(days=1), timedelta())
"""How long ago the jobs went round."""
TAKEN = {
    "ana": "Left a message with the practice, they ring back on Thursday.",
    "dev": "",
}
"""Who took one on, and what they noted."""


class Alerts(Furnishing):
    """The jobs go round a few times, and two people say that they have it."""

    def furnish(self, house: House) -> None:
        """In the order in which it would have happened."""
        now = clock.now()
        for ago in ROUNDS:
            with clock.telling(now - ago):
                _round()
        for username, note in TAKEN.items():
            person = house.people[username]
            waiting = alert.standing(person)
            if waiting:
                alert.acknowledge(person, waiting[0].id, note)


def _round() -> None:
    alert.note_stalled(machine("job:stalled"))
    while rule.react():
        continue
    escalating = machine("job:escalate")
    alert.send_mails(escalating)
    alert.climb(escalating)
    alert.send_mails(escalating)
