"""What somebody asks of a rule in the list: to be switched, or to be judged earlier or later than its neighbours."""

from collections.abc import Sequence
from typing import NoReturn

from core import rule
from core.access import Actor
from core.rule.listing import Standing
from pages.parts.flash import do, leave
from pages.parts.rule_list import What


def obey(actor: Actor, one: Standing, what: What, beside: Sequence[Standing], now: dict[str, str]) -> None:
    """Do it; `beside` are the rules among which it moves, `now` what the list is filtered by."""
    site = int(now.get("site") or 0) or None
    if what in ("up", "down"):
        done = do(rule.move, actor, one.name, _after(one, what, beside))
    else:
        done = do(rule.switch, actor, one.name, one.version, on=what == "on", site_id=site)
    if done:
        _again(one, what, now)


def _after(one: Standing, what: What, beside: Sequence[Standing]) -> str:
    """Down goes behind the next one, up behind the one before the one before; nobody is before the first."""
    names = [each.name for each in beside]
    at = names.index(one.name)
    if what == "down":
        return names[at + 1]
    return names[at - 2] if at > 1 else ""


def _again(one: Standing, what: What, now: dict[str, str]) -> NoReturn:
    told = {"on": "is switched on", "off": "is switched off", "up": "is judged earlier", "down": "is judged later"}
    leave("rules.py", f"“{one.label}” {told[what]}", **{name: value for name, value in now.items() if value})
