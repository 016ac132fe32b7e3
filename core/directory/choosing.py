"""What a site of ours makes of a provider: preferred, hidden, or neither."""

from sqlalchemy import delete, select

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory.model import Choice
from core.directory.providers import provider_name
from core.errors import NotFound
from core.work import work
from data.insert import put
from data.tables import provider_choice


def choose_provider(actor: Actor, provider_id: int, site_id: int, choice: Choice | None) -> None:
    """Put it first at this site, leave it out of the rankings there, or neither."""
    actor.must(Permission.DIRECTORY_PROPOSE, at=site_id)
    c = provider_choice.c
    here = c.provider_id == provider_id, c.site_id == site_id
    with work() as db:
        name = provider_name(db, provider_id)
        if not name:
            raise NotFound("There is no such practice in the directory.")
        if db.execute(select(c.choice).where(*here)).scalar_one_or_none() == choice:
            return
        if choice is None:
            db.execute(delete(provider_choice).where(*here))
        else:
            put(
                db,
                provider_choice,
                *("provider_id", "site_id"),
                provider_id=provider_id,
                site_id=site_id,
                choice=choice,
                changed_at=clock.now(),
            )
        said = choice.label.lower() if choice else "neither preferred nor hidden"
        record(db, actor, Kind.PROVIDER_PREFERRED, About("provider", provider_id, site_id), {}, name=name, choice=said)
