"""Being away for some days: new work passes somebody over, and goes to who stands in where it was meant for them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.errors import Lacking, NotAllowed, NotNow
from core.ownership.taker import colleagues
from core.ownership.whose import Whose, hold, whose
from core.settings import settings
from core.work import reading, work
from data.tables import account

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From the first day away up to the day they are back; nobody stands in while `stand_in_id` is None."""

    from_on: date | None = None
    until_on: date | None = None
    stand_in_id: int | None = None

    def check(self) -> None:
        """Refuse days that cannot be."""
        today = _today()
        wrong = {}
        if self.from_on is None:
            wrong["from_on"] = "Choose the first day away."
        if self.until_on is None or self.until_on <= today:
            wrong["until_on"] = "Choose the day they are back, after today."
        elif self.from_on and not self.from_on < self.until_on <= self.from_on + LONGEST:
            wrong["until_on"] = "The day they are back comes after the first day away, within a year."
        if wrong:
            raise Lacking(wrong)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is set, and who could stand in."""

    now: Absence | None
    colleagues: dict[int, str]


def absence(actor: Actor, account_id: int) -> Standing:
    """When somebody is away, now or soon; nothing of what is over."""
    with reading() as db:
        whom = _theirs(db, actor, account_id)
        c = account.c
        row = db.execute(select(c.away_from_on, c.away_until_on, c.stand_in_id).where(c.id == account_id)).one()
        over = row.away_until_on is None or row.away_until_on <= _today()
        now = None if over else Absence(from_on=row[0], until_on=row[1], stand_in_id=row[2])
        return Standing(now, _colleagues(db, whom))


def set_away(actor: Actor, account_id: int, asked: Absence) -> None:
    """Away on these whole days; by oneself or by who manages one. What is open stays: see hand_over."""
    asked.check()
    with work() as db:
        hold(db, account_id)
        whom = _theirs(db, actor, account_id)
        names = _colleagues(db, whom)
        if asked.stand_in_id is not None and asked.stand_in_id not in names:
            raise Lacking({"stand_in": "Choose a colleague who works at the same site."})
        _write(db, account_id, asked)
        days = f"from {_day(asked.from_on)} until {_day(asked.until_on)}"
        name = names.get(asked.stand_in_id or 0, "")
        facts = {"from": str(asked.from_on), "until": str(asked.until_on), "stand_in": asked.stand_in_id}
        said = f"{days}, {name} stands in" if name else days
        record(db, actor, Kind.ACCOUNT_AWAY, About("account", account_id), facts, days=said)


def come_back(actor: Actor, account_id: int) -> None:
    """Here again, from now on."""
    with work() as db:
        hold(db, account_id)
        _theirs(db, actor, account_id)
        gone = select(account.c.id).where(account.c.id == account_id, account.c.away_until_on > _today())
        if db.execute(gone).first() is None:
            raise NotNow("Nothing says that they are away.")
        _write(db, account_id, Absence())
        record(db, actor, Kind.ACCOUNT_AWAY, About("account", account_id), {}, days="no longer")


def _theirs(db: Connection, actor: Actor, account_id: int) -> Whose:
    whom = whose(db, actor, account_id)
    if whom.within is not None:
        raise NotAllowed("They say themselves when they are away, or who manages them does.")
    return whom


def _write(db: Connection, account_id: int, asked: Absence) -> None:
    values = {"away_from_on": asked.from_on, "away_until_on": asked.until_on, "stand_in_id": asked.stand_in_id}
    db.execute(update(account).where(account.c.id == account_id).values(**values))


def _colleagues(db: Connection, whom: Whose) -> dict[int, str]:
    """Who works at one of their sites at least."""
    found: dict[int, str] = {}
    for place in whom.sites:
        found |= colleagues(db, whom.id, [place])
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def _today() -> date:
    return clock.local(clock.now(), settings().time_zone.key).date()


def _day(on: date | None) -> str:
    return clock.spoken_day(on, _today()) if on else ""
