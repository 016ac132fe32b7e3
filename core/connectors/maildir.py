"""Letters kept as files in a Maildir: for trials, for tests, and where another program sends them on."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from core import clock
from core.channel import Channel
from core.connectors.base import Carrier, Field, Letter, Undeliverable

FORGOTTEN = timedelta(hours=36)
"""After which the Maildir convention lets anybody remove an unfinished file."""


class Maildir(Carrier):
    """A file is named after its Message-ID, so that a letter delivered before is recognised, read or not."""

    label = "Folder"
    about = "Keeps e-mails as files, for trials and where another program sends them on."
    channel = Channel.EMAIL
    fields: ClassVar[tuple[Field, ...]] = (
        Field("folder", "Folder", "On the machine that Baton runs on, such as /var/mail/baton."),
    )
    schemes: ClassVar[tuple[str, ...]] = ("maildir",)
    repeatable = True
    batch = 50
    lease = timedelta(minutes=1)

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.folder = Path(values["folder"])
        self.aside: list[tuple[Path, Path]] = []

    @classmethod
    def of_url(cls, url: str) -> Mapping[str, str]:
        """maildir:/a/folder."""
        return {"folder": url.partition(":")[2]}

    def test(self) -> str:
        """A file that comes and goes shows that one can stay."""
        with _told():
            for name in ("tmp", "new", "cur"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            trial = self.folder / "tmp" / f"trial.{os.getpid()}"
            trial.write_bytes(b"")
            trial.unlink()
        return f"Files can be written to {self.folder}."

    def send(self, letter: Letter) -> str:
        """Write it aside, unless it is there already."""
        name = re.sub(r"[^A-Za-z0-9@.-]|^\.+", "_", letter.message_id)
        with _told():
            place = self.folder / "new" / name
            if name not in self._read and not place.exists():
                aside = self.folder / "tmp" / f"{name}.{os.getpid()}"
                aside.write_bytes(self.written(letter))
                self.aside.append((aside, place))
        return ""

    def written(self, letter: Letter) -> bytes:
        """What stands in the file."""
        return letter.bytes()

    def keep(self) -> None:
        """Safe on disk first, then each gets its name in one step; many together cost the disk little more than one."""
        letters, self.aside = self.aside, []
        with _told():
            for aside, _ in letters:
                _sync(aside)
            for aside, place in letters:
                aside.replace(place)
            if letters:
                _sync(self.folder / "new")

    @cached_property
    def _read(self) -> frozenset[str]:
        """What was delivered and read before: a mail program moves it to cur and appends its flags."""
        for name in ("tmp", "new", "cur"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._sweep()
        return frozenset(path.name.partition(":")[0] for path in (self.folder / "cur").iterdir())

    def _sweep(self) -> None:
        oldest = clock.now() - FORGOTTEN
        for path in (self.folder / "tmp").iterdir():
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < oldest:
                path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """The disk has what was written."""
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Undeliverable(f"The mail folder cannot be written: {error.strerror}.", down=True) from error
