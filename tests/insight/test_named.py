"""What figures are split by is called by its name, and nobody learns of places and practices that are not theirs."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, update

from core import clock, insight
from core.errors import NotAllowed
from core.insight import Asked
from core.referral import Stage
from core.work import work
from data.tables import setting, site, stage_setting
from tests import make
from tests.referral.story import inbound, only_at
from tests.world.drain import drain

MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
IN_MARCH = Asked(since=202603, until=202604)


def test_a_site_that_closed_keeps_its_name_and_stands_last(cast):
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.hull).values(closed_on=date(2026, 2, 1)))
    assert list(insight.places(cast.cleo).values()) == ["Leeds Dental", "York Dental", "Hull Dental (closed)"]
    assert list(insight.places(cast.mia)) == [cast.leeds]


def test_practices_are_those_that_ones_sites_had_to_do_with_then(cast):
    with clock.telling(MARCH):
        pennine = make.provider("Pennine Dental")
        inbound(cast, referrer_provider_id=pennine)
        drain()
    assert insight.parties(cast.mia, IN_MARCH) == {pennine: "Pennine Dental"}
    assert insight.parties(cast.mia, IN_MARCH.moved(1)) == {}
    assert insight.parties(only_at(cast.mia, {cast.hull}), IN_MARCH) == {}


def test_the_practice_asked_for_is_known_in_months_without_it(cast):
    with clock.telling(MARCH):
        pennine = make.provider("Pennine Dental")
        inbound(cast, referrer_provider_id=pennine)
        drain()
    asked = replace(IN_MARCH.moved(1), provider=pennine)
    assert insight.parties(cast.mia, asked) == {pennine: "Pennine Dental"}
    assert insight.parties(only_at(cast.mia, {cast.hull}), asked) == {}


def test_practices_that_are_called_alike_are_told_apart_by_their_town(cast):
    with clock.telling(MARCH):
        for town in ("Otley", "Ilkley"):
            inbound(
                cast,
                patient_id=make.patient(f"Rose {town}", at=cast.leeds),
                referrer_provider_id=make.provider("Smile Dental", town=town),
            )
        drain()
    assert set(insight.parties(cast.mia, IN_MARCH).values()) == {"Smile Dental, Otley", "Smile Dental, Ilkley"}


def test_a_front_desk_learns_no_names_here(cast):
    for asks in (lambda: insight.places(cast.dev), lambda: insight.parties(cast.dev, IN_MARCH)):
        with pytest.raises(NotAllowed):
            asks()


def test_stages_are_called_as_the_one_site_or_the_group_calls_them(cast):
    with work() as db:
        rows = [("Arrived", None), ("In the post tray", cast.york)]
        told = [{"stage": "sent", "direction": "inbound", "label": name, "site_id": at} for name, at in rows]
        db.execute(insert(stage_setting), [{**one, "hidden": False} for one in told])
        db.execute(insert(setting).values(name="workflow", value="one"))
    assert insight.stages(cast.cleo, IN_MARCH)[Stage.SENT] == "Arrived"
    assert insight.stages(cast.ana, replace(IN_MARCH, sites=frozenset({cast.york})))[Stage.SENT] == "In the post tray"
    assert insight.stages(cast.ana, replace(IN_MARCH, direction="outbound"))[Stage.SENT] == "Sent"
    with pytest.raises(NotAllowed):
        insight.stages(cast.dev, IN_MARCH)
