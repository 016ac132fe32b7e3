"""Where somebody is, as far as it is known, and how far apart two places are."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import Connection, or_, select

from core.field import district
from data.tables import provider

EARTH = 6371.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map."""

    latitude: float
    longitude: float


def point(latitude: float | None, longitude: float | None) -> Point | None:
    """The place, where both halves are known."""
    return Point(latitude, longitude) if latitude is not None and longitude is not None else None


def kilometres(here: Point, there: Point) -> float:
    """As the crow flies, by the haversine formula."""
    up = sin(radians(there.latitude - here.latitude) / 2) ** 2
    along = sin(radians(there.longitude - here.longitude) / 2) ** 2
    share = up + cos(radians(here.latitude)) * cos(radians(there.latitude)) * along
    return 2 * EARTH * asin(min(1.0, sqrt(share)))


def centres(db: Connection, postcodes: Iterable[str]) -> dict[str, Point]:
    """The middle of the practices with known coordinates in the district of each postcode, by district."""
    asked = sorted({district(code) for code in postcodes} - {""})
    if not asked:
        return {}
    c = provider.c
    within = or_(*(c.postcode.startswith(f"{each} ", autoescape=True) for each in asked))
    known = select(c.postcode, c.latitude, c.longitude).where(c.latitude.is_not(None), c.longitude.is_not(None), within)
    there: dict[str, list[Point]] = {}
    for row in db.execute(known):
        there.setdefault(district(row.postcode), []).append(Point(row.latitude, row.longitude))
    return {each: _middle(points) for each, points in there.items()}


def _middle(points: list[Point]) -> Point:
    many = len(points)
    return Point(sum(p.latitude for p in points) / many, sum(p.longitude for p in points) / many)
