"""Fields of a document changed where they stand, and in them what differs: nothing else of the file moves."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from qmsctl.authoring.changed_entry import with_entries
from qmsctl.authoring.files import dump_for_people
from qmsctl.documents.place import Path, Tree
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.document import Document
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
    written = read_yaml(document.path, dump_for_people({"": dict(changes)}))
    says = {} if isinstance(written, Malformed) else written.tree.get("")
    wanted = says if isinstance(says, Mapping) else {}
    entries: dict[Path, Tree] = {(key,): _entry(source.value(key), wanted.get(key)) for key in changes}
    try:
        return with_entries(source, entries)
    except RefusedError as fault:
        raise RefusedError(
            tr("{file} is laid out in a way in which these fields cannot be changed in place: {fields}",
               file=document.path, fields=list_of([*changes])),
            tr("change them in an editor: qmsctl revise {document}", document=shlex.quote(document.fact.id)),
        ) from fault  # fmt: skip


def _entry(before: Tree, after: Tree) -> Tree:
    """Return *after* as `with_entries` takes it: of a list that gets shorter, the items at its end go."""
    if (
        isinstance(before, str | Mapping)
        or isinstance(after, str | Mapping)
        or before is None
        or after is None
    ):
        return _whole(before, after)
    return [*after, *(None for _ in before[len(after) :])]


def _whole(before: Tree, after: Tree) -> Tree:
    """Return *after*, and of a mapping also what it held *before* and holds no longer, as nothing."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return {**dict.fromkeys(before), **after}
    return after
