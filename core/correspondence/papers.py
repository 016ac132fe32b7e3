"""What can go along with what somebody writes: documents of the referral that its reader may have."""

from collections.abc import Sequence

from core import document
from core.access import Actor
from core.channel import Channel
from core.correspondence.around import Around
from core.correspondence.model import Enclosable
from core.document import Document, Holder
from core.document.content import LARGEST
from core.errors import Lacking
from core.text import Audience

UNSHARED = "The patient has not agreed that more is shared outside the group."
HEALTH = "It tells about the patient’s health, and whoever opens their mail can read it."
ONLY_MAIL = "Documents go along with an e-mail only."


def papers(actor: Actor, known: Around, audience: Audience) -> tuple[Enclosable, ...]:
    """All documents of the referral, newest first, each with why it cannot go to this party."""
    found = document.of(actor, Holder(referral_id=known.row.id))
    return tuple(Enclosable(one, _why_not(known, audience, one), _mind(audience, one)) for one in found)


def _why_not(known: Around, audience: Audience, paper: Document) -> str:
    outside = audience is not Audience.PATIENT and known.row.direction != "internal"
    if outside and not known.row.may_share:
        return UNSHARED
    return paper.withheld


def _mind(audience: Audience, paper: Document) -> str:
    return HEALTH if audience is Audience.PATIENT and paper.kind.clinical else ""


def chosen(offered: Sequence[Enclosable], ids: Sequence[int], channel: str) -> list[Enclosable]:
    """Those that were chosen; Lacking says why they cannot go along."""
    if ids and channel != Channel.EMAIL:
        raise Lacking({"document_ids": ONLY_MAIL})
    there = {one.document.id: one for one in offered}
    if strange := [one for one in ids if one not in there]:
        gone = "a document" if len(strange) == 1 else f"{len(strange)} documents"
        raise Lacking({"document_ids": f"This referral has {gone} less than when you began. Choose again."})
    found = [there[one] for one in dict.fromkeys(ids)]
    if refused := next((one for one in found if one.why_not), None):
        raise Lacking({"document_ids": f"“{refused.document.called}” cannot go along. {refused.why_not}"})
    if sum(one.document.size for one in found) > LARGEST:
        raise Lacking({"document_ids": "Together they are larger than 10 MB, more than mail servers take. Send fewer."})
    return found
