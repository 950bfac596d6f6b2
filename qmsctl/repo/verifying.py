"""Runs the programs that verify signatures.

Nothing of a repository decides which program runs, what it reads or what it trusts: it is found on the
user's PATH, starts in a folder of its own, and sees nothing of the environment but that path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from qmsctl.repo.verdicts import Verdict

__all__ = ["GPG", "SSH_KEYGEN", "each", "program_named", "run"]

SSH_KEYGEN: Final = "ssh-keygen"
GPG: Final = "gpg"
PATIENCE: Final = 60
"""Seconds after which a program is given up."""


def program_named(name: str) -> str | None:
    """Return where the program *name* is, or `None`; a folder named relatively could lie in the repository."""
    folders = [f for f in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(f).is_absolute()]
    return shutil.which(name, path=os.pathsep.join(folders)) if folders else None


def run(command: Sequence[str], folder: Path, sent: bytes) -> subprocess.CompletedProcess[bytes] | None:
    """Run *command* in *folder* and send it *sent*; `None` if it could not be started or did not end."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    try:
        return subprocess.run(  # noqa: S603 - a program of the user's, with arguments of our own
            command,
            cwd=folder,
            env={**kept, "HOME": str(folder), "LC_ALL": "C"},
            input=sent,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None


def each(names: Iterable[str], verdict: Callable[[str], Verdict]) -> dict[str, Verdict]:
    """Return the verdict on each of *names*; several programs run at once, for each does little but start."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only where something is verified

    asked = tuple(names)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return dict(zip(asked, threads.map(verdict, asked), strict=True))
