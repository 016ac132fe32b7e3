"""What was begun and not yet sent."""
