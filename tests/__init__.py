"""The tests of qmsctl."""

from __future__ import annotations

import os

__all__ = ["LONG"]

LONG = os.environ.get("QMSCTL_TESTS_LONG") == "yes"
"""Whether the tests that have a longer profile run it."""
