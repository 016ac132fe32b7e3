"""A push service, and a house that sends through it."""

import pytest

from jobs import deliver
from jobs._lanes import Crew
from tests.push.world import pushing


@pytest.fixture
def world(cast, today, tmp_path, monkeypatch):
    """Web push is set up, and nothing has been sent."""
    monkeypatch.setattr(deliver, "CREW", Crew())
    with pushing(cast, tmp_path, monkeypatch) as running:
        yield running
