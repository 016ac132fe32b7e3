"""python -m core audit verify, as an operator types it."""

from tests.audit.tamper import tamper
from tests.audit.test_chain import sealed
from tests.world.swift import spoken


def test_a_whole_chain_ends_with_0_and_a_broken_one_with_1(database):
    ids = sealed(3)
    whole = spoken("core", "audit", "verify")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.startswith("The audit chain is whole: 3 events are sealed")
    tamper(f"UPDATE event SET actor = 'nobody' WHERE id = {ids[1]}")
    broken = spoken("core", "audit", "verify")
    assert broken.returncode == 1
    assert broken.stdout.startswith(f"Event {ids[1]} (site:added) was altered")
