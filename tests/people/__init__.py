"""Accounts, sessions and the door."""
