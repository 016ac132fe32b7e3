"""Figures, held against what happened."""
