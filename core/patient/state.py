"""A patient's record as it stands, in a form that can be kept beside a merge, and put back from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from core.patient.model import Channel
from data.insert import put
from data.tables import patient, patient_consent, patient_contact, patient_site, referral

COLUMNS = (
    *("nhs_number", "title", "given_name", "family_name", "born_on", "sex", "address", "town", "postcode"),
    *("died_on", "channels", "language", "time_zone"),
)
State = dict[str, Any]


def state(db: Connection, patient_id: int) -> State:
    """Columns, contacts and consents by channel, and sites, as JSON keeps them."""
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
    for channel in Channel:
        was, became = before["consents"].get(channel), after["consents"].get(channel)
        if was != became and now["consents"].get(channel) == became:
            _consent_back(db, patient_id, channel, was)
    _sites_back(db, patient_id, set(after["sites"]) - set(before["sites"]))
    kept = [name for name in COLUMNS if name in after["columns"]]  # what a merge long ago did not know stays
    undone = [name for name in kept if now["columns"][name] == after["columns"][name] != before["columns"][name]]
    return {name: _read(name, before["columns"][name]) for name in undone}


def withdrawn(db: Connection, patient_id: int, since: State) -> list[Channel]:
    """To what the patient has said no that they had not said no to then."""
    now = _consents(db, patient_id)
    return [way for way in Channel if not now.get(way, [True])[0] and since["consents"].get(way, [True])[0]]


def _contacts(db: Connection, patient_id: int, channel: str) -> list[list[Any]]:
    c = patient_contact.c
    theirs = select(c.id, c.address, c.preferred).where(c.patient_id == patient_id, c.channel == channel)
    return [list(row) for row in db.execute(theirs.order_by(c.id))]


def _consents(db: Connection, patient_id: int) -> dict[str, list[Any]]:
    c = patient_consent.c
    rows = db.execute(select(c.channel, c.given, c.changed_at).where(c.patient_id == patient_id))
    return {row.channel: [row.given, row.changed_at.isoformat()] for row in rows}


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


def _consent_back(db: Connection, patient_id: int, channel: str, was: list[Any] | None) -> None:
    if was is None:
        c = patient_consent.c
        db.execute(delete(patient_consent).where(c.patient_id == patient_id, c.channel == channel))
        return
    row = {"patient_id": patient_id, "channel": channel, "given": was[0]}
    put(db, patient_consent, "patient_id", "channel", **row, changed_at=datetime.fromisoformat(was[1]))


def _sites_back(db: Connection, patient_id: int, added: set[int]) -> None:
    """A site where they have a referral of their own by now goes on knowing them."""
    c, r = patient_site.c, referral.c
    here = select(r.id).where(r.patient_id == patient_id, or_(r.site_id == c.site_id, r.from_site_id == c.site_id))
    gone = delete(patient_site).where(c.patient_id == patient_id, c.site_id.in_(sorted(added)), ~here.exists())
    db.execute(gone)


def _read(name: str, told: Any) -> Any:
    """A column's value as the database takes it."""
    return datetime.fromisoformat(told).date() if name.endswith("_on") and told else told
