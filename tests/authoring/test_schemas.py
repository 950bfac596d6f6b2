"""The JSON Schemas for editors are what the facts say, whole in every language, and agree with what qmsctl reads.

`python -m tests.authoring.test_schemas` writes those that are committed anew.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.authoring.answer_row import COLUMNS
from qmsctl.authoring.editor_files import STATED, schema_text
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.messages import LANGUAGES
from qmsctl.model.json_schema import KINDS
from qmsctl.model.schema import as_fact
from tests.catalogues import ROOT
from tests.test_docs import fences, text_of

FOLDER = ROOT / "docs" / "schema"
HEADINGS = {
    "qms": "qms.yaml",
    "document": "A document",
    "checklist": "A checklist",
    "audit": "Audit plan (a document)",
    "programme": "Audit programme (a document)",
    "approval": "Approval",
    "evidence": "Evidence",
    "minutes": "Minutes",
    "finding": "Finding",
    "waiver": "Waiver",
    "trust": "trust.yaml",
}
"""The part of `docs/files.md` that shows a file of each kind."""

each_kind = pytest.mark.parametrize("kind", STATED)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def committed() -> Iterator[tuple[Path, str]]:
    """Yield every file of `docs/schema` that is made from the facts, with what belongs into it."""
    for language in LANGUAGES:
        for kind in STATED:
            yield FOLDER / language / f"{kind}.json", schema_text(kind, language)


def schema_of(kind: str, language: str = "en") -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the schema of a *kind* of file."""
    return json.loads(schema_text(kind, language))


def test_the_committed_schemas_are_current() -> None:
    """What is committed is what the facts say now."""
    assert [] == [file.name for file, text in committed() if not file.is_file() or text_of(file) != text]


@each_kind
@each_language
def test_a_schema_is_one_and_describes_every_field(kind: str, language: str) -> None:
    """Every schema is a JSON Schema of draft 7, and says of every field what it is."""
    schema = schema_of(kind, language)
    jsonschema.Draft7Validator.check_schema(schema)

    assert [] == [path for path, part in _fields(schema) if not part.get("description")]


def _fields(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """Yield every named field of *schema*; an edition, a grade, or what a field means, is a key that explains itself."""
    for name, part in schema.get("properties", {}).items():
        if path.startswith(".kinds[].") and path.removeprefix(".kinds[].") in ("fields", "fixed", "values"):
            continue
        if not re.match(r"iso\d|major|minor|observation|opportunity|strength", name):
            yield f"{path}.{name}", part
        yield from _fields(part, f"{path}.{name}")
    for part in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
        if isinstance(part, dict):
            yield from _fields(part, f"{path}[]")


def test_the_languages_differ_in_words_alone() -> None:
    """Beside its words, a schema is the same in every language."""
    for kind in STATED:
        english, *others = (_without_words(schema_of(kind, language)) for language in LANGUAGES)

        assert all(other == english for other in others)
    assert (
        "Tytuł tak, jak jest drukowany." == schema_of("document", "pl")["properties"]["title"]["description"]
    )


def _without_words(part: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(part, dict):
        texts = ("description", "title")
        return {
            key: _without_words(value)
            for key, value in part.items()
            if not (key in texts and isinstance(value, str))
        }
    return [_without_words(value) for value in part] if isinstance(part, list) else part


def example(kind: str) -> Mapping[str, Any]:
    """Return what the example of a *kind* in `docs/files.md` says, every value as the text it is."""
    parts = re.split(r"^##+ ", text_of(ROOT / "docs/files.md"), flags=re.MULTILINE)
    heading = HEADINGS[kind]
    content = fences(next(part for part in parts if part.startswith(heading + "\n")), "yaml")[0]
    if content.startswith("record:") and "recorder:" not in content:  # stated once for all records
        content += "recorded: 2026-10-21T10:00:00Z\nrecorder: {name: Anna, email: anna@example.org}\n"
    content = re.sub(r"((?:sha256|digest): |<sha256>)…?", rf"\g<1>{'0' * 64}", content)
    content = re.sub(r"((?:blob|commit): )…", rf"\g<1>{'0' * 40}", content)
    source = read_yaml("example.yaml", content.encode())
    assert isinstance(source, Source)
    tree: Mapping[str, Any] = json.loads(json.dumps(source.tree, default=dict))
    return tree


@pytest.mark.parametrize("kind", HEADINGS)
def test_what_qmsctl_reads_is_not_underlined(kind: str) -> None:
    """Each example of a file is valid."""
    assert [] == [
        (list(fault.path), fault.message)
        for fault in jsonschema.Draft7Validator(schema_of(kind)).iter_errors(example(kind))
    ]


@pytest.mark.parametrize("kind", HEADINGS)
def test_what_qmsctl_refuses_is_underlined(kind: str) -> None:
    """A field that nobody knows, one that is lacking and a value that cannot stand there, at any depth, are faults."""
    validator = jsonschema.Draft7Validator(schema_of(kind))
    whole = example(kind)
    unnoticed = [
        change for change, wrong in _wrong(whole) if _refuses(kind, wrong) and validator.is_valid(wrong)
    ]

    assert [] == unnoticed


def _wrong(tree: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    for path in _paths(tree):
        outer, key = _at(tree, path[:-1]), path[-1]
        for name, value in (("added", {"added": "x"}), ("wrong", "no such value"), ("list", [["x"]])):
            wrong = copy.deepcopy(tree)
            _at(wrong, path[:-1])[key] = value
            yield f"{name} {path}", wrong
        if isinstance(outer, dict):
            wrong = copy.deepcopy(tree)
            del _at(wrong, path[:-1])[key]
            yield f"lacking {path}", wrong


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - as above
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from _paths(value, (*path, key))


def _at(tree: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 - as above
    for key in path:
        tree = tree[key]
    return tree


def _refuses(kind: str, tree: Any) -> bool:  # noqa: ANN401 - as above
    """Return whether qmsctl finds a fault in a file that states *tree*."""
    source = read_yaml("example.yaml", json.dumps(tree).encode())
    return not isinstance(source, Source) or bool(source.flaws or as_fact(source, KINDS[kind])[1])


def test_an_answer_can_say_what_a_row_can() -> None:
    """The fields of an answer are the columns of a file of answers."""
    fields = schema_of("answers")["properties"]["answers"]["items"]["properties"]

    assert list(COLUMNS) == sorted(fields, key=list(COLUMNS).index)


def main() -> None:
    """Write the schemas that are committed."""
    for file, text in committed():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
