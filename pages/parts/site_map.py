"""Sites on a map that asks nobody outside: how big says how much waits, how dark how much of it is late or at risk."""

from collections.abc import Callable, Iterator, Sequence
from math import log, log2, pi, radians, sqrt, tan
from typing import Any

import pydeck
import streamlit as st

from pages.parts.spots import HEIGHT, Spot
from pages.parts.viewer import heard

OUTLINES = "/app/static/outlines.json"
BLANK = "data:application/json,%7B%22version%22%3A8%2C%22sources%22%3A%7B%7D%2C%22layers%22%3A%5B%5D%7D"
"""A style with nothing in it: none at all, and the map would ask a server outside for its tiles."""
WIDTH = 340
"""The least width that it is shown at, in pixels, so that everything is in sight at any."""
SAYS = "The larger a circle, the more waits there; the stronger its colour, the more of it is late or at risk."
LEAST, MOST = 7, 22
LETTER, LINE = 7.5, 20
"""What a letter and a line of a label take, in pixels."""
CLOSEST = 1.2
"""Degrees that are in sight at least, so that a coast or a border may be among them."""
STEPS = (0.0, 0.1, 0.25, 0.5)
"""From which share on a site is drawn in the next shade."""
Colour = tuple[int, ...]
Box = tuple[float, float, float, float]


class Look:
    """Its colours on a light or a dark ground; the shades go on from pale to strong, so that they read in grey too."""

    def __init__(self, *, dark: bool) -> None:
        self.land: Colour = (27, 38, 46) if dark else (238, 241, 243)
        self.coast: Colour = (52, 68, 79) if dark else (205, 213, 219)
        self.ink: Colour = (230, 236, 239) if dark else (23, 33, 43)
        self.halo: Colour = (16, 24, 29) if dark else (255, 255, 255)
        light = ((148, 205, 198), (230, 168, 60), (201, 92, 30), (150, 27, 20))
        deep = ((45, 98, 93), (158, 104, 20), (228, 122, 60), (255, 165, 154))
        self.shades: tuple[Colour, ...] = deep if dark else light


def site_map(several: Sequence[Spot], chosen: frozenset[int]) -> None:
    """Draw it; a click on a site narrows the page to it, by the address, and another one widens it again."""
    shown = [one for one in several if one.at]
    if not shown:
        return
    look = Look(dark=st.context.theme.type == "dark")
    key = f"map-{'-'.join(map(str, sorted(chosen)))}"
    st.pydeck_chart(
        _deck(shown, chosen, look),
        height=HEIGHT,
        on_select=_choosing(key, chosen),
        selection_mode="single-object",
        key=key,
        alt="A map of the sites. The list beside it says the same in numbers.",
    )
    st.html(f'<p class="quiet-line">{SAYS}</p>')


def _choosing(key: str, chosen: frozenset[int]) -> Callable[[], None]:
    def choose() -> None:
        objects = (heard(key, "selection") or {}).get("objects", {})
        picked = next((one.get("id") for one in objects.get("sites", []) if isinstance(one, dict)), None)
        if isinstance(picked, int):
            st.query_params["site"] = "" if picked in chosen else str(picked)

    return choose


def _deck(shown: Sequence[Spot], chosen: frozenset[int], look: Look) -> pydeck.Deck:
    most, view = max(one.n for one in shown) or 1, _view(shown)
    points = [_point(one, chosen, look, most) for one in shown]
    named = list(_named(points, 512 * 2**view.zoom))
    outlines = pydeck.Layer(
        "GeoJsonLayer", OUTLINES, id="outlines", filled=True, stroked=True, get_fill_color=look.land,
        get_line_color=look.coast, line_width_min_pixels=1, pickable=False,
    )  # fmt: skip
    circles = pydeck.Layer(
        "ScatterplotLayer", sorted(points, key=lambda point: -point["radius"]), id="sites", get_position="at",
        get_radius="radius", radius_units="'pixels'", get_fill_color="fill", get_line_color="ring",
        get_line_width="width", line_width_units="'pixels'", stroked=True, pickable=True,
    )  # fmt: skip
    names = pydeck.Layer(
        "TextLayer", named, id="names", get_position="at", get_text="label", get_size=13, get_color=look.ink,
        get_pixel_offset="offset", font_family="'Inter, sans-serif'", font_weight=500, character_set=_letters(named),
        background=True, get_background_color=(*look.halo, 200), background_padding=(5, 2), pickable=False,
    )  # fmt: skip
    return pydeck.Deck(
        [outlines, circles, names],
        map_style=BLANK,
        map_provider="carto",
        initial_view_state=view,
        tooltip={"text": "{name}\n{says}"},  # type: ignore[arg-type]  # a dict is what it takes
    )


def _point(one: Spot, chosen: frozenset[int], look: Look, most: int) -> dict[str, Any]:
    shade = sum(one.share >= step for step in STEPS) - 1
    picked, trouble = one.id in chosen, one.late + one.risk
    return {
        "id": one.id,
        "name": one.name,
        "says": one.says,
        "at": [one.at[1], one.at[0]] if one.at else None,
        "radius": LEAST + (MOST - LEAST) * sqrt(one.n / most),
        "fill": [*look.shades[shade], 255 if not chosen or picked else 90],
        "ring": [*(look.ink if picked else look.halo)],
        "width": 3 if picked else 1.5,
        "label": f"{one.place} {trouble:,} of {one.n:,}" if trouble else f"{one.place} {one.n:,}",
    }


def _named(points: Sequence[dict[str, Any]], world: float) -> Iterator[dict[str, Any]]:
    """Those whose label has room above, below or beside its circle; the others say it when pointed at.

    `world` is how many pixels the world is wide.
    """
    taken = [_box(*_pixel(point["at"], world), point["radius"], point["radius"]) for point in points]
    for point in points:
        (x, y), radius, half = _pixel(point["at"], world), point["radius"], len(point["label"]) * LETTER / 2
        beside, over = radius + half + LETTER, radius + LINE / 2 + 2
        for right, down in ((0, -over), (0, over), (beside, 0), (-beside, 0)):
            box = _box(x + right, y + down, half, LINE / 2)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield point | {"offset": [right, down]}
                break


def _pixel(at: Sequence[float], world: float) -> tuple[float, float]:
    return (at[0] / 360 + 0.5) * world, (0.5 - _mercator(at[1])) * world


def _box(x: float, y: float, across: float, up: float) -> Box:
    return x - across, y - up, x + across, y + up


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _letters(points: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Every letter of the labels, whatever the script: others would be left out. No list, for pydeck takes a list of
    words for the names of columns."""
    return tuple(sorted({letter for point in points for letter in point["label"]}))


def _view(shown: Sequence[Spot]) -> pydeck.ViewState:
    """All of them in sight, with a margin."""
    places = [one.at for one in shown if one.at]
    north, east = (max(side) for side in zip(*places, strict=True))
    south, west = (min(side) for side in zip(*places, strict=True))
    wide = max(east - west, CLOSEST) / 360
    tall = max(_mercator(north) - _mercator(south), CLOSEST / 360)
    zoom = min(log2(WIDTH / 512 / wide), log2(HEIGHT / 512 / tall)) - 0.6
    return pydeck.ViewState(latitude=(north + south) / 2, longitude=(east + west) / 2, zoom=max(zoom, 1), min_zoom=1)


def _mercator(latitude: float) -> float:
    """How far up the world, from nought to one."""
    bounded = radians(max(-80.0, min(80.0, latitude)))
    return log(tan(pi / 4 + bounded / 2)) / (2 * pi)
