"""Where a demonstration may be built."""

from __future__ import annotations

from pathlib import Path

from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["refuse_occupied"]


def refuse_occupied(folder: Path) -> None:
    """Refuse to build where something is already.

    Raises:
        RefusedError: there is something in *folder*.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise RefusedError(
            tr("{folder} is there already and is not an empty folder", folder=str(folder)),
            tr("name a folder that does not exist yet: qmsctl demo FOLDER"),
        )
