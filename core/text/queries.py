"""The texts as a page shows them: what each is for and where it differs, one as it stands, and how it came to be so."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from core.access import Actor, Permission, at_my_sites
from core.audit.told import names
from core.errors import Misconfigured, NotFound
from core.language import languages
from core.text.changes import changes
from core.text.checking import check_part
from core.text.chosen import Texts
from core.text.commands import newest
from core.text.form import Form
from core.text.model import Origin, Purpose
from core.text.place import Place, may_edit, must_exist
from core.text.shipped import purposes, shipped
from core.text.words import Audience
from core.work import reading
from data.tables import site, wording, wording_version


@dataclass(frozen=True, slots=True)
class Line:
    """A text in the list; `differs` says who has words of their own, `languages` in which it ships."""

    purpose: Purpose
    headline: str
    differs: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The words that hold at one place, where they come from, and those behind them. `version` is the newest that was
    kept here, `fault` why what stands here can be sent no more."""

    place: Place
    headline: str
    body: str
    origin: Origin
    language: str
    version: int
    own: bool
    may_edit: bool
    behind: str
    fault: str


@dataclass(frozen=True, slots=True)
class Version:
    """One wording that was kept; of one that was taken away nothing is told but when, and by whom."""

    number: int
    at: datetime
    who: str
    headline: str
    body: str
    removed: bool
    changes: str


def overview(actor: Actor) -> list[Line]:
    """Every text, by whom it is for, with where the group and the actor's sites put it differently."""
    actor.must(Permission.TEXT_EDIT)
    with reading() as db:
        own = _differing(db, actor)
    order = list(Audience)
    found = [
        Line(one, shipped()[one.name, "en"].headline, own.get(one.name, ()), _shipped_in(one.name))
        for one in purposes().values()
    ]
    return sorted(found, key=lambda line: order.index(line.purpose.audience))


def _differing(db: Connection, actor: Actor) -> Mapping[str, tuple[str, ...]]:
    c, found = wording.c, defaultdict[str, dict[str, None]](dict)
    mine = or_(c.site_id.is_(None), at_my_sites(actor, c.site_id))
    wanted = select(c.name, site.c.name.label("site")).outerjoin(site, site.c.id == c.site_id).where(mine)
    for row in db.execute(wanted.order_by(site.c.name)):
        found[row.name][row.site or "The group"] = None
    return {name: tuple(sorted(places, key=lambda place: place != "The group")) for name, places in found.items()}


def _shipped_in(name: str) -> tuple[str, ...]:
    return tuple(one.name for code, one in languages().items() if (name, code) in shipped())


def standing(actor: Actor, place: Place) -> Standing:
    """One text as it stands for the group or at a site of the actor's."""
    actor.must(Permission.TEXT_EDIT, at=place.site_id)
    must_exist(place)
    with reading() as db:
        texts = Texts.read(db, [place.name])
        found = texts.source(place.name, place.site_id, place.form, place.language)
        written = texts.own.get((place.name, place.site_id, place.form, place.language))
        version = newest(db, place)
    return Standing(
        place=place,
        headline=written[0] if written else found.headline,
        body=written[1] if written else found.body,
        origin=found.origin,
        language=found.language,
        version=version,
        own=written is not None,
        may_edit=may_edit(actor, place.site_id),
        behind=_behind(texts, place),
        fault=_fault(place, written),
    )


def _behind(texts: Texts, place: Place) -> str:
    """What would hold without the words that were written here: “the group’s words”, “the shipped words”."""
    key = (place.name, place.site_id, place.form, place.language)
    others = Texts({where: words for where, words in texts.own.items() if where != key})
    found = others.source(place.name, place.site_id, place.form, place.language)
    return "the group’s text" if found.origin is Origin.GROUP else "the shipped text"


def _fault(place: Place, written: tuple[str, str] | None) -> str:
    if written is None:
        return ""
    try:
        if place.form is Form.FULL:
            check_part(place.purpose, "headline", written[0])
        check_part(place.purpose, "short" if place.form is Form.SHORT else "body", written[1])
    except Misconfigured as fault:
        return str(fault)
    return ""


def versions(actor: Actor, place: Place) -> list[Version]:
    """Every wording that was kept at a place, newest first, each with what it changed."""
    actor.must(Permission.TEXT_EDIT, at=place.site_id)
    must_exist(place)
    c = wording_version.c
    with reading() as db:
        rows = db.execute(select(wording_version).where(c.place == place.spelt).order_by(c.version)).all()
        called = names(db, (row.actor for row in rows))
        texts = Texts({})
    was = texts.source(place.name, place.site_id, place.form, place.language)
    before, found = f"{was.headline} {was.body}", []
    for row in rows:
        now = f"{row.headline} {row.body}"
        told = "" if row.removed else changes(before, now)
        found.append(Version(row.version, row.saved_at, called[row.actor], row.headline, row.body, row.removed, told))
        before = f"{was.headline} {was.body}" if row.removed else now
    return found[::-1]


def version(actor: Actor, place: Place, number: int) -> Version:
    """One of them."""
    found = [one for one in versions(actor, place) if one.number == number and not one.removed]
    if not found:
        raise NotFound("There is no such version of this text.")
    return found[0]
