"""What a letter labels itself: “Patient:”, “DOB:”, “Reason for referral:” and what stands behind them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_THEIRS = r"(?:(?:practice|surgery|clinic|dentist|gp|gdp|doctor|work|referrer|your)(?:['’]?s)? )"
_PHONE = r"(?:tel(?:ephone)?|phone|mobile|mob)(?: (?:no\.?|number|num))?"
_ASIDE = (
    r"cc|to|reply-to|gender|sex|medical history|medications?|allergies|your ref(?:erence)?|enc(?:losures?|s)?|signed"
    r"|gdc(?: (?:no\.?|number))?"
)
LABELS = {
    "aside": rf"{_THEIRS}(?:{_PHONE}|fax|e-?mail(?: address)?|address|post ?code)|fax(?: no\.?)?|{_ASIDE}",
    "given_name": r"first names?|forenames?(?:\(s\))?|given names?",
    "family_name": r"surname|last name|family name",
    "born_on": r"d\.?o\.?b\.?|date of birth|birth ?date|born",
    "nhs_number": r"nhs(?: (?:number|no\.?|num))?",
    "written": r"(?:date|letter date|date of (?:referral|letter)|referral date|dated|sent)",
    "referrer": r"(?:referring )?(?:dental )?(?:practice|surgery)(?: name)?|practice details",
    "referrer_clinician": r"referring (?:dentist|clinician|gdp|doctor|practitioner|gp)|referr(?:er|ed by)|dentist|gdp"
    r"|clinician|from",
    "patient": r"(?:re|fw|fwd|regarding|subject|(?:patient(?:['’]?s)? )?(?:full )?name(?: of patient)?|patient)",
    "phone": rf"(?:(?:home|contact|daytime|patient(?:['’]?s)?) )?{_PHONE}",
    "email": r"(?:patient(?:['’]?s)? )?e-?mail(?: address)?",
    "address": r"(?:(?:home|patient(?:['’]?s)?) )?address",
    "postcode": r"post ?code",
    "specialty": r"special(?:i?ty)|service|department|treatment (?:required|requested)|referral (?:to|for|type)"
    r"|referred (?:to|for)|type of referral",
    "urgency": r"urgency|priority",
    "teeth": r"(?:teeth|tooth|fdi)(?: (?:no\.?|numbers?|involved))?",
    "reason": r"reasons?(?: for (?:referral|enquiry))?|clinical (?:details|history|information|notes|summary)"
    r"|presenting complaint|complaint|details|history|comments?|message|enquiry|notes?",
    "their_reference": r"(?:our )?ref(?:erence)?(?: (?:no\.?|number))?|ubrn|referral (?:id|number|ref(?:erence)?)",
}
_LABEL = re.compile(
    r"(?:^|(?<=[\s,;(|]))(?:" + "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items()) + r")[ \t]*[:：]",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind a label, and from where to where; `at` is where the label begins."""

    name: str
    at: int
    start: int
    end: int


def labelled(text: str) -> Iterator[Labelled]:
    """Every label with something behind it: on its line, else on the next."""
    found = list(_LABEL.finditer(text))
    for place, this in enumerate(found):
        limit = found[place + 1].start() if place + 1 < len(found) else len(text)
        start, end = _line(text, this.end(), limit)
        if start == end:
            start, end = _line(text, min(end + 1, limit), limit)
        if start < end:
            yield Labelled(str(this.lastgroup), this.start(), start, end)


def _line(text: str, start: int, limit: int) -> tuple[int, int]:
    """To the end of the line, without the space around it and what parts it from the next label."""
    end = text.find("\n", start, limit)
    end = limit if end < 0 else end
    said = text[start:end]
    start += len(said) - len(said.lstrip(" \t·•"))
    end -= len(said) - len(said.rstrip(" \t\r,;|(·•"))
    return start, max(start, end)
