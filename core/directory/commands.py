"""What can be done to the directory: each command is one transaction around a function that takes `db`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory.drafts import NewClinician, NewProvider, NewSite, search_text
from core.errors import Duplicate, Lacking, NotFound
from core.work import work
from data.insert import insert_new
from data.tables import clinician, provider, provider_contact, provider_offer, site, site_holiday, site_hours


def add_site(actor: Actor, new: NewSite, holidays: Mapping[date, str] | None = None) -> int:
    """Open one of our practices; answers its id."""
    actor.must(Permission.DIRECTORY_EDIT)
    with work() as db:
        return write_site(db, actor, new, holidays)


def add_provider(actor: Actor, new: NewProvider) -> int:
    """Put a practice into the directory; answers its id."""
    actor.must(Permission.DIRECTORY_EDIT)
    with work() as db:
        return write_provider(db, actor, new)


def add_clinician(
    actor: Actor, new: NewClinician, *, provider_id: int | None = None, site_id: int | None = None
) -> int:
    """Somebody who works at a provider or at one of our sites; answers their id."""
    actor.must(Permission.DIRECTORY_EDIT)
    with work() as db:
        added = write_clinician(db, new, provider_id=provider_id, site_id=site_id)
        if provider_id is not None:
            record(db, actor, Kind.PROVIDER_CHANGED, About("provider", provider_id), {"what": "clinicians"})
        else:
            record(db, actor, Kind.SITE_CHANGED, About("site", site_id or 0, site_id), {"what": "clinicians"})
        return added


def write_site(db: Connection, actor: Actor, new: NewSite, holidays: Mapping[date, str] | None = None) -> int:
    """The site with its hours and holidays."""
    row = new.checked()
    added = db.execute(insert_new(db, site, "code").values(row).returning(site.c.id)).scalar_one_or_none()
    if added is None:
        raise Duplicate(f"There is a site with the code {row['code']} already.")
    site_id = int(added)
    _many(db, site_hours, [{"site_id": site_id, "weekday": w, "opens": o, "closes": c} for w, o, c in new.hours])
    _many(db, site_holiday, [{"site_id": site_id, "on": on, "name": n} for on, n in (holidays or {}).items()])
    record(db, actor, Kind.SITE_ADDED, About("site", site_id, site_id), {"code": row["code"]}, name=row["name"])
    return site_id


def write_provider(db: Connection, actor: Actor, new: NewProvider) -> int:
    """The practice with its clinicians, contacts and offers."""
    row, people = new.checked(), [each.checked() for each in new.clinicians]
    contacts, offers = [each.checked() for each in new.contacts], [each.checked() for each in new.offers]
    search = search_text(row["name"], row["address"], row["town"], row["postcode"], *(each["name"] for each in people))
    values = row | {"search": search, "changed_at": clock.now()}
    added = db.execute(
        insert_new(db, provider, "ods_code").values(values).returning(provider.c.id)
    ).scalar_one_or_none()
    if added is None:
        raise Duplicate(f"The directory has a practice with the ODS code {row['ods_code']} already.")
    key = {"provider_id": int(added)}
    _many(db, clinician, [key | each for each in people])
    _many(db, provider_contact, [key | each for each in contacts])
    _many(db, provider_offer, [key | each for each in offers])
    record(db, actor, Kind.PROVIDER_ADDED, About("provider", int(added)), {}, name=row["name"])
    return int(added)


def write_clinician(
    db: Connection, new: NewClinician, *, provider_id: int | None = None, site_id: int | None = None
) -> int:
    """The person, found by name where they work from now on."""
    if (provider_id is None) == (site_id is None):
        raise Lacking({"place": "Choose either a practice or one of our sites."})
    row = new.checked() | {"provider_id": provider_id, "site_id": site_id}
    if provider_id is not None:
        _find_by_clinician(db, provider_id, row["name"])
    elif db.execute(select(site.c.id).where(site.c.id == site_id)).first() is None:
        raise NotFound("There is no such site.")
    return int(db.execute(insert(clinician).values(row).returning(clinician.c.id)).scalar_one())


def _find_by_clinician(db: Connection, provider_id: int, name: str) -> None:
    c = provider.c
    wanted = select(c.name, c.address, c.town, c.postcode, c.version).where(c.id == provider_id).with_for_update()
    row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("There is no such practice in the directory.")
    there = clinician.c.provider_id == provider_id, clinician.c.left_on.is_(None)
    names = [*db.execute(select(clinician.c.name).where(*there).order_by(clinician.c.id)).scalars(), name]
    search = search_text(row.name, row.address, row.town, row.postcode, *names)
    changed = {"search": search, "version": row.version + 1, "changed_at": clock.now()}
    db.execute(update(provider).where(c.id == provider_id).values(**changed))


def _many(db: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(table), rows)
