"""The clinics that the group refers to are onboarded, with their terms and what they ask for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core import clock, directory, document
from core.access import Actor, Permission
from core.demo import facts
from core.demo.furnish.base import Furnishing, House
from core.demo.furnish.documents import typed
from core.directory import Answering, Asked, Choice, Details, NewProvider, NewRequirement, Sought, Standing
from core.document import Holder, Paper, Upload

ROAD = ("onboard", "propose", "approve", "activate")
STOPS = {"proposed": 2, "approved": 3, "active": 4}


class Providers(Furnishing):
    """Most are active; one is suspended, one waits for approval, one was added by the front desk this morning."""

    def furnish(self, house: House) -> None:
        """Coordinators write down what is agreed, the operator approves it, sites choose among them."""
        told, cleo = facts.onboarding(), house.people["cleo"]
        ids = {each.name: each.id for each in _offering(cleo)}
        near = {practice.new.name: practice.near for practice in facts.practices()}
        for name, provider_id in ids.items():
            self._onboard(_proposer(house, near[name]), cleo, provider_id, told.practices.get(name, {}), told.terms)
            for specialty in {offer.specialty for offer in directory.provider(cleo, provider_id).offers}:
                _ask(cleo, told.asks.get(specialty, ()), specialty, provider_id=provider_id)
        for choice, chosen in ((Choice.PREFERRED, told.preferred), (Choice.HIDDEN, told.hidden)):
            _choose(house, choice, {(site, ids[name]) for site, names in chosen.items() for name in names})
        for site, specialty in ((site, each) for site, several in told.sites.items() for each in several):
            _ask(_proposer(house, site), told.asks[specialty], specialty, site_id=house.sites[site])
        for name in {name for names in told.preferred.values() for name in names}:
            _agree(cleo, ids[name], name)
        for username, new in told.suggested.items():
            directory.suggest_provider(house.people[username], NewProvider(**new))

    def _onboard(
        self, proposer: Actor, approver: Actor, provider_id: int, given: Mapping[str, Any], terms: Mapping[str, Any]
    ) -> None:
        steps = ROAD[: STOPS[given.get("stands", "active")]]
        _move(proposer, provider_id, steps[0])
        announced = (clock.now() - timedelta(days=40)).date()
        for offer in directory.provider(proposer, provider_id).offers:
            usual = terms[offer.funding]
            wait = given.get("wait", usual["wait"]) if offer.funding != "private" else usual["wait"]
            agreed = replace(offer, wait_days=wait, wait_on=announced, capacity=usual["places"])
            directory.set_offer(proposer, provider_id, _version(proposer, provider_id), agreed, _key(offer))
        now = directory.provider(proposer, provider_id)
        details = Details(
            email=now.email,
            networks=tuple(given.get("networks", ())),
            interest=given.get("interest", ""),
            note=given.get("note", ""),
        )
        directory.describe_provider(proposer, provider_id, now.version, details)
        for name in steps[1:]:
            _move(proposer if name == "propose" else approver, provider_id, name)
        if "suspended" in given:
            _move(approver, provider_id, "suspend", given["suspended"])


def _offering(actor: Actor) -> Iterator[directory.Listed]:
    """Those of the invented practices that take referrals."""
    after = None
    while True:
        page = directory.providers(actor, Sought(standing=Standing.LISTED, after=after))
        yield from (each for each in page.rows if each.offers)
        if page.next is None:
            return
        after = page.next


def _proposer(house: House, site: str) -> Actor:
    """Somebody at the site who may propose."""
    at = house.sites[site]
    return next(person for person in house.people.values() if person.may(Permission.DIRECTORY_PROPOSE, at))


def _choose(house: House, choice: Choice, where: Iterable[tuple[str, int]]) -> None:
    for site, provider_id in sorted(where):
        directory.choose_provider(_proposer(house, site), provider_id, house.sites[site], choice)


def _agree(actor: Actor, provider_id: int, name: str) -> None:
    """The paper that was signed when it was onboarded."""
    signed = clock.now() - timedelta(days=40)
    terms = "Harbour Dental Group refers, and the practice answers each referral within five working days."
    lines = (
        "Agreement on referrals",
        "",
        f"{signed:%d %B %Y}",
        "",
        f"Between Harbour Dental Group and {name}.",
        "",
        terms,
    )
    upload = Upload("Agreement.pdf", typed(lines, signed))
    document.add(actor, upload, Holder(provider_id=provider_id), Paper.AGREEMENT, title="Agreement on referrals")


def _ask(actor: Actor, asks: Iterable[Mapping[str, Any]], specialty: str, **service: int) -> None:
    for given in asks:
        directory.ask_for(actor, requirement(given, specialty), **service)


def requirement(given: Mapping[str, Any], specialty: str) -> NewRequirement:
    """As the demo's own words have it."""
    how = {
        "kind": Asked(given["kind"]),
        "answer": Answering(given.get("answer", "text")),
        "choices": tuple(given.get("choices", ())),
    }
    return NewRequirement(**dict(given) | how, specialty=specialty)


def _move(actor: Actor, provider_id: int, name: str, why: str = "") -> None:
    directory.move_provider(actor, provider_id, _version(actor, provider_id), name, why)


def _version(actor: Actor, provider_id: int) -> int:
    return directory.provider(actor, provider_id).version


def _key(offer: directory.Offer) -> tuple[str, str]:
    return offer.specialty, offer.funding
