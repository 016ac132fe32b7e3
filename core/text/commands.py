"""What people do with texts: put one in their own words, go back to earlier ones, or to those that lie behind."""

from sqlalchemy import Connection, delete, func, select

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import Changed, Lacking, NotNow
from core.language import language
from core.text.changes import changes
from core.text.chosen import Texts
from core.text.draft import Draft, faults, tidied
from core.text.place import Place, must_edit, must_exist
from core.work import work
from data.insert import insert_new, put
from data.tables import wording, wording_version


def set_text(actor: Actor, place: Place, typed: Draft, version: int) -> int:
    """Keep it as the next version, if `version` is still the newest; Lacking says what cannot be sent like this."""
    must_exist(place)
    must_edit(actor, place.site_id)
    draft = tidied(place, typed)
    if wrong := faults(place, draft):
        raise Lacking(wrong)
    with work() as db:
        before = current(db, place)
        if draft == before:
            raise NotNow("Nothing is different from what stands there already.")
        _next(db, actor, place, version, draft, removed=False)
        columns = {"name": place.name, "site_id": place.site_id, "form": place.form, "language": place.language}
        put(db, wording, "place", place=place.spelt, **columns, headline=draft.headline, body=draft.body,
            version=version + 1)  # fmt: skip
        _told(db, actor, Kind.TEXT_SET, place, version + 1, before, draft)
    return version + 1


def restore(actor: Actor, place: Place, version: int) -> None:
    """Take these words away, so that what lies behind holds again: the group's, or the shipped ones."""
    must_exist(place)
    must_edit(actor, place.site_id)
    with work() as db:
        before = current(db, place)
        _next(db, actor, place, version, Draft("", ""), removed=True)
        if not db.execute(delete(wording).where(wording.c.place == place.spelt)).rowcount:
            raise NotNow("Nothing was written here that could be taken away.")
        _told(db, actor, Kind.TEXT_RESTORED, place, version + 1, before, current(db, place))


def current(db: Connection, place: Place) -> Draft:
    """The words that hold at a place now, whosever they are."""
    found = Texts.read(db, [place.name]).source(place.name, place.site_id, place.form, place.language)
    return Draft(found.headline, found.body)


def newest(db: Connection, place: Place) -> int:
    """The number of the last version that was kept here; nought where there is none."""
    last = select(func.coalesce(func.max(wording_version.c.version), 0))
    return int(db.execute(last.where(wording_version.c.place == place.spelt)).scalar_one())


def _next(db: Connection, actor: Actor, place: Place, version: int, draft: Draft, *, removed: bool) -> None:
    """The version after the one that was read, unless somebody was quicker."""
    row = {
        "place": place.spelt, "version": version + 1, "headline": draft.headline, "body": draft.body,
        "removed": removed, "saved_at": clock.now(), "actor": actor.ref,
    }  # fmt: skip
    kept = insert_new(db, wording_version, "place", "version").values(row).returning(wording_version.c.id)
    if newest(db, place) != version or db.execute(kept).scalar_one_or_none() is None:
        raise Changed("Somebody else changed this text meanwhile. Look at it again before you change it.")


def _told(db: Connection, actor: Actor, kind: Kind, place: Place, version: int, before: Draft, after: Draft) -> None:
    at = f" at {site_name(db, place.site_id)}" if place.site_id else ""
    purpose = place.purpose
    called = f"{purpose.label}, to {purpose.audience.whom}, {place.form.within}, {language(place.language).name}{at}"
    differs = changes(f"{before.headline} {before.body}", f"{after.headline} {after.body}")
    facts = {
        "text": place.name, "form": place.form, "language": place.language, "version": version,
    }  # fmt: skip
    record(db, actor, kind, About("text", 0, place.site_id), facts, text=called, comment=differs)
