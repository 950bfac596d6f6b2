"""Tests of what renders results."""
