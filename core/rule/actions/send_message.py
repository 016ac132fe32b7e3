"""do: send_message, template: its audience gets the text on the best way to them, or a person is asked to telephone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from core import clock
from core.agreement import Purpose as Consent
from core.audit import Kind
from core.channel import Channel
from core.errors import Refusal
from core.field import phone_shown
from core.link import page_of, place
from core.message import EARLIEST, NEWER, Daily, Outgoing, Way, Weighed, printable, weigh
from core.message.recipients import Nobody, Recipient, Unreachable, choose
from core.referral import Direction
from core.referral.ics import Entry, request
from core.rule.actions.base import Action, Field, Makes, Outcome, Vanished
from core.rule.condition import Type
from core.rule.facts import Case, visit_words
from core.rule.model import Rule
from core.settings import settings
from core.task import Opening, day_end
from core.text import ENGLISH, Audience, Purpose, Rendered, Sender, Text, Word, purposes, render

TELL = "tell"
AT_NIGHT = "Not sent: it would have come in quiet hours, and after them too late."


class SendMessage(Action):
    """One message to one recipient; to patients never at night."""

    label = "Send a message"
    fields = (Field("template", "with the text", Type.CHOICE, "template"),)

    def check(self, rule: Rule, asked: Mapping[str, Any]) -> str:
        """The text must be one that there is."""
        purpose = purposes().get(asked.get("template", ""))
        if purpose is None:
            raise Refusal(f"The rule “{rule.label}” sends a text that does not exist.")
        return f"send_message:{purpose.audience}"

    def plan(self, case: Case, rule: Rule, asked: Mapping[str, Any]) -> Iterable[Outcome]:
        """A message, sent or withheld with its reason; and a task where somebody has to be told another way."""
        if case.parties is None:
            return
        if (purpose := purposes().get(asked["template"])) is None:
            raise Vanished(f"The text “{asked['template']}”, which it sends, does not exist any more.")
        choice = choose(case.parties, purpose.audience, case.channels, purpose.consent)
        if isinstance(choice, Nobody) and not choice.name:
            return
        weighed = _weighed(case, purpose)
        case, purpose = _expecting(case, purpose, weighed), purposes()[weighed.text]
        if isinstance(choice, Recipient):
            ways, why = _ways(case, purpose, choice)
            try:
                if ways:
                    yield _message(case, rule, choice.name, ways, weighed)
                    return
            except Refusal as sentence:
                why = str(sentence)
            choice = Unreachable(choice.name, "", why)
        yield from _unsent(case, rule, purpose, choice, weighed)

    def makes(self, asked: Mapping[str, Any]) -> Iterable[Makes]:  # noqa: ARG002
        """The task to telephone, where somebody cannot be written to."""
        return (("task:opened", {"kind": TELL}),)


def _weighed(case: Case, purpose: Purpose) -> Weighed:
    """What was said of its topic before decides what is said now."""
    if not purpose.topic:
        return Weighed(purpose.name)
    said = case.threads.of((case.event.about.subject_id, purpose.audience, purpose.topic))
    by_time = case.event.kind == Kind.RULE_DUE
    return weigh(purpose, case.told, case.event.id, said, clock.now(), again=by_time)


def _expecting(case: Case, purpose: Purpose, weighed: Weighed) -> Case:
    """What ends a visit speaks of the one that its reader expects, wherever it was moved meanwhile."""
    if weighed.believed is None or purpose.holds or case.visit is None:
        return case
    visit = replace(weighed.believed, moves=max(weighed.believed.moves, case.visit.moves))
    return replace(case, visit=visit, words={**case.words, **visit_words(visit, case.zone)})


def _unsent(
    case: Case, rule: Rule, purpose: Purpose, whom: Unreachable | Nobody, weighed: Weighed
) -> Iterable[Outcome]:
    """A message that is withheld with its reason; who can still be told, by telephone, is."""
    text = _chosen(case, purpose, Channel.EMAIL)
    if text is None:
        raise _unwritten(purpose)
    words = _rendered(case, text, whom.name)
    why = f"{whom.why[0].lower()}{whom.why[1:]}" if isinstance(whom, Nobody) else _note(whom)
    nowhere = Way.nowhere(words.headline, words.text, words.html)
    yield _message(case, rule, printable(whom.name), [(text, nowhere)], replace(weighed, why=f"Not sent: {why}"))
    if isinstance(whom, Unreachable) and purpose.consent is Consent.CARE and weighed.why != NEWER:
        yield _by_telephone(case, rule, text, words, whom)


def _unwritten(purpose: Purpose) -> Vanished:
    return Vanished(f"The text “{purpose.label}” is not written as an e-mail any more.")


def _ways(case: Case, purpose: Purpose, to: Recipient) -> tuple[list[tuple[Text, Way]], str]:
    """Those that lead somewhere and that the text is written for; why none is left, where none is."""
    found, why = [], ""
    for channel, address in to.ways:
        text = _chosen(case, purpose, channel)
        if text is None:
            if channel is Channel.EMAIL:
                raise _unwritten(purpose)
            continue
        words = _rendered(case, text, to.name)
        told = {"headline": words.headline, "text": words.text, "html": words.html if channel is Channel.EMAIL else ""}
        try:
            found.append((text, Way(channel=channel, to_address=address, **told)))
        except Refusal as sentence:
            why = why or str(sentence)
    return found, why or "is not written to by this text on any way that is open"


def _chosen(case: Case, purpose: Purpose, channel: Channel) -> Text | None:
    """As the site words it, to patients in their language."""
    to_patient = purpose.audience is Audience.PATIENT and case.parties is not None
    code = case.parties.language if to_patient and case.parties else ""
    return case.texts.chosen(purpose.name, case.event.about.site_id, code or ENGLISH, channel)


def _rendered(case: Case, text: Text, name: str) -> Rendered:
    return render(text, *filled_with(case, text.audience, name))


def filled_with(case: Case, audience: Audience, name: str) -> tuple[Mapping[str, Word], Sender]:
    """What a text to whoever is called this is filled with, and who speaks."""
    words = dict(case.words)
    if audience is not Audience.PATIENT:
        words["dear"] = name
    link = place(page_of(audience)) if _has_page(case, audience) else ""
    sender = Sender(case.brand, str(words["site"]), str(words["site_phone"]), case.event.about.subject_id, link)
    return words, sender


def _has_page(case: Case, audience: Audience) -> bool:
    """Whether it goes to a practice outside that may see where the referral stands, or to a patient who can say when
    they were born."""
    if audience is Audience.PATIENT:
        return case.facts.get("age") is not None
    sides = {Direction.OUTBOUND: Audience.RECIPIENT, Direction.INBOUND: Audience.REFERRER}
    direction = case.parties.direction if case.parties else ""
    return bool(case.facts.get("may_share")) and sides.get(direction) is audience  # type: ignore[call-overload]


def _message(case: Case, rule: Rule, name: str, ways: Sequence[tuple[Text, Way]], weighed: Weighed) -> Outgoing:
    now, (text, first) = clock.now(), ways[0]
    due_at = by_day(case, now) if text.audience is Audience.PATIENT else now
    return Outgoing(
        key=f"{case.event.id}:{rule.name}:{text.audience}:{first.channel}",
        about=case.event.about,
        event_id=case.event.id,
        rule=rule.name,
        template=text.name,
        audience=text.audience,
        purpose=text.purpose.consent,
        channel=first.channel,
        to_name=name,
        to_address=first.to_address,
        headline=first.headline,
        text=first.text,
        html=first.html,
        calendar=_calendar(case) if text.calendar and case.visit else "",
        clinical=text.clinical,
        language=text.language,
        fallback=tuple(_shorter([way for _, way in ways])),
        due_at=due_at,
        appointment_id=case.visit.id if text.purpose.topic and case.visit else None,
        withheld=weighed.why or _too_late(case, text.purpose, due_at),
        overtakes=weighed.overtakes,
        daily=_daily(case, text.purpose),
    )


def _too_late(case: Case, purpose: Purpose, due_at: datetime) -> str:
    """A reminder that would have to wait for a morning on which it is no use."""
    late = purpose.holds == "ahead" and case.visit and due_at > case.visit.starts_at - EARLIEST
    return AT_NIGHT if late else ""


def _daily(case: Case, purpose: Purpose) -> Daily | None:
    """What is not about care is bound by how many messages a patient gets a day."""
    bound = purpose.audience is Audience.PATIENT and purpose.consent is not Consent.CARE
    return Daily(case.manners.most, _their_zone(case)) if bound else None


def by_day(case: Case, moment: datetime) -> datetime:
    """By day where the patient lives."""
    return case.manners.after_quiet(moment, _their_zone(case))


def _their_zone(case: Case) -> str:
    return (case.parties.their_zone if case.parties else "") or case.zone


def _shorter(ways: Sequence[Way]) -> Iterator[Way]:
    """What follows the first; words that are the same are kept once, up to where others come between."""
    same = True
    for way in ways[1:]:
        same = same and way.text == ways[0].text
        yield replace(way, headline="", text="", html="") if same else way


def _calendar(case: Case) -> str:
    """The visit for the patient's calendar: when and where, and nothing of why."""
    visit, site = case.visit, str(case.words["site"])
    return request(
        Entry(
            uid=visit.uid or f"visit-{visit.id}",
            moves=visit.moves,
            starts_at=visit.starts_at,
            minutes=visit.minutes,
            headline=f"Appointment at {site}",
            place=", ".join(part for part in (site, str(case.words["site_address"])) if part),
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
        note=_note(whom),
    )


def _note(whom: Unreachable) -> str:
    return whom.why if whom.why.endswith(".") else f"{whom.name} {whom.why}."
