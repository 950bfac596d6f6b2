"""Every command that only reads has `--json`, the same as `--format json`, and keeps to a schema that is published."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli.everywhere import COMMANDS
from tests.cli.program import qmsctl
from tests.test_docs import named

SCHEMAS: Final = Path(__file__).parents[2] / "docs/schema"
_READS: Final = {
    "status": ("status --on DAY", "status"),
    "check": ("check --on DAY", "check"),
    "coverage": ("coverage --on DAY", "paper"),
    "gap": ("gap --from 2015 --to 2026 --on DAY", "paper"),
    "due": ("due --within 90d --on DAY", "due"),
    "deadlines": ("deadlines REGISTER --law kpa --on DAY", "deadlines"),
    "explain": ("explain overdue-review", "rules"),
    "rules": ("rules", "rules"),
    "settings": ("settings", "settings"),
    "register": ("register --on DAY", "register"),
    "history": ("history PP-06 --on DAY", "history"),
    "changes": ("changes --since AUD-2026-01 --until HEAD", "changes"),
    "show": ("show PP-06 --on DAY", "show"),
    "why": ("why IN-01 --on DAY", "why"),
    "diff": ("diff PP-06 --on DAY", "diff"),
    "waivers": ("waivers --on DAY", "waivers"),
    "sample": ("sample REGISTER --size 3 --seed 1", "sample"),
    "report": ("report AUD-2026-01 --on DAY", "paper"),
    "verify": ("verify PACK", "verify"),
    "glossary": ("glossary audit", "glossary"),
    "export documents": ("export documents --on DAY", "register"),
    "export findings": ("export findings --on DAY", "findings"),
    "export actions": ("export actions --on DAY", "paper"),
    "export checklist": ("export checklist CL-ISO9001-2015 --on DAY", "checklist"),
    "people": ("people --on DAY", "people"),
    "audit programme": ("audit programme --on DAY", "programme"),
    "audit status": ("audit status AUD-2026-02 --on DAY", "audit-status"),
    "evidence verify": ("evidence verify AUD-2026-01", "evidence-verify"),
    "finding list": ("finding list --on DAY", "findings"),
    "finding show": ("finding show NC-2026-01-A1 --on DAY", "findings"),
}
"""A call of each command that only reads, and whose schema its answer keeps to."""
_OWN_FORM: Final = {
    "schema": "it prints a JSON Schema",
    "completion": "it prints a script for a shell",
    "export oscal": "it prints OSCAL, which is JSON with a schema of its own",
    "audit sheet": "it is a form to fill in",
}
"""What reads and has no such answer, with the reason."""
_RECORDS: Final = {
    "demo", "init", "adopt", "revise", "approve", "review", "withdraw", "waive", "pack", "stamp", "import", "people add",
    "people edit", "audit checklist", "audit plan", "audit conduct", "audit import", "audit minutes", "audit close",
    "evidence add", "evidence correct", "finding raise", "finding respond", "finding dispute", "finding regrade",
    "finding review", "finding verify", "finding close", "finding withdraw", "finding correct",
}  # fmt: skip
"""What writes."""


@pytest.fixture(scope="module")
def pack(demonstrations: Callable[[str], Demonstration], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit of the demonstration in English, packed."""
    file = tmp_path_factory.mktemp("pack") / "pack.zip"
    done = qmsctl("pack", "AUD-2026-01", "-o", file, at=demonstrations("en").folder)
    assert done.status == 0, done.err
    return file


def test_every_command_is_told_apart() -> None:
    """A new command either has JSON, or says why it has none; a group that lists something reads as well."""
    assert sorted([*_READS, *_OWN_FORM, *_RECORDS]) == sorted([*COMMANDS, "people"])


@pytest.mark.parametrize("name", _READS)
def test_json_is_said_in_one_way(
    name: str, demonstrations: Callable[[str], Demonstration], pack: Path
) -> None:
    """`--json` prints one object that its schema describes, and `--format json` prints the same bytes."""
    call, kind = _READS[name]
    demonstration = demonstrations("en")
    (register,) = demonstration.folder.glob("registers/*-2026.csv")
    meant = {"DAY": demonstration.day.isoformat(), "REGISTER": register.stem, "PACK": str(pack)}
    words = [meant.get(word, word) for word in shlex.split(call)]
    done = qmsctl(*words, "--json", at=demonstration.folder)
    same = qmsctl(*words, "--format", "json", at=demonstration.folder)

    assert done.status in (0, 1), done.err
    assert done == same
    told: dict[str, Any] = json.loads(done.out)
    schema = json.loads((SCHEMAS / f"{kind}-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
    assert told["schema"] in (f"qmsctl.{kind}/1", f"qmsctl-{kind}-1")

    other = "csv" if name.startswith("export") else "plain"
    both = qmsctl(*words, "--json", "--format", other, at=demonstration.folder)
    assert (both.status, both.out) == (2, "")
    assert f"--json and --format {other} exclude each other" in both.err


@pytest.mark.parametrize(
    ("kind", "page"),
    [("register", "documents"), ("history", "documents"), ("show", "documents"), ("rules", "rules")],
)
def test_every_field_of_the_schema_is_explained(kind: str, page: str) -> None:
    """`docs/documents-json.md` and `docs/rules-json.md` name every field of their schemas."""
    schema = json.loads((SCHEMAS / f"{kind}-1.json").read_text(encoding="utf-8"))
    text = (SCHEMAS.parent / f"{page}-json.md").read_text(encoding="utf-8")
    assert [name for name in sorted(named(schema)) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _READS)
def test_help_says_what_json_is(name: str, language: str, tmp_path: Path) -> None:
    """Each says it in the same words, in the language of the reader."""
    said = {"en": "The same as --format json.", "pl": "To samo co --format json."}
    shown = qmsctl("--lang", language, *name.split(), "--help", at=tmp_path).out
    (line,) = [line for line in shown.splitlines() if line.split()[:1] == ["--json"]]
    assert " ".join(line.split()[1:]) == said[language]
