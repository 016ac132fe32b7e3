"""Messages in words and colours: how each state is called, what it means, and whom a message is for."""

from dataclasses import dataclass

from core.message import Line


@dataclass(frozen=True, slots=True)
class State:
    """One state of a message; `means` says what follows from it."""

    label: str
    tone: str
    means: str


STATES = {
    "in_doubt": State("In doubt", "amber", "It may or may not have arrived. Ask, then say which."),
    "dead": State("Failed", "red", "It did not arrive and will not be tried again by itself."),
    "waiting": State("Waiting", "slate", "It leaves by itself."),
    "sending": State("On its way", "blue", "It is being handed over just now."),
    "sent": State("Sent", "green", "It has left the house."),
    "withheld": State("Not sent", "grey", "It was right that this did not leave."),
}
AUDIENCES = {
    "patient": "Patient",
    "referrer": "Referrer",
    "recipient": "Recipient",
    "staff": "Our own sites",
}


def why_not(line: Line) -> str:
    """The patient has died: why a message was not sent, where its state says already that it was not."""
    words = line.outcome.removeprefix("Not sent: ") if line.state == "withheld" else ""
    return words[:1].upper() + words[1:]
