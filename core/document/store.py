"""Where the bytes of documents are kept: outside the web root, under their hash, each once, before a row says so."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from core import clock
from core.errors import Refusal
from core.settings import settings

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
ASIDE = ".aside"
SMALL = ".small.jpg"
"""What a little picture of a document is called, beside the document."""


def folder() -> Path:
    """Of this installation; a backup takes it along with the database."""
    return settings().data_dir / "files"


def place(sha256: str, ending: str = "") -> Path:
    """Where the bytes of this hash are, or would be."""
    return folder() / sha256[:2] / f"{sha256}{ending}"


def keep(content: bytes) -> str:
    """Their hash, once they are on disk."""
    sha256 = hashlib.sha256(content).hexdigest()
    keep_at(place(sha256), content)
    return sha256


def keep_at(where: Path, content: bytes) -> None:
    """Whole or not at all, also when the power goes; what is there already only becomes young again.

    Young first, then looked at: `drop`, which may have just moved it aside, puts back what became young.
    """
    with suppress(FileNotFoundError):
        _make_young(where)
        if where.read_bytes() == content:
            return
    try:
        _write(where, content)
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal("There is no room left for files; nothing was added. Tell your administrator.") from None
        raise


def stands(sha256: str) -> bool:
    """Whether these bytes are here; if so they are young again, and may wait for their row for another day."""
    with suppress(FileNotFoundError):
        _make_young(place(sha256))
        return True
    return False


def read(sha256: str) -> bytes:
    """The bytes, as they were when they were kept, or a refusal."""
    with suppress(OSError):
        content = place(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    raise Refusal("This file is missing or was damaged where it is kept, and is not shown. Tell your administrator.")


def kept() -> Iterator[Path]:
    """Every file that is there, what was left half written too."""
    return (path for path in folder().glob("*/*") if path.is_file())


def drop(where: Path, is_young: Callable[[Path], bool]) -> bool:
    """Remove a file, moved aside first; whether it is gone. What was taken in again meanwhile is put back."""
    aside = where.with_name(f"{where.name}{ASIDE}")
    where.replace(aside)
    if is_young(aside):
        aside.replace(where)
        return False
    aside.unlink()
    return True


def _make_young(where: Path) -> None:
    now = clock.now().timestamp()
    os.utime(where, (now, now))


def _write(where: Path, content: bytes) -> None:
    if not where.parent.is_dir():
        where.parent.mkdir(parents=True, exist_ok=True)
        _sync(where.parent.parent)
    number, name = tempfile.mkstemp(dir=where.parent, prefix="new.")
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _make_young(fresh)
        fresh.replace(where)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync(where.parent)


def _sync(directory: Path) -> None:
    """A name is on disk only when its directory is."""
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
