"""Letters on paper: they wait until somebody prints them and takes them to the post."""

from datetime import timedelta

from core.channel import Channel
from core.connectors.base import Carrier, Letter, Undeliverable


class Printer(Carrier):
    """People carry these: nothing claims them, and whoever prints them says so."""

    label = "Letters to print"
    about = "Letters wait under Messages until somebody prints them, folds them and posts them."
    channel = Channel.LETTER
    fields = ()
    repeatable = True
    lanes = 0
    lease = timedelta(minutes=1)

    def send(self, letter: Letter) -> str:
        """Paper has no wire."""
        raise Undeliverable(f"A letter to {letter.to_name} is printed under Messages.")

    def test(self) -> str:
        """There is nothing to reach."""
        return "Letters wait under Messages, where they are printed."
