"""Figures of insight held against the reference: counts equal, medians within a day, stays within five per cent."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

from sqlalchemy import func, select

from core import insight, months
from core.access import Actor, machine
from core.insight import Asked
from core.work import reading, work
from data.tables import dwell, milestone, referral, tally
from tests.insight import reference
from tests.insight.lives import Life

SPLITS = ("month", "site", "direction", "source", "specialty", "funding", "provider")
DAY, PART = 1, 0.05
MINUTE = 1 / 60
EVER = Asked(since=200001, until=209901)


def agrees(actor: Actor, lives: list[Life], sites: Iterable[int], dice: Random | None = None) -> None:
    """Everything that somebody who answers for these sites can ask, in every month there is and in some; with dice a
    few of these questions."""
    mine = [life for life in lives if life.of["site"] in {*sites}]
    counts_agree(actor, mine, EVER, ())
    for asked in _some([EVER, *some_periods(mine)], 1, dice):
        for by in _some([*splits()], 4, dice):
            counts_agree(actor, mine, asked, by)
        for by in _some([(), ("month",), ("site", "source")], 1, dice):
            leads_agree(actor, mine, asked, by)
        dwell_agrees(actor, mine, asked)
    returns_agree(actor, mine)
    for asked in _some([*narrowed(mine)], 1, dice):
        counts_agree(actor, mine, asked, ("month", "site"))
        leads_agree(actor, mine, asked, ())


def _some(several: list[Any], most: int, dice: Random | None) -> list[Any]:
    return dice.sample(several, min(most, len(several))) if dice else several


def splits() -> Iterator[tuple[str, ...]]:
    """By nothing, by each, by each two, and by all at once."""
    yield from ((), *((name,) for name in SPLITS), *combinations(SPLITS, 2), SPLITS)


def some_periods(lives: list[Life]) -> Iterator[Asked]:
    """Half a year around the middle of what there is, and the last month."""
    received = sorted({life.of["month"] for life in lives})
    if received:
        middle = received[len(received) // 2]
        yield Asked(since=months.moved(middle, -3), until=months.moved(middle, 3))
        yield Asked(since=received[-1], until=months.moved(received[-1], 1))


def narrowed(lives: list[Life]) -> Iterator[Asked]:
    """Each filter, as the first and the last of them are; and several at once."""
    for one in [*lives[:1], *lives[-1:]]:
        given = {name: one.of[name] for name in ("direction", "source", "specialty", "funding", "provider")}
        for name, value in given.items():
            yield replace(EVER, **{name: value})
        yield replace(EVER, **given, sites=frozenset({one.of["site"]}))
        yield replace(EVER, sites=frozenset({one.of["site"]}), specialty=given["specialty"])


def filters(asked: Asked) -> dict[str, Any]:
    """As the reference takes them."""
    names = ("direction", "source", "specialty", "funding", "provider")
    return {"site": asked.sites, **{name: getattr(asked, name) or None for name in names}}


def counts_agree(actor: Actor, lives: list[Life], asked: Asked, by: tuple[str, ...]) -> None:
    """Each measure of each cell, and each rate of it."""
    meant = reference.cells(lives, asked.since, asked.until, by, **filters(asked))
    cells = insight.cells(actor, asked, by)
    assert [cell.key for cell in cells] == sorted(meant)
    for cell in cells:
        told = {measure.value: cell.sums[measure] for measure in insight.COUNTED}
        assert told == meant[cell.key], (asked, by, cell.key)
        rates_agree(cell.sums, meant[cell.key])


def rates_agree(sums: insight.Sums, meant: dict[str, int]) -> None:
    """Each rate is a share of what it says it is of, and none of fewer than five."""
    for code, (of, per) in reference.RATES.items():
        rate = insight.rate(code, sums)
        whole = sum(meant[name] for name in per)
        assert (rate.n, rate.of) == (meant[of], whole)
        assert rate.share == (meant[of] / whole if whole >= 5 else None)


def leads_agree(actor: Actor, lives: list[Life], asked: Asked, by: tuple[str, ...]) -> None:
    """How many, how long and how many wait still."""
    meant = reference.leads(lives, asked.since, asked.until, by, **filters(asked))
    told = insight.leads(actor, asked, by)
    assert {*meant} <= {*told}
    for key, waits in told.items():
        for what, lead in waits.items():
            n, median, p90, waiting = meant[key][what] if key in meant else (0, None, None, 0)
            assert (lead.n, lead.waiting) == (n, waiting), (asked, by, key, what)
            if n:
                assert abs(lead.median - median) <= DAY
                assert abs(lead.p90 - p90) <= DAY


def returns_agree(actor: Actor, lives: list[Life]) -> None:
    """What came of each campaign, over its whole time."""
    meant = reference.cells(lives, EVER.since, EVER.until, ("campaign",))
    for each in insight.returns(actor):
        told = {name: getattr(each, name) for name in ("received", "attended", "valued", "value")}
        sums = meant.get((each.campaign.id,), dict.fromkeys(told, 0))
        assert told == {name: sums[name] for name in told}, each.campaign


def dwell_agrees(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """How many stays ended, and how long they took; less than a minute is none."""
    meant = reference.dwell(lives, asked.since, asked.until, site=asked.sites, direction=asked.direction)
    told = insight.dwell(actor, asked)
    assert {*told} == {*meant}
    for key, stay in told.items():
        hours = [max(each, MINUTE) for each in meant[key]]
        assert stay.n == len(hours)
        for length, share in ((stay.median, 0.5), (stay.p90, 0.9)):
            wanted = reference.nearest_rank(hours, share)
            assert abs(length.total_seconds() / 3600 - wanted) <= PART * wanted


def kept() -> list[list[tuple[Any, ...]]]:
    """What is kept, in a comparable order."""
    with reading() as db:
        return [sorted(map(tuple, db.execute(select(table)).all()), key=repr) for table in (milestone, tally, dwell)]


def counted_again() -> list[list[tuple[Any, ...]]]:
    """What is kept once every referral is folded again."""
    with work() as db:
        last = db.execute(select(func.max(referral.c.id))).scalar_one()
        insight.count_anew(db, range(1, last + 1))
    return kept()


def counted_from_nothing() -> list[list[tuple[Any, ...]]]:
    """What is kept once everything was forgotten and is counted from rows and events, as a rebuild does."""
    house = machine("test")
    insight.begin_anew(house)
    while insight.count_some(house):
        pass
    return kept()
