"""The month ends: a list set on the page, and a real mail server holds a report that says what the rows say."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from core import clock as now
from core.work import reading
from data.tables import appointment, referral
from tests import make
from tests.referral.story import inbound, step
from tests.report.press import text
from tests.story.conftest import House
from tests.world.servers import Jobs, until
from tests.world.smtp import Sink

FIRST_WORKING_DAY = datetime(2026, 4, 1, 7, 5, tzinfo=UTC)
"""08:05 in London, where the clocks have changed since."""


def march(house: House, many: int) -> None:
    for n in range(many):
        patient = make.patient(f"Rose Tyler {n}", at=house.cast.leeds)
        id = inbound(house.cast, patient_id=patient)
        if n % 3:
            step(house.cast.ana, id, "accept")
            step(house.cast.ana, id, "book", starts_at=now.now() + timedelta(days=n))


def counted(house: House) -> tuple[int, int]:
    """Received and booked, over the rows themselves."""
    c = referral.c
    here = c.site_id == house.cast.leeds
    with reading() as db:
        received = db.execute(select(func.count()).select_from(referral).where(here)).scalar_one()
        with_one = select(func.count(appointment.c.referral_id.distinct()))
        booked = with_one.join(referral, c.id == appointment.c.referral_id).where(here)
        return received, db.execute(booked).scalar_one()


@pytest.mark.database("sqlite")
def test_the_month_ends_and_each_has_the_report_as_they_want_it(house: House, tmp_path, clock):
    house.jobs.stop()
    march(house, 8)
    tab = house.visit(house.cast.mia, "/reports?view=lists")
    tab.get_by_role("button", name="New list").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("Report").click()
    tab.get_by_role("option", name="Practice month").click()
    outside = dialog.get_by_label("Somebody outside, one a line: name, address (attached)")
    outside.fill("Pat Rowe, pat@example.com")
    outside.blur()
    dialog.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("First working day, 08:00")).to_be_visible()
    with Sink() as sink, Jobs(tmp_path, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        clock.to(FIRST_WORKING_DAY)
        until(lambda: [one for one in sink.letters if one.recipients == ("pat@example.com",)], patience_s=60)
        (letter,) = [one.message for one in sink.letters if one.recipients == ("pat@example.com",)]
    received, booked = counted(house)
    (paper,) = letter.iter_attachments()
    said = text(paper.get_content())
    assert letter["Subject"] == "Practice month: Leeds Dental, March 2026"
    assert f"{received} referrals received at Leeds Dental" in " ".join(
        letter.get_body(("plain",)).get_content().split()
    )
    assert said.split("The month in short")[1].split()[:2] == ["Received", str(received)]
    assert said.split("Booked so far")[1].split()[0] == str(booked)
    tab = house.visit(house.cast.mia, "/reports?view=archive")
    expect(tab.get_by_role("link", name="Practice month: Leeds Dental, March 2026")).to_be_visible()
    expect(tab.get_by_text("All", exact=True).last).to_be_visible()
