"""One promise a file, kept before a real browser."""
