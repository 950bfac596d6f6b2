"""Where a trust file lies, and what else of this machine decides whose signatures count."""

from __future__ import annotations

import os
from pathlib import Path

from qmsctl.repo.verifying import GPG, SSH_KEYGEN, program_named

__all__ = ["trust_state", "users_trust_file"]


def users_trust_file() -> Path | None:
    """Return the trust file among the user's settings, if there is one (XDG Base Directory Specification)."""
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    home = Path(os.environ.get("HOME", ""))
    folder = named if named.is_absolute() else home / ".config"
    file = folder / "qmsctl" / "trust.yaml"
    return file if file.is_absolute() and file.is_file() else None


def trust_state(trust: Path | None) -> tuple[object, ...]:
    """Return all of this machine on which it depends whose signatures count.

    Args:
        trust: the file given with `--trust`.
    """
    file = trust or users_trust_file()
    try:
        content = file.read_bytes() if file else None
    except OSError:
        content = None
    return (trust is None, str(file), content, program_named(SSH_KEYGEN), program_named(GPG))
