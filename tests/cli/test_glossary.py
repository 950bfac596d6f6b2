"""`qmsctl glossary`: the right word, wherever one stands, in four formats that say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.glossary import terms
from tests.cli.program import Terminal, qmsctl, without_escapes
from tests.test_docs import ROOT, rows

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/glossary-1.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_json_meets_its_schema(tmp_path: Path, language: str) -> None:
    """Every term is there, and everything the page describes is in it."""
    told = json.loads(qmsctl("--lang", language, "glossary", "--format", "json", at=tmp_path).out)
    fields = {name for row in rows((ROOT / "docs/glossary.md").read_text(encoding="utf-8"), "field")
              for name in row[0].replace("`", "").split(", ")}  # fmt: skip

    jsonschema.validate(told, SCHEMA)
    assert [term.key for term in terms()] == [term["key"] for term in told["terms"]]
    assert fields == set(told["terms"][0])
    assert language == told["language"]


def test_all_formats_say_the_same(tmp_path: Path) -> None:
    """Lines, Markdown and JSON hold every name and every word that is not to be used."""
    made = {
        format: qmsctl("--lang", "pl", "glossary", "--format", format, at=tmp_path).out
        for format in ("plain", "markdown", "json")
    }

    for text in made.values():
        for term in terms():
            assert term.names["en"] in text
            assert term.names["pl"] in text
            assert all(word in text for one in ("en", "pl") for word in term.not_to_use(one))
    assert made["plain"] == qmsctl("--lang", "pl", "glossary", at=tmp_path).out


def test_a_wrong_word_leads_to_the_right_one(tmp_path: Path) -> None:
    """Whoever looks up *audyt* learns of both things that it may mean."""
    done = qmsctl("--lang", "pl", "glossary", "audyt", at=tmp_path)

    assert 0 == done.status
    assert "audit | audit | audyt; ale: audyt wewnętrzny" in done.out
    assert "statutory internal audit | audyt wewnętrzny" in done.out
    assert "Słowa (2)" in done.out


def test_a_terminal_shows_it(tmp_path: Path) -> None:
    """A narrow terminal shows the whole of it."""
    with Terminal("--lang", "pl", "glossary", "korekta", at=tmp_path, columns=60) as terminal:
        done = terminal.end()

    assert "korekcja" in without_escapes(done.out)
    assert max(map(len, without_escapes(done.out).splitlines())) <= 60


@pytest.mark.parametrize("language", ["en", "pl"])
def test_nothing_found(tmp_path: Path, language: str) -> None:
    """A word it does not know ends with what to do next."""
    done = qmsctl("--lang", language, "glossary", "xyzzy", at=tmp_path)

    assert (2, "") == (done.status, done.out)
    assert "xyzzy" in done.err
    assert "qmsctl glossary" in done.err


def test_unknown_format(tmp_path: Path) -> None:
    """A format it has not is refused with those it has."""
    done = qmsctl("--lang", "en", "glossary", "--format", "docx", at=tmp_path)

    assert 2 == done.status
    assert "console, plain, markdown, json" in done.err
