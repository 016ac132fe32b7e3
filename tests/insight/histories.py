"""Random histories to hold figures against: the people of tests/referral/machine.py, at sites all over the world.

Time goes on from one history to the next, so that cohorts of many months lie in one database. What is recorded late,
corrected, merged, put differently or set otherwise happens between the steps.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import insert

from core import clock, insight, patient, referral, sla
from core.access import Actor
from core.errors import Refusal
from core.insight.engagement import FEWEST_GAPS
from core.referral import STEPS, Answers, Direction, Funding, NewCampaign, Source, Stage, Step, Urgency
from core.referral.campaigns import RUN_BY
from core.referral.lifecycle import open_from
from core.sla import Policy, Scope
from core.work import work
from data.tables import account_site
from tests import make
from tests.cast import Cast
from tests.referral.holds_true import row_of, rows
from tests.referral.machine import BEGINNING, JOBS, Referrals, World, opened
from tests.referral.story import OUTCOME, booked, inbound, only_at, step
from tests.world.drain import drain

PLACES = {
    "London": "Europe/London",
    "Auckland": "Pacific/Auckland",
    "Avalon": "America/St_Johns",
    "Kathmandu": "Asia/Kathmandu",
    "Honolulu": "Pacific/Honolulu",
}
"""Ahead of Greenwich, behind it, by parts of an hour; some move their clocks, in March, in September, never."""
VISITED = ("attend", "attend", "attend", "attend", "miss", "cancel_appointment", "reschedule")
COSTS = (None, 0, 25_000, 99_950)
"""Pence: of some campaigns nobody knows what they cost, and some cost nothing."""
WORTH = (None, Decimal("180.00"), Decimal("0.00"), Decimal("95.55"))
"""Some work is worth something, some nothing, and of some nobody says."""
DUE = ("acknowledge", "decide", "information", "first_contact", "report")
WAYS = (*Direction, Direction.INBOUND, Direction.INBOUND)
SOURCES = (*Source, *RUN_BY, *(Source.PROVIDER, Source.CAMPAIGN) * 4)
"""Enough of one practice that it has a usual gap, and of one campaign that what it gave for its cost can be told."""
SEVERAL = 4
"""So many campaigns there are before one is changed more often than added."""
MOST = 8
"""So many referrals has a history at most."""


def advertised(cast: Cast) -> None:
    """A campaign of the whole group for each source that can have one; all of them run for ever."""
    for source in RUN_BY:
        referral.add_campaign(cast.cleo, NewCampaign(name=f"By {source}", source=source, began_on=date(2000, 1, 1)))


def abroad(cast: Cast, fay: Actor) -> tuple[World, list[int], list[int]]:
    """The world of every history, its sites and the practices outside."""
    sites = [make.site(name, time_zone=zone) for name, zone in PLACES.items()]
    people = {name: only_at(getattr(cast, name), sites) for name in ("ana", "ben", "mia")}
    with work() as db:
        places = [(one.account_id, site) for one in people.values() for site in sites]
        db.execute(insert(account_site), [{"account_id": who, "site_id": site} for who, site in places])
    everywhere = replace(cast.cleo, sites=cast.cleo.sites | {*sites})
    world = opened(replace(cast, **people, cleo=everywhere), fay)
    alike = {"name": "Hauraki Dental"}
    return (
        world,
        sites,
        [world.practice, make.provider(**alike, town="Takapuna"), make.provider(**alike, town="Albany")],
    )


def well_spent(cast: Cast, at: datetime, dice: Random) -> datetime:
    """More of one campaign that is paid for than comes about by chance, seen and worth something; when it is over."""
    began = (at - timedelta(days=2)).date()
    new = NewCampaign(name="Spring", source=Source.CAMPAIGN, began_on=began, cost=dice.choice(COSTS[2:]))
    came_of, over = referral.add_campaign(cast.cleo, new), at + timedelta(days=3)
    draft = {"source": Source.CAMPAIGN, "campaign_id": came_of, "referrer_provider_id": None}
    for n in range(dice.randint(5, 8)):
        with clock.telling(at):
            number = inbound(cast, patient_id=make.patient(f"Iris Okafor {n}", at=cast.leeds), **draft)
            booked(cast, number)
        with clock.telling(over):
            step(cast.ben, number, "attend")
            step(cast.ben, number, "report", **OUTCOME, value=dice.choice(WORTH[1:]))
    with clock.telling(over):
        drain()
    return over


def fallen_silent(cast: Cast, at: datetime, dice: Random) -> datetime:
    """A practice that nobody knew refers every few days, and then no more; when it has lapsed."""
    practice, every = make.provider("Wharfe Dental"), timedelta(days=dice.randint(8, 12))
    for n in range(FEWEST_GAPS + 1):
        with clock.telling(at := at + every):
            inbound(cast, patient_id=make.patient(f"Rose Tyler {n}", at=cast.leeds), referrer_provider_id=practice)
    silent = at + 3 * every
    with clock.telling(silent):
        drain()
    return silent


class Histories(Referrals):
    """What anybody does, one thing after the other; `look` is called when everything is reacted to."""

    step = note = assign = change = refer = None
    go_on = go_aside = end_it = visit_comes = time_passes = None
    sites: Sequence[int]
    practices: Sequence[int]
    look: Callable[["Histories"], None]
    ended_at = BEGINNING

    @initialize(later=st.integers(0, 20 * 24), here=st.integers(0, 4), there=st.integers(1, 4))
    def morning(self, later: int, here: int, there: int) -> None:
        """Some time after the last history, at two of the sites, with a patient who is written down twice."""
        leeds, york = self.sites[here], self.sites[(here + there) % len(self.sites)]
        self.world.cast = replace(self.world.cast, leeds=leeds, york=york)
        self.at = self.ended_at + timedelta(hours=later)
        self.ids: list[int] = []
        self.merges: list[int] = []
        with clock.telling(self.at):
            self.patient, self.double = (make.patient("Iris Okafor", at=leeds) for _ in "12")

    @rule(seed=st.integers(0, 2**32))
    def go(self, seed: int) -> None:
        """One thing or another, the usual ones more often."""
        dice = Random(f"{seed} {self.world.steps}")
        if not self.ids or (len(self.ids) < MOST and dice.random() < 0.35):
            self.arrive(dice)
        else:
            deeds, weights = zip(*DEEDS, strict=True)
            dice.choices(deeds, weights)[0](self, dice)

    def arrive(self, dice: Random) -> None:
        """In any direction, from anybody; by post it may be recorded weeks after it was received."""
        way, practice = dice.choice(WAYS), dice.choice(self.practices)
        source = dice.choice(SOURCES)
        usual = self.draft(way, dice.choice([*Urgency]), dice.randrange(4) * 3)
        draft = replace(
            usual,
            patient_id=dice.choice([self.patient, self.patient, self.double]),
            source=source,
            funding=dice.choice([None, *Funding]),
            referrer_provider_id=practice if way is Direction.INBOUND and source is Source.PROVIDER else None,
            recipient_provider_id=practice if way is Direction.OUTBOUND else None,
            received_at=self.at - timedelta(hours=dice.randrange(1500)) if dice.random() < 0.4 else None,
            may_share=dice.random() < 0.8,
            campaign_id=self.brought_by(dice, source, self.world.cast.leeds),
        )
        if made := self.attempt(None, referral.refer, self.world.cast.ana, draft):
            self.ids.append(made)

    def brought_by(self, dice: Random, source: Source, site: int) -> int | None:
        """One of the campaigns that run there today, or none."""
        latest = [*referral.running(self.world.cast.ana, source, site, self.at.date())]
        return dice.choice([None, *latest, *latest[-1:] * 8])

    def advertise(self, dice: Random) -> None:
        """Another campaign, of the group or of one site; or what one costs turns out otherwise."""
        cleo = self.world.cast.cleo
        known = insight.returns(cleo)
        if len(known) > SEVERAL or dice.random() < 0.5:
            one = dice.choice(known).campaign
            said = {name: getattr(one, name) for name in ("name", "source", "began_on", "ended_on", "site_id")}
            changed = NewCampaign(**said, cost=dice.choice(COSTS))
            self.attempt(None, referral.change_campaign, cleo, one.id, one.version, changed)
            return
        began = (self.at - timedelta(days=dice.randrange(200))).date()
        new = NewCampaign(
            name=f"Leaflet {len(known)}",
            source=dice.choice(RUN_BY),
            began_on=began,
            ended_on=dice.choice([None, began + timedelta(days=400)]),
            cost=dice.choice(COSTS),
            site_id=dice.choice([None, self.world.cast.leeds, self.world.cast.york]),
        )
        self.attempt(None, referral.add_campaign, cleo, new)

    def live(self, dice: Random) -> None:
        """Some steps as they should be taken, each a while after the other; a visit is kept, missed or cancelled."""
        id = dice.choice(self.ids)
        for _ in range(dice.randint(1, 7)):
            self.at += timedelta(hours=dice.choice((0, 2, 20, 90, 200)))
            now = row_of(id)
            likely = open_from(Stage(now["stage"]), held=now["held_until_on"] is not None)
            if not likely:
                break
            step = STEPS[dice.choice(VISITED)] if now["stage"] == Stage.BOOKED else likely[0]
            self.attempt(id, referral.take_step, self.world.cast.ben, id, None, step.name, self.drawn(step, dice))

    def go_elsewhere(self, dice: Random) -> None:
        """Any step that leads on from where one stands: on hold, back, to its end, or open again."""
        id = dice.choice(self.ids)
        now = row_of(id)
        leads = open_from(Stage(now["stage"]), held=now["held_until_on"] is not None)
        if leads:
            step, who = dice.choice(leads), dice.choice([self.world.cast.ben, self.world.cast.mia])
            self.attempt(id, referral.take_step, who, id, None, step.name, self.drawn(step, dice))

    def pay_otherwise(self, dice: Random) -> None:
        """What a referral is counted under changes after the fact."""
        id = dice.choice(self.ids)
        said: dict[str, Any] = {"funding": dice.choice([*Funding])}
        if (source := Source(row_of(id)["source"])) in RUN_BY:
            said["campaign_id"] = self.brought_by(dice, source, row_of(id)["site_id"])
        self.attempt(id, referral.change, self.world.cast.mia, id, None, said)

    def merge(self, dice: Random) -> None:
        """The two patients are one, or two again."""
        mia, pair = self.world.cast.mia, (self.patient, self.double)
        if self.merges and dice.random() < 0.5:
            self.attempt(None, patient.unmerge, mia, self.merges[-1])
            return
        versions = {row["id"]: row["version"] for row in rows("SELECT id, version FROM patient")}
        looked = tuple(versions[id] for id in pair)
        if made := self.attempt(None, patient.merge, mia, *pair, looked, {}, "Two teeth"):
            self.merges.append(made)

    def allow(self, dice: Random) -> None:
        """A deadline is set otherwise at one of the sites: what was late may be in time again."""
        here, what, mia = self.world.cast.leeds, dice.choice(DUE), self.world.cast.mia
        stands = rows("SELECT id, version FROM deadline WHERE what = :what AND site_id = :here", what=what, here=here)
        policy = Policy(scope=Scope(what=what, site_id=here), amount=dice.choice((0, 1, 3, 30, 90)))
        if stands:
            self.attempt(None, sla.change_deadline, mia, stands[0]["id"], stands[0]["version"], policy)
        else:
            self.attempt(None, sla.set_deadline, mia, policy)

    def wait(self, dice: Random) -> None:
        """Time passes, and sometimes the house catches up with all that happened."""
        self.at += timedelta(hours=dice.choice((5, 30, 100, 400)))
        with clock.telling(self.at):
            self.fall_due()
            if dice.random() < 0.3:
                self.catch_up()

    def drawn(self, step: Step, dice: Random) -> Answers:
        """What a step asks for."""
        return replace(self.answers(step, dice.randrange(2**16)), value=dice.choice(WORTH))

    def attempt(self, id: int | None, command: Any, *given: Any) -> Any:  # noqa: ARG002 - as its elder has it
        """Done or refused; that each referral stays whole is tests/referral's to hold."""
        self.world.steps += 1
        self.at += timedelta(minutes=7)
        with clock.telling(self.at):
            try:
                made = command(*given)
            except Refusal:
                return None
        self.world.done += 1
        return made

    def fall_due(self) -> None:
        """What the jobs process finds when it looks at the clock, deadlines among it."""
        super().fall_due()
        while referral.reckon_some(JOBS):
            pass
        referral.tell_due(JOBS)

    def teardown(self) -> None:
        """In the end everything is reacted to, and every figure is looked at."""
        with clock.telling(self.at):
            self.fall_due()
            self.catch_up()
            type(self).ended_at = self.at
            self.look()


DEEDS = (
    (Histories.live, 14),
    (Histories.go_elsewhere, 6),
    (Histories.wait, 4),
    (Histories.pay_otherwise, 1),
    (Histories.merge, 1),
    (Histories.advertise, 1),
    (Histories.allow, 1),
)
"""What happens, and how often."""
