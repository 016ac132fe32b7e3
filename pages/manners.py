"""Contact: when patients are written to and how often, and what is said once a time has come; read as sentences."""

from collections.abc import Sequence

from core import manners
from core.access import Actor, Permission
from core.manners import Setting
from core.rule.listing import Standing, timed_messages
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.manners_form import change, differ
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

ABOUT = "When Baton writes to patients and how often, and what it says by itself once a time has come."
OTHERS = " What holds everywhere is set by whoever answers for every site."
HOURS = [Column("Where", place="title"), Column("When patients are written to, and how often")]
RULES = [Column("What Baton says by itself", place="title"), Column("When"), Column("State", "badge", "corner")]
NONE = Empty("No rule writes to anybody once a time has come.", "All rules", to("rules"))


def hours(actor: Actor, several: Sequence[Setting]) -> None:
    """Quiet hours and a day's most messages: the group's, then what sites do otherwise."""
    rows = [
        Row(
            number,
            (Cell(one.place, mark="Changed" if one.version and not one.site_id else ""), Cell(one.manners.sentence)),
            actions=(Action("Change", "change"),) if one.editable else (),
        )
        for number, one in enumerate(several)
    ]
    asked = table("Quiet hours and how often", HOURS, rows, Empty("Nothing is set yet."), key="hours")
    if asked:
        change(actor, several[asked.id])


def times(several: Sequence[Standing]) -> None:
    """Rules that write to somebody once a time has come; each opens where its time is changed."""
    table("Reminders, reassurance and questions", RULES, [_rule(one) for one in several], NONE, key="times")


def _rule(one: Standing) -> Row:
    off = "Off" if not one.enabled else f"Off at {len(one.off_sites)}" if one.off_sites else ""
    state = Cell(off or "On", tone="grey" if off else "green")
    return Row(one.id, (Cell(one.label), Cell(str(one.sentence)), state), to("rules", id=one.id))


def page(actor: Actor) -> None:
    """Hours first, then what happens in them."""
    several = manners.settings_of(actor)
    readonly = any(not one.editable for one in several)
    pressed = head("Contact", ABOUT + (OTHERS if readonly else ""), "Set it for a site", ":material/add:")
    hours(actor, several)
    if actor.may(Permission.RULE_EDIT):
        times(timed_messages(actor))
    if pressed:
        differ(actor, several)


page(viewer())
