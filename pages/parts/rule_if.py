"""If: the conditions of a rule, each a fact, a question and an answer from pick-lists, in groups of all or any."""

from typing import Any

import streamlit as st

from core.rule import OPERATORS, Catalogue, Known, Operator, Type
from core.rule.asking import asked
from core.rule.condition import DAYS
from core.rule.sketch import kept_group
from pages.parts.fields import Fields
from pages.parts.plain import plain
from pages.parts.rule_shape import SET, Part, Shape

WHICH = {"all": "All of these hold", "any": "Any of these holds"}
YES_NO = {True: "yes", False: "no"}
SET_WORDS = {"set": "is known", "unset": "is not known"}
THING_WORDS = {"set": "is there", "unset": "is not there"}
QUIET: dict[str, Any] = {"label_visibility": "collapsed"}


class Conditions:
    """Draws the conditions of one rule; `kind` is what it waits for, which says what is known then."""

    def __init__(self, fields: Fields, shape: Shape, words: Catalogue, kind: str) -> None:
        self.fields, self.shape, self.words = fields, shape, words
        self.facts = {fact.name: fact for fact in words.known_in(kind)} if kind else {}
        self.blamed: list[str] = []
        """The field to look at for each condition, in their order; empty where there is none."""

    def ask(self) -> dict[str, Any]:
        """The whole of it, as a rule keeps it."""
        which = self._which("every") if len(self.shape.parts) > 1 else "all"
        given = [self._part(part, self.shape.parts) for part in self.shape.parts]
        self._more(self.shape.parts, groups=True)
        return {which: given}

    def _which(self, name: str) -> str:
        words = {"options": list(WHICH), "format_func": WHICH.get}
        return str(self.fields.ask(name, st.selectbox, "How many must hold", **words, width=220, **QUIET))

    def _part(self, part: Part, within_: list[Part]) -> dict[str, Any]:
        if "kept" in part:
            return self._kept(part, within_)
        return self._group(part, within_) if "parts" in part else self._condition(part, within_)

    def _kept(self, part: Part, within_: list[Part]) -> dict[str, Any]:
        """A group inside a group is told and kept; it is changed where rules are written as text."""
        group = kept_group(part["kept"])
        self.blamed += [""] * len(list(group.leaves()))
        with self._row(part, within_):
            st.markdown(plain(asked(group, self.words)))
        return dict(part["kept"])

    def _group(self, part: Part, within_: list[Part]) -> dict[str, Any]:
        number = part["id"]
        with st.container(key=self.shape.sheet.key(f"group-{number}")):
            head, away = st.columns([12, 1], gap="small", vertical_alignment="center")
            with head:
                which = self._which(f"if-{number}-every")
            with away:
                self._away(part, within_, "Take this group away")
            given = [self._part(one, part["parts"]) for one in part["parts"]]
            self._more(part["parts"], groups=False)
        return {which: given}

    def _condition(self, part: Part, within_: list[Part]) -> dict[str, Any]:
        number, fields = part["id"], self.fields
        with st.container(key=self.shape.sheet.key(f"condition-{number}")):
            left, middle, right, away = st.columns([4, 3, 5, 1], gap="small")
            with left:
                names = {name: fact.label[0].upper() + fact.label[1:] for name, fact in self.facts.items()}
                fact = fields.choose(f"if-{number}-fact", "Fact", names, "Choose a fact", **QUIET)
            known = self.facts.get(fact)
            with middle:
                asks = self._asks(number, known) if known else None
            with middle if known and known.type is Type.YES_NO else right:
                value = self._answer(number, known, asks) if known and asks else None
            with away:
                self._away(part, within_, "Take this condition away")
        self.blamed.append(f"if-{number}-{'value' if known and asks not in SET.values() else 'fact'}")
        operator = "set" if asks in SET.values() else asks
        return {"fact": fact or "", operator or "is": _set(asks) if operator == "set" else value}

    def _asks(self, number: int, fact: Known) -> str:
        """The question; of yes and no there is only one, so that its answer stands here."""
        if fact.type is Type.YES_NO:
            return "is"
        words = {str(one): one.label for one in OPERATORS[fact.type] if one is not Operator.SET}
        words |= THING_WORDS if fact.type is Type.THING else SET_WORDS
        several = fact.type is Type.CHOICE
        first = list(words).index(str(Operator.IN)) if several else 0
        given = {"options": list(words), "format_func": words.get, "index": first}
        return str(self.fields.ask(f"if-{number}-asks", st.selectbox, "Question", of=fact.name, **given, **QUIET))

    def _answer(self, number: int, fact: Known, asks: str) -> Any:
        name, of = f"if-{number}-value", f"{fact.name}-{asks}"
        if asks in SET.values():
            return None
        if fact.type is Type.YES_NO:
            return self.fields.choose(name, "Answer", YES_NO, "Yes or no", of=of, **QUIET)
        if asks in DAYS:
            return self.fields.ask(
                name, st.number_input, "Days", of=of, value=None, min_value=0, step=1, placeholder="Days", **QUIET
            )
        if fact.type is Type.DATE:
            day = self.fields.day(name, "Day", of=of, **QUIET)
            return day.isoformat() if day else None
        if fact.options:
            return self._listed(name, of, fact, asks)
        if fact.type is Type.NUMBER:
            return self.fields.ask(name, st.number_input, "Number", of=of, value=None, placeholder="Number", **QUIET)
        return self.fields.ask(name, st.text_input, "Words", of=of, **QUIET)

    def _listed(self, name: str, of: str, fact: Known, asks: str) -> Any:
        options = {option.value: option.label for option in self.words.options(fact.options)}
        if asks in {Operator.IN, Operator.NOT_IN}:
            shown = {"options": list(options), "format_func": lambda one: options.get(one, str(one))}
            return self.fields.ask(name, st.multiselect, "Answers", of=of, placeholder="Choose", **shown, **QUIET)
        return self.fields.choose(name, "Answer", options, "Choose", of=of, **QUIET)

    def _row(self, part: Part, within_: list[Part]) -> Any:
        with st.container(key=self.shape.sheet.key(f"kept-{part['id']}")):
            told, away = st.columns([12, 1], gap="small", vertical_alignment="center")
            with away:
                self._away(part, within_, "Take this group away")
        return told

    def _away(self, part: Part, within_: list[Part], label: str) -> None:
        st.button(
            label, icon=":material/close:", type="tertiary", key=self.shape.sheet.key(f"away-{part['id']}"),
            on_click=self.shape.drop, args=(within_, part),
        )  # fmt: skip

    def _more(self, within_: list[Part], *, groups: bool) -> None:
        key = f"{len(within_)}-{groups}-{within_[0]['id'] if within_ else 0}"
        with st.container(horizontal=True, key=self.shape.sheet.key(f"if-more-{key}")):
            st.button(
                "Add a condition", icon=":material/add:", type="tertiary", key=self.shape.sheet.key(f"add-{key}"),
                on_click=self.shape.add, args=(within_,),
            )  # fmt: skip
            if groups:
                st.button(
                    "Add a group", icon=":material/add:", type="tertiary", key=self.shape.sheet.key(f"more-{key}"),
                    on_click=self.shape.add, args=(within_,), kwargs={"parts": []},
                )  # fmt: skip


def _set(asks: str | None) -> bool:
    return asks == "set"
