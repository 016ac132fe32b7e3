"""All that whoever writes about a referral can choose from, each with why it cannot be chosen now."""

from dataclasses import replace

from core.access import Actor, Permission
from core.audit import note_read
from core.correspondence.around import Around, around
from core.correspondence.model import Desk, Writing
from core.correspondence.papers import papers
from core.correspondence.whom import parties
from core.correspondence.wording import begun, offers, sender
from core.work import reading


def desk(actor: Actor, referral_id: int) -> Desk:
    """For one referral of the actor's sites; that it was read is kept."""
    actor.must(Permission.MESSAGE_WRITE)
    known = _known(actor, referral_id)
    note_read(actor, known.about)
    whom = parties(actor, known)
    sides = [one.audience for one in whom]
    return Desk(
        referral_id,
        known.row.reference,
        known.parties.patient,
        known.site.name,
        known.case.zone,
        whom,
        {side: offers(known, side) for side in sides},
        {side: papers(actor, known, side) for side in sides},
        frozenset(side for side in sides if sender(known, side, "", "").link),
    )


def begun_with(actor: Actor, referral_id: int, writing: Writing) -> Writing:
    """The same with the words of its text, filled for whom it goes to."""
    actor.must(Permission.MESSAGE_WRITE)
    known = _known(actor, referral_id)
    to = next((one.name for one in parties(actor, known) if one.audience == writing.audience), "")
    headline, body = begun(known, writing, to)
    return replace(writing, headline=headline, body=body)


def _known(actor: Actor, referral_id: int) -> Around:
    with reading() as db:
        return around(db, actor, referral_id)
