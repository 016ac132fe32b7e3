"""What a referral says in the group's own fields: what is asked, what of it is missing or wrong, how it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from core import clock
from core.access import Actor, Permission, my_referrals
from core.errors import Refusal
from core.work import reading
from core.workflow import CUSTOM, CustomField, Workflow, values
from data.tables import custom_value, referral

Asking = Sequence[CustomField]
Values = Mapping[str, str]
"""Texts by the id of the field, as the referral keeps them."""


def fields_of(flow: Workflow, of: Any) -> tuple[CustomField, ...]:
    """What a draft or a referral is asked for today, by any site that has to do with it."""
    return flow.asked(clock.now().date(), of.direction, of.specialty, (of.site_id, of.from_site_id))


def missing(asked: Asking, given: Values) -> dict[str, str]:
    """A sentence for each field that is needed and empty."""
    lacking = (each for each in asked if each.needed and not given.get(str(each.id), "").strip())
    return {each.name: f"Say it: {each.help or each.label.lower()}." for each in lacking}


def wrong(asked: Asking, given: Values) -> dict[str, str]:
    """A sentence for each value that cannot be, and for those that nobody asked for."""
    known, said = {str(each.id): each for each in asked}, {}
    for key, text in given.items():
        if key not in known and text:
            said["custom"] = "The fields of the form have changed meanwhile. Look at them again."
        elif key in known:
            try:
                values.tidy(known[key], text)
            except Refusal as sentence:
                said[known[key].name] = str(sentence)
    return said


def tidied(asked: Asking, given: Values) -> dict[str, str]:
    """The values as they are kept."""
    kept = {str(each.id): values.tidy(each, given.get(str(each.id), "")) for each in asked}
    return {key: text for key, text in kept.items() if text}


def keep(db: Connection, referral_id: int, fields: Iterable[CustomField], given: Values) -> None:
    """Let these fields of a referral be found, filtered and counted by what they say from now on."""
    asked, c = list(fields), custom_value.c
    if not asked:
        return
    ids = [each.id for each in asked]
    db.execute(delete(custom_value).where(c.referral_id == referral_id, c.field_id.in_(ids)))
    rows = [
        {
            "referral_id": referral_id,
            "field_id": each.id,
            "value": given[str(each.id)][: values.CUT],
            "search": values.searched(each, given[str(each.id)]),
        }
        for each in asked
        if given.get(str(each.id))
    ]
    if rows:
        db.execute(insert(custom_value), rows)


def told(flow: Workflow, kept: Values) -> tuple[tuple[str, str], ...]:
    """Everything that a referral says, in the order of the fields: what it is called and how it reads."""
    return tuple((each.label, values.shown(each, kept[str(each.id)])) for each in flow.fields if str(each.id) in kept)


def facts(flow: Workflow, kept: Values) -> dict[str, values.Fact]:
    """The same by the names that rules know, each of its own type."""
    found = ((each, kept.get(str(each.id), "")) for each in flow.fields)
    return {each.name: values.fact(each, text) for each, text in found if text}


def field_id(name: str) -> int | None:
    """Of custom.12 it is 12; None of anything else."""
    number = name.removeprefix(CUSTOM)
    return int(number) if name.startswith(CUSTOM) and number.isascii() and number.isdecimal() else None


def counted(actor: Actor, of: int, since: datetime = clock.EVER, until: datetime = clock.NEVER) -> dict[str, int]:
    """How many of the actor's referrals, received from one moment up to another, say what in a field; most first."""
    actor.must(Permission.REFERRAL_COUNT)
    c, r = custom_value.c, referral.c
    wanted = select(c.value, func.count().label("n")).join(referral, r.id == c.referral_id).where(c.field_id == of)
    wanted = wanted.where(my_referrals(actor), r.received_at >= since, r.received_at < until).group_by(c.value)
    with reading() as db:
        return {row.value: row.n for row in db.execute(wanted.order_by(func.count().desc(), c.value))}
