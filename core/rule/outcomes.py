"""What rules ask to be done to a referral itself, beside messages, tasks and alerts."""

from dataclasses import dataclass

from core.audit import About


@dataclass(frozen=True, slots=True)
class Assigning:
    """Give it to somebody: an account, the site's pool, or whom the site's lines choose."""

    about: About
    to: int | str


@dataclass(frozen=True, slots=True)
class Stepping:
    """Take a step of the lifecycle, with all its checks."""

    about: About
    step: str
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Tagging:
    """Put a tag on it, or take it away."""

    about: About
    tag: str
    on: bool


@dataclass(frozen=True, slots=True)
class Flagging:
    """Flag it at risk, and say why."""

    about: About
    why: str


Doing = Assigning | Stepping | Tagging | Flagging
