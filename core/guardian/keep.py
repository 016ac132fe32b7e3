"""A night as it is kept: outlooks, forecasts once a week, and verdicts on those whose time has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from core.guardian.case import GRACE, HORIZON
from core.guardian.judge import Foretold, judged
from core.guardian.learning import Lacking
from core.guardian.tonight import Forecast, Outlook, Tonight
from data.insert import insert_new
from data.tables import forecast, night, outlook, referral, verdict

EVERY = timedelta(days=7)
"""Between two days whose forecasts are kept to be judged."""
KEPT = timedelta(days=90)
"""So long forecasts are kept; verdicts stay."""


def unjudged(db: Connection, now: datetime) -> list[Forecast]:
    """Forecasts whose horizon has passed."""
    c = forecast.c
    over = c.made_at <= now - timedelta(seconds=HORIZON + GRACE)
    whole = (c.id, c.referral_id, c.site_id, c.chance, c.age, c.made_on, c.made_at)
    return [Forecast(*row) for row in db.execute(select(*whole).where(c.stalled.is_(None), over))]


def is_first(db: Connection) -> bool:
    """Whether nothing was ever judged, so that looking back is all there is."""
    return db.execute(select(verdict.c.made_on).limit(1)).first() is None


def forecasts_are_due(db: Connection, on: date) -> bool:
    """Once a week."""
    last = db.execute(select(func.max(forecast.c.made_on))).scalar_one()
    return last is None or on - last >= EVERY


def keep(
    db: Connection,
    tonight: Tonight,
    answers: Mapping[int, Foretold | None],
    back: Sequence[Foretold],
    *,
    foretell: bool,
) -> bool:
    """All of the night or, where somebody else has written it, nothing."""
    night_id = _night(db, tonight)
    if night_id is None:
        return False
    _outlooks(db, night_id, tonight)
    _answers(db, answers)
    _verdicts(db, filter(None, answers.values()), looked_back=False)
    _verdicts(db, back, looked_back=True)
    if foretell:
        _foretell(db, tonight)
    db.execute(delete(forecast).where(forecast.c.made_on < tonight.on - KEPT))
    return True


def _night(db: Connection, tonight: Tonight) -> int | None:
    learned, looks = tonight.learned, tonight.looks
    row = {
        "on": tonight.on,
        "made_at": tonight.now,
        "model": "" if isinstance(learned, Lacking) else learned.model.name,
        "lacks": learned.what if isinstance(learned, Lacking) else "",
        "referrals": len({look.referral_id for look in looks}),
        "moments": len(looks),
        "stalled": sum(look.stalled for look in looks),
        "figures": {} if isinstance(learned, Lacking) else asdict(learned.figures),
    }
    return db.execute(insert_new(db, night, "on").values(row).returning(night.c.id)).scalar_one_or_none()


def _outlooks(db: Connection, night_id: int, tonight: Tonight) -> None:
    """Anew for each open referral; what was flagged where it still stands stays so, also once it has stalled."""
    flagged = _flagged(db)
    db.execute(delete(outlook))
    rows = {each.referral_id: _row(each, night_id, tonight.now) for each in tonight.outlooks}
    for referral_id, before in flagged.items():
        rows.setdefault(referral_id, before)["flagged_at"] = before["flagged_at"]
    if rows:
        db.execute(insert(outlook), list(rows.values()))


def _flagged(db: Connection) -> dict[int, dict[str, Any]]:
    """The rows of what stands where it was flagged, by referral."""
    c = outlook.c
    found = select(outlook).join(referral, referral.c.id == c.referral_id)
    found = found.where(c.flagged_at.is_not(None), referral.c.stage == c.stage)
    return {row["referral_id"]: dict(row) for row in db.execute(found).mappings()}


def _row(each: Outlook, night_id: int, now: datetime) -> dict[str, Any]:
    return asdict(each) | {"night_id": night_id, "made_at": now, "flagged_at": None}


def _answers(db: Connection, answers: Mapping[int, Foretold | None]) -> None:
    this = forecast.c.id == bindparam("answered")
    known = [{"answered": key, "became": said.stalled} for key, said in answers.items() if said]
    void = [{"answered": key} for key, said in answers.items() if said is None]
    if known:
        db.execute(update(forecast).where(this).values(stalled=bindparam("became")), known)
    if void:
        db.execute(delete(forecast).where(this), void)


def _verdicts(db: Connection, foretold: Iterable[Foretold], *, looked_back: bool) -> None:
    rows = [asdict(each) | {"looked_back": looked_back} for each in judged(foretold)]
    if rows:
        db.execute(insert_new(db, verdict, "made_on", "site_id"), rows)


def _foretell(db: Connection, tonight: Tonight) -> None:
    when = {"made_on": tonight.on, "made_at": tonight.now}
    rows = [
        {name: getattr(each, name) for name in ("referral_id", "site_id", "chance", "age")} | when
        for each in tonight.outlooks
        if each.chance is not None
    ]
    if rows:
        db.execute(insert(forecast), rows)
