"""The dialogs about a public form: how it is, how people get to it, and one more for a single service."""

from base64 import b64encode
from collections.abc import Sequence

import streamlit as st

from core import enquiry
from core.access import Actor
from core.directory import Specialty, sites
from core.enquiry import Audience, Form, NewForm, words_for
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

SQUARE = "QR code with the address of the form"
SERVICES = {each.value: each.label for each in Specialty}


@st.dialog("Change a form", on_dismiss="rerun")
def change(actor: Actor, form: Form) -> None:
    """Whether it is open, what stands above the questions, what is asked, and who may show it."""
    fields = Fields(Sheet(f"form-{form.site_id}-{form.audience}-{form.specialty}-{form.version}"))
    st.text(f"{form.audience.label} · {form.site}" + (f" · {SERVICES[form.specialty]}" if form.specialty else ""))
    new = NewForm(
        open=fields.ask("open", st.toggle, "Open: anybody may send it", value=form.open),
        title=fields.ask("title", st.text_input, "Title", value=form.title, max_chars=120),
        words=fields.ask(
            "words", st.text_area, "What stands above the questions", value=form.words, height=90, max_chars=1000
        ),
        services=_services(fields, form),
        asks=_asks(fields, form),
        origins=_origins(fields, form),
    )
    if st.button("Save", type="primary", width="stretch"):
        said = f"{new.title or form.title} is {'open' if new.open else 'closed'}."
        whose = (form.site_id, form.audience, form.specialty, form.version)
        fields.refuse(do(enquiry.set_form, actor, *whose, new, said=said).fields)


def _services(fields: Fields, form: Form) -> tuple[str, ...]:
    """Of a single service's form there is nothing to choose."""
    if form.specialty:
        return ()
    chosen = fields.ask(
        "services", st.multiselect, "Services to choose from", options=list(SERVICES), default=list(form.services),
        format_func=SERVICES.get, placeholder="Any service",
    )  # fmt: skip
    return tuple(chosen)


def _asks(fields: Fields, form: Form) -> tuple[str, ...]:
    say = words_for("")
    called = {name: say.question(form.audience, name, site=form.site, most="")[0] for name in form.audience.extras}
    chosen = fields.ask(
        "asks", st.multiselect, "Ask also for", options=list(called), default=list(form.asks), format_func=called.get,
        placeholder="Nothing more", help=REQUIRED if form.audience is Audience.PRACTICE else None,
    )  # fmt: skip
    return tuple(chosen)


REQUIRED = "What the service requires is asked in any case; see Providers, what services ask for."


def _origins(fields: Fields, form: Form) -> tuple[str, ...]:
    text = fields.ask(
        "origins", st.text_area, "Web sites that may show it within their pages, one a line", height=70,
        value="\n".join(form.origins), placeholder="https://www.example.org",
        help="Everybody may link to it. Within a page it is shown only there.",
    )  # fmt: skip
    return tuple(text.splitlines())


@st.dialog("Share a form")
def share(_actor: Actor, form: Form) -> None:
    """Its address to copy, the line for a web site, and a square for the notice board."""
    if not form.open:
        st.html('<p class="odd">This form is closed. Whoever follows the address is told so; you see a preview.</p>')
    st.text("Address")
    st.code(form.address, language=None, wrap_lines=True)
    st.text("To show it within a page")
    st.code(enquiry.snippet(form), language="html", wrap_lines=True)
    if not form.origins:
        st.html('<p class="odd">Name the web site under Change first: until then browsers do not show it there.</p>')
    picture = enquiry.poster(form)
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        drawn = b64encode(picture).decode()
        st.html(f'<img src="data:image/svg+xml;base64,{drawn}" alt="{SQUARE}" width="160" height="160">')
    with right:
        st.download_button(
            "QR code for print", picture, f"{form.site_code}-{form.audience.path}.svg", "image/svg+xml",
            icon=":material/qr_code_2:", on_click="ignore",
        )  # fmt: skip
        if form.id:
            st.link_button("Look at it", form.path, icon=":material/open_in_new:")


@st.dialog("Add a form for one service", on_dismiss="rerun")
def add(actor: Actor, several: Sequence[Form]) -> None:
    """It begins closed, so that its words can be looked at first."""
    fields = Fields(Sheet("form-new"))
    places = {site.id: site.name for site in sites(actor)}
    only = next(iter(places)) if len(places) == 1 else None
    site_id = only or fields.choose("site", "Site", places, "Choose the site")
    whom = {each.value: each.label for each in Audience}
    audience = Audience(fields.ask("audience", st.segmented_control, "For", options=list(whom), format_func=whom.get,
                                   default=Audience.PATIENT.value, required=True))  # fmt: skip
    taken = {form.specialty for form in several if (form.site_id, form.audience) == (site_id, audience)}
    free = {code: label for code, label in SERVICES.items() if code not in taken}
    specialty = fields.choose("specialty", "Service", free, "Choose the service", of=f"{site_id}-{audience}")
    if st.button("Add", type="primary", width="stretch"):
        missing = {"site": "Choose the site."} if not site_id else {}
        missing |= {"specialty": "Choose the service."} if not specialty else {}
        if missing:
            fields.refuse(missing)
            return
        new = NewForm(open=False, title=f"{audience.heading}: {SERVICES[specialty].lower()}")
        said = "The form is added and closed. Change it, look at it, then open it."
        fields.refuse(do(enquiry.set_form, actor, site_id, audience, specialty, 0, new, said=said).fields)
