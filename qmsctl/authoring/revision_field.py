"""The revision of a document, changed where it stands: one value, and not one byte beside it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from qmsctl.authoring.files import dump
from qmsctl.documents.place import Tree
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedSource
from qmsctl.model.reader import read_again
from qmsctl.model.schema import Filed

__all__ = ["with_revision"]

_BEGINS_AS_WORD: Final = re.compile(r"[^\W\d_]")
_TRUTH_VALUES: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that some YAML program takes for something else than a text."""


def with_revision(document: Filed[Document], revision: str) -> bytes:
    """Return the file of *document* with *revision* in its field, and everything else as it is.

    Quotes stay as they are.  A value without quotes gets some where another YAML program
    would read a number or a truth value.

    Raises:
        RefusedError: the field is written in a way that cannot be changed in place.
    """
    source = document.source
    text = source.text.content
    span = source.spans.get(("revision",))
    if span is None:
        raise _without_place(document, revision)
    mark = source.raw.removesuffix(text.encode())  # a byte order mark, if there is one
    written = text[span.start : span.end]
    behind = written[len(written.rstrip()) :]  # a text of several lines ends with its last one
    for value in _ways_to_write(revision, written, document.fact.revision):
        raw = mark + f"{text[: span.start]}{value}{behind}{text[span.end :]}".encode()
        if _is_same_but_for_revision(document, raw, revision):
            return raw
    raise RefusedError(
        tr("the revision {revision} cannot be written into the field as it stands", revision=revision),
        tr("write it into the file yourself, on one line, such as: {line}", line=f'revision: "{revision}"'),
    )


def _without_place(document: Filed[Document], revision: str) -> RefusedError:
    """Return the refusal to write *revision* into a file that has no field for it."""
    path = PurePosixPath(document.path)
    before = document.fact.revision
    if before and path.name.count(before) == 1:
        renamed = str(path.with_name(path.name.replace(before, revision)))
        return RefusedError(
            tr("the revision of {document} stands in the name of its file", document=document.fact.id),
            tr(
                "rename the file and commit that: git mv {old} {new}",
                old=shlex.quote(document.path),
                new=shlex.quote(renamed),
            ),
        )
    return RefusedError(
        tr("{path} has no field for the revision of the document", path=document.path),
        tr("write its revision into it, and say below fields of its kind in qms.yaml where it stands"),
    )


def _ways_to_write(revision: str, written: str, before: str) -> Iterator[str]:
    """Yield *revision* as a value, first in the manner of what is *written* there, which says *before*."""
    double = '"' + revision.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if written.startswith("'"):
        yield "'" + revision.replace("'", "''") + "'"
    elif not written.startswith(('"', "|", ">", "!")) and _is_text_without_quotes(revision):
        yield revision
    yield double
    yield f" {double}"  # nothing stands behind the colon
    yield revision  # in a table or a line of text nothing has to be in quotes
    if before and written.count(before) == 1:  # the field says more than the revision
        yield written.replace(before, revision)


def _is_text_without_quotes(value: str) -> bool:
    """Return whether every YAML program reads *value* as a text though it has no quotes."""
    return (
        _BEGINS_AS_WORD.match(value) is not None
        and value.casefold() not in _TRUTH_VALUES
        and dump({"revision": value}) == f"revision: {value}\n".encode()
    )


def _is_same_but_for_revision(document: Filed[Document], raw: bytes, revision: str) -> bool:
    read = read_again(document, raw)
    if read is None:
        return False
    if isinstance(document.source, MappedSource):
        said = document.source.said_with({"revision": revision})
        # Where the field stands in the text of the document, its sections differ by it too.
        return _beside(read) == {**_beside(document), "revision": revision} and (
            said is None or read.source.content == said
        )
    return (
        read.source.tree == {**document.source.tree, "revision": revision}
        and read.source.body == document.source.body
    )


def _beside(document: Filed[Document]) -> Mapping[str, Tree]:
    """Return what *document* says beside its text."""
    left_out = ("sections", "unstated")
    return {name: value for name, value in document.source.tree.items() if name not in left_out}
