"""The archive: what was built, to whom it went and whether it came there, and each report as a file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory import site_zone
from core.errors import NotAllowed, NotFound
from core.message import file_name
from core.report.building import may_see
from core.report.content import Kept
from core.report.files import FORMS
from core.report.kinds import kinds
from core.report.link import File
from core.report.period import spoken
from core.report.scope import Scope, within
from core.settings import settings
from core.work import reading, work
from data.tables import edition, edition_sent, message, provider, referral

PAGE = 50
_LISTED = ("id", "kind", "period_on", "site_id", "provider_id", "title", "built_at", "pages", "size")


@dataclass(frozen=True, slots=True)
class Edition:
    """A report in the archive; `readable` is whether the actor may open it, `failed` counts mails that did not go."""

    id: int
    kind: str
    period_on: date
    site_id: int | None
    provider_id: int | None
    title: str
    built_at: datetime
    pages: int
    size: int
    zone: str
    sent: int
    arrived: int
    failed: int
    readable: bool

    @property
    def period(self) -> str:
        """In words."""
        return spoken(kinds()[self.kind].rhythm, self.period_on)


@dataclass(frozen=True, slots=True)
class Went:
    """To whom a report went, how, and what became of it: a state of its message, or why there is none."""

    id: int
    name: str
    address: str
    way: str
    state: str
    why: str
    message_id: int | None
    sent_at: datetime
    opened_at: datetime | None
    ends_at: datetime | None
    withdrawn_at: datetime | None


def editions(actor: Actor, kind: str = "", site_id: int | None = None, before: int | None = None) -> list[Edition]:
    """Newest first, those of the actor's sites; one more than a page where there is a next one."""
    actor.must(Permission.INSIGHT_READ, at=site_id)
    c = edition.c
    asked: list[ColumnElement[bool]] = [within(actor, c.site_id)]
    asked += [c.kind == kind] if kind else []
    asked += [c.site_id == site_id] if site_id else []
    asked += [c.id < before] if before else []
    with reading() as db:
        return _listed(db, actor, *asked)


def one(actor: Actor, edition_id: int) -> tuple[Edition, Kept, list[Went]]:
    """A report with what it says in short and to whom it went."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        found = _listed(db, actor, edition.c.id == edition_id, within(actor, edition.c.site_id))
        if not found:
            raise NotFound("There is no such report at your sites.")
        kept = Kept.read(db.execute(select(edition.c.kept).where(edition.c.id == edition_id)).scalar_one())
        return found[0], kept if found[0].readable else Kept(), _went(db, edition_id)


def file(actor: Actor, edition_id: int, form: str) -> File:
    """A report as pdf, xlsx or csv; that it was taken along is kept."""
    c = edition.c
    with reading() as db:
        asked = select(c.kind, c.period_on, c.site_id, c.provider_id, c.title, c.kept, c.pdf)
        row = db.execute(asked.where(c.id == edition_id, within(actor, c.site_id))).one_or_none()
    if row is None or form not in FORMS:
        raise NotFound("There is no such report at your sites.")
    may_see(actor, row.kind, Scope(row.site_id, row.provider_id))
    media_type, made = FORMS[form]
    content = made(Kept.read(row.kept)) if made else row.pdf
    with work() as db:
        record(
            db, actor, Kind.EDITION_TAKEN, About("edition", edition_id, row.site_id), {"form": form}, title=row.title
        )
    return File(file_name(row.kind, row.period_on, form), media_type, content)


def found(actor: Actor, code: str, scope: Scope, period_on: date) -> int | None:
    """The id of the report about a place and a period, if it was built."""
    scope.must(actor, Permission.INSIGHT_READ)
    c = edition.c
    wanted = select(c.id).where(c.kind == code, c.scope == scope.spelt, c.period_on == period_on)
    with reading() as db:
        return db.execute(wanted).scalar_one_or_none()


def shown(actor: Actor, edition_id: int) -> bytes:
    """The pages of a report, to look at."""
    found, _, _ = one(actor, edition_id)
    if not found.readable:
        raise NotAllowed("Your role does not include single referrals, which this report names.")
    with reading() as db:
        return bytes(db.execute(select(edition.c.pdf).where(edition.c.id == edition_id)).scalar_one())


def practices(actor: Actor, site_id: int) -> dict[int, str]:
    """The practices that referred to a site, those that refer most first."""
    actor.must(Permission.INSIGHT_READ, at=site_id)
    c, p = referral.c, provider.c
    wanted = (
        select(p.id, p.name)
        .join(referral, c.referrer_provider_id == p.id)
        .where(c.site_id == site_id)
        .group_by(p.id, p.name)
        .order_by(func.count().desc(), p.name)
        .limit(200)
    )
    with reading() as db:
        return {row.id: row.name for row in db.execute(wanted)}


def _listed(db: Connection, actor: Actor, *asked: ColumnElement[bool]) -> list[Edition]:
    c, s = edition.c, edition_sent.c
    became = (
        select(
            s.edition_id,
            func.count(s.message_id).label("sent"),
            func.count(case((message.c.state == "sent", 1))).label("arrived"),
            func.count(case((message.c.state.in_(("dead", "in_doubt")), 1), (s.why != "", 1))).label("failed"),
        )
        .outerjoin(message, message.c.id == s.message_id)
        .group_by(s.edition_id)
        .subquery()
    )
    counts = (func.coalesce(became.c[name], 0).label(name) for name in ("sent", "arrived", "failed"))
    wanted = select(*(c[name] for name in _LISTED), *counts).outerjoin(became, became.c.edition_id == c.id)
    rows = db.execute(wanted.where(*asked).order_by(c.id.desc()).limit(PAGE + 1)).all()
    return [_edition(db, actor, row) for row in rows if row.kind in kinds()]


def _edition(db: Connection, actor: Actor, row: Any) -> Edition:
    zone = site_zone(db, row.site_id) if row.site_id else settings().time_zone.key
    needed = Permission.REFERRAL_READ if kinds()[row.kind].records else Permission.INSIGHT_READ
    named = {name: getattr(row, name) for name in (*_LISTED, "sent", "arrived", "failed")}
    return Edition(**named, zone=zone, readable=actor.may(needed, at=row.site_id))


def _went(db: Connection, edition_id: int) -> list[Went]:
    s = edition_sent.c
    wanted = (
        select(s.id, s.name, s.address, s.way, func.coalesce(message.c.state, ""), s.why, s.message_id)
        .add_columns(s.sent_at, s.opened_at, s.ends_at, s.withdrawn_at)
        .outerjoin(message, message.c.id == s.message_id)
        .where(s.edition_id == edition_id)
        .order_by(s.id)
    )
    return [Went(*row) for row in db.execute(wanted)]
