"""Somebody sends a form: it arrives once, beside everything else that arrives, and its sender has a receipt."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from core import clock
from core.access import machine
from core.enquiry import guard
from core.enquiry.answers import Checked, agreements, checked, letter
from core.enquiry.model import Audience, Form, Receipt, Sent
from core.enquiry.questions import Question
from core.enquiry.seal import Begun, Files
from core.enquiry.words import Words
from core.errors import Lacking, NotNow
from core.intake import Arriving, File, receive
from core.paper import Paper
from core.people.door import network, unreadable
from core.people.guessing import counted, one_at_a_time
from core.work import work
from data.tables import arrival, enquiry

FREE = 40
"""So many pages may be sent from one network within an hour, with whatever is wrong in them, before it has to wait."""
AGAIN = timedelta(hours=24)
"""The same words from the same form within this time are the same thing, sent twice."""
ALPHABET = "23456789CFGHJMPQRVWX"
"""Nothing that is mistaken for something else, and no word that anybody would mind."""
LETTERS = 8


def refuse_haste(address: str, refusal: str) -> None:
    """Note that a page comes from this network, or refuse it with this sentence when too many did."""
    with work() as db:
        if not counted(db, f"form:{network(address)}", FREE):
            raise NotNow(refusal)


def send(
    form: Form, asked: Sequence[Question], page: Begun, sent: Sent, files: Files, address: str, words: Words
) -> Receipt:
    """Take it in; Lacking with a sentence for each answer that is missing or wrong, NotNow where too many came."""
    kept, wrong = checked(form.audience, asked, sent.typed, {name for name in files if files[name]}, words)
    if wrong:
        raise Lacking(wrong)
    content, mark = _content(form, asked, sent, files), unreadable(network(address))
    with work() as db:
        one_at_a_time(db, mark)
        if known := _sent_before(db, form, content):
            return known
        signs = guard.signs(db, form, page, sent, mark)
        held = guard.judged(signs, words.say("page", "many"))
        came = _arriving(form, asked, sent, kept, files, words)
        arriving = Arriving(**came, key=f"form:{_hash(page.nonce, content)}", receipt=_reference(), held=held)
        arrived = receive(db, machine(f"form:{form.id}"), arriving)
        if arrived.new:
            row = {"nonce": page.nonce, "content": content, "network": mark, "proven": held is None}
            _note(db, form, arrived.id, row | {"typed": {one.name: sent.typed.get(one.name, "") for one in asked}})
        return _receipt(db, form, arrived.id)


def _arriving(
    form: Form, asked: Sequence[Question], sent: Sent, kept: Checked, files: Files, words: Words
) -> dict[str, Any]:
    named = {name: ", ".join(one.name or one.form.label for one in several) for name, several in files.items()}
    text, said = letter(form, asked, {**sent.typed, **named}, kept, words)
    return {
        "site_id": form.site_id,
        "channel": form.audience.channel,
        "text": text,
        "said": said,
        "files": tuple(File(one, _kind(name)) for name, several in files.items() for one in several),
        "sender_name": _sender(form, kept),
        "sender_address": _address(form, kept),
        "agreed": agreements(asked, kept),
    }


def _sender(form: Form, kept: Checked) -> str:
    if form.audience is Audience.PRACTICE:
        return kept["referrer"]
    return " ".join(kept[part] for part in ("given_name", "family_name") if kept.get(part))[:160]


def _address(form: Form, kept: Checked) -> str:
    """Where an answer is mailed: patients are only written to where they said so."""
    if form.audience is Audience.PRACTICE:
        return kept["sender_address"]
    return kept["email"] if "agree_email" in kept else ""


def _kind(name: str) -> Paper:
    """A question for files is called after the kind of document."""
    return Paper(name.removeprefix("paper-"))


def _content(form: Form, asked: Sequence[Question], sent: Sent, files: Files) -> str:
    """Everything that was sent, as one hash."""
    typed = {each.name: sent.typed.get(each.name, "").strip() for each in asked}
    listed = {name: sorted(one.sha256 for one in several) for name, several in files.items() if several}
    return _hash(str(form.id), form.specialty, json.dumps([typed, listed], sort_keys=True))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sent_before(db: Connection, form: Form, content: str) -> Receipt | None:
    c = enquiry.c
    same = select(c.arrival_id).where(c.content == content, c.sent_at > clock.now() - AGAIN).limit(1)
    arrival_id = db.execute(same).scalar_one_or_none()
    return _receipt(db, form, arrival_id) if arrival_id is not None else None


def _note(db: Connection, form: Form, arrival_id: int, row: Mapping[str, Any]) -> None:
    whose = {"form_id": form.id, "site_id": form.site_id, "arrival_id": arrival_id, "sent_at": clock.now()}
    db.execute(insert(enquiry).values(**whose, **row))


def _receipt(db: Connection, form: Form, arrival_id: int) -> Receipt:
    c = arrival.c
    row = db.execute(select(c.receipt, c.due_at).where(c.id == arrival_id)).one()
    return Receipt(row.receipt, clock.local(row.due_at, form.zone).date())


def _reference() -> str:
    """GHJ2-X4QF: said over the telephone without a mistake, and guessed by nobody."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    return f"{letters[:4]}-{letters[4:]}"
