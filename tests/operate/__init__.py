"""Tests of core/operate."""
