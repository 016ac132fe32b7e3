"""The actions of a rule in words: send “Thank you for referring [patient]” to the referrer."""

from collections.abc import Callable, Mapping
from typing import Any

from core.rule.actions import Action, actions
from core.rule.catalogue import Catalogue
from core.rule.condition import Type
from core.rule.spelling import READERS, filled, listed
from core.task import Priority
from core.text import SHIPPED

LEVELS = {"owner": "its owner", "manager": "the site’s manager", "operator": "the group’s operator"}
Asked = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [])
"""What a field is that nobody has filled in yet."""


def act(asked: Asked, words: Catalogue) -> str:
    """One action, as it goes after the colon of a sentence."""
    name = asked.get("do", "")
    if name not in actions():
        return f"do “{name}”, which Baton cannot do"
    action = actions()[name]
    if any(field.needed and asked.get(field.name) in EMPTY for field in action.fields):
        return f"{action.label[0].lower()}{action.label[1:]} …"
    return SAID[name](asked, words) if name in SAID else _plainly(action, asked, words)


def _plainly(action: Action, asked: Asked, words: Catalogue) -> str:
    """Its label and its fields, one after the other; the fields are worded for this."""
    said = [action.label[0].lower() + action.label[1:]]
    for field in action.fields:
        value = asked.get(field.name)
        if value not in EMPTY:
            said.append(f"{field.label} {_value(field.type, field.options, value, words)}")
    return " ".join(said)


def _value(type_: Type, options: str, value: Any, words: Catalogue) -> str:
    if options:
        return listed([words.called(options, one) for one in (value if isinstance(value, list) else [value])], "and")
    return f"“{filled(value)}”" if type_ is Type.TEXT else str(value)


def _send(asked: Asked, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    text = SHIPPED.chosen(asked.get("template", ""), None)
    if text is None:
        return f"send the text “{asked.get('template', '')}”, which is gone"
    return f"send “{filled(text.headline)}” to {READERS[text.audience]}"


def _open(asked: Asked, words: Catalogue) -> str:
    whose = f" for {words.called('task_owner', asked['for'])}" if asked.get("for") else ""
    priority = asked.get("priority") or Priority.NORMAL
    what = "task" if priority == Priority.NORMAL else f"{words.called('task_priority', priority).lower()}-priority task"
    lines = [f"“{filled(text)}”" for text in asked.get("checklist") or ()]
    checklist = f", with the checklist {listed(lines, 'and')}" if lines else ""
    days = asked.get("days") or 0
    due = f", due {'the next day' if days == 1 else f'in {days} days'}" if days else ""
    alone = ", unless one of its kind is open" if asked.get("alone") else ""
    return f"open a {what}{whose} “{filled(asked.get('title', ''))}”{due}{checklist}{alone}"


def _close(asked: Asked, words: Catalogue) -> str:
    kinds = [f"“{words.called('task_kind', kind)}”" for kind in asked.get("kinds") or ()]
    return f"drop the open {'task' if len(kinds) == 1 else 'tasks'} {listed(kinds, 'and')}"


def _escalate(asked: Asked, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    whom = LEVELS.get(asked.get("first", "owner"), "whoever is to have it")
    return f"bring it to {whom}, and further up until somebody has it"


def _assign(asked: Asked, words: Catalogue) -> str:
    return f"give it to {words.called('assignee', asked.get('to'))}"


def _step(asked: Asked, words: Catalogue) -> str:
    why = f", for “{words.called('reason', asked['reason'])}”" if asked.get("reason") else ""
    return f"take the step “{words.called('machine_step', asked.get('step'))}”{why}"


def _flag(asked: Asked, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    return f"flag it at risk: “{asked.get('why', '')}”"


def _tag(asked: Asked, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    return f"tag it “{asked.get('tag', '')}”"


def _untag(asked: Asked, words: Catalogue) -> str:  # noqa: ARG001 - as the others are called
    return f"take the tag “{asked.get('tag', '')}” away"


SAID: Mapping[str, Callable[[Asked, Catalogue], str]] = {
    "send_message": _send,
    "open_task": _open,
    "close_tasks": _close,
    "escalate": _escalate,
    "assign": _assign,
    "take_step": _step,
    "flag_at_risk": _flag,
    "add_tag": _tag,
    "remove_tag": _untag,
}
"""Actions that are said better than label and fields would say them."""
