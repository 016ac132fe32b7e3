"""The fields of a form on a sheet: what was typed is kept, and what is wrong with one is said under it."""

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.begun import Begun, fitting, written
from pages.parts.finder import Choice, Wanted, finder
from pages.parts.sheet import Sheet
from pages.parts.viewer import begin

CSS = Path(__file__).with_suffix(".css")
LOOK = st.components.v2.component("look", js=Path(__file__).with_suffix(".js").read_text())


class Fields:
    """Draws one field after another; the names are those that a command uses when it refuses.

    A field that `begun` knows begins with what it says, once on each sheet: what is put in then is the person's own.
    """

    def __init__(self, sheet: Sheet, begun: Begun | None = None) -> None:
        st.html(CSS)
        self.sheet = sheet
        self._begun = {name: written(value) for name, value in (begun or {}).items()}
        self.sheet.note("first", self.sheet.noted("first", {}))
        self._keys: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._places: dict[str, DeltaGenerator] = {}

    def ask(self, name: str, widget: Callable[..., Any], label: str, *, of: object = "", **how: Any) -> Any:
        """One of Streamlit's widgets; what was put in stays, also while other pages are looked at.

        With another `of` the field begins anew.
        """
        self._keys[name] = self.sheet.key(f"{name}-{of}")
        if (begun := fitting(widget, self._first(name), how)) is not None:
            begin(self._keys[name], begun)
        return self._under(name, widget(label, key=self._keys[name], persist_state="session", **how))

    def choose(self, name: str, label: str, choices: Mapping[Any, str], empty: str, **how: Any) -> Any:
        """One of a few by their words; None while nothing is chosen, and then `empty` stands there."""
        shown = {"options": list(choices), "format_func": lambda choice: choices.get(choice, str(choice))}
        return self.ask(name, st.selectbox, label, index=None, placeholder=empty, **shown, **how)

    def day(self, name: str, label: str, **how: Any) -> date | None:
        """A day, or None."""
        return self.ask(name, st.date_input, label, value=None, format="DD/MM/YYYY", **how)

    def file(self, name: str, label: str, *, of: object = "", **how: Any) -> Any:
        """One file, or several with `accept_multiple_files`; what was chosen goes when the page is left."""
        self._keys[name] = self.sheet.key(f"{name}-{of}")
        return self._under(name, st.file_uploader(label, key=self._keys[name], **how))

    def find(self, name: str, label: str, wanted: Wanted, *, first: bool = False) -> Choice | None:
        """A field that finds a patient or a practice."""
        self._keys[name] = self.sheet.key(name)
        if (begun := self._first(name)) is not None:
            self.sheet.note(name, begun)
        return self._under(name, finder(self.sheet, name, label, wanted, first=first))

    def place(self, name: str) -> None:
        """Where something is said about what is no field by itself, such as a list that is still empty."""
        self._keys[name] = self.sheet.key(name)
        self._under(name, None)

    def warn(self, name: str, sentence: str) -> None:
        """Say under a field what looks odd but may be right."""
        if sentence:
            self._places[name].html(f'<p class="odd">{escape(sentence)}</p>')

    def remark(self, name: str, sentence: str, odd: bool = False) -> None:
        """Say quietly under a field that is drawn where its value is from, unless something is wrong with it."""
        if name in self._places and not self.refused(name):
            self._places[name].html(f'<p class="{"odd" if odd else "remark"}">{escape(sentence)}</p>')

    def refuse(self, wrong: dict[str, str]) -> None:
        """Say under each field what is wrong with it, for as long as nobody changes it; here, how many there are."""
        self.sheet.note("refused", {name: (sentence, self._values.get(name)) for name, sentence in wrong.items()})
        shown = [name for name in self._places if name in wrong]
        for name in shown:
            self._say(name, wrong[name])
        others = " ".join(sentence for name, sentence in wrong.items() if name not in shown)
        many = f"{len(shown)} fields need another look. " if len(shown) > 1 else ""
        if many or others:
            st.html(f'<p class="wrong">{many}{escape(others)}</p>')
        if shown:
            LOOK(data={"fields": [self._keys[name] for name in shown], "of": self.sheet.count()}, key="look", height=1)

    def lack(self, missing: Mapping[str, str]) -> None:
        """List what is still missing, by the names of fields and in words, each a link that puts the cursor there."""
        parts = [self._way(name, words) for name, words in missing.items()]
        if parts:
            st.html(f'<p class="missing">Still missing: {", ".join(parts)}</p>')
            LOOK(data={"fields": [], "of": "links"}, key="look-links", height=1)

    def _way(self, name: str, words: str) -> str:
        if name not in self._keys:
            return escape(words)
        return f'<a href="#" data-look="{escape(self._keys[name])}">{escape(words)}</a>'

    def go_on(self, after: str, name: str, *, of: str) -> None:
        """Put the cursor into a field that has just appeared, unless somebody has left the one before it.

        Where the one before it only says what it began with, nobody has put the cursor anywhere.
        """
        if after in self._begun and self.sheet.noted(after) == self._begun[after]:
            return
        data = {"fields": [self._keys[name]], "of": of, "from": self._keys[after]}
        LOOK(data=data, key=f"look-{name}", height=1)

    def refused(self, *names: str) -> bool:
        """Whether one of these was found wanting when the form was last sent."""
        return any(name in self.sheet.noted("refused", {}) for name in names)

    @property
    def said(self) -> dict[str, Any]:
        """Everything that was put in, as it is kept: also in fields that are not drawn just now."""
        drawn = {name: written(value) for name, value in self._values.items()}
        said = {**self._begun, **self.sheet.noted("said", {}), **drawn}
        self.sheet.note("said", said)
        return said

    @property
    def touched(self) -> bool:
        """Whether anything is other than it was when it was first drawn on this sheet."""
        first = self.sheet.noted("first", {})
        return any(written(value) != first[name] for name, value in self._values.items())

    def _first(self, name: str) -> Any:
        """What a field begins with, the first time that it is drawn on this sheet."""
        begun = self.sheet.noted("begun", frozenset())
        if name not in self._begun or name in begun:
            return None
        self.sheet.note("begun", begun | {name})
        return self._begun[name]

    def _under(self, name: str, value: Any) -> Any:
        self._values[name], self._places[name] = value, st.empty()
        self.sheet.noted("first").setdefault(name, written(value))
        sentence, then = self.sheet.noted("refused", {}).get(name, ("", None))
        if sentence and then == value:
            self._say(name, sentence)
        return value

    def _say(self, name: str, sentence: str) -> None:
        self._places[name].html(f'<p class="wrong" role="alert">{escape(sentence)}</p>')
