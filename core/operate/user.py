"""python -m core user: make accounts, list them, disable them, end their sessions."""

import getpass
from argparse import ArgumentParser, Namespace

from sqlalchemy import select

from core.access import Role
from core.errors import Lacking, NotFound
from core.operate.base import Command, operator
from core.ownership import AUTOMATIC, POOL, Taker, disable
from core.ownership import person as colleague
from core.people import (
    Details,
    Person,
    accounts,
    end_sessions,
    fold,
    invitation,
    invite,
    passwords,
    people,
)
from core.work import reading, work
from data.tables import account, site


class User(Command):
    """What has to work before anybody can sign in."""

    name = "user"
    help = "Add, list and disable the people who sign in."

    def arguments(self, parser: ArgumentParser) -> None:
        """One word for what to do, and whom."""
        words = parser.add_subparsers(required=True, metavar="ACTION")
        _adding(words.add_parser("add", help="Make an account and print the link that sets its password."))
        words.add_parser("list", help="Everybody who has an account.").set_defaults(act=_list)
        for word, act, text in (
            ("disable", _disable, "Let nobody in with this account."),
            ("end-sessions", _end, "Sign this person out everywhere."),
        ):
            one = words.add_parser(word, help=text)
            one.add_argument("username", metavar="NAME")
            one.set_defaults(act=act)
            if word == "disable":
                _leaving(one)

    def run(self, args: Namespace) -> int:
        """Do the action that was named."""
        print(args.act(args))  # noqa: T201 - a command line prints
        return 0


def _adding(parser: ArgumentParser) -> None:
    parser.add_argument("username", metavar="NAME", help="what the person types to sign in")
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--site", action="append", default=[], metavar="CODE", help="a site; repeatable")
    parser.add_argument("--every-site", action="store_true", help="all sites, also those opened later")
    parser.add_argument("--name", help="the person's name as others read it")
    parser.add_argument("--email", default="")
    parser.add_argument("--password-prompt", action="store_true", help="ask for the password here instead")
    parser.set_defaults(act=_add)


def _add(args: Namespace) -> str:
    sites = _sites(args.site)
    details = Details(args.name or args.username, Role(args.role), sites, args.every_site, args.email)
    if not args.password_prompt:
        return invite(operator(), args.username, details).link
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("The same again: "):
        raise Lacking({"again": "The two are not the same. Nothing was changed."})
    passwords.check(password, args.username, details.name)
    kept = passwords.hashed(password)
    with work() as db:
        invitation.set_password(db, accounts.add(db, operator(), args.username, details), kept)
    return f"{args.username} can sign in."


def _list(_args: Namespace) -> str:
    rows = [(one.username, one.role, _where(one), one.status) for one in people(operator())]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _where(person: Person) -> str:
    return "every site" if person.every_site else ", ".join(person.sites.values())


def _leaving(parser: ArgumentParser) -> None:
    taker = parser.add_mutually_exclusive_group()
    taker.add_argument("--to", metavar="NAME", help="who takes over the work they have open")
    taker.add_argument("--pool", action="store_true", help="put it into the pools of its sites instead")
    taker.add_argument("--automatic", action="store_true", help="assign it as new referrals are assigned")


def _disable(args: Namespace) -> str:
    disable(operator(), _account(args.username), _taker(args))
    return f"{args.username} can no longer sign in."


def _taker(args: Namespace) -> Taker | None:
    if args.to:
        return colleague(_account(args.to))
    return POOL if args.pool else AUTOMATIC if args.automatic else None


def _end(args: Namespace) -> str:
    count = end_sessions(operator(), _account(args.username))
    return "1 session ended." if count == 1 else f"{count} sessions ended."


def _account(typed: str) -> int:
    with reading() as db:
        found = db.execute(select(account.c.id).where(account.c.username == fold(typed))).scalar()
    if found is None:
        raise NotFound(f"Nobody signs in as {typed}.")
    return int(found)


def _sites(codes: list[str]) -> frozenset[int]:
    with reading() as db:
        known = {row.code: row.id for row in db.execute(select(site.c.code, site.c.id))}
    for code in codes:
        if code not in known:
            there = ", ".join(sorted(known)) or "none yet"
            raise NotFound(f"There is no site with the code {code}. The codes are: {there}.")
    return frozenset(known[code] for code in codes)
