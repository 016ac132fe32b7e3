"""python -m core import …: what the operator reads."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from core import directory, intake, patient
from core.access import machine
from core.errors import NotFound, Refusal
from core.operate.imports import Import
from core.operate.site import Sites
from tests import make
from tests.document.papers import pdf

ROOT = Path(__file__).parents[2]
PATIENTS = "given_name,family_name,born_on,shoe size\n"


@pytest.fixture
def run(database, capsys):
    def told(command, *words):
        parser = ArgumentParser()
        command.arguments(parser)
        args = parser.parse_args(list(map(str, words)))
        capsys.readouterr()
        status = command.run(args)
        said = capsys.readouterr()
        return status, said.out, said.err

    return told


def test_patients_of_a_site(run, tmp_path):
    make.site("Leeds")
    file = tmp_path / "patients.csv"
    file.write_text(PATIENTS + "Ann,Smith,1980-02-23,5\nTom,,1980-02-23,5\n")
    status, out, err = run(Import(), "patients", file, "--site", "leeds")
    assert (status, out) == (
        1,
        "Patients at Leeds Dental: 1 added, 0 changed, 0 unchanged; columns not used: shoe size; rows not taken: 1.\n",
    )
    assert err == "Not taken:\n  line 3: The family name is missing.\n"
    assert len(patient.find(machine("test"), "ann")) == 1


def test_many_bad_rows_go_to_a_file(run, tmp_path):
    file, bad = tmp_path / "practices.csv", tmp_path / "bad.txt"
    file.write_text("only,three,columns\n" * 32)
    status, out, err = run(Import(), "directory", file)
    assert status == 1
    assert out == "Practices: 0 added, 0 changed, 0 unchanged; rows not taken: 32.\n"
    assert err.count("line ") == 20
    assert "and 12 more; write all of them to a file with --bad-rows FILE" in err
    _, _, err = run(Import(), "directory", file, "--bad-rows", bad)
    assert f"and 12 more; see {bad}" in err
    assert bad.read_text().splitlines()[31] == "32\tThe row has 3 columns instead of 27."


def test_a_missing_file_and_an_unknown_site_are_sentences(run, tmp_path):
    make.site("Leeds")
    with pytest.raises(Refusal, match="There is no file"):
        run(Import(), "directory", tmp_path / "none.csv")
    (tmp_path / "patients.csv").write_text(PATIENTS)
    with pytest.raises(NotFound, match="The sites are: leeds"):
        run(Import(), "patients", tmp_path / "patients.csv", "--site", "bath")


def test_sites_are_added_and_listed(run):
    _, out, _ = run(Sites(), "list")
    assert out.startswith("There is no site yet.")
    run(Sites(), "add", "Leeds", "Leeds Dental", "--town", "Leeds", "--phone", "0113 496 0123")
    _, out, _ = run(Sites(), "list")
    assert out == "leeds  Leeds Dental, Leeds\n"
    assert directory.site_of_code(machine("test"), "leeds").time_zone == "Europe/London"


@pytest.mark.database("sqlite")
def test_from_a_terminal(database, tmp_path):
    (tmp_path / "empty.csv").write_text("")
    command = [sys.executable, "-m", "core", "import", "directory", tmp_path / "empty.csv"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "The file is empty.\n")


def test_letters_of_a_folder_arrive_once_each(run, tmp_path):
    make.site("Leeds")
    (tmp_path / "one.txt").write_text("Re: Tom Ng\n\nDenture please.")
    (tmp_path / "two.pdf").write_bytes(pdf("Patient: Iris Okafor"))
    (tmp_path / "three.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / ".hidden").write_text("not a letter")
    status, out, err = run(Import(), "letters", tmp_path, "--site", "leeds")
    assert (status, out) == (1, "Letters at Leeds Dental: 2 arrived, 0 known already; files not taken: 1.\n")
    assert err.startswith("Not taken:\n  three.zip: This is an Office file or an archive.")
    _, out, _ = run(Import(), "letters", tmp_path, "--site", "leeds")
    assert out == "Letters at Leeds Dental: 0 arrived, 2 known already; files not taken: 1.\n"
    waiting = intake.inbox(machine("test"), intake.Wanted())
    assert [row.headline for row in waiting] == ["Tom Ng", "Iris Okafor"]


def test_letters_come_from_a_folder_that_exists(run, tmp_path):
    make.site("Leeds")
    (tmp_path / "one.txt").write_text("x")
    with pytest.raises(Refusal, match="no folder"):
        run(Import(), "letters", tmp_path / "one.txt", "--site", "leeds")
