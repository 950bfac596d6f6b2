"""Workbooks that are broken or mean harm: whatever is wrong with the zip or the XML, one sentence says so."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from qmsctl.authoring.answer_workbook import read_workbook
from qmsctl.errors import RefusedError

FILE = Path("answers.xlsx")
SHEET = "xl/worksheets/sheet1.xml"
_CENTRAL = b"PK\1\2"


def workbook() -> bytes:
    """Return a workbook with one answer."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["question", "result", "seen", "where"])
    sheet.append(["Q1", "conforms", "Ten procedures, all approved.", "procedures/"])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return *book* as the bytes of its file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(raw: bytes, method: int) -> bytes:
    """Return the workbook *raw* with its parts packed by another *method*."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return stream.getvalue()


def with_sheet(raw: bytes, content: bytes) -> bytes:
    """Return the workbook *raw* with *content* in place of its sheet."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == SHEET else old.read(name))
    return stream.getvalue()


def directory(raw: bytes, at: int, form: str, value: int) -> bytes:
    """Return the zip *raw* whose directory says *value* of its sheet: a field at *at*, packed as *form*."""
    entry = raw.rindex(_CENTRAL, 0, raw.rindex(SHEET.encode()))
    field = struct.pack(form, value)
    return raw[: entry + at] + field + raw[entry + at + len(field) :]


def without_sheets(raw: bytes) -> bytes:
    """Return the workbook *raw* as it would be if somebody had deleted every sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
    return stream.getvalue()


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no zip": lambda _: b"question,result\n",
    "cut in a part": lambda raw: raw[: len(raw) // 2],
    "cut in the directory": lambda raw: raw[:-30],
    "no sheet": without_sheets,
    "no XML": lambda raw: with_sheet(raw, b"\x00\x01\x02"),
    "XML of something else": lambda raw: with_sheet(raw, b"<html><body/></html>"),
    "XML that ends early": lambda raw: with_sheet(raw, b"<worksheet><sheetData><row>"),
    "packed by bzip2": lambda raw: packed(raw, zipfile.ZIP_BZIP2),
    "packed by LZMA": lambda raw: packed(raw, zipfile.ZIP_LZMA),
    "LZMA said of something else": lambda raw: directory(raw, 10, "<H", zipfile.ZIP_LZMA),
    "unknown way to pack": lambda raw: directory(raw, 10, "<H", 77),
    "unknown version": lambda raw: directory(raw, 6, "<H", 99),
    "password": lambda raw: directory(raw, 8, "<H", 1),
    "patched data": lambda raw: directory(raw, 8, "<H", 0x20),
    "wrong check sum": lambda raw: directory(raw, 16, "<L", 1),
    "longer than the file": lambda raw: directory(raw, 20, "<L", 2**31),
    "before the file": lambda raw: directory(raw, 42, "<L", 2**32 - 2),
    "names no text": lambda raw: directory(raw, 8, "<H", 0x800).replace(SHEET.encode(), b"\xb2" * len(SHEET)),
}
"""By what is wrong with a workbook, how it is made wrong."""


def test_a_whole_workbook_is_read() -> None:
    """What the others break gives its answer."""
    (row,) = read_workbook(FILE, workbook()).rows

    assert row.texts == {
        "question": "Q1",
        "result": "conforms",
        "seen": "Ten procedures, all approved.",
        "where": "procedures/",
    }


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_workbook_is_refused(fault: str) -> None:
    """However it is broken, nothing but the refusal comes out, with what to do."""
    with pytest.raises(RefusedError) as refused:
        read_workbook(FILE, BROKEN[fault](workbook()))

    assert str(FILE) in str(refused.value.message)
    assert refused.value.hint is not None


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_whatever_is_damaged_is_read_or_refused(method: int) -> None:
    """Any bytes of a workbook may be others: a damage is refused, or it changed nothing that is read."""
    chance = random.Random(method)  # noqa: S311 - protects nothing
    whole = packed(workbook(), method)
    for _ in range(300):
        damaged = bytearray(whole)
        first = chance.choice((0, whole.index(_CENTRAL), len(whole) - 22))
        for _ in range(chance.randrange(1, 4)):
            damaged[chance.randrange(first, len(whole))] = chance.randrange(256)
        with suppress(RefusedError):
            read_workbook(FILE, bytes(damaged))


def test_a_size_that_is_a_lie_costs_no_memory() -> None:
    """A directory that says little of a part that unpacks to very much is not believed, nor is the part unpacked."""
    bomb = directory(with_sheet(workbook(), b" " * 200_000_000), 24, "<L", 1000)
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError):
            read_workbook(FILE, bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 50_000_000


def test_parts_that_lie_upon_one_another_are_refused() -> None:
    """A thousand names for the same large bytes are not read a thousand times."""
    content = random.Random(1).randbytes(1_000_000)  # noqa: S311 - protects nothing
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("part", content)
    one = stream.getvalue()
    start, end = one.index(_CENTRAL), one.index(b"PK\5\6")
    entries = one[start:end] * 900
    ending = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 900, 900, len(entries), start, 0)

    with pytest.raises(RefusedError, match="would unpack to far more"):
        read_workbook(FILE, one[:start] + entries + ending)
