"""Away and handing over: when somebody is away, and who takes over what they have open."""

import streamlit as st

from core import ownership, referral
from core.access import Actor, Permission
from core.ownership import Absence, Held, Taker
from pages.parts.facts import facts
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.links import number
from pages.parts.sheet import Sheet
from pages.parts.taking_over import taken_by
from pages.parts.viewer import viewer

HERE = "handover.py"


def page(actor: Actor) -> None:
    """Of oneself, unless the address names a colleague."""
    asked = st.query_params.get("of", "")
    whose = number(asked) or actor.account_id or 0
    found = do(ownership.held, actor, whose, quiet=True)
    if found.result is None:
        head("Away and handing over", found.refused)
        return
    held, own = found.result, whose == actor.account_id
    head("Away and handing over", "What you have open, and when you are away" if own else held.name)
    _choose(actor, whose)
    left, right = st.columns(2, gap="large")
    with left:
        _hand_over(actor, whose, held, own=own)
    with right:
        _away(actor, whose, held.name, own=own)


def _choose(actor: Actor, whose: int) -> None:
    """Whoever gives work to others chooses whose it is; the address keeps it."""
    if not actor.may(Permission.REFERRAL_ASSIGN):
        return
    called = {actor.account_id: "Yours"} | {one.id: one.called for one in referral.owners(actor)}
    called |= {actor.account_id: "Yours"}
    if whose not in called:
        return
    others = list(called)
    chosen = st.selectbox(
        "Whose", others, index=others.index(whose), format_func=called.get, key=f"whose-{whose}", width=320
    )
    if chosen != whose:
        leave(HERE, "", of=chosen)


def _hand_over(actor: Actor, whose: int, held: Held, *, own: bool) -> None:
    """What lies where, and to whom it all goes."""
    st.header("Open work", anchor=False)
    if not held.whole:
        st.text("You have nothing open." if own else f"{held.name} has nothing open.")
        return
    facts(*((held.sites.get(place or 0, "Not at a site"), str(work)) for place, work in held.at.items()))
    sheet = Sheet(f"handover-{whose}")
    fields = Fields(sheet)
    sites = _sites(fields, held)
    to = taken_by(fields, ownership.takers(actor, whose, sites))
    reason = fields.ask("reason", st.text_input, "Reason, if you like", placeholder="On leave, moved to York …")
    if st.button("Hand over", icon=":material/swap_horiz:", type="primary", key=sheet.key("send")):
        _do(actor, whose, fields, to, sites, reason)


def _sites(fields: Fields, held: Held) -> list[int] | None:
    """Everywhere, or only at one of several sites."""
    if len(held.sites) < 2:
        return None
    one = fields.choose("site", "At", held.sites, "Everywhere")
    return [one] if one else None


def _do(actor: Actor, whose: int, fields: Fields, to: Taker | None, sites: list[int] | None, reason: str) -> None:
    if to is None:
        fields.refuse({"taker": "Choose who takes over."})
        return
    done = do(ownership.hand_over, actor, whose, to, sites, reason)
    fields.refuse(done.fields)
    if done:
        fields.sheet.done()
        leave(HERE, f"Handed over: {done.result}", of=whose)


def _away(actor: Actor, whose: int, name: str, *, own: bool) -> None:
    """The days, and who stands in; what is set already, and the way back."""
    found = do(ownership.absence, actor, whose, quiet=True)
    if found.result is None:
        return
    st.header("Away", anchor=False)
    st.text(
        f"New referrals pass {'you' if own else name} over on these days. What is open stays until it is handed over."
    )
    now = found.result.now or Absence()
    sheet = Sheet(f"away-{whose}-{now.from_on}-{now.until_on}-{now.stand_in_id}")
    fields = Fields(sheet, begun={"from_on": now.from_on, "until_on": now.until_on, "stand_in": now.stand_in_id})
    one, two = st.columns(2)
    with one:
        first = fields.day("from_on", "First day away")
    with two:
        back = fields.day("until_on", "Back on")
    stand_in = fields.choose("stand_in", "Stands in", found.result.colleagues, "Nobody: it waits in the pool")
    with st.container(horizontal=True):
        save = st.button("Save days", icon=":material/event_busy:", key=sheet.key("save"))
        here = now.until_on is not None and st.button("Back already", key=sheet.key("back"))
    if save:
        asked = Absence(from_on=first, until_on=back, stand_in_id=stand_in)
        done = do(ownership.set_away, actor, whose, asked)
        fields.refuse(done.fields)
        if done:
            leave(HERE, "The days are kept", of=whose)
    if here and do(ownership.come_back, actor, whose):
        leave(HERE, "Welcome back" if own else f"{name} is back", of=whose)


page(viewer())
