"""python -m bench.search DIRECTORY.csv: how long typing three letters takes among the real practices, as a median."""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from core import directory
from core.access import Actor, machine
from core.settings import settings
from data.migrate import migrate

TYPED = ("smi", "den", "the", "sur", "lee", "bri", "orth", "par")
TRIES = 40


def main() -> None:
    """Import the file into a database of its own, then ask."""
    actor = machine("command-line")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("BATON_DATA_DIR", folder)
        migrate(settings().database_url)
        begun = time.perf_counter()
        counted = directory.import_directory(actor, Path(sys.argv[1]))
        print(f"import {time.perf_counter() - begun:.1f} s: {counted}")  # noqa: T201 - a bench speaks
        for typed in TYPED:
            print(f"{typed:5} {_median_ms(actor, typed):5.1f} ms")  # noqa: T201 - a bench speaks


def _median_ms(actor: Actor, typed: str) -> float:
    taken = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        directory.find_providers(actor, typed)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    main()
