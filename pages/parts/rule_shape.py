"""What a rule's form is made of: its rows of conditions and actions, and what each begins with."""

from collections.abc import Mapping
from typing import Any

from pages.parts.placeholders import SPEAKS, shown
from pages.parts.sheet import Sheet

Stored = Mapping[str, Any]
"""A rule as a row keeps it: label, when or timing, conditions, actions, stop, only_sites."""
Part = dict[str, Any]
"""{id: 3}, a condition; {id: 4, parts: […]}, a group; {kept: …}, a group inside a group, which is kept as it is."""
SET = {True: "set", False: "unset"}
"""“Is known” and “is not known” are two choices on the page, and one question with two answers in a rule."""
EMPTY: Stored = {"label": "", "when": "", "conditions": {"all": []}, "actions": []}


class Shape:
    """The rows of a form on its sheet. A row keeps its number for as long as it is there, so that nothing typed moves
    to another."""

    def __init__(self, sheet: Sheet, stored: Stored) -> None:
        self.sheet = sheet
        self.begun: dict[str, Any] = {}
        self._next = 0
        known = sheet.noted("shape")
        self.parts, self.acts = self._unfolded(stored)
        if known is None:
            sheet.note("shape", {"parts": self.parts, "acts": self.acts, "next": self._next})
        else:
            self.parts, self.acts, self._next = known["parts"], known["acts"], known["next"]

    def add(self, within: list[Part], **more: Any) -> None:
        """One row more."""
        within.append({"id": self._number(), **more})
        self.sheet.noted("shape")["next"] = self._next

    def drop(self, within: list[Part], row: Part) -> None:
        """One row less."""
        if row in within:
            within.remove(row)

    def move(self, within: list[Part], row: Part, by: int) -> None:
        """A row changes places with its neighbour."""
        at = within.index(row) if row in within else -1
        if at >= 0 and 0 <= at + by < len(within):
            within[at], within[at + by] = within[at + by], within[at]

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _unfolded(self, stored: Stored) -> tuple[list[Part], list[Part]]:
        when = {name: stored[name] for name in ("label", "when", "stop", "only_sites") if stored.get(name)}
        self.begun |= when | _timing(stored.get("timing"))
        conditions = stored["conditions"]
        whole = {"all": conditions} if isinstance(conditions, list) else conditions
        ((which, parts),) = whole.items()
        self.begun["every"] = which
        return [self._part(part, 0) for part in parts], [self._act(act) for act in stored["actions"]]

    def _part(self, stored: Stored, depth: int) -> Part:
        group = next((which for which in ("all", "any") if which in stored), None)
        if group and depth:
            return {"id": self._number(), "kept": dict(stored)}
        number = self._number()
        if group:
            self.begun[f"if-{number}-every"] = group
            return {"id": number, "parts": [self._part(part, depth + 1) for part in stored[group]]}
        ((asks, value),) = ((name, value) for name, value in stored.items() if name != "fact")
        self.begun |= {f"if-{number}-fact": stored["fact"], f"if-{number}-value": value}
        self.begun[f"if-{number}-asks"] = SET[value] if asks == "set" else asks
        return {"id": number}

    def _act(self, stored: Stored) -> Part:
        number = self._number()
        given = {name: shown(value) if name in SPEAKS else value for name, value in stored.items()}
        self.begun |= {f"do-{number}-{name}": value for name, value in given.items() if name != "do"}
        return {"id": number, "do": stored["do"]}


def _timing(stored: Stored | None) -> dict[str, Any]:
    if not stored:
        return {"way": "event"}
    side = "before" if "before" in stored else "after"
    more = {name: stored[name] for name in ("unit", "anchor", "late") if name in stored}
    return {"way": "time", "side": "every" if stored.get("every") else side, "amount": stored[side], **more}
