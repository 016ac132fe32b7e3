"""From files and words to what arrives: kept on disk, turned into text and read, before any transaction begins."""

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core import clock
from core import field as check
from core.document import Paper, Upload, take_in
from core.errors import Lacking, Refusal
from core.intake.model import Arriving, CameBy, File
from core.intake.original import Original, clean, original
from core.intake.reading import Found, read

OLDEST = timedelta(days=60)
"""An e-mail that says it was sent longer ago counts as received now."""
_RADIOGRAPH = re.compile(r"\b(?:opg|opt|x-?rays?|radiographs?|bite-?wings?|periapical|pa|cbct)\b|\.dcm$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody adds: files that belong together, or words. What they type counts for more than what is read."""

    site_id: int
    uploads: Sequence[Upload] = ()
    text: str = ""
    channel: CameBy = CameBy.LETTER
    sender_name: str = ""
    sender_address: str = ""
    received_at: datetime | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


def arriving(letter: Letter, ours: Collection[str]) -> Arriving:
    """Keep, turn into text and read it; Lacking where there is nothing, a Refusal where a file cannot be kept."""
    originals = [original(each) for each in letter.uploads]
    text = clean("\n\n".join([letter.text, *(one.text for one in originals)]))
    if not text and not letter.uploads:
        raise Lacking({"text": "Paste what was written, or choose a file."})
    mail = next((one for one in originals if one.mailed), None)
    kept = [File(take_in(each), _kind(each.name, first=number == 0)) for number, each in enumerate(letter.uploads)]
    enclosed, notes = _enclosed([each for one in originals for each in one.enclosed])
    said = read(text, clock.now().date(), ours) | _typed(letter.typed)
    return Arriving(
        key=_key(letter),
        site_id=letter.site_id,
        channel=CameBy.EMAIL if mail and letter.channel is CameBy.LETTER else letter.channel,
        text=text,
        said=said,
        files=(*kept, *enclosed),
        sender_name=_name(letter, mail, said),
        sender_address=_address(letter, mail),
        received_at=letter.received_at or _sent(mail),
        note=" ".join(notes),
    )


def _enclosed(uploads: Sequence[Upload]) -> tuple[list[File], list[str]]:
    """What a mail enclosed; the mail itself is kept whole, so what cannot be kept apart is only said."""
    files, notes = [], []
    for each in uploads:
        try:
            files.append(File(take_in(each), _kind(each.name, first=False)))
        except Refusal as sentence:
            notes.append(f"The enclosure “{each.name}” was not kept by itself: {sentence}")
    return files, notes


def _kind(name: str, *, first: bool) -> Paper:
    if _RADIOGRAPH.search(name.replace("_", " ")):
        return Paper.RADIOGRAPH
    return Paper.LETTER if first else Paper.OTHER


def _typed(typed: Mapping[str, str]) -> dict[str, Found]:
    """What a person put in stands nowhere in the original."""
    return {name: Found(value, 0, 0) for name, value in typed.items() if value}


def _key(letter: Letter) -> str:
    """The same files and words at one site arrive once; somebody may call twice with the same words."""
    if letter.channel in {CameBy.PHONE, CameBy.WALK_IN}:
        return f"{letter.channel}:{secrets.token_hex(16)}"
    content = hashlib.sha256(f"{letter.site_id}\n{letter.text.strip()}".encode())
    for each in letter.uploads:
        content.update(hashlib.sha256(each.content).digest())
    return f"letter:{content.hexdigest()}"


def _name(letter: Letter, mail: Original | None, said: Mapping[str, Found]) -> str:
    """Who sent it: as typed, the practice, who signed, or whoever the mail says that it is from."""
    read = next((said[part].value for part in ("referrer", "referrer_clinician") if part in said), "")
    return (letter.sender_name.strip() or read or (mail.sender_name if mail else ""))[:160]


def _address(letter: Letter, mail: Original | None) -> str:
    """Where an answer goes; what a mail claims counts only if mail can be sent there."""
    if letter.sender_address.strip():
        return check.email(letter.sender_address)
    try:
        return check.email(mail.sender_address) if mail else ""
    except Refusal:
        return ""


def _sent(mail: Original | None) -> datetime | None:
    sent, now = mail.sent_at if mail else None, clock.now()
    return sent if sent and now - OLDEST <= sent <= now else None
