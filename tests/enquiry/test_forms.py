"""Public forms as those who decide at a site set them up, and nobody else."""

import pytest
from sqlalchemy import select

from core import enquiry
from core.audit import Kind
from core.directory import Asked, NewRequirement, ask_for
from core.enquiry import Audience, NewForm, words_for
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound
from core.work import reading
from data.tables import event
from tests.enquiry.story import opened

pytestmark = pytest.mark.usefixtures("today")


def the(forms, audience=Audience.PATIENT, specialty="", code="leeds"):
    return next(f for f in forms if (f.audience, f.specialty, f.site_code) == (audience, specialty, code))


def test_every_site_has_both_forms_and_they_begin_closed(cast):
    forms = enquiry.forms(cast.mia)
    assert [(f.site_code, f.audience, f.open, f.id) for f in forms] == [
        ("leeds", Audience.PATIENT, False, None), ("leeds", Audience.PRACTICE, False, None)
    ]  # fmt: skip
    assert [f.path for f in forms] == ["/enquire/leeds", "/refer-to/leeds"]


def test_a_manager_opens_one_and_it_is_told(cast):
    opened(cast, words="We call back within two days.")
    form = enquiry.opened(Audience.PATIENT, "LEEDS")
    assert (form.title, form.words, form.open) == (
        "Ask for an appointment", "We call back within two days.", True
    )  # fmt: skip
    with reading() as db:
        told = db.execute(select(event.c.facts).where(event.c.kind == Kind.SITE_FORM_SET)).scalar_one()
    assert (told["audience"], told["how"]) == ("patient", "open")


def test_dev_neither_sees_nor_changes_the_forms_of_leeds_nor_does_a_manager_of_another_site(cast):
    form_id = opened(cast)
    for stranger in (cast.dev, cast.ana, cast.ben):
        with pytest.raises(NotAllowed):
            enquiry.forms(stranger)
        with pytest.raises(NotAllowed):
            enquiry.set_form(stranger, cast.leeds, Audience.PATIENT, "", 1, NewForm(open=False))
    with pytest.raises(NotAllowed):
        enquiry.set_form(cast.mia, cast.hull, Audience.PATIENT, "", 0, NewForm(open=True))
    assert {f.site_code for f in enquiry.forms(cast.cleo)} == {"leeds", "york", "hull"}
    assert the(enquiry.forms(cast.mia)).id == form_id
    assert the(enquiry.forms(cast.mia)).open


def test_two_people_never_overwrite_each_other_unseen(cast):
    opened(cast)
    enquiry.set_form(cast.mia, cast.leeds, Audience.PATIENT, "", 1, NewForm(open=True, title="Ask us"))
    with pytest.raises(Changed):
        enquiry.set_form(cast.cleo, cast.leeds, Audience.PATIENT, "", 1, NewForm(open=False))
    with pytest.raises(Duplicate):
        opened(cast)
    assert the(enquiry.forms(cast.mia)).title == "Ask us"


def test_a_service_has_its_sites_form_unless_it_has_one_of_its_own(cast):
    opened(cast, services=("implant", "sedation"))
    assert enquiry.opened(Audience.PATIENT, "leeds", "implant").title == "Ask for an appointment"
    with pytest.raises(NotFound):
        enquiry.opened(Audience.PATIENT, "leeds", "orthodontics")
    opened(cast, specialty="implant", title="Implants")
    opened(cast, specialty="sedation", open=False)
    assert enquiry.opened(Audience.PATIENT, "leeds", "implant").title == "Implants"
    with pytest.raises(NotFound):
        enquiry.opened(Audience.PATIENT, "leeds", "sedation")


@pytest.mark.parametrize(
    "origin",
    [
        "http://www.example.org", "https://*.example.org", "https://a.example; script-src *", "https://a.example/x",
        "'self'", "javascript:alert(1)", "https://user@a.example", "https://a b.example", "https://exämple.org", "*",
    ],
)  # fmt: skip
def test_what_is_no_web_site_may_show_nothing(cast, origin):
    with pytest.raises(Lacking) as lacking:
        opened(cast, origins=(origin,))
    assert "is not the address of a web site" in lacking.value.fields["origins"]


def test_what_a_service_requires_is_asked_of_practices_and_not_of_patients(cast):
    ask_for(cast.mia, NewRequirement(kind=Asked.FIELD, code="nhs_number", specialty="implant"), site_id=cast.leeds)
    opened(cast)
    opened(cast, Audience.PRACTICE)

    def needed(audience, specialty):
        form = enquiry.opened(audience, "leeds", specialty)
        return {each.name for each in enquiry.questions_of(form, words_for("")) if each.needed}

    assert "nhs_number" in needed(Audience.PRACTICE, "implant")
    assert "nhs_number" not in needed(Audience.PRACTICE, "sedation") | needed(Audience.PATIENT, "implant")


def test_every_question_that_can_be_asked_has_words_in_every_language(cast):
    for audience in Audience:
        opened(cast, audience, asks=audience.extras)
        form = enquiry.opened(audience, "leeds", "implant" if audience is Audience.PRACTICE else "")
        asked = enquiry.questions_of(form, words_for("en"))
        assert {each.name for each in asked} >= set(audience.extras)
        assert not [each.name for each in asked if each.label == each.name]


@pytest.mark.parametrize("header", ["", "en", "cy-GB,cy;q=0.9", "*", "en;q=x", ",;q=", "q" * 10_000, "en-GB;q=1e999"])
def test_whatever_a_browser_reads_there_are_words(header):
    assert words_for(header).language.tag == "en-GB"
