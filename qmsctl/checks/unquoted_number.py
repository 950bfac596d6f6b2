"""DOC020: an id or a revision stands without quotes and is a number or a day to other programs."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.documents.edits import Edit
from qmsctl.documents.other_readers import is_text_to_all
from qmsctl.documents.place import Place
from qmsctl.documents.source import Source
from qmsctl.messages import tr
from qmsctl.model.mapped_document import MappedSource
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

_FIELDS = ("id", "revision")


@rule(
    "DOC020",
    over=documents,
    severity=Severity.NOTE,
    clauses=("7.5.2",),
    needs=(
        "id",
        "revision",
    ),
)
def unquoted_number(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every id and every revision is a text to any program that reads YAML."""
    del system
    if document.working is None:
        yield NotApplicable()
        return
    source = document.working.source
    for field in _FIELDS:
        value = getattr(document.working.fact, field)
        if not value or is_text_to_all(value) or _is_quoted(source.raw, field) or not _is_yaml(source, field):
            continue
        place = source.at(field)
        if _as_written(place) != value:  # it has quotes, or is written over lines
            continue
        yield Problem(
            place,
            tr(
                "{field} {value} stands without quotes: other programs read a number or a day",
                field=field,
                value=value,
            ),
            tr("put it in quotes: {line}", line=_line(source, field, value)),
            fix(place, value),
        )


def _is_yaml(source: Source, field: str) -> bool:
    """Return whether *field* stands among fields of YAML: in a table or a line of text there are no quotes."""
    if not isinstance(source, MappedSource):
        return True
    body, value = source.spans.get(("sections",)), source.spans.get((field,))
    return value is not None and (body is None or value.end <= body.start)


def _line(source: Source, field: str, value: str) -> str:
    """Return how *value* is to be written, behind what the file calls *field* if it stands on the same line."""
    if not isinstance(source, MappedSource):
        return f'{field}: "{value}"'
    key, written = source.keys.get((field,)), source.spans[field,]
    if key is None or key.line != written.line:
        return f'"{value}"'
    return f'{source.text.content[key.start : key.end]}: "{value}"'


def _is_quoted(raw: bytes, field: str) -> bool:
    """Return whether *field* is a line of its own in the file *raw* and its value begins with a quote.

    False says nothing yet.  A line that begins with a field of the document is no part of a text:
    those are indented, or come after the fields.
    """
    sign = b"\n%s:" % field.encode()
    at = raw.find(sign)
    return at >= 0 and raw[at + len(sign) : at + len(sign) + 2] in (b' "', b" '")


def _as_written(place: Place) -> str | None:
    """Return what stands at *place*, as far as its first line goes: to look there spares parsing the file."""
    span = place.span
    return None if span is None else place.source_line[span.column - 1 :][: span.end - span.start]


def fix(place: Place, value: str) -> tuple[Edit, ...]:
    """Return the quotes: what looks like a number or a day holds nothing that would have to be escaped."""
    return (Edit(place, value, f'"{value}"'),)
