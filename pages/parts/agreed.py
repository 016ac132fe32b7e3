"""What a patient said about being contacted: by what and for what, since when, how it is known and in which words."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import streamlit as st

from core import clock, consent
from core.access import Actor
from core.channel import AGREED, Channel, within
from core.consent import BY_STAFF, STOPS, Answer, Consents, Key, Purpose, Source
from core.field import phone_shown
from core.patient import Patient
from core.settings import settings
from pages.parts.facts import facts
from pages.parts.fields import Fields
from pages.parts.flash import Outcome, do
from pages.parts.flash import again as fresh
from pages.parts.patient_list import day
from pages.parts.sheet import Sheet

ALWAYS = (Channel.EMAIL, Channel.SMS, Channel.PHONE)
"""What is shown even where nobody asked."""
YES_NO = {True: "Yes", False: "No"}
ABOUT = {Purpose.CARE: "your care", Purpose.REMINDERS: "reminders", Purpose.NEWS: "news and surveys"}


def may_be_contacted(actor: Actor, one: Patient, changes: bool) -> None:
    """Channel by channel; what a STOP ended is said once, with the way back."""
    st.html('<h2 class="box">May be contacted</h2>')
    stands = consent.of(actor, one.id)
    stopped = {key: each for key, each in stands.answers.items() if each.source in STOPS}
    facts(*_silence(stands, stopped), *_said(stands.answers, stopped))
    if not changes:
        return
    with st.container(horizontal=True, key="consents"):
        if st.button("Record what they said", icon=":material/how_to_reg:", key="record-consent"):
            record(actor, one)
        silent = stopped or stands.silences
        if silent and st.button("Messages again", icon=":material/notifications_active:", key="messages-again"):
            again(actor, one)


@st.dialog("What the patient said", on_dismiss="rerun")
def record(actor: Actor, one: Patient) -> None:
    """By what, for what, yes or no, how it was heard and in which words."""
    sheet = Sheet(f"consent-{one.id}")
    fields = Fields(sheet)
    ways = fields.ask("channels", st.pills, "By", options=list(AGREED), selection_mode="multi", format_func=_label)
    about = fields.ask(
        "purposes", st.pills, "For", options=list(Purpose), default=[Purpose.CARE], selection_mode="multi",
        format_func=_label,
    )  # fmt: skip
    given = fields.ask(
        "given", st.segmented_control, "They said", options=[True, False], default=True, required=True,
        format_func=YES_NO.get,
    )  # fmt: skip
    source = _heard(fields)
    asked = _question(ways, about) if given else ""
    wording = fields.ask("wording", st.text_area, "In these words", of=asked, value=asked, max_chars=1000, height=80)
    if not given and Purpose.CARE in about:
        fields.remark("purposes", "Whoever refuses care by a channel gets nothing by it.")
    if st.button("Record", type="primary", width="stretch", key=sheet.key("record")):
        said = {(way, purpose): given for way in ways for purpose in about}
        done = do(consent.say, actor, one.id, said, source, wording or "", quiet=True)
        _closed(fields, done, "What they said is kept")


@st.dialog("Messages again", on_dismiss="rerun")
def again(actor: Actor, one: Patient) -> None:
    """Only on the patient's word."""
    sheet = Sheet(f"again-{one.id}")
    fields = Fields(sheet)
    st.html("<p>What they had said before the STOP holds again, and their addresses are written to.</p>")
    source = _heard(fields)
    wording = fields.ask("wording", st.text_area, "What they said", max_chars=1000, height=80)
    if st.button("Send messages again", type="primary", width="stretch", key=sheet.key("again")):
        done = do(consent.lift, actor, one.id, source, wording or "", quiet=True)
        _closed(fields, done, f"{one.name} gets messages again")


def _heard(fields: Fields) -> Source:
    return fields.ask(
        "source", st.segmented_control, "Heard", options=list(BY_STAFF), default=BY_STAFF[0], required=True,
        format_func=_label,
    )  # fmt: skip


def _label(each: Channel | Purpose | Source) -> str:
    return each.label


def _question(ways: Iterable[Channel], about: Iterable[Purpose]) -> str:
    """What one asks in just these words, unless somebody writes others."""
    by = " or ".join(within(way.label) for way in ways)
    return f"May we contact you by {by} about {' and '.join(ABOUT[each] for each in about)}?" if by and about else ""


def _silence(stands: Consents, stopped: Mapping[Key, Answer]) -> Iterable[tuple[str, str]]:
    """Since when nothing goes, and where somebody asked for that."""
    for each in stands.silences:
        where = each.address if "@" in each.address else phone_shown(each.address)
        yield (
            "By messages",
            f"No, {_first(each.source.label)}, {_day(each.since_at)}\nfrom {where}{_quoted(each.words)}",
        )
    if stopped and not stands.silences:
        yield "By messages", f"No, {_known(next(iter(stopped.values())))}"


def _said(answers: Mapping[Key, Answer], stopped: Mapping[Key, Answer]) -> Iterable[tuple[str, str]]:
    """By each channel that is asked about or said of, without what a STOP says of all."""
    for way in AGREED:
        theirs = {purpose: answers[way, purpose] for purpose in Purpose if (way, purpose) in answers}
        shown = [_line(purpose, each) for purpose, each in theirs.items() if (way, purpose) not in stopped]
        if shown:
            yield way.label, "\n".join(shown)
        elif way in ALWAYS and not theirs:
            yield way.label, "Not asked"


def _line(purpose: Purpose, answer: Answer) -> str:
    told = f"{YES_NO[answer.given]}, {_known(answer)}"
    return told if purpose is Purpose.CARE else f"{purpose.label}: {told[0].lower()}{told[1:]}"


def _known(answer: Answer) -> str:
    """In person, 3 Nov 2026: “May we …?”."""
    return f"{_first(answer.source.label)}, {_day(answer.said_at)}{_quoted(answer.wording)}"


def _first(label: str) -> str:
    """Within a sentence."""
    return label[0].lower() + label[1:]


def _quoted(words: str) -> str:
    return f"\n“{words}”" if words else ""


def _day(moment: datetime) -> str:
    return day(clock.local(moment, settings().time_zone.key).date())


def _closed(fields: Fields, done: Outcome[None], said: str) -> None:
    """A new sheet once it is kept; else what is wrong beside its field."""
    if done:
        fields.sheet.done()
        fresh(said)
    fields.refuse(done.fields)
