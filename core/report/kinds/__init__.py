"""The kinds of report there are, one in each file."""

from functools import cache

from core.report.kinds.base import ReportKind
from core.shelf import shelf

__all__ = ["ReportKind", "kinds"]


@cache
def kinds() -> dict[str, ReportKind]:
    """Every kind by its code, in the order in which they are offered."""
    found = shelf("core.report.kinds", ReportKind)  # type: ignore[type-abstract]
    several = {code: kind() for code, kind in found.items()}
    return dict(sorted(several.items(), key=lambda pair: pair[1].place))
