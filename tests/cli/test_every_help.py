"""The help of every command in a narrow terminal, in a pipe, in a poor locale, in both languages: all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsctl.messages import LANGUAGES
from tests.cli.everywhere import COMMANDS, everywhere

_NAMES = ["", *dict.fromkeys(name.split()[0] for name in COMMANDS if " " in name), *COMMANDS]
"""qmsctl itself, its groups of commands, and its commands."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _NAMES)
def test_help_everywhere(tmp_path: Path, name: str, language: str) -> None:
    """Forty columns hold every word that a wide terminal shows; a pipe and a poor locale get the same, whole."""
    shown = everywhere(tmp_path, ["--lang", language, *name.split(), "-h"])

    assert shown.statuses == {0}
    assert shown.poor == shown.piped
    assert shown.lost == []
    assert shown.too_wide == []
    assert shown.broken == []
