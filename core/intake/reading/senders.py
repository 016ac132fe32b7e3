"""Who sent a letter: the practice of its letterhead or signature, and the clinician who signed it."""

import re
from collections.abc import Collection, Sequence

from core.field import folded
from core.intake.reading.labels import Labelled

_PRACTICE = re.compile(
    r"\b(?:dental|dentistry|dentists?|orthodontics?|surgery|practice|clinic|smiles?|hospital|infirmary|endodontics)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"[?!]|\.\s|\b(?:dear|please|patient|thank|would|has|have|is|was|for|refer\w*|you|re|i)\b|:", re.I
)
_CLINICIAN = re.compile(
    r"^[ \t]*(?P<name>(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof(?:essor)?)\.?[ \t]+)(?:(?!BDS|BCh|MFDS|MJDF|GDC|DDS|MSc)"
    r"[A-ZÀ-ÖØ-Þ][\w'’.\-]*[ \t]*){1,4})",
    re.MULTILINE,
)
_SIGNED = re.compile(
    r"^[ \t]*(?P<name>(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*[ \t]+){1,3}[A-ZÀ-ÖØ-Þ][\w'’\-]+)"
    r"(?=[ \t]*(?:,?[ \t]*(?:BDS|BChD|MFDS|MJDF|GDC|DDS|MSc|Dentist|GDP)\b.*)?$)",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"<[^>\n]*>|\([^)\n]*\)|\bGDC\b.*|\S+@\S+|,? +(?:at|of|from) .*")
Where = tuple[str, int, int]


def practice(text: str, labels: Sequence[Labelled], ours: Collection[str], block: int, close: int) -> Where | None:
    """Behind its label, in the signature, or in the lines above the patient's; never one of our own names."""
    for piece in labels:
        if piece.name == "referrer":
            said = text[piece.start : piece.end].split(",")[0].strip()[:160]
            return said, piece.start, piece.start + len(said)
    for start, end in ((close, len(text)), (0, block or min(close, 600))):
        for line in re.finditer(r"[^\n,|·]+", text[start:end]):
            said = line[0].strip()
            if _names_practice(said, ours):
                at = start + line.start() + line[0].index(said)
                return said, at, at + len(said)
    return None


def _names_practice(said: str, ours: Collection[str]) -> bool:
    told = folded(said)
    mine = any(each and (each in told or told in each) for each in ours)
    return bool(_PRACTICE.search(said)) and 2 <= len(said.split()) <= 7 and not _SENTENCE.search(said) and not mine


def clinician(text: str, labels: Sequence[Labelled], close: int) -> Where | None:
    """Behind a label, else the first name under the close."""
    for piece in labels:
        if piece.name == "referrer_clinician":
            said = _ADDRESS.sub("", text[piece.start : piece.end]).split(",")[0].strip(" \"'")[:120]
            if said and not _PRACTICE.search(said):
                return said, piece.start, piece.start + len(said)
    for words in (_CLINICIAN, _SIGNED):
        if signed := words.search(text, close):
            said = signed["name"].strip()
            if not _PRACTICE.search(said):
                return said, signed.start("name"), signed.start("name") + len(said)
    return None
