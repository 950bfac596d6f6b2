"""Starts qmsctl.  `--version` is answered before anything else is loaded."""

from __future__ import annotations

import sys

from qmsctl import __version__

__all__ = ["main"]


def main() -> int:
    """Run the command line and return the status to exit with."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"qmsctl {__version__}\n")
        return 0
    from qmsctl.cli import run  # noqa: PLC0415 - see above

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
