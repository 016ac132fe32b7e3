"""Days as letters write them, read day first; one that could be read in two ways says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:(?:19|20)?[0-9]{2})"
_DAY = re.compile(
    r"(?<![0-9/.\-])(?:"
    r"(?P<iso>(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2})"
    rf"|(?P<first>[0-9]{{1,2}}) ?[/.\-] ?(?P<second>[0-9]{{1,2}}) ?[/.\-] ?(?P<third>{_YEAR})"
    rf"|(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ .\-]*(?P<month>{_MONTH})\b[ .,\-]*(?P<year>{_YEAR})"
    rf"|(?P<us_month>{_MONTH})\.? (?P<us_day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<us_year>(?:19|20)[0-9]{{2}})"
    r")(?![0-9/])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it is written; `doubt` is a sentence where somebody should look."""

    value: date
    start: int
    end: int
    doubt: str = ""


def days(text: str, today: date, start: int = 0, end: int | None = None) -> Iterator[Day]:
    """Every day that is written between two places of a text, in order."""
    for found in _DAY.finditer(text, start, len(text) if end is None else end):
        if read := _read(found, today):
            value, doubt = read
            yield Day(value, found.start(), found.end(), doubt)


def _read(found: re.Match[str], today: date) -> tuple[date, str] | None:
    said = found.groupdict()
    try:
        if said["iso"]:
            year, month, day = map(int, said["iso"].split("-"))
            return date(year, month, day), ""
        if said["month"] or said["us_month"]:
            return _in_words(said, today)
        return _in_figures(said, found[0], today)
    except ValueError:
        return None


def _in_words(said: dict[str, str], today: date) -> tuple[date, str]:
    month = _NAMES.index((said["month"] or said["us_month"])[:3].lower()) + 1
    year, doubt = _whole(said["year"] or said["us_year"], today)
    return date(year, month, int(said["day"] or said["us_day"])), doubt


def _in_figures(said: dict[str, str], written: str, today: date) -> tuple[date, str]:
    """Day first, unless only month first is a day at all."""
    first, second = int(said["first"]), int(said["second"])
    year, doubt = _whole(said["third"], today)
    if second > 12 >= first:
        return date(year, first, second), f"“{written}” seems to be written month first. Compare it with the letter."
    value = date(year, second, first)
    if first <= 12 and first != second:
        other = date(year, first, second)
        doubt = f"“{written}” was read day first; it could also be {other.day} {other:%B %Y}."
    return value, doubt


def _whole(year: str, today: date) -> tuple[int, str]:
    """A year of two figures is the latest one that is not in the future."""
    if len(year) == 4:
        return int(year), ""
    read = today.year - (today.year - int(year)) % 100
    return read, f"The year is written as “{year}” and was read as {read}."
