"""Adding to the intake: a letter, from files or pasted, and a call or a visit as it was noted."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from core import clock, document, intake
from core.access import Actor
from core.directory import Site, sites
from core.document import Upload
from core.intake import CameBy, Letter, Received
from core.referral import Urgency
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.new_patient import FIRST_BIRTH, names
from pages.parts.sheet import Sheet

CSS = Path(__file__).with_name("arrival.css")
TOGETHER, APART = "One letter with enclosures", "A letter each"
NOON = time(12)


def letter_form(actor: Actor) -> None:
    """Files that belong together, or one letter each; or words that are pasted."""
    head("Add a letter", "Baton reads it and keeps the original. Nothing is decided yet.")
    fields = Fields(Sheet("letter"))
    st.html(CSS)
    with st.container(key="narrow"):
        site = _site(actor, fields)
        files = fields.file("file", "Files", accept_multiple_files=True) or []
        st.html(f'<p class="kept">{document.ACCEPTED}</p>')
        apart = len(files) > 1 and _apart(fields)
        text = fields.ask("text", st.text_area, "Or paste what was written", height=160)
        one, two = st.columns(2)
        with one:
            came = [CameBy.LETTER, CameBy.EMAIL, CameBy.WEB]
            channel = fields.ask(
                "channel", st.selectbox, "How it came", options=came, format_func=lambda way: way.label
            )
        with two:
            day = fields.day("received", "Day received, if not today", max_value="today")
        if not _send(fields, "Add to intake"):
            return
    uploads = [Upload(file.name, file.getvalue()) for file in files]
    received_at = datetime.combine(day, NOON, ZoneInfo(site.time_zone)) if day and site else None
    letters = [
        Letter(site_id=site.id if site else 0, uploads=several, text=text, channel=channel, received_at=received_at)
        for several in ([[one] for one in uploads] if apart else [uploads])
    ]
    _take_in(actor, fields, site, letters)


def call_form(actor: Actor) -> None:
    """Who called or came, about whom, and what they said."""
    head("Note a call", "Write down what was said while they are with you. Nothing is decided yet.")
    fields = Fields(Sheet("call"))
    st.html(CSS)
    with st.container(key="narrow"):
        one, two = st.columns(2)
        with one:
            came = [CameBy.PHONE, CameBy.WALK_IN]
            channel = fields.ask(
                "channel", st.segmented_control, "How", options=came, default=CameBy.PHONE, required=True,
                format_func=lambda way: way.label,
            )  # fmt: skip
        with two:
            site = _site(actor, fields)
        text = fields.ask("text", st.text_area, "What they said", height=140)
        urgency = fields.ask(
            "urgency", st.segmented_control, "Urgency", options=list(Urgency), default=Urgency.ROUTINE, required=True,
            format_func=lambda urgency: urgency.label,
        )  # fmt: skip
        typed = _about(fields) | {"urgency": "" if urgency is Urgency.ROUTINE else urgency, "reason": text}
        if not _send(fields, "Add to intake"):
            return
    sender = typed.get("referrer", "")
    letter = Letter(site_id=site.id if site else 0, text=text, channel=channel, sender_name=sender, typed=typed)
    _take_in(actor, fields, site, [letter])


FORMS: dict[str, Callable[[Actor], None]] = {"letter": letter_form, "call": call_form}
"""By what the address asks to add."""


def _about(fields: Fields) -> dict[str, str]:
    one, two = st.columns(2)
    with one:
        name = fields.ask("name", st.text_input, "Patient’s name")
        phone = fields.ask("phone", st.text_input, "Telephone to call back")
    with two:
        born = fields.day("born_on", "Date of birth", min_value=FIRST_BIRTH, max_value=clock.now().date())
        practice = fields.ask("referrer", st.text_input, "Practice, if one called")
    given, family = names(name)
    back = "sender_phone" if practice.strip() else "phone"
    said = {"given_name": given, "family_name": family, back: phone, "referrer": practice}
    return {name: value.strip() for name, value in said.items()} | {"born_on": born.isoformat() if born else ""}


def _site(actor: Actor, fields: Fields) -> Site | None:
    """One of the person's own sites; not asked of those who have only one."""
    mine = {site.id: site for site in sites(actor)}
    if len(mine) == 1:
        return next(iter(mine.values()))
    chosen = fields.choose(
        "site", "Received at", {number: site.name for number, site in mine.items()}, "Choose the site"
    )
    return mine.get(chosen)


def _apart(fields: Fields) -> bool:
    how = fields.ask(
        "apart", st.segmented_control, "These files are", options=[TOGETHER, APART], default=TOGETHER, required=True
    )
    return bool(how == APART)


def _send(fields: Fields, label: str) -> bool:
    return st.button(
        label, icon=":material/inbox:", type="primary", shortcut="Ctrl+Enter", key=fields.sheet.key("send")
    )


def _take_in(actor: Actor, fields: Fields, site: Site | None, letters: Sequence[Letter]) -> None:
    """All that can be taken in; what cannot is said, and the form stays."""
    if site is None:
        fields.refuse({"site": "Choose the site."})
        return
    taken: list[Received] = []
    for letter in letters:
        done = do(intake.take_in_letter, actor, letter)
        if done.result is None:
            fields.refuse(done.fields)
        else:
            taken.append(done.result)
    if len(taken) < len(letters):
        return
    fields.sheet.done()
    if len(taken) == 1:
        said = "It is in the intake" if taken[0].new else "This has arrived before: here it is"
        leave("intake.py", said, id=taken[0].id)
    leave("intake.py", f"{len(taken)} letters are in the intake")
