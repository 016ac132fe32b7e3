"""A radiograph is added at one desk, looked at and withdrawn; a letter opens on the page and in a tab."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from core import document
from core.document import Holder, Paper, Upload
from tests.document import papers
from tests.referral.story import inbound, outbound
from tests.story.conftest import House, give_file
from tests.story.test_loop import choose

pytestmark = pytest.mark.database("sqlite")
DRAWN = "img => img.complete && img.naturalWidth"


def papers_of(house: House, referral_id: int) -> Page:
    tab = house.visit(house.cast.ana, f"/referral?id={referral_id}")
    tab.get_by_role("tab", name="Documents").click()
    return tab


def test_a_radiograph_from_the_desk_to_the_clinician_and_away_again(house):
    referral_id = inbound(house.cast)
    desk = papers_of(house, referral_id)
    desk.get_by_role("button", name="Add documents").click()
    form = desk.get_by_role("dialog")
    choose(desk, "What it is", "Radiograph")
    give_file(desk, "a.docx", b"PK\3\4" + b"\0" * 60)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("Baton keeps PDF, JPEG, PNG")
    form.get_by_role("button", name="Remove a.docx").click()
    give_file(desk, "../OPG.exe", papers.picture(size=(300, 200)))
    form.get_by_role("spinbutton", name="day, Date of exposure").click()
    desk.keyboard.type("02032026")
    form.get_by_label("Title, if it needs one").fill("OPG <b>2</b>")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form).to_be_hidden()
    desk.get_by_role("link", name="OPG <b>2</b>").click()
    picture = desk.get_by_role("dialog").get_by_role("img", name="OPG <b>2</b>, PNG picture")
    expect(picture).to_be_visible()
    assert picture.evaluate(DRAWN) == 300
    desk.get_by_text("Withdraw as added in error").click()
    desk.get_by_label("Why, in a few words").fill("Another patient’s")
    desk.get_by_role("button", name="Withdraw", exact=True).click()
    expect(desk.get_by_text("Withdrawn", exact=True)).to_be_visible()
    (gone,) = document.of(house.cast.ben, Holder(referral_id=referral_id), withdrawn=True)
    assert gone.taken_on == date(2026, 3, 2)
    assert (gone.title, gone.file_name, gone.may_open) == ("OPG <b>2</b>", "OPG.exe", False)


def test_a_letter_opens_on_the_page_and_in_a_tab_of_its_own(house):
    referral_id = inbound(house.cast)
    holder = Holder(referral_id=referral_id)
    id = document.add(house.cast.ana, Upload("letter.pdf", papers.pdf("Dear colleague")), holder, Paper.LETTER)
    desk = house.visit(house.cast.ana)
    with desk.expect_response(lambda answer: "/file/" in answer.url) as read:
        desk.goto(f"/referral?id={referral_id}&document={id}")
    assert read.value.status == 200
    reader = desk.get_by_role("dialog").locator("iframe")
    expect(reader).to_have_attribute("title", "Referral letter, PDF")
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="Open in a new tab").click()
    answer = opened.value.request.get(opened.value.url)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body() == papers.pdf("Dear colleague")


def test_the_referral_letter_is_made_and_shown_at_one_click(house):
    desk = papers_of(house, outbound(house.cast))
    expect(desk.get_by_text("No document yet")).to_be_visible()
    desk.get_by_role("button", name="Make the referral letter").click()
    expect(desk.get_by_role("dialog").locator("iframe")).to_have_attribute("title", "Referral letter, PDF")
