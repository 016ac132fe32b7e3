"""How a rule does something to a referral: by the same inner functions as a person's command, with their checks."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from core.access import Actor
from core.errors import NotNow
from core.referral import Answers, Choice, flag
from core.referral.advance import advance
from core.referral.assignment import pick
from core.referral.current import Current, current
from core.referral.lifecycle import follow
from core.referral.owner import give, owner_name
from core.referral.stage import CLOSED
from core.referral.tags import put_tag, take_tag
from core.rule.lists import LINES, POOL
from core.rule.outcomes import Assigning, Doing, Flagging, Stepping, Tagging

BY_RULE = "chosen by a rule"


def do(db: Connection, actor: Actor, asked: Doing) -> None:
    """Do it to the referral as it stands now; Refusal where that is not possible or there is nothing to do."""
    with db.begin_nested():
        now = current(db, actor, asked.about.subject_id, None)
        _DO[type(asked)](db, actor, now, asked)


def _assign(db: Connection, actor: Actor, now: Current, asked: Assigning) -> None:
    if now.stage in CLOSED:
        raise NotNow("The referral is closed, so nobody needs to own it.")
    choice = _chosen(db, now, asked.to)
    name = owner_name(db, now.site_id, choice.owner_id)
    if choice.owner_id == now.owner_id:
        raise NotNow("It was with them already." if choice.owner_id else "It was in the site’s pool already.")
    why = choice.why or BY_RULE
    give(db, actor, now.about, now.owner_id, choice.owner_id, how=choice.how or "rule", owner=name, why=why)


def _chosen(db: Connection, now: Current, to: int | str) -> Choice:
    if to == LINES:
        return pick(db, now.site_id, now.specialty) or Choice(None)
    return Choice(None if to == POOL else int(to))


def _step(db: Connection, actor: Actor, now: Current, asked: Stepping) -> None:
    step = follow(now.stage, asked.step, held=now.held)
    advance(db, actor, now, step, Answers(reason=asked.reason, comment=asked.comment))


def _tag(db: Connection, actor: Actor, now: Current, asked: Tagging) -> None:
    if not (put_tag if asked.on else take_tag)(db, actor, now, asked.tag):
        raise NotNow("It bore the tag already." if asked.on else "It did not bear the tag.")


def _flag(db: Connection, actor: Actor, now: Current, asked: Flagging) -> None:
    if not flag(db, actor, now, asked.why):
        raise NotNow("It was flagged already, or is closed.")


_DO: Mapping[type, Callable[[Connection, Actor, Current, Any], None]] = {
    Assigning: _assign,
    Stepping: _step,
    Tagging: _tag,
    Flagging: _flag,
}
