"""python -m core site list, python -m core site add CODE NAME --town TOWN."""

from argparse import ArgumentParser, Namespace

from core.directory import NewSite, add_site, every_site
from core.operate.base import Command, operator
from core.settings import settings

ADD = ("address", "postcode", "phone", "email", "time-zone")


class Sites(Command):
    """Our own practices."""

    name = "site"
    help = "List the sites of the group, or add one."

    def arguments(self, parser: ArgumentParser) -> None:
        """The two things that can be done."""
        what = parser.add_subparsers(required=True, metavar="WHAT")
        what.add_parser("list", help="the sites with their codes").set_defaults(does=_list)
        adding = what.add_parser("add", help="add a site, open Monday to Friday from nine to five")
        adding.add_argument("code", metavar="CODE", help="short, such as leeds")
        adding.add_argument("name", metavar="NAME")
        adding.add_argument("--town", required=True)
        for option in ADD:
            adding.add_argument(f"--{option}", default="")
        adding.set_defaults(does=_add)

    def run(self, args: Namespace) -> int:
        """Do it."""
        args.does(args)
        return 0


def _list(_args: Namespace) -> None:
    found = every_site(operator())
    width = max((len(site.code) for site in found), default=0)
    lines = [f"{site.code:{width}}  {site.name}, {site.town}" for site in found]
    none = "There is no site yet. Add one: python -m core site add CODE NAME --town TOWN"
    print("\n".join(lines) or none)  # noqa: T201 - a command line prints


def _add(args: Namespace) -> None:
    told = {name.replace("-", "_"): getattr(args, name.replace("-", "_")) for name in ADD}
    told["time_zone"] = told["time_zone"] or str(settings().time_zone)
    add_site(operator(), NewSite(code=args.code, name=args.name, town=args.town, **told))
    print(f"{args.name} is a site now, with the code {args.code.casefold()}.")  # noqa: T201 - as above
