"""Providers in words and colours: how they stand, what they offer and on which terms."""

from core import clock
from core.directory import Funding, Offer, Specialty, Standing, Urgency

STANDINGS = {
    Standing.LISTED: "grey",
    Standing.DRAFT: "slate",
    Standing.PROPOSED: "amber",
    Standing.APPROVED: "blue",
    Standing.ACTIVE: "green",
    Standing.SUSPENDED: "red",
}
SPECIALTIES = {each.value: each.label for each in Specialty}
FUNDINGS = {each.value: each.label for each in Funding}


def services(offers: tuple[Offer, ...]) -> str:
    """Each specialty once: Endodontics, Implants."""
    return ", ".join(dict.fromkeys(SPECIALTIES[offer.specialty] for offer in offers))


def urgencies(offer: Offer) -> str:
    """Those it takes, the usual case in a word."""
    if len(offer.urgencies) == len(Urgency):
        return "Any urgency"
    return ", ".join(each.label for each in offer.urgencies)


def announced(offer: Offer) -> str:
    """21 days, told Sun 1 Mar."""
    if offer.wait_days is None:
        return ""
    told = f", told {clock.spoken_day(offer.wait_on, clock.now().date())}" if offer.wait_on else ""
    return f"{offer.wait_days} days{told}"
