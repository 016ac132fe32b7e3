"""How a public form is set up: by whoever decides at its site."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory import known_specialty
from core.enquiry.model import Audience, NewForm
from core.errors import Changed, Duplicate
from core.work import work
from data.tables import enquiry_form

CHANGED = "Somebody else changed this form while you had it open. Look at it again."


def set_form(actor: Actor, site_id: int, audience: Audience, specialty: str, version: int, new: NewForm) -> int:
    """Let it be so from now on; `version` is what was read, 0 of one that nobody has set up yet. Its id."""
    actor.must(Permission.WORKFLOW_EDIT, at=site_id)
    values = new.checked(audience) | {"changed_at": clock.now()}
    with work() as db:
        form_id = _kept(db, site_id, audience, known_specialty(specialty), version, values)
        facts = {"form": form_id, "audience": audience, "how": "open" if new.open else "closed"}
        record(db, actor, Kind.SITE_FORM_SET, About("site", site_id, site_id), facts, title=values["title"])
    return form_id


def _kept(
    db: Connection, site_id: int, audience: Audience, specialty: str, version: int, values: dict[str, Any]
) -> int:
    c = enquiry_form.c
    whose = {"site_id": site_id, "audience": audience, "specialty": specialty}
    same = [c[name] == value for name, value in whose.items()]
    row = db.execute(select(c.id, c.version).where(*same).with_for_update()).one_or_none()
    if row is None:
        return int(db.execute(insert(enquiry_form).values(**whose, **values).returning(c.id)).scalar_one())
    if version == 0:
        raise Duplicate("There is a form for this already. Change that one.")
    if row.version != version:
        raise Changed(CHANGED)
    db.execute(update(enquiry_form).where(c.id == row.id).values(**values, version=version + 1))
    return int(row.id)
