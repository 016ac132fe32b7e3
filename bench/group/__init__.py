"""The group that is measured: one year of one region as core.demo invents it, copied to other regions and years."""

from bench.group.build import build
from bench.group.grown import grown
from bench.group.kept import DATABASES, FOLDER, aside, kept, use
from bench.group.plan import Plan

__all__ = ["DATABASES", "FOLDER", "Plan", "aside", "build", "grown", "kept", "use"]
