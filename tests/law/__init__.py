"""Tests of the data about standards."""
