"""Build a report: worked out first, then kept once, by whoever comes first; one that was killed leaves nothing."""

import io
from datetime import date, timedelta

from pypdf import PdfReader
from sqlalchemy import Connection, select

from core import clock, months
from core.access import Actor, Permission, machine
from core.audit import About, Kind, record
from core.brand import brand
from core.errors import Lacking, NotFound, NotNow
from core.report.content import Content, Kept
from core.report.kinds import ReportKind, kinds
from core.report.period import Rhythm, spoken
from core.report.printing import printed
from core.report.scope import Place, Reach, Scope, place_of
from core.work import reading, work
from data.insert import insert_new
from data.tables import edition, site

HOUSE = machine("report")
"""By whose eyes a report is written: who may have it is asked before, and it is the same for all of them."""
OLDEST = 36
"""Months back for which one may be built."""


def build(actor: Actor, code: str, scope: Scope, period_on: date) -> int:
    """Its id; the one that is there already, or a new one. Sent by schedule later, it is this one that is sent."""
    scope.must(actor, Permission.DISTRIBUTION_EDIT)
    kind = may_see(actor, code, scope)
    place = _over(kind, scope, period_on)
    with reading() as db:
        if found := _found(db, code, scope, period_on):
            return found
        group = brand(db)
    content, made_at = kind.content(HOUSE, place, period_on), clock.now()
    pdf = printed(content, group, made_at)
    with work() as db:
        row = {
            "kind": code, "scope": scope.spelt, "period_on": period_on, "site_id": scope.site_id,
            "provider_id": scope.provider_id, "title": titled(content), "built_at": made_at, "built_by": actor.ref,
            "pages": len(PdfReader(io.BytesIO(pdf)).pages), "size": len(pdf),
            "kept": Kept(content.summary, tuple(content.numbers)).spelt(), "pdf": pdf,
        }  # fmt: skip
        wanted = insert_new(db, edition, "kind", "scope", "period_on").values(row).returning(edition.c.id)
        built = db.execute(wanted).scalar_one_or_none()
        if built is None:
            return _found(db, code, scope, period_on) or 0
        facts = {"kind": code, "scope": scope.spelt, "period_on": f"{period_on:%Y-%m-%d}"}
        record(db, actor, Kind.EDITION_BUILT, About("edition", built, scope.site_id), facts, title=titled(content))
    return int(built)


def preview(actor: Actor, code: str, scope: Scope, period_on: date) -> bytes:
    """The same as it would be now, kept nowhere; also of a month that is not over."""
    kind = may_see(actor, code, scope)
    _check(kind, scope, period_on)
    with reading() as db:
        place, group = place_of(db, scope), brand(db)
    return printed(kind.content(HOUSE, place, period_on), group, clock.now())


def may_see(actor: Actor, code: str, scope: Scope) -> ReportKind:
    """The kind, for whoever may see what it says of this place; those who see numbers alone see no records."""
    kind = kinds().get(code)
    if kind is None:
        raise NotFound("There is no such kind of report.")
    scope.must(actor, Permission.INSIGHT_READ)
    if kind.records:
        scope.must(actor, Permission.REFERRAL_READ)
    return kind


def titled(content: Content) -> str:
    """Practice month: Leeds Dental, October 2026."""
    return f"{content.title}: {content.place}, {content.period}"[:300]


def _check(kind: ReportKind, scope: Scope, period_on: date) -> None:
    """Whether the kind can be about this place and this period at all."""
    fits = {
        Reach.GROUP: scope == Scope(),
        Reach.SITE: bool(scope.site_id) and not scope.provider_id,
        Reach.PRACTICE: bool(scope.provider_id),
    }
    if not fits[kind.reach]:
        raise Lacking({"scope": f"Choose {kind.reach.label.lower()} for this kind of report."})
    if kind.rhythm is Rhythm.MONTH and period_on.day != 1:
        raise Lacking({"period": "Choose a month."})


def _over(kind: ReportKind, scope: Scope, period_on: date) -> Place:
    """The place, if the period is over there, not too long ago, and the site was open in it."""
    _check(kind, scope, period_on)
    with reading() as db:
        place = place_of(db, scope)
        closed_on = db.execute(select(site.c.closed_on).where(site.c.id == scope.site_id)).scalar_one_or_none()
    today = clock.local(clock.now(), place.calendar.time_zone).date()
    if kind.rhythm is Rhythm.WEEK and not timedelta() <= today - period_on < timedelta(days=7):
        raise NotNow("This list shows how things stand now, so it can be built for today alone.")
    if kind.rhythm is Rhythm.MONTH and months.month_of(period_on) >= months.month_of(today):
        raise NotNow(f"{spoken(kind.rhythm, period_on)} is not over yet. Look at the preview until then.")
    if months.count(months.month_of(period_on), months.month_of(today)) > OLDEST:
        raise NotNow("That is too long ago to be told by what is known now.")
    if closed_on and closed_on <= period_on:
        raise NotNow(f"{place.site} was closed by then.")
    return place


def _found(db: Connection, code: str, scope: Scope, period_on: date) -> int | None:
    c = edition.c
    wanted = select(c.id).where(c.kind == code, c.scope == scope.spelt, c.period_on == period_on)
    return db.execute(wanted).scalar_one_or_none()
