"""What a command of the operator's command line is."""

from argparse import ArgumentParser, Namespace
from typing import ClassVar

from core.access import Actor, machine


class Command:
    """One word after `python -m core`, with the sentence that explains it."""

    name: ClassVar[str]
    help: ClassVar[str]

    def arguments(self, parser: ArgumentParser) -> None:
        """Say what may follow the word."""

    def run(self, args: Namespace) -> int:
        """Do it; the answer is the exit status. A Refusal or Misconfigured is printed as its sentence."""
        raise NotImplementedError


def operator() -> Actor:
    """Whoever can start a process on this machine with the database's settings acts as the command line."""
    return machine("command-line")
