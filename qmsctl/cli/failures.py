"""What stopped a run, said to whoever asked for it."""

from __future__ import annotations

from qmsctl.cli.terminal import tell
from qmsctl.errors import QmsctlError
from qmsctl.messages import tr

__all__ = ["tell_failure"]


def tell_failure(error: QmsctlError) -> None:
    """Say on standard error what stopped the run, where, and what to do next."""
    from qmsctl.documents.source import Flaw, Malformed
    from qmsctl.render.check_place import fault_lines
    from qmsctl.render.visible import visible

    lines: list[str] = []
    for flaw in getattr(error, "flaws", ()):
        if isinstance(flaw, Flaw | Malformed):
            lines += fault_lines(flaw)
    lines.append(str(tr("qmsctl: {message}", message=error.message)))
    if error.hint is not None:
        lines.append(str(tr("Next: {fix}", fix=error.hint)))
    # Git's own words, which may be part of a message, can have several lines.
    tell("".join(f"{visible(' '.join(line.splitlines()))}\n" for line in lines))
