"""do: send_message, template: its audience gets the text by e-mail, or a person is asked to telephone."""

from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from typing import Any

from core import clock
from core.audit import Kind
from core.errors import Refusal
from core.field import phone_shown
from core.message import Outgoing
from core.message.night import after_night
from core.message.recipients import Nobody, Recipient, Unreachable, choose
from core.message.template import Rendered, Sender, Text, render, texts
from core.referral.ics import Entry, request
from core.rule.actions.base import Action, Field, Makes, Outcome, Vanished
from core.rule.condition import Type
from core.rule.facts import Case
from core.rule.model import Rule
from core.settings import settings
from core.task import Opening, day_end

TELL = "tell"


class SendMessage(Action):
    """One message to one recipient; to patients never at night."""

    label = "Send a message"
    fields = (Field("template", "with the text", Type.CHOICE, "template"),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """The text must be one of the shipped ones."""
        text = texts().get(asked.get("template", ""))
        if text is None:
            raise Refusal(f"The rule “{rule.label}” sends a text that does not exist.")
        return f"send_message:{text.audience}"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """A message; or a task where nobody can be written to; or nothing where nothing is right."""
        if case.parties is None:
            return
        if (text := texts().get(asked["template"])) is None:
            raise Vanished(f"The text “{asked['template']}”, which it sends, does not exist any more.")
        choice = choose(case.parties, text.audience)
        if isinstance(choice, Nobody):
            return
        words = _rendered(case, text, choice.name)
        if isinstance(choice, Unreachable):
            yield _by_telephone(case, rule, text, words, choice)
            return
        try:
            yield _message(case, rule, text, words, choice)
        except Refusal as sentence:
            yield _by_telephone(case, rule, text, words, Unreachable(choice.name, "", str(sentence)))

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:  # noqa: ARG002
        """The task to telephone, where somebody cannot be written to."""
        return (("task:opened", {"kind": TELL}),)


def _rendered(case: Case, text: Text, name: str) -> Rendered:
    words = dict(case.words)
    if text.audience != "patient":
        words["dear"] = name
    sender = Sender(case.brand, words["site"], words["site_phone"], case.event.about.subject_id)
    return render(text, words, sender)


def _message(case: Case, rule: Rule, text: Text, words: Rendered, to: Recipient) -> Outgoing:
    now = clock.now()
    return Outgoing(
        key=f"{case.event.id}:{rule.name}:{text.audience}:email",
        about=case.event.about,
        event_id=case.event.id,
        rule=rule.name,
        template=text.name,
        audience=text.audience,
        to_name=to.name,
        to_address=to.address,
        headline=words.headline,
        text=words.text,
        html=words.html,
        calendar=_calendar(case) if text.calendar and case.visit else "",
        due_at=after_night(now, case.zone) if text.audience == "patient" else now,
    )


def _calendar(case: Case) -> str:
    """The visit for the patient's calendar: when and where, and nothing of why."""
    visit, site = case.visit, case.words["site"]
    return request(
        Entry(
            uid=visit.uid or f"visit-{visit.id}",
            moves=visit.moves,
            starts_at=visit.starts_at,
            minutes=visit.minutes,
            headline=f"Appointment at {site}",
            place=", ".join(part for part in (site, case.words["site_address"]) if part),
            stamped_at=case.event.occurred_at,
            organiser=parseaddr(settings().mail_from)[1],
            organiser_name=site,
            cancelled=case.event.kind == Kind.REFERRAL_APPOINTMENT_CANCELLED,
        )
    )


def _by_telephone(case: Case, rule: Rule, text: Text, words: Rendered, whom: Unreachable) -> Opening:
    number = f" on {phone_shown(whom.phone)}" if whom.phone else ""
    return Opening(
        key=f"{case.event.id}:{rule.name}:{text.audience}:telephone",
        kind=TELL,
        title=f"Tell {whom.name}{number}: {words.headline}",
        about=case.event.about,
        due_at=day_end(case.event.occurred_at, case.zone),
        note=f"{whom.name} {whom.why}." if not whom.why.endswith(".") else whom.why,
    )
