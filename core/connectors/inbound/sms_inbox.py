"""Text messages put into a folder by hand, so that a trial or the demo group can answer one."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import ClassVar

from core.channel import Channel
from core.connectors.base import SITE, Field
from core.connectors.inbound.base import Brought, Inbox
from core.connectors.inbound.mail_folder import MailFolder
from core.conversation import Heard, read_text

_FROM = re.compile(r"\s*From:\s*([^\n]*)\n?(.*)", re.DOTALL | re.IGNORECASE)


class SmsInbox(Inbox):
    """A file says From: and a number, then what the telephone wrote. It goes on to `cur` when it has been noted."""

    label = "Folder for incoming text messages"
    about = "Reads text messages from files, for trials: write From: +447700900123, and STOP below it."
    channel = Channel.SMS
    fields: ClassVar[tuple[Field, ...]] = (
        Field("folder", "Folder", "On the machine that Baton runs on; files go into new."),
        SITE,
    )
    place = ("folder",)

    def test(self) -> str:
        """How many wait there."""
        return self._files.test()

    def waiting(self, since: datetime, position: str) -> Iterator[Brought]:
        """In the order in which they came."""
        return self._files.waiting(since, position)

    def read(self, brought: Brought) -> Heard:
        """Whoever it is from, and the words."""
        text = brought.content.decode("utf-8", "replace")
        found = _FROM.fullmatch(text)
        sender, words = found.groups() if found else ("", text)
        key = f"{brought.ref}:{brought.came_at.timestamp():.6f}"
        site = self.values.get("site", "")
        return read_text(Channel.SMS, self.name, key, sender, words, brought.came_at, site=site)

    def done(self, brought: Brought) -> None:
        """As a mail."""
        with suppress(OSError):
            self._files.done(brought)

    @property
    def _files(self) -> MailFolder:
        return MailFolder(self.values, self.name)
