"""What people answer, and where it goes."""
