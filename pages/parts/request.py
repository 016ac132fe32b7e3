"""What was asked for, as it stands now."""

from core import clock, field
from core.referral import Direction, Referral
from pages.parts.facts import facts


def request(r: Referral) -> None:
    """The request as it was written."""
    inbound = r.now.direction is Direction.INBOUND
    facts(
        ("Reason", r.reason),
        ("Referred for", r.specialty),
        ("Request", r.kind.label),
        ("Urgency", r.now.urgency.label),
        ("Teeth", ", ".join(f"{tooth} ({field.palmer(tooth)})" for tooth in r.teeth)),
        ("From", _party(r.from_site or r.referrer or (r.source.label if inbound else r.site), r.referrer_clinician)),
        ("Campaign", r.campaign),
        ("To", _party(r.recipient or r.site, r.recipient_clinician)),
        *r.answers,
        *r.own,
        ("Additional needs", r.needs),
        ("Funding", " · ".join(part for part in (r.funding.label if r.funding else "", r.payer) if part)),
        ("Agreed to share", "Yes" if r.may_share else "No"),
        ("Their reference", r.their_reference),
        ("Letter’s date", clock.spoken_day(r.written_on) if r.written_on else ""),
        ("Received", clock.spoken(r.now.received_at, r.zone)),
        ("Typed in", clock.spoken(r.recorded_at, r.zone)),
    )


def _party(name: str, clinician: str) -> str:
    return ", ".join(part for part in (clinician, name) if part)
