"""Who may take which step where, cell by cell: every role, step and direction, from each side and from outside.

The tables below are written by hand from what the group agreed; nothing in them is read from the lifecycle.
"""

from itertools import product

import pytest

from core.access import Actor, Role
from core.errors import NotAllowed
from core.referral.advance import may_take
from core.referral.current import Current
from core.referral.lifecycle import STEPS
from core.referral.stage import Direction, Stage
from core.referral.words import Urgency
from tests.conftest import TUESDAY

HERE, THERE, ELSEWHERE = 1, 2, 3
"""The site that works on a referral, the one that sent it internally, and one that has nothing to do with it."""
DESK = {Role.FRONT_DESK, Role.CLINICIAN, Role.COORDINATOR, Role.MANAGER}
DECIDERS = {Role.CLINICIAN, Role.COORDINATOR, Role.MANAGER}
SIGNERS = {Role.CLINICIAN}
CORRECTORS = {Role.MANAGER}

#                     who                side        outbound instead, where somebody else may note it
TABLE = """
    send              desk               sender
    acknowledge       desk               receiver
    accept            deciders           receiver
    ask_information   desk               receiver
    give_information  desk               sender
    waitlist          desk               receiver
    wait_on           desk               receiver
    book              desk               receiver
    attend            desk               receiver
    miss              desk               receiver
    reschedule        desk               receiver
    cancel_appointment desk              receiver
    note_visit        deciders           receiver
    report            signers            receiver    deciders
    prepare_report    deciders           receiver    nobody
    correct_report    signers            receiver    nobody
    complete          desk               either
    decline           deciders           receiver
    redirect          deciders           receiver
    ask_cancel        desk               sender
    confirm_cancel    desk               receiver
    lose              desk               either
    hold              desk               either
    resume            desk               either
    set_urgency       desk               either
    reopen            desk               either
    correct           correctors         either
"""
ROLES = {"desk": DESK, "deciders": DECIDERS, "signers": SIGNERS, "correctors": CORRECTORS, "nobody": set()}
RULES = {
    name: (who, side, *noting) for name, who, side, *noting in (line.split() for line in TABLE.split("\n") if line)
}
SITES = {"here": {HERE}, "there": {THERE}, "both": {HERE, THERE}, "elsewhere": {ELSEWHERE}}
CELLS = list(product(STEPS, Role, SITES, Direction))


def expected(step, role, sites, direction):
    """As the table says it: inside the group the side decides, otherwise our one site acts for both."""
    who, side, *noting = RULES[step]
    allowed = ROLES[noting[0]] if noting and direction is Direction.OUTBOUND else ROLES[who]
    if direction is Direction.INTERNAL:
        sides = {"receiver": {HERE}, "sender": {THERE}, "either": {HERE, THERE}}[side]
        return role in allowed and bool(SITES[sites] & sides)
    return role in allowed and HERE in SITES[sites]


def referral_of(direction):
    return Current(
        id=1, reference="B-2026-000001-P", direction=direction, stage=Stage.SENT, site_id=HERE,
        from_site_id=THERE if direction is Direction.INTERNAL else None, referrer_provider_id=None,
        recipient_provider_id=None, patient_id=1, urgency=Urgency.ROUTINE, specialty="endodontics", owner_id=None,
        visit="", held_until_on=None, received_at=TUESDAY, since_at=TUESDAY, version=1,
    )  # fmt: skip


def test_the_table_speaks_of_every_step():
    assert RULES.keys() == STEPS.keys()


def test_there_is_a_cell_for_every_step_role_place_and_direction():
    assert len(CELLS) == len(STEPS) * 6 * 4 * 3 > 1_900


@pytest.mark.parametrize("step", STEPS)
def test_every_cell_is_as_the_table_says(step):
    wrong = []
    for name, role, sites, direction in CELLS:
        if name != step:
            continue
        actor = Actor("account:1", "Somebody", role, frozenset(SITES[sites]), account_id=1)
        try:
            may_take(actor, referral_of(direction), STEPS[step])
            may = True
        except NotAllowed:
            may = False
        if may is not expected(step, role, sites, direction):
            wrong.append((role, sites, direction, may))
    assert wrong == []


def test_a_role_that_covers_every_site_still_reads_no_record():
    everywhere = frozenset({HERE, THERE, ELSEWHERE})
    for role, step, direction in product((Role.OPERATOR, Role.ADMIN), STEPS.values(), Direction):
        cleo = Actor("account:1", "Cleo", role, everywhere, every_site=True, account_id=1)
        with pytest.raises(NotAllowed):
            may_take(cleo, referral_of(direction), step)
