"""One validation for form, API and import: each function answers the value to keep or refuses."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from core import clock
from core.errors import Lacking, Refusal

EARLIEST_BIRTH = date(1900, 1, 1)
MOST_TEETH = 26
_UNSTORABLE = {"Cc", "Cs", "Zl", "Zp"}
_FIXED = {PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE}
_WORD = re.compile(r"[^\W_]+")
_APART = str.maketrans({
    "'": "", "’": "", "ʼ": "",
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
})  # fmt: skip
_BRITISH_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
_PHONE = re.compile(r"[\d\s()+./\-‐-―−⁠]+")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_QUADRANT = {"1": "UR", "2": "UL", "3": "LL", "4": "LR", "5": "UR", "6": "UL", "7": "LL", "8": "LR"}
_FDI = re.compile(r"[1-4][1-8]|[5-8][1-5]")


@dataclass(frozen=True, slots=True)
class NhsNumber:
    """Ten digits, or None where the number is not known; `warning` is a sentence when something looks odd."""

    digits: str | None
    warning: str = ""


def gathered(**parts: Callable[[], Any]) -> dict[str, Any]:
    """The value of each field; Lacking with a sentence for each that refuses."""
    values, wrong = {}, {}
    for name, part in parts.items():
        try:
            values[name] = part()
        except Refusal as sentence:
            wrong[name] = str(sentence)
    if wrong:
        raise Lacking(wrong)
    return values


def folded(text: str) -> str:
    """What searches compare: words of letters and digits, without case, accents and apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf"})
    return " ".join(_WORD.findall(text.casefold().translate(_APART)))


def line(text: str, most: int = 200, least: int = 0, what: str = "This") -> str:
    """Text on one line, kept as it was written (NFC) but for space around it."""
    text = unicodedata.normalize("NFC", text.strip(" \t\r\n\u00a0"))
    if not _storable(text):
        raise Refusal(f"{what} must be one line of text without control characters.")
    if len(text) > most:
        raise Refusal(f"{what} is longer than {most} characters.")
    if len(text) < least:
        raise Refusal(f"{what} is missing.")
    return text


def paragraph(text: str, most: int = 4000, what: str = "This text") -> str:
    """Text of several lines; line ends become one kind."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if not _storable(text.replace("\n", "").replace("\t", "")):
        raise Refusal(f"{what} contains control characters. Type it again, or paste it as plain text.")
    if len(text) > most:
        raise Refusal(f"{what} is longer than {most:,} characters.")
    return text


def person_name(text: str, what: str = "The name") -> str:
    """A name in any script, with apostrophes, digits or one letter; up to 120 characters."""
    return line(text, most=120, least=1, what=what)


def phone(text: str, region: str = "GB") -> str:
    """E.164; numbers without + are read as of the region. One number per field, without an extension."""
    typed = text.strip()
    try:
        if not _PHONE.fullmatch(typed):
            raise Refusal("A telephone number has only digits, spaces and +. Leave out words and extensions.")
        parsed = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        raise Refusal("This is not one telephone number. Write it with its area code, such as 0113 496 0123.") from None
    if not _is_whole(parsed):
        raise Refusal("This telephone number has too few or too many digits. Write it with its area code.")
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


@lru_cache(maxsize=4_096)
def phone_shown(e164: str, region: str = "GB") -> str:
    """As people of the region write it: 07700 900123, +33 1 23 45 67 89."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    home = parsed.country_code == phonenumbers.country_code_for_region(region)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=4_096)
def takes_texts(e164: str) -> bool:
    """Whether a number may be a mobile one: in Britain it begins with 7, elsewhere it is not known to be fixed."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return False
    if parsed.country_code == 44:
        return str(parsed.national_number)[0] == "7"
    return phonenumbers.number_type(parsed) not in _FIXED


def email(text: str) -> str:
    """One address that a mail server can be given; nothing is asked of the network."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refusal(
            "This is not an e-mail address that mail can be sent to. Write one, such as ann@example.org."
        ) from None
    if len(found.ascii_email or "") > 254:
        raise Refusal("This e-mail address is longer than 254 characters.")
    return found.ascii_email or found.normalized


def nhs_number(text: str) -> NhsNumber:
    """Ten digits, however spaced; a wrong check digit is kept with a warning, a placeholder becomes None."""
    digits = re.sub(r"[ \u00a0-]", "", text.strip())
    if not digits:
        return NhsNumber(None)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise Refusal("An NHS number has ten digits, such as 999 123 4560. Correct it or leave it empty.")
    if len(set(digits)) == 1:
        return NhsNumber(None, f"{digits} stands for an unknown NHS number, so the field was left empty.")
    if not _checks(digits):
        return NhsNumber(
            digits,
            f"The NHS number {nhs_shown(digits)} does not pass its own check. Compare it with a letter.",
        )
    return NhsNumber(digits)


def nhs_shown(digits: str) -> str:
    """999 123 4560, as it is printed on letters."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def postcode(text: str) -> str:
    """A British postcode in its printed form; others as they were written."""
    text = line(text, most=12, what="The postcode")
    found = _BRITISH_POSTCODE.fullmatch(re.sub(r"\s+", " ", text).upper())
    return f"{found[1]} {found[2]}" if found else text


def district(code: str) -> str:
    """The first half of a British postcode: LS1. Nothing of any other."""
    found = _BRITISH_POSTCODE.fullmatch(code)
    return found[1] if found else ""


def day(text: str) -> date:
    """A day written as 1980-02-23, or day first as 23/02/1980 where only one reading is possible."""
    typed = text.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            return date.fromisoformat(typed)
        if found := _DAY_FIRST.fullmatch(typed):
            first, second = int(found[1]), int(found[3])
            if second <= 12 and (first > 12 or first == second):
                return date(int(found[4]), second, first)
            if first <= 12 and second <= 12:
                raise Refusal(f"{typed} can be read in two ways. Write the year first, such as 1980-02-03.")
    except ValueError:
        pass
    raise Refusal(f"{typed[:20]} is not a date. Write it as year-month-day, such as 1980-02-03.")


def birth_date(given: str | date) -> date:
    """Between 1900 and today."""
    born = day(given) if isinstance(given, str) else given
    if born > clock.now().date():
        raise Refusal("The date of birth lies in the future.")
    if born < EARLIEST_BIRTH:
        raise Refusal("The date of birth lies before 1900.")
    return born


def time_zone(name: str) -> str:
    """An IANA name."""
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        raise Refusal("The time zone must be an IANA name such as Europe/London.") from None
    return name


def time_zones() -> list[str]:
    """Those that people live in, by their names: a region and a place."""
    regions = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return sorted(name for name in available_timezones() if name.partition("/")[0] in regions)


def teeth(text: str) -> tuple[str, ...]:
    """FDI numbers, milk teeth too, in the order written: "36, 37"."""
    typed = [part for part in re.split(r"[\s,;]+", text) if part]
    for part in typed:
        if not _FDI.fullmatch(part):
            raise Refusal(f"“{part[:10]}” is not a tooth in FDI numbers, from 11 to 48, milk teeth from 51 to 85.")
    found = tuple(dict.fromkeys(typed))
    if len(found) > MOST_TEETH:
        raise Refusal(f"Name up to {MOST_TEETH} teeth; for more, say so in the reason.")
    return found


def palmer(fdi: str) -> str:
    """The same tooth in Palmer's notation: LL6 for 36, URE for 55."""
    number = fdi[1]
    return _QUADRANT[fdi[0]] + ("ABCDE"[int(number) - 1] if fdi[0] in "5678" else number)


def _storable(text: str) -> bool:
    return text.isprintable() or not any(kind in _UNSTORABLE for kind in _categories(text))


def _categories(text: str) -> Iterator[str]:
    return (unicodedata.category(c) for c in text)


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Being possible is enough, for drama's numbers are never valid; a British one needs its area code."""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return False
    whole = number.country_code != 44 or len(str(number.national_number)) == 10
    return whole or phonenumbers.is_valid_number(number)


def _checks(digits: str) -> bool:
    """Modulus 11 over the first nine digits; a remainder that gives 10 has no valid number."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == int(digits[9]) if rest != 10 else False
