"""The screen that renews itself: who is on it, what it shows of them, and that it keeps nobody signed in."""

from streamlit.testing.v1 import AppTest

from core.people import actor_for, token
from pages.parts import viewer
from pages.parts.live_visits import initials
from tests.pages.test_statements import script
from tests.referral.story import booked, inbound


def shown(session: str, monkeypatch, **query: str) -> str:
    """All that a look at the page says."""
    monkeypatch.setattr(viewer, "_token_hash", lambda: session)
    page = AppTest.from_function(script, args=("pages/live_day.py",), default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return " ".join(one.proto.body for one in page.get("html"))


def test_patients_are_shown_by_their_initials_unless_somebody_asks(cast, token_of, monkeypatch):
    booked(cast, inbound(cast))
    ana, dev = (token.hashed(token_of(who)) for who in (cast.ana, cast.dev))
    quiet = shown(ana, monkeypatch)
    assert "I. O." in quiet
    assert "Iris" not in quiet
    assert "Iris Okafor" in shown(ana, monkeypatch, names="full")
    elsewhere = shown(dev, monkeypatch, names="full")
    assert "Iris" not in elsewhere
    assert "No visit from a referral stands today" in elsewhere


def test_another_site_in_the_address_shows_nothing_of_it(cast, token_of, monkeypatch):
    booked(cast, inbound(cast))
    dev = token.hashed(token_of(cast.dev))
    assert "I. O." not in shown(dev, monkeypatch, site=str(cast.leeds))


def test_looking_on_keeps_nobody_signed_in(cast, token_of, clock, monkeypatch):
    session = token.hashed(token_of(cast.ana))
    monkeypatch.setattr(viewer, "_token_hash", lambda: session)
    for _ in range(14):
        clock.forward(minutes=1)
        assert viewer.onlooker().account_id == cast.ana.account_id
    clock.forward(minutes=2)
    assert actor_for(session, touch=False) is None


def test_initials_are_of_any_script():
    told = {"Rose Tyler": "R. T.", "Łukasz Zieliński": "Ł. Z.", "عمر الشريف": "ع. ا.", "O'Brien": "O.", "": ""}
    assert {name: initials(name) for name in told} == told
