"""python -m bench.rerun: server CPU and wall time of one rerun of every page, on the demo group."""

import os
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from sqlalchemy import select

from core import people
from core.access import machine
from core.defaults import load as load_shipped
from core.demo import facts, load
from core.settings import settings
from core.work import reading
from data.migrate import migrate
from data.tables import account, account_site, referral
from tests.world.servers import Web
from tests.world.visitor import Visitor

RERUNS = 30
PAGES = (
    *("", "inbound", "outbound", "internal", "inbound?stage=closed"),
    *("refer", "referral", "messages", "people", "audit"),
)


def main() -> None:
    """Build the demo group in a folder of its own, then rerun each page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BATON_DATA_DIR"] = folder
        migrate(settings().database_url)
        load_shipped()
        load.load(machine("command-line"))
        with Web(Path(folder)) as web, Visitor(web.port, f"baton={_token()}") as visitor:
            for page in PAGES:
                _measure(web, visitor, *page.partition("?")[::2])


def _token() -> str:
    return people.enter(people.knock("mia", facts.password())) or ""


def _measure(web: Web, visitor: Visitor, page: str, query: str) -> None:
    query = query or (f"id={_some_referral()}" if page == "referral" else "")
    process, wall = psutil.Process(web.running.pid if web.running else 0), []
    visitor.open(page, query)
    before = sum(process.cpu_times()[:2])
    for _ in range(RERUNS):
        begun = time.perf_counter()
        visitor.open(page, query)
        wall.append(time.perf_counter() - begun)
    cpu = (sum(process.cpu_times()[:2]) - before) / RERUNS
    print(f"{page or 'home':10} {query:16} cpu {cpu * 1000:6.1f} ms   wall {statistics.median(wall) * 1000:6.1f} ms")  # noqa: T201 - a bench speaks


def _some_referral() -> int:
    at = select(account_site.c.site_id).join(account).where(account.c.username == "mia")
    wanted = select(referral.c.id).where(referral.c.closed_at.is_(None), referral.c.site_id.in_(at)).limit(1)
    with reading() as db:
        return int(db.execute(wanted).scalar_one())


if __name__ == "__main__":
    main()
