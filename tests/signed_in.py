"""People who can sign in, and a short way to do it."""

from collections.abc import Callable

import pytest

from core.access import Actor
from core.people import admissions, enter, invitation, passwords
from core.work import work
from tests.cast import Cast

PASSWORD = "tangerine kettle lamp"


@pytest.fixture(scope="session")
def kept() -> str:
    """The hash of PASSWORD; made once, for making it is slow on purpose."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def able(cast: Cast, kept: str) -> Cast:
    """The cast, each with PASSWORD."""
    with work() as db:
        for actor in (cast.ana, cast.ben, cast.cleo, cast.dev, cast.mia, cast.adam):
            assert actor.account_id
            invitation.set_password(db, actor.account_id, kept)
    return cast


@pytest.fixture
def token_of(able: Cast) -> Callable[[Actor], str]:
    """Signs somebody in and answers their session's token, as their browser would keep it."""
    return admitted


def admitted(actor: Actor) -> str:
    """The token of a new session, as if the password had been compared, which takes its time on purpose."""
    assert actor.account_id
    with work() as db:
        ticket = admissions.issue(db, actor.account_id, admissions.Purpose.ENTER)
    token = enter(ticket)
    assert token
    return token
