"""A short way to what the gate knows of somebody who is signed in."""

from collections.abc import Callable

import pytest

from core.access import Actor
from core.people import hashed_token


@pytest.fixture
def signed_in(token_of: Callable[[Actor], str]) -> Callable[[Actor], str]:
    """Signs somebody in and answers the hash of their session's token."""
    return lambda actor: hashed_token(token_of(actor))
