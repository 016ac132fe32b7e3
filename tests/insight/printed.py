"""What the monthly reports have to say, section by section, counted once more from the lives of referrals."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from core import months
from core.directory import Funding, Specialty
from core.referral import STAGES, Source, Stage
from tests.insight import reference
from tests.insight.lives import LEADS, Life
from tests.insight.month_told import COLUMNS, SIMPLY, WATCHED, YEAR, Month, beyond, follows, held, share, stands_out
from tests.insight.read_back import FEWEST, Length, Pounds, Row, Share, Sheet

WAITS = ("Time to acknowledgement", "Time to booking", "Time to first visit")
FUNNEL = ("Received", "Acknowledged", "Accepted", "Booked", "Attended", "Completed")
ENDS = {"Declined": "declined", "Redirected": "redirected", "Cancelled": "cancelled", "Closed without contact": "lost"}
WORKED = ("sent", "acknowledged", "needs_information", "accepted", "waitlisted", "booked", "in_treatment", "reported")


def in_short(told: Month) -> list[Sheet]:
    """The month, what stands out, what to do, and the year."""
    names = [f"{months.first_day(month):%b}" for month in told.each]
    first = min(
        (life.of["month"] for life in told.lives if life.of["month"] >= months.moved(told.month, -24)), default=0
    )
    rows = [
        (name, told.sums(month)["received"], told.sums(before)["received"] if 0 < first <= before else None)
        for name, month in zip(names, told.each, strict=True)
        for before in [months.moved(month, -YEAR)]
    ]
    title = "The latest month that can be told, held against the year before it"
    return [
        Sheet("In short", _tiles(told), headless=True),
        Sheet("What stands out", says=lambda sentence: stands_out(told, sentence)),
        Sheet("Recommended follow-up", says=lambda sentence: follows(told, sentence)),
        Sheet("Referrals received each month", rows, lambda row: (row[1], row[0])),
        Sheet(title, [held(told, rate) for rate in WATCHED]),
    ]


def conversion(told: Month) -> list[Sheet]:
    """How far they came, where they stand, and both by month."""
    year = told.year
    way = [still for still in told.lives if told.since <= still.of["month"] <= told.month and not _ended(still)]
    ends = [*((name, year[of]) for name, of in ENDS.items()), ("Still on their way", len(way))]
    monthly = [_by_month(f"{months.first_day(month):%b %Y}", told.sums(month)) for month in told.each]
    steps = [year[name.lower()] for name in FUNNEL]
    funnel: list[Row] = [*zip(FUNNEL, steps, strict=True)]
    booked = [(f"{months.first_day(month):%b}", share("booking", told.sums(month))) for month in told.each]
    return [
        Sheet("How far they came", funnel, lambda row: _step(row, steps)),
        Sheet("Where they stand", [*ends, ("Completed", year["completed"]), ("Received", year["received"])]),
        Sheet("Month by month", [*monthly, _by_month("12 months", year)]),
        Sheet("Booking conversion", booked, lambda row: (row[1], row[0])),
    ]


def waiting(told: Month) -> list[Sheet]:
    """How long each step takes, and what stands at each stage."""
    half = [
        (f"{months.first_day(month):%b}", _half(told.days("booked", month)))
        for month in told.each
    ]  # fmt: skip
    stays = reference.dwell(told.lives, told.since, months.moved(told.month, 1))
    stages = [stage for stage in Stage if stage != "draft"]
    rows = [
        _stage(told, stage, [each for key, hours in stays.items() if key[1] == stage for each in hours])
        for stage in stages
    ]
    return [
        *(_spread(told, title, what) for title, what in zip(WAITS, LEADS, strict=True)),
        Sheet("Half were booked within", half, lambda row: (row[1], row[0])),
        Sheet("Stage by stage", [row for row in rows if row[1] or row[3]]),
    ]


def origins(told: Month) -> list[Sheet]:
    """By source, funding, specialty, and the practices that refer most."""
    late = months.moved(told.month, -2)
    sent = [life for life in told.lives if told.since <= life.of["month"] <= told.month]
    sent = [life for life in sent if life.of["direction"] == "inbound" and life.of["provider"]]
    rows = []
    for one in {life.of["provider"] for life in sent}:
        theirs = [life.of["month"] >= late for life in sent if life.of["provider"] == one]
        rows.append((one, (told.practices[one], len(theirs), theirs.count(True), round(theirs.count(False) / 3))))
    order = sorted(rows, key=lambda pair: (-pair[1][1], pair[0]))[:YEAR]
    return [
        _split(told, "source", Source),
        _split(told, "funding", Funding),
        _split(told, "specialty", Specialty),
        Sheet("Practices that refer most", [row for _, row in order]),
    ]


def side_by_side(told: Month, sites: Mapping[int, str]) -> list[Sheet]:
    """Each site in a row, and the group below."""
    until = months.moved(told.month, 1)
    found = reference.cells(told.lives, told.since, until, ("site",))
    order = sorted(found, key=lambda key: (-found[key]["received"], key))
    rows = []
    for (site,) in order:
        mine = [life for life in told.lives if life.of["site"] == site]
        days = [
            life.days["booked"] for life in mine if told.since <= life.of["month"] < until and "booked" in life.days
        ]
        rows.append(_site(sites[site], found[site,], days))
    stays = reference.dwell(told.lives, told.since, until)
    there = sorted({site for site, _ in stays}, key=lambda site: sites[site])
    stages = [(sites[site], *(_stay(stays.get((site, stage), []), 0.5) for stage in WORKED)) for site in there]
    return [
        Sheet("Sites", [*rows, _site("The group", told.year, told.days("booked", told.month, YEAR))]),
        Sheet("Beyond chance", says=lambda sentence: beyond(told, sites, sentence)),
        Sheet("Half of the stays took at most", stages),
    ]


def _tiles(told: Month) -> list[Row]:
    now, last = told.sums(told.month), months.moved(told.month, -1)
    before, ago = told.sums(last), told.sums(months.moved(told.month, -YEAR))
    known, was = share("acknowledgement", now), share("acknowledgement", told.sums(last, YEAR))
    booked = share("booking", now)
    beside = f"{before['received']} in {months.first_day(last):%B}, {ago['received']} a year before"
    return [
        ("Received", f"{now['received']}", "", beside),
        (
            "Acknowledged in time",
            str(known),
            f"of {known.of}" if known.of >= FEWEST else "",
            f"{was} in the twelve months before" if was.of else "",
        ),
        (
            "Booked so far",
            f"{now['booked']}",
            str(booked) if booked.of >= FEWEST else "",
            f"{now['waiting_booked']} still wait for a booking",
        ),
        ("Open now", f"{len(told.stand)}", f"{told.late} late" if told.late else "", "whenever they were received"),
        ("Value reported", str(Pounds(now["value"])), "", f"{now['valued']} reports in the month say a value"),
    ]


def _ended(life: Life) -> bool:
    return any(life.counts[end] for end in ("completed", *ENDS.values()))


def _by_month(name: str, sums: Mapping[str, int]) -> Row:
    counts = (sums[each] for each in ("received", "accepted", "booked", "attended", "completed"))
    return (name, *counts, *(share(rate, sums) for rate in COLUMNS))


def _step(row: Row, steps: Sequence[int]) -> Row:
    """The part of all, and of the step before."""
    place = FUNNEL.index(str(row[0]))
    return (*row, *((Share(steps[place], steps[0]), Share(steps[place], steps[place - 1])) if place else ()))


def _half(days: list[int]) -> Length | None:
    return Length(reference.nearest_rank(days, 0.5)) if len(days) >= FEWEST else None


def _spread(told: Month, title: str, what: str) -> Sheet:
    """At most sixteen bars of one width; the last one holds what took longer than nearly all as well."""
    days, still = told.days(what, told.month, YEAR), told.year[f"waiting_{what}"]
    under = f"{len(days):,} came there, {still:,} still wait" if days or still else "none yet"
    if len(days) < FEWEST:
        return Sheet(title, below=(under,))
    end = reference.nearest_rank(days, 0.98) + 1
    width = ceil(end / 16)
    firsts = [*range(0, end, width)]
    rows = [(first, first + width - 1, sum(first <= day < first + width for day in days)) for first in firsts]
    longer = sum(day >= firsts[-1] + width for day in days)
    rows[-1] = (*rows[-1][:2], rows[-1][2] + longer)
    ranks = (
        f"half within {Length(reference.nearest_rank(days, 0.5))}",
        f"nine in ten within {Length(reference.nearest_rank(days, 0.9))}",
    )
    return Sheet(title, rows, lambda _: (), (under, *ranks))


def _stage(told: Month, stage: Stage, hours: list[float]) -> Row:
    stand = [row for row in told.stand if row["stage"] == stage]
    late = sum(SIMPLY["late now"](row, told.now) for row in stand)
    return STAGES[stage].inbound, len(stand), late, len(hours), _stay(hours, 0.5), _stay(hours, 0.9)


def _stay(hours: list[float], part: float) -> Length | None:
    return Length(reference.nearest_rank(hours, part) / 24, near=True) if len(hours) >= FEWEST else None


def _split(told: Month, name: str, words: Any) -> Sheet:
    called = {each.value: each.label for each in words}
    known = reference.cells(told.lives, told.since, months.moved(told.month, 1), (name,))
    order = sorted((key for key in known if known[key]["received"]), key=lambda key: (-known[key]["received"], key))
    rows = [
        (called.get(code) or "Not said", sums["received"], share("booking", sums), share("attendance", sums))
        for (code,) in order[:YEAR]
        for sums in [known[code,]]
    ]
    return Sheet(f"By {name}", rows)


def _site(name: str, sums: Mapping[str, int], days: list[int]) -> Row:
    return (name, sums["received"], *(share(rate, sums) for rate in COLUMNS), _half(days), Pounds(sums["value"]))
