"""The words by which answers are told apart, as data/defaults/conversation.yaml lists them."""

import re
from functools import cache
from typing import Any

import yaml

from core.field import folded
from core.settings import ROOT

START, STOP = "start", "stop"
LONGEST = 60


def word(said: str) -> str:
    """`stop` or `start` where that is all somebody says, else nothing."""
    if len(said) > LONGEST:
        return ""
    return _words().get(folded(said), "")


def automatic(headline: str) -> bool:
    """Whether a subject line is one of a program that answers for somebody."""
    begins = " ".join(headline.casefold().split())
    return begins.startswith(tuple(_listed()["automatic"]))


@cache
def quoting() -> re.Pattern[str]:
    """A line, or two, with which a mail program begins what it quotes."""
    return re.compile(rf"^(?:{'|'.join(_listed()['quotes'])})[ \t]*$", re.MULTILINE | re.IGNORECASE)


@cache
def _words() -> dict[str, str]:
    return {folded(one): what for what in (STOP, START) for one in _listed()[what]}


@cache
def _listed() -> dict[str, Any]:
    listed: dict[str, Any] = yaml.safe_load((ROOT / "data/defaults/conversation.yaml").read_text())
    return listed
