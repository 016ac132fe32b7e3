"""Switch off rules whose text, reason, tag, field or person is gone, and forget what rules did long ago."""

from core import hook, rule
from core.access import machine

EVERY = 60


def run() -> int:
    """How many were switched off or forgotten."""
    actor = machine("job:rules")
    return rule.look_after(actor) + rule.sweep_firings(actor) + hook.sweep_calls(actor)
