"""Measurements, never tests: what each page costs, and how quickly typing finds."""
