"""Where a rule is built: its form on the left, what it says so far on the right, and below what it would have done."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core import rule
from core.access import Actor
from core.rule import Catalogue
from core.rule.listing import numbered
from core.rule.sketch import gaps, sketched
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.rule_form import Built, rule_form
from pages.parts.rule_rehearsal import rehearsal
from pages.parts.rule_shape import Shape, Stored
from pages.parts.rule_words import spoken
from pages.parts.sheet import Sheet

CSS = Path(__file__).with_name("rules.css")
LONGEST = 160
SAVED = "Saved. It holds from now on"


@dataclass(frozen=True, slots=True)
class Bench:
    """The rule that is worked on: by its name and version where it is there already."""

    actor: Actor
    words: Catalogue
    stored: Stored
    name: str = ""
    version: int = 0
    sort: str = ""

    @property
    def sheet(self) -> Sheet:
        """What is typed stays with the version that it was typed over."""
        return Sheet(f"rule-{self.sort or self.name}-{self.version}")


def workshop(bench: Bench) -> None:
    """Build, look, try out, keep."""
    st.html(CSS)
    shape = Shape(bench.sheet, bench.stored)
    fields = Fields(bench.sheet, shape.begun)
    with st.container(key="rule-bench"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        built = rule_form(bench.actor, fields, shape, bench.words)
    with right, st.container(key="rule-aside"):
        _aside(bench, fields, built)
    rehearsal(bench.actor, bench.sheet, built.stored)


def _aside(bench: Bench, fields: Fields, built: Built) -> None:
    said = sketched(built.stored, bench.words)
    spoken(said)
    label = fields.ask("label", st.text_input, "Name", max_chars=LONGEST, placeholder=_called(str(said)))
    why = _why(fields) if bench.name else ""
    with st.container(horizontal=True, key="rule-keep"):
        save = st.button("Save rule", type="primary", icon=":material/check:", key=fields.sheet.key("save"))
        if st.button("Try it on the last 90 days", icon=":material/history:", key=fields.sheet.key("try")):
            fields.sheet.note("tried", dict(built.stored))
    if save:
        stored = {**built.stored, "label": label.strip() or _called(str(said))}
        fields.refuse(_kept(bench, fields, stored, why, built.places))


def _why(fields: Fields) -> str:
    return str(
        fields.ask("why", st.text_input, "Why you change it", max_chars=400, placeholder="For whoever reads this later")
    )


def _kept(bench: Bench, fields: Fields, stored: Stored, why: str, places: Mapping[str, str]) -> dict[str, str]:
    """Keep it and go to its page; else what is wrong, by the field it is about."""
    wrong = gaps(stored)
    if bench.name and not why.strip():
        wrong["why"] = "Say why, for whoever reads this later."
    if not wrong:
        kept = do(rule.save, bench.actor, stored, bench.name, bench.version or None, why)
        if kept.result:
            fields.sheet.done()
            leave("rules.py", SAVED, id=numbered(bench.actor, kept.result))
        wrong = kept.fields
    return {places.get(place, place): sentence for place, sentence in wrong.items()}


def _called(said: str) -> str:
    """What a rule is called by itself: its sentence, as far as a name may go."""
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rpartition(' ')[0]}…"
