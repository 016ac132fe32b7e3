"""A town of invented people for matching: few names that many bear and many that few bear, and families under one roof.

`same` and `different` are pairs of which it is known whether they are one person: typed twice with the slips that
desks make, or two people who are easily taken for one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import yaml

from core.patient.match import Likeness, Person, Shared, likeness
from core.patient.nicknames import SHIPPED


def _words(line: str) -> list[str]:
    return line.split()


FAMILY = _words(
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green"
    " Hall Wood Jackson Clarke Patel Khan Hussain Ahmed Begum Singh Kaur Ali O'Brien Murphy Kelly Nowak Kowalski"
    " Okafor Adeyemi Mensah Chen Wang Nguyen Silva Santos Rossi Müller García Haddad Cohen Macdonald McKenzie"
)
SYLLABLES = _words("ash bar brook cald dun earn fen gar hart ing ken lam mor nor os pen rad shel thorn win")
ENDS = _words("ley ton worth field by ham well ford shaw stead more man")
GIVEN = {
    "female": _words(
        "Margaret Susan Elizabeth Sarah Emma Catherine Olivia Amelia Fatima Aisha Priya Agnieszka Chloe Grace"
        " Jean Rose Mary Hannah Zoe Joanne Siobhan Mei Ingrid Jane Anne Julia Louise Victoria"
    ),
    "male": _words(
        "John David Michael James Robert William Thomas Mohammed Ali Daniel Matthew Oliver George Harry Jack"
        " Krzysztof Wei Kwame Luca Ivan Stephen Paul Ian Neil Richard Anthony Christopher Edward"
    ),
}
FIRST, DAYS = date(1932, 1, 1), 33_000
SHORT = {whole: shorts.split() for whole, shorts in yaml.safe_load(SHIPPED.read_text(encoding="utf-8")).items()}
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Soul:
    """Somebody as one desk wrote them down."""

    who: Person
    phone: str


def soul(dice: Random) -> Soul:
    """Anybody; three in four bear a name of the list, its first ones most often."""
    sex = dice.choice(("female", "male"))
    tail = (dice.choice(SYLLABLES) + dice.choice(SYLLABLES) * (dice.random() < 0.4) + dice.choice(ENDS)).title()
    common = FAMILY[min(int(dice.expovariate(0.09)), len(FAMILY) - 1)]
    family = common if dice.random() < 0.75 else tail
    given = GIVEN[sex][min(int(dice.expovariate(0.1)), len(GIVEN[sex]) - 1)]
    born = FIRST + timedelta(days=dice.randrange(DAYS))
    return Soul(Person(given, family, born, "", sex, _postcode(dice)), _phone(dice))


def same(dice: Random) -> tuple[Soul, Soul]:
    """One person, written down twice."""
    first = soul(dice)
    return first, again(dice, first)


def again(dice: Random, first: Soul) -> Soul:
    """The same person at another desk, years later: moved, married, misheard, mistyped, or just as before."""
    who = first.who
    for chance, slip in SLIPS:
        if dice.random() < chance:
            who = slip(dice, who)
    moved = dice.random() < 0.2
    who = replace(who, postcode=_postcode(dice) if moved else who.postcode if dice.random() < 0.9 else "")
    kept = dice.random()
    return Soul(who, first.phone if kept < 0.65 else _phone(dice) if kept < 0.9 else "")


def different(dice: Random) -> Iterator[tuple[str, tuple[Soul, Soul]]]:
    """Two people who have much in common, one pair of each kind."""
    one, other = soul(dice), soul(dice)
    home = replace(other, who=replace(other.who, family_name=one.who.family_name, postcode=one.who.postcode))
    others = [name for name in GIVEN[one.who.sex] if name != one.who.given_name]
    sibling = replace(home, phone=one.phone, who=replace(home.who, given_name=dice.choice(others)))
    yield "strangers", (one, other)
    yield "one birthday", (one, replace(other, who=replace(other.who, born_on=one.who.born_on)))
    yield "namesakes", (one, _with(other, one, "given_name", "family_name", "sex"))
    yield "namesakes in one street", (one, _with(other, one, "given_name", "family_name", "sex", "postcode"))
    yield "a couple", (one, replace(sibling, who=replace(sibling.who, sex="")))
    yield "brothers", (one, sibling)
    yield "twins", (one, replace(sibling, who=replace(sibling.who, born_on=one.who.born_on, sex=one.who.sex)))
    yield "father and son of one name", (one, _with(sibling, one, "given_name", "sex"))


def judged(pair: tuple[Soul, Soul]) -> Likeness:
    """As Baton judges them; a telephone that both have counts as theirs alone."""
    one, other = pair
    shared = [Shared("phone", 0)] if one.phone and one.phone == other.phone else []
    return likeness(one.who, other.who, shared)


def _with(other: Soul, one: Soul, *names: str) -> Soul:
    return replace(other, who=replace(other.who, **{name: getattr(one.who, name) for name in names}))


def _slip(text: str, dice: Random) -> str:
    """One slip of the keyboard: a letter left out, doubled, swapped with the next or replaced."""
    at = dice.randrange(1, max(2, len(text) - 1))
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + dice.choice("abcdefghijklmnoprstuvwy") + text[at + 1 :]


def _misheard(dice: Random, who: Person) -> Person:
    """Smyth for Smith, Clark for Clarke."""
    name = who.family_name
    swaps = [("i", "y"), ("ph", "f"), ("ck", "k"), ("son", "sen"), ("Mac", "Mc"), ("ey", "y"), ("ll", "l")]
    fitting = [(a, b) for a, b in swaps if a in name]
    return replace(who, family_name=name.replace(*dice.choice(fitting)) if fitting else name + "e")


def _called(dice: Random, who: Person) -> Person:
    shorts = SHORT.get(who.given_name.casefold())
    return replace(who, given_name=dice.choice(shorts).title()) if shorts else who


def _near(dice: Random, who: Person) -> Person:
    """One figure of the date of birth wrong."""
    assert who.born_on
    step = dice.choice((timedelta(days=1), timedelta(days=-1), timedelta(days=10), timedelta(days=-10)))
    return replace(who, born_on=who.born_on + step)


def _turned(_: Random, who: Person) -> Person:
    assert who.born_on
    day, month = who.born_on.day, who.born_on.month
    return replace(who, born_on=who.born_on.replace(day=month, month=day)) if day <= 12 else who


SLIPS: list[tuple[float, Callable[[Random, Person], Person]]] = [
    (0.08, lambda dice, who: replace(who, family_name=_slip(who.family_name, dice))),
    (0.06, lambda dice, who: replace(who, given_name=_slip(who.given_name, dice))),
    (0.05, _misheard),
    (0.08, _called),
    (0.05, lambda dice, who: replace(who, family_name=dice.choice(FAMILY)) if who.sex == "female" else who),
    (0.03, lambda dice, who: replace(who, family_name=f"{who.family_name}-{dice.choice(FAMILY)}")),
    (0.02, lambda _, who: replace(who, given_name=who.given_name[:1])),
    (0.02, lambda _, who: replace(who, given_name=who.family_name, family_name=who.given_name)),
    (0.04, _turned),
    (0.05, _near),
    (0.05, lambda _, who: replace(who, born_on=None)),
    (0.2, lambda _, who: replace(who, sex="")),
]


def _postcode(dice: Random) -> str:
    return f"LS{dice.randint(1, 28)} {dice.randint(1, 9)}{dice.choice('ABDEFGH')}{dice.choice('JLNPQRSTUW')}"


def _phone(dice: Random) -> str:
    return f"+4477009{dice.randrange(10**5):05d}"
