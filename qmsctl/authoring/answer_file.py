"""Files of answers that people fill in: a table of comma-separated values, a workbook or YAML, read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from qmsctl.authoring.answer_row import (
    COLUMNS,
    AnswerFile,
    Row,
    as_typed,
    column_named,
    repeated,
    says_anything,
    unknown_column,
)
from qmsctl.authoring.answer_workbook import BIGGEST_WORKBOOK, read_workbook
from qmsctl.documents.source import Malformed, Source
from qmsctl.documents.yaml import BIGGEST, read_yaml
from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import Message, tr

__all__ = ["read_answers"]

_LISTS: Final = ("documents", "attachments")
_DELIMITERS: Final = ";,\t"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
"""How a workbook of Excel 97, or one with a password, begins."""


def read_answers(file: Path) -> AnswerFile:
    """Return what *file* states: by its name YAML or an Excel workbook, otherwise a table.

    Raises:
        RefusedError: it cannot be read, or has a column or field that nobody knows.
        MissingExtraError: it is a workbook, and the extra `xlsx` is not installed.
    """
    ending = file.suffix.casefold()
    biggest = BIGGEST_WORKBOOK if ending == ".xlsx" else BIGGEST
    try:
        with file.open("rb") as stream:
            raw = stream.read(biggest + 1)
    except OSError as fault:
        raise RefusedError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("check its name"),
        ) from fault
    if len(raw) > biggest:
        raise RefusedError(
            tr("{file} is larger than {limit} bytes", file=str(file), limit=biggest),
            tr("bring the answers in several files"),
        )
    if ending == ".xlsx":
        return read_workbook(file, raw)
    if raw.startswith((b"PK\x03\x04", _OLD_EXCEL)):
        raise RefusedError(
            tr("{file} is no text: a spreadsheet program wrote it in a format of its own", file=str(file)),
            tr("save it there as Excel workbook (.xlsx) or as CSV"),
        )
    if ending in (".yaml", ".yml"):
        return _of_yaml(file, raw)
    return AnswerFile(tuple(filter(says_anything, _of_csv(file, raw))))


def _of_yaml(file: Path, raw: bytes) -> AnswerFile:
    source = read_yaml(str(file), raw)
    if isinstance(source, Malformed):
        bare_list = raw.lstrip().startswith(b"-")
        raise _at(file, source.place.line, *(_NO_LIST if bare_list else (source.message, source.fix)))
    answers = source.value("answers")
    unknown = [key for key in source.tree if key not in ("answers", "audit")]
    if unknown or not isinstance(answers, Sequence) or isinstance(answers, str):
        raise _at(file, source.at_key(*unknown[:1]).line, *_NO_LIST)
    audit = source.value("audit")
    rows = _entries(file, source, answers)
    return AnswerFile(tuple(filter(says_anything, rows)), audit if isinstance(audit, str) else None)


def _entries(file: Path, source: Source, answers: Sequence[object]) -> Iterator[Row]:
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
            raise _at(file, line, *unknown_column(key))
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
                said = ((name, as_typed(cell)) for name, cell in zip(names, cells, strict=False))
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
    """Return the name of the column under *heading*; none has an empty one."""
    name = column_named(heading)
    if name is None:
        raise _at(file, 1, *unknown_column(heading))
    return name


def _refuse_repeated(file: Path, names: Sequence[str]) -> None:
    if (twice := repeated(names)) is not None:
        raise _at(file, 1, tr("two columns are called {name}", name=twice), tr("delete one of them"))


def _at(file: Path, line: int, message: Message, hint: Message | None) -> RefusedError:
    return RefusedError(Row(line, {}).at(file, message), hint)
