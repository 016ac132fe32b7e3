"""The jobs process: python -m jobs, python -m jobs NAME --once, python -m jobs --list."""

import gc
import os
import signal
import sys
import time
from argparse import ArgumentParser

import schedule

from core import log
from core.errors import Misconfigured
from core.settings import settings
from jobs._runner import Runner, jobs, stopping

TICK_S = 0.2
GRACE_S = 1.0


def main() -> int:
    """Answer the exit status."""
    parser = ArgumentParser(prog="python -m jobs", description="Baton's work without anybody looking.")
    parser.add_argument("job", nargs="?", choices=sorted(jobs()), help="only this one")
    parser.add_argument("--once", action="store_true", help="run once and end")
    parser.add_argument("--list", action="store_true", help="name the jobs and end")
    args = parser.parse_args()
    if args.list:
        print("\n".join(f"{job.name:<10} every {job.every:>4} s  {job.about}" for job in jobs().values()))
        return 0
    try:
        log.start(settings().log_level)
    except Misconfigured as sentence:
        print(sentence, file=sys.stderr)
        return 2
    chosen = [jobs()[args.job]] if args.job else list(jobs().values())
    runners = [Runner(job) for job in chosen]
    if args.once:
        went_well = [runner.once() for runner in runners]
        return 0 if all(went_well) else 1
    return tick(runners)


def tick(runners: list[Runner]) -> int:
    """Until somebody asks to stop; a carrier that hangs is left behind, its message comes back by itself."""
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopping.set())
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through all of it again and again took a good part of a busy reaction
    shortest = min(runner.job.every for runner in runners)
    plan = planned(runners)
    while not stopping.wait(TICK_S):
        if (plan.idle_seconds or 0) > shortest + 1:
            plan = planned(runners)
        plan.run_pending()
    end = time.monotonic() + GRACE_S
    for runner in runners:
        if runner.thread is not None:
            runner.thread.join(max(0.0, end - time.monotonic()))
    left = [runner.job.name for runner in runners if runner.thread is not None and runner.thread.is_alive()]
    log.say("jobs stopped", left=", ".join(left))
    if left:
        os._exit(0)
    return 0


def planned(runners: list[Runner]) -> schedule.Scheduler:
    """Each job now, then by its period; made anew when the wall clock goes back, or `schedule` would wait."""
    plan = schedule.Scheduler()
    for runner in runners:
        plan.every(runner.job.every).seconds.do(runner.start)
        runner.start()
    return plan


if __name__ == "__main__":
    sys.exit(main())
