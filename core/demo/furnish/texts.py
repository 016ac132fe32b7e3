"""A text in a site's own words: Leeds asks its patients to come a little early."""

from core.demo.furnish.base import Furnishing, House
from core.text.commands import set_text
from core.text.draft import Draft
from core.text.place import Place
from core.text.shipped import shipped

NAME = "booked-patient"
USUAL = "If this time"
EARLY = "Please come ten minutes early, so that there is time for a form. "


class Texts(Furnishing):
    """Written by the manager, who thought again about it once."""

    def furnish(self, house: House) -> None:
        """Two versions, of which the second stands."""
        mia, there = house.people["mia"], Place(NAME, house.sites["leeds"])
        usual = shipped()[NAME, "en"]
        first = Draft(usual.headline, usual.body.replace(USUAL, f"Please come early. {USUAL}"))
        version = set_text(mia, there, first, 0)
        set_text(mia, there, Draft(usual.headline, usual.body.replace(USUAL, f"{EARLY}{USUAL}")), version)
