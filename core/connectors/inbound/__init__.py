"""Inboxes: a module on this shelf is a way by which answers come in, set up on the page where carriers are."""
