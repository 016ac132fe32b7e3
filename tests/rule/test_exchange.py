"""Rules as text: what is written out is read back the same, and bad text is refused with its line."""

import pytest

from core import rule
from core.errors import NotAllowed, Refusal
from core.language import DEFAULTS
from core.rule.carrying import bring_in, looked_at, taken_along
from core.rule.exchange import read, text_of
from core.rule.history import versions
from core.rule.listing import standings

CODES = {"leeds": 7}
FINE = """\
wait:
  label: Implants that wait
  timing: {after: 10, unit: days, anchor: accepted, late: skip}
  if:
  - {fact: specialty, is: implant}
  - any:
    - {fact: booked_once, is: false}
    - {fact: written, before: 2026-01-01}
  do:
  - {do: flag_at_risk, why: No visit yet}
  stop: true
  sites: [leeds]
"""


def one(name, by):
    return next((each for each in standings(by) if each.name == name), None)


def test_what_is_written_is_read_back_the_same():
    shipped = read((DEFAULTS / "rules.yaml").read_text(encoding="utf-8"), {})
    mine = read(FINE, CODES)
    again = read(text_of([each.stored for each in [*shipped, *mine]], {7: "leeds"}), CODES)
    assert [each.rule for each in again] == [each.rule for each in [*shipped, *mine]]
    assert len(again) > 50
    assert mine[0].rule.only_sites == {7}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no rule in this text"),
        ("- label: x", "There is no rule in this text"),
        ("a: [1, 2", "Line 1: this cannot be read as YAML"),
        ("a:\n  label: x\n  wenn: y", "Line 3: a rule has no “wenn”"),
        ("a:\n  label: x\na:\n  label: y", "Line 3: “a” is there twice"),
        ("a: &b\n  label: x\nc: *b", "no anchors|anchors and aliases"),
        ("a:\n  when: referral:booked", "Line 1: “a” has no label"),
        ("a:\n  label: x\n  when: referral:exploded\n  do: [{do: add_tag, tag: x}]", "Line 1: .*never happens"),
        ("\n\na:\n  label: x\n  when: referral:booked\n  do: 5", "Line 3: “a” cannot be read"),
        ("a:\n  label: x\n  when: referral:booked\n  if: [{fact: x, [1]: 2}]", "Line 4: .*unhashable"),
        ("a:\n  label: !!python/object:os.system x", "Line 2: .*could not determine a constructor"),
        ("a:\n  label: x\n  when: referral:booked\n  do: [{do: add_tag, tag: x}]\n  sites: [mars]", "site “mars”"),
        ("[" * 100_000, "too deep"),
        ("a: {label: x, when: referral:booked, do: [{do: explode}]}", "Baton cannot do"),
        ("\x00", "characters that no text has"),
    ],
)
def test_bad_text_is_refused_with_its_line(text, words):
    with pytest.raises(Refusal, match=words):
        read(text, CODES)


def test_a_text_is_looked_at_before_it_is_brought_in(cast):
    text = taken_along(cast.cleo, ["thank-referrer"]).replace("Thank the referrer when", "Thank whoever refers when")
    coming = looked_at(cast.cleo, text + FINE)
    assert [(each.name, each.new, each.same, each.wrong) for each in coming] == [
        ("thank-referrer", False, False, ""),
        ("wait", True, False, ""),
    ]
    assert one("wait", cast.cleo) is None
    assert bring_in(cast.cleo, text + FINE, "From York") == 2
    assert one("wait", cast.cleo).only_sites == {cast.leeds}
    assert one("thank-referrer", cast.cleo).edited
    assert versions(cast.cleo, one("thank-referrer", cast.cleo).id)[0].why == "From York"
    assert bring_in(cast.cleo, taken_along(cast.cleo)) == 0


def test_it_is_all_of_a_text_or_nothing(cast):
    bad = "later: {label: Later, when: referral:booked, if: [{fact: colour, is: red}], do: [{do: add_tag, tag: x}]}\n"
    assert "nobody knows" in looked_at(cast.cleo, FINE + bad)[1].wrong
    with pytest.raises(Refusal, match="Line 13: “later” cannot be brought in"):
        bring_in(cast.cleo, FINE + bad)
    assert one("wait", cast.cleo) is None


def test_a_manager_brings_in_what_is_for_their_own_sites(cast):
    assert bring_in(cast.mia, FINE) == 1
    with pytest.raises(Refusal, match="“york” cannot be brought in"):
        bring_in(cast.mia, FINE.replace("wait:", "york:").replace("Implants", "York’s").replace("[leeds]", "[york]"))
    with pytest.raises(NotAllowed):
        looked_at(cast.dev, FINE)
    with pytest.raises(NotAllowed):
        bring_in(cast.dev, FINE)
    assert rule.catalogue(cast.mia).called("site", cast.leeds) == "Leeds Dental"
