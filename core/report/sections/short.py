"""The month in short: a few figures, what stands out, what to do, and what that was found by."""

from core import months
from core.insight import METRICS, rate
from core.money import rounded
from core.report.content import Beside, Column, Numbers, Section, Table, Tile, Tiles, Trend, Words
from core.report.followup import follow_up, stands_out
from core.report.gathered import YEAR, Figures
from core.report.notable import Held, findings, held
from core.report.sections.shared import name, short, twelve


def in_short(told: Figures) -> Section:
    """The month in a few figures, what stands out in it, what to do, and the year it stands in."""
    found = findings(told)
    return Section(
        "The month in short",
        (
            Tiles(tuple(_tiles(told))),
            Beside(
                (
                    Words("What stands out", stands_out(told, found), marked=True),
                    Words("Recommended follow-up", follow_up(told, found), marked=True),
                )
            ),
            _received(told),
            _held(told),
        ),
    )


def _tiles(told: Figures) -> list[Tile]:
    now, last, ago = (
        told.sums(month) for month in (told.month, months.moved(told.month, -1), months.moved(told.month, -YEAR))
    )
    before = f"{last.received:,} in {name(months.moved(told.month, -1))}, {ago.received:,} a year before"
    late = sum(each.late for each in told.waiting.values())
    waiting = sum(each.open for each in told.waiting.values())
    acknowledged, booked = rate("acknowledgement", now), rate("booking", now)
    return [
        Tile("Received", f"{now.received:,}", "", before),
        Tile("Acknowledged in time", acknowledged.words, *_beside(told, "acknowledgement")),
        Tile(
            "Booked so far",
            f"{now.booked:,}",
            booked.words if booked.share is not None else "",
            f"{now.waiting_booked:,} still wait for a booking",
        ),
        Tile("Open now", f"{waiting:,}", f"{late:,} late" if late else "", "whenever they were received"),
        Tile("Value reported", rounded(now.value), "", f"{now.valued:,} reports in the month say a value"),
    ]


def _beside(told: Figures, metric: str) -> tuple[str, str]:
    now, before = rate(metric, told.sums(told.month)), rate(metric, told.sums(months.moved(told.month, -1), YEAR))
    said = f"of {now.of:,}" if now.share is not None else ""
    return said, f"{before.words} in the twelve months before" if before.of else ""


def _received(told: Figures) -> Trend:
    read = twelve(told)
    rows = tuple((short(month), told.sums(month).received, _known(told, months.moved(month, -YEAR))) for month in read)
    columns = (Column("Month"), Column("Received", "count"), Column("The year before", "count"))
    return Trend(Numbers("Referrals received each month", columns, rows, "thin grey line: the year before"))


def _known(told: Figures, month: int) -> int | None:
    """What a month had; nothing from before there was any history."""
    first = min((each for each, sums in told.by_month.items() if sums.received), default=month + 1)
    return told.sums(month).received if month >= first else None


def _held(told: Figures) -> Table:
    """Each rate as what stands out was found by it: whoever doubts can look."""
    columns = (
        Column("Rate", width=1.6), Column("Received in", width=1.2), Column("That month", "share"),
        Column("Of", "count"), Column("Twelve months before", "share"), Column("Of", "count"),
        Column("Beyond chance", "mark"),
    )  # fmt: skip
    rows = tuple(
        (METRICS[one.watched.metric].label, months.spoken(one.month), one.now, one.now.of, one.before, one.before.of,
         _beyond(one))
        for one in held(told)
    )  # fmt: skip
    return Table(Numbers("The latest month that can be told, held against the year before it", columns, rows))


def _beyond(one: Held) -> str:
    return ("higher" if one.strength > 0 else "lower") if one.stands_out else "no"
