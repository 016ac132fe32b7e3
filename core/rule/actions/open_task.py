"""do: open_task, kind, title, days, for: something for a person at the site, due by the end of that day."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from jinja2 import TemplateError

from core.errors import Misconfigured, Refusal
from core.message.template import line, parse_line
from core.rule.actions.base import Action, Outcome
from core.rule.facts import Case
from core.rule.model import Rule
from core.task import Opening, day_end

FOR = {"owner", "author", "signer"}
"""Whose task it can be: facts that name an account. Without one, or where it is nobody's, it is the site's."""
_ANY = "author, owner or signer"


class OpenTask(Action):
    """Once per event, rule and kind of task."""

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a kind and a title that speaks of what is known."""
        if not asked.get("kind") or not isinstance(asked.get("days", 0), int):
            raise Refusal(f"The rule “{rule.label}” opens a task without saying of what kind, or due when.")
        if asked.get("for", "owner") not in FOR:
            raise Refusal(f"The rule “{rule.label}” opens a task for somebody it does not know: name one of {_ANY}.")
        try:
            parse_line(rule.label, asked.get("title", ""))
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
        )
