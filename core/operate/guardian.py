"""python -m core guardian: learn what is likely to stall, if last night has not been learned from yet."""

import os
from argparse import Namespace

from core import guardian
from core.operate.base import Command, operator

CALM = 10
"""How far it steps back behind whoever else wants the processor."""


class Guardian(Command):
    """What the jobs process starts each night, apart from itself: the reckoning takes a processor for a while."""

    name = "guardian"
    help = "Learn from what became of referrals which open ones are likely to stall; once a night."

    def run(self, args: Namespace) -> int:  # noqa: ARG002 - there is one thing to do
        """Say what was learned."""
        os.nice(CALM)
        done = guardian.learn_tonight(operator())
        night = guardian.last_night(operator())
        if night is None or not done:
            print("Last night has been learned from already.")  # noqa: T201 - a terminal is where this speaks
        elif night.lacks:
            print("There is too little history yet to learn from.")  # noqa: T201 - the same
        else:
            print(f"Learned from {night.referrals:,} referrals, {night.moments:,} moments.")  # noqa: T201 - the same
        return 0
