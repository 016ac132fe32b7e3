"""A text message as it came in: who sent it, and all that it says."""

from datetime import datetime

from core import field
from core.channel import Channel
from core.conversation.model import Heard
from core.document import Taken
from core.errors import Refusal
from core.intake.original import clean


def read_text(
    channel: Channel,
    carrier: str,
    ref: str,
    sender: str,
    words: str,
    came_at: datetime,
    *,
    site: str = "",
    files: tuple[Taken, ...] = (),
    note: str = "",
    stops: bool = False,
) -> Heard:
    """`ref` is what its carrier calls it; a sender that is no number (a short code, a name) is kept as it is."""
    try:
        number = field.phone(sender.removeprefix("whatsapp:"))
    except Refusal:
        number = clean(sender)[:254]
    said = clean(words)
    return Heard(
        key=f"{channel}:{ref}"[:120],
        channel=channel,
        carrier=carrier,
        from_address=number,
        came_at=came_at,
        body=said,
        said=said,
        files=files,
        note=note,
        stops=stops,
        site=site,
    )
