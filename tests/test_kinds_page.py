"""The pages on kinds of documents: every example is read, and says what the page says it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.document import Document
from qmsctl.model.document_kind import FIELDS, DocumentKind
from qmsctl.model.file_patterns import NAMED_PARTS
from qmsctl.model.json_schema import json_schema
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms, load
from qmsctl.repo.snapshot import MemorySnapshot

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs/kinds.md", ROOT / "docs/kinds.pl.md"]
FENCE = re.compile(r'^```\w+(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
QMS = (
    "qms: 1\norganisation: {name: Example Office}\neditions: [iso9001:2015]\n"
    "roles: {quality-officer: Quality officer}\nunits: {OR: Organisation, KS: Complaints}\n"
)


def examples(page: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the files of each example on *page*, and what they are read as."""
    files: dict[str, str] = {}
    for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
        title = fence["title"]
        if title == "read":
            yield files, fence["text"]
            files = {}
        elif title is not None:
            files[title] = QMS + fence["text"] if title == "qms.yaml" else fence["text"]


def told(document: Document, field: str) -> str:
    """Return what *field* of *document* says, as the page writes it."""
    assert isinstance(document, MappedDocument)
    value = getattr(document.declared if hasattr(document.declared, field) else document, field)
    if field == "clauses":
        return " ".join(word for key, numbers in value.items() for word in (key, *numbers))
    return " ".join(value) if isinstance(value, tuple) else str(value)


def tree_of(text: str) -> object:
    """Return what *text*, a `qms.yaml`, says, as an editor sees it."""
    read = read_yaml("qms.yaml", text.encode())
    assert isinstance(read, Source)
    return read.tree


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_are_read_as_the_page_says(page: Path) -> None:
    """Each document of an example says what stands below it, and those that no kind names are not read."""
    found = list(examples(page))

    assert len(found) == 6
    for files, expected in found:
        qms: Qms = load(MemorySnapshot(files))
        documents = {one.path: one.fact for one in qms.documents}
        lines = dict(line.split(": ", 1) for line in expected.splitlines())
        assert lines.keys() == documents.keys()
        assert not qms.malformed
        assert not [flaw for flaw in qms.flaws if flaw.kind != "missing-field"]
        for path, line in lines.items():
            for stated in line.split(", "):
                field, value = stated.split(" = ")
                assert told(documents[path], field) == value, (path, field)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_has_its_place(page: Path) -> None:
    """Every setting of a kind, every field and every part of a name stands on the page, and the last example has all."""
    text = page.read_text(encoding="utf-8")
    settings = json_schema(DocumentKind, "en")["properties"]

    assert [] == [name for name in (*settings, *FIELDS, *NAMED_PARTS) if f"`{name}`" not in text]
    whole = FENCE.findall(text)[-1][1]
    assert [] == [name for name in settings if f"    {name}:" not in whole]
    load(MemorySnapshot({"qms.yaml": QMS + whole, "docs/sop/a.md": "# A\n"}))


def test_editors_take_what_the_page_shows() -> None:
    """The schema of `qms.yaml` lets through every example, and underlines a name or a place that nobody knows."""
    schema = json_schema(Organisation, "en")
    shown = [files["qms.yaml"] for files, _ in examples(PAGES[0])]
    whole = QMS + FENCE.findall(PAGES[0].read_text(encoding="utf-8"))[-1][1]
    wrong = [whole.replace("owner: owner", "ownr: owner"), whole.replace("[head, table]", "haed")]
    wrong += [whole.replace("docs/sop/**/*.md", "/docs"), whole.replace("DD/MM/YYYY", "DD/mm/YYYY")]

    for text in (*shown, whole):
        jsonschema.validate(tree_of(text), schema)
    for text in wrong:
        assert not jsonschema.Draft7Validator(schema).is_valid(tree_of(text))


def test_both_languages_have_the_same_examples() -> None:
    """What is shown in one language is shown in the other."""
    assert list(examples(PAGES[0])) == list(examples(PAGES[1]))
