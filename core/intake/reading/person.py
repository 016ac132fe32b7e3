"""Whom a letter is about: names, birth, NHS number, and how they are reached; never what is the sender's."""

import re
from collections.abc import Callable
from datetime import date

from phonenumbers import Leniency, PhoneNumberMatcher

from core import field
from core.errors import Refusal
from core.intake.reading.days import Day, days
from core.intake.reading.letter import Found, Letter, of_day

_BORN = re.compile(r"\b(?:d\.? ?o\.? ?b\.?|date of birth|born(?: on)?)\b\W{0,4}", re.IGNORECASE)
_NHS = re.compile(
    r"\bnhs(?: (?:number|no|num)\b)?[ .:#\-]{0,4}(?P<number>[0-9]{3}[ \-]?[0-9]{3}[ \-]?[0-9]{4})\b", re.I
)
_BARE_NHS = re.compile(r"(?<![0-9+\-])[0-9]{3}[ \-][0-9]{3}[ \-][0-9]{4}(?![0-9\-])")
_EMAIL = re.compile(r"(?<![\w.+'\-])[\w.+'\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_HIS_PHONE = re.compile(
    r"\b(?:(?:his|her|their|my|the patient['’]s) (?:(?:mobile|phone|telephone|contact)(?: number)?|number) is"
    r"|(?:call|ring|reach) (?:him|her|them|me) (?:back )?on)[ :]*",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b")


def names(letter: Letter) -> dict[str, Found]:
    apart = {}
    for part in ("given_name", "family_name"):
        if piece := next(letter.of(part), None):
            apart[part] = Found(_spelt(letter.said(piece)), piece.start, piece.end)
    if apart or letter.name is None:
        return apart
    who = letter.name
    parts = {"title": who.title, "given_name": who.given, "family_name": who.family}
    return {part: Found(value, who.start, who.end) for part, value in parts.items()}


def _spelt(words_: str) -> str:
    return words_.title() if words_.isupper() and len(words_) > 1 else words_[:120]


def born(letter: Letter) -> dict[str, Found]:
    for label in _BORN.finditer(letter.text):
        found = next(days(letter.text, letter.today, label.end(), min(label.end() + 30, len(letter.text))), None)
        if found and found.start - label.end() <= 3 and _may_be_birth(found, letter.today):
            return {"born_on": of_day(found)}
    return {}


def _may_be_birth(found: Day, today: date) -> bool:
    return field.EARLIEST_BIRTH <= found.value <= today


def nhs_number(letter: Letter) -> dict[str, Found]:
    """A labelled number, or one that is grouped like one, passes its own check and stands with the patient."""
    labels = [(m.start("number"), m.end("number")) for m in _NHS.finditer(letter.text)]
    bare = [m.span() for m in _BARE_NHS.finditer(letter.text, *letter.block)]
    for sure, spans in ((True, labels), (False, bare)):
        for start, end in spans:
            number = field.nhs_number(letter.text[start:end])
            if number.digits and (sure or not number.warning):
                return {"nhs_number": Found(number.digits, start, end, number.warning)}
    return {}


def reached(letter: Letter) -> dict[str, Found]:
    """The patient's own numbers and addresses: labelled as theirs, or in their lines; never a letterhead's."""
    found: dict[str, Found] = {}
    start, end = letter.block
    for piece in letter.of("phone"):
        own = start <= piece.at < end or letter.text[piece.at :].lower().startswith(("patient", "home", "mob"))
        if own and piece.at < letter.close:
            found |= {} if "phone" in found else _phone(letter.text, piece.start, piece.end)
    spoken = [(m.end(), min(m.end() + 20, len(letter.text))) for m in _HIS_PHONE.finditer(letter.text)]
    for place in [(start, end), *spoken]:
        found |= {} if "phone" in found else _phone(letter.text, *place)
    for piece in letter.of("email"):
        if start <= piece.at < end or letter.text[piece.at :].lower().startswith("patient"):
            found |= {} if "email" in found else _email(letter.text, piece.start, piece.end)
    if "email" not in found:
        found |= _email(letter.text, start, end)
    return found


def _phone(text: str, start: int, end: int) -> dict[str, Found]:
    """The first number in these lines that is written like one of a telephone."""
    for match in PhoneNumberMatcher(text[start:end], "GB", leniency=Leniency.POSSIBLE):
        written = match.raw_string
        if written.startswith(("0", "+", "(0", "(+")) and not _BARE_NHS.fullmatch(written):
            value = _kept(field.phone, written)
            if value:
                return {"phone": Found(field.phone_shown(value), start + match.start, start + match.end)}
    return {}


def _email(text: str, start: int, end: int) -> dict[str, Found]:
    for match in _EMAIL.finditer(text, start, end):
        if value := _kept(field.email, match[0]):
            return {"email": Found(value, match.start(), match.end())}
    return {}


def _kept(check: Callable[[str], str], text: str) -> str:
    """The text as the field keeps it; nothing where it would be refused."""
    try:
        return check(text)
    except Refusal:
        return ""


def home(letter: Letter) -> dict[str, Found]:
    """Street, town and postcode: behind their label, or in the patient's own lines."""
    start, end = letter.block
    if piece := next((each for each in letter.of("address") if start <= each.at < end), None):
        start, end = piece.start, max(piece.end, min(end, piece.end + 120))
    code = _POSTCODE.search(letter.text, start, end)
    if code is None:
        return {"address": Found(letter.said(piece)[:400], piece.start, piece.end)} if piece else {}
    found = {"postcode": Found(field.postcode(code[0]), code.start(), code.end())}
    begin = piece.start if piece else letter.text.rfind("\n", start, code.start()) + 1
    street = re.search(r"\b[0-9]{1,4}[A-Za-z]?,? [A-Z]", letter.text[begin : code.start()])
    if piece is None and street is None:
        return found
    begin += street.start() if street and piece is None else 0
    lines = [part.strip() for part in re.split(r"[,\n]", letter.text[begin : code.start()]) if part.strip()]
    town = lines[-1] if len(lines) > 1 and not any(c.isdigit() for c in lines[-1]) else ""
    address = "\n".join(lines[:-1] if town else lines)
    at = begin, code.start()
    return found | {"address": Found(address[:400], *at), "town": Found(town[:80], *at)}


PARTS = (names, born, nhs_number, reached, home)
