"""Rules at rest: the enabled ones in order, and the shipped ones brought up to this version."""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from sqlalchemy import Connection, delete, insert, select, update

from core.audit import Kind
from core.errors import Refusal
from core.message.template import DEFAULTS
from core.rule.actions import check
from core.rule.model import Rule, parse
from data.tables import rule

READ = ("name", "label", "when", "timing", "conditions", "actions", "stop", "only_sites", "off_sites", "version")
"""The columns that make a rule."""
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

    def waiting_for(self, kind: str) -> list[Rule]:
        """The rules for this kind of event, in their order."""
        if kind not in self.read:
            parsed = (self._parsed(row) for row in self.rows if row.when == kind)
            self.read[kind] = [one for one in parsed if one]
        return self.read[kind]

    def asked(self, kinds: Iterable[str]) -> set[str]:
        """The facts that rules want to know of these kinds of events."""
        return {one.fact for kind in kinds for rule in self.waiting_for(kind) for one in rule.asked}

    def _parsed(self, row: Any) -> Rule | None:
        try:
            return parse(**row._mapping)
        except Refusal as sentence:
            self.faults[row.name] = str(sentence)
            return None


def load_shipped(db: Connection) -> None:
    """Add new shipped rules, renew those nobody edited, and take away unedited ones no longer shipped."""
    c = rule.c
    kept = {row.name: row for row in db.execute(select(c.name, c.version, c.shipped))}
    shipped = {row["name"]: row for row in _shipped()}
    for name, row in shipped.items():
        if name not in kept:
            db.execute(insert(rule).values(row))
        elif kept[name].shipped and kept[name].version == UNTOUCHED:
            db.execute(update(rule).where(c.name == name).values(row))
    gone = [name for name, row in kept.items() if row.shipped and row.version == UNTOUCHED and name not in shipped]
    db.execute(delete(rule).where(c.name.in_(gone)))


def _shipped() -> Iterator[dict[str, Any]]:
    """Each checked as a manager's would be."""
    written = yaml.safe_load((DEFAULTS / "rules.yaml").read_text(encoding="utf-8"))
    for position, (name, parts) in enumerate(written.items(), start=1):
        conditions = parts.get("if", [])
        check(parse(name, parts["label"], parts["when"], conditions, parts["do"]))
        yield {
            "name": name,
            "label": parts["label"],
            "when": parts["when"],
            "conditions": conditions,
            "actions": parts["do"],
            "position": position * 10,
            "shipped": True,
        }
