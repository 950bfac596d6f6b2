"""The copy of a document that somebody edits: outside the working tree, and never lost by accident."""

from __future__ import annotations

import codecs
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath

from qmsctl.authoring.files import write
from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import tr

__all__ = ["EditedCopy", "keep_beside", "with_line_ends_of"]


class EditedCopy:
    """A file of the same name in a folder of its own, which only the user can enter."""

    def __init__(self, path: str, content: bytes) -> None:
        """Make the copy.

        Args:
            path: of the document; an editor shows the file's name and goes by its ending.
            content: what is to be edited.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="qmsctl-"))
        self._before = content
        self.file = self._folder / PurePosixPath(path).name
        self.file.write_bytes(content)

    @property
    def is_edited(self) -> bool:
        """Whether it holds something else than at first."""
        try:
            return self.file.read_bytes() != self._before
        except FileNotFoundError:
            return False
        except OSError:  # whatever took its place, somebody made it
            return True

    def read(self) -> bytes:
        """Return what it holds, with the line ends it had at first.

        Raises:
            RefusedError: the editor has left no file.
        """
        try:
            return with_line_ends_of(self._before, self.file.read_bytes())
        except OSError as fault:
            raise RefusedError(
                tr("the editor has left no file to read: {reason}", reason=reason_of(fault)),
                tr("run the same command again, and save the text under the name it has"),
            ) from fault

    def remove(self) -> Path | None:
        """Delete it, and return its folder if something else lies there: a text that was saved under another name."""
        for file in (self.file, self.file.with_name(self.file.name + "~")):  # the second is a backup of it
            with suppress(OSError):
                file.unlink(missing_ok=True)
        try:
            self._folder.rmdir()
        except OSError:
            return self._folder if self._folder.is_dir() else None
        return None


def with_line_ends_of(before: bytes, after: bytes) -> bytes:
    r"""Return *after* with the byte order mark and the line ends of *before*.

    An editor that writes `\r\n` for `\n`, or the other way round, would change every
    line.  Where *before* has both, *after* stays as it is.
    """
    body = after.removeprefix(codecs.BOM_UTF8)
    ends = before.count(b"\r\n")
    if ends and ends == before.count(b"\n"):
        body = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    elif not ends:
        body = body.replace(b"\r\n", b"\n")
    return (codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b"") + body


def keep_beside(root: Path, path: str, content: bytes) -> str:
    """Save *content* beside the document *path*, under a name that no check reads, and return that name.

    Raises:
        RefusedError: it cannot be written there.
    """
    number = 1
    while True:
        name = f"{path}.kept" if number == 1 else f"{path}.kept-{number}"
        if not (root / name).exists():
            write(root, {name: content})
            return name
        number += 1
