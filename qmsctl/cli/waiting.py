"""What takes long is said while it lasts, to somebody who sits there, and taken away when it is done."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from qmsctl.cli.terminal import tell, width
from qmsctl.messages import Message

__all__ = ["waiting"]

PATIENCE: Final = 1.0
"""Seconds for which nobody wonders what is happening."""
_BACK_AND_CLEAR: Final = "\r\x1b[K"


@contextmanager
def waiting(doing: Message) -> Iterator[None]:
    """Say what is being done if it takes longer than a second, on one line that is gone afterwards.

    Nothing is said where standard error is no terminal, nor in CI, nor on a terminal that cannot clear a line.
    """
    if not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()
    line = str(doing)[: width() - 1]

    def say_it() -> None:
        if not done.wait(PATIENCE):
            tell(line)
            done.wait()
            tell(_BACK_AND_CLEAR)

    speaker = threading.Thread(target=say_it, daemon=True)
    speaker.start()
    try:
        yield
    finally:
        done.set()
        speaker.join()
