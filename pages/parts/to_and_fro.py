"""What goes to and fro between our sites and one practice: month by month, and how far it came."""

from collections.abc import Sequence

import streamlit as st

from core import months
from core.access import Actor
from core.insight import Asked, Measure, Scored
from core.insight.calling import referrals
from core.insight.providers import Month
from core.insight.sums import Sums
from core.referral import Direction
from pages.parts.chart import LOW, Led, chart
from pages.parts.links import behind
from pages.parts.traces import bars

STEPS = (
    Measure.RECEIVED,
    Measure.ACKNOWLEDGED,
    Measure.ACCEPTED,
    Measure.BOOKED,
    Measure.ATTENDED,
    Measure.COMPLETED,
)
ENDS = (Measure.TURNED_DOWN, Measure.CANCELLED, Measure.LOST, Measure.WAITING_ATTENDED)
SHORT = 200


def to_and_fro(actor: Actor, asked: Asked, over: Sequence[Month], practice_id: int) -> None:
    """Two years side by side, in bars of one scale."""
    received = [(month.month, month.inbound.received, month.outbound.received) for month in over]
    most = max((n for _, *both in received for n in both), default=0)
    left, right = st.columns(2, gap="large")
    with left:
        _months(
            actor,
            asked,
            "Referred to us",
            Direction.INBOUND,
            [(month, n) for month, n, _ in received],
            most,
            practice_id,
        )
    with right:
        _months(
            actor,
            asked,
            "Referred there",
            Direction.OUTBOUND,
            [(month, n) for month, _, n in received],
            most,
            practice_id,
        )


def became(actor: Actor, asked: Asked, one: Scored) -> None:
    """How far what was received in the period came, each step leading to those that came there."""
    left, right = st.columns(2, gap="large")
    with left:
        _course(actor, asked, "What became of their patients", Direction.INBOUND, one.inbound.sums, one.practice.id)
    with right:
        _course(actor, asked, "What became of ours there", Direction.OUTBOUND, one.outbound.sums, one.practice.id)


def _months(
    actor: Actor, asked: Asked, title: str, way: Direction, told: Sequence[tuple[int, int]], most: int, practice_id: int
) -> None:
    whole = sum(n for _, n in told)
    leads = [
        behind(
            actor,
            asked,
            Measure.RECEIVED,
            since=month,
            until=months.moved(month, 1),
            direction=way.value,
            provider=practice_id,
        )
        for month, _ in told
    ]
    names = [months.spoken(month) for month, _ in told]
    figure = {
        "data": [
            bars(
                names,
                [n for _, n in told],
                leads=leads,
                hover=[f"{name}: {referrals(n).lower()}" for name, (_, n) in zip(names, told, strict=True)],
            )
        ],
        "layout": {"yaxis": {"range": [0, max(most, 1) * 1.05]}, "xaxis": {"nticks": 6}},
    }
    rows = [(name, Led(n, lead if n else "")) for name, (_, n), lead in zip(names, told, leads, strict=True)]
    says = f"{referrals(whole)} in the two years to {names[-1]}."
    chart(title, says, figure, ("Month", "Referrals"), rows if whole else (), height=SHORT)


def _course(actor: Actor, asked: Asked, title: str, way: Direction, sums: Sums, practice_id: int) -> None:
    def lead(measure: Measure) -> str:
        return behind(actor, asked, measure, direction=way.value, provider=practice_id) if sums[measure] else ""

    counts = [sums[measure] for measure in STEPS]
    names = [measure.label for measure in STEPS]
    figure = {
        "data": [
            bars(
                names[::-1],
                counts[::-1],
                leads=[lead(measure) for measure in STEPS][::-1],
                text=[f"{n:,}" for n in counts[::-1]],
                across=True,
            )
        ],
        "layout": {
            "xaxis": {"visible": False, "range": [0, max(counts[0], 1) * 1.12]},
            "yaxis": {"nticks": len(STEPS)},
        },
    }
    rows = [(measure.label, Led(sums[measure], lead(measure))) for measure in (*STEPS, *ENDS)]
    chart(title, _ended(asked, sums), figure, ("Step", "Referrals"), rows if sums.received else (), height=LOW)


def _ended(asked: Asked, sums: Sums) -> str:
    """The others, in words."""
    if not sums.received:
        return f"Nothing in {asked.spoken}."
    told = [f"{sums[measure]:,} {measure.label.lower()}" for measure in ENDS if sums[measure]]
    return f"{asked.spoken}. {'; '.join(told).capitalize()}." if told else f"{asked.spoken}."
