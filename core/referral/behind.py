"""Which referrals a figure counts, so that every number leads to the list behind it."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, exists, select

from core import months
from core.access import Actor, at_my_sites
from core.referral.wanted import Wanted
from data.tables import milestone, referral
from data.tables.insight import WORTH

KEPT = 256
"""So many figures of so many people are kept put together."""
_SPLIT = ("direction", "specialty", "source", "funding")
_COUNTED_BY = {
    *_SPLIT, "provider", "site", "here", "stage", "sort",
    "measure", "since", "until", "received_from", "received_until",
}  # fmt: skip
"""What of all that can be wanted figures are split and narrowed by, or is nothing to them."""


def told_by_figures(wanted: Wanted) -> bool:
    """Whether what is asked for is all said where figures are counted, so that `figure` has just these."""
    return bool(wanted.measure) and wanted.stage == "any" and wanted.spelt.keys() <= _COUNTED_BY


def in_figure(actor: Actor, wanted: Wanted) -> ColumnElement[bool]:
    """Found by its months; what came of a campaign is looked at one by one, because it may have come in any of them."""
    if not wanted.campaign:
        return referral.c.id.in_(select(figure(actor, wanted).c.referral_id))
    return exists(_counting(actor, wanted).where(milestone.c.referral_id == referral.c.id).correlate(referral))


def figure(actor: Actor, wanted: Wanted) -> CTE:
    """Found once for a list and for how many it has, and first of all: whoever walked a list in its order, looking
    at each, would walk through years for what is long ago."""
    return _figure(actor, replace(wanted, after=None))


@lru_cache(maxsize=KEPT)
def _figure(actor: Actor, wanted: Wanted) -> CTE:
    """One and the same wherever a statement speaks of it."""
    return _counting(actor, wanted).cte("figure").prefix_with("MATERIALIZED")


def _counting(actor: Actor, wanted: Wanted) -> Select[Any]:
    """The ids of those that a figure counts: at the site that works on them, on the days and in the months by its
    calendar that the figure is about."""
    m = milestone.c
    month = m.valued_month if wanted.measure in WORTH else m.month
    told = [at_my_sites(actor, m.site_id), m[wanted.measure] > 0]
    told += [m[name] == getattr(wanted, name) for name in _SPLIT if getattr(wanted, name)]
    told += [m.provider_id == wanted.provider] if wanted.provider else []
    if wanted.since and wanted.until:
        every = list(months.between(wanted.since, months.moved(wanted.until, 1)))
        told.append(month.in_(every))  # each with the sites is a run of the index
    else:
        told += [month >= wanted.since] if wanted.since else []
        told += [month <= wanted.until] if wanted.until else []
    told += [m.received_on >= wanted.received_from] if wanted.received_from else []
    told += [m.received_on <= wanted.received_until] if wanted.received_until else []
    told += [m.site_id == wanted.site] if wanted.site else []
    return select(m.referral_id).where(*told)
