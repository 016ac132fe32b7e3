"""Reports built to their end, and their files held against the reference: practice, group, referrer and week."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from core import clock, months, report
from core.access import Actor, machine
from core.directory import Specialty, Urgency
from core.referral import STAGES, Stage
from core.referral.stage import Direction, label, todo
from core.report import Scope
from core.settings import settings
from data.base import EPOCH, MICROSECOND
from tests.insight import printed
from tests.insight.lives import Life
from tests.insight.month_told import Month
from tests.insight.read_back import Row, Sheet, files_agree
from tests.referral.holds_true import rows

LATELY = 30
"""Months back of which one is told."""
JOB = machine("job:reports")
OPEN = "SELECT * FROM referral WHERE closed_at IS NULL AND stage <> 'draft'"
THEIRS = """
    SELECT r.*, p.given_name, p.family_name, s.time_zone FROM referral r
    JOIN patient p ON p.id = r.patient_id JOIN site s ON s.id = r.site_id
    WHERE r.direction = 'inbound' AND r.stage NOT IN ('draft', 'entered_in_error') ORDER BY r.received_at, r.id
"""
VISITS = "SELECT * FROM appointment ORDER BY id"
FINALS = "SELECT * FROM report WHERE kind = 'final' ORDER BY id"
OWNED = f"SELECT o.*, a.name FROM ({OPEN}) o LEFT JOIN account a ON a.id = o.owner_id"
BECAME = {"attended": "seen", "missed": "missed", "cancelled": "cancelled"}


def reports_agree(actor: Actor, lives: list[Life], dice: Random) -> None:
    """A month of one of the sites and of the group, what practices are told of it, and the week."""
    over = months.month_of(_today())
    lately = [life for life in lives if months.moved(over, -LATELY) <= life.of["month"] < over]
    month, site = (dice.choice(lately).of[name] for name in ("month", "site"))
    _month_agrees(actor, lives, month, site)
    _month_agrees(actor, lives, month, None)
    for provider in sorted({life.of["provider"] for life in lives if life.of["direction"] == "inbound"} - {0}):
        scope = Scope(dice.choice([None, site]), provider)
        _agree(actor, "referrer_month", scope, months.first_day(month), _referrer(scope, month))
    _agree(actor, "coordinator_week", Scope(site), _today(site), _week(site))


def _month_agrees(actor: Actor, lives: list[Life], month: int, site: int | None) -> None:
    mine = [life for life in lives if site in {None, life.of["site"]}]
    stand = [row for row in rows(OPEN) if site in {None, row["site_id"]}]
    told = Month(mine, stand, month, _today(site), _now(), _named("provider"))
    sides = [] if site else printed.side_by_side(told, _named("site"))
    sheets = [*printed.in_short(told), *sides]
    sheets += [*printed.conversion(told), *printed.waiting(told), *printed.origins(told)]
    kind = "practice_month" if site else "group_month"
    _agree(actor, kind, Scope(site), months.first_day(month), sheets)


def _agree(actor: Actor, kind: str, scope: Scope, on: date, sheets: Sequence[Sheet]) -> None:
    id = report.build(JOB, kind, scope, on)
    files_agree(*(report.file(actor, id, form) for form in ("pdf", "xlsx", "csv")), sheets)


def _referrer(scope: Scope, month: int) -> list[Sheet]:
    """What came in the month by the calendar of the site, and what is on its way still or ended since it began; of
    those who did not agree to it there is only how many they are."""
    told = []
    for row in rows(THEIRS):
        came = _month(row, row["received_at"])
        ends = _month(row, row["closed_at"]) if row["closed_at"] else month
        here = row["referrer_provider_id"] == scope.provider_id and scope.site_id in {None, row["site_id"]}
        if here and came <= month and (came == month or ends >= month):
            told.append((row, came == month, *_became(row)))
    name = f"{months.first_day(month):%B %Y}"
    new = [one for one in told if one[1]]
    tiles = [
        (f"Referred in {name.split()[0]}", f"{len(new)}"),
        ("Of these booked", f"{sum(bool(visits) for _, _, visits, _ in new)}"),
        ("Of these seen", f"{sum(any(v['state'] == 'attended' for v in visits) for _, _, visits, _ in new)}"),
        ("Reports sent, of all below", f"{sum(bool(finals) for *_, finals in told)}"),
    ]
    sheets = [Sheet("In short", [(*tile, "", "") for tile in tiles], headless=True)]
    shared = [one for one in told if one[0]["may_share"]]
    if shared:
        sheets.append(Sheet(f"Referred in {name}", [_line(*one) for one in shared if one[1]]))
        before = [_line(*one) for one in shared if not one[1]]
        sheets.append(Sheet("Referred before, and on their way or ended", before))
    if not told:
        sheets.append(Sheet("", says=lambda sentence: sentence.startswith("No patient of yours")))
    if held_back := len(told) - len(shared):
        sheets.append(Sheet("", says=lambda sentence: sentence.startswith(f"{held_back} patient")))
    return sheets


def _became(row: Any) -> tuple[list[Any], list[Any]]:
    """All its visits and its final reports, as they came about."""
    return tuple([one for one in rows(sql) if one["referral_id"] == row["id"]] for sql in (VISITS, FINALS))  # type: ignore[return-value]


def _line(row: Any, _: bool, visits: list[Any], finals: list[Any]) -> Row:
    last = visits[-1] if visits else None
    visit = f"{BECAME.get(last['state'], '')} {_spoken(row, last['starts_at'])}".strip() if last else ""
    return (
        row["reference"],
        row["their_reference"],
        f"{row['given_name'][0]}. {row['family_name'][0]}.",
        Specialty(row["specialty"]).label,
        _spoken(row, row["received_at"]),
        STAGES[Stage(row["stage"])].outbound,
        visit,
        _spoken(row, max(one["written_at"] for one in finals)) if finals else "",
    )


def _week(site: int) -> list[Sheet]:
    """By owner, nobody's first; each of them in the order they are due."""
    stand = [row for row in rows(OWNED) if row["site_id"] == site]
    stand.sort(key=lambda row: (row["name"] is not None, row["name"] or "", row["due_at"], row["id"]))
    tones = {row["id"]: _tone(row) for row in stand}
    several = [row["name"] or "Nobody yet" for row in stand]
    counts = Counter(tones.values())
    tiles = {"Open": len(stand), "Late": counts["late"], "At risk": counts["risk"]}
    tiles |= {"Without an owner": several.count("Nobody yet")}
    sheets = [Sheet("In short", [(name, f"{n}", "", "") for name, n in tiles.items()], headless=True)]
    if not stand:
        return [*sheets, Sheet("", says=lambda sentence: sentence == "Nothing is open at this site.")]
    owners: list[Row] = []
    lists = []
    for name in dict.fromkeys(several):
        theirs = [row for row, owner in zip(stand, several, strict=True) if owner == name]
        tone = Counter(tones[row["id"]] for row in theirs)
        owners.append((name, len(theirs), tone["late"], tone["risk"], len(theirs) - tone["late"] - tone["risk"]))
        title = "Open referrals" if len(theirs) <= 40 else f"The 40 most pressing of {len(theirs)}"
        lists.append(Sheet(title, [_owned(row, tones[row["id"]]) for row in theirs[:40]]))
    return [*sheets, Sheet("By owner", owners), *lists]


def _tone(row: Any) -> str:
    """Late, at risk, paused or none of it."""
    if row["clock"] == "paused":
        return "paused"
    if row["due_at"] < _now():
        return "late"
    return "risk" if row["warn_at"] and row["warn_at"] <= _now() else "calm"


def _owned(row: Any, tone: str) -> Row:
    stage, way = Stage(row["stage"]), Direction(row["direction"])
    due = {"late": r"\d.* late", "risk": "at risk, .*", "paused": "paused.*", "calm": r"(?!paused|at risk).*(?<!late)"}
    words = label(stage, way), todo(stage, way), Urgency(row["urgency"]).label
    return (row["reference"], *words, re.compile(due[tone]))


def _named(table: str) -> dict[int, str]:
    """With their town where several are called alike."""
    known = rows(f"SELECT id, name, town FROM {table}")
    names = [row["name"] for row in known]
    return {
        row["id"]: f"{row['name']}, {row['town']}" if names.count(row["name"]) > 1 else row["name"] for row in known
    }


def _month(row: Any, micros: int) -> int:
    return months.month_of(_local(row["time_zone"], micros))


def _spoken(row: Any, micros: int) -> str:
    on = _local(row["time_zone"], micros)
    return f"{on.day} {on:%b %Y}"


def _local(zone: str, micros: int) -> date:
    return datetime.fromtimestamp(micros / 1_000_000, UTC).astimezone(ZoneInfo(zone)).date()


def _today(site: int | None = None) -> date:
    """As it is there, or at the group's own place."""
    zones = {row["id"]: row["time_zone"] for row in rows("SELECT id, time_zone FROM site")}
    return clock.now().astimezone(ZoneInfo(zones[site] if site else settings().time_zone.key)).date()


def _now() -> int:
    return (clock.now() - EPOCH) // MICROSECOND
