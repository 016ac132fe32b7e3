"""The lists that facts and actions choose from, each by a name: closed ones of the house, and rows of the group."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from core.access import Actor, Permission, Role, at_my_sites, staff
from core.alert import Level
from core.channel import Channel as Way
from core.directory import Specialty
from core.intake import CameBy
from core.referral import STEPS, CancelledBy, Direction, Funding, Request, Source, Stage, Urgency
from core.referral.lifecycle import Ask
from core.referral.stage import STAGES
from core.rule.spelling import READERS, filled
from core.sla import State, What
from core.spoken import Spoken
from core.task import Priority
from core.text import SHIPPED, Audience, purposes
from data.tables import account, account_site, hook, reason, site, tag

POOL, LINES = "pool", "lines"
TASK_KINDS = {
    "follow_up": "Follow up",
    "chase": "Ask for an answer",
    "confirm_by_telephone": "Confirm by telephone",
    "tell": "Tell somebody by telephone",
    "answer_outside": "Answer a practice outside",
    "patient_rebook": "Find another time for a patient",
    "patient_cancel": "Cancel what a patient asks to cancel",
    "call_rejected": "Telephone about a rejection",
    "rebook": "Book again",
    "ask_outcome": "Say what came of a visit",
    "sign_report": "Sign a report",
    "back_from_hold": "Go on after a hold",
    "finish_draft": "Finish a draft",
    "infected": "Look after an infected file",
    "approval": "Approve a step",
    "read_answer": "Read an answer",
}
"""The kinds of tasks that rules open and close, as a pick-list calls them."""

TASK_OWNERS = {"owner": "the referral’s owner", "author": "whoever began it", "signer": "whoever is to sign"}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is kept, and how it is called."""

    value: str | int
    label: str


Options = tuple[Option, ...]
List = Callable[[Connection, Actor], Iterable[Option]]


def _spoken(words: type[Spoken]) -> List:
    found = tuple(Option(str(one), one.label) for one in words)
    return lambda _db, _actor: found


def _told(words: Mapping[str, str]) -> List:
    found = tuple(Option(*each) for each in words.items())
    return lambda _db, _actor: found


def steps_of_machines() -> Mapping[str, str]:
    """Steps that ask for nothing but a reason and a comment: what a rule can take by itself, with their labels."""
    asks = {Ask.REASON, Ask.COMMENT}
    return {name: step.label for name, step in STEPS.items() if set(step.needs) <= asks and not step.own}


def _templates(_db: Connection, _actor: Actor) -> Iterable[Option]:
    order = list(Audience)
    written = sorted(purposes().values(), key=lambda purpose: order.index(purpose.audience))
    texts = (SHIPPED.mail(purpose.name, None) for purpose in written)
    return (Option(text.name, f"To {READERS[text.audience]}: {filled(text.headline)}") for text in texts)


def _people(db: Connection, actor: Actor) -> Iterable[Option]:
    c = account.c
    here = staff(Permission.REFERRAL_HANDLE, at_my_sites(actor, account_site.c.site_id))
    return (Option(*row) for row in db.execute(select(c.id, c.name).where(here).order_by(c.name, c.id)))


def _assignees(db: Connection, actor: Actor) -> Iterable[Option]:
    return (Option(LINES, "whoever the site’s lines choose"), Option(POOL, "the site’s pool"), *_people(db, actor))


def _sites(db: Connection, actor: Actor) -> Iterable[Option]:
    c = site.c
    return (Option(*row) for row in db.execute(select(c.id, c.name).where(at_my_sites(actor, c.id)).order_by(c.name)))


def _reasons(db: Connection, _actor: Actor) -> Iterable[Option]:
    c = reason.c
    rows = db.execute(select(c.code, c.label, c.step).order_by(c.step, c.id))
    return (Option(code, f"{STEPS[step].label}: {label}" if step in STEPS else label) for code, label, step in rows)


def _tags(db: Connection, _actor: Actor) -> Iterable[Option]:
    return (Option(name, name) for name in db.execute(select(tag.c.name).order_by(tag.c.name)).scalars())


def _hooks(db: Connection, _actor: Actor) -> Iterable[Option]:
    rows = db.execute(select(hook.c.id, hook.c.name).where(hook.c.enabled).order_by(hook.c.name))
    return (Option(*row) for row in rows)


LISTS: Mapping[str, List] = {
    "direction": _told({way: way.capitalize() for way in Direction}),
    "stage": _told({stage: words.inbound for stage, words in STAGES.items() if stage is not Stage.DRAFT}),
    "source": _spoken(Source),
    "urgency": _spoken(Urgency),
    "specialty": _spoken(Specialty),
    "request": _spoken(Request),
    "funding": _spoken(Funding),
    "canceller": _spoken(CancelledBy),
    "due": _spoken(What),
    "clock": _told({state: state.label for state in State if state is not State.NONE}),
    "visit": _told({"booked": "Booked", "attended": "Attended", "missed": "Missed", "cancelled": "Cancelled"}),
    "channel": _spoken(CameBy),
    "age_band": _told({"child": "Under 16", "young": "16 or 17", "adult": "18 to 64", "older": "65 or older"}),
    "audience": _spoken(Audience),
    "way": _spoken(Way),
    "doer": _told(
        {
            "person": "A person",
            "outside": "A practice, by its link",
            "patient": "The patient, by their link",
            "rule": "A rule",
            "baton": "Baton by itself",
        }
    ),
    "role": _told({role: role.label for role in Role}),
    "step": _told({name: step.label for name, step in STEPS.items()}),
    "machine_step": _told(steps_of_machines()),
    "task_kind": _told(TASK_KINDS),
    "task_owner": _told(TASK_OWNERS),
    "task_priority": _spoken(Priority),
    "task_line": _told({}),  # whoever makes the rule writes them
    "level": _spoken(Level),
    "template": _templates,
    "person": _people,
    "assignee": _assignees,
    "site": _sites,
    "reason": _reasons,
    "tag": _tags,
    "hook": _hooks,
}
