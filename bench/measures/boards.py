"""The lists of referrals: a page of what is open, counts by stage, everything in order, and what typing finds."""

from collections.abc import Iterator

from bench.house import House
from bench.measures.base import Measure, Measures
from core import referral
from core.access import Actor
from core.referral import Direction, Wanted

WHOLE = Wanted(stage="any", sort="received")
DEEP = 5_000


class Boards(Measures):
    """For somebody with two sites, and for somebody with all of them."""

    def of(self, house: House) -> Iterator[Measure]:
        """The board twice as dear as the driver at most."""
        for who, actor in (("2 sites", house.mia), ("40 sites", house.everywhere)):
            yield from _looks(house, who, actor)


def _looks(house: House, who: str, actor: Actor) -> Iterator[Measure]:
    inbound = Wanted(Direction.INBOUND)
    yield Measure(name=f"board page of 50, {who}", ours=lambda: referral.board(actor, inbound), ratio=2, flat=True)
    yield Measure(
        name=f"board counts by stage, {who}", ours=lambda: referral.counts(actor, inbound), ratio=2, flat=True
    )
    yield Measure(name=f"board of cards, {who}", ours=lambda: referral.lanes(actor, inbound), most_ms=150, flat=True)
    yield Measure(name=f"list of everything, {who}", ours=lambda: referral.board(actor, WHOLE), ratio=2, flat=True)
    after = referral.board(actor, WHOLE, DEEP).next
    deep = Wanted(stage="any", sort="received", after=after)
    yield Measure(
        name=f"the same, {DEEP:,} further, {who}", ours=lambda: referral.board(actor, deep), ratio=2, flat=True
    )
    closed = Wanted(stage="closed")
    yield Measure(name=f"list of closed, {who}", ours=lambda: referral.board(actor, closed), ratio=2, flat=True)
    name = house.ask("SELECT family_name || ' ' || given_name FROM patient WHERE id = 77")
    found = Wanted(stage="any", typed=name)
    yield Measure(name=f"search, a patient’s name, {who}", ours=lambda: referral.board(actor, found), most_ms=100)
    some = Wanted(stage="any", typed=name[:3])
    yield Measure(name=f"search, three letters, {who}", ours=lambda: referral.board(actor, some), most_ms=100)
    practice = house.ask("SELECT name FROM provider WHERE id = 20")
    from_there = Wanted(stage="any", typed=practice)
    yield Measure(name=f"search, a practice, {who}", ours=lambda: referral.board(actor, from_there), most_ms=100)
