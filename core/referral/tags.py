"""Tags: words of the group's own that referrals bear, put there by a rule or by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select

from core import clock, field
from core.access import Actor, Permission, my_referrals
from core.audit import About, Kind, record
from core.errors import NotAllowed, NotFound, NotNow
from core.referral.current import Current, current
from core.work import reading, work
from data.insert import insert_new
from data.tables import referral, referral_tag, tag

MOST = 40


def tags(actor: Actor) -> tuple[str, ...]:
    """Every tag of the group, by name."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        return tuple(db.execute(select(tag.c.name).order_by(tag.c.name)).scalars())


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, and how many referrals at the reader's sites bear it."""

    id: int
    name: str
    borne: int


def tag_list(actor: Actor) -> list[Tag]:
    """Every tag of the group as those see it who keep them."""
    actor.must(Permission.RULE_EDIT)
    c = referral_tag.c
    here = select(func.count()).join(referral, referral.c.id == c.referral_id).where(c.tag_id == tag.c.id)
    borne = here.where(my_referrals(actor)).scalar_subquery()
    with reading() as db:
        return [Tag(*row) for row in db.execute(select(tag.c.id, tag.c.name, borne).order_by(tag.c.name))]


def tags_of(db: Connection, referral_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The tags of each of these referrals, by name; those without any are left out."""
    c, found = referral_tag.c, dict[int, tuple[str, ...]]()
    borne = select(c.referral_id, tag.c.name).join(tag, tag.c.id == c.tag_id).where(c.referral_id.in_(referral_ids))
    for referral_id, name in db.execute(borne.order_by(tag.c.name)):
        found[referral_id] = (*found.get(referral_id, ()), name)
    return found


def borne(referral_id: ColumnElement[int]) -> ColumnElement[str]:
    """The tags of a referral in a query that has it, one on each line; see listed."""
    c = referral_tag.c
    names = select(func.coalesce(func.aggregate_strings(tag.c.name, "\n"), ""))
    of_it = names.join(referral_tag, c.tag_id == tag.c.id).where(c.referral_id == referral_id)
    return of_it.correlate(referral).scalar_subquery().label("tags")


def listed(lines: str) -> tuple[str, ...]:
    """Tags as `borne` answers them, by name."""
    return tuple(sorted(lines.splitlines(), key=str.casefold))


def bearing(name: str) -> Select[tuple[int]]:
    """The ids of referrals that bear a tag."""
    c = referral_tag.c
    return select(c.referral_id).join(tag, tag.c.id == c.tag_id).where(tag.c.name == name)


def make_tag(db: Connection, actor: Actor, name: str) -> None:
    """Let the group have this tag."""
    name = field.line(name, most=MOST, least=1, what="The tag")
    made = insert_new(db, tag, "name").values(name=name).returning(tag.c.id)
    if (tag_id := db.execute(made).scalar_one_or_none()) is not None:
        record(db, actor, Kind.TAG_ADDED, About("tag", tag_id), tag=name)


def put_tag(db: Connection, actor: Actor, now: Current, name: str) -> bool:
    """Tag a referral; whether it did not bear it before. The tag must be one of the group's."""
    tag_id = _known(db, name)
    row = {"referral_id": now.id, "tag_id": tag_id, "added_at": clock.now()}
    added = insert_new(db, referral_tag, "referral_id", "tag_id").values(row).returning(referral_tag.c.tag_id)
    if db.execute(added).scalar_one_or_none() is None:
        return False
    record(db, actor, Kind.REFERRAL_TAGGED, now.about, {"tag": name})
    return True


def take_tag(db: Connection, actor: Actor, now: Current, name: str) -> bool:
    """Take a tag away from a referral; whether it bore it."""
    c = referral_tag.c
    taken = delete(referral_tag).where(c.referral_id == now.id, c.tag_id == _known(db, name))
    if not db.execute(taken).rowcount:
        return False
    record(db, actor, Kind.REFERRAL_UNTAGGED, now.about, {"tag": name})
    return True


def set_tag(actor: Actor, referral_id: int, name: str, *, on: bool) -> None:
    """Tag a referral by hand, or take a tag away."""
    with work() as db:
        now = current(db, actor, referral_id, None)
        actor.must(Permission.REFERRAL_HANDLE, at=now.site_id)
        if not (put_tag if on else take_tag)(db, actor, now, name):
            raise NotNow(f"It is tagged {name} already." if on else f"It is not tagged {name} any more.")


def drop_tag(actor: Actor, name: str) -> None:
    """Take a tag away from the group and from every referral; rules that speak of it are switched off."""
    actor.must(Permission.RULE_EDIT)
    if not actor.every_site:
        raise NotAllowed("Tags belong to the whole group. Ask somebody who manages every site.")
    with work() as db:
        tag_id = _known(db, name)
        db.execute(delete(referral_tag).where(referral_tag.c.tag_id == tag_id))
        db.execute(delete(tag).where(tag.c.id == tag_id))
        record(db, actor, Kind.TAG_REMOVED, About("tag", tag_id), tag=name)


def _known(db: Connection, name: str) -> int:
    tag_id = db.execute(select(tag.c.id).where(tag.c.name == name).with_for_update(read=True)).scalar_one_or_none()
    if tag_id is None:
        raise NotFound(f"The group has no tag {name} any more.")
    return int(tag_id)
