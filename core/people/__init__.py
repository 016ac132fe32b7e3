"""The people who work with Baton: their accounts, how they come in, and who is looking now."""

from core.people.absence import away_words, back_on, present
from core.people.accounts import (
    Details,
    Invited,
    enable,
    end_sessions,
    invite,
    invite_again,
)
from core.people.acting import acting
from core.people.authority import may_work_everywhere, roles_for
from core.people.door import knock
from core.people.feeds import Feed, end_feed, make_feed, own_feed
from core.people.queries import Person, people, sites_to_give
from core.people.sessions import actor_for, enter, sign_out
from core.people.subscription import Subscriber, subscriber
from core.people.token import hashed as hashed_token
from core.people.upkeep import forget_old
from core.people.username import fold

__all__ = [
    "Details",
    "Feed",
    "Invited",
    "Person",
    "Subscriber",
    "acting",
    "actor_for",
    "away_words",
    "back_on",
    "enable",
    "end_feed",
    "end_sessions",
    "enter",
    "fold",
    "forget_old",
    "hashed_token",
    "invite",
    "invite_again",
    "knock",
    "make_feed",
    "may_work_everywhere",
    "own_feed",
    "people",
    "present",
    "roles_for",
    "sign_out",
    "sites_to_give",
    "subscriber",
]
