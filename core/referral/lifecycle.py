"""The life of a referral as one table: which step leads from where to where, who may take it, and what it asks for.

Follows the harmonised states of HL7 BSeR and IHE 360X; the diagram, the buttons and the guards all read this table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.access import Permission as P
from core.audit import Kind as K
from core.errors import NotNow
from core.referral.stage import CLOSED, OPEN, Direction, Stage
from core.referral.stage import Stage as S


class Party(StrEnum):
    """The side a step belongs to."""

    INITIATOR = "initiator"
    RECIPIENT = "recipient"
    EITHER = "either"


class Ask(StrEnum):
    """What a step needs to be told; `optional` asks are offered and may stay empty."""

    REASON = "reason"
    COMMENT = "comment"
    APPOINTMENT = "appointment"
    SUMMARY = "summary"
    OUTCOME = "outcome"
    PROVIDER = "provider"
    UNTIL = "until"
    URGENCY = "urgency"
    WHOM = "whom"
    BEHALF = "behalf"
    SIGNER = "signer"
    AGAIN = "again"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Step:
    """One way forward, the `likely` one from some stages. `record` is its label for a side that only notes what the
    outside party did, `noting` what that takes where it is less than doing it, and `own` says that it cannot be noted
    for somebody else at all."""

    name: str
    label: str
    sources: frozenset[Stage]
    target: Stage | None
    party: Party
    permission: P
    kind: K
    needs: tuple[Ask, ...] = ()
    offers: tuple[Ask, ...] = ()
    record: str = ""
    decision: str | None = None
    visit: str | None = None
    likely: frozenset[Stage] = frozenset()
    noting: P | None = None
    own: bool = False

    @property
    def asks(self) -> frozenset[Ask]:
        """Everything it wants to know."""
        return frozenset((*self.needs, *self.offers))

    @property
    def exits(self) -> bool:
        """Whether it ends the referral without completing it."""
        return self.target in CLOSED and self.target is not Stage.COMPLETED


def _from(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


I, R, E = Party.INITIATOR, Party.RECIPIENT, Party.EITHER  # noqa: E741 - short names keep the table readable
_LIVE = frozenset(OPEN) - {S.DRAFT}
_UNDECIDED = _from(S.SENT, S.ACKNOWLEDGED, S.NEEDS_INFORMATION)
_FOR = (Ask.COMMENT, Ask.BEHALF)
_UNDER_WAY = _from(S.ACCEPTED, S.WAITLISTED, S.BOOKED, S.MISSED, S.APPOINTMENT_CANCELLED, S.IN_TREATMENT)

_TABLE = (
    Step("send", "Send referral", _from(S.DRAFT), S.SENT, I, P.REFERRAL_CREATE, K.REFERRAL_SENT, likely=_from(S.DRAFT)),
    Step(
        "acknowledge", "Acknowledge", _from(S.SENT), S.ACKNOWLEDGED, R, P.REFERRAL_HANDLE, K.REFERRAL_ACKNOWLEDGED,
        offers=(Ask.COMMENT,), record="Mark acknowledged", likely=_from(S.SENT),
    ),
    Step(
        "accept", "Accept", _UNDECIDED, S.ACCEPTED, R, P.REFERRAL_DECIDE, K.REFERRAL_ACCEPTED,
        offers=_FOR, record="Mark accepted", decision="accepted", likely=_from(S.ACKNOWLEDGED),
    ),
    Step(
        "ask_information", "Ask for information", _from(S.SENT, S.ACKNOWLEDGED), S.NEEDS_INFORMATION, R,
        P.REFERRAL_HANDLE, K.REFERRAL_INFORMATION_ASKED, needs=(Ask.COMMENT,), record="They ask for information",
    ),
    Step(
        "give_information", "Give information", _from(S.NEEDS_INFORMATION), S.ACKNOWLEDGED, I,
        P.REFERRAL_HANDLE, K.REFERRAL_INFORMATION_GIVEN, needs=(Ask.COMMENT,), record="Note their answer",
        likely=_from(S.NEEDS_INFORMATION),
    ),
    Step(
        "waitlist", "Put on waiting list", _from(S.ACKNOWLEDGED, S.ACCEPTED), S.WAITLISTED, R, P.REFERRAL_HANDLE,
        K.REFERRAL_WAITLISTED, offers=_FOR, record="Mark as waiting", decision="accepted",
    ),
    Step(
        "wait_on", "Keep on waiting list", _from(S.WAITLISTED), S.WAITLISTED, R, P.REFERRAL_HANDLE,
        K.REFERRAL_WAIT_REVIEWED, needs=(Ask.COMMENT,), record="Note how long it takes",
    ),
    Step(
        "book", "Book appointment", _UNDER_WAY - {S.BOOKED}, S.BOOKED, R, P.REFERRAL_HANDLE, K.REFERRAL_BOOKED,
        needs=(Ask.APPOINTMENT,), offers=(Ask.COMMENT,), record="Note the booking", visit="booked",
        likely=_from(S.ACCEPTED, S.WAITLISTED, S.MISSED, S.APPOINTMENT_CANCELLED),
    ),
    Step(
        "attend", "Mark attended", _from(S.BOOKED), S.IN_TREATMENT, R, P.REFERRAL_HANDLE, K.REFERRAL_ATTENDED,
        offers=(Ask.SUMMARY,), visit="attended", likely=_from(S.BOOKED),
    ),
    Step(
        "miss", "Mark missed", _from(S.BOOKED), S.MISSED, R, P.REFERRAL_HANDLE, K.REFERRAL_MISSED,
        needs=(Ask.REASON,), offers=(Ask.COMMENT,), visit="missed",
    ),
    Step(
        "reschedule", "Move appointment", _from(S.BOOKED), S.BOOKED, R, P.REFERRAL_HANDLE, K.REFERRAL_REBOOKED,
        needs=(Ask.APPOINTMENT,), offers=(Ask.COMMENT,), record="Note the new time", visit="booked",
    ),
    Step(
        "cancel_appointment", "Cancel appointment", _from(S.BOOKED, S.MISSED, S.IN_TREATMENT), S.APPOINTMENT_CANCELLED,
        R, P.REFERRAL_HANDLE, K.REFERRAL_APPOINTMENT_CANCELLED, needs=(Ask.WHOM, Ask.REASON), offers=(Ask.COMMENT,),
        record="Note the cancelled appointment", visit="cancelled",
    ),
    Step(
        "note_visit", "Note a visit", _from(S.ACCEPTED, S.BOOKED, S.IN_TREATMENT), S.IN_TREATMENT, R,
        P.REFERRAL_REPORT, K.REFERRAL_VISIT_NOTED, needs=(Ask.SUMMARY,), offers=(Ask.BEHALF,),
        record="Note an interim report", visit="attended",
    ),
    Step(
        "report", "Send report", _from(S.ACCEPTED, S.BOOKED, S.IN_TREATMENT, S.CANCEL_REQUESTED), S.REPORTED, R,
        P.REPORT_SIGN, K.REFERRAL_REPORTED, needs=(Ask.OUTCOME,), record="Note their report",
        likely=_from(S.IN_TREATMENT), noting=P.REFERRAL_REPORT,
    ),
    Step(
        "prepare_report", "Prepare report", _from(S.ACCEPTED, S.BOOKED, S.IN_TREATMENT), S.IN_TREATMENT, R,
        P.REFERRAL_REPORT, K.REFERRAL_REPORT_PREPARED, needs=(Ask.OUTCOME,), offers=(Ask.SIGNER,),
        likely=_from(S.IN_TREATMENT), own=True,
    ),
    Step(
        "correct_report", "Correct the report", _from(S.REPORTED), S.REPORTED, R, P.REPORT_SIGN,
        K.REFERRAL_REPORT_CORRECTED, needs=(Ask.OUTCOME, Ask.COMMENT), own=True,
    ),
    Step(
        "complete", "Complete", _from(S.REPORTED), S.COMPLETED, E, P.REFERRAL_HANDLE, K.REFERRAL_COMPLETED,
        offers=(Ask.COMMENT, Ask.TASKS), likely=_from(S.REPORTED),
    ),
    Step(
        "decline", "Decline", _UNDECIDED | _UNDER_WAY, S.DECLINED, R, P.REFERRAL_DECIDE, K.REFERRAL_DECLINED,
        needs=(Ask.REASON,), offers=(*_FOR, Ask.TASKS), record="Mark declined", decision="declined",
    ),
    Step(
        "redirect", "Redirect", _UNDECIDED | {S.ACCEPTED}, S.REDIRECTED, R, P.REFERRAL_DECIDE, K.REFERRAL_REDIRECTED,
        needs=(Ask.REASON, Ask.COMMENT), offers=(Ask.PROVIDER, Ask.BEHALF, Ask.TASKS), record="Mark redirected",
        decision="redirected",
    ),
    Step(
        "ask_cancel", "Ask to cancel", _UNDECIDED | _UNDER_WAY, S.CANCEL_REQUESTED, I, P.REFERRAL_HANDLE,
        K.REFERRAL_CANCEL_ASKED, needs=(Ask.REASON,), offers=(Ask.COMMENT,), record="They ask to cancel",
    ),
    Step(
        "confirm_cancel", "Confirm cancellation", _from(S.CANCEL_REQUESTED), S.CANCELLED, R, P.REFERRAL_HANDLE,
        K.REFERRAL_CANCELLED, offers=(Ask.COMMENT, Ask.TASKS), record="Mark cancelled",
        likely=_from(S.CANCEL_REQUESTED),
    ),
    Step(
        "lose", "Close without contact", _UNDECIDED | _UNDER_WAY - {S.BOOKED}, S.LOST, E, P.REFERRAL_HANDLE,
        K.REFERRAL_LOST, needs=(Ask.REASON,), offers=(Ask.COMMENT, Ask.TASKS),
    ),
    Step(
        "hold", "Put on hold", _LIVE - {S.CANCEL_REQUESTED}, None, E, P.REFERRAL_HANDLE, K.REFERRAL_HELD,
        needs=(Ask.REASON, Ask.UNTIL), offers=(Ask.COMMENT,),
    ),
    Step("resume", "Take off hold", _LIVE, None, E, P.REFERRAL_HANDLE, K.REFERRAL_RESUMED, offers=(Ask.COMMENT,)),
    Step("set_urgency", "Change urgency", _LIVE, None, E, P.REFERRAL_HANDLE, K.REFERRAL_URGENCY_SET,
        needs=(Ask.URGENCY, Ask.COMMENT)),
    Step(
        "reopen", "Reopen", CLOSED - {S.ENTERED_IN_ERROR}, S.ACKNOWLEDGED, E, P.REFERRAL_HANDLE, K.REFERRAL_REOPENED,
        needs=(Ask.COMMENT,), offers=(Ask.AGAIN,), decision="",
    ),
    Step(
        "correct", "Mark as entered in error", frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, E,
        P.REFERRAL_CORRECT, K.REFERRAL_CORRECTED, needs=(Ask.COMMENT,), offers=(Ask.TASKS,),
    ),
)  # fmt: skip

STEPS: dict[str, Step] = {step.name: step for step in _TABLE}


def open_from(stage: Stage, *, held: bool = False) -> list[Step]:
    """The steps that lead on from a stage, the likely ones first; a held referral can be resumed, not held again."""
    steps = [step for step in _TABLE if stage in step.sources and step.name != _pointless(held=held)]
    return sorted(steps, key=lambda step: (step.name != "resume", stage not in step.likely))


def _pointless(*, held: bool) -> str:
    return "hold" if held else "resume"


def follow(stage: Stage, name: str, *, held: bool = False) -> Step:
    """The step of this name, if it leads on from this stage; a refusal that says why, if not."""
    step = STEPS.get(name)
    if step is None:
        raise NotNow("There is no such step.")
    if stage not in step.sources:
        raise NotNow(
            f"“{step.label}” is not possible now: the referral has moved on. Look at its stage and choose again."
        )
    if name == _pointless(held=held):
        raise NotNow("It is on hold already. Take it off hold first." if held else "It is not on hold.")
    return step


def parties(direction: Direction, *, at_site: bool, at_from_site: bool) -> frozenset[Party]:
    """The sides an actor can act for: inside the group their site decides; for an outside party our side records."""
    if direction is not Direction.INTERNAL:
        return frozenset(Party) if at_site else frozenset()
    sides = {Party.RECIPIENT} if at_site else set()
    sides |= {Party.INITIATOR} if at_from_site else set()
    return frozenset(sides | {Party.EITHER}) if sides else frozenset()


def sides(step: Step, direction: Direction, *, at_site: bool, at_from_site: bool) -> frozenset[Party]:
    """Whose reasons fit: those of the side a step belongs to; where it belongs to either, of the side that takes it."""
    if step.party is not Party.EITHER:
        return frozenset({step.party})
    if direction is Direction.INTERNAL:
        return parties(direction, at_site=at_site, at_from_site=at_from_site) - {Party.EITHER}
    return frozenset({Party.INITIATOR if direction is Direction.OUTBOUND else Party.RECIPIENT})


def is_record(step: Step, direction: Direction) -> bool:
    """Whether we only note what the outside party did: the recipient's steps outbound, the initiator's inbound."""
    outside = {Direction.OUTBOUND: Party.RECIPIENT, Direction.INBOUND: Party.INITIATOR}.get(direction)
    return step.party is outside


def needed(step: Step, direction: Direction) -> P:
    """What somebody must be allowed to do, to take the step or to note that the outside party took it."""
    return step.noting if step.noting and is_record(step, direction) else step.permission


def wording(step: Step, direction: Direction) -> str:
    """The button's words for the side that looks."""
    return step.record if step.record and is_record(step, direction) else step.label


def mermaid(steps: Iterable[Step] = _TABLE) -> str:
    """The lifecycle as a Mermaid state diagram, in the table's order."""
    arrows = [
        f"    {source} --> {step.target}: {step.label}"
        for step in steps
        if step.target
        for source in Stage
        if source in step.sources and step.name != "correct"
    ]
    return "\n".join(["stateDiagram-v2", *arrows])
