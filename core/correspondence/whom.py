"""Whom one can write to about a referral, and by which ways: one that is closed says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.access import Actor
from core.channel import BY_NUMBER, FOR_PATIENTS, Channel, order, within
from core.correspondence.around import Around
from core.correspondence.model import Party, Way
from core.field import phone_shown
from core.language import ENGLISH
from core.message.recipients import Choice, Nobody, Parties, Recipient, choose
from core.referral import Direction
from core.text import Audience

ASKED_FOR = frozenset({Channel.WHATSAPP})
"""Ways that are a patient's only where they chose them."""


def parties(actor: Actor, known: Around) -> tuple[Party, ...]:
    """The patient first, then the practices and sites on the other side."""
    return tuple(_party(known, audience) for audience in _audiences(actor, known))


def _audiences(actor: Actor, known: Around) -> Iterator[Audience]:
    yield Audience.PATIENT
    row, direction = known.row, Direction(known.row.direction)
    if direction is Direction.INBOUND and (known.parties.referrer or known.parties.referrer_clinician):
        yield Audience.REFERRER
    if direction is Direction.OUTBOUND:
        yield Audience.RECIPIENT
    if direction is Direction.INTERNAL and not actor.works_at(row.from_site_id):
        yield Audience.REFERRER


def _party(known: Around, audience: Audience) -> Party:
    who, usable = known.parties, known.case.channels
    if audience is not Audience.PATIENT:
        choice = choose(who, audience, frozenset({Channel.EMAIL}))
        return Party(audience, _name(choice), ENGLISH, (_way(choice, Channel.EMAIL),))
    off = _off([channel for channel in _suiting(who) if channel not in usable])
    ways = tuple(Way(each, "", off) if each not in usable else _to_patient(who, each) for each in _suiting(who))
    return Party(audience, who.patient, who.language or ENGLISH, ways)


def _suiting(who: Parties) -> list[Channel]:
    """Those that the patient chose, in their order, then the others; the app shows nobody's own words."""
    return [one for one in dict.fromkeys((*order(who.channels), *FOR_PATIENTS)) if one is not Channel.APP]


def _off(channels: Sequence[Channel]) -> str:
    """One sentence about all for which no carrier is switched on."""
    labels = [within(channel.label) for channel in channels]
    return f"No carrier is switched on for {' or '.join(filter(None, [', '.join(labels[:-1]), *labels[-1:]]))}."


def _to_patient(who: Parties, channel: Channel) -> Way:
    if channel in ASKED_FOR and channel not in who.channels.split():
        return Way(channel, "", f"Patients are written to by {channel.label} only where they chose it.")
    choice = choose(replace(who, channels=str(channel)), Audience.PATIENT, frozenset({channel}))
    place, lacks = PLACES.get(channel, ("", ""))
    if not isinstance(choice, Nobody) and place and not getattr(who, place):
        return Way(channel, "", f"{who.patient} has no {lacks}.")
    return _way(choice, channel)


PLACES: Mapping[Channel, tuple[str, str]] = {
    Channel.EMAIL: ("patient_email", "e-mail address"),
    Channel.SMS: ("patient_mobile", "mobile number"),
    Channel.WHATSAPP: ("patient_mobile", "mobile number"),
    Channel.LETTER: ("patient_home", "postal address"),
}
"""What of the parties a way leads to, and how it is called where there is none."""


def _way(choice: Choice, channel: Channel) -> Way:
    if isinstance(choice, Recipient):
        return Way(channel, choice.ways[0][1], "")
    return Way(channel, "", choice.why if isinstance(choice, Nobody) else f"{choice.name} {choice.why}.")


def _name(choice: Choice) -> str:
    return "" if isinstance(choice, Nobody) else choice.name


def place_shown(way: Way) -> str:
    """Where a way leads, as people read it."""
    return phone_shown(way.address) if way.channel in BY_NUMBER else way.address
