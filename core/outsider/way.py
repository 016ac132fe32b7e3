"""How far a referral has come: points behind it, with when each was reached, and the one where it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.referral import Stage
from core.referral.current import Current
from data.tables import event, event_text


@dataclass(frozen=True, slots=True)
class Point:
    """A stage on the way: behind (`past`), with the moment at which it was reached if it was, or where it stands."""

    stage: Stage
    at: datetime | None
    past: bool
    here: bool


def points(
    now: Current, happened: Iterable[Any], way: Sequence[Stage], beside: Mapping[Stage, Stage]
) -> Iterator[Point]:
    """From stage to stage; what is `beside` the way is as far as another, and what left it goes no further than it
    came."""
    reached: dict[Stage, datetime] = {Stage.SENT: now.received_at}
    for told in happened:
        if (to := told.facts.get("to")) in set(way) and to != told.facts.get("from"):
            reached[Stage(to)] = told.occurred_at
    stage = beside.get(now.stage, now.stage)
    here = stage if stage in way else max(reached, key=way.index)
    for each in way:
        past = way.index(each) <= way.index(here)
        yield Point(each, reached.get(each) if past else None, past, each is here)


HAPPENED = (
    select(event.c.kind, event.c.occurred_at, event.c.actor, event.c.facts, event_text.c.words)
    .outerjoin(event_text, event_text.c.event_id == event.c.id)
    .where(event.c.subject == "referral")
    .order_by(event.c.id.desc())
    .limit(200)
)
"""What happened to a referral, the newest first."""
