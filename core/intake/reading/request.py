"""What a letter asks for, who asks it, and when it was written."""

import re

from core import field
from core.intake.reading import words
from core.intake.reading.days import days
from core.intake.reading.letter import Found, Letter, of_day
from core.intake.reading.senders import clinician, practice
from core.intake.reading.teeth import teeth

LONGEST_REASON = 4000
_WEEKDAY = re.compile(
    r"[\s,.]*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)?[\s,.]*", re.IGNORECASE
)
_GDC = re.compile(r"\bGDC(?: (?:reg(?:istration)?|no|number)\.?){0,2}[ .:#]*(?P<number>[0-9]{4,6})\b", re.IGNORECASE)


def sender(letter: Letter) -> dict[str, Found]:
    found: dict[str, Found] = {}
    if where := practice(letter.text, letter.labels, letter.ours, letter.block[0], letter.close):
        found["referrer"] = Found(*where)
    if who := clinician(letter.text, letter.labels, letter.close):
        found["referrer_clinician"] = Found(*who)
    if number := _GDC.search(letter.text):
        found["gdc_number"] = Found(number["number"], number.start("number"), number.end("number"))
    if piece := next(letter.of("their_reference"), None):
        found["their_reference"] = Found(letter.said(piece)[:60], piece.start, piece.end)
    return found


def written(letter: Letter) -> dict[str, Found]:
    """The letter's date: labelled, or alone on a line above the patient's."""
    for piece in letter.of("written"):
        if day := next(days(letter.text, letter.today, piece.start, piece.end), None):
            return {"written": of_day(day)}
    until = letter.dear.start() if letter.dear else letter.block[0] or letter.close
    for day in days(letter.text, letter.today, 0, until):
        begin = letter.text.rfind("\n", 0, day.start) + 1
        end = letter.text.find("\n", day.end)
        rest = letter.text[begin : day.start] + letter.text[day.end : end if end >= 0 else len(letter.text)]
        if _WEEKDAY.fullmatch(rest):
            return {"written": of_day(day)}
    return {}


def asked(letter: Letter) -> dict[str, Found]:
    """What for, how soon and which teeth, from the lines about the patient to the signature."""
    start = 0 if letter.head else min(letter.block[0], letter.dear.start() if letter.dear else letter.block[0])
    body = letter.text[start : letter.close]
    found: dict[str, Found] = {}
    labels = " ".join(letter.said(piece) for piece in letter.of("specialty"))
    heading = letter.text[letter.block[0] : letter.block[0] + 160].split("\n")[0]
    if heard := words.specialty(body, f"{labels} {heading}"):
        found["specialty"] = Found(heard.code.value, start + heard.start, start + heard.end, heard.doubt)
    if heard := words.urgency(body) or words.urgency(letter.text):
        shift = start if words.urgency(body) else 0
        found["urgency"] = Found(heard.code.value, shift + heard.start, shift + heard.end)
    if named := teeth(letter.text, start, letter.close)[: field.MOST_TEETH]:
        found["teeth"] = Found(", ".join(one[0] for one in named), named[0][1], named[-1][2])
    for piece in letter.of("teeth"):
        numbers = re.findall(r"\b(?:[1-4][1-8]|[5-8][1-5])\b", letter.said(piece))
        if numbers and "teeth" not in found:
            found["teeth"] = Found(", ".join(dict.fromkeys(numbers)), piece.start, piece.end)
    return found


def reason(letter: Letter) -> dict[str, Found]:
    """What was written: behind its label, or from the salutation to the close."""
    start = end = 0
    if piece := next(letter.of("reason"), None):
        after = next((each.at for each in letter.labels if each.at > piece.start), len(letter.text))
        start, end = piece.start, min(after, max(letter.close, piece.end))
    elif letter.dear:
        start, end = letter.dear.end(), letter.close
        if letter.dear.start() <= letter.block[0] < letter.dear.end() + 200:
            start = max(start, _after_heading(letter))
    elif letter.block[1]:
        start, end = letter.block[1], letter.close
    said = letter.text[start:end]
    begin = start + len(said) - len(said.lstrip())
    told = letter.text[begin:end].rstrip()[:LONGEST_REASON]
    return {"reason": Found(told, begin, begin + len(told))}


def _after_heading(letter: Letter) -> int:
    """Where the words begin below a “Re:” line that stands under the salutation."""
    start, end = letter.block
    heading = any(piece.name == "patient" and piece.at >= start for piece in letter.labels)
    return end if heading else 0


PARTS = (sender, written, asked, reason)
