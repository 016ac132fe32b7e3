"""A patient's record as it stands, in a form that can be kept beside a merge, and put back from it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from core.agreement import Answer, Key, Purpose, Source, answers, write_back
from core.channel import Channel
from data.tables import patient, patient_contact, patient_site, referral

COLUMNS = (
    *("nhs_number", "title", "given_name", "family_name", "born_on", "sex", "address", "town", "postcode"),
    *("died_on", "channels", "language", "time_zone"),
)
State = dict[str, Any]


def state(db: Connection, patient_id: int) -> State:
    """Columns, contacts by channel, what was agreed to, and sites, as JSON keeps them."""
    c = patient.c
    row = db.execute(select(*(c[name] for name in COLUMNS)).where(c.id == patient_id)).one()
    columns = dict(zip(COLUMNS, row, strict=True))
    told = {name: str(value) if name.endswith("_on") and value else value for name, value in columns.items()}
    return {
        "columns": told,
        "contacts": {channel: _contacts(db, patient_id, channel) for channel in (Channel.EMAIL, Channel.PHONE)},
        "consents": _consents(db, patient_id),
        "sites": _sites(db, patient_id),
    }


def put_back(db: Connection, patient_id: int, before: State, after: State) -> dict[str, Any]:
    """Undo what made `after` out of `before`, as far as it still stands so; the columns that are to be written."""
    now = state(db, patient_id)
    for channel, rows in now["contacts"].items():
        _contacts_back(db, patient_id, before["contacts"][channel], after["contacts"][channel], rows)
    for spelt in {*before["consents"], *after["consents"]}:
        was, became = before["consents"].get(spelt), after["consents"].get(spelt)
        if was != became and now["consents"].get(spelt) == became:
            write_back(db, patient_id, _key(spelt), _answer(was) if was else None)
    _sites_back(db, patient_id, set(after["sites"]) - set(before["sites"]))
    kept = [name for name in COLUMNS if name in after["columns"]]  # what a merge long ago did not know stays
    undone = [name for name in kept if now["columns"][name] == after["columns"][name] != before["columns"][name]]
    return {name: _read(name, before["columns"][name]) for name in undone}


def withdrawn(db: Connection, patient_id: int, since: State) -> dict[Key, Answer]:
    """To what the patient has said no that they had not said no to then."""
    then = {_key(spelt): kept["given"] for spelt, kept in since["consents"].items()}
    return {key: one for key, one in answers(db, patient_id).items() if not one.given and then.get(key) is not False}


def _contacts(db: Connection, patient_id: int, channel: str) -> list[list[Any]]:
    c = patient_contact.c
    theirs = select(c.id, c.address, c.preferred).where(c.patient_id == patient_id, c.channel == channel)
    return [list(row) for row in db.execute(theirs.order_by(c.id))]


def _consents(db: Connection, patient_id: int) -> dict[str, dict[str, Any]]:
    told = {" ".join(key): asdict(one) for key, one in answers(db, patient_id).items()}
    return {spelt: one | {"said_at": one["said_at"].isoformat()} for spelt, one in told.items()}


def _key(spelt: str) -> Key:
    channel, purpose = spelt.split()
    return Channel(channel), Purpose(purpose)


def _answer(kept: Mapping[str, Any]) -> Answer:
    told = {"source": Source(kept["source"]), "said_at": datetime.fromisoformat(kept["said_at"])}
    return Answer(**{**kept, **told})


def _sites(db: Connection, patient_id: int) -> list[int]:
    c = patient_site.c
    return list(db.execute(select(c.site_id).where(c.patient_id == patient_id).order_by(c.site_id)).scalars())


def _contacts_back(
    db: Connection, patient_id: int, before: list[list[Any]], after: list[list[Any]], now: list[list[Any]]
) -> None:
    """Where somebody changed them since, only what was added and is not the way they are reached goes."""
    c = patient_contact.c
    added = {row[0] for row in after} - {row[0] for row in before}
    if now == after:
        db.execute(delete(patient_contact).where(c.id.in_(added)))
        for contact_id, _, preferred in before:
            db.execute(update(patient_contact).where(c.id == contact_id).values(preferred=preferred))
    else:
        db.execute(delete(patient_contact).where(c.id.in_(added), c.patient_id == patient_id, ~c.preferred))


def _sites_back(db: Connection, patient_id: int, added: set[int]) -> None:
    """A site where they have a referral of their own by now goes on knowing them."""
    c, r = patient_site.c, referral.c
    here = select(r.id).where(r.patient_id == patient_id, or_(r.site_id == c.site_id, r.from_site_id == c.site_id))
    gone = delete(patient_site).where(c.patient_id == patient_id, c.site_id.in_(sorted(added)), ~here.exists())
    db.execute(gone)


def _read(name: str, told: Any) -> Any:
    """A column's value as the database takes it."""
    return datetime.fromisoformat(told).date() if name.endswith("_on") and told else told
