"""What becomes of documents of other forms, as plain rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qmsctl.authoring.conversion import Conversion
from qmsctl.authoring.converted_text import FURTHER
from qmsctl.messages import list_of, tr
from qmsctl.render.visible import visible

__all__ = ["conversion_lines"]


def conversion_lines(conversion: Conversion) -> Iterator[str]:
    """Yield which field becomes which, then where each document goes, then what stays as it is and why."""
    fields = Counter((one.kind, field) for one in conversion.documents for field in one.fields)
    if fields:
        yield _row(tr("Kind"), tr("Field"), tr("Becomes"), tr("Documents"))
        for (kind, field), count in sorted(fields.items(), key=lambda one: (one[0][0], one[0][1].field)):
            section = str(tr("section {heading}", heading=FURTHER))
            places = [*([field.ours] if field.ours else []), *([section] if field.kept else [])]
            yield _row(kind, field.field, list_of(places), count)
        yield ""
    if conversion.documents:
        yield _row(tr("Document"), tr("File"), tr("Becomes"), tr("Revision"))
        for one in conversion.documents:
            before = one.before.fact.revision
            revision = before if before == one.revision else f"{before} → {one.revision}"
            yield _row(one.before.fact.id, one.before.path, one.path, revision)
    if conversion.left:
        yield ""
        yield _row(tr("Stays as it is"), tr("Why"))
        for left in conversion.left:
            yield _row(left.path, left.reason)


def _row(*cells: object) -> str:
    return visible(" | ".join(str(cell) for cell in cells))
