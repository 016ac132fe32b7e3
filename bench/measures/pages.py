"""What a rerun of every page costs the server: the processor time of the web process, for people of every site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.house import House
from bench.measures.base import Measure, Measures, Result
from core import clock, people
from core.access import Actor, Permission
from core.demo import facts
from core.settings import settings
from data.tables import referral
from tests.world.servers import ROOT, Web
from tests.world.visitor import Visitor

RERUNS, MOST_MS = 12, 150.0
WHO = ("mia", "cleo")
"""The manager of two sites, and the operator, who sees the numbers of all."""


class Pages(Measures):
    """Every door of the house, and what stands behind some of them."""

    writes = True

    def of(self, house: House) -> Iterator[Measure]:
        """Through the protocol that a browser speaks."""
        (number,) = house.some(house.mia, referral.c.closed_at.is_(None), referral.c.stage == "booked")
        behind = [
            f"referral?id={number}",
            "patients?id=77",
            "inbound?view=board",
            "referrals?stage=any",
            "diary?view=month",
        ]
        with Web(Path(settings().data_dir), BATON_TEST_CLOCK=str(_moved())) as web:
            for who in WHO:
                token = people.enter(people.knock(who, facts.password())) or ""
                with Visitor(web.port, f"baton={token}", timeout_s=60) as visitor:
                    for address in [*_doors(house.demo.people[who]), *(behind if who == "mia" else ())]:
                        yield Rerun(
                            name=f"page {address or 'home'}, {who}",
                            ours=visitor.socket.ping,
                            page=address,
                            web=web,
                            visitor=visitor,
                            most_ms=MOST_MS,
                        )


def _moved() -> Path:
    """How far the group's time is from the machine's, which a file just written tells: the server goes by the former,
    or whoever comes in would count as long gone."""
    told = Path(settings().data_dir) / "moved"
    told.touch()
    told.write_text(f"{clock.now().timestamp() - told.stat().st_mtime:.0f}")
    return told


def _doors(actor: Actor) -> list[str]:
    """Those that open to somebody, as pages/frame.py lists them."""
    told = (ROOT / "pages" / "frame.py").read_text()
    found = re.findall(r'Door\("(\w+)\.py"[^\n]*?(?:May\.(\w+)|\))', told)
    return [
        "" if name == "home" else name
        for name, needs in found
        if name != "referral" and (not needs or actor.may(Permission[needs]))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun(Measure):
    """A page, opened again and again."""

    page: str
    web: Web
    visitor: Visitor

    def run(self, house: House) -> Result:  # noqa: ARG002 - the server is asked, which has its own
        """The first time is not counted: it reads what is kept for the next."""
        process = psutil.Process(self.web.running.pid if self.web.running else 0)
        address, _, query = self.page.partition("?")
        self.visitor.open(address, query)
        if self.visitor.sees('label: "Password"'):
            raise RuntimeError(f"{self.name} was asked to sign in.")
        before = sum(process.cpu_times()[:2])
        for _ in range(RERUNS):
            self.visitor.open(address, query)
        spent = (sum(process.cpu_times()[:2]) - before) / RERUNS * 1000
        return Result(self.name, spent, None, None, None, self.most_ms, "")
