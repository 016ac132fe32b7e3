"""People and jobs at work on a few referrals, in any order: what a state machine does and what it knows of it."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from core import clock, referral
from core.access import Actor, machine
from core.errors import Refusal
from core.referral import Answers, CancelledBy, Direction, Draft, Stage, Step, Urgency
from core.referral.lifecycle import STEPS, Ask, open_from
from core.rule import react
from core.work import reading
from data.tables import reason
from tests import make
from tests.cast import Cast
from tests.referral.holds_true import check, row_of, rows, whole
from tests.referral.story import only_at

BEGINNING = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
JOBS = machine("job:test")


@dataclass(slots=True)
class World:
    """What stays from one run to the next: people, practices, reasons, and how many steps were taken in all."""

    cast: Cast
    fay: Actor
    practice: int = 0
    codes: dict[str, list[str]] = field(default_factory=dict)
    steps: int = 0
    done: int = 0
    held: int = 0
    reached: set[Stage] = field(default_factory=set)

    @property
    def people(self) -> list[Actor]:
        """Those who do most come up most."""
        c = self.cast
        york = only_at(c.ana, [c.york])
        return [*[c.ana, c.ben, c.mia] * 4, *[c.ana, c.ben] * 2, self.fay, york, c.dev, c.cleo, c.adam]


def opened(cast: Cast, fay: Actor) -> World:
    """Everything that every run needs."""
    with reading() as db:
        codes: dict[str, list[str]] = {}
        for step, code in db.execute(select(reason.c.step, reason.c.code).order_by(reason.c.id)):
            codes.setdefault(step, []).append(code)
    return World(cast, fay, make.provider("Pennine Dental"), codes)


DICE = st.integers(0, 2**16)


class Referrals(RuleBasedStateMachine):
    """Whatever anybody tries, each referral stays whole."""

    world: World
    known = Bundle("known")
    most = 3

    @initialize()
    def morning(self) -> None:
        """A new patient on an ordinary day."""
        self.at = BEGINNING
        self.ids: list[int] = []
        self.patient = make.patient("Iris Okafor", at=self.world.cast.leeds)

    @precondition(lambda self: len(self.ids) < self.most)
    @rule(target=known, way=st.sampled_from(Direction), urgency=st.sampled_from(Urgency), dice=DICE)
    def refer(self, way: Direction, urgency: Urgency, dice: int) -> Any:
        """Mostly for something new, now and then for what is open already."""
        made = self.attempt(None, referral.refer, self.person(dice), self.draft(way, urgency, dice))
        if made is None:
            return multiple()
        self.ids.append(made)
        self.holds(made)
        return made

    def draft(self, way: Direction, urgency: Urgency, dice: int) -> Draft:
        """What is asked for; one in three says why there is a second."""
        cast = self.world.cast
        return Draft(
            direction=way,
            site_id=cast.leeds,
            from_site_id=cast.york if way is Direction.INTERNAL else None,
            specialty=("endodontics", "implant", "oral_surgery", "periodontics")[dice % 4],
            reason="Pain on biting",
            urgency=urgency,
            patient_id=self.patient,
            referrer_provider_id=self.world.practice if way is Direction.INBOUND else None,
            recipient_provider_id=self.world.practice if way is Direction.OUTBOUND else None,
            duplicate_reason="Another tooth" if dice % 3 == 0 else "",
        )

    @rule(id=known, dice=DICE, wild=st.integers(0, 9), right=st.integers(0, 9))
    def step(self, id: int, dice: int, wild: int, right: int) -> None:
        """Often the likely one, mostly one that leads on and mostly with what it asks for; else anything."""
        now = row_of(id)
        leads = open_from(Stage(now["stage"]), held=now["held_until_on"] is not None)
        several = leads if wild and leads else list(STEPS.values())
        step = several[0 if wild > 5 else dice % len(several)]
        given = self.answers(step, dice) if right else Answers(reason="hold.tests", value=None)
        stale = now["version"] - (wild == 1)
        self.attempt(id, referral.take_step, self.person(dice // 7), id, stale, step.name, given)

    @rule(id=known, dice=DICE)
    def go_on(self, id: int, dice: int) -> None:
        """The likely step, as it should be taken, by somebody who may."""
        now = row_of(id)
        likely, *_ = open_from(Stage(now["stage"]), held=now["held_until_on"] is not None) or STEPS.values()
        self.attempt(id, referral.take_step, self.world.cast.ben, id, None, likely.name, self.answers(likely, dice))

    @rule(id=known, dice=DICE)
    def call_off(self, id: int, dice: int) -> None:
        """A visit that is booked is cancelled, now and then; else too few ever are."""
        if row_of(id)["stage"] == Stage.BOOKED:
            step = STEPS["cancel_appointment"]
            self.attempt(id, referral.take_step, self.world.cast.ana, id, None, step.name, self.answers(step, dice))

    @rule(id=known, dice=DICE)
    def go_aside(self, id: int, dice: int) -> None:
        """One of the others that do not end it, by a manager or a clinician."""
        now = row_of(id)
        leads = open_from(Stage(now["stage"]), held=now["held_until_on"] is not None)
        others = [one for one in leads if not one.exits][1:] or list(STEPS.values())
        step, who = others[dice % len(others)], (self.world.cast.ben, self.world.cast.mia)[dice % 2]
        self.attempt(id, referral.take_step, who, id, None, step.name, self.answers(step, dice))

    @rule(id=known, dice=DICE)
    def end_it(self, id: int, dice: int) -> None:
        """One of the ways that end it, now and then, as it should be taken, by a manager; else on with it."""
        now = row_of(id)
        leads = open_from(Stage(now["stage"]), held=now["held_until_on"] is not None)
        ends = [one for one in leads if one.exits == (dice % 4 == 0)] or list(STEPS.values())
        step = ends[dice // 4 % len(ends)]
        self.attempt(id, referral.take_step, self.world.cast.mia, id, None, step.name, self.answers(step, dice))

    @rule(id=known, dice=DICE)
    def visit_comes(self, id: int, dice: int) -> None:
        """The hour of a booked visit passes, and somebody says what came of it."""
        booked = rows("SELECT starts_at FROM appointment WHERE referral_id = :id AND state = 'booked'", id=id)
        if not booked:
            self.world.steps += 1
            return
        self.at = max(self.at, EPOCH + timedelta(microseconds=booked[0]["starts_at"]) + timedelta(hours=1))
        step = STEPS["miss" if dice % 2 else "attend"]
        self.attempt(id, referral.take_step, self.world.cast.ben, id, None, step.name, self.answers(step, dice))

    @rule(id=known, dice=DICE)
    def assign(self, id: int, dice: int) -> None:
        """To somebody who works there, to somebody who does not, or back to the pool."""
        takers = [None, *(one.account_id for one in self.world.people)]
        self.attempt(id, referral.assign, self.person(dice // 5), id, None, takers[dice % len(takers)])

    @rule(id=known, dice=DICE, changes=st.sampled_from(({"payer": "Dentsure"}, {"reason": "Worse"}, {"teeth": "99"})))
    def change(self, id: int, dice: int, changes: dict[str, Any]) -> None:
        """What may be changed, and what may not."""
        changes = changes if dice % 2 else {name: f"{text}{dice % 9}" for name, text in changes.items()}
        self.attempt(id, referral.change, self.person(dice), id, None, changes)

    @rule(id=known, dice=DICE)
    def note(self, id: int, dice: int) -> None:
        """Which changes nothing else."""
        self.attempt(id, referral.note, self.person(dice), id, "Rang, no answer")

    @rule(hours=st.integers(1, 24 * 20), reacts=st.integers(0, 3))
    def time_passes(self, hours: int, reacts: int) -> None:
        """What is due falls due, and sometimes the house catches up with all that happened."""
        self.world.steps += 1
        self.at += timedelta(hours=hours)
        with clock.telling(self.at):
            self.fall_due()
            if reacts == 0:
                self.catch_up()
        for id in self.ids:
            self.holds(id)

    def fall_due(self) -> None:
        """What the jobs process finds when it looks at the clock."""
        referral.end_holds(JOBS)
        referral.ask_outcomes(JOBS)

    def holds(self, id: int) -> None:
        """What is true of every referral is true of this one."""
        check(id, self.ids)

    def catch_up(self) -> None:
        """Everything is reacted to."""
        while react():
            pass
        self.world.held = whole(self.world.held)

    def person(self, dice: int) -> Actor:
        """Any of them."""
        return self.world.people[dice % len(self.world.people)]

    def attempt(self, id: int | None, command: Any, *given: Any) -> Any:
        """Done, and then it is one version on and still whole; or refused in words, and then nothing is different."""
        self.world.steps += 1
        self.at += timedelta(minutes=7)
        before = row_of(id) if id else {}
        with clock.telling(self.at):
            refused, result = "", None
            try:
                result = command(*given)
            except Refusal as refusal:
                refused = str(refusal)
        if refused:
            assert refused.endswith((".", "?"))
            assert not id or row_of(id) == before
            return None
        self.world.done += 1
        if id:
            after = row_of(id)
            assert after["version"] == before["version"] + (command is not referral.note)
            self.world.reached.add(Stage(after["stage"]))
            self.holds(id)
        return result

    def answers(self, step: Step, dice: int) -> Answers:
        """What the step asks for, most of it as it should be."""
        codes = self.world.codes.get(step.name, [""])
        soon = self.at + timedelta(hours=dice % 90 - 60)
        given: dict[str, Any] = {"comment": "As spoken", "again": "Another tooth" if dice % 2 else ""}
        if Ask.REASON in step.asks:
            given |= {"reason": codes[dice % len(codes)]}
        given |= {"starts_at": soon, "cancelled_by": list(CancelledBy)[dice % 3], "summary": "Seen"}
        given |= {"diagnosis": "Necrosis", "treatment": "Sealed", "signed_by": "Mr Hale"}
        given |= {"until_on": (self.at + timedelta(days=dice % 40 - 2)).date()}
        given |= {"urgency": list(Urgency)[dice % 4], "decided_by": "Dr Okafor" if dice % 5 else ""}
        given |= {"signer_id": self.world.cast.ben.account_id if dice % 3 else None}
        return Answers(**given)

    def teardown(self) -> None:
        """In the end all of it is reacted to and whole."""
        with clock.telling(self.at):
            if len(self.ids) and self.ids[0] % 4 == 0:
                self.catch_up()


def live(histories: type[RuleBasedStateMachine], several: int, each: int) -> None:
    """Let so many histories happen, of so many things each: the same ones, unless more steps were asked for, or fewer
    than none, which are two that nobody has seen."""
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=max(several, 2),
            stateful_step_count=each,
            derandomize=several >= 0 and "BATON_TEST_STEPS" not in os.environ,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
