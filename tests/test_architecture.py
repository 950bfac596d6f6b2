"""What holds for the whole of the source: one list of rules, one direction of imports, small pieces."""

from __future__ import annotations

import ast
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsctl.checks import RULES
from qmsctl.messages import LANGUAGES
from qmsctl.rule import AnyRule
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import ENVIRONMENT, PROGRAM
from tests.pages import declared_rules

SUBJECTS = ("DOC", "REV", "DUE", "REF", "CLS", "AUD", "FND", "EVD", "HIS", "CFG", "WAI")
NO_FAULTS = (
    "check-",
    "no-",
    "must-",
    "require-",
    "invalid-",
    "bad-",
    "avoid-",
    "use-",
    "prefer-",
    "wrong-use-",
)
"""Beginnings that say what to do instead of what is wrong, or say nothing."""
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60

each_rule: Callable[[Any], Any] = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)


def _modules() -> list[Path]:
    return sorted((ROOT / "qmsctl").rglob("*.py"))


# Rules


def test_every_declared_rule_is_listed() -> None:
    """The table of contents holds each rule that is declared, once."""
    assert declared_rules() == sorted(RULES, key=lambda rule: rule.id)


def test_ids_and_slugs_are_unique() -> None:
    """No two rules share an id or a name."""
    assert len(RULES) == len({rule.id for rule in RULES}) == len({rule.slug for rule in RULES})


def test_rules_stand_by_subject() -> None:
    """Rules of one subject stand together, and there are enough of them."""
    subjects = [rule.id[:3] for rule in RULES]
    changes = sum(before != after for before, after in itertools.pairwise(subjects))

    assert len(set(subjects)) == changes + 1
    assert len(RULES) >= 25


@each_rule
def test_id_is_well_formed(rule: AnyRule) -> None:
    """An id names the subject and a number."""
    assert re.fullmatch(rf"(?:{'|'.join(SUBJECTS)})\d{{3}}", rule.id)


@each_rule
def test_name_is_module_and_function(rule: AnyRule) -> None:
    """The name of a rule leads to its module, its function and its pages."""
    name = rule.slug.replace("-", "_")

    assert name == rule.check.__name__
    assert f"qmsctl.checks.{name}" == rule.check.__module__


@each_rule
def test_name_names_the_fault(rule: AnyRule) -> None:
    """A rule is called after what it finds."""
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", rule.slug)
    assert not rule.slug.startswith(NO_FAULTS)


@each_rule
def test_pages_in_every_language(rule: AnyRule) -> None:
    """A rule has a page and a summary in each language."""
    pages = {language: rule.page(language) for language in LANGUAGES}

    assert len(LANGUAGES) == len(set(pages.values()))
    assert all(page.strip() for page in pages.values())
    assert rule.summary


def test_no_page_without_a_rule() -> None:
    """A page of a rule that is gone is gone too."""
    names = {rule.check.__name__ for rule in RULES}

    assert [] == [
        page.name for page in (ROOT / "qmsctl/checks").glob("*.md") if page.name.split(".")[0] not in names
    ]


@each_rule
def test_clauses_exist(rule: AnyRule) -> None:
    """The clauses a rule helps to look after are clauses of the standard."""
    from qmsctl.standards import edition  # noqa: PLC0415 - only this test asks it

    assert [] == [clause for clause in rule.clauses if edition("iso9001:2015").clause(clause) is None]


# Layers


def test_import_contracts() -> None:
    """Data flows one way, only `repo` knows git, only the edges print."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def _loaded(*words: str, at: Path) -> set[str]:
    """Return the names of the modules that a call of the program loads."""
    driver = (
        "import json, sys; sys.argv[1:] = json.loads(sys.argv[1]); from qmsctl.__main__ import main\n"
        "try: main()\n"
        "finally: print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", driver, json.dumps(words)],
        cwd=at,
        env=dict(ENVIRONMENT),
        capture_output=True,
        text=True,
        check=False,
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_version_loads_next_to_nothing(tmp_path: Path) -> None:
    """`--version` answers before anything else is loaded."""
    loaded = _loaded("--version", at=tmp_path)

    assert {"qmsctl", "qmsctl.__main__"} == {name for name in loaded if name.startswith("qmsctl")}
    assert set() == loaded & {"typer", "rich", "yaml", "pydantic", "git", "jinja2", "subprocess", "gettext"}


def test_check_loads_what_it_needs(tmp_path: Path) -> None:
    """A check that is piped loads nothing for writing, reporting or drawing."""
    pattern = tmp_path / "office"
    office.build(pattern)

    loaded = _loaded("check", "--on", "2026-11-22", at=pattern)

    assert "qmsctl.inspection" in loaded
    assert set() == loaded & {
        "git",
        "jinja2",
        "typer.rich_utils",
        "rich",
        "markdown_it",
        "babel",
        "qmsctl.demo",
    }
    assert not any(name.startswith(("qmsctl.authoring", "qmsctl.reports")) for name in loaded)


@pytest.mark.parametrize("words", [(), ("status", "--json"), ("due", "--json")], ids=str)
def test_state_and_duties_load_what_they_need(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Where things stand and what is due, piped, load nothing for writing, drawing or pages."""
    pattern = tmp_path / "office"
    office.build(pattern)

    loaded = _loaded(*words, at=pattern)

    assert "qmsctl.reports.due" in loaded
    heavy = {"git", "jinja2", "typer.rich_utils", "rich", "markdown_it", "babel", "qmsctl.demo"}
    assert set() == loaded & heavy
    assert not any(name.startswith("qmsctl.authoring") for name in loaded)


def test_help_and_rules_load_no_files(tmp_path: Path) -> None:
    """Help and rules need neither git nor the schema of files."""
    for words in (("-h",), ("rules",), ("explain", "DOC001")):
        assert set() == _loaded(*words, at=tmp_path) & {"git", "jinja2", "pydantic", "rich"}, words


# Size


def test_modules_are_small() -> None:
    """No module is longer than somebody reads in one sitting."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()
    }

    assert {} == {name: length for name, length in lengths.items() if length > LONGEST_MODULE}


def _functions() -> Iterator[tuple[str, int]]:
    """Yield every function and how many lines it has, without its docstring and its parameters."""
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield f"{path.relative_to(ROOT)}:{node.name}", length


def test_functions_are_small() -> None:
    """No function is longer than a screen."""
    assert {} == {name: length for name, length in _functions() if length > LONGEST_FUNCTION}


def test_every_module_says_what_it_is() -> None:
    """A module begins with one sentence about itself."""
    silent = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if not (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
        .partition("\n")[0]
        .rstrip(".")
    ]

    assert [] == silent


def test_no_drawer_for_odds_and_ends() -> None:
    """A function lives in the module whose word it uses."""
    assert [] == [
        path.name for path in _modules() if path.stem in ("utils", "util", "helpers", "common", "misc")
    ]


def test_command_is_installed() -> None:
    """The program that is tested is the one people call."""
    script = Path(sys.executable).with_name("qmsctl")
    called = subprocess.run([script, "--version"], env=dict(ENVIRONMENT), capture_output=True, check=True)
    module = subprocess.run(
        [*PROGRAM, "--version"], env=dict(ENVIRONMENT), cwd=ROOT, capture_output=True, check=True
    )

    assert called.stdout == module.stdout
