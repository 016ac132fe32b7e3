"""Bottlenecks and the team say something true of an empty group and of one referral, and lead only who may go there."""

from datetime import date

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from core.people import token
from core.work import work
from data.tables import site
from pages.parts import viewer
from tests.pages.test_statements import script
from tests.referral.story import inbound, step

PAGES = ("pages/bottlenecks.py", "pages/team.py")


@pytest.fixture
def look(token_of, monkeypatch):
    """Open a page as somebody; all that it says, as markup."""

    def opened(who, page: str, **query: str) -> str:
        session = token.hashed(token_of(who))
        monkeypatch.setattr(viewer, "_token_hash", lambda: session)
        shown = AppTest.from_function(script, args=(page,), default_timeout=30)
        for name, value in query.items():
            shown.query_params[name] = value
        shown.run()
        assert not shown.exception
        return " ".join(one.proto.body for one in shown.get("html"))

    return opened


def test_an_empty_group_is_told_that_nothing_waits(cast, look):
    for who in (cast.ana, cast.cleo):
        told = look(who, PAGES[0])
        assert "Nothing waits." in told
        assert "0 came in and 0 were closed, so as many wait as then." in told
        assert "0 open, 0 of them with nobody." in look(who, PAGES[1])
        assert "No stay ended in this period." in look(who, PAGES[0], cells="stays")


def test_one_referral_leads_to_its_list(cast, look):
    step(cast.ana, inbound(cast), "accept")
    told = look(cast.ana, PAGES[0])
    assert f'href="/referrals?here=yes&amp;site={cast.leeds}&amp;stage=accepted"' in told
    assert "1 came in and 0 were closed, so 1 more wait than then." in told
    assert f"owner={cast.ana.account_id}" in look(cast.ana, PAGES[1])


def test_who_sees_no_referrals_gets_numbers_without_links(cast, look):
    inbound(cast)
    for page in PAGES:
        told = look(cast.cleo, page)
        assert ">1<" in told
        assert "/referrals" not in told


def test_names_are_text(cast, look):
    inbound(cast)
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(name="<i>Łeeds & Sons</i>"))
    told = look(cast.ana, PAGES[0])
    assert "&lt;i&gt;Łeeds &amp; Sons&lt;/i&gt;" in told
    assert "<i>Łeeds" not in told


def test_a_closed_site_stands_there_while_something_waits(cast, look):
    inbound(cast)
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(closed_on=date(2020, 1, 1)))
    assert "Leeds Dental (closed)" in look(cast.ana, PAGES[0])
