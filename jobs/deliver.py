"""Carry due messages out of the house, each claimed first and settled after, outside any transaction."""

from core import heartbeat, log, message
from core.connectors import Carrier, Doubtful, Undeliverable, carrier, repeatable, scheme
from core.errors import Refusal
from core.message import Claimed, Result
from core.settings import settings
from jobs._runner import stopping

EVERY = 1
CLOSED = Result("waiting", "Nothing can leave at the moment.")


def run() -> int:
    """Until nothing is due, or nothing can leave; how many messages were carried."""
    message.recover(repeatable())
    url = settings().mail_url
    done = 0
    with carrier(url) as way:
        while not stopping.is_set():
            batch = message.claim(scheme(url), way.batch, way.lease)
            if not batch:
                break
            results, down = _carry(way, batch)
            message.settle(results)
            done += len(batch)
            if down:
                break
    return done


def _carry(way: Carrier, batch: list[Claimed]) -> tuple[list[tuple[Claimed, Result]], bool]:
    """How each went, and whether the way out is closed for now."""
    results, down = [], False
    for claimed in batch:
        result, down = _sent(way, claimed) if not down else (CLOSED, True)
        results.append((claimed, result))
    try:
        way.keep()
    except Undeliverable as failure:
        results, down = [(claimed, Result("waiting", str(failure))) for claimed in batch], True
    for claimed, result in results:
        log.say(f"message {result.outcome}", message=claimed.id, attempt=claimed.attempt_id)
    return results, down


def _sent(way: Carrier, claimed: Claimed) -> tuple[Result, bool]:
    """An error of ours leaves open whether it left, so it counts as doubt and ends nothing."""
    try:
        way.send(claimed.letter)
    except Undeliverable as failure:
        return Result("dead" if failure.permanent else "waiting", str(failure)), failure.down
    except Doubtful as doubt:
        return Result("in_doubt", str(doubt)), False
    except Refusal as sentence:
        return Result("dead", str(sentence)), False
    except Exception as error:
        log.incident(error, message=claimed.id)
        return Result("waiting" if way.repeatable else "in_doubt", heartbeat.place(error)), False
    return Result("sent"), False
