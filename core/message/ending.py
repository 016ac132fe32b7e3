"""How a text message to a patient ends: with the word that stops such messages, where that costs no further part."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, update

from core.channel import Channel
from core.language import language
from core.message.letter import Letter
from core.text.sms import length
from data.tables import message


def ending(db: Connection, row: Any, letter: Letter) -> Letter:
    """The letter with its ending, which the outbox keeps as it leaves; as it is where there is no room for it, or
    where it ends so already."""
    said = language(row.language).says["stop"]
    if row.audience != "patient" or row.channel != Channel.SMS or letter.text.endswith(said):
        return letter
    whole = f"{letter.text.rstrip()} {said}"
    if length(whole).parts > length(letter.text).parts:
        return letter
    db.execute(update(message).where(message.c.id == row.id).values(body=f"{row.body.rstrip()} {said}"))
    return replace(letter, text=whole)
