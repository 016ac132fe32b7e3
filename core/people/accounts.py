"""Accounts: people are invited, change roles and sites, are disabled and enabled again."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from core import clock
from core.access import Actor, Permission, Role
from core.audit import About, Kind, record
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.field import email, gathered, person_name
from core.people import admissions, feeds, sessions, username
from core.people.admissions import Purpose
from core.people.authority import must_manage
from core.work import work
from data.tables import account, account_site, site


@dataclass(frozen=True, slots=True)
class Details:
    """What is said about a person besides the name they sign in with."""

    name: str
    role: Role
    sites: frozenset[int] = frozenset()
    every_site: bool = False
    email: str = ""

    def checked(self) -> "Details":
        """As they are kept; says for each field what is missing or wrong."""
        return replace(self, **gathered(**self.parts()))

    def parts(self) -> dict[str, Callable[[], Any]]:
        """Each field that can be wrong, with what checks it."""
        return {
            "name": lambda: person_name(self.name, "The person's name"),
            "email": lambda: email(self.email) if self.email.strip() else "",
            "sites": self._somewhere,
        }

    def _somewhere(self) -> frozenset[int]:
        if not self.sites and not self.every_site:
            raise Refusal("Choose at least one site.")
        return self.sites


@dataclass(frozen=True, slots=True)
class Invited:
    """A new account and the one-use address that lets its owner set a password; it is shown once."""

    account_id: int
    link: str


def invite(actor: Actor, typed: str, details: Details) -> Invited:
    """Make an account; nobody can sign in with it until its link is taken up."""
    with work() as db:
        account_id = add(db, actor, typed, details)
        return Invited(account_id, _link(db, account_id))


def add(db: Connection, actor: Actor, typed: str, details: Details) -> int:
    """The account without a link; answers its id."""
    actor.must(Permission.PEOPLE_MANAGE)
    told = gathered(username=lambda: _free_name(db, typed), **details.parts())
    name = told.pop("username")
    details = replace(details, **told)
    must_manage(actor, details.role, details.sites, details.every_site)
    row = {"username": name, **_columns(details), "created_at": clock.now()}
    account_id = int(db.execute(insert(account).values(row).returning(account.c.id)).scalar_one())
    _place(db, account_id, details.sites)
    record(
        db,
        actor,
        Kind.ACCOUNT_INVITED,
        About("account", account_id),
        {"role": details.role},
        name=details.name,
    )
    return account_id


def invite_again(actor: Actor, account_id: int) -> str:
    """A new one-use link to set a password: earlier links end now, the old password when it is used."""
    with work() as db:
        person = theirs(db, actor, account_id)
        if person.disabled_at:
            raise NotNow("This account is disabled. Enable it first.")
        record(db, actor, Kind.ACCOUNT_INVITED_AGAIN, About("account", account_id))
        return _link(db, account_id)


def change(db: Connection, actor: Actor, account_id: int, version: int, details: Details) -> None:
    """Change what was read as `version`; a new role ends all sessions, new sites hold from the next click.

    What they own where they no longer work is for core.ownership to hand over, in the same transaction.
    """
    person = theirs(db, actor, account_id)
    before = _details(db, person)
    _must_not_be_own(actor, account_id, before, details)
    details = details.checked()
    must_manage(actor, details.role, details.sites, details.every_site)
    if person.version != version:
        raise Changed("Somebody else changed this person meanwhile. Look at it again before you save.")
    if before.role == Role.ADMIN != details.role:
        _must_not_be_last(db, account_id)
    _write(db, actor, person, before, details)


def disable(db: Connection, actor: Actor, account_id: int) -> None:
    """End every session and link, and let nobody in with this account; see core.ownership for what they own."""
    person = theirs(db, actor, account_id)
    if actor.account_id == account_id:
        raise NotAllowed("You cannot disable your own account. Ask somebody else who manages people.")
    if person.role == Role.ADMIN:
        _must_not_be_last(db, account_id)
    sessions.end_all(db, account_id)
    admissions.withdraw(db, account_id)
    _switch(db, actor, person, Kind.ACCOUNT_DISABLED, disabled_at=person.disabled_at or clock.now())


def enable(actor: Actor, account_id: int) -> None:
    """Let the person sign in again, with the password they had."""
    with work() as db:
        _switch(db, actor, theirs(db, actor, account_id), Kind.ACCOUNT_ENABLED, disabled_at=None)


def end_sessions(actor: Actor, account_id: int) -> int:
    """Sign the person out everywhere; answers how many sessions were open."""
    with work() as db:
        if actor.account_id != account_id:
            theirs(db, actor, account_id)
        count = sessions.end_all(db, account_id)
        feeds.end(db, account_id)
        record(db, actor, Kind.ACCOUNT_SESSIONS_ENDED, About("account", account_id), {"count": count})
        return count


def theirs(db: Connection, actor: Actor, account_id: int) -> Row[Any]:
    """The account, held until the command is done, if the actor may manage it as it stands."""
    person = db.execute(select(account).where(account.c.id == account_id).with_for_update()).one_or_none()
    if person is None:
        raise NotFound("There is no such account.")
    must_manage(actor, Role(person.role), _sites(db, account_id), person.every_site)
    return person


def _free_name(db: Connection, typed: str) -> str:
    name = username.check(typed)
    if db.execute(select(exists().where(account.c.username == name))).scalar():
        raise Duplicate("Somebody signs in with this username already. Choose another.")
    return name


def _must_not_be_own(actor: Actor, account_id: int, before: Details, after: Details) -> None:
    access = (before.role, before.sites, before.every_site)
    if actor.account_id == account_id and access != (after.role, after.sites, after.every_site):
        raise NotAllowed("You cannot change your own role or sites. Ask somebody else who manages people.")


def _must_not_be_last(db: Connection, account_id: int) -> None:
    admins = select(account.c.id).where(
        account.c.role == Role.ADMIN, account.c.disabled_at.is_(None), account.c.password_hash.is_not(None)
    )
    able = set(db.execute(admins.order_by(account.c.id).with_for_update()).scalars())
    if able == {account_id}:
        raise NotNow("This is the last administrator who can sign in. Make another one first.")


def _write(db: Connection, actor: Actor, person: Row[Any], before: Details, after: Details) -> None:
    what = [one.name for one in fields(Details) if getattr(before, one.name) != getattr(after, one.name)]
    db.execute(update(account).where(account.c.id == person.id).values(**_columns(after), version=person.version + 1))
    db.execute(delete(account_site).where(account_site.c.account_id == person.id))
    _place(db, person.id, after.sites)
    if before.role != after.role:
        sessions.end_all(db, person.id)
    facts = {"what": ", ".join(what).replace("_", " "), "before": _access(before), "after": _access(after)}
    record(db, actor, Kind.ACCOUNT_CHANGED, About("account", person.id), facts)


def _switch(db: Connection, actor: Actor, person: Row[Any], kind: Kind, **values: Any) -> None:
    changed = update(account).where(account.c.id == person.id)
    db.execute(changed.values(version=person.version + 1, **values))
    record(db, actor, kind, About("account", person.id))


def _place(db: Connection, account_id: int, sites: frozenset[int]) -> None:
    known = db.execute(select(func.count()).where(site.c.id.in_(sites))).scalar_one()
    if known != len(sites):
        raise Lacking({"sites": "One of these sites does not exist."})
    if sites:
        db.execute(insert(account_site), [{"account_id": account_id, "site_id": one} for one in sorted(sites)])


def _link(db: Connection, account_id: int) -> str:
    admissions.withdraw(db, account_id)
    return admissions.invitation_link(admissions.issue(db, account_id, Purpose.INVITE))


def _details(db: Connection, person: Row[Any]) -> Details:
    return Details(person.name, Role(person.role), _sites(db, person.id), person.every_site, person.email)


def _sites(db: Connection, account_id: int) -> frozenset[int]:
    wanted = select(account_site.c.site_id).where(account_site.c.account_id == account_id)
    return frozenset(db.execute(wanted).scalars())


def _columns(details: Details) -> dict[str, Any]:
    return {
        "name": details.name,
        "email": details.email,
        "role": details.role,
        "every_site": details.every_site,
    }


def _access(details: Details) -> dict[str, Any]:
    return {"role": details.role, "sites": sorted(details.sites), "every_site": details.every_site}
