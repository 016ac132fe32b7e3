"""A rule that cannot be followed any more is switched off with a notice, and everything else goes on."""

from sqlalchemy import Connection, update

from core.access import Actor
from core.audit import About, Kind, record
from core.rule.waiting import forget_times
from data.tables import rule


def disable(db: Connection, actor: Actor, name: str, why: str) -> bool:
    """Switch it off and say why, on the rules page and to whoever edits rules; whether it was on until now."""
    c = rule.c
    off = update(rule).where(c.name == name, c.enabled).values(enabled=False, fault=why)
    row = db.execute(off.returning(c.id, c.label, c.only_sites)).one_or_none()
    if row is None:
        return False
    forget_times(db, name)
    about = About("rule", row.id, row.only_sites[0] if len(row.only_sites) == 1 else None)
    record(db, actor, Kind.RULE_DISABLED, about, {"rule": name}, label=row.label, why=why)
    return True
