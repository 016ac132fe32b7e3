"""A new referral is kept as it is typed, however late the browser hears where it is kept."""

import pytest
from streamlit.testing.v1 import AppTest

from core.people import token
from pages.parts import viewer
from pages.parts.unfinished import LAG
from tests.referral.story import inbound


def script() -> None:
    """What a rerun does inside the frame."""
    import runpy

    from pages.parts.viewer import visitor, watch

    with visitor():
        watch()
        runpy.run_path("pages/refer.py")


@pytest.fixture
def form(cast, token_of, monkeypatch):
    """The form to refer a patient on, where somebody has begun to type."""
    session = token.hashed(token_of(cast.ana))
    monkeypatch.setattr(viewer, "_token_hash", lambda: session)
    form = AppTest.from_function(script, default_timeout=30)
    form.query_params["onward"] = str(inbound(cast))
    form.asked = dict(form.query_params)
    form.run()
    form.text_area[0].set_value("Cracked cusp").run()
    assert "draft" in form.query_params
    return form


def as_asked_before(form):
    """What a browser sends that has not heard of the draft yet."""
    form.query_params.clear()
    form.query_params.update(form.asked)
    return form.run()


def test_what_is_typed_before_the_browser_knows_of_the_draft_stays(form):
    as_asked_before(form)
    assert form.text_area[0].value == "Cracked cusp"
    assert "draft" in form.query_params


def test_asking_for_the_same_again_later_begins_anew(form, clock):
    clock.forward(seconds=LAG.total_seconds() + 1)
    as_asked_before(form)
    assert form.text_area[0].value != "Cracked cusp"
    assert "draft" not in form.query_params
