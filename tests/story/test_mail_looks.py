"""A mail on a telephone and a desk, by day and in the dark: nothing is cut, everything can be read."""

import re

import pytest

from core.brand import Brand
from core.text import SHIPPED, Item, Listed, Sender, render
from core.text.words import WORDS
from tests.world.browser import DESK, PHONE, faults, keep, overflows

KNOWN = {name: word.sample for name, word in WORDS.items()}
LONG = {"comment": "https://example.org/" + "a" * 300, "patient": "Wolfeschlegelsteinhausenbergerdorff" * 2}
GROUP = Sender(Brand("Harbour Dental Group", "#0f5c5c"), "Harbour Dental Leeds", "0113 496 0123", 7)
BRIGHT = Sender(Brand("Sunny Smiles", "#ffe14d"), "Sunny Leeds", "0113 496 0123", 7)
LISTS = [Listed("New", (Item("Answer is two days late", "B-2026-000123-K · Leeds · Soon", "https://example.org/1"),))]


def mails():
    """To a patient, in both languages and in a bright colour; a long one, one with long words, one with a list."""
    for sender, name, language in ((GROUP, "booked-patient", "pl"), (BRIGHT, "booked-patient", "en")):
        yield f"{name}-{language}", render(SHIPPED.chosen(name, None, language), KNOWN, sender).html
    yield "report", render(SHIPPED.chosen("report-referrer", None), KNOWN, GROUP).html
    yield "long", render(SHIPPED.chosen("information-referrer", None), KNOWN | LONG, GROUP).html
    yield "list", render(SHIPPED.chosen("alerts", None), KNOWN, GROUP, LISTS).html


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_a_mail_fits_and_is_readable(browser, dark, size):
    context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light")
    tab, broken = context.new_page(), []
    for name, html in mails():
        tab.set_content(html)
        keep(tab, f"mail-{name}-{'dark' if dark else 'light'}-{size['width']}")
        broken += [f"{name}: {fault}" for fault in ["scrolls sideways"] * overflows(tab) + faults(tab)]
    context.close()
    assert not broken


def test_what_a_mail_program_leaves_of_its_styles_is_enough():
    """Many drop the sheet of styles: every element that shows words carries its own colours."""
    for name, html in mails():
        bare = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
        for tag in re.findall(r"<(?:h1|h2|p|a|div|td class)[^>]*>", bare):
            assert "style=" in tag, f"{name}: {tag}"
        assert re.search(r"<body[^>]*background:#f3f6f6", bare), name
        assert len(html.encode()) < 20_000, name
