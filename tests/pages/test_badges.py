"""The colours of states: every state has one, and each can be read."""

import re

import pytest

from core.referral import CLOSED, Stage, Urgency
from pages.parts.badges import badge, stage_tone, urgency_tone
from pages.parts.style import BADGES

GROUNDS = ("#ffffff", "#10181d")
TINT = 0.11
TONES = dict(re.findall(r"--(\w+): light-dark\((#\w{6}, #\w{6})\);", BADGES))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mixed(over: str, ground: str) -> str:
    pairs = [(int(over[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * TINT + b * (1 - TINT)):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", TONES)
def test_each_colour_can_be_read_on_its_ground_and_on_its_tint(tone):
    for colour, ground in zip(TONES[tone].split(", "), GROUNDS, strict=True):
        assert contrast(colour, ground) >= 4.5
        assert contrast(colour, mixed(colour, ground)) >= 4.5


def test_every_stage_and_urgency_has_a_colour_that_exists():
    assert {stage_tone(stage) for stage in Stage} <= TONES.keys()
    assert {urgency_tone(urgency) for urgency in Urgency} <= {"", *TONES}


def test_whoever_left_the_way_is_grey():
    assert {stage_tone(stage) for stage in CLOSED - {Stage.COMPLETED}} == {"grey"}


def test_stored_text_in_a_badge_stays_text():
    assert "<b>" not in badge("<b>Bold</b>")
