"""Providers are onboarded once: suggested, proposed, approved by the group, active, suspended with a reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select, update

from core import clock, field
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory.commands import write_provider
from core.directory.drafts import NewProvider
from core.directory.standing import Standing, guarded
from core.errors import Changed, Duplicate, Lacking, NotFound, NotNow
from core.work import work
from data.prepared import Prepared
from data.tables import provider, provider_contact, provider_offer


def suggest_provider(actor: Actor, new: NewProvider) -> int:
    """Whoever writes referrals adds a practice that the directory does not have yet, as a draft; answers its id."""
    if not actor.may(Permission.DIRECTORY_EDIT):
        actor.must(Permission.REFERRAL_CREATE)
    with work() as db:
        _refuse_known(db, new)
        added = write_provider(db, actor, new)
        db.execute(update(provider).where(provider.c.id == added).values(standing=Standing.DRAFT))
        return added


def move_provider(actor: Actor, provider_id: int, version: int, name: str, why: str = "") -> Standing:
    """Make a move from the version that was seen; where it stands now."""
    actor.must(Permission.DIRECTORY_READ)
    with changing(actor, provider_id, version) as (db, row):
        before = Standing(row.standing)
        move = guarded(actor, before, name)
        reason = field.paragraph(why, most=400, what="The reason")
        if move.why and not reason:
            raise Lacking({"why": "Say why in a few words; everybody who refers will see it."})
        if move.whole:
            _refuse_unfinished(db, row)
        db.execute(update(provider).where(provider.c.id == row.id).values(standing=move.target, standing_reason=reason))
        facts = {"move": move.name, "from": before, "to": move.target}
        words = {"name": row.name, "standing": move.target.label, "comment": reason}
        record(db, actor, Kind.PROVIDER_STANDING_SET, About("provider", row.id), facts, **words)
        return move.target


def unfit(db: Connection, provider_id: int | None) -> str:
    """Why nobody may be referred there, in a sentence; nothing where they may."""
    row = _STANDS.one(db, id=provider_id) if provider_id is not None else None
    if row is not None and row["standing"] == Standing.SUSPENDED:
        return f"{row['name']} is suspended: {row['standing_reason'].rstrip('.')}. Choose another practice."
    if row is not None and row["closed_on"] and row["closed_on"] <= clock.now().date():
        return f"{row['name']} has closed. Choose another practice."
    return ""


_STANDS = Prepared(
    select(*(provider.c[name] for name in ("name", "standing", "standing_reason", "closed_on"))).where(
        provider.c.id == bindparam("id")
    )
)


@contextmanager
def changing(actor: Actor, provider_id: int, version: int) -> Iterator[tuple[Connection, Any]]:
    """A transaction around one provider as it was seen; it counts up when everything inside is done."""
    actor.must(Permission.DIRECTORY_READ)
    c = provider.c
    with work() as db:
        row = db.execute(select(provider).where(c.id == provider_id).with_for_update()).one_or_none()
        if row is None:
            raise NotFound("There is no such practice in the directory.")
        if row.version != version:
            raise Changed(
                "Somebody else has changed this practice meanwhile. Look at it again; nothing was overwritten."
            )
        yield db, row
        db.execute(update(provider).where(c.id == provider_id).values(version=version + 1, changed_at=clock.now()))


def _refuse_known(db: Connection, new: NewProvider) -> None:
    """One of that name at that place: nobody gets round a suspension by adding it anew."""
    c, values = provider.c, new.checked()
    there = c.postcode == values["postcode"] if values["postcode"] else func.lower(c.town) == values["town"].lower()
    same = func.lower(c.name) == values["name"].lower(), there
    known = db.execute(select(c.name, c.town).where(*same).limit(1)).one_or_none()
    if known:
        raise Duplicate(
            f"{known.name}{f' in {known.town}' if known.town else ''} is in the directory already. Choose it."
        )


def _refuse_unfinished(db: Connection, row: Any) -> None:
    """What anybody who refers has to know: what they take, and where it is to be sent."""

    def known(table: Any) -> bool:
        return bool(db.execute(select(exists().where(table.c.provider_id == row.id))).scalar())

    lacks = [] if known(provider_offer) else ["a service that they offer"]
    lacks += [] if row.email or known(provider_contact) else ["where referrals are sent"]
    if lacks:
        raise NotNow(f"First add {' and '.join(lacks)}.")
