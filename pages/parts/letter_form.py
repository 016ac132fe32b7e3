"""The form of a message that somebody writes: to whom, by which way, from which text, and what goes along."""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from core import conversation, correspondence
from core.access import Actor
from core.channel import Channel
from core.correspondence import Desk, Party, Writing, place_shown
from core.language import languages
from core.text import Audience
from core.text.draft import Draft
from core.text.form import Form, form_of
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.letter_proof import letter_proof
from pages.parts.sheet import Sheet
from pages.parts.wording import editor, put_in, typed

CSS = Path(__file__).with_suffix(".css")
OWN = ""
BEGINS = "My own words"
ENCLOSED = "Documents of this referral to enclose"


def stands(sheet: Sheet) -> Writing:
    """What is put together on this sheet so far."""
    return sheet.noted("writing") or sheet.noted("opened")  # type: ignore[no-any-return]


@st.fragment
def letter_form(actor: Actor, desk: Desk, sheet: Sheet) -> None:
    """Fields on the left, what leaves on the right; kept as it changes."""
    st.html(CSS)
    left, right = st.columns([1, 1], gap="large")
    with left:
        writing = _fields(actor, desk, sheet)
    before = stands(sheet)
    sheet.note("writing", writing)
    if writing != before:
        kept = do(correspondence.keep, actor, desk.referral_id, sheet.noted("once"), writing, quiet=True)
        sheet.note("lost", kept.refused)
    with right:
        if sheet.noted("lost"):
            st.warning(sheet.noted("lost"), icon=":material/content_copy:")
        letter_proof(do(correspondence.proof, actor, desk.referral_id, writing).result, writing)


def _fields(actor: Actor, desk: Desk, sheet: Sheet) -> Writing:
    begun: Writing = sheet.noted("opened")
    fields = Fields(sheet, begun.spelt | {"text": begun.text})
    wrong: dict[str, str] = sheet.noted("wrong") or {}
    if begun.answers:
        _answered(actor, begun.answers)
    party = _whom(desk, fields, begun)
    channel = _way(fields, party)
    writing = replace(begun, audience=party.audience, channel=channel)
    writing = _begins(desk, fields, writing, party)
    writing = _words(actor, desk, sheet, writing, wrong)
    writing = replace(writing, document_ids=_papers(desk, fields, writing), link=_link(desk, fields, writing))
    writing = replace(writing, at_once=_night(actor, desk, fields, writing))
    if wrong:
        fields.refuse({name: said for name, said in wrong.items() if name not in ("headline", "body")})
        sheet.note("wrong", {name: said for name, said in wrong.items() if name in ("headline", "body")})
    return writing


def _answered(actor: Actor, incoming_id: int) -> None:
    """What came in and is answered."""
    one = do(conversation.one, actor, incoming_id, quiet=True).result
    if one:
        st.html(f'<blockquote class="answered"><b>{escape(one.who)}</b>{escape(one.said)}</blockquote>')


def _whom(desk: Desk, fields: Fields, begun: Writing) -> Party:
    called = {party.audience: f"{party.name or party.audience.label}" for party in desk.parties}
    if len(called) == 1:
        (party,) = desk.parties
        st.html(f'<p class="whom"><span>To</span> {escape(party.name)}, {party.audience.whom}</p>')
        return party
    chosen = fields.ask("audience", st.segmented_control, "To", options=list(called), wrap=True,
                        format_func=lambda one: f"{called[one]} ({one.label.lower()})")  # fmt: skip
    return desk.party(chosen or begun.audience) or desk.parties[0]


def _way(fields: Fields, party: Party) -> str:
    """Those that are open to choose from, the others with why they are closed."""
    ways = {way.channel: way for way in party.open_ways}
    chosen: Any = None
    if len(ways) > 1:
        asked = {"options": list(ways), "wrap": True, "format_func": lambda one: one.label}
        first = {"default": next(iter(ways)), "required": True} if "channel" in fields.sheet.noted("begun", ()) else {}
        chosen = fields.ask("channel", st.segmented_control, "By", of=party.audience, **asked, **first)
    way = ways.get(chosen) or next(iter(ways.values()), party.ways[0])
    if not way.why_not:
        st.html(f'<p class="whom"><span>By</span> {way.channel.label.lower()} to {escape(place_shown(way))}</p>')
    closed = "".join(f"<li>{escape(why)}</li>" for why in dict.fromkeys(one.why_not for one in party.ways) if why)
    if closed:
        st.html(f'<ul class="closed">{closed}</ul>')
    if len(ways) < 2:
        fields.place("channel")
    return way.channel


def _begins(desk: Desk, fields: Fields, writing: Writing, party: Party) -> Writing:
    """A text to begin with, and its language where there is a choice."""
    offers = {one.name: one for one in desk.offers[party.audience]}
    labels = {name: f"{one.label} (not now)" if one.why_not else one.label for name, one in offers.items()}
    with st.container(horizontal=True, key="begin-with"):
        text = fields.choose("text", "Begin with", labels, BEGINS, of=party.audience) or OWN
        spoken = {code: one.name for code, one in languages().items()}
        code = writing.language
        if party.audience is Audience.PATIENT:
            code = fields.ask("language", st.selectbox, "In", options=list(spoken), format_func=spoken.get)
    if text and offers[text].why_not:
        fields.warn("text", offers[text].why_not)
        text = OWN
    return replace(writing, text=text, language=code)


def _words(actor: Actor, desk: Desk, sheet: Sheet, writing: Writing, wrong: dict[str, str]) -> Writing:
    """Begun with the text when another is chosen; what somebody has typed already stays, below it."""
    now = typed(sheet, Draft(writing.headline, writing.body))
    form = form_of(Channel(writing.channel))
    asked = (writing.text, writing.language, form, writing.audience)
    if writing.text and asked != sheet.noted("filled", (OWN,)) and not _came_so(sheet, writing):
        found = do(correspondence.begun_with, actor, desk.referral_id, writing).result
        if found:
            now = _joined(sheet, now, Draft(found.headline, found.body))
            put_in(sheet, now)
    sheet.note("filled", asked)
    editor(sheet, now, wrong, full=form is Form.FULL)
    return replace(writing, headline=now.headline, body=now.body)


def _came_so(sheet: Sheet, writing: Writing) -> bool:
    """Whether it was kept with this text, as it is opened again."""
    return sheet.noted("filled") is None and bool(writing.body)


def _joined(sheet: Sheet, now: Draft, begins: Draft) -> Draft:
    untouched = not now.body.strip() or now == sheet.noted("as_filled")
    sheet.note("as_filled", begins)
    return begins if untouched else Draft(now.headline or begins.headline, f"{begins.body}\n\n{now.body}")


def _papers(desk: Desk, fields: Fields, writing: Writing) -> tuple[int, ...]:
    offered = desk.papers[Audience(writing.audience)]
    if writing.channel != Channel.EMAIL or not offered:
        fields.place("document_ids")
        return ()
    free = {one.document.id: one.document for one in offered if not one.why_not}
    called = {number: f"{one.called}, {_size(one.size)}" for number, one in free.items()}
    shown = {"options": list(called), "format_func": called.get, "placeholder": "None"}
    chosen = fields.ask("document_ids", st.multiselect, ENCLOSED, of=writing.audience, disabled=not free, **shown)
    kept_back = [f"{one.document.called}: {one.why_not}" for one in offered if one.why_not]
    if kept_back:
        st.html(f'<ul class="closed">{"".join(f"<li>{escape(one)}</li>" for one in kept_back)}</ul>')
    return tuple(chosen)


def _size(several: int) -> str:
    return f"{several / 2**20:.1f} MB" if several >= 2**20 else f"{max(1, several // 1024)} KB"


def _link(desk: Desk, fields: Fields, writing: Writing) -> bool:
    if writing.audience not in desk.may_link or writing.channel == Channel.LETTER:
        return False
    return bool(fields.ask("link", st.toggle, "With a link to where it stands", of=writing.audience))


def _night(actor: Actor, desk: Desk, fields: Fields, writing: Writing) -> str:
    """Asked only while patients are left in peace."""
    waits = replace(writing, at_once="")
    proof = do(correspondence.proof, actor, desk.referral_id, waits, quiet=True).result
    if proof is None or not proof.put_off:
        fields.place("at_once")
        return ""
    label = "Why it cannot wait until morning"
    return str(fields.ask("at_once", st.text_input, label, placeholder="Empty: it leaves in the morning"))
