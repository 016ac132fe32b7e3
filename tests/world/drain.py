"""Run the jobs until nothing is due, as the jobs process would."""

from contextlib import suppress

from core.heartbeat import Ailing
from jobs import deliver, outcomes, react


def drain() -> None:
    """What happened is reacted to, what is due is carried, what is over is asked about."""
    done = 1
    while done:
        done = outcomes.run()
        with suppress(Ailing):
            done += react.run()
        done += deliver.run()
