"""The public holidays of nations, as the library `holidays` knows them."""

from datetime import date

from holidays import country_holidays

from core.spoken import Spoken


class Nation(Spoken):
    """Whose holidays a site keeps; England and Wales have the same."""

    ENGLAND = "GB-ENG", "England and Wales"
    SCOTLAND = "GB-SCT", "Scotland"
    NORTHERN_IRELAND = "GB-NIR", "Northern Ireland"
    ISLE_OF_MAN = "IM", "Isle of Man"
    JERSEY = "JE", "Jersey"
    GUERNSEY = "GG", "Guernsey"
    IRELAND = "IE", "Ireland"


FIRST, LAST = 2000, 2100


def holidays_of(nation: Nation, year: int) -> dict[date, str]:
    """The days of a year on which a nation is closed, in order, with what they are called."""
    country, _, part = nation.value.partition("-")
    found = country_holidays(country, subdiv=part or None, years=year)
    return dict(sorted(found.items()))
