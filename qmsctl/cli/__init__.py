"""The command line: the only place where the clock is read, anything is printed, and the process ends."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from qmsctl.cli.language import choose_language, speak
from qmsctl.cli.terminal import InputEndedError, tell
from qmsctl.errors import FolderGoneError, QmsctlError
from qmsctl.messages import tr

__all__ = ["run"]

OK, USAGE, INTERNAL, INTERRUPTED = 0, 2, 70, 130
"""Statuses to exit with, besides 1 (problems) and 3 (nothing to check): `docs/exit-codes.md`."""
COMPLETING = "_QMSCTL_COMPLETE"
"""The variable in which the script of a shell, when somebody presses TAB, says which shell it is."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the status to exit with.  No exception gets past here."""
    gc.disable()  # the process ends before anything could be collected that counting references misses
    _open_streams()
    if shell := os.environ.get(COMPLETING):
        from qmsctl.cli.completing import complete

        return complete(arguments, shell)
    speak(choose_language(arguments, os.environ, Path()))
    try:
        status = _call(list(arguments))
    except KeyboardInterrupt:
        tell(f"\n{tr('Stopped; nothing half-done was left behind.')}\n")
        return INTERRUPTED
    except InputEndedError:
        tell(f"\n{tr('The input ended before every question was answered; nothing was written.')}\n")
        return USAGE
    except QmsctlError as error:
        return _failed(error)
    except Exception:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        return _failed(FolderGoneError()) if _is_folder_gone() else _internal_error()
    return INTERNAL if _some_rules_failed() else status


def _failed(error: QmsctlError) -> int:
    from qmsctl.cli.failures import tell_failure

    tell_failure(error)
    return error.exit_code


def _is_folder_gone() -> bool:
    """Return whether the folder in which qmsctl runs was deleted: nothing in it can be read or written any more."""
    try:
        os.getcwd()  # noqa: PTH109 - asked for its error only
    except OSError:
        return True
    return False


def _some_rules_failed() -> bool:
    """Return whether what was answered lacks rules that failed by an error of qmsctl's own; tell which."""
    own_errors = sys.modules.get("qmsctl.cli.own_errors")  # where it is not loaded no rule was asked
    if own_errors is None or not own_errors.noted():
        return False
    own_errors.tell_noted()
    return True


def _open_streams() -> None:
    """Make the streams ready for any text, and for a caller who closed them."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - it lasts as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - as above
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that lacks a letter gets a replacement, not a traceback.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]  # `ask` refuses what is no text


def _call(arguments: list[str]) -> int:
    from qmsctl.cli.app import app
    from qmsctl.cli.caveats import tell_lacking
    from qmsctl.cli.usage import NoCommandError, UsageError, explain_usage_error

    try:
        result = app(arguments, prog_name="qmsctl", standalone_mode=False)
    except NoCommandError as error:
        tell(f"{error.message}\n")
        return USAGE
    except UsageError as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "qmsctl"
        raise QmsctlError(
            explain_usage_error(error), tr("{command} -h shows how it is used", command=command)
        ) from error
    finally:
        tell_lacking()
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else OK


def _internal_error() -> int:
    """Keep the traceback in a file of the user's own, and say where it is."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="qmsctl-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exc(file=log)
    tell(
        f"{tr('qmsctl: an error of its own stopped it; your files are as they were.')}\n"
        f"{tr('Next: please send {file} to the makers, with the command you gave.', file=log.name)}\n"
    )
    return INTERNAL
