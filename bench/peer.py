"""The queue of procrastinate, run by a Python of its own that has it: see bench/queueing.py.

    python bench/peer.py ADDRESS

Each line of its input says how many jobs, and how many its worker runs at once. They are deferred one by one, each in a
transaction of its own, and run to success; it answers with the milliseconds of each, by the wall and of its processor.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate import App, PsycopgConnector

LETTER = {
    "to_name": "Pennine Dental",
    "to_address": "elm@example.org",
    "headline": "Thank you",
    "body": "Dear colleague,\n\nthank you for referring your patient. They were seen and treated.\n",
}
app = App(connector=PsycopgConnector(conninfo=sys.argv[1]))


@app.task(name="letter")
async def letter(**_: str) -> None:
    """Carries nothing: only what queueing costs is measured."""


async def main() -> None:
    """Until the input ends."""
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for line in sys.stdin:
            jobs, at_once = map(int, line.split())
            with _told(jobs):
                for _ in range(jobs):
                    await letter.defer_async(**LETTER)
                await app.run_worker_async(wait=False, concurrency=at_once, listen_notify=False)
            done = await app.job_manager.list_jobs_async(status="succeeded")
            await app.job_manager.delete_old_jobs(nb_hours=0, include_failed=True, include_cancelled=True)
            if len(list(done)) != jobs:
                raise RuntimeError("Not every job was run to success.")


@contextmanager
def _told(jobs: int) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    taken = time.perf_counter() - wall, time.process_time() - processor
    sys.stdout.write(" ".join(str(seconds * 1000 / jobs) for seconds in taken) + "\n")
    sys.stdout.flush()


asyncio.run(main())
