"""How a provider stands with the group as one table: which move leads where, whose it is, and what it asks for."""

from dataclasses import dataclass

from core.access import Actor
from core.access import Permission as P
from core.errors import NotNow
from core.spoken import Spoken


class Standing(Spoken):
    """Where a provider stands, from the national list to one the group relies on."""

    LISTED = "listed", "Listed"
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"

    @classmethod
    def relied_on(cls) -> tuple["Standing", ...]:
        """Those the group has agreed on: finders and rankings put them first."""
        return (cls.APPROVED, cls.ACTIVE)


S = Standing


@dataclass(frozen=True, slots=True)
class Move:
    """One way on. `whole` asks for what a referral needs to know, `why` for a reason; the `likely` one comes first."""

    name: str
    label: str
    sources: frozenset[Standing]
    target: Standing
    permission: P
    whole: bool = False
    why: bool = False
    likely: bool = False


def _from(*standings: Standing) -> frozenset[Standing]:
    return frozenset(standings)


_TABLE = (
    Move("onboard", "Begin onboarding", _from(S.LISTED), S.DRAFT, P.DIRECTORY_PROPOSE, likely=True),
    Move("propose", "Propose to the group", _from(S.DRAFT), S.PROPOSED, P.DIRECTORY_PROPOSE, whole=True, likely=True),
    Move("approve", "Approve", _from(S.DRAFT, S.PROPOSED), S.APPROVED, P.DIRECTORY_EDIT, whole=True, likely=True),
    Move("activate", "Activate", _from(S.APPROVED), S.ACTIVE, P.DIRECTORY_EDIT, whole=True, likely=True),
    Move("send_back", "Send back", _from(S.PROPOSED, S.APPROVED), S.DRAFT, P.DIRECTORY_EDIT, why=True),
    Move("withdraw", "Stop onboarding", _from(S.DRAFT), S.LISTED, P.DIRECTORY_PROPOSE),
    Move("suspend", "Suspend", _from(S.LISTED, S.APPROVED, S.ACTIVE), S.SUSPENDED, P.DIRECTORY_EDIT, why=True),
    Move("reinstate", "Reinstate", _from(S.SUSPENDED), S.ACTIVE, P.DIRECTORY_EDIT, whole=True, likely=True),
)
MOVES = {move.name: move for move in _TABLE}
PREPARED = _from(S.DRAFT, S.PROPOSED)
"""Standings in which whoever may propose also writes the details."""


def moves(actor: Actor, standing: Standing) -> list[Move]:
    """What this person can do about it, the likely one first."""
    open_to = [move for move in _TABLE if standing in move.sources and may(actor, move.permission)]
    return sorted(open_to, key=lambda move: not move.likely)


def guarded(actor: Actor, standing: Standing, name: str) -> Move:
    """The move of this name, refused with a sentence when it leads nowhere from here or is not theirs to make."""
    move = MOVES.get(name)
    if move is None or standing not in move.sources:
        raise NotNow(f"This practice is {standing.label.lower()}; from there this cannot be done.")
    if not may(actor, move.permission):
        actor.must(move.permission)
    return move


def may(actor: Actor, permission: P) -> bool:
    """Whoever edits the directory may also do what others propose."""
    return actor.may(permission) or actor.may(P.DIRECTORY_EDIT)


def may_write(actor: Actor, standing: Standing) -> bool:
    """Whether this person writes the details of one that stands so."""
    return actor.may(P.DIRECTORY_EDIT) or (standing in PREPARED and actor.may(P.DIRECTORY_PROPOSE))
