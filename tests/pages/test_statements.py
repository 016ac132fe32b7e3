"""How many statements a look at a list costs: who is looking, and then what the page shows, cached by nothing."""

from streamlit.testing.v1 import AppTest

from core.people import token
from pages.parts import viewer
from tests.referral.story import booked, inbound, internal, outbound
from tests.world.noted import noted

MOST = 5


def script(page: str) -> None:
    """What a rerun does inside the frame: who is looking, whether they still may, and the page."""
    import runpy

    from pages.parts.viewer import visitor, watch

    with visitor():
        watch()
        runpy.run_path(page)


LOOKS = (
    ("pages/inbound.py", {}),
    ("pages/inbound.py", {"view": "board"}),
    ("pages/internal.py", {"stage": "closed", "typed": "iris"}),
    ("pages/tasks.py", {}),
    ("pages/tasks.py", {"view": "all", "typed": "oka", "priority": "high"}),
    ("pages/tasks.py", {"view": "done"}),
    ("pages/patients.py", {}),
    ("pages/patients.py", {"typed": "oka"}),
    ("pages/referrals.py", {"stage": "any", "sort": "received", "typed": "oka", "columns": "due.site"}),
)


def test_a_look_at_a_list_costs_few_statements(cast, token_of, monkeypatch):
    booked(cast, inbound(cast))
    outbound(cast)
    internal(cast)
    session = token.hashed(token_of(cast.ana))
    monkeypatch.setattr(viewer, "_token_hash", lambda: session)
    for page, query in LOOKS:
        shown = AppTest.from_function(script, args=(page,), default_timeout=30)
        for name, value in query.items():
            shown.query_params[name] = value
        with noted() as told:
            shown.run()
        assert not shown.exception
        assert 2 <= len(told) <= MOST, "\n\n".join(statement for statement, _ in told)
