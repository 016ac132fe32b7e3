"""Mails that another program puts into a Maildir: for trials, for tests, and where a mail server runs beside Baton."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from core.connectors.base import SITE, Field, Undeliverable
from core.connectors.inbound.base import ADDRESS, BEGINNING, LARGEST, PLUS, Brought, Mailbox


class MailFolder(Mailbox):
    """What is new becomes seen, by the name of its file, when it has been noted. Nobody else may read the folder."""

    label = "Folder for incoming mail"
    about = "Reads e-mails from files (a Maildir), for trials and where another program delivers them."
    fields: ClassVar[tuple[Field, ...]] = (
        ADDRESS,
        PLUS,
        Field("folder", "Folder", "On the machine that Baton runs on; Baton alone reads it."),
        SITE,
    )
    place = ("folder",)

    def __init__(self, values: Mapping[str, str], name: str = "mail_folder") -> None:
        super().__init__(values, name)
        self.folder = Path(values["folder"])

    def test(self) -> str:
        """How many wait there."""
        try:
            for part in ("tmp", "new", "cur"):
                (self.folder / part).mkdir(parents=True, exist_ok=True)
            waiting = sum(1 for _ in self._new())
        except OSError as error:
            raise _closed(error) from error
        return f"The folder can be read; {waiting:,} in it {'is' if waiting == 1 else 'are'} new."

    def waiting(self, since: datetime, position: str) -> Iterator[Brought]:  # noqa: ARG002 - what is new says so itself
        """In the order in which they came."""
        for came_at, path in sorted(self._new()):
            if came_at >= since:
                with suppress(FileNotFoundError):  # somebody took it away
                    yield _brought(path, came_at)

    def done(self, brought: Brought) -> None:
        """The Maildir convention: from new to cur, with the flag S."""
        name = brought.ref
        with suppress(FileNotFoundError):
            (self.folder / "new" / name).rename(self.folder / "cur" / f"{name.partition(':')[0]}:2,S")

    def _new(self) -> Iterator[tuple[datetime, Path]]:
        try:
            with os.scandir(self.folder / "new") as found:
                for entry in found:
                    if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                        yield datetime.fromtimestamp(entry.stat().st_mtime, UTC), Path(entry.path)
        except OSError as error:
            raise _closed(error) from error


def _brought(path: Path, came_at: datetime) -> Brought:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    whole = len(content) <= LARGEST
    return Brought(path.name, content if whole else content[:BEGINNING], came_at, whole=whole)


def _closed(error: OSError) -> Undeliverable:
    return Undeliverable(f"The folder cannot be read: {error.strerror}.", down=True)
