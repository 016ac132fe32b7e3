"""What is in the exported tables: each column with its type, its unit and what it means, said once for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from core.insight.measures import COUNTED, Measure
from core.insight.metrics import DWELL, LEAD_TIMES, METRICS
from core.insight.moving import GRAINS, ONLY

MONTH = (
    "The month the referral was received in, as 202611; what has a value counts in the month of its final report. "
    "By the calendar of the site."
)
GUARDED = frozenset({"name", "town", "label"})
"""Columns that people wrote."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; its name and type never change, new ones are added behind."""

    name: str
    kind: pa.DataType
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table: what a row is, and whether that is one referral."""

    name: str
    sentence: str
    columns: tuple[Column, ...]
    grain: str = ""
    per_referral: bool = False


_DIMENSIONS = {
    each.name: each
    for each in (
        Column("month", pa.int32(), MONTH),
        Column("month_start", pa.date32(), "The first day of that month."),
        Column("site_id", pa.int64(), "The site that works on the referral; its name stands in site."),
        Column("direction", pa.string(), "inbound, outbound or internal."),
        Column("source", pa.string(), "The primary source; its words stand in code."),
        Column("specialty", pa.string(), "What it is for; its words stand in code."),
        Column("funding", pa.string(), "Who pays, empty where it is not known; its words stand in code."),
        Column(
            "provider_id",
            pa.int64(),
            "The practice outside at the other end, 0 where there is none; its name stands in provider.",
        ),
        Column(
            "campaign_id", pa.int64(), "The campaign it came of, 0 where it came of none; its name stands in campaign."
        ),
    )
}
_UNITS = {Measure.VALUE: "pence"}
_COUNTS = tuple(
    Column(m.value, pa.int64() if m is Measure.VALUE else pa.int32(), m.sentence, _UNITS.get(m, "")) for m in COUNTED
)
_DAYS = tuple(
    Column(f"days_{code}", pa.int32(), f"{lead.label}; empty until then. {lead.sentence}", "days")
    for code, lead in LEAD_TIMES.items()
)
_WHOLE = ("month", "month_start", "site_id", "direction", "source", "specialty", "funding", "provider_id")
_SPREAD = (
    Column("what", pa.string(), f"Which wait: {', '.join(LEAD_TIMES)}. {next(iter(LEAD_TIMES.values())).sentence}"),
    Column("days", pa.int32(), "How long it took.", "days"),
    Column("referrals", pa.int32(), "How many took just that long."),
)


def _of(grain: str) -> tuple[Column, ...]:
    return tuple(_DIMENSIONS[name] for name in ("month", "month_start", *GRAINS[grain]))


def _sums(grain: str) -> Dataset:
    return Dataset(f"tally_{grain}", f"Sums {_told(grain)}", (*_of(grain), *_COUNTS), grain)


def _leads(grain: str) -> Dataset:
    return Dataset(
        f"lead_days_{grain}", f"Lead times as counts of days, {_told(grain)}", (*_of(grain), *_SPREAD), grain
    )


def _told(grain: str) -> str:
    names = ", ".join(name.removesuffix("_id") for name in GRAINS[grain])
    only = f" Only of those with a {ONLY[grain].removesuffix('_id')}." if grain in ONLY else ""
    return f"by month, {names}.{only}"


_STAYS = (
    Column("stage", pa.string(), "The stage that was left; its words stand in code."),
    Column("minutes_from", pa.float64(), f"The stay took at least this long. {DWELL}", "minutes"),
    Column("minutes_until", pa.float64(), "And less than this.", "minutes"),
    Column("stays", pa.int32(), "How many stays took that long."),
)
TABLES = (
    *map(_sums, GRAINS),
    *map(_leads, GRAINS),
    Dataset(
        "dwell",
        "How long stages took, in steps of seven per cent, by the month in which the stay ended.",
        (*_of("place"), *_STAYS),
    ),
    Dataset(
        "milestone",
        "One row for each referral that counts, in no order that says which one it is: no number, no day, no person.",
        (*(_DIMENSIONS[name] for name in _WHOLE), *_COUNTS, *_DAYS,
         Column("valued_month", pa.int32(), "The month of its final report, 0 without a value."),
         _DIMENSIONS["campaign_id"]),
        per_referral=True,
    ),
    Dataset(
        "site",
        "The sites that the figures are of.",
        (
            Column("site_id", pa.int64(), "As in every other table."),
            Column("code", pa.string(), "As the command line names it."),
            Column("name", pa.string(), "What it is called."),
            Column("town", pa.string(), "Where it is."),
            Column("time_zone", pa.string(), "By whose calendar its days and months are told."),
        ),
    ),
    Dataset(
        "provider",
        "The practices outside that the figures speak of.",
        (
            Column("provider_id", pa.int64(), "As in every other table."),
            Column("name", pa.string(), "What it is called."),
            Column("town", pa.string(), "Where it is."),
        ),
    ),
    Dataset(
        "campaign",
        "The campaigns that the figures speak of.",
        (
            Column("campaign_id", pa.int64(), "As in every other table."),
            Column("name", pa.string(), "What it is called."),
            Column("source", pa.string(), "Where its patients say that they come from; its words stand in code."),
        ),
    ),
    Dataset(
        "code",
        "What codes mean.",
        (
            Column("what", pa.string(), "The column that has the code."),
            Column("code", pa.string(), "As it stands there."),
            Column("label", pa.string(), "As people read it."),
        ),
    ),
)  # fmt: skip
DICTIONARY = (
    ("table", "column", "type", "unit", "meaning"),
    *((each.name, c.name, str(c.kind), c.unit, c.meaning) for each in TABLES for c in each.columns),
)
"""A row for each column of each table, under a heading."""


def readme() -> str:
    """The same to read, with how rates are made of the columns."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Figures of Baton\n"
    yield (
        "Read-only copies of the sums that Baton's own pages show. Column names and types stay as they are; new "
        "columns come behind the others. Tables that begin with `tally` hold the same referrals, told apart in several "
        "ways: use one of them at a time and never add them to each other. Money is in whole pence.\n"
    )
    for each in TABLES:
        yield f"## {each.name}\n\n{each.sentence}\n\n| column | type | unit | meaning |\n|---|---|---|---|"
        yield from (f"| `{c.name}` | {c.kind} | {c.unit} | {c.meaning} |" for c in each.columns)
        yield ""
    yield "## Rates\n\nBaton tells a rate from five on; below that it tells the counts.\n"
    yield "| rate | is | of | meaning |\n|---|---|---|---|"
    for metric in METRICS.values():
        per = " + ".join(f"`{measure.value}`" for measure in metric.per)
        yield f"| {metric.label} | `{metric.of.value}` | {per} | {metric.sentence} |"
    yield ""
