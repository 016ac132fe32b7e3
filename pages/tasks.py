"""Tasks: what is to be done at one's sites, by whom and by when, and what was done."""

from dataclasses import replace

import streamlit as st

from core import referral, task
from core.access import Actor
from core.referral import Choices
from core.task import SUBJECTS, VIEWS, Page, Priority, Task, Wanted
from pages.parts import cursor
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.links import number, to
from pages.parts.sheet import Sheet
from pages.parts.table import Asked, Choose, Empty, picked, table
from pages.parts.task_bulk import bulk
from pages.parts.task_card import task_card
from pages.parts.task_form import Place, new_task
from pages.parts.task_menu import put_off
from pages.parts.task_rows import columns, row
from pages.parts.viewer import viewer

NOTHING = {
    "mine": "Nothing waits for you. Tasks come by rules, from colleagues, and from what you add yourself.",
    "pool": "Nobody has left anything for whoever is there.",
    "all": "Nothing is to be done at your sites.",
    "overdue": "Nothing is overdue.",
    "asleep": "Nothing is put off.",
    "done": "Nothing was done yet. What is done stays here, with its note.",
}


def page(actor: Actor) -> None:
    """Ask and draw: the list, and beside it the task that its address names."""
    fields = _fields(referral.choices(actor))
    now = chosen(fields)
    wanted = Wanted.read(now)
    shown = number(st.query_params.get("id", ""))
    if head("Tasks", "What is to be done at your sites", "New task", ":material/add_task:"):
        new_task(Place("tasks", now))
    filters(fields, now, [Tab("" if code == "mine" else code, label) for code, label in VIEWS.items()], tab="view")
    if not shown:
        _list(actor, wanted, now, 0)
        return
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="beside"):
        _list(actor, wanted, now, shown)
    with right:
        _one(actor, shown, now)


def _one(actor: Actor, task_id: int, now: dict[str, str]) -> None:
    st.html(f'<p class="back"><a data-go href="{to("tasks", **now)}">Close</a></p>')
    found = task.one(actor, task_id)
    if found is None:
        st.text("There is no such task at your sites.")
    else:
        task_card(actor, found, Place("tasks", now))


def _list(actor: Actor, wanted: Wanted, now: dict[str, str], shown: int) -> None:
    after = cursor.read(st.query_params.get("after", ""))
    found = task.tasks(actor, replace(wanted, after=after))
    sheet = Sheet("tasks")
    ends = wanted.view != "done"
    several = len(actor.sites) > 1
    asked = table(
        "Tasks",
        columns(wanted.view, narrow=bool(shown)),
        [row(one, now, wanted.view, several=several, narrow=bool(shown), shown=shown) for one in found.rows],
        _empty(now, wanted.view),
        footer=_footer(now, found, later=bool(after)),
        choose=Choose("Do with them…", len(found.rows), sheet.noting("list", "picked")) if ends and not shown else None,
        key=sheet.key("list"),
    )
    if asked:
        _pressed(actor, asked, found, now)
    many = picked(sheet.noted("list"))
    sheet.note("list", None)
    if many:
        bulk(many)


def _pressed(actor: Actor, asked: Asked, found: Page, now: dict[str, str]) -> None:
    """A button on a row: done at once, or a few days to choose from."""
    one: Task = next(each for each in found.rows if each.id == asked.id)
    place = Place("tasks", now)
    if asked.name == "later":
        put_off(one, place)
    elif do(task.finish, actor, one.id, one.version):
        place.leave(f"Done: {one.title}")


def _fields(known: Choices) -> list[Field]:
    sites = {str(site): name for site, name in known.sites.items()}
    people = {str(person): name for person, name in known.owners.items()}
    priorities = {each.value: f"{each.label} priority" for each in Priority}
    fields = [
        Field("typed", "What, or whom about", "search"),
        Field("site", "Site", choices={"": "All my sites", **sites}),
        Field("owner", "Who", choices={"": "Anybody", "pool": "Nobody yet", **people}),
        Field("priority", "Priority", choices={"": "Any priority", **priorities}),
        Field("subject", "About", choices={"": "About anything", **SUBJECTS}),
        Field("view", "View", choices=dict.fromkeys(VIEWS, "")),
    ]
    return [one for one in fields if one.name != "site" or len(sites) > 1]


def _footer(now: dict[str, str], found: Page, *, later: bool) -> list[tuple[str, str]]:
    links = [("Back to the start", to("tasks", **now))] if later else []
    if found.next:
        links.append((f"Next {len(found.rows)}", to("tasks", **now, after=cursor.spelt(found.next))))
    return links


def _empty(now: dict[str, str], view: str) -> Empty:
    if any(value for name, value in now.items() if name != "view"):
        return Empty("No task fits these filters.", "Show all of them", to("tasks", view=now["view"]))
    return Empty(NOTHING[view])


page(viewer())
