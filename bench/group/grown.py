"""The same group with a history so many times as long, to see that what is asked every day does not grow with it.

Closed referrals are copied further and further back, without their events: lists and boards read none of these, and the
events of one referral are found by its number however many there are.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.group.filling import Filling, filling
from bench.group.kept import Say, aside, use
from bench.group.plan import YEAR, YEARS
from core import settings
from data.base import MICROSECOND
from data.tables import referral

MOVED = {"stage_since_at", "received_at", "recorded_at", "closed_at", "active_at"}
WHOLE_US = YEARS * YEAR // MICROSECOND


@contextmanager
def grown(times: int, say: Say) -> Iterator[tuple[str, str]]:
    """The addresses of the group that the settings name and of the one that grew, which is gone afterwards."""
    before = settings.settings().database_url
    with aside(say):
        after = settings.settings().database_url
        use(before)
        with filling(after, ["referral"]) as into:
            ((last,),) = into.ask("SELECT max(id) FROM referral")
            for time in range(1, times):
                _again(into, time, int(last))
        say(f"let its history grow {times} times as long")
        yield before, after
        use(after)


def _again(into: Filling, time: int, last: int) -> None:
    """Everything closed once more, that many times five years before."""
    columns = [column.name for column in referral.columns]
    fresh = {name: f"{name} - {time * WHOLE_US}" for name in MOVED}
    fresh |= {"id": f"id + {time * last}", "reference": f"reference || '/{time}'"}
    taken = ", ".join(fresh.get(name, f'"{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    rows = f"SELECT {taken} FROM referral WHERE closed_at IS NOT NULL AND id <= {last}"  # noqa: S608 - names of our own
    into.run(f"INSERT INTO referral ({named}) {rows}")
