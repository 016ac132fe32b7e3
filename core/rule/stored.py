"""Rules at rest: the enabled ones in order, and the shipped ones brought up to this version."""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from sqlalchemy import Connection, delete, insert, select, update

from core import clock
from core.audit import Kind
from core.errors import Refusal
from core.language import DEFAULTS
from core.rule.actions import check
from core.rule.model import Rule, parse
from data.insert import insert_new
from data.tables import rule, rule_version

READ = ("name", "label", "when", "timing", "conditions", "actions", "stop", "only_sites", "off_sites", "version")
"""The columns that make a rule."""
CONTENT = ("label", "when", "timing", "conditions", "actions", "stop", "only_sites")
"""What of it a version keeps, and what ships."""
SHIPPED = ("rules.yaml", "rules-outside.yaml", "rules-conversation.yaml", "rules-patient.yaml", "rules-reminders.yaml")
"""Where the shipped ones stand, in their order."""
BATON = "baton"
UNTOUCHED = 1
"""The version of a rule that no manager edited."""


class Enabled:
    """The rules that decide. One that cannot be read any more takes no part, and `faults` says why."""

    def __init__(self, db: Connection) -> None:
        c = rule.c
        wanted = select(*(c[name] for name in READ)).where(c.enabled)
        self.rows = db.execute(wanted.order_by(c.position, c.id)).all()
        self.faults: dict[str, str] = {}
        self.read: dict[str, list[Rule]] = {}
        self.timed = self.waiting_for(Kind.RULE_DUE)
        anchors = [one.timing.anchor for one in self.timed if one.timing]
        self.counted = frozenset(kind for anchor in anchors for kind in anchor.set_by | anchor.undone_by)

    def waiting_for(self, kind: str) -> list[Rule]:
        """The rules for this kind of event, in their order."""
        if kind not in self.read:
            parsed = (self._parsed(row) for row in self.rows if row.when == kind)
            self.read[kind] = [one for one in parsed if one]
        return self.read[kind]

    def hears(self, kind: str) -> bool:
        """Whether anything can follow from such an event, or a time begin or end with it."""
        return kind in self.counted or bool(self.waiting_for(kind))

    def asked(self, kinds: Iterable[str]) -> set[str]:
        """The facts that rules want to know of these kinds of events."""
        return {one.fact for kind in kinds for rule in self.waiting_for(kind) for one in rule.asked}

    def _parsed(self, row: Any) -> Rule | None:
        try:
            return parse(**row._mapping)
        except Refusal as sentence:
            self.faults[row.name] = str(sentence)
            return None


def content_of(row: Any) -> dict[str, Any]:
    """What a version of a rule is."""
    return {name: getattr(row, name) for name in CONTENT}


def keep_version(db: Connection, row: Any, actor: str, why: str) -> None:
    """Keep how a rule stands, unless this version is kept already."""
    kept = {"rule": row.name, "version": row.version, "content": content_of(row), "saved_at": clock.now()}
    db.execute(insert_new(db, rule_version, "rule", "version").values(actor=actor, why=why, **kept))


def load_shipped(db: Connection) -> None:
    """Add new shipped rules, renew those nobody edited, and take away unedited ones no longer shipped.

    What a group edited stays as it is; what ships now is kept beside it, and the page says that it changed.
    """
    kept = {row.name: row for row in db.execute(select(rule))}
    shipped = {row["name"]: row for row in _shipped()}
    for name, row in shipped.items():
        if name not in kept:
            db.execute(insert(rule).values(row))
            keep_version(db, db.execute(select(rule).where(rule.c.name == name)).one(), BATON, "")
        elif kept[name].shipped:
            _renew(db, kept[name], row)
    gone = [name for name, row in kept.items() if row.shipped and _is_untouched(row) and name not in shipped]
    db.execute(delete(rule).where(rule.c.name.in_(gone)))


def _is_untouched(row: Any) -> bool:
    """Switched off, or off somewhere, is still what ships."""
    return row.version == UNTOUCHED or (row.shipped_as is not None and content_of(row) == row.shipped_as)


def _renew(db: Connection, row: Any, shipped: dict[str, Any]) -> None:
    same = rule.c.name == row.name
    if _is_untouched(row):
        values = shipped | ({"position": row.position} if row.version > UNTOUCHED else {})
        db.execute(update(rule).where(same).values(values))
        renewed = {"content": shipped["shipped_as"]}
        of_it = rule_version.c.rule == row.name, rule_version.c.version == row.version
        db.execute(update(rule_version).where(*of_it).values(renewed))
    elif row.shipped_as != shipped["shipped_as"]:
        told = {"shipped_as": shipped["shipped_as"], "renewed": row.shipped_as is not None}
        db.execute(update(rule).where(same).values(told))


def _shipped() -> Iterator[dict[str, Any]]:
    """Each checked as a manager's would be."""
    written = (yaml.safe_load((DEFAULTS / file).read_text(encoding="utf-8")) for file in SHIPPED)
    rules = (each for several in written for each in several.items())
    for position, (name, parts) in enumerate(rules, start=1):
        content = {
            "label": parts["label"],
            "when": parts.get("when", str(Kind.RULE_DUE)),
            "timing": parts.get("timing"),
            "conditions": parts.get("if", []),
            "actions": parts["do"],
            "stop": parts.get("stop", False),
            "only_sites": [],
        }
        check(parse(name, **content))
        more = {"planted_to": 0} if content["timing"] else {}
        yield {"name": name, "position": position * 10, "shipped": True, "shipped_as": content, **content, **more}
