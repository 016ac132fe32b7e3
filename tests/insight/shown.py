"""What pages and reports show, held against the reference: their own questions, at the sites of whoever looks."""

from dataclasses import replace
from typing import Any

from core import insight, months, referral
from core.access import Actor
from core.clock import now
from core.insight import Asked, Sums, days_ago
from core.referral import Wanted
from core.report.gathered import gather
from core.report.scope import Scope, place_of
from core.work import reading
from data.base import EPOCH, MICROSECOND
from tests.insight import reference
from tests.insight.agreement import filters
from tests.insight.lives import MEASURES, Life
from tests.referral.holds_true import rows

OPEN = "SELECT * FROM referral WHERE closed_at IS NULL AND stage <> 'draft' ORDER BY stage_since_at, id"
NOTHING = dict.fromkeys([*MEASURES, "valued", "value"], 0)


def pages_agree(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """Each page of insight, of all sites and then of one."""
    mine = [life for life in lives if life.of["site"] in actor.sites]
    for each in (asked, replace(asked, sites=frozenset({min(actor.sites)}))):
        course_agrees(actor, mine, each)
        leakage_agrees(actor, mine, each)
        sites_agree(actor, mine, each)
        practices_agree(actor, mine, each)
        what_waits_agrees(actor, each)
        lists_agree(actor, mine, each)
        report_agrees(actor, mine, each)
        worth_agrees(actor, mine, each)


def told(sums: Sums) -> dict[str, int]:
    """By name, as the reference has it."""
    return {measure.value: sums[measure] for measure in insight.COUNTED}


def meant(lives: list[Life], asked: Asked, *by: str) -> dict[Any, dict[str, int]]:
    """What the reference counts."""
    return reference.cells(lives, asked.since, asked.until, by, **filters(asked))


def course_agrees(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """Conversion: each month, the whole, and the period before."""
    course = insight.course(actor, asked)
    by_month = meant(lives, asked, "month")
    assert {month: told(sums) for month, sums in course.now.items()} == {
        month: by_month.get((month,), NOTHING) for month in asked.months
    }
    assert told(course.whole) == meant(lives, asked).get((), NOTHING)
    before = meant(lives, asked.compared, "month")
    assert [told(sums) for sums in course.then.values()] == [
        before.get((month,), NOTHING) for month in asked.compared.months
    ]


def leakage_agrees(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """Known and unknown apart, whatever number of days somebody chooses."""
    cohort = [life for life in lives if life.fits(filters(asked)) and asked.since <= life.of["month"] < asked.until]
    ages = [(days_ago(0) - life.received_on).days for life in cohort if life.counts["waiting_attended"]]
    for days in (90, *ages[:2]):
        found = insight.leakage(actor, asked, days)
        waiting = [life.received_on <= found.on for life in cohort if life.counts["waiting_attended"]]
        assert (found.unknown, found.recent) == (waiting.count(True), waiting.count(False))
        assert (found.lost, found.redirected, found.received) == (
            sum(life.counts["lost"] for life in cohort),
            sum(life.counts["redirected"] for life in cohort),
            len(cohort),
        )


def sites_agree(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """Side by side, and the group is the sum of its sites."""
    beside = insight.side_by_side(actor, asked)
    by_site = meant(lives, asked, "site")
    assert {one.id: told(one.told.sums) for one in beside.sites} == {
        one.id: by_site.get((one.id,), NOTHING) for one in beside.sites
    }
    assert {site for (site,) in by_site} <= {one.id for one in beside.sites}
    assert told(beside.whole.sums) == told(insight.added(one.told.sums for one in beside.sites))


def practices_agree(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """The scorecard, both ways."""
    card = insight.scorecard(actor, asked)
    found = meant(lives, asked, "provider", "direction")
    for one in card.rows:
        for way in ("inbound", "outbound"):
            assert told(getattr(one, way).sums) == found.get((one.practice.id, way), NOTHING)
    assert {number for number, _ in found if number} <= {one.practice.id for one in card.rows}


def what_waits_agrees(actor: Actor, asked: Asked) -> None:
    """Bottlenecks and the team: whatever is open, where it stands and whose it is."""
    here = [row for row in rows(OPEN) if row["site_id"] in (asked.sites or actor.sites)]
    waiting = insight.waiting(actor, asked)
    places = [(row["site_id"], row["stage"]) for row in here]
    assert {place: one.n for place, one in waiting.items()} == {place: places.count(place) for place in places}
    held = [place for place, row in zip(places, here, strict=True) if row["held_until_on"] is not None]
    assert {place: one.held for place, one in waiting.items()} == {place: held.count(place) for place in places}
    owners = [row["owner_id"] for row in here]
    loads = {one.owner_id: one.waiting.n for one in insight.loads(actor, asked) if one.waiting}
    assert loads == {owner: owners.count(owner) for owner in owners}
    assert [row.id for row in insight.longest(actor, asked)] == [row["id"] for row in here[:10]]


def lists_agree(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """Behind each number there are just those that it counts."""
    period = {"since": months.spelt(asked.since), "until": months.spelt(months.moved(asked.until, -1))}
    narrowed = {"site": str(min(asked.sites))} if asked.sites else {}
    for measure in insight.COUNTED:
        address = {"stage": "any", "measure": measure.value, **period, **narrowed}
        page = referral.board(actor, Wanted.read(address), limit=10_000)
        assert {row.id for row in page.rows} == {life.id for life in lives if _is_in(life, measure.value, asked)}


def _is_in(life: Life, measure: str, asked: Asked) -> bool:
    worth = {"valued": int(life.value is not None), "value": life.value or 0}
    month = life.valued_month if measure in worth else life.of["month"]
    counted = worth.get(measure, life.counts.get(measure, 0))
    return bool(counted and month and asked.since <= month < asked.until and life.fits(filters(asked)))


def report_agrees(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """What the monthly reports are written from, at the end of the period."""
    month = months.moved(asked.until, -1)
    with reading() as db:
        place = place_of(db, Scope(site_id=min(asked.sites) if asked.sites else None))
    found = gather(actor, place, month)
    year = replace(asked, since=months.moved(asked.until, -12))
    assert told(found.year) == meant(lives, year).get((), NOTHING)
    for split, several in found.splits.items():
        assert {key: told(sums) for key, sums in several.items()} == {
            key: counts for (key,), counts in meant(lives, year, split).items()
        }
    waits = reference.leads(lives, year.since, year.until, ("month",), **filters(year))
    for (each,), leads in waits.items():
        for what, (n, median, p90, still) in leads.items():
            lead = found.leads[each][what]
            assert (lead.n, lead.median, lead.p90, lead.waiting) == (n, median, p90, still)
    here = [row for row in rows(OPEN) if row["site_id"] in (asked.sites or actor.sites)]
    stages = [row["stage"] for row in here]
    assert {stage: one.open for stage, one in found.waiting.items()} == {each: stages.count(each) for each in stages}
    moment = (now() - EPOCH) // MICROSECOND
    assert sum(one.late for one in found.waiting.values()) == sum(
        row["due_at"] < moment and row["clock"] != "paused" for row in here
    )


def worth_agrees(actor: Actor, lives: list[Life], asked: Asked) -> None:
    """What is said above a list of how much the work behind it was worth."""
    narrowed = {"site": str(min(asked.sites))} if asked.sites else {}
    period = {"since": months.spelt(asked.since), "until": months.spelt(months.moved(asked.until, -1))}
    wanted = Wanted.read({"stage": "any", "measure": "valued", **period, **narrowed})
    assert insight.worth(actor, wanted) == reference.of_all(_about(lives, asked), asked.since, asked.until)["value"]


def _about(lives: list[Life], asked: Asked) -> list[Life]:
    return [life for life in lives if life.fits(filters(asked))]


def the_last_year(lives: list[Life]) -> Asked:
    """Twelve months up to the last of which there is anything."""
    until = months.moved(max(life.of["month"] for life in lives), 1)
    return Asked(since=months.moved(until, -12), until=until)
