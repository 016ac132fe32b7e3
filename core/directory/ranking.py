"""Which provider suits a request best: what each point is given for is written here, shown beside it, and nothing else.

Equal points are settled by the shorter wait, the shorter way and the name, so that two people see the same list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.directory.measured import NOTHING, Measured
from core.directory.model import Choice
from core.directory.specialties import Specialty
from core.directory.standing import Standing
from core.directory.terms import Funding, Offer, Urgency

PREFERRED = 25
RELIED_ON = 15
IN_NETWORK = 15
NEAR, FAR_KM = 25, 60.0
"""All of it next door, nothing from so far away."""
SOON, LATE_DAYS = 25, 120
"""All of it at once, nothing after so many days."""
ROOM, FULL = 10, -20
REPORTS = 10
DECLINES = -20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for, at which of our sites."""

    site_id: int
    specialty: str
    urgency: Urgency = Urgency.ROUTINE
    funding: str = ""
    network: str = ""
    patient_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a provider stands where it stands, in a few words, and the points it is given for that."""

    text: str
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A provider that offers the specialty, with all that counts. `about` is set where its place is only nearly known;
    `taken` counts this month's referrals by funding."""

    id: int
    name: str
    place: str
    standing: Standing
    offers: tuple[Offer, ...]
    choice: Choice | None = None
    networks: tuple[str, ...] = ()
    interest: str = ""
    km: float | None = None
    about: bool = False
    measured: Measured = NOTHING
    taken: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """One that suits, with its reasons; the points are their sum."""

    id: int
    name: str
    place: str
    standing: Standing
    interest: str
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """What it is ranked by."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One that offers the specialty and is not in the list, and why."""

    id: int
    name: str
    why: str


def ranked(candidates: Iterable[Candidate], wish: Wish, whom: str) -> tuple[list[Match], list[LeftOut]]:
    """Those that suit, best first, and those that do not, by name. `whom` is who the distance is from."""
    suits: list[tuple[tuple[object, ...], Match]] = []
    left: list[LeftOut] = []
    for each in candidates:
        offer = _best(each, wish)
        if offer is None or (why := _barred(each)):
            left.append(LeftOut(each.id, each.name, why if offer else _misfit(each, wish)))
            continue
        match = Match(each.id, each.name, each.place, each.standing, each.interest, _reasons(each, offer, wish, whom))
        days = _days(each, offer)
        tie = (LATE_DAYS if days is None else days, FAR_KM if each.km is None else each.km, each.name, each.id)
        suits.append(((-match.points, *tie), match))
    return [match for _, match in sorted(suits, key=lambda pair: pair[0])], sorted(left, key=lambda each: each.name)


def _barred(each: Candidate) -> str:
    if each.standing is Standing.SUSPENDED:
        return "suspended"
    return "hidden at this site" if each.choice is Choice.HIDDEN else ""


def _best(each: Candidate, wish: Wish) -> Offer | None:
    """Of the services that fit the request, the one with the shortest announced wait."""
    fit = [offer for offer in each.offers if wish.urgency in offer.urgencies and _pays(offer, wish)]
    return min(fit, key=lambda offer: LATE_DAYS if offer.wait_days is None else offer.wait_days, default=None)


def _pays(offer: Offer, wish: Wish) -> bool:
    return not wish.funding or offer.funding in {"", wish.funding}


def _misfit(each: Candidate, wish: Wish) -> str:
    if barred := _barred(each):
        return barred
    if not any(_pays(offer, wish) for offer in each.offers):
        ways = " and ".join(dict.fromkeys(Funding(offer.funding).label for offer in each.offers if offer.funding))
        return f"takes {ways} only"
    return f"takes no {_urgently(wish)}referrals"


def _reasons(each: Candidate, offer: Offer, wish: Wish, whom: str) -> tuple[Reason, ...]:
    days, record = _days(each, offer), each.measured
    found = [
        Reason("Preferred here", PREFERRED) if each.choice is Choice.PREFERRED else None,
        Reason(_service(offer, wish)),
        Reason("Onboarded by the group", RELIED_ON) if each.standing in Standing.relied_on() else None,
        _network(each, wish),
        _distance(each, whom),
        Reason(_waiting(each, offer), _less(SOON, days, LATE_DAYS)) if days is not None else None,
        _room(each, offer),
        _share("Reports received", record.reports.percent, record.reports.n, REPORTS),
        _share("Declines", record.declined.percent, record.declined.n, DECLINES) if record.declined.part else None,
    ]
    return tuple(reason for reason in found if reason)


def _service(offer: Offer, wish: Wish) -> str:
    paid = f", {Funding(offer.funding).label}" if offer.funding else ""
    label = Specialty(wish.specialty).label
    return f"Takes {_urgently(wish)}{label if label.isupper() else label[0].lower() + label[1:]}{paid}"


def _urgently(wish: Wish) -> str:
    return "" if wish.urgency is Urgency.ROUTINE else f"{wish.urgency.label.lower()} "


def _network(each: Candidate, wish: Wish) -> Reason | None:
    if not wish.network:
        return None
    inside = wish.network.casefold() in {name.casefold() for name in each.networks}
    return Reason(f"In {wish.network}’s network", IN_NETWORK) if inside else Reason(f"Not in {wish.network}’s network")


def _distance(each: Candidate, whom: str) -> Reason | None:
    if each.km is None:
        return None
    far = f"{each.km:.1f}" if each.km < 10 else f"{each.km:.0f}"
    return Reason(f"{'About ' if each.about else ''}{far} km from {whom}", _less(NEAR, each.km, FAR_KM))


def _days(each: Candidate, offer: Offer) -> int | None:
    """As measured where enough say so, else as announced."""
    measured = each.measured.seen.days
    return offer.wait_days if measured is None else measured


def _waiting(each: Candidate, offer: Offer) -> str:
    seen = each.measured.seen
    if seen.days is not None:
        return f"First visit after about {seen.days} days (n {seen.n})"
    return f"First visit after {offer.wait_days} days, as they announced"


def _room(each: Candidate, offer: Offer) -> Reason | None:
    if offer.capacity is None:
        return None
    taken = each.taken.get(offer.funding, 0) if offer.funding else sum(each.taken.values())
    left = max(0, offer.capacity - taken)
    if not left:
        return Reason(f"No place left of {offer.capacity} this month", FULL)
    return Reason(f"{left} of {offer.capacity} places left this month", ROOM)


def _share(what: str, percent: int | None, n: int, weight: int) -> Reason | None:
    return None if percent is None else Reason(f"{what} {percent}% (n {n})", round(weight * percent / 100))


def _less(most: int, given: float, nothing_from: float) -> int:
    """All of it for none, less the more there is."""
    return round(most * max(0.0, 1 - given / nothing_from))
