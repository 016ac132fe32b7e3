"""do: remove_tag, tag: a word of the group's own is taken off the referral."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Refusal
from core.rule.actions.base import Action, Field, Makes, Outcome
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule
from core.rule.outcomes import Tagging


class RemoveTag(Action):
    """Nothing happens where it is so already."""

    label = "Remove a tag"
    fields = (Field("tag", "tag", Type.CHOICE, "tag"),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """It needs a tag."""
        tag = asked.get("tag")
        if not isinstance(tag, str) or not tag.strip():
            raise Refusal(f"The rule “{rule.label}” does not say which tag.")
        return f"tag:{tag}"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:  # noqa: ARG002
        """Nothing where the event is about no referral."""
        if case.event.about.subject == "referral":
            yield Tagging(case.event.about, asked["tag"].strip(), on=False)

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:
        """The tag on the timeline."""
        return (("referral:untagged", {"tag": asked["tag"].strip()}),)
