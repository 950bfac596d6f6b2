"""What stopped a run, said to whoever asked for it."""

from __future__ import annotations

from qmsctl.cli.terminal import fitted, tell
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
    said = [str(tr("qmsctl: {message}", message=error.message))]
    if error.hint is not None:
        said.append(str(tr("Next: {fix}", fix=error.hint)))
    # Git's own words, which may be part of a message, can have several lines.
    told = [visible(" ".join(line.splitlines())) for line in lines]
    told += [fitted(visible(" ".join(line.splitlines()))) for line in said]
    tell("".join(f"{line}\n" for line in told))
