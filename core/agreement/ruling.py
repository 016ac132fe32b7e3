"""Whether something may go to a patient: the one rule, wherever it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from core.agreement.model import Answer, Key, Purpose
from core.channel import Channel, within

SILENT = "is written to where somebody asked for no more messages"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody said, and at which of their addresses nobody is written to any more.

    Care and reminders go where nobody was asked; news only where somebody said yes.
    """

    said: Mapping[Key, bool] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    @classmethod
    def read(cls, agreed: str | None, silent: str | None) -> Self:
        """From the columns `agreed` and `silenced`, or `silence`, of a row."""
        parts = [one.split(":") for one in (agreed or "").split()]
        said = {(Channel(channel), Purpose(purpose)): given == "1" for channel, purpose, given in parts}
        return cls(said, frozenset((silent or "").split("\n")) - {""})

    def against(self, channel: Channel, purpose: Purpose, address: str = "") -> str:
        """Why nothing may go, as it is said of the patient (does not want SMS); empty where it may."""
        if address.lower() in self.silent:
            return SILENT
        if self.said.get((channel, Purpose.CARE)) is False:
            return f"does not want {within(channel.label)}"
        given = self.said.get((channel, purpose))
        if given is False:
            return f"does not want {within(purpose.label)} by {within(channel.label)}"
        if purpose is Purpose.NEWS and not given:
            return f"has not agreed to {within(purpose.label)} by {within(channel.label)}"
        return ""


def stricter(one: Mapping[Key, Answer], other: Mapping[Key, Answer]) -> dict[Key, Answer]:
    """Of two records of one person: what either refused stays refused, what either agreed to stays agreed to."""
    both = dict(other)
    for key, answer in one.items():
        if key not in both or not answer.given or both[key].given:
            both[key] = answer
    return both
