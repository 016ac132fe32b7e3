"""Then: what a rule does, one action after the other, each drawn from the fields that the action declares."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

import streamlit as st

from core.rule import Catalogue, Type, actions
from core.rule.actions import Action, Field
from core.rule.deeds import act
from pages.parts.fields import Fields
from pages.parts.placeholders import SPEAKS, kept, offered
from pages.parts.plain import plain
from pages.parts.rule_shape import Part, Shape

ICONS = {
    "send_message": "mail",
    "open_task": "add_task",
    "close_tasks": "remove_done",
    "assign": "assignment_ind",
    "take_step": "arrow_forward",
    "add_tag": "sell",
    "remove_tag": "label_off",
    "flag_at_risk": "flag",
    "escalate": "priority_high",
    "call_webhook": "webhook",
}
USUAL = {"kind": "follow_up"}
"""What is chosen until somebody chooses another."""
EMPTY: tuple[Any, ...] = (None, "", [])


class Actions:
    """Draws the actions of one rule."""

    def __init__(self, fields: Fields, shape: Shape, words: Catalogue) -> None:
        self.fields, self.shape, self.words = fields, shape, words
        self.blamed: list[str] = []
        """The field to look at for each action, in their order: the first that is needed and empty."""

    def ask(self) -> list[dict[str, Any]]:
        """All of them, as a rule keeps them."""
        rows = st.container()
        self._more()
        with rows:
            return [self._one(part, at) for at, part in enumerate(self.shape.acts)]

    def _one(self, part: Part, at: int) -> dict[str, Any]:
        known = actions().get(part["do"])
        with st.container(key=self.shape.sheet.key(f"action-{part['id']}")):
            self._head(part, known, at)
            if known is None:
                st.markdown(plain(act(part, self.words)))
            asked = self._fields(part, known) if known else {}
        lacks = [field.name for field in known.fields if field.needed and asked[field.name] in EMPTY] if known else []
        names = [*lacks, *asked]
        self.blamed.append(f"do-{part['id']}-{names[0]}" if names else "")
        return {"do": part["do"]} | {name: value for name, value in asked.items() if value not in EMPTY}

    def _head(self, part: Part, known: Action | None, at: int) -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=self._key("head", part)):
            label = known.label if known else part["do"]
            st.markdown(f":material/{ICONS.get(part['do'], 'bolt')}: **{plain(label)}**")
            if at:
                self._press("Earlier", "arrow_upward", part, self.shape.move, -1)
            self._press("Take this action away", "close", part, self.shape.drop)

    def _press(self, label: str, icon: str, part: Part, heard: Callable[..., None], *more: Any) -> None:
        st.button(
            label, icon=f":material/{icon}:", type="tertiary", key=self._key(icon, part), on_click=heard,
            args=(self.shape.acts, part, *more),
        )  # fmt: skip

    def _key(self, what: str, part: Part) -> str:
        return self.shape.sheet.key(f"{what}-{part['id']}")

    def _fields(self, part: Part, known: Action) -> dict[str, Any]:
        """What is written takes the whole width, what is chosen stands side by side."""
        asked: dict[str, Any] = {}
        for wide, several in groupby(known.fields, key=_is_wide):
            fields = list(several)
            places = [st.container()] * len(fields) if wide else st.columns(max(len(fields), 1), gap="small")
            for place, field in zip(places, fields, strict=True):
                with place:
                    asked[field.name] = self._field(part, field)
        return asked

    def _field(self, part: Part, field: Field) -> Any:
        name = f"do-{part['id']}-{field.name}"
        label = field.label[0].upper() + field.label[1:]
        if field.options:
            return self._listed(name, label, field)
        return _WIDGETS[field.type](self, name, label, field)

    def _listed(self, name: str, label: str, field: Field) -> Any:
        options: Mapping[Any, str] = {option.value: option.label for option in self.words.options(field.options)}
        how = {
            "options": list(options),
            "format_func": lambda one: options.get(one, str(one)),
            "help": field.help or None,
        }
        how |= {"accept_new_options": True} if field.free else {}
        if field.type is Type.TAGS:
            return self.fields.ask(
                name,
                st.multiselect,
                label,
                placeholder="Choose, or write and press Enter" if field.free else "Choose",
                **how,
            )
        empty = "Choose, or write another" if field.free else "Choose" if field.needed else "If you like"
        first = list(options).index(USUAL[field.name]) if USUAL.get(field.name) in options else None
        return self.fields.ask(name, st.selectbox, label, index=first, placeholder=empty, **how)

    def _text(self, name: str, label: str, field: Field) -> str:
        """A line; where it may speak of what is known, that is offered under it and joins it at a click."""
        speaks = field.name in SPEAKS
        turn, begins = self.shape.sheet.noted(f"insert-{name}", (0, ""))
        first = {"value": begins} if turn else {}
        typed = self.fields.ask(name, st.text_input, label, of=turn or "", max_chars=field.most, **first)
        if speaks:
            self._offer(name, str(typed or ""), turn)
        return kept(typed or "") if speaks else typed or ""

    def _offer(self, name: str, typed: str, turn: int) -> None:
        with st.container(horizontal=True, gap="small", key=self.shape.sheet.key(f"offer-{name}")):
            for each in offered():
                text = f"{typed.rstrip()} {each}".strip()
                st.button(
                    each, type="tertiary", key=self.shape.sheet.key(f"offer-{name}-{each}"),
                    on_click=self.shape.sheet.note, args=(f"insert-{name}", (turn + 1, text)),
                )  # fmt: skip

    def _number(self, name: str, label: str, field: Field) -> int | None:
        return self.fields.ask(name, st.number_input, label, value=None, min_value=0, step=1, help=field.help or None)

    def _yes_no(self, name: str, label: str, field: Field) -> bool:
        return self.fields.ask(name, st.checkbox, label, help=field.help or None)

    def _day(self, name: str, label: str, field: Field) -> str | None:
        day = self.fields.day(name, label, help=field.help or None)
        return day.isoformat() if day else None

    def _more(self) -> None:
        """Asked before the rows are drawn, so that a new one stands there at once."""
        chosen = st.menu_button(
            "Add an action", list(actions()), icon=":material/add:", key=self.shape.sheet.key("add-act"),
            format_func=lambda name: actions()[name].label,
        )  # fmt: skip
        if chosen:
            self.shape.add(self.shape.acts, do=chosen)


def _is_wide(field: Field) -> bool:
    return field.type is Type.TAGS or (field.type is Type.TEXT and not field.options)


_WIDGETS: Mapping[Type, Callable[[Actions, str, str, Field], Any]] = {
    Type.TEXT: Actions._text,
    Type.NUMBER: Actions._number,
    Type.YES_NO: Actions._yes_no,
    Type.DATE: Actions._day,
}
