"""What a patient is found by: the words that are kept beside the record, and the words of a question."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from core.field import folded
from core.patient.sound import sound
from data.find import found
from data.tables import patient

_DAY = re.compile(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\b|\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
_DIGITS_APART = re.compile(r"(?<![^\W_])(\d+) (?=\d+(?![^\W_]))")


def found_by(row: dict[str, Any], phones: Iterable[str] = ()) -> dict[str, str]:
    """The columns of a patient that are there to be searched: they follow from the others."""
    return {"search": search_text(row, phones), "sound": sound(row["given_name"], row["family_name"])}


def search_text(row: dict[str, Any], phones: Iterable[str] = ()) -> str:
    """Folded names, date of birth, postcode with and without its space, NHS number, telephone numbers."""
    numbers = [form for e164 in phones for form in (e164.lstrip("+"), re.sub(r"^\+44", "0", e164))]
    code, born = row["postcode"], row["born_on"]
    words = (
        row["given_name"],
        row["family_name"],
        _word(born),
        code,
        code.replace(" ", ""),
        row["nhs_number"],
        *numbers,
    )
    return " ".join(part for word in words if word for part in asked(word))


def matching(typed: str) -> ColumnElement[bool]:
    """Patients with a word that begins with each typed one; a date or a telephone number is one word."""
    return found(patient, asked(typed))


def found_ids(typed: str) -> Select[tuple[int]]:
    """The ids of patients that typing finds, wherever they are known: to be joined with a scope."""
    return select(patient.c.id).where(matching(typed))


def asked(typed: str) -> list[str]:
    """The words to look for: 23/05/1961 and 1961-05-23 are the same one, 07700 900123 is one too."""
    words = folded(_DAY.sub(_as_word, typed))
    return _DIGITS_APART.sub(r"\1", words).split()


def _word(born: date | None) -> str:
    return f"{born:%Y%m%d}" if born else ""


def _as_word(day: re.Match[str]) -> str:
    first, month, year, iso_year, iso_month, iso_day = day.groups()
    year, month, of_month = (year, month, first) if year else (iso_year, iso_month, iso_day)
    return f" {year}{int(month):02}{int(of_month):02} "
