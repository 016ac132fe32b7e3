"""Every carrier as the settings page shows it."""

from typing import Any

from sqlalchemy import select

from core import clock
from core.access import Actor, Permission
from core.carrier.commands import GROUP
from core.carrier.model import CarrierSet, unseal
from core.channel import Channel
from core.connectors import Connector, connectors
from core.errors import NotAllowed
from core.settings import settings
from core.work import reading
from data.tables import carrier


def carriers_set(actor: Actor) -> list[CarrierSet]:
    """Those on the shelf, channel by channel, filled in or not; secrets are named and never told."""
    actor.must(Permission.CARRIER_EDIT)
    if not actor.every_site:
        raise NotAllowed(GROUP)
    with reading() as db:
        rows = {row.name: row for row in db.execute(select(carrier))}
    found = [_set(name, kind, rows.get(name)) for name, kind in connectors().items()]
    places = list(Channel)
    return sorted(found, key=lambda one: (places.index(one.channel), one.inbound, one.label))


def _set(name: str, kind: type[Connector], row: Any) -> CarrierSet:
    values = unseal(row.sealed) if row else {}
    secret = {one.name for one in kind.fields if one.secret}
    open_ = {one.name for one in kind.fields} - secret
    shown = {key: value for key, value in (values or {}).items() if key in open_}
    today = clock.local(clock.now(), settings().time_zone.key).date()
    return CarrierSet(
        name=name,
        label=kind.label,
        about=kind.about,
        channel=kind.channel,
        fields=kind.fields,
        values=shown,
        kept=frozenset(secret & (values or {}).keys()),
        active=bool(row and row.active),
        version=row.version if row else 0,
        tested_at=row.tested_at if row else None,
        works=row.works if row else None,
        outcome=row.outcome if row else "",
        today=row.counted if row and row.counted_on == today else 0,
        readable=values is not None,
        inbound=kind.inbound,
        hint=kind.hint(),
    )
