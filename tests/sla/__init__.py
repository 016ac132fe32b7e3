"""Tests of core/sla."""
