"""What ships, for tests of alerts that rules raise."""

import pytest

from core import defaults


@pytest.fixture
def shipped(cast, today):
    """The cast on an ordinary Tuesday, with the rules and deadlines that ship."""
    defaults.load()
