"""The public forms of our sites: all of them for those who set them up, and the open ones for anybody."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select

from core import clock
from core.access import Actor, Permission
from core.directory import Specialty, requirements, sites
from core.directory.sites import is_open
from core.enquiry.model import Audience, Form
from core.enquiry.questions import Question, questions
from core.enquiry.words import Words
from core.errors import NotFound
from core.work import reading
from data.tables import enquiry, enquiry_form, site

LATELY = timedelta(days=30)
SHUT = "This form is not open."
_OWN = ("audience", "specialty", "open", "title", "words", "asks", "services", "origins", "version")


def forms(actor: Actor) -> list[Form]:
    """At the actor's sites by name: one for each audience, as Baton would begin it where nobody has set it, and those
    of single services."""
    actor.must(Permission.WORKFLOW_EDIT)
    with reading() as db:
        rows = db.execute(_wanted().where(site.c.id.in_(sorted(actor.sites)))).all()
    set_up = [_form(row) for row in rows]
    known = {(each.site_id, each.audience) for each in set_up if not each.specialty}
    begun = [
        _unset(each, audience) for each in sites(actor) for audience in Audience if (each.id, audience) not in known
    ]
    return sorted(set_up + begun, key=lambda one: (one.site, list(Audience).index(one.audience), one.specialty))


def opened(audience: Audience, code: str, specialty: str = "", actor: Actor | None = None) -> Form:
    """The form at this address, for anybody if it is open; whoever may set it up sees it also while it is not.

    A service without a form of its own has that of its site, if it is one of those that can be chosen there.
    """
    if specialty and specialty not in set(Specialty):
        raise NotFound(SHUT)
    c = enquiry_form.c
    here = (c.audience == audience, site.c.code == code.casefold(), is_open(), c.specialty.in_({"", specialty}))
    with reading() as db:
        found = {row.specialty: _form(row) for row in db.execute(_wanted().where(*here))}
    form = found.get(specialty) or _narrowed(found.get(""), specialty)
    if form is None or not (form.open or _sets_up(actor, form)):
        raise NotFound(SHUT)
    return form


def questions_of(form: Form, words: Words) -> tuple[Question, ...]:
    """What it asks just now: of practices also what the service requires."""
    if form.audience is Audience.PATIENT:
        return questions(form, (), words)
    with reading() as db:
        return questions(form, requirements(db, site_id=form.site_id, specialty=form.specialty), words)


def sent_from(form_id: int, specialty: str) -> Form:
    """The form that a receipt is of, open or not."""
    with reading() as db:
        row = db.execute(_wanted().where(enquiry_form.c.id == form_id)).one_or_none()
    if row is None:
        raise NotFound(SHUT)
    return replace(_form(row), specialty=specialty)


def _sets_up(actor: Actor | None, form: Form) -> bool:
    return actor is not None and actor.may(Permission.WORKFLOW_EDIT, at=form.site_id)


def _narrowed(form: Form | None, specialty: str) -> Form | None:
    if form is None or (specialty and specialty not in form.choices):
        return None
    return replace(form, specialty=specialty)


def _unset(place: Any, audience: Audience) -> Form:
    whose = (place.id, place.name, place.code, place.phone, place.time_zone)
    return Form(None, *whose, audience, "", False, audience.heading, "", (), (), (), 0)


def _wanted() -> Select[Any]:
    c = enquiry_form.c
    whose = (site.c.name, site.c.code, site.c.phone, site.c.time_zone)
    lately = (enquiry.c.form_id == c.id) & (enquiry.c.sent_at > clock.now() - LATELY)
    sent = select(func.count()).where(lately).scalar_subquery().label("sent")
    return select(c.id, c.site_id, *whose, *(c[name] for name in _OWN), sent).join(site, site.c.id == c.site_id)


def _form(row: Any) -> Form:
    own: dict[str, Any] = dict(row._mapping)
    listed = {name: tuple(own[name]) for name in ("asks", "services", "origins")}
    whose = {"site": own.pop("name"), "site_code": own.pop("code"), "zone": own.pop("time_zone")}
    read: dict[str, Any] = {**listed, **whose, "audience": Audience(own.pop("audience"))}
    return Form(**own | read)
