"""Which of a text's wordings is looked at: for whom, in which language, how long; chosen in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from core import directory
from core.access import Actor
from core.language import languages
from core.text.model import Purpose
from core.text.place import Place
from pages.parts.filters import Field, chosen, filters
from pages.parts.links import to
from pages.parts.text_proof import forms

CSS = Path(__file__).with_suffix(".css")
GROUP = "group"
EVERYWHERE = "The whole group"
MOST = 6
"""Places that can stand side by side."""


@dataclass(frozen=True, slots=True)
class Way:
    """A place that somebody looks at, and how it is called: the whole group, or a site."""

    place: Place
    where: str


def ways(actor: Actor, purpose: Purpose) -> Way:
    """Draw the choices; what is looked at. Whoever answers for every site begins with the group, others with a site."""
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    places = {GROUP: EVERYWHERE, **sites} if actor.every_site else {**sites, GROUP: EVERYWHERE}
    spoken = {code: one.name for code, one in languages().items()}
    asked = {
        "site": ("For", places),
        "language": ("In", spoken),
        "form": ("By", {str(form): form.label for form in forms(purpose)}),
    }
    fields = [Field(name, label, choices=choices) for name, (label, choices) in asked.items()]
    now = {field.name: found or next(iter(field.choices)) for field, found in _found(fields)}
    st.html(CSS)
    if len(places) > MOST:
        _list(places, now["site"])
        fields = fields[1:]
    lines = "".join(_line(purpose, field, now) for field in fields if len(field.choices) > 1)
    st.html(f'<nav class="ways" aria-label="Which wording">{lines}</nav>')
    site = int(now["site"]) if now["site"] in sites else None
    form = next(one for one in forms(purpose) if one == now["form"])
    where = sites.get(now["site"], "the whole group")
    return Way(Place(purpose.name, site, form, now["language"]), where)


def _list(places: dict[str, str], now: str) -> None:
    """Of many sites one is picked from a list; what an address means that names none stands first."""
    first = next(iter(places))
    choices = {"" if code == first else code: name for code, name in places.items()}
    filters([Field("site", "For", choices=choices)], {"site": "" if now == first else now})


def _found(fields: list[Field]) -> list[tuple[Field, str]]:
    asked = chosen(fields)
    return [(field, asked[field.name]) for field in fields]


def _line(purpose: Purpose, field: Field, now: Mapping[str, str]) -> str:
    view = st.query_params.get("view", "")
    links = "".join(
        f'<a data-go href="{escape(to("texts", name=purpose.name, **{**now, field.name: code}, view=view))}"'
        f"{_current(here=code == now[field.name])}>{escape(label)}</a>"
        for code, label in field.choices.items()
    )
    return f"<span><i>{field.label}</i>{links}</span>"


def _current(*, here: bool) -> str:
    return ' aria-current="true"' if here else ""
