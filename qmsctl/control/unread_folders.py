"""Folders whose files look like documents, and that nothing in `qms.yaml` names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.documents.markdown import parts
from qmsctl.documents.place import Place
from qmsctl.documents.source import Text
from qmsctl.model.file_patterns import matches
from qmsctl.model.naming import is_markdown
from qmsctl.model.qms import Qms

__all__ = ["UnreadFolder", "unread_folders"]

_SEVERAL: Final = 3
"""Files that make a folder look like one of documents."""
_LOOKED_AT: Final = 12
"""Files of a folder that are opened."""
_HEAD: Final = 8192
"""Bytes of a file that are looked at."""
_KEY: Final = re.compile(r"^(?P<key>[^\W\d][\w -]{0,40}):", re.MULTILINE)
_IDENTIFIES: Final = re.compile(
    r"id|(?:doc|document|sop|template|record|wi|qm|policy|procedure)(?:id|number|no)|version|revision|rev|symbol"
    r"|wersja|wydanie|edycja|(?:sop|template|record|doc)version"
)
_CONTROLS: Final = re.compile(
    r"status|owner|ownerrole|właściciel|approvers?|approvedby|approved(?:on|date)|zatwierdził|effective(?:date|from)?"
    r"|obowiązujeod|review(?:ed|due|in|date|every|frequency|interval)|nextreview(?:due)?|lastreviewed(?:on)?|doctype"
    r"|documenttype|classification"
)
_NO_DOCUMENTS: Final = frozenset(
    {"readme", "changelog", "license", "contributing", "code_of_conduct", "security", "index"}
)


@dataclass(frozen=True, slots=True)
class UnreadFolder:
    """A folder with Markdown files that nothing reads, and those of them that look like documents."""

    path: str
    files: tuple[str, ...]
    """As many as were found among the first."""
    place: Place | None
    """What says in the first of them which document it is."""

    @property
    def looks_like_documents(self) -> bool:
        """Whether several of its files do."""
        return len(self.files) >= _SEVERAL


def unread_folders(qms: Qms, tracked: Mapping[str, str]) -> Iterator[UnreadFolder]:
    """Yield the folders with several Markdown files that are read by nothing, and which of these look like documents.

    Args:
        qms: the system; what its kinds leave out is left out here too.
        tracked: the files that git knows below the folder of `qms.yaml`.
    """
    kinds = qms.organisation.kinds.values()
    left_out = [one for kind in kinds for one in kind.except_]
    own = tuple(folder.rstrip("/") + "/" for folder in qms.organisation.folders.all)
    by_folder: dict[str, list[str]] = {}
    for path in sorted(tracked):
        folder, name = posixpath.split(path)
        hidden = any(part.startswith(".") for part in path.split("/"))
        if hidden or not is_markdown(path) or path in qms.paths or path.startswith(own):
            continue
        if posixpath.splitext(name)[0].casefold() in _NO_DOCUMENTS:
            continue
        if not any(matches(path, one) for one in left_out):
            by_folder.setdefault(folder, []).append(path)
    for folder, paths in by_folder.items():
        if len(paths) < _SEVERAL:
            continue
        looked_at = ((path, _identified(path, qms.read)) for path in paths[:_LOOKED_AT])
        found = {path: place for path, place in looked_at if place is not None}
        yield UnreadFolder(folder, tuple(found), next(iter(found.values()), None))


def _identified(path: str, read: Callable[[str], bytes]) -> Place | None:
    """Return where the head of the file *path* says which document it is, if it says too how it is controlled."""
    try:
        content = read(path)[:_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError:
        return None
    head = parts(content)
    if head is None:
        return None
    keys = {
        re.sub(r"[\s_-]", "", found["key"]).casefold(): found.span("key")
        for found in _KEY.finditer(content, head[0], head[1])
    }
    named = [at for key, at in keys.items() if _IDENTIFIES.fullmatch(key)]
    if not named or not any(map(_CONTROLS.fullmatch, keys)):
        return None
    text = Text(content)
    span = text.span(*named[0])
    return Place(path, span, text.line_of(span))
