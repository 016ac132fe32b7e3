"""What a group insists on before a step: asked for right there, refused in words, and written down as a change."""

import pytest

from core import document, referral, workflow
from core.audit import timeline
from core.document import Holder, Upload
from core.errors import Duplicate, Lacking, NotAllowed
from core.paper import Paper
from core.referral import Answers, Funding, Stage
from core.referral.tailored import demandable, drop_demand, set_demand
from core.several import Chosen
from core.workflow import NewField, Typed
from tests.document.papers import picture
from tests.referral.story import inbound, internal, outbound, step


def refused(cast, referral_id, name, **given):
    with pytest.raises(Lacking) as lacking:
        step(cast.ana, referral_id, name, **given)
    return lacking.value.fields


def test_a_step_is_not_taken_without_it(cast, today):
    set_demand(cast.cleo, "accept", "funding")
    id = inbound(cast)
    assert refused(cast, id, "accept") == {"funding": "Funding has to be known before this step. Fill it in."}
    assert referral.one(cast.ana, id).now.stage is Stage.SENT
    done = step(cast.ana, id, "accept", fills={"funding": Funding.NHS})
    assert (done.now.stage, done.funding) == (Stage.ACCEPTED, Funding.NHS)
    accepted, changed = timeline(cast.ana, "referral", id)[:2]
    assert (accepted.sentence, changed.sentence) == ("Accepted", "Request changed: funding")
    assert done.now.version == 3


def test_what_is_there_already_is_not_asked_again(cast, today):
    set_demand(cast.cleo, "accept", "teeth")
    id = inbound(cast, teeth="36")
    assert step(cast.ana, id, "accept", fills={"teeth": "11"}).teeth == ("36",)


def test_everything_that_lacks_is_said_at_once(cast, today):
    set_demand(cast.cleo, "decline", "payer")
    set_demand(cast.cleo, "decline", "teeth")
    assert set(refused(cast, inbound(cast), "decline")) == {"payer", "teeth", "reason"}


def test_what_cannot_be_is_refused_and_nothing_is_written(cast, today):
    set_demand(cast.cleo, "accept", "teeth")
    id = inbound(cast)
    assert set(refused(cast, id, "accept", fills={"teeth": "99"})) == {"teeth"}
    assert referral.one(cast.ana, id).now.version == 1


def test_fields_of_the_group_are_insisted_on_where_they_are_asked(cast, today):
    lab = workflow.add_field(cast.cleo, NewField(label="Laboratory", kind=Typed.TEXT, direction="inbound"))
    set_demand(cast.cleo, "accept", f"custom.{lab}")
    id = inbound(cast)
    assert set(refused(cast, id, "accept")) == {f"custom.{lab}"}
    assert step(cast.ana, id, "accept", fills={f"custom.{lab}": "Ceramix"}).own == (("Laboratory", "Ceramix"),)
    assert step(cast.ana, outbound(cast), "acknowledge")
    assert step(cast.ana, internal(cast), "accept")
    workflow.end_field(cast.cleo, lab, 1)
    assert step(cast.ana, inbound(cast, specialty="implant"), "accept")


def test_a_paper_has_to_be_added_first(cast, today):
    set_demand(cast.cleo, "accept", "paper.radiograph")
    id = inbound(cast)
    assert "Add it under Documents" in refused(cast, id, "accept")["paper.radiograph"]
    document.add(cast.ana, Upload("x.png", picture()), Holder(referral_id=id), Paper.RADIOGRAPH, taken_on=today)
    assert step(cast.ana, id, "accept").now.stage is Stage.ACCEPTED


def test_a_site_insists_on_more_than_the_group(cast, today):
    set_demand(cast.mia, "accept", "funding", cast.leeds)
    assert set(refused(cast, inbound(cast), "accept")) == {"funding"}
    with pytest.raises(NotAllowed):
        set_demand(cast.mia, "accept", "funding")
    with pytest.raises(NotAllowed):
        set_demand(cast.mia, "accept", "funding", cast.hull)
    with pytest.raises(Duplicate):
        set_demand(cast.mia, "accept", "funding", cast.leeds)


def test_many_at_once_are_refused_one_by_one(cast, today):
    set_demand(cast.cleo, "accept", "funding")
    lacks, has = inbound(cast), inbound(cast, specialty="implant", funding=Funding.NHS)
    became = list(referral.take_steps(cast.ana, [Chosen(lacks, 1), Chosen(has, 1)], "accept", Answers()))
    assert [bool(each.refused) for each in became] == [True, False]
    assert became[0].refused.endswith("Fill it in.")


def test_it_is_dropped_again_and_both_are_told(cast, today):
    number = set_demand(cast.cleo, "accept", "funding")
    with pytest.raises(NotAllowed):
        drop_demand(cast.mia, number)
    drop_demand(cast.cleo, number)
    assert step(cast.ana, inbound(cast), "accept")
    assert [each.what for each in workflow.history(cast.cleo)] == [
        "“Accept” no longer insists on funding",
        "“Accept” insists on funding",
    ]


@pytest.mark.parametrize(("name", "what"), [("send", "funding"), ("accept", "reason"), ("accept", "custom.99")])
def test_only_what_is_listed_can_be_insisted_on(cast, today, name, what):
    assert {"funding", "paper.consent"} <= demandable(workflow.workflow(cast.cleo)).keys()
    with pytest.raises(Lacking):
        set_demand(cast.cleo, name, what)
