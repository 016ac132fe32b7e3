"""The log: lines that machines read and that tell nothing about a person."""

import io
import json
import logging
from contextlib import contextmanager, redirect_stderr

import pytest

from core import log


@contextmanager
def listening():
    """What is said inside this block, a record for each line."""
    before, heard, lines = (logging.root.handlers, logging.root.level, log.OURS.level), io.StringIO(), []
    with redirect_stderr(heard):
        log.start("INFO")
    try:
        yield lines
    finally:
        logging.root.handlers, logging.root.level, log.OURS.level = before
        lines.extend(map(json.loads, heard.getvalue().splitlines()))


def test_a_line_is_json_with_its_facts():
    with listening() as lines:
        log.say("message sent", message=12, carrier="smtp")
    assert [(line["what"], line["message"], line["carrier"], line["level"]) for line in lines] == [
        ("message sent", 12, "smtp", "info")
    ]
    assert lines[0]["at"].endswith("+00:00")


def test_an_incident_tells_kind_and_place_but_not_what_a_person_wrote():
    with listening() as lines:
        try:
            raise LookupError("Mrs O'Brien, 12 Harbour Street")
        except LookupError as error:
            number = log.incident(error, referral=7)
    (line,) = lines
    assert (line["incident"], line["error"], line["referral"]) == (number, "LookupError", 7)
    assert "test_log.py" in line["places"][0]
    assert "Brien" not in json.dumps(line)


def test_what_is_below_the_level_is_not_said():
    with listening() as lines:
        log.say("tick", level=logging.DEBUG)
    assert lines == []


@pytest.mark.parametrize("library", ["uvicorn.error", "fontTools.subset", "alembic.runtime.migration"])
def test_libraries_speak_the_same_way_and_only_to_warn(library):
    with listening() as lines:
        logging.getLogger(library).info("maxp pruned")
        logging.getLogger(library).warning("slow")
    assert [(line["from"], line["what"]) for line in lines] == [(library, "slow")]


def test_no_address_that_was_asked_for_is_told():
    with listening() as lines:
        logging.getLogger("uvicorn.access").info('"GET /patients?typed=okafor HTTP/1.1" 200')
    assert lines == []
