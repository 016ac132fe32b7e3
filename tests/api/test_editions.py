"""Reports over the web: for whoever may see them, and by a link for whom it was sent to; anything else is refused."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import report
from core.api import MIDDLEWARE, ROUTES
from core.api.start import LINK
from core.report import Scope
from core.report.link import address
from core.work import reading
from data.tables import edition_sent
from jobs import reports
from tests.report.press import JOB, at, mailed

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def web(able) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), follow_redirects=False) as client:
        yield client


@pytest.fixture
def ask(web, token_of):
    def asked(actor, where, **query):
        return web.get(where, params=query, headers={"cookie": f"baton={token_of(actor)}"})

    return asked


@pytest.fixture
def built(cast, today) -> int:
    return report.build(JOB, "practice_month", Scope(cast.leeds), FEBRUARY)


def test_a_report_is_shown_and_taken_along_in_each_form(ask, cast, built):
    shown = ask(cast.ana, f"/edition/{built}.pdf", shown=1)
    assert shown.content.startswith(b"%PDF")
    assert (shown.headers["content-disposition"], shown.headers["cache-control"]) == ("inline", "no-store")
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    for form in report.FORMS:
        taken = ask(cast.ana, f"/edition/{built}.{form}")
        assert taken.headers["content-disposition"] == f'attachment; filename="practice-month-2026-02-01.{form}"'
    assert ask(cast.ana, f"/edition/{built}.exe").status_code == 404


def test_nobody_else_gets_it(ask, web, cast, built):
    assert web.get(f"/edition/{built}.pdf").status_code == 401
    assert ask(cast.dev, f"/edition/{built}.pdf").status_code == 404
    assert ask(cast.dev, f"/edition/{built}.pdf", shown=1).status_code == 403
    assert ask(cast.ben, "/edition/preview", kind="practice_month", site=cast.leeds, period=FEBRUARY).status_code == 403
    for wrong in ({"period": "soon"}, {"period": FEBRUARY, "kind": "nothing"}, {"period": FEBRUARY, "site": "9" * 30}):
        asked = {"kind": "practice_month", "site": cast.leeds} | wrong
        assert ask(cast.ana, "/edition/preview", **asked).status_code in {403, 404, 409}


def test_a_preview_is_printed_and_kept_nowhere(ask, cast, today):
    asked = {"kind": "practice_month", "site": cast.leeds, "period": date(2026, 3, 1)}
    assert ask(cast.ana, "/edition/preview", **asked).content.startswith(b"%PDF")
    assert report.editions(cast.ana) == []


def test_a_link_opens_without_a_session_and_refusals_are_noted(web, cast, today, capsys):
    with at(2026, 2, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    reports.run()
    with reading() as db:
        sent = db.execute(edition_sent.select().where(edition_sent.c.ends_at.is_not(None))).one()
    link = address(sent.id, sent.ends_at).partition("//")[2].partition("/")[2]
    assert web.get(f"/{link}").content.startswith(b"%PDF")
    assert web.get("/report/guessed").status_code == 404
    report.withdraw(cast.mia, sent.id)
    assert web.get(f"/{link}").status_code == 410
    refused = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "report link refused" in line]
    assert {line["why"] for line in refused} <= {"forged", "withdrawn"}
    assert LINK.sub(r"\1…", f"GET /{link} HTTP/1.1") == "GET /report/… HTTP/1.1"
