"""Set up the ways out of the house: by people who answer for the whole group."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock, log
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.carrier.model import Tried, checked, seal, unseal
from core.connectors import Connector, Inbox, Undeliverable, connectors
from core.errors import Changed, NotAllowed, NotFound, NotNow
from core.work import reading, work
from data.tables import carrier

GROUP = "Channels are the whole group’s. Ask somebody who manages every site."


def set_carrier(actor: Actor, name: str, version: int, given: Mapping[str, str]) -> None:
    """Keep what was filled in and let this carrier carry; others of its channel stop."""
    kind = _kind(actor, name)
    with work() as db:
        row = _as_read(db, name, version)
        before = unseal(row.sealed) or {} if row else {}
        values = checked(kind, given, before)
        fresh = {"sealed": seal(values), "active": True, "version": version + 1, "changed_at": clock.now()}
        fresh |= {"tested_at": None, "works": None, "outcome": ""} if values != before else {}
        fresh |= _begun(kind, values, before)
        if row is None:
            new = {"name": name, "channel": kind.channel, "inbound": kind.inbound, "outcome": "", "counted": 0}
            carrier_id = _added(db, {**new, **fresh})
        else:
            carrier_id = int(row.id)
            db.execute(update(carrier).where(carrier.c.id == carrier_id).values(**fresh))
        what = sorted(key for key in {*values, *before} if values.get(key) != before.get(key))
        facts = {"carrier": name, "what": what}
        record(db, actor, Kind.CARRIER_SET, About("carrier", carrier_id), facts, label=kind.label)
        _others_off(db, actor, kind, name)


def switch(actor: Actor, name: str, version: int, *, active: bool) -> None:
    """Let it carry, or no more from now on; what it has waits, or leaves by another carrier of its channel."""
    kind = _kind(actor, name)
    with work() as db:
        row = _as_read(db, name, version)
        if row is None:
            raise NotFound("Fill this carrier in first.")
        if active and unseal(row.sealed) is None:
            raise NotNow("What was filled in cannot be read with this house’s secret key. Fill it in again.")
        if row.active is not active:
            _switched(db, actor, row, kind, active=active)
        if active:
            _others_off(db, actor, kind, name)


def try_out(actor: Actor, name: str, given: Mapping[str, str]) -> Tried:
    """Whether this way works as it is filled in just now, saved or not; nothing reaches a patient."""
    kind = _kind(actor, name)
    with reading() as db:
        row = db.execute(select(carrier).where(carrier.c.name == name)).one_or_none()
    before = unseal(row.sealed) or {} if row else {}
    values = checked(kind, given, before)
    tried = _tried(kind, values)
    if row is not None and values == before:
        told = {"tested_at": clock.now(), "works": tried.works, "outcome": tried.sentence[:400]}
        with work() as db:
            same = (carrier.c.id == row.id) & (carrier.c.version == row.version)
            db.execute(update(carrier).where(same).values(**told))
    return tried


def _tried(kind: type[Connector], values: Mapping[str, str]) -> Tried:
    try:
        with kind(values) as way:
            return Tried(True, way.test())
    except Undeliverable as failure:
        return Tried(False, str(failure))
    except Exception as error:
        return Tried(False, f"This could not be tried. {log.incident(error, carrier=kind.label)}")


def _begun(kind: type[Connector], values: Mapping[str, str], before: Mapping[str, str]) -> dict[str, Any]:
    """Where answers come in; what is in another inbox than before counts from now on."""
    if not issubclass(kind, Inbox):
        return {}
    same = all(values.get(name) == before.get(name) for name in kind.place)
    return {"address": kind.answers_to(values)} | ({} if same else {"since_at": clock.now(), "position": ""})


def _kind(actor: Actor, name: str) -> type[Connector]:
    actor.must(Permission.CARRIER_EDIT)
    if not actor.every_site:
        raise NotAllowed(GROUP)
    if name not in connectors():
        raise NotFound("There is no such carrier.")
    return connectors()[name]


def _as_read(db: Connection, name: str, version: int) -> Any:
    """The row, held; None where nobody filled it in yet, which is version 0."""
    row = db.execute(select(carrier).where(carrier.c.name == name).with_for_update()).one_or_none()
    if (row.version if row else 0) != version:
        raise Changed("Somebody else changed this carrier while you had it open. Look at it again.")
    return row


def _added(db: Connection, row: Mapping[str, Any]) -> int:
    return int(db.execute(insert(carrier).values(row).returning(carrier.c.id)).scalar_one())


def _others_off(db: Connection, actor: Actor, kind: type[Connector], name: str) -> None:
    """Who carries is clear, and where answers come in: one for each channel."""
    c = carrier.c
    alike = c.channel == kind.channel, c.inbound == kind.inbound
    for row in db.execute(select(carrier).where(*alike, c.active, c.name != name)).all():
        _switched(db, actor, row, connectors()[row.name], active=False)


def _switched(db: Connection, actor: Actor, row: Any, kind: type[Connector], *, active: bool) -> None:
    values = {"active": active, "version": row.version + 1, "changed_at": clock.now()}
    db.execute(update(carrier).where(carrier.c.id == row.id).values(**values))
    facts = {"carrier": row.name, "how": "on" if active else "off"}
    record(db, actor, Kind.CARRIER_SWITCHED, About("carrier", row.id), facts, label=kind.label)
