"""People who can sign in, and a short way to do it."""

from collections.abc import Callable

import pytest

from core.access import Actor
from core.people import enter, invitation, knock, passwords
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

    def sign_in(actor: Actor) -> str:
        token = enter(knock(actor.name.split()[0], PASSWORD))
        assert token
        return token

    return sign_in
