"""What stands beside the pages on the web."""
