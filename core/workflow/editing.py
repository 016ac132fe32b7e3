"""Who may change the workflow, and how each change is told: what was before, what is from then on, a new revision."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection

from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import NotAllowed, Refusal
from core.workflow.standing import NAME
from data.insert import put
from data.tables import setting

Choice = TypeVar("Choice", bound=StrEnum)
GROUP = "What holds for the whole group is set by whoever answers for every site. Set it for your own sites instead."


def may_edit(actor: Actor, sites: Collection[int | None]) -> bool:
    """Whether somebody may change what holds at these sites; none of them is the whole group."""
    own = [site for site in sites if site is not None]
    return actor.may(Permission.WORKFLOW_EDIT) and (actor.every_site or bool(own)) and all(map(actor.works_at, own))


def must_edit(actor: Actor, sites: Collection[int | None]) -> None:
    """Refuse with the reason why not."""
    actor.must(Permission.WORKFLOW_EDIT)
    if may_edit(actor, sites):
        return
    if any(site is not None for site in sites):
        raise NotAllowed("This is set for a site that is not one of yours. Ask whoever answers for it.")
    raise NotAllowed(GROUP)


def told(
    db: Connection, actor: Actor, part: str, number: int, sites: Iterable[int | None], what: str, **change: Any
) -> None:
    """An event for the group or for each site concerned, with `before` and `after` in codes; and a new revision."""
    names = {site: site_name(db, site) for site in dict.fromkeys(sites) if site is not None}
    where = f" ({', '.join(names.values())})" if names else ""
    facts = {"part": part, "revision": secrets.token_hex(8), **_spelt(change)}
    for site_id in names or [None]:
        record(db, actor, Kind.WORKFLOW_SET, About("workflow", number, site_id), facts, what=f"{what}{where}")
    put(db, setting, "name", name=NAME, value=facts["revision"])


def chosen(among: type[Choice], code: str) -> Choice:
    """One of a closed list; refused where it is none of them."""
    if code not in set(among):
        raise Refusal("Choose one from the list.")
    return among(code)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is different, as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {"before": {name: before.get(name) for name in names}, "after": {name: after[name] for name in names}}


def _spelt(value: Any) -> Any:
    """As an event keeps it: days and sums as they are written."""
    if isinstance(value, dict):
        return {name: _spelt(each) for name, each in value.items()}
    return str(value) if isinstance(value, date | Decimal) else value
