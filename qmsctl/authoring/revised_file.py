"""Documents that are files with their fields beside them: what the fields say once the file has changed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from qmsctl.authoring.changed_entry import with_entries
from qmsctl.authoring.files import Draft, dump_for_people
from qmsctl.control.system import System
from qmsctl.documents.foreign import folded
from qmsctl.documents.place import Path, Tree
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.document_kind import DocumentKind, FieldName
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.schema import Filed
from qmsctl.model.sidecars import FileBeside

__all__ = ["beginning_beside", "is_uncommitted", "refuse_departed", "refuse_unreadable", "with_digest"]

_FIRST: Final = "1"


def refuse_unreadable(file: FileBeside) -> str:
    """Return the digest of *file*.

    Raises:
        RefusedError: it is not there, or cannot be read.
    """
    if file.digest is None or not file.established:
        raise RefusedError(
            tr("{file} is not there, or cannot be read", file=file.path),
            tr("put it back: git restore -- {file}", file=shlex.quote(file.path)),
        )
    return file.digest


def refuse_departed(system: System, document: Filed[Document]) -> None:
    """Refuse to decide on a *document* whose file is not the one that it states, or is in no commit.

    Raises:
        RefusedError: it is so.
    """
    file = system.qms.beside.get(document.path)
    if file is None or not isinstance(document.fact, MappedDocument):
        return
    revise = tr("take the file over first: qmsctl revise {document}", document=shlex.quote(document.fact.id))
    if document.fact.file_digest != refuse_unreadable(file):
        raise RefusedError(
            tr(
                "{document} does not state the digest that {file} has, so nobody could tell later what was decided on",
                document=document.fact.id,
                file=file.path,
            ),
            revise,
        )
    if is_uncommitted(system, file):
        raise RefusedError(
            tr(
                "{file} is not committed as it stands, and only what the history holds can be decided on",
                file=file.path,
            ),
            revise,
        )


def is_uncommitted(system: System, file: FileBeside) -> bool:
    """Return whether the last commit holds another *file*, as far as that can be told."""
    return bool(file.names) and system.history.files.get(file.path) not in file.names


def with_digest(document: Filed[Document], kind: DocumentKind, digest: str) -> bytes:
    """Return the fields of *document* with *digest* in its place, and everything else as it is.

    Raises:
        RefusedError: they are laid out in a way in which that cannot be changed in place.
    """
    if isinstance(document.fact, MappedDocument) and document.fact.file_digest == digest:
        return document.source.raw
    source = read_yaml(document.path, document.source.raw)
    if not isinstance(source, Source):  # it was read before
        raise TypeError(document.path)
    spelled = (tuple(one.split(".")) for one in kind.fields.get("sha256", ("sha256",)))
    called = next((path for one in spelled if (path := _path_of(source.tree, one))), _called(kind, "sha256"))
    return with_entries(source, {called: digest})


def _path_of(tree: Tree, names: tuple[str, ...]) -> Path:
    """Return where what is called *names* stands in *tree*; an empty one if it does not."""
    if not isinstance(tree, Mapping) or not names:
        return ()
    key = next((key for key in tree if folded(key) == folded(names[0])), None)
    if key is None or len(names) == 1:
        return () if key is None else (key,)
    inner = _path_of(tree[key], names[1:])
    return (key, *inner) if inner else ()


def _called(kind: DocumentKind, name: FieldName) -> Path:
    """Return where the field *name* is written: under the first name that its *kind* gives it."""
    (first, *_) = kind.fields.get(name, (name,))
    return tuple(first.split("."))


def beginning_beside(
    system: System, path: str, digest: str, given: Mapping[FieldName, str], reason: str
) -> Draft:
    """Return the fields that make the file *path* a document, and the message of their commit.

    Args:
        system: where it lies.
        path: of the file, from the root of the system.
        digest: of its bytes.
        given: what is known of it.
        reason: why it is there.

    Raises:
        RefusedError: another document has its id.
    """
    kind = system.organisation.kinds[system.qms.unaccompanied[path]]
    sidecar = f"{path}.yaml"
    usual: dict[FieldName, str] = {"title": PurePosixPath(path).stem, "revision": _FIRST, **given}
    order: tuple[FieldName, ...] = ("id", "title", "revision")
    said: dict[FieldName, str] = {**{name: usual[name] for name in order if name in usual}, "sha256": digest}
    by_name = kind.named(sidecar)
    tree: dict[str, object] = {}
    for name, value in said.items():
        if (name in kind.fields or name == "sha256") and by_name.get(name) != value:
            _put(tree, _called(kind, name), value)
    id = said.get("id") or by_name.get("id") or sidecar
    if id in system.documents_by_id:
        raise RefusedError(
            tr("there is a document {document} already", document=id),
            tr(
                "give another id with --id; to revise that one: qmsctl revise {document}",
                document=shlex.quote(id),
            ),
        )
    revision = said["revision"] if kind.tells("revision") else ""
    subject = (
        tr("{document}: first draft, revision {revision}", document=id, revision=revision)
        if revision
        else tr("{document}: first draft", document=id)
    )
    return Draft({sidecar: dump_for_people(tree)}, f"{subject}\n\n{reason}".strip() + "\n")


def _put(tree: dict[str, object], path: Path, value: str) -> None:
    key, *rest = path
    if not rest:
        tree[str(key)] = value
        return
    inner = tree.setdefault(str(key), {})
    if isinstance(inner, dict):
        _put(inner, tuple(rest), value)
