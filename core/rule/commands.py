"""What people do with rules: save, switch, order and remove them, each change kept with who made it and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from core import field
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.referral.tags import make_tag
from core.rule.catalogue import read_catalogue
from core.rule.checking import faults, feeds_itself
from core.rule.model import Rule, parse
from core.rule.naming import name_for
from core.rule.stored import BATON, READ, keep_version
from core.rule.waiting import forget_times
from core.work import work
from data.tables import rule as table

LABEL, WHY = 160, 400
APART = 10
"""Between the positions of two rules."""
GROUP = "This rule is the whole group’s. Ask somebody who manages every site, or make one for your own sites."


def save(actor: Actor, stored: Mapping[str, Any], name: str = "", version: int | None = None, why: str = "") -> str:
    """Add a rule, or change the one of this name from the version that was read; its name.

    `stored` has label, when or timing, conditions, actions, stop and only_sites as a row keeps them. Lacking names each
    place that cannot be; Duplicate and Refusal say what it would repeat, or how it would set itself off again.
    """
    with work() as db:
        now = _as_read(db, actor, name, version) if name else None
        return put(db, actor, stored, now, why)


def put(db: Connection, actor: Actor, stored: Mapping[str, Any], now: Any, why: str, name: str = "") -> str:
    """The same inside the caller's transaction: `now` is the row that is held to be changed, or None for a new rule,
    which may bring its name."""
    name = now.name if now is not None else name or name_for(db, str(stored.get("label", "")))
    meant = _parsed({**_OPEN, **stored, "name": name})
    _must_keep(actor, meant.only_sites)
    _make_tags(db, actor, meant)
    if wrong := faults(meant, read_catalogue(db, actor)):
        raise Lacking(wrong)
    _refuse_repeating(meant, others := _others(db, meant.name))
    _refuse_feeding(meant, others)
    values = _values(stored, meant)
    if now is None:
        _add(db, values)
    else:
        _renew(db, now, values)
    _keep(db, actor, meant.name, why)
    return meant.name


def held(db: Connection, actor: Actor, name: str) -> Any:
    """The rule of this name, held to be changed by somebody who may; None where there is none."""
    now = _row(db, name)
    if now is not None:
        _must_keep(actor, now.only_sites)
    return now


_OPEN: Mapping[str, Any] = {"timing": None, "conditions": [], "actions": [], "stop": False, "only_sites": []}


def _parsed(stored: Mapping[str, Any]) -> Rule:
    label = field.line(str(stored.get("label", "")), most=LABEL, least=1, what="What the rule is called")
    when = Kind.RULE_DUE if stored["timing"] else stored.get("when", "")
    several = {name: stored[name] for name in ("timing", "conditions", "actions", "stop", "only_sites")}
    return parse(name=stored["name"], label=label, when=when, **several)


def _values(stored: Mapping[str, Any], meant: Rule) -> dict[str, Any]:
    conditions = stored.get("conditions") or []
    return {
        "name": meant.name,
        "label": meant.label,
        "when": meant.when,
        "timing": meant.timing.stored() if meant.timing else None,
        "conditions": conditions,
        "actions": [dict(action) for action in meant.actions],
        "stop": meant.stop,
        "only_sites": sorted(meant.only_sites),
        "fault": "",
        "enabled": True,
        "renewed": False,
        "planted_to": 0 if meant.timing else None,
    }


def _add(db: Connection, values: Mapping[str, Any]) -> None:
    last = db.execute(select(func.coalesce(func.max(table.c.position), 0))).scalar_one()
    db.execute(insert(table).values(position=last + APART, shipped=False, version=1, **values))


def _renew(db: Connection, now: Any, values: Mapping[str, Any]) -> None:
    """Nothing that it waited for stands when what it waits for is another; else times stay as they are."""
    if now.timing != values["timing"]:
        forget_times(db, now.name)
    keep_version(db, now, BATON, "As it was before it was first changed here.")
    db.execute(update(table).where(table.c.id == now.id).values(version=now.version + 1, **values))


def _keep(db: Connection, actor: Actor, name: str, why: str) -> None:
    """The version with who and why, and the event."""
    row = db.execute(select(table).where(table.c.name == name)).one()
    why = field.paragraph(why, most=WHY, what="The reason")
    keep_version(db, row, actor.ref, why)
    facts = {"rule": name, "version": row.version}
    record(db, actor, Kind.RULE_CHANGED, _about(row), facts, label=row.label, comment=why)


def switch(actor: Actor, name: str, version: int, *, on: bool, site_id: int | None = None) -> None:
    """Switch a rule on or off, everywhere it is for, or at one site of one's own where it is the group's."""
    with work() as db:
        now = _as_read(db, actor, name, version, at=site_id)
        values: dict[str, Any] = {"enabled": on, "fault": ""}
        if site_id is not None:
            off = set(now.off_sites) - {site_id} if on else {*now.off_sites, site_id}
            values = {"off_sites": sorted(off)}
        if all(getattr(now, what) == value for what, value in values.items()):
            raise NotNow("It is switched on already." if on else "It is switched off already.")
        if on:
            _refuse_faults(db, actor, now)
            values |= {"planted_to": 0 if now.timing else None}
        elif site_id is None:
            forget_times(db, name)
        db.execute(update(table).where(table.c.id == now.id).values(version=now.version + 1, **values))
        keep_version(db, _row(db, name), actor.ref, f"Switched {'on' if on else 'off'}.")
        facts = {"rule": name, "on": on, "at": site_id}
        record(db, actor, Kind.RULE_SWITCHED, _about(now, site_id), facts, label=now.label, how="on" if on else "off")


def _refuse_faults(db: Connection, actor: Actor, now: Any) -> None:
    """What cannot be followed is not switched on; its sentences say what to change first."""
    meant = parse(**{name: getattr(now, name) for name in READ})
    if wrong := faults(meant, read_catalogue(db, actor)):
        raise Lacking(wrong)
    _refuse_feeding(meant, _others(db, now.name))


def move(actor: Actor, name: str, after: str = "") -> None:
    """Let a rule be judged after another, or first of all. The order is the whole group's."""
    actor.must(Permission.RULE_EDIT)
    if not actor.every_site:
        raise NotAllowed("The order of rules is the whole group’s. Ask somebody who manages every site.")
    c = table.c
    with work() as db:
        rows = db.execute(select(c.id, c.name, c.label, c.position).order_by(c.position, c.id).with_for_update()).all()
        by_name = {row.name: row for row in rows}
        if name not in by_name or (after and after not in by_name) or name == after:
            raise NotFound("There is no such rule any more. Look at the list again.")
        order = [row for row in rows if row.name != name]
        order.insert(order.index(by_name[after]) + 1 if after else 0, by_name[name])
        for place, row in enumerate(order, start=1):
            if row.position != place * APART:
                db.execute(update(table).where(c.id == row.id).values(position=place * APART))
        record(db, actor, Kind.RULE_MOVED, About("rule", by_name[name].id), {"rule": name}, label=by_name[name].label)


def remove(actor: Actor, name: str, version: int, why: str = "") -> None:
    """Take a rule away for good; its history stays. What ships with Baton is switched off instead."""
    with work() as db:
        now = _as_read(db, actor, name, version)
        if now.shipped:
            raise NotNow("This rule ships with Baton. Switch it off instead.")
        keep_version(db, now, BATON, "")
        forget_times(db, name)
        db.execute(delete(table).where(table.c.id == now.id))
        why = field.paragraph(why, most=WHY, what="The reason")
        record(db, actor, Kind.RULE_REMOVED, _about(now), {"rule": name}, label=now.label, comment=why)


def _as_read(db: Connection, actor: Actor, name: str, version: int | None, at: int | None = None) -> Any:
    """The rule, held, as it was read, if this person may change it, or switch it at a site of theirs."""
    actor.must(Permission.RULE_EDIT, at=at)
    now = _row(db, name)
    if now is None or not _concerns(actor, now.only_sites):
        raise NotFound("There is no such rule, or not any more.")
    if at is None:
        _must_keep(actor, now.only_sites)
    if now.version != version:
        raise Changed("Somebody else changed this rule while you had it open. Nothing of yours was lost: look again.")
    return now


def _row(db: Connection, name: str) -> Any:
    return db.execute(select(table).where(table.c.name == name).with_for_update()).one_or_none()


def _concerns(actor: Actor, only_sites: Iterable[int]) -> bool:
    return actor.every_site or not only_sites or any(actor.works_at(site) for site in only_sites)


def _must_keep(actor: Actor, only_sites: Iterable[int]) -> None:
    """The group's rules are for those who answer for every site; a site's own for whoever edits rules there."""
    actor.must(Permission.RULE_EDIT)
    sites = list(only_sites)
    if not actor.every_site and not sites:
        raise NotAllowed(GROUP)
    for site_id in sites:
        actor.must(Permission.RULE_EDIT, at=site_id)


def _make_tags(db: Connection, actor: Actor, meant: Rule) -> None:
    """A tag that a rule puts on is the group's from then on."""
    for action in meant.actions:
        if action["do"] == "add_tag" and isinstance(action.get("tag"), str) and action["tag"].strip():
            make_tag(db, actor, action["tag"])


def _others(db: Connection, name: str) -> list[Rule]:
    """The rules that are on beside this one; those that cannot be read take no part."""
    found = []
    c = table.c
    for row in db.execute(select(*(c[each] for each in READ)).where(c.enabled, c.name != name)):
        try:
            found.append(parse(**row._mapping))
        except Refusal:
            continue
    return found


def _refuse_repeating(meant: Rule, others: Iterable[Rule]) -> None:
    for other in others:
        if other.label.casefold() == meant.label.casefold():
            raise Lacking({"label": "Another rule is called this already. Choose a name that tells them apart."})
        same = (other.when, other.timing, other.conditions, other.only_sites)
        if same == (meant.when, meant.timing, meant.conditions, meant.only_sites) and other.actions == meant.actions:
            raise Duplicate(f"“{other.label}” does exactly this already. Change that one, or make this one different.")


def _refuse_feeding(meant: Rule, others: Iterable[Rule]) -> None:
    way = feeds_itself(meant, others)
    if not way:
        return
    between = [f"“{one.label}”" for one in way[:-1]]
    by_way = f", by way of {', then '.join(between)}" if between else ""
    raise Lacking({"actions": f"This rule would set itself off again and again{by_way}. Narrow its conditions."})


def _about(row: Any, site_id: int | None = None) -> About:
    one = row.only_sites[0] if len(row.only_sites) == 1 else None
    return About("rule", row.id, site_id or one)
