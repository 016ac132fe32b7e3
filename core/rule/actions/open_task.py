"""do: open_task, kind, title, note, days, for, priority, alone, checklist: something to do, by the end of a day."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from jinja2 import TemplateError

from core.errors import Misconfigured, Refusal
from core.rule.actions.base import Action, Field, Makes, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule
from core.task import Opening, Priority, day_end
from core.text.sandbox import line, parse_line

FOR = {"owner", "author", "signer"}
"""Whose task it can be: facts that name an account. Without one, or where it is nobody's, it is the site's."""
_ANY = "author, owner or signer"


class OpenTask(Action):
    """Once per event, rule and kind of task."""

    label = "Open a task"
    fields = (
        Field("title", "called", help="May speak of what is known: {{ patient }}, {{ recipient }}, {{ date }}"),
        Field("note", "with the note", needed=False, most=400, help="May speak of what is known too: {{ comment }}"),
        Field("kind", "of kind", Type.CHOICE, "task_kind", free=True, most=30),
        Field("for", "for", Type.CHOICE, "task_owner", needed=False),
        Field("days", "due after days", Type.NUMBER, needed=False),
        Field("priority", "of priority", Type.CHOICE, "task_priority", needed=False),
        Field("alone", "unless one of its kind is open", Type.YES_NO, needed=False),
        Field("checklist", "with this checklist", Type.TAGS, "task_line", needed=False, free=True),
    )

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a kind and a title that speaks of what is known."""
        if not asked.get("kind") or not isinstance(asked.get("days", 0), int):
            raise Refusal(f"The rule “{rule.label}” opens a task without saying of what kind, or due when.")
        if asked.get("for", "owner") not in FOR:
            raise Refusal(f"The rule “{rule.label}” opens a task for somebody it does not know: name one of {_ANY}.")
        if asked.get("priority", Priority.NORMAL) not in set(Priority):
            raise Refusal(f"The rule “{rule.label}” opens a task whose priority is not high, normal or low.")
        lines = asked.get("checklist", [])
        if not (isinstance(lines, list) and all(isinstance(text, str) for text in lines)):
            raise Refusal(f"The checklist of the rule “{rule.label}” cannot be read: write one line after the other.")
        try:
            for text in (asked.get("title", ""), asked.get("note", ""), *lines):
                parse_line(rule.label, text)
        except (Misconfigured, TemplateError) as error:
            raise Refusal(str(error)) from None
        return f"open_task:{asked['kind']}"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """Nothing where no site answers for the event: there is nobody to do it."""
        if case.event.about.site_id is None:
            return
        owner = case.facts.get(asked["for"]) if "for" in asked else None
        yield Opening(
            key=f"{case.event.id}:{rule.name}:{asked['kind']}",
            kind=asked["kind"],
            title=line(asked["title"], case.words),
            about=case.event.about,
            due_at=day_end(case.event.occurred_at + timedelta(days=asked.get("days", 0)), case.zone),
            owner_id=owner if isinstance(owner, int) else None,
            note=line(asked.get("note", ""), case.words),
            priority=Priority(asked.get("priority", Priority.NORMAL)),
            alone=bool(asked.get("alone")),
            checklist=tuple(text for each in asked.get("checklist", []) if (text := line(each, case.words))),
        )

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:
        """An open task of its kind."""
        return (("task:opened", {"kind": asked["kind"]}),)
