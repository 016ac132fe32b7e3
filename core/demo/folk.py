"""The invented patients: who they are, where they live, how they can be reached, what they agreed to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from core.channel import Channel
from core.demo import facts
from core.demo.facts import Practice
from core.field import folded
from core.patient import NewPatient

AGES = {(3, 8): 8, (9, 17): 16, (18, 34): 18, (35, 54): 25, (55, 74): 23, (75, 93): 10}
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
MOBILES = 1000
"""Ofcom keeps 07700 900000 to 900999 for drama."""


@dataclass(frozen=True, slots=True)
class Body:
    """A patient and the site they live near."""

    new: NewPatient
    home: str
    born_on: date

    def age(self, on: date) -> int:
        """Full years."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


def invent(rng: Random, count: int, on: date) -> list[Body]:
    """As many as asked for, as old on that day as patients of such practices are."""
    numbers, phones, taken = _nhs_numbers(rng), _phones(rng), set[str]()
    shares = {place.code: place.share for place in facts.places()}
    homes = rng.choices(list(shares), list(shares.values()), k=count)
    return [_body(rng, home, on, numbers, phones, taken) for home in homes]


def _body(rng: Random, home: str, on: date, numbers: Iterator[str], phones: Iterator[str], taken: set[str]) -> Body:
    low, high = rng.choices(list(AGES), list(AGES.values()))[0]
    born_on = on - timedelta(days=rng.randint(low * 365, high * 365 + 364))
    age, sex = (on - born_on).days // 365, rng.choice(("female", "male"))
    given, family, parent = name(rng, sex, born_on)
    phone, email = next(phones) if rng.random() < 0.96 else "", _email(parent if age < 16 else given, family, taken)
    email = email if rng.random() < (0.55 if age > 78 else 0.9) else ""
    near = rng.choice([practice for practice in facts.practices() if practice.near == home])
    return Body(
        NewPatient(
            given_name=given,
            family_name=family,
            born_on=born_on,
            sex=sex if rng.random() < 0.98 else "",
            title=_title(rng, sex, age),
            nhs_number=next(numbers) if rng.random() < 0.88 else "",
            phone=phone,
            email=email,
            address=f"{rng.randint(1, 148)} {rng.choice(facts.words().streets)}",
            town=near.new.town,
            postcode=_postcode(rng, near),
            consents=_consents(rng, phone, email),
        ),
        home,
        born_on,
    )


def name(rng: Random, sex: str, born_on: date) -> tuple[str, str, str]:
    """Given name, family name, and a parent's given name."""
    groups = facts.names()
    group: Mapping[str, Any] = rng.choices(groups, [each["weight"] for each in groups])[0]
    generation = "early" if born_on.year < 1970 else "late"
    family = rng.choice(group["family"])
    if rng.random() < 0.035 and "-" not in family and " " not in family:
        family = f"{family}-{rng.choice(group['family'])}"
    return rng.choice(group[sex][generation]), family, rng.choice(group["female"]["late"])


def _title(rng: Random, sex: str, age: int) -> str:
    if age < 16 or rng.random() < 0.1:
        return ""
    if rng.random() < 0.03:
        return rng.choice(("Dr", "Prof", "Revd", "Mx"))
    return "Mr" if sex == "male" else rng.choice(("Mrs", "Ms", "Miss") if age < 45 else ("Mrs", "Mrs", "Ms"))


def _email(given: str, family: str, taken: set[str]) -> str:
    base = ".".join(f"{given} {family}".split())
    base = ".".join(folded(base).split())
    base = base if base.isascii() and base else "patient"
    address, n = base, 1
    while address in taken:
        n += 1
        address = f"{base}{n}"
    taken.add(address)
    return f"{address}@example.org"


def _postcode(rng: Random, near: Practice) -> str:
    district = near.new.postcode.split()[0]
    return f"{district} 0{rng.choice(LETTERS)}{rng.choice(LETTERS)}"


def _consents(rng: Random, phone: str, email: str) -> dict[Channel, bool]:
    """Most agreed, some refused, and some were never asked."""
    given: dict[Channel, bool] = {}
    for channel, reach, agreed in (
        (Channel.EMAIL, email, 0.9),
        (Channel.PHONE, phone, 0.93),
        (Channel.SMS, phone, 0.72),
    ):
        drawn = rng.random()
        if reach and drawn < agreed + 0.04:
            given[channel] = drawn < agreed
    return given


def _phones(rng: Random) -> Iterator[str]:
    """Mobiles of drama while there are any, then telephones of no town."""
    mobiles = rng.sample(range(MOBILES), MOBILES)
    yield from (f"+447700900{n:03d}" for n in mobiles)
    while True:
        yield f"+441632960{rng.randrange(400, 1000):03d}"


def _nhs_numbers(rng: Random) -> Iterator[str]:
    """From the range 999 that the NHS keeps for tests, with their check digit, each once."""
    given = set[str]()
    while True:
        digits = f"999{rng.randrange(10**6):06d}"
        check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        number = f"{digits}{check % 11}"
        if check != 10 and number not in given and len(set(number)) > 1:
            given.add(number)
            yield number
