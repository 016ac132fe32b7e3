"""What people text us, as Twilio hands it over: believed when its signature is right, each message once."""

from collections.abc import Iterator, Mapping, Sequence

from core import clock, conversation
from core.carrier.calls import signer
from core.channel import Channel
from core.connectors.base import Undeliverable
from core.connectors.twilio_sms import fetched
from core.document import Taken, Upload, take_in
from core.errors import Refusal
from core.work import work

MOST_MEDIA = 10
WHATSAPP = "whatsapp:"


def texted(path: str, form: Sequence[tuple[str, str]], signature: str) -> bool:
    """Whether this was Twilio’s; then what somebody wrote is noted, with its pictures where they can be kept."""
    values = signer(path, form, signature)
    if values is None:
        return False
    said = dict(form)
    ref = said.get("MessageSid") or said.get("SmsSid", "")
    if not ref:
        return True
    files, refused = _media(values, said)
    sender = said.get("From", "")
    heard = conversation.read_text(
        Channel.WHATSAPP if sender.startswith(WHATSAPP) else Channel.SMS,
        "twilio_whatsapp" if sender.startswith(WHATSAPP) else "twilio_sms",
        ref,
        sender,
        said.get("Body", ""),
        clock.now(),
        site=values.get("site", ""),
        files=files,
        note=" ".join(refused),
        stops=said.get("OptOutType", "").upper() == "STOP",
    )
    with work() as db:
        conversation.note(db, heard)
    return True


def _media(values: Mapping[str, str], said: Mapping[str, str]) -> tuple[tuple[Taken, ...], list[str]]:
    """What it brings: kept where documents of its kind are, else said."""
    kept, refused = [], []
    for number, address in enumerate(_addresses(said), start=1):
        try:
            kept.append(take_in(Upload(f"Picture {number}", fetched(values, address))))
        except (Refusal, Undeliverable) as sentence:
            refused.append(f"Picture {number} was not kept: {sentence}")
    return tuple(kept), refused


def _addresses(said: Mapping[str, str]) -> Iterator[str]:
    count = said.get("NumMedia", "")
    for number in range(min(int(count) if count.isdecimal() else 0, MOST_MEDIA)):
        yield said.get(f"MediaUrl{number}", "")
