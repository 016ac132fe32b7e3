"""The filters that every list of referrals has."""

from core.access import Actor
from core.referral import DUES, Choices, Urgency
from pages.parts.filters import Field


def narrowing(actor: Actor, known: Choices) -> list[Field]:
    """Whose, how soon and by when; the site only for people at several, tags where the group has some."""
    sites = {str(site): name for site, name in known.sites.items()}
    people = {str(person): name for person, name in known.owners.items() if person != actor.account_id}
    fields = [
        Field("typed", "Name, phone or reference", "search"),
        Field("site", "Site", choices={"": "All my sites", **sites}),
        Field("owner", "Owner", choices={"": "Any owner", "me": "Mine", "pool": "Unassigned", **people}),
        Field("urgency", "Urgency", choices={"": "Any urgency"} | {one.value: one.label for one in Urgency}),
        Field("due", "Due", choices={"": "Due any time", **DUES}),
        Field("tag", "Tag", choices={"": "Any tag"} | {name: name for name in known.tags}),
    ]
    needless = {"site": len(sites) < 2, "tag": not known.tags}
    return [one for one in fields if not needless.get(one.name)]
