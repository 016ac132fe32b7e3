"""The pages that hold sites and practices side by side, as those see them who may and who see numbers alone."""

import json
from datetime import date

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from core.people import token
from core.work import work
from data.tables import provider, site
from pages.parts import viewer
from tests import make
from tests.insight.lively import NAMES, NOW, lives
from tests.pages.test_statements import script
from tests.world.noted import noted

MOST = 18
"""Statements of a look at sums of a few thousand rows."""


@pytest.fixture
def shown(token_of, monkeypatch, clock):
    """A page as somebody sees it: its markup, what its tables hold, and how many charts it has."""
    clock.to(NOW)

    def show(actor, page, **query):
        session = token.hashed(token_of(actor))
        monkeypatch.setattr(viewer, "_token_hash", lambda: session)
        with noted() as told:
            run = AppTest.from_function(script, args=(f"pages/{page}.py",), default_timeout=60)
            for name, value in query.items():
                run.query_params[name] = value
            run.run()
        assert not run.exception
        assert len(told) <= MOST, len(told)
        tables = [one.proto for one in run.get("bidi_component") if one.proto.component_name == "table"]
        markup = " ".join(each.proto.body for each in run.get("html"))
        return markup, [json.loads(one.json) for one in tables], len(run.get("plotly_chart"))

    return show


def texts(row):
    return [cell["text"] for cell in row["cells"]]


@pytest.mark.database("sqlite")
def test_sites_stand_side_by_side_and_lead_to_their_referrals(cast, shown):
    lives(cast, 150)
    markup, (table,), charts = shown(cast.mia, "sites")
    assert [texts(row)[0] for row in table["rows"]] == ["Leeds Dental"], "she answers for one site alone"
    assert not charts, "one site is held against nobody"
    assert "/referrals?stage=any&measure=booked" in table["rows"][0]["cells"][1]["href"]
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.hull).values(closed_on=date(2025, 9, 14)))
    markup, (table,), charts = shown(cast.cleo, "sites", by="no_show")
    assert sorted(texts(row)[0] for row in table["rows"]) == [
        "All together", "Hull Dental", "Leeds Dental", "York Dental"
    ]  # fmt: skip
    assert "Closed Sun 14 Sep 2025" in [row["cells"][0]["under"] for row in table["rows"]]
    assert "No-show rate" in markup
    assert charts == 1
    assert not any(row["cells"][1]["href"] for row in table["rows"]), "an operator sees numbers and no records"
    for by in ("days_booked", "received", "value", "closed_loop", "nonsense"):
        assert shown(cast.cleo, "sites", by=by, compare="nothing")


@pytest.mark.database("sqlite")
def test_practices_are_told_both_ways_with_names_in_any_script(cast, shown):
    ids = lives(cast, 150)
    with work() as db:
        db.execute(update(provider).where(provider.c.id == ids[0]).values(closed_on=date(2026, 2, 1)))
        db.execute(update(provider).where(provider.c.id == ids[1]).values(standing="suspended"))
    for view in ("", "to"):
        _, (table,), _ = shown(cast.ana, "scorecard", view=view)
        assert {texts(row)[0] for row in table["rows"]} == {*NAMES}
        marks = {texts(row)[0]: row["cells"][0]["mark"] for row in table["rows"]}
        assert (marks["Elm Road"], marks["<b>Birch</b>"]) == ("Closed Sun 1 Feb", "Suspended")
        assert all(row["href"].startswith("/scorecard?") for row in table["rows"])
    _, (table,), _ = shown(cast.ana, "scorecard", view="call")
    assert "Elm Road" not in {texts(row)[0] for row in table["rows"]}, "nobody is there any more"
    assert all(row["actions"] for row in table["rows"])
    markup, _, charts = shown(cast.ana, "scorecard", provider=str(ids[1]))
    assert "<h1>&lt;b&gt;Birch&lt;/b&gt;</h1>" in markup
    assert f'href="/providers?id={ids[1]}"' in markup
    assert charts == 4
    operator = shown(cast.cleo, "scorecard", view="call")[1][0]["rows"]
    assert operator
    assert not any(row["actions"] for row in operator), "a task is for those who do tasks"


@pytest.mark.database("sqlite")
def test_where_nothing_is_the_pages_say_so(cast, shown):
    elm = make.provider("Elm Road")
    assert shown(cast.cleo, "sites")[1][0]["rows"]
    for view in ("", "to", "call"):
        assert shown(cast.cleo, "scorecard", view=view)[1][0]["rows"] == []
    markup, *_ = shown(cast.mia, "scorecard", provider=str(elm))
    assert "Nothing: all there is lies within what chance alone would give" in markup
    assert "Never in two years" in markup
    assert "There is no such practice" in shown(cast.mia, "scorecard", provider="99999")[0]
    assert "There is no such practice" in shown(cast.mia, "scorecard", provider="x")[0]
