"""Tests of core/patient."""
