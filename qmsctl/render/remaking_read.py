"""By which command a file says that it is made again, found in whatever format it is."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from qmsctl.documents.office_file import LargeOfficeFileError, NoOfficeFileError, office_parts
from qmsctl.messages import LANGUAGES
from qmsctl.printing import print_note
from qmsctl.render.remaking import START
from qmsctl.render.worded_blocks import SCHEMA

__all__ = ["GAIN", "Remaking", "remaking_in"]

GAIN: Final = 128 * 1024 * 1024
"""Bytes that packing may save of a Word file or a workbook: another program packs what qmsctl stores as it is."""

_IN_HTML: Final = re.compile(r'<meta name="qmsctl-command" content="([^"]*)">')
_IN_MARKDOWN: Final = re.compile(r'^\[qmsctl-command\]: # (".*")$', re.MULTILINE)
_PROPERTIES: Final = "docProps/core.xml"
_DESCRIPTION: Final = "{http://purl.org/dc/elements/1.1/}description"
_BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Remaking:
    """What a file says of how it was made, be it true or not."""

    format: str
    """As `--format` calls it."""
    command: str
    """Empty where it says nothing."""
    page: str | None = None
    """Of a PDF file, the SHA-256 of the page that was printed."""


def remaking_in(content: bytes) -> Remaking:
    """Return the format of the file that holds *content*, and what it says of how it was made."""
    if content.startswith(b"%PDF-"):
        note = print_note(content)
        return Remaking("pdf", note[0], note[1]) if note else Remaking("pdf", "")
    if content.startswith(b"PK"):
        return _in_office(content)
    return _in_text(content.decode("utf-8", "replace"))


def _in_text(text: str) -> Remaking:
    if found := _IN_HTML.search(text):
        return Remaking("html", html.unescape(found[1]))
    if text.lstrip().startswith("{"):
        return Remaking("json", _in_json(text))
    if found := _IN_MARKDOWN.search(text):
        return Remaking("markdown", _unquoted(found[1]))
    if text.lstrip()[:1] == "<":
        return Remaking("html", "")
    return _in_table(text) or Remaking("plain", _in_lines(text))


def _in_office(content: bytes) -> Remaking:
    try:
        parts = office_parts(content, GAIN)
    except (NoOfficeFileError, LargeOfficeFileError):
        return Remaking("", "")
    format = next((form for name, form in _MAIN.items() if name in parts), "")
    try:
        found = ET.fromstring(parts.get(_PROPERTIES, b"")).find(_DESCRIPTION)  # noqa: S314 - no entities
    except ET.ParseError:
        found = None
    return Remaking(format, (found.text or "") if found is not None else "")


_MAIN: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
"""By the part that makes a zip a file of this format."""


def _in_json(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or data.get("language") not in LANGUAGES:
        return ""
    command = data.get("command")
    return f"{command} --report-lang {data['language']}" if isinstance(command, str) else ""


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return ""


def _in_table(text: str) -> Remaking | None:
    excel = text.startswith(_BOM)
    line = text.removeprefix(_BOM).partition("\n")[0]
    try:
        headings = next(csv.reader(io.StringIO(line), delimiter=";" if excel else ","), [])
    except csv.Error:
        return None
    if headings and headings[-1].startswith(START):
        return Remaking("csv-excel" if excel else "csv", headings[-1])
    return None


def _in_lines(text: str) -> str:
    last = next((line for line in reversed(text.splitlines()) if line.strip()), "")
    before, found, after = last.partition(START)
    return found + after if before and found else ""
