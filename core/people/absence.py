"""Whole days on which somebody is away: from the first of them up to the day they are back."""

from datetime import date

from sqlalchemy import ColumnElement, or_

from core import clock
from data.tables import account


def present(on: date) -> ColumnElement[bool]:
    """Accounts of people who are not away on a local day."""
    c = account.c
    return or_(c.away_from_on.is_(None), c.away_from_on > on, c.away_until_on <= on)


def back_on(away_from: date | None, away_until: date | None, today: date) -> date | None:
    """The day somebody is back who is away today; None for everybody else."""
    away = away_from is not None and away_until is not None and away_from <= today < away_until
    return away_until if away else None


def away_words(back: date | None, today: date) -> str:
    """away until Mon 7 Dec; nothing for who is here."""
    return f"away until {clock.spoken_day(back, today)}" if back else ""
