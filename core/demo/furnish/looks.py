"""Looks at the figures that the demo group's people come back to: on their first pages, shared, and in a report."""

from core import insight
from core.demo.furnish.base import Furnishing, House
from core.insight import Exploration, Shared

LOOKS = (
    ("mia", "Booked, site by site", {"what": "booking", "also": "site"}, Shared.SITES, False),
    ("mia", "No-shows by funding", {"what": "no_show", "by": "funding"}, Shared.ME, True),
    ("cleo", "What each source is worth", {"what": "value", "by": "source", "also": "direction"}, Shared.ALL, True),
)
"""Whose, its name, what it asks, whom it is for, and whether monthly reports tell it."""


class Looks(Furnishing):
    """One of Mia's stands on Ana's first page too."""

    def furnish(self, house: House) -> None:
        """Kept as anybody keeps them, from the page where figures are explored."""
        kept = {}
        for who, name, asked, shared, reported in LOOKS:
            actor = house.people[who]
            kept[name] = insight.keep_look(actor, name, Exploration.read(asked), shared)
            insight.put_at_home(actor, kept[name])
            if reported:
                insight.change_look(actor, kept[name], name, shared, reported=True)
        insight.put_at_home(house.people["ana"], kept["Booked, site by site"])
