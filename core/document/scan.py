"""The scanner that an operator may name: it is given the path of a file and says by its exit what it found."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from core.document import store
from core.document.model import Scan
from core.settings import settings

PATIENCE_S = 60
_SAYS = {0: Scan.CLEAN, 1: Scan.INFECTED}
_KNOWS = ("PATH", "HOME", "LANG", "TMPDIR")
"""All of our environment that it is told: no secret of ours is its business."""


def has_scanner() -> bool:
    """Whether one is named."""
    return bool(settings().scanner)


def scan_new(content: bytes) -> Scan:
    """The same of bytes that are not kept yet, and will not be when it finds something."""
    if not has_scanner():
        return Scan.UNSCANNED
    store.folder().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=store.folder(), prefix="scan.") as file:
        file.write(content)
        file.flush()
        return scan(Path(file.name))


def scan(path: Path) -> Scan:
    """What it says; unscanned when there is none, when it takes too long, or when it says anything else."""
    if not has_scanner():
        return Scan.UNSCANNED
    command = [*shlex.split(settings().scanner), str(path)]
    knows = {name: os.environ[name] for name in _KNOWS if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 - the operator's own command, no shell, and a path of ours
            command, env=knows, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Scan.UNSCANNED
    return _SAYS.get(ended.returncode, Scan.UNSCANNED)
