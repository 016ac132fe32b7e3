"""Today: what waits for this person, and what changed since yesterday."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from html import escape

import streamlit as st

from core import audit, clock, desk, directory, referral, task
from core.access import Actor, Permission
from core.desk import Unfinished
from core.rule.why import lately
from core.settings import settings
from core.task import Task
from pages.parts import cursor
from pages.parts.answers import answers
from pages.parts.attention import attention
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.looks_at_home import looks_at_home
from pages.parts.my_tasks import SHOWN, my_notes, my_tasks
from pages.parts.news import news
from pages.parts.overnight import overnight
from pages.parts.pulse import reassure, trouble, warn
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

NAMED = 3
ZONE = settings().time_zone
BACK = {0: timedelta(days=3), 6: timedelta(days=2)}
"""On Mondays and Sundays what changed is told since Friday."""


def greeting(actor: Actor, now: datetime) -> str:
    """By the hour on the group's clock, and by first name."""
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    return f"Good {part}, {actor.name.split()[0]}"


def where(actor: Actor) -> str:
    """The sites this person works at, as a sentence names them."""
    names = [site.name for site in directory.sites(actor)]
    if actor.every_site or len(names) > 3:
        return f"{len(names)} sites"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def unfinished(drafts: Sequence[Unfinished]) -> None:
    """What this person has begun and not sent, in one quiet line that leads back to it."""
    links = [f'<a data-go href="{to("refer", draft=each.id)}">{escape(each.title)}</a>' for each in drafts[:NAMED]]
    if len(drafts) > NAMED:
        links.append(f"{len(drafts) - NAMED} more")
    if links:
        st.html(f'<p class="begun">Begun and not sent: {" · ".join(links)}</p>')


def to_do(actor: Actor) -> Task | None:
    """Notes to this person first, then their tasks and the pool's; answers the one that they say is done."""
    done = None
    answers(actor)
    if notes := task.mentions(actor):
        st.header("Notes for you", anchor=False)
        done = my_notes(notes)
    st.header("My tasks", anchor=False)
    after = cursor.read(st.query_params.get("after", ""))
    return my_tasks(task.mine(actor, after, limit=SHOWN + 1), task.today(actor).open, after) or done


def meanwhile(actor: Actor, now: datetime) -> None:
    """What happened since the working day before, and what rules did since then by themselves."""
    began = now.date() - BACK.get(now.weekday(), timedelta(days=1))
    since, day = datetime.combine(began, time(), ZONE), "Friday" if now.weekday() in BACK else "yesterday"
    st.header(f"Since {day}", anchor=False)
    news(audit.latest(actor, since), now.date())
    st.header(f"Done by rules since {day}", anchor=False)
    overnight(lately(actor, since), opens=actor.may(Permission.RULE_EDIT))


def side_by_side(actor: Actor) -> None:
    """The sites in numbers, for those who see no names."""
    st.header("Sites", anchor=False)
    numbers = ("Open", "Overdue", "Unassigned")
    rows = [
        Row(
            one.site_id,
            (
                Cell(one.site, under=one.town),
                Cell(f"{one.open:,}"),
                Cell(f"{one.overdue:,}", tone="red" if one.overdue else ""),
                Cell(f"{one.unassigned:,}"),
            ),
        )
        for one in referral.by_site(actor)
    ]
    columns = [Column("Site", place="title"), *[Column(name, "number", "foot") for name in numbers]]
    table("Sites in numbers", columns, rows, Empty("There is no site yet."), key="sites")


actor = viewer()
now = clock.local(clock.now(), ZONE.key)
today = f"{now:%A} {now.day} {now:%B}"
action = "New referral" if actor.may(Permission.REFERRAL_CREATE) else ""
caption = " · ".join(part for part in (today, where(actor)) if part)
if head(greeting(actor, now), caption, action, ":material/add:"):
    st.switch_page("refer.py")
if ill := trouble(ZONE.key):
    warn(ill)
if actor.may(Permission.REFERRAL_READ):
    attention(actor)
    unfinished(desk.unfinished(actor) if actor.may(Permission.REFERRAL_CREATE) else [])
looks_at_home(actor)
if actor.may(Permission.REFERRAL_READ):
    with st.container(key="day"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        if done := to_do(actor):
            do(task.finish, actor, done.id, done.version, said="Task done")
    with right:
        meanwhile(actor, now)
elif actor.may(Permission.REFERRAL_COUNT):
    side_by_side(actor)
if not ill:
    reassure()
