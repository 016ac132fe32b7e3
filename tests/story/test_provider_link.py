"""A practice outside follows the link in its mail, with scripts or without; the desk sees at once what it says."""

from contextlib import contextmanager
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from core import document, referral
from core.document import Holder
from core.referral import Stage
from tests.link.hold import token_in
from tests.referral.story import outbound
from tests.story.conftest import House
from tests.world.browser import PHONE, faults, overflows
from tests.world.servers import Jobs, until
from tests.world.smtp import Sink

LIGHT = 50 * 1024
"""Bytes of the first page with all that it fetches."""


@contextmanager
def outside(house: House, *, scripts: bool):
    """Somebody's telephone that was never here before."""
    context = house.browser.new_context(viewport=PHONE, base_url=house.web.url, java_script_enabled=scripts)
    try:
        yield context.new_page()
    finally:
        context.close()


def report() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def mailed(house: House, tmp_path) -> tuple[int, str]:
    """A referral to a practice outside, and the link that a real mail server holds for it."""
    house.jobs.stop()
    with Sink() as sink, Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        number = outbound(house.cast)
        until(lambda: [one for one in sink.letters if "elm@example.org" in one.recipients])
        (letter,) = [one for one in sink.letters if "elm@example.org" in one.recipients]
        body = letter.message.get_body(("plain",)).get_content()
    assert "Answer the referral: " in body
    return number, f"/o/{token_in(body)}"


def opens(phone: Page, place: str) -> int:
    """The page of the link; how many bytes came, with all that it fetched."""
    weight: list[int] = []
    phone.on("response", lambda answer: weight.append(len(answer.body()) if answer.ok else 0))
    phone.goto(place)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tom O'Brien, oral surgery")
    return sum(weight)


def accepts(phone: Page) -> None:
    phone.get_by_role("button", name="Accept").click()
    expect(phone.get_by_role("status")).to_have_text("Thank you. You have accepted the referral.")


def books(phone: Page) -> None:
    phone.get_by_role("link", name="Give an appointment").click()
    phone.get_by_role("button", name="Give an appointment").click()
    expect(phone.get_by_text("Choose the day and time of the appointment.")).to_be_visible()
    phone.get_by_label("Day").fill("2026-03-12")
    phone.get_by_label("Time").fill("14:30")
    phone.get_by_role("button", name="Give an appointment").click()
    expect(phone.get_by_text("The appointment is on Thu 12 Mar, 14:30.")).to_be_visible()


def reports(phone: Page) -> None:
    phone.get_by_role("link", name="Send your report").click()
    pdf = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": report()}
    phone.get_by_label("Your report as a file").set_input_files([pdf])
    phone.get_by_label("Signed by").fill("Miss Aire")
    phone.get_by_role("button", name="Send your report").click()
    expect(phone.get_by_role("status")).to_have_text("Thank you. Your report has reached us.")


@pytest.mark.database("sqlite")
def test_a_practice_accepts_by_link_and_sends_its_report_and_the_desk_sees_it_at_once(house, tmp_path, clock):
    number, place = mailed(house, tmp_path)
    desk = house.visit(house.cast.ana, f"/referral?id={number}")
    with outside(house, scripts=True) as phone:
        assert 0 < opens(phone, place) < LIGHT
        assert faults(phone) == []
        assert not overflows(phone)
        accepts(phone)
        phone.goto(f"{place}/report")
        assert faults(phone) == []
        assert not overflows(phone)
        phone.goto(place)
        books(phone)
        reports(phone)
    desk.reload()
    expect(desk.get_by_text("Aire Oral Surgery, by link").first).to_be_visible()
    expect(desk.get_by_text("Report of the outcome, signed by Miss Aire").first).to_be_visible()
    expect(desk.get_by_role("heading", name="Links outside")).to_be_visible()


@pytest.mark.database("sqlite")
def test_and_the_same_without_scripts(house, tmp_path, clock):
    number, place = mailed(house, tmp_path)
    with outside(house, scripts=False) as phone:
        opens(phone, place)
        accepts(phone)
        books(phone)
        reports(phone)
    assert referral.one(house.cast.ana, number).now.stage is Stage.REPORTED
    assert [each.called for each in document.of(house.cast.ana, Holder(referral_id=number))] == ["Report"]
