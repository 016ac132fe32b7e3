"""How practices keep in touch, held against what they sent: silence, usual gap, two years, and whom to call why."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from core import insight, months
from core.access import Actor
from core.insight import Asked, Scored
from tests.insight import reference
from tests.insight.lives import Life


def engagement_agrees(actor: Actor, lives: list[Life], today: date) -> set[str]:
    """Each practice of the scorecard, and the list of whom to call; the reasons that held."""
    mine = [life for life in lives if life.of["site"] in actor.sites]
    card, asked = insight.scorecard(actor, year := Asked.read({}, today)), (year.since, year.until)
    out = [life for life in mine if life.of["direction"] == "outbound"]
    called = {}
    for one in card.rows:
        theirs = [life for life in mine if life.of["provider"] == one.practice.id]
        sent = [life for life in theirs if life.of["direction"] == "inbound"]
        kept = kept_in_touch(sent, min(life.of["month"] for life in mine), today)
        keeps_in_touch(one, kept, actor, year)
        ours = [life for life in theirs if life.of["direction"] == "outbound"]
        if why := dict(reasons(kept, reference.of_all(sent, *asked), ours, out, asked)):
            called[one.practice.id] = why
    told = insight.calls(card)
    assert {call.scored.practice.id: [reason.code for reason, _ in call.reasons] for call in told} == {
        practice: list(why) for practice, why in called.items()
    }
    for call in told:
        for reason, sentence in call.reasons:
            assert _numbers(sentence) == called[call.scored.practice.id][reason.code], sentence
    return {code for why in called.values() for code in why}


def keeps_in_touch(one: Scored, kept: dict[str, Any], actor: Actor, year: Asked) -> None:
    """Its own row; and its page, where the usual gap is told however lately it wrote."""
    told = one.engagement
    assert {name: getattr(told, name) for name in ("now", "before", "seen", "this_month", "silence")} == {
        name: kept[name] for name in ("now", "before", "seen", "this_month", "silence")
    }
    assert told.lapsed == kept["lapsed"]
    alone = insight.scored(actor, year, one.practice.id)[0].engagement
    assert (alone.gap and (alone.gap.days, alone.gap.n), alone.lapsed) == (kept["gap"], kept["lapsed"])


def kept_in_touch(sent: list[Life], first: int, today: date) -> dict[str, Any]:
    """Twelve whole months, the twelve before where anything was counted by then, and this one; lapsed is who has been
    silent for more than twice the median of its own gaps of two years, at least four, and for more than a fortnight."""
    month = months.month_of(today)
    year, two = months.moved(month, -12), months.moved(month, -24)
    if not [life for life in sent if two <= life.of["month"] <= month]:
        none = {"now": 0, "before": None, "seen": 0, "this_month": 0, "silence": None}
        return none | {"gap": None, "lapsed": False}
    days = sorted({life.received_on for life in sent if today - timedelta(days=730) < life.received_on <= today})
    gaps = sorted((after - before).days for before, after in pairwise(days))
    usual = gaps[(len(gaps) - 1) // 2] if len(gaps) >= 4 else None
    silence = (today - max(life.received_on for life in sent)).days
    return {
        "now": len([life for life in sent if year <= life.of["month"] < month]),
        "before": len([life for life in sent if two <= life.of["month"] < year]) if first <= two else None,
        "seen": len([life for life in sent if year <= life.of["month"] < month and life.counts["attended"]]),
        "this_month": len([life for life in sent if life.of["month"] == month]),
        "silence": silence,
        "gap": usual and (usual, len(gaps)),
        "lapsed": usual is not None and silence > 2 * usual and silence > 14,
    }


def reasons(
    kept: dict[str, Any], sent: dict[str, int], ours: list[Life], out: list[Life], asked: tuple[int, int]
) -> Iterator[tuple[str, list[int]]]:
    """Each rule as it is said beside the list, with the numbers of its sentence; the most pressing first."""
    if kept["lapsed"]:
        yield "lapsed", [kept["silence"], kept["gap"][0]]
    if kept["before"] is not None and kept["before"] >= 6 and 3 * kept["now"] <= 2 * kept["before"]:
        yield "fell", [kept["now"], kept["before"]]
    yield from _of_what_we_send(ours, out, asked)
    yield from _of_what_they_send(sent)
    if kept["before"] == 0 and kept["this_month"] and kept["now"] + kept["this_month"] <= 3:
        yield "new", [kept["now"] + kept["this_month"]]


def _of_what_we_send(ours: list[Life], out: list[Life], asked: tuple[int, int]) -> Iterator[tuple[str, list[int]]]:
    went = reference.of_all(ours, *asked)
    if went["attended"] >= 5 and 2 * went["looped"] <= went["attended"]:
        yield "reports", [went["attended"], went["looped"]]
    decided = went["accepted"] + went["turned_down"]
    if decided >= 5 and 3 * went["turned_down"] >= decided:
        yield "declined", [went["turned_down"], decided]
    theirs, all_of_them = _booked(ours, asked), _booked(out, asked)
    if len(theirs) >= 5:
        here, usual = reference.nearest_rank(theirs, 0.5), reference.nearest_rank(all_of_them, 0.5)
        if here >= 2 * usual and here - usual >= 14:
            yield "slow", [here, len(theirs), usual]


def _of_what_they_send(sent: dict[str, int]) -> Iterator[tuple[str, list[int]]]:
    due, decided = sent["acknowledgements_due"], sent["accepted"] + sent["turned_down"]
    late = due - sent["acknowledged_in_time"]
    if due >= 5 and 2 * late >= due:
        yield "late", [late, due]
    if decided >= 5 and 3 * sent["turned_down"] >= decided:
        yield "refused", [sent["turned_down"], decided]
    visits = sent["visits_attended"] + sent["visits_missed"]
    if visits >= 5 and 4 * sent["visits_missed"] >= visits:
        yield "missed", [sent["visits_missed"], visits]


def _booked(lives: list[Life], asked: tuple[int, int]) -> list[int]:
    since, until = asked
    return [life.days["booked"] for life in lives if since <= life.of["month"] < until and "booked" in life.days]


def _numbers(sentence: str) -> list[int]:
    """In the order in which they are said; none of something is "no"."""
    return [
        int(word.replace(",", "")) if word[0].isdigit() else 0 for word in re.findall(r"\d[\d,]*|\b[Nn]o\b", sentence)
    ]
