"""Fields of a document changed where they stand: their own lines, and not one byte beside them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from qmsctl.authoring.files import dump_for_people
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.document import Document
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed

__all__ = ["with_fields"]


def with_fields(document: Filed[Document], changes: Mapping[str, object]) -> bytes:
    """Return the file of *document* with *changes* in its fields, and everything else as it is.

    Args:
        document: as it stands.
        changes: by name of the field; an empty value takes the field out.

    Raises:
        RefusedError: the file is laid out in a way in which the fields cannot be changed in place.
    """
    source = document.source
    text = source.text.content
    mark = source.raw.removesuffix(text.encode())  # a byte order mark, if there is one
    starts = {path[0]: span.start for path, span in source.keys.items() if len(path) == 1}
    changed = text
    for key in sorted(changes, key=lambda key: -starts.get(str(key), len(text))):
        written = dump_for_people({key: changes[key]}).decode()
        if not _says_something(changes[key]):
            written = ""
        if key not in starts:
            changed = f"{changed.rstrip()}\n{written}"
            continue
        start = starts[key]
        following = min((at for at in starts.values() if at > start), default=len(text))
        end = _end_of(text, start, following)
        changed = f"{changed[:start]}{written}{changed[end:]}"
    raw = mark + changed.encode()
    wanted = {key: value for key, value in {**source.tree, **changes}.items() if _says_something(value)}
    expected = read_document(document.path, dump_for_people(wanted))
    read = read_document(document.path, raw)
    if read is None or expected is None or read.source.tree != expected.source.tree:
        raise RefusedError(
            tr("{file} is laid out in a way in which these fields cannot be changed in place: {fields}",
               file=document.path, fields=list_of([*changes])),
            tr("change them in an editor: qmsctl revise {document}", document=shlex.quote(document.fact.id)),
        )  # fmt: skip
    return raw


def _says_something(value: object) -> bool:
    return value not in (None, "", (), []) and value != {}


def _end_of(text: str, start: int, following: int) -> int:
    """Return where the field ends that begins at *start*: comments and empty lines before the next one stay."""
    lines = text[start:following].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return start + sum(map(len, lines))
