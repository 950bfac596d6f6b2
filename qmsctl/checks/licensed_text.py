"""DOC018: the text of a standard that is sold under a licence is tracked in git."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.documents.sensitive import SensitiveKind
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity

_NAMED_AS_STANDARD: Final = re.compile(
    r"""
    (?:(?:PN|DIN|BS|NF|CSN|STN|UNE|UNI|SS|NS|DS|OENORM)[-_ ]+)?(?:EN[-_ ]+)?
    ISO(?:[-_ ]?(?:IEC|TS|TR|PAS|FDIS|DIS|CD))*[-_ ]*\d{4,5}
    (?:[-_ .:+]+(?:\d{1,4}[A-Z]?|A\d|Amd[-_ ]?\d?|[A-Z]{1,2}|pol|eng)|[-_ ]?\([A-Z]{1,2}\))*
    \.(?:pdf|docx?|epub|djvu|odt|rtf|txt|html?|xps)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""As shops name what they sell: `PN-EN ISO 9001_2015-10P.pdf`.  A certificate or checklist has more words."""


def tracked(system: System) -> Iterator[str]:
    """Every file that git tracks below `qms.yaml`, and every text that lies there besides."""
    yield from sorted(system.history.files.keys() | system.exposed.keys())


@rule("DOC018", over=tracked, severity=Severity.ERROR, clauses=("7.5.3.2",))
def licensed_text(path: str, system: System) -> Iterator[Answer]:
    """No text of a standard that is sold under a licence is tracked in git."""
    if path in system.history.files and _NAMED_AS_STANDARD.fullmatch(posixpath.basename(path)):
        yield Problem(
            Place(path),
            tr("this is named like a copy of a standard, which a licence does not let you hand on"),
            _take_out(),
        )
        return
    marks = [one for one in system.exposed.get(path, ()) if one.kind is SensitiveKind.LICENSED]
    if marks:
        yield Problem(
            marks[0].place,
            tr("this bears the copyright mark of a standards body, as copies of its standards do"),
            _take_out(),
        )


def _take_out() -> Message:
    return tr(
        "take it out, also of the history if others have the repository; keep your licensed copy outside,"
        " or in a folder that .gitignore names"
    )
