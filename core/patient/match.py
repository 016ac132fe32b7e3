"""Whether two records may be one person: points for and against, each with its reason in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from core.field import folded
from core.patient.nicknames import nicknames
from core.patient.sound import spoken

LIKELY = 56
"""From this score on two records are worth a look; bench/matching.py shows what others would find and miss."""
CERTAIN = 100
_SPELT_ALIKE = 0.9
_SHORTEST = 4
"""In shorter names one other letter makes another name: Ali, Ari."""


class Points(IntEnum):
    """What each agreement and each contradiction weighs.

    Postcode, telephone and e-mail are of a home rather than of a person: together they never outweigh another first
    name, so that twins stay apart.
    """

    BORN_SAME = 38
    BORN_SWAPPED = 30
    BORN_NEARLY = 24
    BORN_OTHER = -34
    FAMILY_SAME = 24
    FAMILY_ALIKE = 17
    FAMILY_PART = 16
    FAMILY_OTHER = -14
    GIVEN_SAME = 20
    GIVEN_ALIKE = 15
    GIVEN_PART = 14
    GIVEN_INITIAL = 6
    GIVEN_OTHER = -40
    NAMES_CROSSED = 38
    POSTCODE = 12
    PHONE = 16
    EMAIL = 20
    SEX_OTHER = -15
    HOME_MOST = 28


class Reason(NamedTuple):
    """Points, and what is said for them; what speaks against is counted in silence."""

    points: float
    says: str = ""


NOTHING = Reason(0)


@dataclass(frozen=True, slots=True)
class Person:
    """What two records are compared by. `nhs_number` is empty where it is not known."""

    given_name: str
    family_name: str
    born_on: date | None = None
    nhs_number: str = ""
    sex: str = ""
    postcode: str = ""

    @classmethod
    def of(cls, row: Any) -> "Person":
        """From anything that has these fields, such as a row of the table."""
        return cls(row.given_name, row.family_name, row.born_on, row.nhs_number or "", row.sex, row.postcode)


@dataclass(frozen=True, slots=True)
class Shared:
    """A telephone number or address that both have, and how many others have it too."""

    channel: str
    others: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are, from 0 to 100, and why; certain only by a strong identifier."""

    score: int
    reasons: tuple[str, ...]
    certain: bool = False

    @property
    def likely(self) -> bool:
        """Whether it is worth a look."""
        return self.certain or self.score >= LIKELY


UNLIKE = Likeness(0, ())


def likeness(one: Person, other: Person, shared: Iterable[Shared] = ()) -> Likeness:
    """Strong identifiers decide: one NHS number is one person, two are never the same. Else all evidence adds up."""
    if one.nhs_number and other.nhs_number:
        same = one.nhs_number == other.nhs_number
        return Likeness(CERTAIN, ("same NHS number",), certain=True) if same else UNLIKE
    own = [born(one.born_on, other.born_on), *names(one, other)]
    if {one.sex, other.sex} == {"female", "male"}:
        own.append(Reason(Points.SEX_OTHER))
    home = [_contact(each) for each in shared]
    if one.postcode and one.postcode == other.postcode:
        home.append(Reason(Points.POSTCODE, "same postcode"))
    points = _sum(own) + min(Points.HOME_MOST, _sum(home))
    said = tuple(reason.says for reason in (*own, *home) if reason.says)
    return Likeness(min(CERTAIN - 1, max(0, round(points))), said)


def born(one: date | None, other: date | None) -> Reason:
    """Dates of birth: the same, with day and month swapped, with one slip of the keyboard, or others."""
    if one is None or other is None:
        return NOTHING
    if one == other:
        return Reason(Points.BORN_SAME, "same date of birth")
    if other in swapped(one):
        return Reason(Points.BORN_SWAPPED, "date of birth with day and month swapped")
    if other in slips(one):
        return Reason(Points.BORN_NEARLY, f"date of birth differs in one figure: {_day(one)}, {_day(other)}")
    return Reason(Points.BORN_OTHER)


def swapped(day: date) -> list[date]:
    """The same figures read with the month first, where there is such a day."""
    return [day.replace(month=day.day, day=day.month)] if day.day <= 12 else []


@lru_cache(256)
def slips(day: date) -> tuple[date, ...]:
    """Every day that one slip makes of another: one figure wrong, or two neighbours swapped."""
    told = f"{day:%Y%m%d}"
    typed = {told[:at] + figure + told[at + 1 :] for at in range(8) for figure in "0123456789"}
    typed |= {told[:at] + told[at + 1] + told[at] + told[at + 2 :] for at in range(7)}
    return tuple(found for each in sorted(typed) if (found := _read(each)))


def names(one: Person, other: Person) -> Sequence[Reason]:
    """Names as they stand, or with given and family name crossed where that fits better."""
    straight = _straight(one, other)
    crossed = (folded(one.given_name), folded(one.family_name)) == (folded(other.family_name), folded(other.given_name))
    if crossed and _sum(straight) < Points.NAMES_CROSSED:
        return [Reason(Points.NAMES_CROSSED, "first and family name swapped")]
    return straight


def _straight(one: Person, other: Person) -> Sequence[Reason]:
    family = _family(one.family_name, other.family_name)
    given = _given(one.given_name, other.given_name)
    if family.points == Points.FAMILY_SAME and given.points == Points.GIVEN_SAME:
        return [Reason(family.points + given.points, "same name")]
    return [family, given]


def _family(one: str, other: str) -> Reason:
    a, b = folded(one), folded(other)
    if a.replace(" ", "") == b.replace(" ", ""):
        return Reason(Points.FAMILY_SAME, "same family name")
    if how := _alike(a, b):
        return Reason(Points.FAMILY_ALIKE, f"family name {how}: {one}, {other}")
    if _is_part(a, b):
        return Reason(Points.FAMILY_PART, f"family name is part of the other: {one}, {other}")
    return Reason(Points.FAMILY_OTHER)


def _given(one: str, other: str) -> Reason:
    a, b = folded(one), folded(other)
    if not a or not b:
        return NOTHING
    if a.replace(" ", "") == b.replace(" ", ""):
        return Reason(Points.GIVEN_SAME, "same first name")
    if 1 in {len(a), len(b)}:
        same = a[0] == b[0]
        return Reason(Points.GIVEN_INITIAL, f"same initial: {one}, {other}") if same else Reason(Points.GIVEN_OTHER)
    if how := _alike(a, b):
        return Reason(Points.GIVEN_ALIKE, f"first name {how}: {one}, {other}")
    if nicknames(a, b):
        return Reason(Points.GIVEN_ALIKE, f"one first name is short for the other: {one}, {other}")
    if _is_part(a, b):
        return Reason(Points.GIVEN_PART, f"one more first name: {one}, {other}")
    return Reason(Points.GIVEN_OTHER)


def _alike(a: str, b: str) -> str:
    """How two different names are alike to the ear or the eye; empty when they are not."""
    if min(len(a), len(b)) < _SHORTEST:
        return ""
    if spoken(a) == spoken(b):
        return "sounds alike"
    slip = DamerauLevenshtein.distance(a, b, score_cutoff=1) == 1
    near = JaroWinkler.similarity(a, b) >= _SPELT_ALIKE and abs(len(a) - len(b)) <= 2
    return "is spelt nearly alike" if slip or near else ""


def _is_part(a: str, b: str) -> bool:
    """All words of the shorter stand in the longer: Smith, Smith-Jones."""
    words, others = set(a.split()), set(b.split())
    return bool(words and others) and (words <= others or others <= words)


def _contact(each: Shared) -> Reason:
    """What many share says little: a family has one telephone, a care home one address."""
    points = (Points.PHONE if each.channel == "phone" else Points.EMAIL) / (1 + each.others)
    what = "same telephone" if each.channel == "phone" else "same e-mail address"
    if not each.others:
        return Reason(points, what)
    who = "another patient shares" if each.others == 1 else f"{each.others} other patients share"
    return Reason(points, f"{what}, which {who}")


def _sum(found: Iterable[Reason]) -> float:
    return sum(reason.points for reason in found)


def _read(figures: str) -> date | None:
    try:
        return date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return None


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"
