"""Tests of core/directory."""
