"""A rule that is still being built: what it says so far, and what it still lacks."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.audit import Kind
from core.errors import Refusal
from core.rule.catalogue import Catalogue
from core.rule.condition import Group, Operator
from core.rule.model import parse
from core.rule.sentence import UNSAID, Sentence, sentence

Stored = Mapping[str, Any]
WAITS = "When …"
NOTHING = {"do": "nothing"}


def sketched(stored: Stored, words: Catalogue) -> Sentence:
    """The sentence of as much as there is."""
    acts = [act for act in stored["actions"] if act.get("do")]
    timing = stored.get("timing")
    waits = bool(timing["anchor"] if timing else stored["when"])
    rough: dict[str, Any] = {name: stored.get(name) for name in ("stop", "only_sites")}
    rough |= {"conditions": _finished(stored["conditions"]), "actions": acts or [NOTHING]}
    rough |= {"when": stored["when"], "timing": timing} if waits else {"when": str(Kind.REFERRAL_NOTED)}
    try:
        said = sentence(parse(name="x", label="x", **rough), words)
    except Refusal:
        return Sentence(WAITS, "", UNSAID)
    return Sentence(said.when if waits else WAITS, said.asks, said.then if acts else UNSAID)


def kept_group(stored: Stored) -> Group:
    """A group of conditions by itself."""
    return parse(
        name="x", label="x", when=str(Kind.REFERRAL_NOTED), conditions=dict(stored), actions=[NOTHING]
    ).conditions


def gaps(stored: Stored) -> dict[str, str]:
    """What is missing, by its place: trigger, conditions.N in their order, actions."""
    found: dict[str, str] = {}
    timing = stored.get("timing")
    if not (timing["anchor"] if timing else stored["when"]):
        found["trigger"] = "Choose what the time is counted from." if timing else "Choose what the rule waits for."
    for n, asked in enumerate(_leaves(stored["conditions"])):
        if not asked.get("fact"):
            found[f"conditions.{n}"] = "Choose what it asks about, or take this condition away."
        elif not _answered(asked):
            found[f"conditions.{n}"] = "Say what the answer is to be, or take this condition away."
    if not stored["actions"]:
        found["actions"] = "A rule that does nothing is no rule. Add an action."
    return found


def _leaves(part: Stored) -> Iterator[Stored]:
    for each in _parts(part):
        if set(each) & {"all", "any"}:
            yield from _leaves(each)
        else:
            yield each


def _parts(group: Stored) -> Any:
    return next(iter(group.values()))


def _answered(asked: Stored) -> bool:
    ((operator, value),) = ((name, value) for name, value in asked.items() if name != "fact")
    return operator == Operator.SET or value not in (None, "", [])


def _finished(group: Stored) -> dict[str, Any]:
    """The same without what is not filled in yet."""
    ((which, parts),) = group.items()
    kept: list[Any] = []
    for part in parts:
        if set(part) & {"all", "any"}:
            inner = _finished(part)
            kept += [inner] if _parts(inner) else []
        elif part.get("fact") and _answered(part):
            kept.append(part)
    return {which: kept}
