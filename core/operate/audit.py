"""python -m core audit verify: whether anything that was ever recorded was changed, swapped or cut."""

from argparse import ArgumentParser, Namespace

from core.audit import verify
from core.operate.base import Command
from core.work import reading


class Audit(Command):
    """Reads only; safe beside everything else."""

    name = "audit"
    help = "Verify the audit chain; the exit status is 1 when it is not whole."

    def arguments(self, parser: ArgumentParser) -> None:
        """What to do with it."""
        parser.add_argument("what", choices=["verify"])

    def run(self, args: Namespace) -> int:  # noqa: ARG002 - there is one thing to do
        """Say the verdict in a sentence."""
        with reading() as db:
            verdict = verify(db)
        print(verdict.sentence)  # noqa: T201 - a terminal is where this speaks
        return 0 if verdict.whole else 1
