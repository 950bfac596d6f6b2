"""What a shell of the tests finds as `qmsctl`: it hands over what it was started with, and ends as the program does.

`tests/cli/shell.py` puts a copy of this script into a folder of the `PATH`, and listens on the socket beside it.
"""

# ruff: noqa: PTH109, PTH120 - importing pathlib would double the time that this takes

from __future__ import annotations

import json
import os
import signal
import socket
import sys


def main() -> int:
    """Hand over words, folder, variables and streams; return the status of the program, or die as it did."""
    call = {"words": sys.argv[1:], "folder": os.getcwd(), "variables": dict(os.environ)}
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(f"{os.path.dirname(__file__)}/socket")
        socket.send_fds(line, [b"!"], [0, 1, 2])
        line.sendall(json.dumps(call).encode())
        line.shutdown(socket.SHUT_WR)
        status = int(line.recv(16))
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


if __name__ == "__main__":
    sys.exit(main())
