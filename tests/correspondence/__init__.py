"""What people write themselves, and what comes of it."""
