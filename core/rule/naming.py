"""The name a rule is known by in keys and history, made of what it is called."""

import re

from sqlalchemy import Connection, select

from core import field
from data.tables import rule, rule_version

LONGEST = 50


def name_for(db: Connection, label: str) -> str:
    """Short, readable, and never given before, so that no history belongs to two rules."""
    words = re.sub(r"[^a-z0-9]+", "-", field.folded(label)).strip("-")[:LONGEST].strip("-") or "rule"
    begins = rule_version.c.rule.startswith(words, autoescape=True)
    taken = set(db.execute(select(rule_version.c.rule).where(begins)).scalars())
    taken |= set(db.execute(select(rule.c.name).where(rule.c.name.startswith(words, autoescape=True))).scalars())
    n = 1
    while (name := words if n == 1 else f"{words}-{n}") in taken:
        n += 1
    return name
