"""Put a request differently: what is different is written, found by searches, and told word for word."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from core.access import Actor
from core.audit import Kind, record
from core.errors import Lacking, NotNow, Refusal
from core.referral.current import Current, current
from core.referral.custom import fields_of, keep
from core.referral.request import FIELDS, POINTERS, may_change
from core.work import work
from core.workflow import CustomField, standing, values
from data.tables import referral

Own = Mapping[str, CustomField]
"""The group's own fields by the names that changes are given under: custom.12."""
Said = Mapping[str, Any]


def change(actor: Actor, referral_id: int, version: int | None, changes: Said) -> None:
    """Put the request differently. Kept are what was before and what is from now on, word for word."""
    with work() as db:
        now = current(db, actor, referral_id, version)
        may_change(actor, now, changes.keys())
        if not rewrite(db, actor, now, changes):
            raise NotNow("Nothing is different from what stands there already.")
        db.execute(update(referral).where(referral.c.id == now.id).values(version=now.version + 1))


def rewrite(db: Connection, actor: Actor, now: Current, changes: Said) -> bool:
    """Write and tell what is different; whether anything is. Who may, and when, was asked before."""
    own = {each.name: each for each in fields_of(standing(db), now) if each.name in changes}
    if not set(changes) <= {*FIELDS, *own}:
        raise NotNow("The fields of the form have changed meanwhile. Look at them again.")
    stood = _stood(db, now, changes, own)
    asked = {name: value for name, value in changes.items() if name in FIELDS or value != stood[name]}
    new = {name: value for name, value in _tidied(asked, own).items() if value != stood[name]}
    if not new:
        return False
    words = _told(db, now, stood, new, own)
    _write(db, now, stood["custom"], new, own)
    record(db, actor, Kind.REFERRAL_CHANGED, now.about, {"fields": sorted(new)}, **words)
    return True


def _stood(db: Connection, now: Current, changes: Said, own: Own) -> Said:
    columns = [referral.c[name] for name in changes if name in FIELDS]
    row = db.execute(select(referral.c.custom, *columns).where(referral.c.id == now.id)).mappings().one()
    return {**row, **{name: row["custom"].get(str(each.id), "") for name, each in own.items()}}


def _write(db: Connection, now: Current, custom: Mapping[str, str], new: Said, own: Own) -> None:
    columns = {name: value for name, value in new.items() if name in FIELDS}
    said = {str(each.id): new[name] for name, each in own.items() if name in new}
    kept = {key: value for key, value in {**custom, **said}.items() if value}
    db.execute(update(referral).where(referral.c.id == now.id).values(**columns, custom=kept))
    keep(db, now.id, [each for name, each in own.items() if name in new], kept)


def _tidied(changes: Said, own: Own) -> dict[str, Any]:
    kept, wrong = {}, {}
    for name, given in changes.items():
        try:
            kept[name] = FIELDS[name].tidy(given) if name in FIELDS else _kept(own[name], given)
        except Refusal as sentence:
            wrong[name] = str(sentence)
    if wrong:
        raise Lacking(wrong)
    return kept


def _kept(of: CustomField, given: str) -> str:
    text = values.tidy(of, given)
    if of.needed and not text:
        raise Refusal(f"{of.label} is needed. Say it rather than leave it empty.")
    return text


def _told(db: Connection, now: Current, stood: Said, new: Said, own: Own) -> dict[str, str]:
    """What is different, and for each field what it said and says; the group's own with what they are called now."""
    called = {name: each.label for name, each in own.items() if name in new}
    labels = [FIELDS[name].label for name in FIELDS if name in new]
    words = {"what": ", ".join([*labels, *called.values()]), **called}
    for name, value in new.items():
        words |= {f"{name}_was": _shown(db, name, stood[name], own), f"{name}_is": _shown(db, name, value, own)}
    if wrong := _strangers(db, now, new):
        raise Lacking(wrong)
    return words


def _shown(db: Connection, name: str, value: Any, own: Own) -> str:
    if name in own:
        return values.shown(own[name], value)
    return POINTERS[name].called(db, value) if name in POINTERS else FIELDS[name].shown(value)


def _strangers(db: Connection, now: Current, new: Said) -> dict[str, str]:
    """What points to a record that cannot be meant."""
    named = {name: each for name, each in POINTERS.items() if new.get(name)}
    return {name: each.sentence for name, each in named.items() if not each.fits(db, now, new[name])}
