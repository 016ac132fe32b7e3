"""Rules as text to keep, compare and carry from one group to another: YAML, written out and read back the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from core.audit import Kind
from core.errors import Refusal
from core.rule.actions import check
from core.rule.model import Rule, parse

LARGEST = 500_000
NAME, DEEPEST = 80, 20
KEYS = ("label", "when", "timing", "if", "do", "stop", "sites")
"""What stands in a rule's text, in this order. Sites go by their codes."""
HEAD = "# Rules of Baton. when: a kind of event, or timing · if: conditions · do: actions, in order.\n"


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as it stands in a text, and the line on which it begins."""

    line: int
    name: str
    stored: Mapping[str, Any]

    @property
    def rule(self) -> Rule:
        """Read strictly, as a manager's would be."""
        return parse(**self.stored)


def text_of(several: Iterable[Mapping[str, Any]], codes: Mapping[int, str]) -> str:
    """The rules as text; `codes` are those of the sites."""
    written = {each["name"]: _spelt(each, codes) for each in several}
    return HEAD + _dumped(written)


def read(text: str, sites: Mapping[str, int]) -> list[Written]:
    """The rules in a text, each sound by itself; the Refusal names the line. `sites` are ids by their codes."""
    if len(text) > LARGEST:
        raise Refusal("This text is too long for rules. Split it into parts.")
    whole, lines = _loaded(text)
    return [_rule(name, whole[name], line, sites) for name, line in lines.items()]


def _loaded(text: str) -> tuple[Any, dict[str, int]]:
    """What the text holds, and the line on which each rule begins."""
    try:
        lines = _lines(text)
        return yaml.safe_load(text), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"Line {mark.line + 1}: " if mark else ""
        raise Refusal(f"{where}this cannot be read as YAML, because of {error.problem or error.context}.") from None
    except yaml.YAMLError:
        raise Refusal("This cannot be read as YAML: it holds characters that no text has.") from None


def _spelt(each: Mapping[str, Any], codes: Mapping[int, str]) -> dict[str, Any]:
    conditions = each["conditions"]
    if isinstance(conditions, dict) and set(conditions) == {"all"}:
        conditions = conditions["all"]
    spelt = {
        "label": each["label"],
        "when": None if each.get("timing") else each["when"],
        "timing": each.get("timing"),
        "if": conditions,
        "do": each["actions"],
        "stop": each.get("stop"),
        "sites": sorted(codes.get(site, str(site)) for site in each.get("only_sites") or ()),
    }
    return {name: value for name, value in spelt.items() if value}


def _dumped(written: Mapping[str, Any]) -> str:
    parts = [
        yaml.safe_dump({name: rule}, allow_unicode=True, sort_keys=False, width=110) for name, rule in written.items()
    ]
    return "\n".join(parts)


def _lines(text: str) -> dict[str, int]:
    """The names of the rules and where each begins; whatever is no rule, or is there twice, is refused."""
    _shallow(text)
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise Refusal("There is no rule in this text. It begins with a rule’s name and a colon.")
    return _names(node)


def _shallow(text: str) -> None:
    """Nothing that grows while it is read: no aliases, and no lists in lists without end."""
    deep = 0
    for token in yaml.parse(text, Loader=yaml.SafeLoader):
        deep += isinstance(token, yaml.CollectionStartEvent) - isinstance(token, yaml.CollectionEndEvent)
        if isinstance(token, yaml.AliasEvent):
            raise Refusal("Write every rule out in full: a text with anchors and aliases (& and *) is not read.")
        if deep > DEEPEST and token.start_mark:
            raise Refusal(f"Line {token.start_mark.line + 1}: its lists stand too deep in one another.")


def _names(node: yaml.MappingNode) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, value in node.value:
        line, name = key.start_mark.line + 1, key.value
        if key.tag != "tag:yaml.org,2002:str" or not 0 < len(name) <= NAME:
            raise Refusal(f"Line {line}: a rule begins with its name, in up to {NAME} letters.")
        if name in found:
            raise Refusal(f"Line {line}: “{name}” is there twice. Give each rule a name of its own.")
        if not isinstance(value, yaml.MappingNode):
            raise Refusal(f"Line {line}: “{name}” is empty. A rule has {_listed(KEYS)}.")
        for inner, _ in value.value:
            if inner.value not in KEYS:
                raise Refusal(
                    f"Line {inner.start_mark.line + 1}: a rule has no “{inner.value}”. It has {_listed(KEYS)}."
                )
        found[name] = line
    return found


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _rule(name: str, parts: Mapping[str, Any], line: int, sites: Mapping[str, int]) -> Written:
    parts = _plain(parts)
    label = parts.get("label")
    if not isinstance(label, str) or not label.strip():
        raise Refusal(f"Line {line}: “{name}” has no label. Say what the rule is for.")
    stored = {
        "name": name,
        "label": label.strip(),
        "when": str(Kind.RULE_DUE) if "timing" in parts else parts.get("when", ""),
        "timing": parts.get("timing"),
        "conditions": parts.get("if", []),
        "actions": parts.get("do", []),
        "stop": bool(parts.get("stop")),
        "only_sites": list(_sites(name, parts.get("sites", []), line, sites)),
    }
    written = Written(line, name, stored)
    try:
        check(written.rule)
    except Refusal as refusal:
        raise Refusal(f"Line {line}: {refusal}") from None
    except (TypeError, AttributeError):
        raise Refusal(f"Line {line}: “{name}” cannot be read: look at its conditions and actions.") from None
    return written


def _sites(name: str, codes: Any, line: int, sites: Mapping[str, int]) -> Iterator[int]:
    for code in codes if isinstance(codes, list) else [codes]:
        if str(code) not in sites:
            raise Refusal(
                f"Line {line}: “{name}” is for the site “{code}”, which there is not. Sites go by their codes."
            )
        yield sites[str(code)]


def _plain(value: Any) -> Any:
    """Days as YAML reads them become text, as a rule keeps them."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
