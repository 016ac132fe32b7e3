"""What ships, for tests of alerts that rules raise."""

import pytest


@pytest.fixture
def shipped(cast, today):
    """The cast on an ordinary Tuesday."""
