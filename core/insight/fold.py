"""Fold what happened into the milestones and their sums, inside the transaction that reacts to it.

What a referral counts as is worked out anew from all that is known of it, and only the difference to what it counted as
moves between cells. So it does not matter in which order things are told, or how often: a correction moves what was
counted, and a rebuild comes to the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, select

from core.audit import Kind
from core.insight.gathered import known
from core.insight.histogram import packed, unpacked
from core.insight.milestones import Row, milestones
from core.insight.moving import Change, Moved
from core.referral.run import KINDS
from data.insert import replacing
from data.prepared import prepared
from data.tables import dwell, milestone, tally
from data.tables.insight import COUNTS, LEADS, WORTH

HEARD = frozenset({*KINDS, Kind.REFERRAL_CHANGED}) - {Kind.REFERRAL_AT_RISK, Kind.REFERRAL_HELD, Kind.REFERRAL_RESUMED}
"""What can change how a referral counts; a hold moves a deadline and nothing that is counted."""
AT_ONCE = 500
NAMES = (*COUNTS, *WORTH)
NONE: Mapping[str, Any] = {}


def fold(db: Connection, happened: Iterable[Any]) -> None:
    """Events as rows with `kind`, `subject` and `subject_id`."""
    about = {one.subject_id for one in happened if one.kind in HEARD and one.subject == "referral"}
    if about:
        count_anew(db, about)


def count_anew(db: Connection, ids: Collection[int]) -> None:
    """Work out what these referrals count as, and move what is different. Whoever calls it lets nobody else do so."""
    replace(db, ids, worked_out(db, ids))


def worked_out(db: Connection, ids: Collection[int]) -> dict[int, Row | None]:
    """What each of these referrals counts as, by all that is known of it now."""
    return {each.row.id: milestones(each) for each in known(db, sorted(ids))}


def replace(db: Connection, ids: Collection[int], found: Mapping[int, Row | None]) -> None:
    """Let these referrals count as was found, and move what is different."""
    before = {row["referral_id"]: row for row in _rows(db, milestone, "referral_id", sorted(ids))}
    after = {number: row for number, row in found.items() if row}
    different = {number for number in {*before, *after} if before.get(number) != after.get(number)}
    moved = Moved()
    for number in sorted(different):
        moved.move(before.get(number), after.get(number))
    _put(db, milestone, "referral_id", [row for number, row in after.items() if number in different])
    _remove(db, milestone, "referral_id", [number for number in different if number not in after])
    settle(db, moved)


def settle(db: Connection, moved: Moved) -> None:
    """Write what moves between cells; a cell in which nothing is left goes."""
    changes = dict(moved.changes())
    stood = {row["cell"]: row for row in _rows(db, tally, "cell", list(changes))}
    rows = [_sum(stood.get(cell, NONE), cell, change) for cell, change in changes.items()]
    _replace(db, tally, rows, NAMES)
    stays = {":".join(map(str, key)): (key, stays) for key, stays in moved.dwell.items() if any(stays.values())}
    kept = {row["cell"]: row for row in _rows(db, dwell, "cell", list(stays))}
    _replace(db, dwell, [_dwelt(kept.get(cell, NONE), cell, *each) for cell, each in stays.items()], ["stays"])


def _sum(stood: Mapping[str, Any], cell: str, change: Change) -> dict[str, Any]:
    counts = {name: stood.get(name, 0) + change.counts.get(name, 0) for name in NAMES}
    days = {f"days_{name}": _added(stood.get(f"days_{name}", b""), change.days[name]) for name in LEADS}
    return {"cell": cell, **change.key, **counts, **days}


def _dwelt(stood: Mapping[str, Any], cell: str, key: tuple[int, int, str, str], stays: Any) -> dict[str, Any]:
    told = dict(zip(("month", "site_id", "direction", "stage"), key, strict=True))
    return {"cell": cell, **told, "stays": _added(stood.get("stays", b""), stays)}


def _added(stored: bytes, more: Mapping[int, int]) -> bytes:
    if not any(more.values()):
        return stored
    counts = unpacked(stored)
    for value, n in more.items():
        counts[value] = counts.get(value, 0) + n
    return packed(counts)


def _rows(db: Connection, table: Table, key: str, keys: Sequence[Any]) -> list[dict[str, Any]]:
    several = (list(keys[n : n + AT_ONCE]) for n in range(0, len(keys), AT_ONCE))
    return [row._asdict() for some in several for row in _standing(table, key).rows(db, keys=some)]


@prepared
def _standing(table: Table, key: str) -> Select[Any]:
    return select(table).where(table.c[key].in_(bindparam("keys", expanding=True)))


def _replace(db: Connection, table: Table, rows: Sequence[dict[str, Any]], telling: Sequence[str]) -> None:
    """Rows that tell nothing any more go, the others stand as they are now."""
    _put(db, table, "cell", [row for row in rows if any(row[name] for name in telling)])
    _remove(db, table, "cell", [row["cell"] for row in rows if not any(row[name] for name in telling)])


def _put(db: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]]) -> None:
    replacing(table, key).write_all(db, rows)


def _remove(db: Connection, table: Table, key: str, keys: Sequence[Any]) -> None:
    for n in range(0, len(keys), AT_ONCE):
        db.execute(delete(table).where(table.c[key].in_(keys[n : n + AT_ONCE])))
