"""What leaves by webhook, and what never does."""
