"""Addresses of pages: `<a data-go href=…>` opens one without a reload, a middle click in a new tab."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from core import months
from core.access import Actor, Permission
from core.insight import Asked, Measure

LONGEST = 16
"""Digits that a record's number has fewer of: more than these no database could hold."""
FOLLOW = st.components.v2.component("links", js=Path(__file__).with_suffix(".js").read_text())


def to(page: str, **query: object) -> str:
    """The address of a page with what it is asked for; empty values are left out."""
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"/{page}?{asked}" if asked else f"/{page}"


def within(page: str, asked: Asked, **more: object) -> str:
    """The address of a page of insight about the same months, sites and so on, with what it is asked for besides."""
    return to(page, **{**asked.spelt, **more})


def behind(actor: Actor, asked: Asked, measure: Measure | str, **narrower: object) -> str:
    """The address of exactly the referrals that a number counts; none for those who see no referrals.

    `narrower` is what the number is about besides: site, direction, source, specialty, funding, provider, or other
    months `since` and `until`, which does not belong to them any more.
    """
    if not actor.may(Permission.REFERRAL_READ):
        return ""
    said: dict[str, Any] = {"since": asked.since, "until": asked.until, "provider": asked.provider, **asked.narrowed}
    said |= {"site": next(iter(asked.sites), "")} | narrower
    last = months.moved(said.pop("until"), -1)
    return to(
        "referrals",
        stage="any",
        measure=str(measure),
        since=months.spelt(said.pop("since")),
        until=months.spelt(last),
        **said,
    )


def standing(actor: Actor, asked: Asked, **narrower: object) -> str:
    """The address of exactly the referrals that stand open now, whatever months are asked about; none for those who
    see no referrals. `narrower` is what else a list can be asked for: stage, owner, due, moved_from."""
    if not actor.may(Permission.REFERRAL_READ):
        return ""
    said: dict[str, Any] = {"site": next(iter(asked.sites), ""), "provider": asked.provider, **asked.narrowed}
    return to("referrals", here="yes", **{**said, **narrower})


def number(asked: str) -> int:
    """The number that an address names; nought, which no record has, where it names none."""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < LONGEST else 0


def follow_links() -> None:
    """Make the page's own links quick; it takes no room."""
    FOLLOW(key="links", height=1)
