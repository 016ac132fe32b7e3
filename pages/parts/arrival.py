"""One arrival: the original on the left, what was read as the form on the right, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import streamlit as st

from core import clock, correspondence, document, intake, task
from core.access import Actor, Permission
from core.audit import timeline
from core.document import Document, Holder
from core.intake import Arrival, State, name_of
from core.referral import Direction, Draft, Urgency, one, owners
from core.sla import due_words
from pages.parts.arrival_answers import answer, ask, reject
from pages.parts.arrival_begun import ALONE, begun, candidates, remarks
from pages.parts.arrival_held import agreed, held_back
from pages.parts.badges import DUE, badge, urgency_tone
from pages.parts.conversation import thread
from pages.parts.documents import Desk, are_asked_for, documents
from pages.parts.facts import facts
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.links import to
from pages.parts.original import original
from pages.parts.plain import plain
from pages.parts.referral_form import referral_form
from pages.parts.second import second, unsaid
from pages.parts.sheet import Sheet
from pages.parts.style import dress
from pages.parts.task_aside import tasks_beside
from pages.parts.task_form import Place
from pages.parts.timeline import timeline as story

CSS = Path(__file__).with_suffix(".css")
HERO = Path(__file__).with_name("referral.css")
PAGE = "intake.py"


def arrival(actor: Actor, a: Arrival) -> None:
    """The whole page; a decision is taken on what was on the screen, and by one person."""
    dress()
    for sheet in (HERO, CSS):
        st.html(sheet)
    seen = Sheet(f"arrival-{a.id}")
    before = seen.noted("version") or a.version
    seen.note("version", a.version)
    _hero(actor, replace(a, version=before))
    left, right = st.container(key="beside-original").columns([1, 1], gap="large")
    papers = document.of(actor, Holder(arrival_id=a.id))
    with left:
        _story(actor, a, papers)
    with right:
        tasks_beside(actor, task.of(actor, "arrival", a.id), Place("intake", {"id": a.id}))
        if a.state is State.HELD:
            held_back(actor, replace(a, version=before))
        elif a.open:
            _decide(actor, replace(a, version=before), papers)
        else:
            _settled(a)
        agreed(a)


def again(a: Arrival, said: str) -> None:
    """The page afresh, with what was done told."""
    Sheet(f"arrival-{a.id}").done()
    leave(PAGE, said, id=a.id)


def _hero(actor: Actor, a: Arrival) -> None:
    received = clock.spoken(a.received_at, a.zone)
    refs = " · ".join(("Intake", a.channel.label, a.site, f"received {received}", *([a.receipt] if a.receipt else [])))
    marks = [badge(a.urgency.label, urgency_tone(a.urgency))] if a.urgency is not Urgency.ROUTINE else []
    marks += [badge(a.state.label, "amber" if a.open else "grey")] if a.state is not State.WAITING else []
    with st.container(horizontal=True, vertical_alignment="center", key="hero"):
        st.html(
            f'<header class="head"><p class="refs">{escape(refs)}</p>'
            f"<h1>{escape(name_of(a.said) or 'Name not read')} {' '.join(marks)}</h1>"
            f"<p>{escape(_from(a))}</p></header>"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="hero-side"):
            if a.open:
                st.html(_due(a))
                _owner(actor, a)


def _from(a: Arrival) -> str:
    """Who sent it, and where an answer goes."""
    if sender := " ".join(part for part in (a.sender_name, a.sender_address and f"<{a.sender_address}>") if part):
        return f"From {sender}"
    return "From the patient" if a.channel in ALONE else "Sender not read"


def _due(a: Arrival) -> str:
    words, tone = due_words(a.due_at, clock.now(), a.zone)
    what = "Answer expected" if a.state is State.ASKED else "Decide"
    look = f"tone {DUE[tone]}" if DUE[tone] else ""
    icon = f'<span class="icon" aria-hidden="true">{"error" if tone == "breach" else "schedule"}</span>'
    return f'<p class="due {look}" title="Due {clock.spoken(a.due_at, a.zone)}">{icon} {what}: {words}</p>'


def _owner(actor: Actor, a: Arrival) -> None:
    """Take it with one click; who assigns can give it to somebody."""
    sheet, given = Sheet(f"arrival-{a.id}"), None
    if a.owner_id is None and st.button("Take it", icon=":material/pan_tool:", key=sheet.key("take")):
        given = (actor.account_id, actor.name)
    others = [(owner.id, owner.name) for owner in owners(actor, a.site_id) if owner.id != a.owner_id]
    others += [(None, "Back to the site’s pool")] if a.owner_id else []
    label = f"Owner: {plain(a.owner)}" if a.owner else "No owner yet"
    if actor.may(Permission.REFERRAL_ASSIGN, at=a.site_id) or a.owner_id == actor.account_id:
        chosen = st.menu_button(
            label, others, key=sheet.key("owner"), format_func=lambda item: plain(item[1]), icon=":material/person:"
        )
        given = chosen or given
    else:
        st.text(label)
    if given and do(intake.assign, actor, a.id, a.version, given[0]):
        again(a, f"Owner is now {given[1]}" if given[0] else "It is in the site’s pool")


def _story(actor: Actor, a: Arrival, papers: Sequence[Document]) -> None:
    """What arrived, and what was done about it since."""
    said = correspondence.of_arrival(actor, a.id)
    labels = ["Original", "Timeline", f"Messages {len(said) or ''}", f"Documents {len(papers) or ''}"]
    first = labels[3] if a.open and are_asked_for() else labels[0]
    looked, told, wrote, *kept = st.tabs(labels if a.open else labels[:3], default=first, key="tabs")
    with looked:
        original(actor, a, papers)
    for place in kept:
        with place:
            documents(Desk(actor, Holder(arrival_id=a.id), a.zone, "intake", {"id": a.id}), papers)
    with told:
        story(timeline(actor, "arrival", a.id), a.zone)
    with wrote:
        thread(said, may_write=False)


def _decide(actor: Actor, a: Arrival, papers: Sequence[Document]) -> None:
    """The form as far as it could be read, then what becomes of it."""
    if a.state is State.ASKED:
        answer(actor, a)
    sheet = Sheet(f"accept-{a.id}")
    first = begun(actor, a)
    fields = Fields(sheet, begun=first)
    kinds = frozenset(each.kind.value for each in papers)
    with st.container(key="arrival-form"):
        candidates(actor, a, sheet)
        filled = referral_form(actor, fields, Direction.INBOUND, lambda _: kinds)
        draft, like = second(actor, fields, filled.draft)
        decided_by = _decided_by(a, fields, draft)
        remarks(a, fields, first)
        with st.container(horizontal=True, key="decisions"):
            accepts = st.button(
                "Accept as referral", icon=":material/check:", shortcut="Ctrl+Enter",
                type="secondary" if a.state is State.ASKED else "primary",
                key=sheet.key("accept"),
            )  # fmt: skip
            if st.button("Ask for more", icon=":material/help:", key=sheet.key("ask")):
                ask(actor, a)
            if st.button("Reject", icon=":material/block:", key=sheet.key("reject")):
                reject(actor, a)
        fields.lack(filled.missing)
        if accepts:
            _accept(actor, a, fields, draft, decided_by, unsaid(draft, like))


def _decided_by(a: Arrival, fields: Fields, draft: Draft) -> str:
    """Less urgency than it came with is a clinician's decision."""
    if not draft.urgency.lower_than(a.urgency):
        return ""
    label = f"It arrived as {a.urgency.label.lower()}: which clinician decided that it is less pressing?"
    return str(fields.ask("decided_by", st.text_input, label))


def _accept(actor: Actor, a: Arrival, fields: Fields, draft: Draft, decided_by: str, silent: dict[str, str]) -> None:
    done = do(intake.accept, actor, a.id, a.version, draft, decided_by, quiet=bool(silent))
    if done.result is None:
        fields.refuse(done.fields or silent)
        return
    fields.sheet.done()
    made = one(actor, done.result)
    leave("referral.py", f"Accepted as {made.now.reference}", id=made.now.id)


def _settled(a: Arrival) -> None:
    """What became of it, for whoever comes later."""
    st.html(f'<h2 class="box">{escape(a.state.label)} {clock.spoken(a.settled_at or a.received_at, a.zone)}</h2>')
    if a.referral_id:
        href = to("referral", id=a.referral_id)
        st.html(f'<p>It is referral <a data-go href="{escape(href)}">{escape(a.reference)}</a> now.</p>')
    facts(("Reason", a.reason), ("Answer", a.answer if a.state is State.REJECTED else ""))
