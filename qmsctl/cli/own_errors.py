"""Errors of qmsctl's own: kept in a file of the user's, and told with the next step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from qmsctl.cli.terminal import tell
from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.inspection.outcome import Outcome

__all__ = ["note_crashes", "noted", "tell_noted"]

_crashes: Final[list[Outcome]] = []
"""The rules that failed by an error of qmsctl's own, as far as it is not told."""


def note_crashes(outcomes: Iterable[Outcome]) -> None:
    """Remember which rules failed, so that the process does not end as if they had answered."""
    known = {outcome.rule for outcome in _crashes}
    _crashes.extend(outcome for outcome in outcomes if outcome.crash and outcome.rule not in known)


def noted() -> bool:
    """Return whether a rule failed."""
    return bool(_crashes)


def tell_noted() -> None:
    """Say which rules failed, and keep how in a file."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="qmsctl-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as log:
        log.writelines(f"{outcome.rule}\n{outcome.crash}\n" for outcome in _crashes)
    rules = ", ".join(f"{outcome.rule} ({outcome.slug})" for outcome in _crashes)
    _crashes.clear()
    tell(
        f"{tr('qmsctl: an error of its own stopped these rules: {rules}. The others have answered.', rules=rules)}\n"
        f"{tr('Next: please send {file} to the makers, with the command you gave.', file=log.name)}\n"
    )
