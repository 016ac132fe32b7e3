"""Lists that a manager keeps: each row is added, worded differently, moved and ended, told each time, never deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, or_, select, update

from core import clock, field
from core.access import Actor
from core.errors import Changed, Lacking, NotFound, NotNow
from core.workflow.editing import changes, must_edit, told


@dataclass(frozen=True, slots=True)
class Listed:
    """One such table. Its rows have a label, a position, a version and a day on which they end; rows that agree in
    the columns `within` are one list, of which `most` can be current."""

    table: Table
    part: str
    most: int
    within: tuple[str, ...] = ()

    def add(self, db: Connection, actor: Actor, values: Mapping[str, Any], place: int, what: str) -> int:
        """A new row at a place, counted from 1, or at the end; its id."""
        self._refuse_twin(db, values)
        last = select(func.coalesce(func.max(self.table.c.position), 0)).where(*self._beside(values))
        row = dict(values) | {"position": db.execute(last).scalar_one() + 1}
        added = int(db.execute(insert(self.table).values(row).returning(self.table.c.id)).scalar_one())
        self._place(db, added, values, place)
        told(db, actor, self.part, added, values.get("sites", ()), what, before={}, after=dict(values))
        return added

    def current(self, db: Connection, actor: Actor, number: int, version: int) -> Any:
        """The row, held until the command is done, if this person may change it and it is still as they read it."""
        row = db.execute(select(self.table).where(self.table.c.id == number).with_for_update()).one_or_none()
        if row is None:
            raise NotFound("This is gone already. Look at the list again.")
        must_edit(actor, getattr(row, "sites", ()))
        if row.version != version:
            raise Changed("Somebody else changed this while you had it open. Look at it again before you change it.")
        if row.until_on and row.until_on <= clock.now().date():
            raise NotNow(f"“{row.label}” has ended. Add a new one instead.")
        return row

    def write(
        self, db: Connection, actor: Actor, row: Any, values: Mapping[str, Any], what: str, place: int = 0
    ) -> None:
        """Let it say something else from now on, and stand at another place if one is given."""
        before = row._asdict()
        before["position"] = self._in_order(db, before).index(row.id) + 1
        self._refuse_twin(db, before | dict(values), besides=row.id)
        said = changes(before, dict(values) | ({"position": place} if place else {}))
        if not said["after"]:
            raise NotNow("Nothing is different from what stands there already.")
        new = {name: value for name, value in said["after"].items() if name != "position"}
        db.execute(update(self.table).where(self.table.c.id == row.id).values(version=row.version + 1, **new))
        self._place(db, row.id, before, place if "position" in said["after"] else 0)
        several = [before.get("sites", ()), values.get("sites", before.get("sites", ()))]
        sites = {site for some in several for site in some} if all(several) else ()
        told(db, actor, self.part, row.id, sites, what, **said)

    def _refuse_twin(self, db: Connection, values: Mapping[str, Any], besides: int = 0) -> None:
        """Two of one name cannot be told apart; and a list without end is not read."""
        c = self.table.c
        rows = db.execute(select(c.id, c.label).where(*self._beside(values), c.id != besides)).all()
        label = values["label"]
        if any(field.folded(row.label) == field.folded(label) for row in rows):
            raise Lacking({"label": f"There is “{label}” already. Change that one, or choose another name."})
        if len(rows) >= self.most:
            raise NotNow(f"There are {self.most} already. End one that nobody needs first.")

    def _place(self, db: Connection, number: int, values: Mapping[str, Any], place: int) -> None:
        """Put it there, and the others one after another around it."""
        if not place:
            return
        others = [each for each in self._in_order(db, values) if each != number]
        others.insert(place - 1, number)
        for position, each in enumerate(others, 1):
            db.execute(update(self.table).where(self.table.c.id == each).values(position=position))

    def _in_order(self, db: Connection, values: Mapping[str, Any]) -> list[int]:
        """The ids of a list as it stands."""
        c = self.table.c
        return list(db.execute(select(c.id).where(*self._beside(values)).order_by(c.position, c.id)).scalars())

    def _beside(self, values: Mapping[str, Any]) -> list[Any]:
        """Those of the same list that are current."""
        c = self.table.c
        current = or_(c.until_on.is_(None), c.until_on > clock.now().date())
        return [current, *(c[name] == values[name] for name in self.within)]
