"""DOC021: lines end with blanks, or the last line does not end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.mending import edited
from qmsctl.control.system import System
from qmsctl.documents.edits import Edit
from qmsctl.documents.markdown import parts
from qmsctl.documents.source import Source
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

_SIGN: Final = b" \n"
_RARE_SIGNS: Final = (b"\t\n", b" \r\n", b"\t\r\n")
"""One of them, or the sign, is in every file in which a line but the last ends with blanks."""
_BLANKS: Final = re.compile(r"[ \t]+(?=\r?\n|\Z)")


@rule("DOC021", over=documents, severity=Severity.NOTE, clauses=("7.5.2",))
def stray_blanks(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """No line of a document ends with blanks that mean nothing, and the last line ends."""
    del system
    filed = document.working
    if filed is None:
        yield NotApplicable()
        return
    raw = filed.source.raw
    if raw.endswith(b"\n") and not _may_have_blanks(raw):
        return
    for edit in fix(filed):
        yield Problem(
            edit.place,
            tr("the line ends with blanks that mean nothing") if edit.old else tr("the last line has no end"),
            tr("delete the blanks at the end of the line")
            if edit.old
            else tr("press Enter at the end of the file"),
            (edit,),
        )


def _may_have_blanks(raw: bytes) -> bool:
    if _SIGN in raw:
        return True
    # Nearly every file has neither byte, which one look at each finds out sooner than at three signs.
    return (b"\t" in raw or b"\r" in raw) and any(sign in raw for sign in _RARE_SIGNS)


def fix(filed: Filed[Document]) -> tuple[Edit, ...]:
    """Return what takes away the blanks, and what ends the last line; never what would change a text.

    In a text of several lines blanks can mean something: a new line in Markdown, or nothing
    but themselves.  What the file says afterwards decides.
    """
    source = filed.source
    text = source.text.content
    fields = parts(text) if source.body is not None else None
    # A text that is not YAML is left alone: in Markdown blanks can mean a new line.
    end = fields[2] if fields else 0 if source.body is not None else len(text)
    found = [Edit(source.inside(b.start(), len(b[0])), b[0], "") for b in _BLANKS.finditer(text, 0, end)]
    edits = [edit for edit in found if not _is_in_a_text(source, edit)]
    if text and not text.endswith("\n"):
        edits.append(Edit(source.inside(len(text), 0), "", "\r\n" if "\r\n" in text else "\n"))
    if _says_the_same(filed, edits):
        return tuple(edits)
    return tuple(edit for edit in edits if _says_the_same(filed, [edit]))


def _is_in_a_text(source: Source, edit: Edit) -> bool:
    """Return whether *edit* lies within a text of several lines."""
    span = edit.place.span
    return span is not None and any(
        one.start < span.start < one.end and not isinstance(source.value(*path), dict | list)
        for path, one in source.spans.items()
    )


def _says_the_same(filed: Filed[Document], edits: list[Edit]) -> bool:
    after = edited(filed, edits)
    return after is not None and after.source.digest == filed.source.digest
