"""python -m core insight rebuild: count every referral anew; insight export FOLDER: figures for other programs."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from core import insight
from core.operate.base import Command, operator


class Insight(Command):
    """The figures of insight, seen to by an operator; everybody may go on working meanwhile."""

    name = "insight"
    help = "Figures: count every referral anew, or write them out for other programs."

    def arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        words = parser.add_subparsers(dest="word", required=True)
        words.add_parser("rebuild", help="Count every referral anew; one that was stopped goes on where it was.")

        export = words.add_parser("export", help="Write every table of figures as Parquet and CSV, with a dictionary.")
        export.add_argument("folder", type=Path, help="Where to; files of these names that are there are replaced.")

    def run(self, args: Namespace) -> int:
        """Do the one or the other."""
        return self._export(args.folder) if args.word == "export" else self._rebuild()

    def _export(self, folder: Path) -> int:
        """Say how many rows there are of what."""
        for name, rows in insight.export_to(operator(), folder).items():
            print(f"{rows:>10,}  {name}")  # noqa: T201 - a terminal is where this speaks
        return 0

    def _rebuild(self) -> int:
        """Tell how far it is, and in the end that it is done."""
        insight.begin_anew(operator())
        while insight.count_some(operator()):
            if now := insight.being_counted(operator()):
                print(f"\r{now.done:,} of {now.whole:,}", end="", file=sys.stderr, flush=True)  # noqa: T201 - a terminal is where this speaks
        print("\nEvery referral is counted.")  # noqa: T201 - the same
        return 0
