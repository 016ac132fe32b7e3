"""What is measured: every module of this shelf adds measures of one kind."""

from bench.measures.base import Measure, Measures, Result
from core.shelf import shelf

MEASURES = shelf(__name__, Measures)

__all__ = ["MEASURES", "Measure", "Measures", "Result"]
