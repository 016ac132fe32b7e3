"""Measurements, never tests: what pages, questions, commands and jobs cost beside the least that they could."""
