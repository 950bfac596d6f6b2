"""Documents of a repository in the formats of other tools, so that each has the same text to look at.

A program of its own: whoever measures must not hold as many documents in memory.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from qmsctl.model.document import Checklist, Document
from qmsctl.model.reading import read_document

__all__ = ["FORMATS", "Paragraphs", "read_all"]


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A document as far as every tool can hold it."""

    id: str
    title: str
    revision: str
    unit: str
    related: tuple[str, ...]
    sections: Mapping[str, str]
    """Texts by heading."""
    path: str
    raw: bytes

    @property
    def prefix(self) -> str:
        """The letters its id begins with."""
        return self.id.partition("-")[0]


def read_all(repository: Path) -> Iterator[Paragraphs]:
    """Yield every procedure, card, form and checklist of *repository*."""
    for top in ("procedures", "checklists"):
        for file in sorted((repository / top).rglob("*.*")):
            path, raw = str(file.relative_to(repository)), file.read_bytes()
            read = read_document(path, raw)
            if read is not None:
                fact = read.fact
                texts = dict(_texts(fact))
                unit = fact.units[0]
                yield Paragraphs(fact.id, fact.title, fact.revision, unit, fact.related, texts, path, raw)


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the sections of *document* as texts."""
    if isinstance(document, Checklist):
        for question in document.questions:
            yield question.id, f"{question.text}\n{question.look_for or ''}"
    for name, section in document.sections.items():
        if isinstance(section, tuple):
            steps = (f"{step.do} ({step.who}, {step.when}, {step.record})" for step in section)
            yield name, "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        else:
            yield name, section or ""


def _write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


_PARENTS: Final = {"KJ": "", "PS": "KJ", "IN": "PS", "KP": "PS", "KU": "PS", "FO": "PS", "CL": "KJ"}
"""Of the documents of Doorstop, which form a tree."""


def items(documents: list[Paragraphs], folder: Path) -> None:
    """Write *documents* as items of Doorstop, one for each, linked to those they refer to in the parent."""
    for prefix, parent in _PARENTS.items():
        settings = {"digits": 4, "itemformat": "yaml", "prefix": prefix, "sep": "-"} | (
            {"parent": parent} if parent else {}
        )
        _write(folder / prefix.lower() / ".doorstop.yml", yaml.safe_dump({"settings": settings}))
    for place, document in enumerate(documents, 1):
        parent = _PARENTS[document.prefix]
        known = [id for id in document.related if id.startswith(f"{parent}-")] if parent else []
        item = {
            "active": True,
            "derived": False,
            "header": document.title,
            "level": f"1.{place}",
            "links": known or ([f"{parent}-0001"] if parent else []),
            "normative": True,
            "ref": "",
            "reviewed": None,
            "text": "\n\n".join(f"## {name}\n\n{text}" for name, text in document.sections.items()),
        }
        content = yaml.safe_dump(item, allow_unicode=True)
        _write(folder / document.prefix.lower() / f"{document.id}.yml", content)


def strict_documents(documents: list[Paragraphs], folder: Path) -> None:
    """Write *documents* as nodes of StrictDoc, those of one kind and one unit into one file.

    A file for each would be nearer to what they are, and takes StrictDoc many times longer.
    """
    files: dict[str, list[str]] = {}
    for document in documents:
        title = f"{document.prefix} {document.unit}"
        text = "\n\n".join(f"{name}\n\n{text.strip()}" for name, text in document.sections.items())
        node = f"[REQUIREMENT]\nUID: {document.id}\nTITLE: {document.title}\nSTATEMENT: >>>\n{text}\n<<<\n\n"
        files.setdefault(title, [f"[DOCUMENT]\nTITLE: {title}\n\n"]).append(node)
    for title, nodes in files.items():
        _write(folder / f"{title.replace(' ', '-').lower()}.sdoc", "".join(nodes))


_LABEL: Final = ("SPDX-FileCopyrightText: 2026 Urząd Miasta Przykładowo", "SPDX-License-Identifier: CC0-1.0")


def labelled(documents: list[Paragraphs], folder: Path) -> None:
    """Write *documents* as they are, each with the header REUSE looks for."""
    for document in documents:
        text = document.raw.decode()
        if document.path.endswith(".md"):
            head = "---\n" + "".join(f"# {line}\n" for line in _LABEL)
            text = head + text.removeprefix("---\n")
        else:
            text = "".join(f"# {line}\n" for line in _LABEL) + text
        _write(folder / document.path, text)
    _write(folder / "LICENSES/CC0-1.0.txt", "The text of the licence would stand here.\n")


def catalogues(documents: list[Paragraphs], folder: Path) -> None:
    """Write *documents* as catalogues of OSCAL for Trestle, each section a control."""
    for document in documents:
        name = document.id.lower()
        controls = [
            {
                "id": f"{name}-{number}",
                "title": heading,
                "parts": [{"id": f"{name}-{number}_smt", "name": "statement", "prose": text}],
            }
            for number, (heading, text) in enumerate(document.sections.items(), 1)
        ]
        catalogue = {
            "uuid": _uuid4(name),
            "metadata": {
                "title": document.title,
                "last-modified": "2026-11-20T12:00:00+00:00",
                "version": document.revision,
                "oscal-version": "1.1.3",
            },
            "groups": [{"id": name, "title": document.title, "controls": controls}],
        }
        content = json.dumps({"catalog": catalogue}, ensure_ascii=False, indent=2)
        _write(folder / "catalogs" / name / "catalog.json", content)


def _uuid4(name: str) -> str:
    """Return a UUID that follows from *name* and has the form of a random one, which OSCAL demands."""
    drawn = uuid.uuid5(uuid.NAMESPACE_URL, name)
    return str(uuid.UUID(bytes=drawn.bytes, version=4))


FORMATS: Final[Mapping[str, Callable[[list[Paragraphs], Path], None]]] = {
    "Doorstop": items,
    "StrictDoc": strict_documents,
    "REUSE": labelled,
    "Trestle": catalogues,
}
"""What writes documents, by the tool that reads them."""


def main() -> None:
    """Write the documents of the repository named first for the tool named second into the folder named third."""
    repository, tool, folder = sys.argv[1:]
    documents = list(read_all(Path(repository)))
    FORMATS[tool](documents, Path(folder))
    print(len(documents))


if __name__ == "__main__":
    main()
