"""python -m core WORD: what an operator does from a terminal."""

import sys
from argparse import ArgumentParser

from core.errors import Misconfigured, Refusal
from core.operate.base import Command
from core.settings import settings
from core.shelf import shelf


def main() -> int:
    """Find the command, run it, say a refusal as a sentence."""
    parser = ArgumentParser(prog="python -m core", description="Baton, from the command line.")
    words = parser.add_subparsers(required=True, metavar="WORD")
    for kind in shelf("core.operate", Command).values():
        command = kind()
        word = words.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(word)
        word.set_defaults(command=command)
    args = parser.parse_args()
    try:
        settings()
        return int(args.command.run(args))
    except (Refusal, Misconfigured) as sentence:
        print(sentence, file=sys.stderr)
        return 2


sys.exit(main())
