"""A sheet to write on: the keys of a form's widgets, and what is noted beside them, until the form is done."""

from collections.abc import Callable
from typing import Any

from pages.parts.viewer import desk, heard


class Sheet:
    """One form being filled in. Once done a new sheet begins: its fields are empty, and the second half of a double
    click finds no button any more."""

    def __init__(self, form: str) -> None:
        self.form = form
        self._notes = desk().setdefault(form, {"turn": 0})

    def key(self, field: str) -> str:
        """What the widget of a field is called on this sheet."""
        return f"{self.form}-{self._notes['turn']}-{field}"

    def note(self, name: str, value: Any) -> None:
        """Keep something beside the fields."""
        self._notes[name] = value

    def noted(self, name: str, otherwise: Any = None) -> Any:
        """What was kept beside the fields."""
        return self._notes.get(name, otherwise)

    def noting(self, field: str, event: str) -> Callable[[], None]:
        """A callback for the component of a field: note what its event brings."""
        return lambda: self.note(field, heard(self.key(field), event))

    def count(self) -> int:
        """A number that was not there before on this sheet."""
        self.note("count", self.noted("count", 0) + 1)
        return int(self.noted("count"))

    def done(self) -> None:
        """Begin a new sheet."""
        desk()[self.form] = {"turn": self._notes["turn"] + 1}
