"""What leaves the house, to whom, when, and what became of it."""
