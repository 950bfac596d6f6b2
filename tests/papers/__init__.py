"""Tests of papers: what is printed, laid out once for every format."""
