"""Pages that draw what the group has decided: each view of the settings, the form of a new referral, and a referral."""

from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from core import referral, workflow
from core.people import token
from core.referral import Stage
from core.referral.tailored import Naming, NewApproving, NewStatus, add_approval, add_status, set_demand, set_stage
from core.workflow import Condition, NewField, Typed
from pages.parts import viewer
from tests.pages.test_statements import script
from tests.referral.story import inbound, step

VIEWS = ("", "reasons", "stages", "statuses", "steps", "changes")


@pytest.fixture
def decided(cast, today):
    """One of everything that can be decided."""
    for kind in Typed:
        choices = ("A1", "A2") if kind is Typed.CHOICE else ()
        workflow.add_field(cast.cleo, NewField(label=kind.label, kind=kind, choices=choices, help="As the letter says"))
    add_status(cast.cleo, NewStatus(stage="sent", label="Looked at"))
    set_stage(cast.cleo, Stage.SENT, None, Naming(), Naming({"inbound": "On the desk"}))
    set_demand(cast.cleo, "acknowledge", "teeth")
    set_demand(cast.cleo, "acknowledge", "paper.radiograph")
    add_approval(cast.cleo, NewApproving(step="decline", condition=Condition.ALWAYS, role="manager"))
    return cast


def drawn(monkeypatch, secret: str, page: str, query: Mapping[str, str]) -> AppTest:
    monkeypatch.setattr(viewer, "_token_hash", lambda: token.hashed(secret))
    shown = AppTest.from_function(script, args=(page,), default_timeout=30)
    for name, value in query.items():
        shown.query_params[name] = value
    shown.run()
    assert not shown.exception
    return shown


def test_every_view_of_the_settings_is_drawn(decided, token_of, monkeypatch):
    secret = token_of(decided.cleo)
    for view in VIEWS:
        drawn(monkeypatch, secret, "pages/workflow.py", {"view": view})


def test_whoever_runs_one_site_adds_no_reason_to_the_groups(decided, token_of, monkeypatch):
    shown = drawn(monkeypatch, token_of(decided.mia), "pages/workflow.py", {"view": "reasons"})
    assert "Add a reason" not in {each.label for each in shown.button}


def test_a_new_referral_asks_for_each_kind_of_field(decided, token_of, monkeypatch):
    secret = token_of(decided.ana)
    for direction in ("inbound", "outbound", "internal"):
        shown = drawn(monkeypatch, secret, "pages/refer.py", {"direction": direction})
        labels = {each.label for each in (*shown.text_input, *shown.number_input, *shown.date_input, *shown.selectbox)}
        assert {kind.label for kind in Typed} - labels <= {Typed.YES_NO.label}


def test_the_form_of_a_step_asks_for_what_it_insists_on(decided, token_of, monkeypatch):
    id = inbound(decided)
    shown = drawn(monkeypatch, token_of(decided.ana), "pages/referral.py", {"id": f"{id}", "step": "acknowledge"})
    assert "Teeth (FDI)" in {each.label for each in shown.text_input}
    assert any("Add under Documents first" in each.proto.body for each in shown.get("html"))


def test_whoever_may_approve_finds_the_button_and_whoever_asked_does_not(decided, token_of, monkeypatch):
    id = inbound(decided)
    step(decided.ana, id, "decline", reason="decline.funding")
    query = {"id": f"{id}"}
    assert referral.waiting_for(decided.mia, id)
    for who, finds in ((decided.mia, True), (decided.ana, False)):
        shown = drawn(monkeypatch, token_of(who), "pages/referral.py", query)
        assert ("Approve" in {each.label for each in shown.button}) is finds
