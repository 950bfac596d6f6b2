"""Tests of the reports and of how they are rendered."""
