"""CFG004: a folder holds what looks like documents, and no kind of documents names it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.unread_folders import UnreadFolder, unread_folders
from qmsctl.messages import list_of, tr
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


def folders(system: System) -> Iterator[UnreadFolder]:
    """The folders with Markdown files that nothing reads; where `qms.yaml` has no kinds, nobody looks for any."""
    if system.organisation.kinds:
        yield from unread_folders(system.qms, system.history.files)


@rule("CFG004", over=folders, severity=Severity.WARNING, clauses=("7.5.3.1",))
def unread_folder(folder: UnreadFolder, system: System) -> Iterator[Answer]:
    """No folder holds what looks like documents and is read by nothing."""
    del system
    if folder.looks_like_documents and folder.place is not None:
        yield Problem(
            folder.place,
            tr(
                "files in {folder} look like documents, and no kind of qms.yaml names them: {files}",
                folder=folder.path or ".",
                files=list_of(folder.files[:3]),
            ),
            tr("make a kind for them in qms.yaml, or name them below except of one if they are none"),
        )
