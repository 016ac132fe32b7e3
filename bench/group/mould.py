"""One year of one region: the demo's eight sites and their patients, invented and written as core writes them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection

from bench.group.plan import YEAR, Plan
from core.alert.activity import is_activity
from core.demo import clocks, history
from core.demo.ends import DIED
from core.demo.folk import Body
from core.demo.group import Group
from core.demo.history import History
from core.demo.ledger import Entry, Ledger, Row
from core.demo.load import known_to
from core.demo.scribe import Scribe, Written

AHEAD = timedelta(days=900)
"""How far lives are invented beyond today: in other years they came to their end."""
PEOPLE = ("patient", "patient_contact", "consent", "patient_site")


@dataclass(frozen=True, slots=True)
class Life:
    """A referral with everything that belongs to it, numbered as in the mould; what concerns a person names them by
    their place in `Mould.people`, for which `who` is the key."""

    row: Row
    who: int
    visits: Sequence[Row]
    reports: Sequence[Row]
    told: Sequence[Entry]

    @property
    def open(self) -> bool:
        """Whether it has not come to its end."""
        return self.row["closed_at"] is None

    @property
    def ended_by_death(self) -> bool:
        """The patient died meanwhile."""
        return any(entry.facts.get("reason") == DIED for entry in self.told)


@dataclass(frozen=True, slots=True)
class Mould:
    """People with their rows and what was told of them; lives that ended, and lives cut off at this moment."""

    people: Sequence[Body]
    numbers: Sequence[int]
    rows: dict[str, list[Row]]
    told: Sequence[Entry]
    lives: Sequence[Life]


def invent(db: Connection, group: Group, plan: Plan) -> Mould:
    """Both the lives that went on to their end and, as it is now, those which are on their way."""
    invented = history.invent(group, plan.seed, plan.now - YEAR, plan.now, plan.lives, plan.people, AHEAD)
    ended, scribe = _written(db, group, invented, plan.now + AHEAD, plan.seed)
    going = [
        history.Life(life.arrival, tuple(move for move in life.moves if move.at <= plan.now))
        for life in invented.lives
        if life.closed_at is None or life.closed_at > plan.now
    ]
    cut, _ = _written(db, group, History(invented.folk, going, []), plan.now, plan.seed)
    numbers = [scribe.patients[n] for n in range(len(invented.folk))]
    rows = {name: scribe.ledger.rows[name] for name in PEOPLE}
    told = [entry for entry in scribe.ledger.entries if entry.about.subject == "patient"]
    lives = [life for life in ended if not life.open] + [life for life in cut if life.open]
    return Mould(invented.folk, numbers, rows, told, lives)


def _written(db: Connection, group: Group, invented: History, until: datetime, seed: int) -> tuple[list[Life], Scribe]:
    """What the scribe makes of it, with the deadlines that were told and the clocks as they stand then."""
    scribe = Scribe(Ledger(Random(f"{seed}")), group, known_to(db, group), until + timedelta(days=1))  # noqa: S311 - a game
    written = history.write(invented, scribe)
    ledger = scribe.ledger
    clocks.tell(db, ledger, written, until)
    who = {patient_id: number for number, patient_id in scribe.patients.items()}
    visits, reports, told = _by(ledger.rows["appointment"]), _by(ledger.rows["report"]), _told(ledger)
    return [_life(each, who, visits, reports, told) for each in written], scribe


def _by(rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["referral_id"]].append(row)
    return found


def _told(ledger: Ledger) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        if entry.about.subject == "referral":
            found[entry.about.subject_id].append(entry)
    return found


def _life(
    each: Written,
    who: dict[int, int],
    visits: dict[int, list[Row]],
    reports: dict[int, list[Row]],
    told: dict[int, list[Entry]],
) -> Life:
    row, number = each.row, each.row["id"]
    active = max((entry.at for entry in told[number] if is_activity(entry)), default=row["recorded_at"])
    ahead = each.booked["starts_at"] if each.booked and row["visit"] == "booked" else active
    row |= {"active_at": max(active, ahead)}
    return Life(row, who[row["patient_id"]], visits[number], reports[number], told[number])
