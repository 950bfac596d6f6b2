"""Checks a quality management system kept in git, records audits on it, and writes the report."""

__version__ = "0.1.0"
