"""Call webhooks that are due, each claimed first and settled after; one that does not answer holds up no other."""

from core import hook
from core.access import machine
from core.hook import Due
from jobs._runner import stopping

EVERY = 2
AFTER = "Not tried: an earlier call to it was not answered."


def run() -> int:
    """Until nothing is due; how many calls were settled."""
    actor = machine("job:hooks")
    done = 0
    while not stopping.is_set() and (batch := hook.claim_calls(actor)):
        hook.settle_calls(actor, _called(batch))
        done += len(batch)
    return done


def _called(batch: list[Due]) -> list[tuple[Due, str]]:
    """How each went; after one failure an address is left alone for the rest of the batch."""
    results: list[tuple[Due, str]] = []
    silent: set[int] = set()
    for due in batch:
        why = AFTER if due.hook_id in silent else _one(due)
        if why:
            silent.add(due.hook_id)
        results.append((due, why))
    return results


def _one(due: Due) -> str:
    try:
        hook.call(due)
    except hook.Unanswered as sentence:
        return str(sentence)
    return ""
