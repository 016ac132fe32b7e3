"""Figures of insight held against the reference: counts equal, medians within a day, stays within five per cent."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
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
from tests.referral.holds_true import rows

SPLITS = ("month", "site", "direction", "source", "specialty", "funding", "provider")
BROUGHT = ("received", "attended", "valued", "value")
CAMPAIGNS = "SELECT * FROM campaign ORDER BY began_on DESC, id DESC"
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
    assert [*cells] == sorted(meant)
    for key, sums in cells.items():
        told = {measure.value: sums[measure] for measure in insight.COUNTED}
        assert told == meant[key], (asked, by, key)
        rates_agree(sums, meant[key])


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


def returns_agree(actor: Actor, lives: list[Life]) -> set[str]:
    """What came of each campaign, over its whole time, and what it gave for its cost; which of these could be told."""
    known = [one for one in rows(CAMPAIGNS) if one["site_id"] is None or one["site_id"] in actor.sites]
    several = insight.returns(actor)
    assert [each.campaign.id for each in several] == [one["id"] for one in known]
    for each, one in zip(several, known, strict=True):
        brought = [life for life in lives if life.of["campaign"] == one["id"]]
        sums = reference.of_all(brought, EVER.since, EVER.until)
        assert {name: getattr(each, name) for name in BROUGHT} == {name: sums[name] for name in BROUGHT}, one
        cost = one["cost"] if actor.every_site or one["site_id"] else None
        assert each.campaign.cost == one["cost"]
        assert each.times == (_for_a_pound(sums["value"], cost) if cost and sums["valued"] >= 5 else None)
        assert each.per_visit == (None if cost is None or sums["attended"] < 5 else _half_up(cost, sums["attended"]))
    times, visits = (any(getattr(each, name) is not None for each in several) for name in ("times", "per_visit"))
    return ({"return"} if times else set()) | ({"per visit"} if visits else set())


def _for_a_pound(value: int, cost: int) -> Decimal:
    """To a tenth."""
    return Decimal(_half_up(10 * value, cost)) / 10


def _half_up(part: int, of: int) -> int:
    return (2 * part + of) // (2 * of)


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
