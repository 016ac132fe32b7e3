"""How the demo group's sites choose owners, and who of its people is away."""

from datetime import timedelta

from core import clock
from core.demo.furnish.base import Furnishing, House
from core.ownership import Absence, set_away
from core.referral import Direction, How, NewLine, Wanted, board, note, set_line

LINES = (
    ("mia", "leeds", "oral_surgery", How.SPECIALIST, ()),
    ("mia", "leeds", "endodontics", How.ROUND_ROBIN, ("ana", "fay")),
    ("mia", "leeds", "", How.LEAST_LOADED, ("ana", "fay", "rohan")),
    ("mia", "york", "orthodontics", How.NAMED, ("grace",)),
    ("mia", "york", "", How.ROUND_ROBIN, ("ana", "tilda")),
    ("bethan", "hull", "", How.LEAST_LOADED, ()),
)


class Owners(Furnishing):
    """A few lines of each way, and Grace on leave next week."""

    def furnish(self, house: House) -> None:
        """As their managers set them."""
        for manager, site, specialty, how, names in LINES:
            people = tuple(house.people[name].account_id or 0 for name in names)
            line = NewLine(site_id=house.sites[site], specialty=specialty, how=how, people=people)
            set_line(house.people[manager], line)
        _mention(house)
        grace, today = house.people["grace"], clock.now().date()
        first = today - timedelta(days=2)
        back = today + timedelta(days=7 - today.weekday())
        stand_in = house.people["tilda"].account_id
        set_away(grace, grace.account_id or 0, Absence(from_on=first, until_on=back, stand_in_id=stand_in))


def _mention(house: House) -> None:
    """Two colleagues at Leeds talk about what is open there."""
    ana, ben = house.people["ana"], house.people["ben"]
    first, second = board(ana, Wanted(Direction.INBOUND, site=house.sites["leeds"]), limit=2).rows
    note(ben, first.id, "@Ana could you ask whether they can come on a Tuesday? The surgeon is here then.")
    note(ana, second.id, "Called and left a message. @Fay please try again this afternoon.")
