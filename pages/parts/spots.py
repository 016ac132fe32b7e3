"""Sites with what waits at each: those with most that is late or at risk first, on a list and on the map alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import streamlit as st

from core import clock, directory, insight
from core.access import Actor
from core.insight import Asked, Waiting
from core.referral import Stage
from core.sla import age_words
from pages.parts.heat import Line, Warm, heat, leading
from pages.parts.links import standing, within

COLUMNS = {"n": "Waiting", "late": "Late", "risk": "At risk", "oldest": "Oldest"}
ABOUT = (
    "Sites with most that is late or at risk first, then by what waits. Late is what is past its deadline, at risk "
    "what comes close to it; what is paused is neither."
)
HEIGHT, TALL = 440, 12
"""With more sites than so many the list moves by itself, beside the map."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A site and what waits there; `place` is its town, `at` its latitude and longitude where they are known."""

    id: int
    name: str
    place: str
    at: tuple[float, float] | None
    n: int = 0
    late: int = 0
    risk: int = 0
    oldest_at: datetime | None = None

    @property
    def share(self) -> float:
        """How much of what waits is late or at risk."""
        return (self.late + self.risk) / self.n if self.n else 0.0

    @property
    def says(self) -> str:
        """The same in words."""
        told = [f"{n:,} {word}" for n, word in ((self.late, "late"), (self.risk, "at risk")) if n]
        return ", ".join([f"{self.n:,} waiting", *told])


def spots(actor: Actor, found: Mapping[tuple[int, Stage], Waiting]) -> list[Spot]:
    """Every site of the actor's, and closed ones where something still waits."""
    known = {site.id: site for site in directory.sites(actor)}
    piles: dict[int, list[Waiting]] = {}
    for (site_id, _), told in found.items():
        piles.setdefault(site_id, []).append(told)
    named = {number: name for number, name in insight.places(actor).items() if number in known or number in piles}
    several = [_spot(number, name, known.get(number), piles.get(number, [])) for number, name in named.items()]
    return sorted(several, key=lambda one: (-one.late - one.risk, -one.n, one.name.casefold()))


def _spot(number: int, name: str, site: directory.Site | None, piles: list[Waiting]) -> Spot:
    at = (site.latitude, site.longitude) if site and None not in (site.latitude, site.longitude) else None
    n, late, risk = (sum(getattr(one, what) for one in piles) for what in ("n", "late", "risk"))
    oldest = min((one.oldest_at for one in piles), default=None)
    return Spot(number, name, site.town if site else name, at, n, late, risk, oldest)  # type: ignore[arg-type]  # both halves


def whole(actor: Actor, asked: Asked, several: Sequence[Spot]) -> None:
    """Everything in three numbers, each leading to what it counts."""
    counted = (("waiting", "n", "", ""), ("late", "late", "late", "red"), ("at risk", "risk", "risk", "amber"))
    told = "".join(
        _sum(label, sum(getattr(one, what) for one in several), standing(actor, asked, due=due), tone)
        for label, what, due, tone in counted
    )
    st.html(f'<ul class="sums">{told}</ul>')


def _sum(label: str, n: int, href: str, tone: str) -> str:
    shown = f'<b class="{f"tone {tone}" if n and tone else ""}">{n:,}</b> {label}'
    return f"<li><p>{leading(href if n else '', shown)}</p></li>"


def ranked(actor: Actor, asked: Asked, several: Sequence[Spot]) -> None:
    """The list: a site's name narrows the page to it, or widens it again; its numbers lead to what they count."""
    lines = [_line(actor, asked, one) for one in several]
    with st.container(height=HEIGHT if len(lines) > TALL else "content", border=False):
        heat("Sites", "Choose one to see it alone, here or on the map.", COLUMNS, lines, about=ABOUT)
        missing = [one.name for one in several if one.at is None]
        if missing:
            said = f"Not on the map, closed or without coordinates: {', '.join(missing)}."
            st.html(f'<p class="quiet-line">{escape(said)}</p>')


def _line(actor: Actor, asked: Asked, one: Spot) -> Line:
    here = one.id in asked.sites

    def led(n: int, due: str = "", tone: str = "") -> Warm:
        return Warm(f"{n:,}", href=standing(actor, asked, site=one.id, due=due) if n else "", tone=tone if n else "")

    age = age_words(clock.now() - one.oldest_at) if one.oldest_at else ""
    cells = {"n": led(one.n), "late": led(one.late, "late", "red"), "risk": led(one.risk, "risk", "amber")}
    return Line(
        one.name, within("bottlenecks", asked, site="" if here else one.id), cells | {"oldest": Warm(age)}, here
    )
