"""What arrives: for each slot of the timetable a patient, a practice at the other end and a reason."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from core.access import Actor
from core.demo import facts
from core.demo.crowd import Crowd
from core.demo.drafts import Wish, draft
from core.demo.facts import Ailment, Discipline
from core.demo.group import Group, Outside, Site
from core.demo.timetable import Slot
from core.directory import Specialty
from core.referral import Direction, Draft, Source, Urgency

THEMSELVES = frozenset({Source.WEBSITE, Source.PATIENT, Source.CAMPAIGN, Source.SELF})
PRESSING = frozenset({Urgency.URGENT, Urgency.SUSPECTED_CANCER})
RARE = {Urgency.URGENT: 0.5, Urgency.SUSPECTED_CANCER: 0.1}
"""How seldom these are among what is asked of us; hospitals get them five times as often."""
MONTH = timedelta(days=30)
PATIENCE = 60
Ends = dict[Specialty, list[Outside]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A draft, who types it in and when, and what stands behind it; `alone` when the patient waits for nothing else."""

    rng: Random
    at: datetime
    writer: Actor
    draft: Draft
    wish: Wish
    patient: int
    age: int
    alone: bool


def arrive(slot: Slot, group: Group, crowd: Crowd, now: datetime) -> Arrival:
    """Draw again until everything fits together; where nobody near does, somebody comes from further away."""
    for tries in range(2 * PATIENCE):
        if found := _drawn(slot, group, crowd, now, far=tries >= PATIENCE):
            return found
    raise ValueError("There are too few patients for so many referrals.")


def _drawn(slot: Slot, group: Group, crowd: Crowd, now: datetime, *, far: bool) -> Arrival | None:
    if (wish := _wish(slot, group, now)) is None:
        return None
    rng, at, home = slot.rng, slot.recorded_at, slot.site
    patient = crowd.choose(rng, None if far else home.place.code, wish.ailment, wish.discipline.specialty, at)
    if patient is None:
        return None
    outbound = slot.direction is Direction.OUTBOUND
    inbound = slot.direction is Direction.INBOUND
    campaign_id = group.campaign(slot.source, wish.site, slot.received_at) if inbound else None
    return Arrival(
        rng=rng,
        at=at,
        writer=home.one_of(rng, front_desk=6, coordinator=4, clinician=2 if outbound else 0),
        draft=replace(draft(slot, wish, crowd.folk[patient].new), campaign_id=campaign_id),
        wish=wish,
        patient=patient,
        age=crowd.age(patient, at),
        alone=crowd.waits_for_nothing(patient, at),
    )


def _wish(slot: Slot, group: Group, now: datetime) -> Wish | None:
    rng, internal = slot.rng, slot.direction is Direction.INTERNAL
    site = group.sites[rng.choice(slot.site.place.sends_to)] if internal else slot.site
    ends = _receivers(group, site) if slot.direction is Direction.OUTBOUND else {}
    shares = {each: each.share[slot.direction] for each in _wanted(slot, site, ends)}
    if not shares:
        return None
    discipline = rng.choices(list(shares), list(shares.values()))[0]
    ailment = _ailment(slot, discipline)
    outside = None if internal or slot.source in THEMSELVES else _other_end(slot, group, ends, discipline, ailment, now)
    if outside is None and slot.direction is Direction.OUTBOUND:
        return None
    return Wish(site, slot.site if internal else None, outside, discipline, ailment)


def _wanted(slot: Slot, site: Site, ends: Ends) -> list[Discipline]:
    """What the receiver offers; inbound also what people ask for by themselves, outbound what we do not do."""
    wanted, by_themselves = set(site.place.offers), slot.source in THEMSELVES
    if slot.direction is Direction.OUTBOUND:
        wanted = {specialty for specialty in ends if specialty not in wanted or specialty is Specialty.ORAL_SURGERY}
    if slot.direction is Direction.INTERNAL:
        wanted -= set(slot.site.place.offers)
    if by_themselves:
        wanted.add(Specialty.GENERAL)
    known = (facts.disciplines()[specialty] for specialty in sorted(wanted))
    return [d for d in known if d.share[slot.direction] and any(a.enquiry is by_themselves for a in d.ailments)]


def _receivers(group: Group, near: Site) -> Ends:
    found: Ends = defaultdict(list)
    for outside in group.around(near):
        for specialty in dict.fromkeys(Specialty(offer.specialty) for offer in outside.practice.new.offers):
            found[specialty].append(outside)
    return found


def _ailment(slot: Slot, discipline: Discipline) -> Ailment:
    fit = [each for each in discipline.ailments if each.enquiry is (slot.source in THEMSELVES)]
    often = 5 if slot.direction is Direction.OUTBOUND else 1
    odds = [min(RARE.get(each.urgency, 1.0) * often, 1.0) if each.urgency else 1.0 for each in fit]
    return slot.rng.choices(fit, odds)[0]


def _other_end(
    slot: Slot, group: Group, ends: Ends, discipline: Discipline, ailment: Ailment, now: datetime
) -> Outside | None:
    """Who receives outbound: urgent ones go where urgent ones are taken. Who refers inbound: each by its share."""
    if slot.direction is Direction.OUTBOUND:
        taking = [end for end in ends[discipline.specialty] if _takes(end, discipline.specialty, ailment.urgency)]
        return slot.rng.choice(taking) if taking else None
    age, around = (now - slot.recorded_at) / MONTH, group.around(slot.site)
    if slot.source is Source.NHS:
        return slot.rng.choice([each for each in around if each.practice.new.offers])
    return slot.rng.choices(around, [each.practice.refers_at(age) for each in around])[0]


def _takes(outside: Outside, specialty: Specialty, urgency: Urgency | None) -> bool:
    offers = [offer for offer in outside.practice.new.offers if offer.specialty == specialty]
    return urgency not in PRESSING or any(urgency in offer.urgencies for offer in offers)
