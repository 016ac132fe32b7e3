"""What becomes of a referral, from its arrival to its end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.access import machine
from core.demo import ends, facts, visits
from core.demo.arrivals import THEMSELVES
from core.demo.course import ASSIGN, NOTE, Course, Move
from core.demo.pace import delay, happens
from core.demo.visits import TICK
from core.referral import Answers, Request, Source, Urgency
from core.referral.deadline import NINE

HOLDS = machine("job:holds")
REVIEW = 5.0
"""Weeks after which somebody asks how long the wait still is."""


def run(c: Course) -> list[Move]:
    """From arrival to its end, whenever that is; the caller cuts what lies ahead."""
    _beside(c)
    if _triage(c) and _decide(c) and (_advised(c) or (_arrange(c) and visits.all_of(c))):
        _finish(c)
    return c.moves


def _beside(c: Course) -> None:
    """What happens on the first day: a pool, a note, now and then a mistake."""
    nobody_yet = 85 if c.draft.source in THEMSELVES | {Source.NHS} else 0 if c.outbound or c.presses() else 26
    if not c.pooled and happens(c.rng, nobody_yet):
        c.do(ASSIGN, 0.005, c.site.one_of(c.rng, coordinator=1))
        c.pooled = True
    if happens(c.rng, 14):
        c.do(NOTE, 0.05, c.asker(), Answers(comment=c.rng.choice(facts.words().notes)))


def _triage(c: Course) -> bool:
    if happens(c.rng, 0.5):
        c.do("correct", 0.1, c.site.one_of(c.rng, manager=1), Answers(comment="Typed in twice by mistake."))
        return False
    actor = c.desk()
    c.do("acknowledge", c.takes("acknowledge"), actor)
    if c.pooled and happens(c.rng, 40):
        c.take_over(actor)
    if c.urgency is Urgency.ROUTINE and happens(c.rng, 1.5):
        c.urgency = Urgency.URGENT
        c.do("set_urgency", c.takes("decide"), c.desk(), replace(c.say("set_urgency"), urgency=c.urgency))
    return not c.chance("ask") or _informed(c)


def _informed(c: Course) -> bool:
    question, answer = c.rng.choice(facts.words().questions)
    c.do("ask_information", c.takes("inform"), c.desk(), Answers(comment=question))
    if happens(c.rng, 8):
        c.decide("decline", c.pace.give_up, Answers(reason="decline.information_missing"))
        return False
    c.do("give_information", c.takes("answer"), c.asker(), Answers(comment=answer))
    return True


def _decide(c: Course) -> bool:
    for way in ("decline", "redirect"):
        if c.chance(way):
            c.decide(way, c.takes("decide"), _elsewhere(c) if way == "redirect" else c.because(way))
            return False
    c.decide("accept", c.takes("decide"), c.say("accept"))
    decider = c.moves[-1].actor
    if c.pooled:
        c.take_over(c.desk())
    elif happens(c.rng, 10) and decider.role == "coordinator":
        taker = c.site.one_of(c.rng, front_desk=2, clinician=1).account_id
        if taker != c.owner:
            c.do(ASSIGN, 0.01, decider, owner_id=taker)
    return True


def _elsewhere(c: Course) -> Answers:
    """Why another service suits better, often with its name."""
    near = [each for each in c.near if each.practice.new.offers]
    named = c.rng.choice(near).id if near and happens(c.rng, 60) else None
    return replace(c.because("redirect"), provider_id=named)


def _advised(c: Course) -> bool:
    """Advice is given in writing, without a visit."""
    return c.draft.kind is Request.ADVICE


def _arrange(c: Course) -> bool:
    """Until a first visit can be booked."""
    if not c.presses() and c.chance("withdraw"):
        return ends.withdrawn(c)
    if not c.presses() and happens(c.rng, 3):
        _hold(c)
    weeks = c.site.place.waits.get(c.draft.specialty, 0) if not c.outbound else 0
    if c.urgency is Urgency.ROUTINE and (c.chance("waitlist") or (weeks and happens(c.rng, 70))):
        _wait(c, weeks * c.rng.uniform(0.7, 1.3) + c.rng.uniform(1.5, 5))
    never = c.pace.never * (2.2 if c.draft.source in THEMSELVES else 1.0)
    return c.presses() or not happens(c.rng, never) or ends.lost(c)


def _wait(c: Course, weeks: float) -> None:
    """On the waiting list, which somebody looks through every few weeks."""
    c.do("waitlist", c.takes("inform"), c.desk())
    while weeks > REVIEW:
        c.at += timedelta(weeks=REVIEW)
        c.do("wait_on", c.rng.uniform(0, 1.5), c.desk())
        weeks -= REVIEW
    c.at += timedelta(weeks=weeks)


def _hold(c: Course) -> None:
    days = c.rng.randint(14, 50)
    c.at = c.hours.after(c.at, c.rng.uniform(0.1, 2))
    until = (c.at + timedelta(days=days)).date()
    c.moves.append(Move(c.at, c.desk(), "hold", replace(c.because("hold"), until_on=until)))
    comes_back = datetime.combine(until, NINE, ZoneInfo(c.site.zone)).astimezone(UTC)
    ready = c.hours.after(c.at + timedelta(days=days * c.rng.uniform(0.4, 1.2)), 0.05)
    if ready < comes_back:
        c.at = ready
        c.moves.append(Move(c.at, c.desk(), "resume", c.say("resume")))
    else:
        c.at = comes_back + TICK
        c.moves.append(Move(c.at, HOLDS, "resume"))


def _finish(c: Course) -> None:
    """The report, and the end."""
    if c.moves[-1].step != "report":
        ends.reported(c)
    c.do("complete", c.takes("close", Urgency.ROUTINE), c.desk())
    if happens(c.rng, 0.4):
        c.do("reopen", delay(c.rng, 6), c.decider(), Answers(comment="Patient rang: the problem has come back."))
        c.decide("accept", c.takes("decide"), c.say("accept"))
        ends.reported(c)
        c.do("complete", c.takes("close", Urgency.ROUTINE), c.desk())
