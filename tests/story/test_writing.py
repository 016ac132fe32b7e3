"""Ana writes to a patient with a document; a real mail server has it in her name, and the answer waits to be read."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import expect

from core import document
from core.document import Holder, Upload
from core.paper import Paper
from tests.conversation.hear import note
from tests.correspondence.write import MAIL, iris
from tests.document.papers import pdf
from tests.story.conftest import House
from tests.world.servers import Jobs, until
from tests.world.smtp import Sink


@pytest.mark.database("sqlite")
@pytest.mark.usefixtures("today")
def test_what_somebody_writes_leaves_with_its_document_and_the_answer_is_read(house: House, tmp_path):
    house.jobs.stop()
    cast, it = house.cast, iris(house.cast, owner_id=house.cast.ana.account_id)
    document.add(cast.ana, Upload("plan.pdf", pdf()), Holder(referral_id=it), Paper.LETTER)
    tab = house.visit(cast.ana, f"/write?referral={it}")
    tab.get_by_label("Begin with").click()
    tab.get_by_role("option", name="Documents to keep").click()
    expect(tab.get_by_label("Subject")).to_have_value("Documents for you")
    tab.get_by_label("Documents of this referral to enclose").click()
    tab.get_by_role("option", name=re.compile("Referral letter")).click()
    expect(tab.frame_locator("iframe[title^=E-mail]").get_by_text("We enclose what you asked us for.")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name=re.compile("^Send")).click()
    expect(tab.get_by_text("Ana Costa to Iris Okafor").first).to_be_visible()
    with Sink() as sink, Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url):
        until(lambda: [letter for letter in sink.letters if letter.recipients == (MAIL,)])
    sent = next(letter.message for letter in sink.letters if letter.recipients == (MAIL,))
    whole = message_from_bytes(sent.as_bytes(), policy=default)
    assert whole["From"].addresses[0].display_name.startswith("Ana Costa, ")
    assert [part.get_filename() for part in whole.iter_attachments()] == ["plan.pdf"]
    note("Thank you, all is clear.", from_address=MAIL, references=(sent["Message-ID"].strip("<>"),))
    tab.goto("/")
    tab.get_by_role("link", name="Thank you, all is clear.").click()
    expect(tab.get_by_text("Unread", exact=True)).to_be_visible()
    tab.get_by_role("button", name="Mark as read").click()
    expect(tab.get_by_text("Read by Ana Costa")).to_be_visible()
