"""The page of what is likely to stall, for those who see records and those who see numbers."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from core import guardian
from core.access import machine
from core.people import token
from pages.parts import viewer
from tests.guardian.past import stored
from tests.pages.test_statements import script

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def shown(cast, token_of, monkeypatch, clock):
    """The page as somebody sees it."""

    def show(actor, **query):
        session = token.hashed(token_of(actor))
        monkeypatch.setattr(viewer, "_token_hash", lambda: session)
        page = AppTest.from_function(script, args=("pages/guardian.py",), default_timeout=60)
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return " ".join([each.proto.body for each in page.get("html")] + [each.value for each in page.header])

    clock.to(NOW)
    return show


@pytest.mark.database("sqlite")
def test_it_is_shown_before_anything_was_reckoned_and_with_chances(cast, shown):
    assert "nothing to judge yet" in shown(cast.ana)
    stored(cast.ana, (cast.leeds,), 420, NOW)
    assert guardian.learn_tonight(machine("job:guardian"))
    said = shown(cast.ana, site=str(cast.leeds), owner="me")
    assert "Looking back" in said
    assert "Learned" in shown(cast.cleo)
    assert "judged in four weeks" in shown(cast.dev)
