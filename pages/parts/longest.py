"""The referrals that have stood longest where they stand: by name, or for who sees no records where and how long."""

from core import clock, insight
from core.access import Actor, Permission
from core.insight import Asked, Nameless
from core.referral import Row as Referral
from core.sla import age_words
from pages.parts.badges import stage_tone
from pages.parts.chart import titled
from pages.parts.links import to
from pages.parts.listing import COLUMNS as SHOWN
from pages.parts.table import Cell, Column, Empty, Row, table

TITLE = "Longest at one stage"
STOOD = Column("Stood for", "when", "corner")
NAMED = [SHOWN[code].column for code in ("patient", "other", "stage")]
NAMED = [STOOD, *NAMED, Column("Due", "when"), SHOWN["owner"].column]
BARE = [STOOD, Column("Site", place="title"), Column("Stage", "badge", "foot"), Column("Late", place="foot")]
NOTHING = Empty("Nothing waits.")


def longest(actor: Actor, asked: Asked) -> None:
    """Draw them, the longest first."""
    titled("Longest at one stage", "Those that have stood longest where they stand.")
    if actor.may(Permission.REFERRAL_READ):
        table(
            "Longest at one stage",
            NAMED,
            [_named(one) for one in insight.longest(actor, asked)],
            NOTHING,
            key="longest",
        )
    else:
        found = insight.longest_nameless(actor, asked)
        table("Longest at one stage", BARE, [_bare(n, one) for n, one in enumerate(found)], NOTHING, key="longest")


def _named(one: Referral) -> Row:
    shown = [SHOWN[code].cell(one, True) for code in ("patient", "other", "stage", "due", "owner")]
    since = Cell(age_words(clock.now() - one.moved_at), hover=f"Since {clock.spoken(one.moved_at, one.zone)}")
    return Row(one.id, (since, *shown), to("referral", id=one.id), version=one.now.version)


def _bare(number: int, one: Nameless) -> Row:
    stage = Cell("On hold" if one.held else one.stage_label, tone="grey" if one.held else stage_tone(one.stage))
    since = Cell(age_words(clock.now() - one.since_at), hover=f"Since {clock.spoken(one.since_at, one.zone)}")
    return Row(number, (since, Cell(one.site), stage, Cell("Late" if one.late else "", tone="red" if one.late else "")))
