"""Channels: the carriers by which messages leave the house and answers come in, and how the last try went."""

from core import carrier, clock
from core.access import Actor
from core.carrier import CarrierSet
from core.channel import Channel
from core.settings import settings
from pages.parts.carrier_form import set_up
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

CAPTION = "How messages leave and answers come in; a patient’s ways are tried in order, as far as they are on"
COLUMNS = [Column("Carrier", place="title"), Column("Channel"), Column("State", "badge", "corner"), Column("Last test")]
EMPTY = Empty("No carrier is installed.")
BY_SETTING = "E-mail leaves as BATON_MAIL_URL says until a carrier for it is turned on here."


def page(actor: Actor) -> None:
    """Channel by channel; those that carry say so."""
    several = carrier.carriers_set(actor)
    mails = any(one.active and not one.inbound for one in several if one.channel is Channel.EMAIL)
    head("Channels", CAPTION + ("" if mails else f". {BY_SETTING}"))
    asked = table("Channels", COLUMNS, [_row(number, one) for number, one in enumerate(several)], EMPTY)
    if not asked:
        return
    one = several[asked.id]
    if asked.name == "set":
        set_up(actor, one)
    else:
        active = asked.name == "on"
        said = f"{one.label} is {'on' if active else 'off'}."
        do(carrier.switch, actor, one.name, one.version, active=active, said=said)


def _row(number: int, one: CarrierSet) -> Row:
    state, tone = _state(one)
    cells = (
        Cell(one.label, under=one.about),
        Cell(one.channel.label, under="Answers" if one.inbound else ""),
        Cell(state, tone=tone),
        Cell(_tested(one), under=_today(one)),
    )
    return Row(number, cells, actions=_actions(one))


def _state(one: CarrierSet) -> tuple[str, str]:
    if not one.readable:
        return "Unreadable", "red"
    if one.active and one.inbound and one.works is False:
        return "Not reached", "red"
    if one.active:
        return "On", "green"
    return ("Off", "slate") if one.is_set else ("Not set up", "grey")


def _actions(one: CarrierSet) -> tuple[Action, ...]:
    if not one.is_set:
        return (Action("Set up", "set"),)
    return Action("Change", "set"), Action("Turn off", "off") if one.active else Action("Turn on", "on")


def _tested(one: CarrierSet) -> str:
    """In the words of the test; what was sealed with another key has to be filled in again."""
    if not one.readable:
        return "Sealed with another secret key. Fill it in again."
    if one.tested_at is None:
        return "Not tried yet" if one.is_set else ""
    return f"{one.outcome} {clock.spoken(one.tested_at, settings().time_zone.key)}"


def _today(one: CarrierSet) -> str:
    most = one.values.get("per_day")
    return f"{one.today:,} of {int(most):,} today" if most else ""


page(viewer())
