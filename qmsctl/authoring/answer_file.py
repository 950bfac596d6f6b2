"""Files of answers that people fill in: a table of comma-separated values or YAML, read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.documents.source import Malformed, Source
from qmsctl.documents.yaml import BIGGEST, read_yaml
from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import LANGUAGES, Message, list_of, tr
from qmsctl.model.schema import closest

__all__ = ["COLUMNS", "SHOWN", "Row", "read_answers"]

COLUMNS: Final[Mapping[str, Message]] = {
    "question": tr("Question"),
    "result": tr("Result"),
    "seen": tr("What was seen"),
    "where": tr("Where it is found again"),
    "reason": tr("Reason"),
    "population": tr("How many there are"),
    "size": tr("How many were looked at"),
    "sampling": tr("How they were chosen"),
    "method": tr("Method"),
    "asked": tr("Role that was asked"),
    "unit": tr("Unit"),
    "day": tr("Day"),
    "auditor": tr("Auditor"),
    "documents": tr("Documents judged against"),
    "attachments": tr("Attachments"),
    "note": tr("Note"),
    "correction_reason": tr("Reason of the correction"),
}
"""What a row can say, by the name that files use, with the heading of its column."""

SHOWN: Final[Mapping[str, Message]] = {
    "number": tr("No."),
    "clauses": tr("Clauses"),
    "text": tr("Text of the question"),
    "look_for": tr("What to look for"),
    "in_force": tr("In force"),
    "last_time": tr("Last time"),
}
"""Columns of a blank sheet that are for whoever fills it in; what stands in them is passed over."""

_LISTS: Final = ("documents", "attachments")
_DELIMITERS: Final = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as a file states it."""

    line: int
    texts: Mapping[str, str]
    """By the names of `COLUMNS`, without those that are empty; a list has one entry to a line."""


def read_answers(file: Path) -> tuple[Row, ...]:
    """Return the rows of *file* that say anything.

    Raises:
        RefusedError: it cannot be read, or has a column or field that nobody knows.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(BIGGEST + 1)
    except OSError as fault:
        raise RefusedError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("check its name"),
        ) from fault
    if len(raw) > BIGGEST:
        raise RefusedError(
            tr("{file} is larger than {limit} bytes", file=str(file), limit=BIGGEST),
            tr("bring the answers in several files"),
        )
    is_yaml = file.suffix.casefold() in (".yaml", ".yml")
    rows = _of_yaml(file, raw) if is_yaml else _of_csv(file, raw)
    return tuple(row for row in rows if set(row.texts) - {"question"})


def _of_yaml(file: Path, raw: bytes) -> Iterator[Row]:
    source = read_yaml(str(file), raw)
    if isinstance(source, Malformed):
        bare_list = raw.lstrip().startswith(b"-")
        raise _at(file, source.place.line, *(_NO_LIST if bare_list else (source.message, source.fix)))
    answers = source.value("answers")
    unknown = [key for key in source.tree if key not in ("answers", "audit")]
    if unknown or not isinstance(answers, Sequence) or isinstance(answers, str):
        raise _at(file, source.at_key(*unknown[:1]).line, *_NO_LIST)
    for index, entry in enumerate(answers):
        if not isinstance(entry, Mapping):
            raise _at(file, source.at("answers", index).line, tr("this is not an answer"), _EXAMPLE)
        yield Row(source.at("answers", index).line, dict(_fields(file, source, index, entry)))


_NO_LIST: Final = (
    tr("the answers do not stand in a list called answers"),
    tr("begin the file with answers: and put a hyphen before each of them"),
)
_EXAMPLE: Final = tr("write for example: {{question: Q-7.5.2-1, result: conforms, seen: …, where: …}}")


def _fields(file: Path, source: Source, index: int, entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, stated in entry.items():
        line = source.at_key("answers", index, key).line
        if key not in COLUMNS:
            raise _at(file, line, *_unknown_column(key))
        several = isinstance(stated, Sequence) and not isinstance(stated, str) and key in _LISTS
        value = "\n".join(map(str, stated)) if several and isinstance(stated, Sequence) else stated
        if isinstance(value, str) and value.strip():
            yield key, value.strip()
        elif value is not None and not isinstance(value, str):
            raise _at(file, line, tr("{field} is a text", field=key), _EXAMPLE)


def _of_csv(file: Path, raw: bytes) -> Iterator[Row]:
    text = _decoded(file, raw)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [_column(file, cell.strip()) for cell in cells]
                _refuse_repeated(file, names)
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise _at(
                        file,
                        line,
                        tr("this line has more cells than there are columns"),
                        tr("put a text that holds {delimiter} into quotation marks", delimiter=delimiter),
                    )
                said = ((name, _plain(cell)) for name, cell in zip(names, cells, strict=False))
                yield Row(line, {name: cell for name, cell in said if name in COLUMNS and cell})
            line = reader.line_num + 1
    except csv.Error as fault:
        raise _at(
            file,
            line,
            tr("this is no table of comma-separated values: {reason}", reason=str(fault)),
            tr("save it as CSV in the spreadsheet program"),
        ) from fault
    if "question" not in names:
        raise _at(
            file,
            1,
            tr("no column is called {name}", name=COLUMNS["question"]),
            tr("begin with the sheet that qmsctl audit sheet writes"),
        )


def _decoded(file: Path, raw: bytes) -> str:
    """Return the text of a table as spreadsheet programs save it: UTF-8, UTF-16, or what a Polish Windows uses."""
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1250")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError(
        tr("{file} is not a text", file=str(file)), tr("save it as CSV in the spreadsheet program")
    )


def _column(file: Path, heading: str) -> str:
    """Return the name of the column under *heading*, in whatever language it is."""
    folded = heading.casefold()
    for name, said in (*COLUMNS.items(), *SHOWN.items()):
        if folded in (name, *(said.into(language).casefold() for language in LANGUAGES)):
            return name
    if not folded:
        return ""
    raise _at(file, 1, *_unknown_column(heading))


def _unknown_column(name: str) -> tuple[Message, Message]:
    near = closest(name, list(COLUMNS))
    return tr("no column is called {name}", name=name), (
        tr("did you mean {near}?", near=near)
        if near
        else tr("columns there are: {known}", known=list_of(list(COLUMNS)))
    )


def _refuse_repeated(file: Path, names: Sequence[str]) -> None:
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise _at(file, 1, tr("two columns are called {name}", name=twice), tr("delete one of them"))


def _plain(cell: str) -> str:
    """Return what was typed into a cell: an apostrophe before what looks like a formula is not part of it."""
    text = "\n".join(line.strip() for line in cell.strip().splitlines())
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") and text[1:2] else text


def _at(file: Path, line: int, message: Message, hint: Message | None) -> RefusedError:
    return RefusedError(
        tr("{file}, line {line}: {message}", file=str(file), line=line, message=message), hint
    )
