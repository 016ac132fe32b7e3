"""python -m core demo: load the invented Harbour Dental Group into an empty database and say how to sign in."""

from argparse import ArgumentParser, Namespace

from core.demo import facts, load
from core.demo.facts import Person
from core.demo.furnish import furnish
from core.errors import NotNow
from core.operate.base import Command, operator
from core.settings import settings
from data.migrate import is_current

SHOWN = 7
"""Sign-ins that are printed: one of each role, and Dev, who works elsewhere."""


class Demo(Command):
    """Something to try Baton with; never beside real records."""

    name = "demo"
    help = "Load the invented Harbour Dental Group into an empty database."

    def arguments(self, parser: ArgumentParser) -> None:
        """What to do with a database in use, and which dice."""
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a database with records alone, without a word"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number invents another history")

    def run(self, args: Namespace) -> int:
        """Load it, or refuse; a demo group that is there already is greeted again."""
        if not is_current(settings().database_url):
            raise NotNow("The database is not ready. Run python -m core migrate first.")
        if not args.if_empty or load.is_empty(operator()):
            load.load(operator(), args.seed)
            furnish(operator())
        if load.is_demo(operator()):
            print(greeting())  # noqa: T201 - a command line prints
        return 0


def greeting() -> str:
    """Who can sign in, with the password."""
    rows = [(person.username, person.name, person.role.label, _where(person)) for person in facts.people()[:SHOWN]]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    said = f"Harbour Dental Group, an invented one. Everybody's password is {facts.password()}"
    return "\n".join([said, *(f"  {line}" for line in lines)])


def _where(person: Person) -> str:
    towns = {place.code: place.new.town for place in facts.places()}
    return "every site" if person.every_site else ", ".join(towns[code] for code in person.sites)
