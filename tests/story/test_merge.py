"""One patient under two names: the pair comes up by itself, is merged with both in view, and can be taken apart."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

from core import patient, referral
from core.access import machine
from tests import make
from tests.referral import story
from tests.world.browser import faults, keep, overflows

pytestmark = pytest.mark.database("sqlite")


def test_two_records_become_one_and_two_again(house):
    cast = house.cast
    smith = make.patient("Rose Smith", at=cast.leeds, born_on=date(1961, 5, 3), phone="07700 900001")
    smyth = make.patient("Rose Smyth", at=cast.leeds, born_on=date(1961, 3, 5), phone="07700 900002")
    referral_id = story.inbound(cast, patient_id=smyth)
    patient.look_for_doubles(machine("job:doubles"))
    ana = house.visit(cast.ana, "/patients?view=doubles")
    expect(ana.get_by_text("Date of birth with day and month swapped")).to_be_visible()
    ana.get_by_role("link", name="Compare").or_(ana.get_by_role("button", name="Compare")).first.click()
    expect(ana.get_by_text("1 referral", exact=True)).to_be_visible()
    ana.get_by_text("Smyth", exact=True).click()
    assert not overflows(ana)
    assert faults(ana) == []
    keep(ana, "merge")
    ana.get_by_role("button", name="Merge into one").click()
    expect(ana.get_by_role("heading", name="Rose Smyth", level=1)).to_be_visible()
    expect(ana.get_by_role("link", name="Endodontics")).to_be_visible()
    assert referral.one(cast.ana, referral_id).now.patient_id == smith
    ana.goto(f"/patients?id={smyth}")
    expect(ana.get_by_text("That record was merged: this is Rose Smyth now")).to_be_visible()
    ana.get_by_role("tab", name="Merges 1").click()
    ana.get_by_role("button", name="Undo", exact=True).click()
    ana.get_by_label("Why, in a few words").fill("Cousins")
    ana.get_by_role("button", name="Undo the merge").click()
    expect(ana.get_by_text("Rose Smyth has a record of their own again")).to_be_visible()
    expect(ana.get_by_role("heading", name="Rose Smith", level=1)).to_be_visible()
    assert referral.one(cast.ana, referral_id).now.patient_id == smyth


def test_who_was_overtaken_sees_both_values_and_loses_none(house):
    cast = house.cast
    rose = make.patient("Rose Smith", at=cast.leeds, town="Leeds")
    ana = house.visit(cast.ana, f"/patients?id={rose}")
    ana.get_by_role("button", name="Edit details").click()
    ana.get_by_label("Town").fill("Otley")
    card = patient.one(cast.ben, rose)
    patient.change(cast.ben, rose, card.version, replace(card.told(), town="York", postcode="YO1 7HH"))
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Somebody changed this to York meanwhile. Save again to keep yours.")).to_be_visible()
    expect(ana.get_by_label("Town")).to_have_value("Otley")
    expect(ana.get_by_label("Postcode")).to_have_value("YO1 7HH")
    assert patient.one(cast.ana, rose).town == "York"
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Rose Smith is changed")).to_be_visible()
    card = patient.one(cast.ana, rose)
    assert (card.town, card.postcode) == ("Otley", "YO1 7HH")
