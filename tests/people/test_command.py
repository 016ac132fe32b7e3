"""python -m core user: the first account of a new house is made here."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core import people
from core.people import actor_for, hashed_token, invitation, knock
from tests.ownership.work import several, stranded
from tests.signed_in import PASSWORD
from tests.world.swift import spoken

ROOT = Path(__file__).parent.parent.parent

ROOT_USER = ["user", "add", "root", "--role", "admin", "--every-site", "--password-prompt"]

pytestmark = pytest.mark.database("sqlite")


def user(*words: str) -> subprocess.CompletedProcess[str]:
    return spoken("core", "user", *words)


def test_adding_somebody_prints_a_link_that_sets_their_password(cast):
    done = user("add", "Nora", "--role", "coordinator", "--site", "leeds", "--site", "york", "--name", "Nora Newcomer")
    assert (done.returncode, done.stderr) == (0, "")
    link = re.fullmatch(r"http://localhost:8501/auth/invite/([\w-]{43})\n", done.stdout)
    assert link
    invitation.take_up(link[1], PASSWORD)
    assert knock("nora", PASSWORD)
    nora = next(one for one in people.people(cast.adam) if one.username == "nora")
    assert (nora.name, set(nora.sites)) == ("Nora Newcomer", {cast.leeds, cast.york})


def test_the_first_account_needs_no_site_to_exist(database):
    assert user("add", "root", "--role", "admin", "--every-site").returncode == 0
    assert user("list").stdout == "root  admin  every site  invited\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "ana", "--role", "clinician", "--site", "leeds"], "already"),
        (["add", "nora", "--role", "clinician", "--site", "leds"], "leeds"),
        (["add", "nora", "--role", "clinician"], "at least one site"),
        (["add", "no", "--role", "clinician", "--site", "leeds"], "3 to 60"),
        (["disable", "nobody"], "Nobody signs in as nobody"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(cast, words, said):
    done = user(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_disabling_and_ending_sessions(able, token_of):
    ana = hashed_token(token_of(able.ana))
    assert user("end-sessions", "ANA").stdout == "1 session ended.\n"
    assert actor_for(ana) is None
    assert user("disable", "ana").returncode == 0
    assert "disabled" in user("list").stdout


def test_nobody_is_disabled_from_the_command_line_with_work_that_nobody_takes(cast):
    several(cast, cast.ben)
    refused = user("disable", "ben")
    assert refused.returncode == 2
    assert "Ben Okafor has 2 open referrals there" in refused.stderr
    assert user("disable", "ben", "--to", "mia").returncode == 0
    assert stranded() == []


def test_the_password_can_be_asked_for_instead_and_is_not_shown(database):
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "core", *ROOT_USER])
    said = b""
    for question in (b"Password: ", b"again: "):
        while not said.endswith(question):
            said += os.read(terminal, 1000)
        os.write(terminal, f"{PASSWORD}\n".encode())
    assert os.waitpid(child, 0)[1] == 0
    said += os.read(terminal, 1000)
    os.close(terminal)
    assert b"root can sign in." in said
    assert PASSWORD.encode() not in said
    assert knock("root", PASSWORD)
