"""A board as cards: what is asked for by moving one is checked by the lifecycle, asked about, done or refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from core import clock, conversation, referral
from core.access import Actor
from core.audit import timeline
from core.referral import CLOSED, PATH, STAGES, Answers, Card, Choices, Direction, Lane, Stage, Step, Urgency, Wanted
from pages.parts.badges import DUE, stage_tone, urgency_tone
from pages.parts.flash import again, do, refuse
from pages.parts.kanban import Lane as Column
from pages.parts.kanban import Moved, Tile, kanban, moved
from pages.parts.links import to
from pages.parts.move import ask
from pages.parts.sheet import Sheet
from pages.parts.steps import asks
from pages.parts.table import Empty, table
from pages.parts.timeline import timeline as story


@dataclass(frozen=True, slots=True)
class Board:
    """Who looks at what, and the sheet on which a move is noted until it is done."""

    actor: Actor
    direction: Direction
    known: Choices
    lanes: dict[Stage, Lane]
    unread: Mapping[int, int]
    sheet: Sheet

    def called(self, stage: Stage) -> str:
        """What a column is called."""
        return self.known.called(stage, self.direction)

    def card(self, referral_id: int) -> Card | None:
        """The card of a referral, if it stands here now."""
        return next((card for lane in self.lanes.values() for card in lane.cards if card.row.id == referral_id), None)


def cards(actor: Actor, wanted: Wanted, known: Choices, empty: Empty, query: dict[str, str]) -> None:
    """Draw the cards that are wanted; where a move may not be, the card goes back and a sentence says why."""
    direction = wanted.direction or Direction.INBOUND
    lanes = referral.lanes(actor, wanted)
    unread = conversation.unread_about(actor, [card.row.id for lane in lanes.values() for card in lane.cards])
    board = Board(actor, direction, known, lanes, unread, Sheet(f"board-{direction}"))
    if not board.lanes:
        table("Cards", [], [], empty)
        return
    steps = _steps(board)
    columns = _columns(board, query)
    label = f"{direction.capitalize()} referrals by stage"
    key = board.sheet.key("board")
    kanban(label, columns, int(board.sheet.noted("drawn", 0)), key, board.sheet.noting("board", "moved"))
    if steps:
        ask(steps[0], steps[1])


def _steps(board: Board) -> tuple[int, tuple[str, ...]] | None:
    """Do what was asked for by moving a card; the referral and its steps where that has to be asked about first."""
    asked = moved(board.sheet.noted("board"))
    board.sheet.note("board", None)
    if board.sheet.noted("asking"):
        board.sheet.note("asking", None)
        _back(board)
    if asked is None:
        return None
    card = board.card(asked.id)
    steps = _leading(board, card, asked) if card else ()
    if card is None:
        refuse("This referral is not on the board any more: somebody closed it, or it no longer fits the filters.")
    elif len(steps) == 1 and not asks(steps[0], referral.one(board.actor, asked.id)):
        _take(board, card, asked, steps[0])
    elif steps:
        board.sheet.note("asking", asked.id)
        return asked.id, tuple(step.name for step in steps)
    _back(board)
    return None


def _leading(board: Board, card: Card, asked: Moved) -> tuple[Step, ...]:
    """The steps that lead where the card was let go, from what was seen; refused where there are none."""
    if card.row.now.version != asked.version:
        _overtaken(board, card, asked)
        return ()
    found = card.moves.get(Stage(asked.to), ()) if asked.to in set(Stage) else ()
    if not found:
        refuse(f"{card.row.patient} cannot go from “{card.row.stage_label}” to “{_named(board, asked)}”.")
    return found


def _overtaken(board: Board, card: Card, asked: Moved) -> None:
    """What somebody else did meanwhile, beside what this person wanted."""
    row = card.row
    refuse(
        f"Somebody else changed {row.patient}’s referral while you looked. It stands at “{row.stage_label}” now; "
        f"you wanted “{_named(board, asked)}”. Move it again if that is still right."
    )
    story(timeline(board.actor, "referral", asked.id, limit=1), row.zone, key="since")


def _take(board: Board, card: Card, asked: Moved, step: Step) -> None:
    if do(referral.take_step, board.actor, asked.id, asked.version, step.name, Answers()):
        told = timeline(board.actor, "referral", asked.id, limit=1)[0].sentence
        again(f"{card.row.patient}: {told}")


def _back(board: Board) -> None:
    board.sheet.note("drawn", board.sheet.noted("drawn", 0) + 1)


def _named(board: Board, asked: Moved) -> str:
    return board.called(Stage(asked.to)) if asked.to in set(Stage) else asked.to


def _columns(board: Board, query: dict[str, str]) -> list[Column]:
    """The usual way, the stages beside it where something stands, and below them where a card may go besides."""
    ways = {stage for lane in board.lanes.values() for card in lane.cards for stage in card.moves}
    shown = [stage for stage in STAGES if stage not in CLOSED and (stage in PATH or stage in board.lanes)]
    return [_column(board, stage, query) for stage in shown] + [
        Column(stage, board.called(stage), stage_tone(stage), aside=True)
        for stage in STAGES
        if stage in ways and stage not in shown
    ]


def _column(board: Board, stage: Stage, query: dict[str, str]) -> Column:
    lane = board.lanes.get(stage, Lane())
    more = to(board.direction.value, **query | {"view": "", "stage": stage.value})
    tiles = tuple(_tile(card, board) for card in lane.cards)
    return Column(stage, board.called(stage), stage_tone(stage), lane.whole, tiles, more)


def _tile(card: Card, board: Board) -> Tile:
    row, outbound = card.row, board.direction is Direction.OUTBOUND
    words, tone = row.due
    badge, badge_tone = _badge(card, board.unread.get(card.row.id, 0))
    return Tile(
        id=row.id,
        version=row.now.version,
        href=to("referral", id=row.id),
        title=row.patient,
        about=f"{row.specialty}: {row.reason}",
        other=f"{'To' if outbound else 'From'} {row.other}",
        person=row.owner,
        when=words,
        when_tone=DUE[tone],
        when_hover=f"{row.todo}, due {clock.spoken(row.due_at, row.zone)}" if words else "",
        badge=badge,
        badge_tone=badge_tone,
        tasks=str(row.tasks),
        tasks_tone="red" if row.tasks.overdue else "",
        to=tuple(stage.value for stage in card.moves),
    )


def _badge(card: Card, unread: int) -> tuple[str, str]:
    """One at most: that it presses, else that an answer waits, that it is held, or where within the stage it stands."""
    now = card.row.now
    if now.urgency is not Urgency.ROUTINE and not now.held:
        return now.urgency.label, urgency_tone(now.urgency)
    if unread:
        return f"{unread} unread", "amber"
    if now.held:
        return "On hold", "grey"
    return card.row.sub_status, "grey"
