"""What people do with what arrives: take it in, accept, reject, ask for more, give it to somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from core import agreement, clock, field
from core.access import Actor, Permission
from core.agreement import Purpose, Said, Source
from core.audit import Kind, record
from core.channel import AGREED, Channel
from core.directory import every_site, site_zone
from core.document import Holder, Paper, Taken, Upload, attach, hand_on, take_in
from core.errors import Changed, Lacking, NotNow, Refusal
from core.intake.arriving import Letter, arriving
from core.intake.current import Current, change, current
from core.intake.model import Received, State
from core.intake.original import clean
from core.intake.reading import Found, read
from core.intake.receive import (
    Came,
    acknowledge_by,
    announce,
    give,
    headline,
    receive,
    restored,
    stored,
    urgency_of,
)
from core.referral import Draft, Urgency
from core.referral.create import create
from core.referral.owner import owner_name, owns, takes
from core.referral.reasons import named
from core.task import was_done
from core.work import work
from data.tables import document, referral

CONFIRM = "confirm_by_telephone"


def take_in_letter(actor: Actor, letter: Letter) -> Received:
    """A letter, a call or a walk-in, as somebody adds it; the same letter arrives once."""
    actor.must(Permission.INTAKE_HANDLE, at=letter.site_id)
    asked = arriving(letter, own_names(actor))
    with work() as db:
        return receive(db, actor, asked)


def own_names(actor: Actor) -> list[str]:
    """What our own sites are called: on a letter, they are whom it is for."""
    return [each.name for each in every_site(actor)]


def accept(actor: Actor, arrival_id: int, version: int, draft: Draft, decided_by: str = "") -> int:
    """Make it a referral that keeps the original and the day on which it arrived; the referral's id."""
    with work() as db:
        now = current(db, actor, arrival_id, version)
        _refuse_lowered(now, draft, decided_by)
        owner_id = draft.owner_id or _owner(now, draft)
        received_at, papers = _received(db, now, draft), _papers(db, now)
        kept = replace(draft, received_at=received_at, owner_id=owner_id, papers=papers)
        confirmed = was_done(db, now.about, CONFIRM)
        came = {"arrival": now.id, "channel": now.channel, "confirmed": confirmed}
        referral_id = create(db, actor, kept, came)
        _hand_on(db, actor, now, Holder(referral_id=referral_id, site_id=draft.site_id))
        row = db.execute(select(referral.c.reference, referral.c.patient_id).where(referral.c.id == referral_id)).one()
        settled = {"patient_id": row.patient_id, "referral_id": referral_id, "settled_at": clock.now()}
        change(db, now, state=State.ACCEPTED, provider_id=draft.referrer_provider_id, **settled)
        _keep_agreed(db, actor, now, row.patient_id)
        facts = {"referral": referral_id, "urgency": draft.urgency, "before": now.urgency}
        about = replace(now.about, patient_id=row.patient_id)
        record(db, actor, Kind.ARRIVAL_ACCEPTED, about, facts, decided_by=decided_by.strip())
    return referral_id


def reject(
    actor: Actor, arrival_id: int, version: int, reason: str, comment: str = "", address: str | None = None
) -> None:
    """Say no, with a reason that the sender is told; it is kept. `address` corrects where the answer goes."""
    comment = field.paragraph(comment, what="The explanation")
    with work() as db:
        now = current(db, actor, arrival_id, version)
        why = named(db, "reject", reason)
        if why is None:
            raise Lacking({"reason": "Choose a reason."})
        if why.needs_comment and not comment:
            raise Lacking({"comment": f"“{why.label}” needs a word of explanation."})
        settled = {"reason_id": why.id, "answer": comment, "settled_at": clock.now()}
        change(db, now, state=State.REJECTED, **settled, **_answered_at(address))
        facts = {"reason": why.code, "silent": why.stops_messages}
        record(db, actor, Kind.ARRIVAL_REJECTED, now.about, facts, reason=why.label, comment=comment)


def ask(actor: Actor, arrival_id: int, version: int, question: str, address: str | None = None) -> None:
    """Ask the sender for what is missing; it comes up again by itself when no answer came in time."""
    question = field.paragraph(question, what="The question")
    if not question:
        raise Lacking({"comment": "Say what you need to know; the sender reads it."})
    with work() as db:
        now = current(db, actor, arrival_id, version)
        answers = {"answer": question, "due_at": _due(db, now, now.urgency)}
        change(db, now, state=State.ASKED, **answers, **_answered_at(address))
        record(db, actor, Kind.ARRIVAL_ASKED, now.about, {}, comment=question)


def answered(actor: Actor, arrival_id: int, version: int, text: str, uploads: tuple[Upload, ...] = ()) -> None:
    """What the sender said to the question: it is added to the original and read, and fills what was empty."""
    text = clean(text)
    if not text and not uploads:
        raise Lacking({"comment": "Say what they answered, or add what they sent."})
    taken = [take_in(each) for each in uploads]
    with work() as db:
        _add_answer(db, actor, current(db, actor, arrival_id, version), text, taken)


def take_answer(db: Connection, actor: Actor, arrival_id: int, text: str, files: Sequence[Taken]) -> bool:
    """The same within a transaction, of an answer that came by itself; False where nobody decides about it any more."""
    try:
        now = current(db, actor, arrival_id, None)
    except Changed:
        return False
    _add_answer(db, actor, now, clean(text), files)
    return True


def _add_answer(db: Connection, actor: Actor, now: Current, text: str, files: Sequence[Taken]) -> None:
    """Below what arrived; it waits for a decision again."""
    original, said = _with_answer(now, text)
    urgency = max(now.urgency, urgency_of(said), key=list(Urgency).index)
    title = headline(said, now.sender_name)
    again = {"due_at": _due(db, now, urgency), "urgency": urgency, "headline": title, "said": stored(said)}
    change(db, now, state=State.WAITING, original=original, **again)
    facts = {"urgency": urgency, "before": now.urgency, "raised": urgency is not now.urgency}
    record(db, actor, Kind.ARRIVAL_ANSWERED, now.about, facts, comment=text)
    for one in files:
        attach(db, actor, one, Holder(arrival_id=now.id), Paper.OTHER)


def let_through(actor: Actor, arrival_id: int, version: int) -> None:
    """What was held back is from now on like anything else that arrived, and rules act on it."""
    with work() as db:
        now = current(db, actor, arrival_id, version)
        if now.state is not State.HELD:
            raise NotNow("This is not held back. Look at it again.")
        change(db, now, state=State.WAITING)
        record(db, actor, Kind.ARRIVAL_LET_THROUGH, now.about)
        files = select(func.count()).where(document.c.arrival_id == now.id, document.c.withdrawn_at.is_(None))
        came = Came(now.channel, now.urgency, db.execute(files).scalar_one(), now.sender_name)
        announce(db, actor, now.about, came)
        if now.owner_id is None:
            give(db, actor, now.about, restored(now.said))


def assign(actor: Actor, arrival_id: int, version: int, owner_id: int | None) -> None:
    """Give it to somebody who works at its site, or back to the site's pool with None, as one gives a referral."""
    with work() as db:
        now = current(db, actor, arrival_id, version)
        if not (takes(actor, now, owner_id) or owns(actor, now)):
            actor.must(Permission.REFERRAL_ASSIGN, at=now.site_id)
        name = owner_name(db, now.site_id, owner_id)
        change(db, now, owner_id=owner_id)
        facts = {"owner": owner_id, "before": now.owner_id}
        record(db, actor, Kind.ARRIVAL_ASSIGNED, now.about, facts, owner=name)


def _received(db: Connection, now: Current, draft: Draft) -> datetime:
    """When it arrived, unless somebody corrected the day."""
    zone = site_zone(db, now.site_id)
    given = draft.received_at or now.received_at
    same = clock.local(given, zone).date() == clock.local(now.received_at, zone).date()
    return now.received_at if same else given


def _keep_agreed(db: Connection, actor: Actor, now: Current, patient_id: int) -> None:
    """What the sender agreed to is the patient's word from now on: how they may be reached, and in which words."""
    about = replace(now.about, patient_id=patient_id)
    for each in now.agreed:
        if each.what in AGREED:
            said = Said(Source.FORM, each.wording, actor.ref, each.agreed_at)
            agreement.write(db, patient_id, {(Channel(each.what), Purpose.CARE): True}, said)
            facts = {"channel": each.what, "given": "given", "source": now.channel, "arrival": now.id}
            record(db, actor, Kind.PATIENT_CONSENT_SET, about, facts, wording=each.wording)


def _refuse_lowered(now: Current, draft: Draft, decided_by: str) -> None:
    if draft.urgency.lower_than(now.urgency) and not field.line(decided_by, what="The name"):
        said = now.urgency.label.lower()
        raise Lacking({"decided_by": f"It arrived as {said}. Name the clinician who decided that it is less pressing."})


def _papers(db: Connection, now: Current) -> frozenset[str]:
    """The kinds of documents that came with it, for what the service asks for."""
    c = document.c
    return frozenset(db.execute(select(c.kind).where(c.arrival_id == now.id, c.withdrawn_at.is_(None))).scalars())


def _owner(now: Current, draft: Draft) -> int | None:
    """Whoever looked after it goes on with it, where it stays at the same site."""
    return now.owner_id if now.owner_id and draft.site_id == now.site_id else None


def _hand_on(db: Connection, actor: Actor, now: Current, after: Holder) -> None:
    """Its documents are the referral's; words without a file become one."""
    hand_on(db, Holder(arrival_id=now.id), after)
    files = select(document.c.id).where(document.c.arrival_id == now.id).limit(1)
    if now.original and db.execute(files).first() is None:
        attach(db, actor, _as_file(now), after, Paper.LETTER)


def _as_file(now: Current) -> Taken:
    return take_in(Upload(f"{now.channel.label}.txt", now.original.encode()))


def _answered_at(address: str | None) -> Mapping[str, Any]:
    """Where the answer goes, if somebody corrected it; empty is by telephone."""
    if address is None:
        return {}
    try:
        return {"sender_address": field.email(address) if address.strip() else ""}
    except Refusal as sentence:
        raise Lacking({"address": str(sentence)}) from None


def _with_answer(now: Current, text: str) -> tuple[str, dict[str, Found]]:
    """The original with the answer below, and what that says of fields that nothing was read for."""
    head = f"{now.original}\n\n— Their answer —\n"
    before, at = restored(now.said), len(head)
    found = {
        name: replace(each, start=each.start + at, end=each.end + at)
        for name, each in read(text, clock.now().date()).items()
        if name not in before or name == "urgency"
    }
    return f"{head}{text}", found | before | {k: v for k, v in found.items() if k == "urgency"}


def _due(db: Connection, now: Current, urgency: Urgency) -> Any:
    return acknowledge_by(db, now.site_id, urgency, clock.now())
