"""Lets somebody edit a copy of a document until it can be taken over, and loses nothing of what they type."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from qmsctl.authoring.edited_copy import EditedCopy, keep_beside, with_line_ends_of
from qmsctl.authoring.revision import FaultyTextError, examine_edited
from qmsctl.cli.dialogue import settle
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import choose, confirm, say, tell
from qmsctl.control.documents import ControlledDocument
from qmsctl.documents.source import Flaw, Malformed
from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed
from qmsctl.render.check_place import fault_lines
from qmsctl.render.visible import visible
from qmsctl.repo.editor import edit, editor_of
from qmsctl.reports.commands import command_for

__all__ = ["edited_in_editor", "text_from"]

_CHOICES: Final = (
    ("edit", tr("edit again")),
    ("keep", tr("keep the text in a file, and record nothing")),
    ("discard", tr("discard it")),
)


def text_from(file: Path, opened: Filed[Document], language: str) -> Filed[Document]:
    """Return the new text of *opened* that stands in *file*.

    Raises:
        FaultyTextError: it cannot take the place of *opened*.
        RefusedError: there is no such file, or it cannot be read.
    """
    try:
        raw = file.read_bytes()
    except OSError as fault:
        raise RefusedError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("name a file that holds the new text of the document"),
        ) from fault
    document, faults = examine_edited(opened, with_line_ends_of(opened.source.raw, raw), language)
    if document is None or faults:
        hint = tr("mend what is named above in {file}, and give it again", file=str(file))
        raise FaultyTextError(str(file), tuple(_standing_in(file, fault) for fault in faults), hint)
    return document


def _standing_in(file: Path, fault: Flaw | Malformed) -> Flaw | Malformed:
    """Return *fault* with its place in *file*, where the text was read from."""
    place = replace(fault.place, path=str(file))
    if isinstance(fault, Malformed):
        return replace(fault, place=place, path=str(file))
    return replace(fault, place=place)


@contextmanager
def edited_in_editor(
    session: Session, controlled: ControlledDocument, opened: Filed[Document], *, may_ask: bool, keep: bool
) -> Iterator[Filed[Document] | None]:
    """Open a copy of *opened* in the editor, and yield what it became.

    Args:
        session: where it stands.
        controlled: the document.
        opened: as the tree holds it.
        may_ask: whether somebody can be asked what to do about a text that has faults.
        keep: keep the copy in any case: nothing else will hold the text.

    Yields:
        The new text, without faults; nothing if it was put aside or discarded.

    Raises:
        EditorError: the editor could not be started, or ended with an error.
        FaultyTextError: the text has faults, and nobody can be asked.
    """
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    editor = editor_of(session.repository.git, os.environ, terminal=terminal)
    settle()  # the editor is not opened twice
    copy = EditedCopy(opened.path, opened.source.raw)
    try:
        yield _edited(editor, copy, session, opened, controlled.language, may_ask=may_ask)
    except BaseException:
        _keep_or_remove(copy, session, controlled)
        raise
    if keep:
        _keep_or_remove(copy, session, controlled)
    else:
        _remove(copy)


def _keep_or_remove(copy: EditedCopy, session: Session, controlled: ControlledDocument) -> None:
    """Leave what somebody typed where it is, and say where and how it can be taken up again."""
    if copy.is_edited:
        again = command_for("revise", controlled, session.system.organisation, "--from", str(copy.file))
        say(tr("Your text is kept in {file}.", file=str(copy.file)))
        say(tr("It can be taken up again: {command}", command=again))
    else:
        _remove(copy)


def _remove(copy: EditedCopy) -> None:
    left = copy.remove()
    if left is not None:
        say(tr("The editor left other files in {folder}; they stay there.", folder=str(left)))


def _edited(
    editor: str, copy: EditedCopy, session: Session, opened: Filed[Document], language: str, *, may_ask: bool
) -> Filed[Document] | None:
    """Open the editor until the text has no faults, or somebody has enough."""
    while True:
        edit(editor, copy.file)
        raw = copy.read()
        document, faults = examine_edited(opened, raw, language)
        if document is not None and not faults:
            return document
        if not may_ask:
            hint = tr("mend what is named above in the text that was kept, and take it up again")
            raise FaultyTextError(opened.path, faults, hint)
        choice = _chosen(faults)
        if choice == "keep":
            kept = keep_beside(session.repository.root, opened.path, raw)
            say(tr("Your text is kept in {file}.", file=session.repository.prefix + kept))
        if choice != "edit":
            _remove(copy)
            say(tr("Nothing was recorded."))
            return None


def _chosen(faults: Sequence[Flaw | Malformed]) -> str:
    """Show *faults*, and ask what to do about them; discarding is asked twice."""
    for fault in faults:
        tell("".join(f"{visible(line)}\n" for line in fault_lines(fault)))
    while True:
        choice = choose(tr("The text has faults. What now"), _CHOICES, default="1")
        if choice != "discard" or confirm(tr("Discard everything you typed (yes/no)")):
            return choice
