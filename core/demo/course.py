"""A referral on its way: who takes a step, after how long, and what they say."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.access import Actor, Role
from core.demo import facts
from core.demo.arrivals import PRESSING, Arrival
from core.demo.group import Outside
from core.demo.hours import Hours
from core.demo.pace import PACES, delay, happens, picked
from core.referral import Answers, Direction, Urgency

SHORTEST = timedelta(hours=2)
"""Between a booking and the visit."""
OVER, ASSIGN, NOTE = "over", "assign", "note"
"""What happens to a referral besides the steps of its lifecycle."""


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody takes a step, or one of the other things happens."""

    at: datetime
    actor: Actor
    step: str
    given: Answers = field(default_factory=Answers)
    owner_id: int | None = None


class Course:
    """A referral on its way. Each part of the way answers whether it goes on."""

    def __init__(
        self, arrival: Arrival, elsewhere: Hours, taken: set[tuple[int, datetime]], near: Sequence[Outside]
    ) -> None:
        draft, wish, site = arrival.draft, arrival.wish, arrival.wish.site
        self.arrival, self.draft, self.wish, self.site = arrival, draft, wish, site
        self.rng, self.taken, self.near = arrival.rng, taken, near
        self.pace, self.urgency = PACES[draft.direction], draft.urgency
        self.outbound = draft.direction is Direction.OUTBOUND
        self.hours, self.there = site.hours, elsewhere if self.outbound else site.hours
        there = wish.outside.clinicians if self.outbound and wish.outside else ()
        self.clinician = self.rng.choice(there) if there else site.specialist(self.rng, draft.specialty)
        self.at, self.moves = arrival.at, list[Move]()
        self.pooled = draft.direction is Direction.INTERNAL
        self.owner = draft.owner_id or (None if self.pooled else arrival.writer.account_id)
        self.missed = False

    def do(
        self, step: str, wait: float, actor: Actor, given: Answers | None = None, *, owner_id: int | None = None
    ) -> None:
        """After so many working days, within opening hours."""
        self.owner = owner_id if step == ASSIGN else self.owner
        self.at = self.hours.after(self.at, wait)
        self.moves.append(Move(self.at, actor, step, given or self.say(step), owner_id))

    def take_over(self, actor: Actor) -> None:
        """Out of the pool."""
        self.do(ASSIGN, 0.005, actor, owner_id=actor.account_id)
        self.pooled = False

    def say(self, step: str, reason: str = "") -> Answers:
        """A comment that people write with this step, or none."""
        return Answers(comment=self.rng.choice(facts.words().comments.get(step, [""])), reason=reason)

    def because(self, step: str) -> Answers:
        """A reason for a step, with a word of explanation where one is needed."""
        given = self.say(step, picked(self.rng, facts.words().reasons[step]))
        explained = facts.words().explained.get(given.reason)
        return replace(given, comment=self.rng.choice(explained)) if explained else given

    def takes(self, what: str, urgency: Urgency | None = None) -> float:
        """Working days for this, at this site."""
        slow = 1.0 if self.outbound and what != "close" else self.site.place.slow.get(what, 1.0)
        return delay(self.rng, getattr(self.pace, what) * slow, urgency or self.urgency)

    def chance(self, what: str) -> bool:
        """Whether it goes this other way."""
        return happens(self.rng, getattr(self.pace, what))

    def slot(self, not_before: datetime) -> datetime:
        """When the clinician is free for a visit, on or soon after that moment."""
        minutes = self.wish.discipline.minutes
        start = self.there.visit(self.rng, max(not_before, self.at + SHORTEST), minutes)
        while (self.clinician.id, start) in self.taken:
            start = self.there.visit(self.rng, start, minutes)
        self.taken.add((self.clinician.id, start))
        return start

    def presses(self) -> bool:
        """Nobody lets go of these."""
        return self.urgency in PRESSING

    def desk(self) -> Actor:
        """Who does the daily steps."""
        return self.site.one_of(self.rng, front_desk=7, coordinator=3)

    def decider(self) -> Actor:
        """Who may accept and decline."""
        return self.site.one_of(self.rng, coordinator=6, clinician=4)

    def signer(self) -> Actor:
        """Who signs what is reported of our own work: whoever treats the patient, or another clinician of the site."""
        there = self.site.staff[Role.CLINICIAN]
        return next((each for each in there if self.clinician.name.endswith(each.name)), self.rng.choice(there))

    def decide(self, step: str, wait: float, given: Answers) -> None:
        """One of those who may decide does; a coordinator mostly for the clinician who said so."""
        actor = self.decider()
        said = not self.outbound and actor.role is not Role.CLINICIAN and happens(self.rng, 60)
        self.do(step, wait, actor, replace(given, on_behalf_id=self.clinician.id) if said else given)

    def asker(self) -> Actor:
        """The referring side."""
        return (self.wish.sender or self.site).one_of(self.rng, front_desk=6, coordinator=4)
