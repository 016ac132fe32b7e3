"""python -m core insight rebuild: count every referral anew, from its rows and events."""

import sys
from argparse import ArgumentParser, Namespace

from core import insight
from core.operate.base import Command, operator


class Insight(Command):
    """The figures of insight, seen to by an operator; everybody may go on working meanwhile."""

    name = "insight"
    help = "Figures: count every referral anew."

    def arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        words = parser.add_subparsers(dest="word", required=True)
        words.add_parser("rebuild", help="Count every referral anew; one that was stopped goes on where it was.")

    def run(self, args: Namespace) -> int:  # noqa: ARG002 - there is one word
        """Tell how far it is, and in the end that it is done."""
        insight.begin_anew(operator())
        while insight.count_some(operator()):
            if now := insight.being_counted(operator()):
                print(f"\r{now.done:,} of {now.whole:,}", end="", file=sys.stderr, flush=True)  # noqa: T201 - a terminal is where this speaks
        print("\nEvery referral is counted.")  # noqa: T201 - the same
        return 0
