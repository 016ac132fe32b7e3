"""Webhooks and tags: the addresses outside that rules call, and the group's own words for referrals."""

from core import clock, hook, referral
from core.access import Actor
from core.hook import Hook
from core.referral import Tag
from core.settings import settings
from pages.parts.head import head
from pages.parts.hook_form import add, change, drop
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

HOOKS = [Column("Webhook", place="title"), Column("Last call"), Column("On its way", "number")]
TAGS = [Column("Tag", place="title"), Column("Referrals", "number")]
NO_HOOKS = Empty(
    "Nothing outside is called. A webhook tells another system what happened, with numbers and codes only."
)
NO_TAGS = Empty("The group has no tags yet. A rule that adds one brings it along.")


def page(actor: Actor) -> None:
    """Both lists; what belongs to the whole group is changed by people who answer for every site."""
    hooks, tags = hook.hooks(actor), referral.tag_list(actor)
    caption = "Rules call addresses outside and mark referrals with words of the group’s own"
    if not actor.every_site:
        caption += ". They are the whole group’s: whoever manages every site changes them"
    pressed = head(
        "Webhooks and tags", caption, action="Add a webhook" if actor.every_site else "", icon=":material/add:"
    )
    asked = table("Webhooks", HOOKS, [_hook(actor, one) for one in hooks], NO_HOOKS)
    dropped = table("Tags", TAGS, [_tag(actor, one) for one in tags], NO_TAGS, key="tags")
    if pressed:
        add(actor)
    elif asked:
        change(actor, next(one for one in hooks if one.id == asked.id))
    elif dropped:
        drop(actor, next(one for one in tags if one.id == dropped.id))


def _hook(actor: Actor, one: Hook) -> Row:
    state = "" if one.enabled else "Switched off"
    cells = (
        Cell(one.name, under=one.address, mark=state),
        Cell(_last(one), mark=f"{one.failed} given up" if one.failed else "", mark_tone="red"),
        Cell(f"{one.waiting:,}" if one.waiting else ""),
    )
    return Row(one.id, cells, actions=(Action("Change", "change"),) if actor.every_site else ())


def _last(one: Hook) -> str:
    """How the newest call that was tried went."""
    if one.last:
        return one.last
    return f"Taken {clock.spoken(one.last_at, settings().time_zone.key)}" if one.last_at else "Never called"


def _tag(actor: Actor, one: Tag) -> Row:
    actions = (Action("Remove", "remove"),) if actor.every_site else ()
    return Row(one.id, (Cell(one.name), Cell(f"{one.borne:,}")), actions=actions)


page(viewer())
