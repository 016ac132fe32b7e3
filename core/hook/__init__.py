"""Webhooks: addresses outside that rules call, with ids and codes and nothing about a person."""

from core.hook.commands import add_hook, change_hook, drop_hook, renew_secret, secret
from core.hook.model import Calling, Hook
from core.hook.outbox import Due, claim_calls, put_call, settle_calls, sweep_calls
from core.hook.queries import hooks
from core.hook.wire import Unanswered, call

__all__ = [
    "Calling",
    "Due",
    "Hook",
    "Unanswered",
    "add_hook",
    "call",
    "change_hook",
    "claim_calls",
    "drop_hook",
    "hooks",
    "put_call",
    "renew_secret",
    "secret",
    "settle_calls",
    "sweep_calls",
]
