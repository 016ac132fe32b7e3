"""A site's week as people write it: 09:00–13:00, 14:00–17:30; read strictly, so that it can only mean one thing."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from core.directory import Block
from core.errors import Lacking, Refusal

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = 24 * 60
_BLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?")
Week = Mapping[int, tuple[Block, ...]]


def read_day(text: str) -> tuple[Block, ...]:
    """The blocks of a day in order, none where it stays empty; refused with what is wrong."""
    written = [part.strip() for part in text.split(",") if part.strip()]
    if [part.casefold() for part in written] == ["closed"]:
        return ()
    blocks = sorted(_block(part) for part in written)
    for before, after in pairwise(blocks):
        if after[0] < before[1]:
            raise Refusal(f"{spell((after,))} begins before {spell((before,))} is over.")
    return tuple(blocks)


def read_week(texts: Mapping[int, str]) -> Week:
    """By weekday (Monday is 0); Lacking names each day that is wrong, by its number, or that it never opens."""
    week: dict[int, tuple[Block, ...]] = {}
    wrong = {}
    for day, text in texts.items():
        try:
            week[day] = read_day(text)
        except Refusal as sentence:
            wrong[f"day-{day}"] = str(sentence)
    if wrong:
        raise Lacking(wrong)
    if not any(week.values()):
        raise Lacking({"day-0": "A site that never opens never gets anything done: say when it is open."})
    return {day: blocks for day, blocks in week.items() if blocks}


def spell(blocks: Iterable[Block]) -> str:
    """09:00–13:00, 14:00–17:30."""
    return ", ".join(f"{_wall(opens)}–{_wall(closes)}" for opens, closes in blocks)


def spell_week(week: Week) -> str:
    """Mon 09:00–17:00, Tue …; days on which it is closed are left out."""
    return "; ".join(f"{WEEKDAYS[day][:3]} {spell(blocks)}" for day, blocks in sorted(week.items()) if blocks)


def _block(text: str) -> Block:
    found = _BLOCK.fullmatch(text)
    if found is None:
        raise Refusal(f"“{text[:40]}” cannot be read. Write it like 09:00–13:00, 14:00–17:30, or leave it empty.")
    opens, closes = (_minutes(found[n], found[n + 1]) for n in (1, 3))
    if closes <= opens:
        raise Refusal(f"{spell(((opens, closes),))} closes before it opens. What goes past midnight is two blocks.")
    return opens, closes


def _minutes(hours: str, minutes: str | None) -> int:
    at = int(hours) * 60 + int(minutes or 0)
    if at > MIDNIGHT or int(minutes or 0) > 59:
        raise Refusal(f"There is no {hours}:{minutes or '00'} on a clock.")
    return at


def _wall(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
