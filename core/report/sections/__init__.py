"""The sections of the monthly reports, each made of figures alone, so that a practice and the group are told alike."""

from core.report.sections.conversion import conversion
from core.report.sections.kept import kept
from core.report.sections.origins import origins
from core.report.sections.short import in_short
from core.report.sections.side_by_side import definitions, side_by_side
from core.report.sections.waiting import stages_by_site, waiting

__all__ = ["conversion", "definitions", "in_short", "kept", "origins", "side_by_side", "stages_by_site", "waiting"]
