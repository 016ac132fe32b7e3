"""What is kept for ever, whether it is whole, and who may read it."""
