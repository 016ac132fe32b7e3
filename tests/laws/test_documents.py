"""ARCHITECTURE.md says what the code says."""

from tests.laws.documents import PAPER, written


def test_the_generated_parts_of_architecture_are_current():
    paper = PAPER.read_text(encoding="utf-8")
    assert written(paper) == paper, "Run `make docs` and commit what it writes."
