"""The events of every copy, in the order in which they happened, each sealed over the one before."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, update

from bench.group.beside import beside
from bench.group.chosen import Chosen
from bench.group.filling import Filling
from bench.group.mould import Mould
from bench.group.plan import YEARS
from bench.group.regions import Region
from bench.group.stamps import YEAR_US, Owner, Stamp
from core.audit.chain import ONLY, Head
from data.tables import chain, event, event_text, seal

AT_ONCE = 50_000
EVENT, TEXT, SEAL = ([column.name for column in table.columns] for table in (event, event_text, seal))
Batch = tuple[list[Any], list[Any], list[Any]]
Cell = tuple[int, Chosen, dict[int, int | None], dict[int, str], Any]
"""A copy as it is asked for again and again: patients before it, its numbers, its sites, its people, its maps."""


class Telling:
    """Numbers on from `last`, and seals on from `head`."""

    def __init__(
        self, mould: Mould, several: Sequence[Chosen], regions: Sequence[Region], head: Head, last: int
    ) -> None:
        self.mould = mould
        self.number, self.position, self.hash = last, head.position, head.hash
        self.cells: list[list[Cell]] = [[] for _ in range(YEARS)]
        for chosen in several:
            self.cells[chosen.copy.age].append(_cell(chosen, regions[chosen.copy.region]))

    def owners(self) -> Iterator[Owner]:
        """Lives by their place; behind them patients, whom every copy has."""
        people = self.mould.numbers
        for place, life in enumerate(self.mould.lives):
            own = {
                "appointment": {row["id"]: n for n, row in enumerate(life.visits)},
                "report": {row["id"]: n for n, row in enumerate(life.reports)},
            }
            yield Owner(place, people[life.who], life.told, own)
        for entry in self.mould.told:
            yield Owner(-1, entry.about.subject_id, [entry])

    def write(self, into: Filling, made: Sequence[Stamp]) -> None:
        """Batch after batch, each with the number and the seal that it ends with."""
        for (events, texts, seals), last in beside(self._batches(made)):
            self.number, self.position, self.hash = last
            into.put("event", EVENT, events)
            into.put("event_text", TEXT, texts)
            into.put("seal", SEAL, seals)

    def close(self, db: Connection) -> None:
        """The chain goes on from here."""
        db.execute(update(chain).where(chain.c.id == ONLY).values(position=self.position, hash=self.hash))

    def _batches(self, made: Sequence[Stamp]) -> Iterator[tuple[Batch, tuple[int, int, str]]]:
        batch: Batch = ([], [], [])
        for year in range(YEARS - 1, -1, -1):
            for stamp in made:
                if (age := year + stamp.later) < YEARS:
                    self._tell(stamp, stamp.at - age * YEAR_US, self.cells[age], batch)
                    if len(batch[0]) >= AT_ONCE:
                        yield batch, (self.number, self.position, self.hash)
                        batch = ([], [], [])
        yield batch, (self.number, self.position, self.hash)

    def _tell(self, stamp: Stamp, at: int, cells: Sequence[Cell], batch: Batch) -> None:
        """In each region; what concerns a life that a copy has no part in is not told."""
        events, texts, seals = batch
        for before, chosen, sites, actors, maps in cells:
            who = before + stamp.who
            subject_id = chosen.referrals[stamp.whose] if stamp.whose >= 0 else who
            if not subject_id:
                continue
            self.number = number = self.number + 1
            actor = actors[stamp.account] if stamp.account else stamp.actor
            site = sites[stamp.site]
            facts = stamp.facts % tuple(_pointed(stamp, chosen, maps)) if stamp.points else stamp.facts
            hashed = stamp.text_hash
            events.append((number, stamp.kind, at, actor, stamp.subject, subject_id, site, who, facts, hashed))
            if stamp.words:
                texts.append((number, stamp.salt, stamp.words))
            spelt = (
                f'[{number},"{stamp.kind}",{at},"{actor}","{stamp.subject}",{subject_id},'
                f'{site or "null"},{who},{facts},"{hashed}"]'
            )
            self.hash = sha256((self.hash + sha256(spelt.encode()).hexdigest()).encode()).hexdigest()
            self.position += 1
            seals.append((self.position, number, self.hash))


def _pointed(stamp: Stamp, chosen: Chosen, maps: Any) -> Iterator[int]:
    """The numbers of the rows that facts speak of, as they are in this copy."""
    for table, number in stamp.points:
        if table == "appointment":
            yield chosen.visits[stamp.whose] + number
        elif table == "report":
            yield chosen.reports[stamp.whose] + number
        else:
            yield maps[table][number]


def _cell(chosen: Chosen, region: Region) -> Cell:
    sites: dict[int, int | None] = {0: None} | region.maps["site"]
    actors = {old: f"account:{new}" for old, new in region.maps["account"].items()}
    return chosen.first - 1, chosen, sites, actors, region.maps
