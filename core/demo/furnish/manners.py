"""Manners of a site's own: York leaves its patients alone from eight in the evening on."""

from core import manners
from core.demo.furnish.base import Furnishing, House
from core.manners import Manners


class OwnManners(Furnishing):
    """Set by the manager of York; the rest does as the group does."""

    def furnish(self, house: House) -> None:
        """By the command that the page uses."""
        manners.set_manners(house.people["mia"], house.sites["york"], Manners(20 * 60, 8 * 60 + 30, 2), 0)
