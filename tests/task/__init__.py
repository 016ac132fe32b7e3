"""What people are asked to do."""
