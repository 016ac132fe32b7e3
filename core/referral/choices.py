"""What lists are filtered by: the actor's sites, the people there who own referrals, the workflow and the tags."""

from dataclasses import dataclass

from sqlalchemy import literal, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites, staff
from core.referral.stage import Direction, Stage, label
from core.work import reading
from core.workflow import PLAIN, REVISION, CustomField, SubStatus, Workflow, as_of
from data.tables import account, account_site, site, tag


@dataclass(frozen=True, slots=True)
class Choices:
    """Names by id, in the order of the names, and the workflow as it stands at these sites."""

    sites: dict[int, str]
    owners: dict[int, str]
    flow: Workflow = PLAIN
    tags: tuple[str, ...] = ()

    def called(self, stage: Stage, direction: Direction) -> str:
        """A stage as lists of several sites call it; whoever is at one site reads that site's own name for it."""
        return label(stage, direction, self.flow, next(iter(self.sites)) if len(self.sites) == 1 else None)

    @property
    def fields(self) -> tuple[CustomField, ...]:
        """The group's own fields that are asked at any of these sites."""
        return self.flow.known(self.sites, clock.now().date())

    @property
    def statuses(self) -> tuple[SubStatus, ...]:
        """The sub-statuses that are used at any of these sites."""
        today = clock.now().date()
        return tuple(
            each for each in self.flow.statuses if any(each.is_offered(each.stage, site, today) for site in self.sites)
        )


def choices(actor: Actor) -> Choices:
    """All in one statement, for a list asks for them at every look."""
    actor.must(Permission.REFERRAL_READ)
    c = site.c
    here = select(literal("site").label("of"), c.id, c.name).where(
        at_my_sites(actor, c.id), or_(c.closed_on.is_(None), c.closed_on > clock.now().date())
    )
    people = select(literal("owner"), account.c.id, account.c.name).where(
        staff(Permission.REFERRAL_HANDLE, at_my_sites(actor, account_site.c.site_id))
    )
    both = here.union_all(people, select(literal("tag"), tag.c.id, tag.c.name)).subquery()
    with reading() as db:
        found = db.execute(select(both, REVISION).order_by(both.c.name, both.c.id)).all()
        flow = as_of(db, found[0].workflow) if found else PLAIN
    named = {of: {row.id: row.name for row in found if row.of == of} for of in ("site", "owner", "tag")}
    return Choices(named["site"], named["owner"], flow, tuple(named["tag"].values()))
