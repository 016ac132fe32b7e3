"""Which words are used: the site's, else the group's, else the shipped ones; and English where a language has none."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from sqlalchemy import Connection, select

from core.channel import Channel
from core.errors import Misconfigured
from core.language import ENGLISH
from core.text.checking import check_part
from core.text.form import Form, form_of
from core.text.model import Origin, Text, Wording
from core.text.sandbox import compiled, parsed, spoken_of
from core.text.shipped import purposes, shipped
from core.text.words import CLINICAL
from data.tables import wording

Key = tuple[str, int | None, str, str]
"""Name, site or none for the group, form and language."""


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a text as somebody typed them."""

    origin: Origin
    language: str
    headline: str
    body: str


class Texts:
    """What was written in place of shipped texts, read at once for a batch of messages; see `chosen`."""

    def __init__(self, own: Mapping[Key, tuple[str, str]]) -> None:
        self.own = own

    @classmethod
    def read(cls, db: Connection, names: Collection[str] = ()) -> Self:
        """All of them, or only of these names."""
        c = wording.c
        wanted = select(c.name, c.site_id, c.form, c.language, c.headline, c.body)
        rows = db.execute(wanted.where(c.name.in_(names)) if names else wanted)
        return cls({(row.name, row.site_id, row.form, row.language): (row.headline, row.body) for row in rows})

    def chosen(
        self, name: str, site_id: int | None, language: str = ENGLISH, channel: Channel = Channel.EMAIL
    ) -> Text | None:
        """The text as this site writes it, or None where no text has this name or none is so short."""
        if name not in purposes():
            return None
        form = form_of(channel)
        for code in dict.fromkeys((language, ENGLISH)):
            for origin, own, body in self._worded(name, site_id, form, code):
                headline = own or self.source(name, site_id, Form.FULL, code).headline
                if found := _text(name, channel, code, origin, headline, body):
                    return found
        return None

    def source(self, name: str, site_id: int | None, form: Form, language: str) -> "Source":
        """The words that hold, as somebody typed them, and in which language that is."""
        for code in dict.fromkeys((language, ENGLISH)):
            for origin, headline, body in self._worded(name, site_id, form, code):
                if _sendable(name, form, headline, body):
                    return Source(origin, code, headline, body)
        return Source(Origin.SHIPPED, ENGLISH, "", "")

    def mail(self, name: str, site_id: int | None) -> Text:
        """The e-mail in English under a name that the house itself knows."""
        found = self.chosen(name, site_id)
        if found is None:
            raise LookupError(f"No text is shipped as {name}.")
        return found

    def _worded(self, name: str, site_id: int | None, form: Form, code: str) -> Iterator[tuple[Origin, str, str]]:
        """Headline and body, the nearest first."""
        for origin, place in ((Origin.SITE, site_id), (Origin.GROUP, None)):
            if (origin is Origin.GROUP or place) and (own := self.own.get((name, place, form, code))):
                yield origin, *own
        wording = shipped().get((name, code), Wording("", ""))
        if body := wording.body if form is Form.FULL else wording.short:
            yield Origin.SHIPPED, wording.headline if form is Form.FULL else "", body


def chosen(
    db: Connection, name: str, site_id: int | None, language: str = ENGLISH, channel: Channel = Channel.EMAIL
) -> Text | None:
    """The same for one message."""
    return Texts.read(db, [name]).chosen(name, site_id, language, channel)


SHIPPED = Texts({})
"""Where nobody wrote anything of their own."""


@lru_cache(maxsize=4_000)
def _text(name: str, channel: Channel, code: str, origin: Origin, headline: str, body: str) -> Text | None:
    """Ready to be filled in; none where what the group wrote can be sent no more, so that what is behind it holds."""
    purpose = purposes()[name]
    if not headline or not _sendable(name, form_of(channel), headline, body):
        return None
    clinical = bool((spoken_of(parsed(name, headline)) | spoken_of(parsed(name, body))) & CLINICAL)
    return Text(purpose, channel, code, origin, compiled(headline), compiled(body), clinical)


@lru_cache(maxsize=4_000)
def _sendable(name: str, form: Form, headline: str, body: str) -> bool:
    """Whether this passes today: the words that texts may speak of can be others after an upgrade."""
    try:
        if headline:
            check_part(purposes()[name], "headline", headline)
        check_part(purposes()[name], "short" if form is Form.SHORT else "body", body)
    except Misconfigured:
        return False
    return True
