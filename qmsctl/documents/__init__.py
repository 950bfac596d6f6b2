"""Bytes to parsed documents that remember where each value was written."""
