"""The funnel: how many referrals came how far, each step leading to exactly those, and who still waits for the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor
from core.insight import METRICS, Asked, Course, Measure, Metric, Sums, rate
from pages.parts.chart import Led, Shown, explained, slug, tabled, titled
from pages.parts.figures import change_words, percent
from pages.parts.links import behind

CSS = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"
TITLE = "How far they came"
STEPS = ("acknowledged", "accepted", "booking", "attendance", "completion")
WAITING = {
    "acknowledged": (Measure.WAITING_ACKNOWLEDGED, "to be acknowledged"),
    "booking": (Measure.WAITING_BOOKED, "for an appointment"),
    "attendance": (Measure.WAITING_ATTENDED, "for a visit"),
}
CHANGE = (
    "Against {}: how many more were received, and how many points more of them came to each step. Shares are of the "
    "months alone that are old enough to be told, in both, so that none is held against one that had more time."
)
COLUMNS = ("Step", "Referrals", "Of received", "Of the step before", "Still waiting", "Change")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how many came there, where those are, and what is said beside."""

    label: str
    sentence: str
    n: int
    href: str
    share: str = ""
    width: float = 1.0
    onward: str = ""
    waiting: int = 0
    waits_for: str = ""
    waiting_href: str = ""
    change: str = ""
    hover: str = ""


def funnel(actor: Actor, told: Course) -> None:
    """Draw it, and beside it its table."""
    steps = list(_steps(actor, told))
    with st.container(key=f"chart-{slug(TITLE)}", gap="small"):
        titled(TITLE, _sentence(told))
        if not told.whole.received:
            return
        rows = "".join(_row(step, compared=bool(told.then)) for step in steps)
        st.html(f"{CSS}<table class='funnel' aria-label='{TITLE}'>{_heads(told)}{rows}</table>")
        tabled(TITLE, COLUMNS, [_told(step) for step in steps])


def _steps(actor: Actor, told: Course) -> Iterator[Step]:
    sums, asked, before = told.whole, told.asked, told.whole.received
    received = Measure.RECEIVED
    yield Step(received.label, received.sentence, before, behind(actor, asked, received), change=_more(told))
    for code in STEPS:
        metric = METRICS[code]
        yield _step(actor, asked, metric, sums, before, told)
        before = sums[metric.of]


def _step(actor: Actor, asked: Asked, metric: Metric, sums: Sums, before: int, told: Course) -> Step:
    n, here = sums[metric.of], rate(metric, sums)
    measure, words = WAITING.get(metric.code, (None, ""))
    changed, hover = change_words(told.change(metric))
    return Step(
        metric.of.label,
        metric.sentence,
        n,
        behind(actor, asked, metric.of),
        share=here.words if here.share is not None else "",
        width=n / sums.received if sums.received else 0.0,
        onward=percent(n, before) if n <= before else "",
        waiting=sums[measure] if measure else 0,
        waits_for=words,
        waiting_href=behind(actor, asked, measure) if measure else "",
        change=changed,
        hover=hover,
    )


def _more(told: Course) -> str:
    """How many more, or fewer, were received."""
    then = told.whole_before
    if then is None:
        return ""
    by = told.whole.received - then.received
    return f"{by:+,}".replace("-", "−") if by else "as many"


def _sentence(told: Course) -> str:
    sums = told.whole
    if not sums.received:
        return f"No referral was received in {told.asked.spoken} that fits these filters."
    booked, seen = (rate(METRICS[code], sums) for code in ("booking", "attendance"))
    if booked.share is None:
        return f"{_count(sums.received)} in {told.asked.spoken}, too few for percentages."
    open_ = f" {sums.waiting_attended:,} of them still wait for a visit." if sums.waiting_attended else ""
    return (
        f"Of {_count(sums.received)} in {told.asked.spoken}, {booked.words} were booked and {seen.words} seen.{open_}"
    )


def _count(n: int) -> str:
    return f"{n:,} {'referral' if n == 1 else 'referrals'}"


def _heads(told: Course) -> str:
    names = (("n", "Referrals"), ("n", "Of received"), ("n onward", "Of step before"))
    heads = "".join(f"<th scope='col' class='{look}'>{name}</th>" for look, name in names)
    change = f"Change{explained('Change', CHANGE.format(_against(told)))}" if told.then else ""
    heads += f"<th scope='col' class='n change'>{change}</th>"
    return f"<thead><tr><th scope='col'>Step</th><td></td>{heads}</tr></thead>"


def _against(told: Course) -> str:
    return told.asked.compared.spoken if told.asked.compared else ""


def _row(step: Step, *, compared: bool) -> str:
    number = f"{step.n:,}"
    n = f'<a data-go href="{escape(step.href)}">{number}</a>' if step.href else number
    label = f"{escape(step.label)}{explained(step.label, step.sentence)}"
    said = f"title='{escape(step.hover)}'>{escape(step.change)}" if compared else ">"
    return (
        f"<tr><th scope='row'>{label}</th><td class='track'>{_bar(step)}</td><td class='n count'>{n}</td>"
        f"<td class='n'>{step.share}</td><td class='n onward'>{step.onward}</td><td class='n change' {said}</td></tr>"
    )


def _bar(step: Step) -> str:
    """The bar leads where the number leads; who still waits stands behind it."""
    bar = f'<span class="bar" style="width:{100 * step.width:.2f}%"></span>'
    if step.href and step.n:
        bar = f'<a class="to" data-go href="{escape(step.href)}" tabindex="-1" aria-hidden="true">{bar}</a>'
    if not step.waiting:
        return bar
    words = f"{step.waiting:,} still wait {step.waits_for}"
    if step.waiting == 1:
        words = words.replace("wait", "waits")
    if step.waiting_href:
        words = f'<a data-go href="{escape(step.waiting_href)}">{words}</a>'
    return f"{bar}<small>{words}</small>"


def _told(step: Step) -> tuple[Shown, ...]:
    waiting = Led(step.waiting, step.waiting_href) if step.waits_for else None
    return step.label, Led(step.n, step.href), step.share, step.onward, waiting, step.change
