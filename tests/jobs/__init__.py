"""The work that nobody looks at."""
