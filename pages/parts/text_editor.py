"""One text: typed on the left, and beside it how it would look in each channel while somebody types."""

from dataclasses import replace

import streamlit as st

from core.access import Actor
from core.language import language
from core.text.commands import restore, set_text
from core.text.draft import Draft, faults, tidied
from core.text.form import Form
from core.text.model import Origin
from core.text.place import Place
from core.text.queries import Standing, standing
from pages.parts.flash import do, leave
from pages.parts.sheet import Sheet
from pages.parts.text_proof import CSS, example, forms, mail, phone
from pages.parts.wording import typed, wording

HOLDS = {
    Origin.SITE: "This site’s own words.",
    Origin.GROUP: "The group’s words. What is saved here holds for this site alone.",
    Origin.SHIPPED: "As shipped.",
}


@st.fragment
def text_editor(actor: Actor, place: Place, where: str) -> None:
    """`where` is what the place is called: the whole group, or a site."""
    st.html(CSS)
    now = standing(actor, place)
    sheet = Sheet(f"text-{place.spelt}-{now.version}-{now.origin}")
    draft = typed(sheet, Draft(now.headline, now.body))
    wrong = faults(place, tidied(place, draft)) if draft != Draft(now.headline, now.body) or now.fault else {}
    widths = [5, 5, 3] if len(forms(place.purpose)) > 1 else [1, 1]
    columns = st.columns(widths, gap="large")
    with columns[0]:
        st.html(f'<p class="from">{_whose(now, where)}</p>')
        wording(sheet, place, draft, wrong, reads=not now.may_edit)
        if now.may_edit:
            _buttons(actor, now, sheet, draft, where, ready=not wrong)
    _proofs(actor, now, draft, columns[1:], broken=bool(wrong))


def _whose(now: Standing, where: str) -> str:
    """Whose words these are, and what became of those that cannot be sent any more."""
    wanted = language(now.place.language).name
    if now.fault:
        return f"{now.fault} Until it is changed, {now.behind} is sent."
    if now.language != now.place.language:
        return f"Nothing is written in {wanted} yet, so English is sent. What is saved here is sent in {wanted}."
    if now.origin is Origin.SHIPPED and now.may_edit:
        return f"As shipped. What is saved here holds for {where}."
    return (
        HOLDS[now.origin]
        if now.may_edit
        else "The group’s words are for those who answer for every site. Choose one of yours."
    )


def _buttons(actor: Actor, now: Standing, sheet: Sheet, draft: Draft, where: str, *, ready: bool) -> None:
    place = now.place
    asked = {"name": place.name, "site": place.site_id or "group", "language": place.language, "form": place.form}
    with st.container(horizontal=True, key="text-keep"):
        key = sheet.key("save")
        save = st.button("Save text", type="primary", icon=":material/check:", disabled=not ready, key=key)
        back = now.own and _pressed(f"Back to {now.behind}", sheet.key("back"))
    if back and do(restore, actor, place, now.version):
        leave("texts.py", f"{where[0].upper()}{where[1:]} has {now.behind} again", **asked)
    if save and do(set_text, actor, place, draft, now.version):
        sheet.done()
        leave("texts.py", "Saved. The next message is written like this", **asked)


def _pressed(label: str, key: str) -> bool:
    return st.button(label, type="tertiary", icon=":material/undo:", key=key)


def _proofs(actor: Actor, now: Standing, draft: Draft, columns: list, *, broken: bool) -> None:
    """The form that is being typed, and the others as they stand."""
    place = now.place
    others = {form: replace(place, form=form) for form in forms(place.purpose) if form is not place.form}
    drafts = {place.form: draft, **{form: _stands(actor, other) for form, other in others.items()}}
    with columns[0]:
        filled = example(actor, place)
        if broken:
            st.html('<p class="from">It is shown again once what is marked beside it is put right.</p>')
            return
        mail(replace(place, form=Form.FULL), drafts[Form.FULL], filled)
    if Form.SHORT in drafts:
        with columns[1]:
            phone(replace(place, form=Form.SHORT), drafts, filled)


def _stands(actor: Actor, place: Place) -> Draft:
    now = standing(actor, place)
    return Draft(now.headline, now.body)
