"""Who acts: a person at their sites, or a part of the house."""

from dataclasses import dataclass

from core.access.permission import Permission
from core.access.role import MAY, Role
from core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Outside:
    """What somebody without an account came about: one referral, and which of its parties they are (as on message)."""

    referral_id: int
    audience: str


@dataclass(frozen=True, slots=True)
class Actor:
    """`ref` is what the audit keeps (account:7, rule:thank-referrer); `sites` are site ids, already resolved.

    `depth` counts the rules that followed from one another until this one acted. Who is `outside` has no role and so
    no permission: whatever they may see or do says so by itself.
    """

    ref: str
    name: str
    role: Role | None = None
    sites: frozenset[int] = frozenset()
    every_site: bool = False
    account_id: int | None = None
    internal: bool = False
    depth: int = 0
    outside: Outside | None = None

    def may(self, permission: Permission, at: int | None = None) -> bool:
        """Whether the role allows it, and at this site when one is named."""
        if self.internal:
            return True
        return self.role is not None and permission in MAY[self.role] and (at is None or self.works_at(at))

    def must(self, permission: Permission, at: int | None = None) -> None:
        """Refuse with a sentence what this person may not do."""
        if not self.may(permission, at):
            raise NotAllowed("Your role does not allow this here. Ask your practice manager if you need it.")

    def works_at(self, site_id: int) -> bool:
        """Whether the site is one of theirs."""
        return self.internal or site_id in self.sites


def machine(ref: str, depth: int = 0) -> Actor:
    """A rule, a job or the command line acting by itself, everywhere."""
    return Actor(
        ref=ref, name=ref.partition(":")[2].replace("-", " ") or ref, every_site=True, internal=True, depth=depth
    )


def outsider(ref: str, name: str, referral_id: int, audience: str) -> Actor:
    """A party to one referral who came by a link (provider:7): nobody's role, no site, and nothing else in sight."""
    return Actor(ref=ref, name=name, outside=Outside(referral_id, audience))
