"""DOC016: a file holds a password, a token or a private key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.exposed import Exposure
from qmsctl.control.system import System
from qmsctl.documents.sensitive import SensitiveKind
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, Problem, rule, texts
from qmsctl.settings import Severity

_FIX: Final = tr(
    "change it at once where it opens something, for the history keeps it; then say here where it is kept instead"
)


@rule("DOC016", over=texts, severity=Severity.ERROR, clauses=("7.5.3.1",))
def exposed_secret(path: str, system: System) -> Iterator[Answer]:
    """No document, record, register or attachment holds a password, a token or a private key."""
    for exposure in system.exposed[path]:
        if exposure.kind.is_secret:
            yield Problem(exposure.place, _message(exposure), _FIX)


def _message(exposure: Exposure) -> Message:
    match exposure.kind:
        case SensitiveKind.PRIVATE_KEY:
            return tr("a private key stands here, open to everybody who has the repository")
        case SensitiveKind.TOKEN:
            return tr(
                "a token stands here, open to everybody who has the repository: {shown}", shown=exposure.shown
            )
        case SensitiveKind.LOGIN:
            return tr("an address holds a name and a password, open to everybody who has the repository")
        case _:
            return tr("what looks like a password stands here, open to everybody who has the repository")
