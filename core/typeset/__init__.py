"""Typesetting: paper that leaves the house as PDF, in fonts of our own, tagged for readers that read aloud."""

from core.typeset.leaf import INK, MARGIN, MISSING, QUIET, RULE, Colour, Leaf, colour_of

__all__ = ["INK", "MARGIN", "MISSING", "QUIET", "RULE", "Colour", "Leaf", "colour_of"]
