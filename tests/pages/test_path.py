"""The way of a referral as its page draws it."""

from functools import partial
from types import SimpleNamespace

import pytest

from core.referral import CLOSED, PATH, Direction, Stage, label
from pages.parts.path import BESIDE, way

INBOUND, OUTBOUND = (partial(label, direction=way) for way in (Direction.INBOUND, Direction.OUTBOUND))


def told(*moves):
    """Entries of a timeline, newest first, of moves from stage to stage."""
    return [SimpleNamespace(facts={"from": before, "to": after}) for before, after in moves]


def test_on_the_way_the_stage_itself_is_the_present_one():
    drawn = way(Stage.BOOKED, INBOUND, [])
    assert drawn["labels"][drawn["now"]] == "Booked"
    assert len(drawn["labels"]) == len(PATH)


def test_each_side_reads_its_own_words():
    assert way(Stage.ACKNOWLEDGED, INBOUND, [])["labels"][1] == "In triage"
    assert way(Stage.ACKNOWLEDGED, OUTBOUND, [])["labels"][1] == "Acknowledged"


def test_beside_the_way_it_stands_where_it_left_it():
    drawn = way(Stage.MISSED, INBOUND, [])
    assert drawn["labels"][3:5] == ["Missed", "In treatment"]
    assert (drawn["now"], drawn["tone"]) == (3, "amber")


def test_an_exit_ends_the_way_after_the_stage_it_left_from():
    drawn = way(Stage.DECLINED, INBOUND, told((Stage.ACKNOWLEDGED, Stage.DECLINED), (None, Stage.SENT)))
    assert drawn["labels"] == ["Received", "In triage", "Declined"]
    assert (drawn["now"], drawn["tone"], drawn["over"], drawn["done"]) == (2, "grey", True, False)


def test_asking_to_cancel_shows_how_far_it_had_come():
    drawn = way(Stage.CANCEL_REQUESTED, INBOUND, told((Stage.MISSED, Stage.CANCEL_REQUESTED)))
    assert drawn["labels"][-1] == "Cancellation asked"
    assert drawn["now"] == 4
    assert not drawn["over"]


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_place(stage):
    drawn = way(stage, OUTBOUND, [])
    assert drawn["labels"][drawn["now"]]
    assert drawn["over"] is (stage in CLOSED)
    assert set(BESIDE.values()) <= set(PATH)
