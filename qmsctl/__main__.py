"""Starts qmsctl.  `--version` is answered before anything else is loaded."""

from __future__ import annotations

import atexit
import os
import sys

from qmsctl import __version__

__all__ = ["main", "start"]


def main() -> int:
    """Run the command line and return the status to exit with."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"qmsctl {__version__}\n")
        return 0
    from qmsctl.cli import run  # noqa: PLC0415 - see above

    return run(sys.argv[1:])


def start() -> None:
    """Run the command line, and end the process with its status."""
    status = main()
    if (
        not sys.warnoptions and not sys.flags.dev_mode
    ):  # Python says at the end what was left open, to who asks
        _end(status)
    sys.exit(status)


def _end(status: int) -> None:
    """End the process now: to look through ten thousand documents once more, and free them one by one, takes long.

    What is registered for the end runs, and what is still to be written is.  Where that cannot be written
    nothing is ended: Python complains in its own words.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - Python has no public name for it
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(status)


if __name__ == "__main__":
    start()
