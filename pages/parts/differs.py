"""Where it differs: one figure split one way, with n, and how sure it is, so that chance shames nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from core import insight
from core.access import Actor
from core.insight import CODES, METRICS, Course, Metric, Rate, rate
from core.insight.limits import Standing, interval, standing
from pages.parts.chart import Led, Shown, slug, tabled, titled
from pages.parts.links import behind, within

CSS = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"
TITLE = "Where it differs"
SPLITS = {"source": "Source", "specialty": "Specialty", "funding": "Funding", "provider": "Practice", "site": "Site"}
FIGURES = ("booking", "attendance", "completion", "acceptance", "no_show", "lost")
MOST = 12
"""So many are drawn; the table has them all."""
UNSAID = {"provider": "No practice outside", "site": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """One of a split: its share, where that lies with confidence, and whether chance would explain it."""

    name: str
    rate: Rate
    href: str
    here: str
    low: float = 0.0
    high: float = 0.0
    standing: Standing = Standing.FEW


def differs(actor: Actor, told: Course, split: str, code: str) -> None:
    """Draw the ways to split, the figures, and the parts."""
    metric, whole = METRICS[code], rate(code, told.whole)
    parts = list(_parts(actor, told, split, metric, whole))
    with st.container(key=f"chart-{slug(TITLE)}", gap="small"):
        titled(TITLE, _sentence(metric, parts, whole), metric.sentence)
        st.html(CSS + _ways(told, split, code) + _drawn(metric, parts, whole))
        if parts:
            columns = (SPLITS[split], metric.label, "Counts", "95 % sure between", "Beside the whole")
            tabled(TITLE, columns, [_told(part) for part in parts])


def _parts(actor: Actor, told: Course, split: str, metric: Metric, whole: Rate) -> Iterator[Part]:
    """The largest share first; those with too few to tell stand last, with most cases first."""
    cells = insight.cells(actor, told.asked, (split,))
    names = _names(actor, told, split)
    shares = [(key, rate(metric, sums)) for (key,), sums in cells.items()]
    order = sorted(shares, key=lambda one: (one[1].share is None, -(one[1].share or 0), -one[1].of))
    for key, here in order:
        if here.of:
            name = names.get(key) or UNSAID.get(split) or "Not said"
            leads = behind(actor, told.asked, metric.of, **{split: key}) if key and here.n else ""
            sure = interval(here.n, here.of) if here.share is not None else (0.0, 0.0)
            yield Part(name, here, leads, _alone(told, split, key), *sure, _stands(here, whole))


def _names(actor: Actor, told: Course, split: str) -> Mapping[object, str]:
    if split == "site":
        return {**insight.places(actor)}
    return {**insight.parties(actor, told.asked)} if split == "provider" else {**CODES[split]}


def _stands(here: Rate, whole: Rate) -> Standing:
    if here.share is None or whole.share is None:
        return Standing.FEW
    return standing(here.n, here.of, whole.share)


def _alone(told: Course, split: str, key: object) -> str:
    """The same page about this one alone."""
    return within("conversion", told.asked, **{split: key}) if key else ""


def _sentence(metric: Metric, parts: list[Part], whole: Rate) -> str:
    outside = [part for part in parts if part.standing.outside]
    if whole.share is None:
        return f"{metric.label}: {whole.words}. There are too few to compare."
    said = f"{metric.label} is {whole.words} over all. "
    if not outside:
        return said + "What differs here is no more than chance would give."
    names = " and ".join(part.name for part in outside[:2]) if len(outside) < 3 else f"{len(outside)} of {len(parts)}"
    return said + f"{names} {'differ' if len(outside) > 1 else 'differs'} by more than chance would give."


def _ways(told: Course, split: str, code: str) -> str:
    """Links to the same with another split or another figure."""

    def links(name: str, now: str, known: Mapping[str, str], kept: dict[str, str]) -> str:
        ways = (
            f"<a data-go href='{escape(within('conversion', told.asked, **{**kept, name: one}))}' "
            f"{'aria-current=true' if one == now else ''}>{escape(label)}</a>"
            for one, label in known.items()
        )
        return f"<nav aria-label='{name.capitalize()}'>{''.join(ways)}</nav>"

    figures = {one: METRICS[one].label for one in FIGURES}
    return (
        f"<div class='ways-to'>{links('split', split, SPLITS, {'figure': code})}"
        f"{links('figure', code, figures, {'split': split})}</div>"
    )


def _drawn(metric: Metric, parts: list[Part], whole: Rate) -> str:
    if not parts:
        return "<p class='quiet-line'>There is nothing to split in these months.</p>"
    most = max((part.high for part in parts), default=0.0) or 1.0
    top = 1.0 if most > 0.5 else most * 1.05
    mark = f"--whole:{100 * (whole.share or 0) / top:.2f}%"
    rows = "".join(_row(part, top) for part in parts[:MOST])
    more = f"<p class='quiet-line'>{len(parts) - MOST} more are in the table.</p>" if len(parts) > MOST else ""
    return (
        f"<table class='differs' style='{mark}' aria-label='{escape(metric.label)}'><tbody>{rows}</tbody></table>{more}"
    )


def _row(part: Part, top: float) -> str:
    name = f'<a data-go href="{escape(part.here)}">{escape(part.name)}</a>' if part.here else escape(part.name)
    counts = f"{part.rate.n:,} of {part.rate.of:,}"
    counts = f'<a data-go href="{escape(part.href)}">{counts}</a>' if part.href else counts
    share = part.rate.words if part.rate.share is not None else "too few"
    words = part.standing.words("lower", "higher") if part.standing.outside else ""
    return (
        f"<tr><th scope='row'>{name}</th><td class='track'>{_bar(part, top)}</td><td class='n'>{share}</td>"
        f"<td class='n of'>{counts}</td><td class='says'>{words}</td></tr>"
    )


def _bar(part: Part, top: float) -> str:
    """The share as a bar, and as a whisker where it lies with a confidence of 95 %."""
    if part.rate.share is None:
        return ""
    width, low, high = (100 * one / top for one in (part.rate.share, part.low, part.high))
    return (
        f'<span class="bar" style="width:{width:.2f}%"></span>'
        f'<span class="sure" style="left:{low:.2f}%;width:{high - low:.2f}%"></span>'
    )


def _told(part: Part) -> tuple[Shown, ...]:
    sure = f"{100 * part.low:.0f} to {100 * part.high:.0f} %" if part.rate.share is not None else ""
    counts = Led(f"{part.rate.n:,} of {part.rate.of:,}", part.href)
    share = part.rate.words if part.rate.share is not None else ""
    return part.name, share, counts, sure, part.standing.words("lower", "higher")
