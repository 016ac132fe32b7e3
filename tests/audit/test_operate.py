"""python -m core audit verify, as an operator types it."""

import os
import subprocess
import sys

from core.settings import ROOT
from tests.audit.tamper import tamper
from tests.audit.test_chain import sealed


def verify():
    command = [sys.executable, "-m", "core", "audit", "verify"]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60)


def test_a_whole_chain_ends_with_0_and_a_broken_one_with_1(database):
    ids = sealed(3)
    whole = verify()
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.startswith("The audit chain is whole: 3 events are sealed")
    tamper(f"UPDATE event SET actor = 'nobody' WHERE id = {ids[1]}")
    broken = verify()
    assert broken.returncode == 1
    assert broken.stdout.startswith(f"Event {ids[1]} (site:added) was altered")
