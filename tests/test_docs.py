"""The documentation says what the code does.

`python -m tests.test_docs` renews what is generated: the list of modules in `docs/architecture.md`, the tables
of `docs/check-formats.md` and `docs/rules.md`, the command reference and manual pages, and the JSON Schemas for editors.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest
from typer.main import get_group

from qmsctl import __version__, cli
from qmsctl.checks import RULES
from qmsctl.cli.app import app
from qmsctl.control.coverage import Level
from qmsctl.documents.digest import content_digest
from qmsctl.documents.markdown import read_markdown
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import ConfigurationError, NothingToCheckError, RefusedError
from qmsctl.inspection import Verdict
from qmsctl.law import laws
from qmsctl.messages import LANGUAGES, Message
from qmsctl.model.authority import TrustFile
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Waiver
from qmsctl.model.schema import as_fact
from qmsctl.papers.deadlines import BASES
from qmsctl.render.check_formats import CHECK_FORMATS
from qmsctl.render.check_text import SEVERITY_WORDS
from qmsctl.reports.deadlines import length_in_words
from qmsctl.settings import Severity
from qmsctl.standards import clause_key, edition

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
READMES = {"en": ROOT / "README.md", "pl": ROOT / "README.pl.md"}
PROGRAM = (sys.executable, "-m", "qmsctl")

each_readme = pytest.mark.parametrize("language", READMES)


def text_of(file: Path) -> str:
    """Return the text of *file*."""
    return file.read_text(encoding="utf-8")


def fences(text: str, kind: str) -> list[str]:
    """Return the contents of the fenced blocks of *kind* in *text*."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the table below the row whose first cell is *heading*."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table is not None, f"there is no table of {heading}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


# docs/digest.md

VECTORS: list[dict[str, str]] = json.loads(fences(text_of(DOCS / "digest.md"), "json vectors")[0])

each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])


@each_vector
def test_digest_vectors(vector: Mapping[str, str]) -> None:
    """Each vector of the specification has the digest that the code computes."""
    read = {"yaml": read_yaml, "markdown": read_markdown}[vector["format"]]
    source = read("document", vector["text"].encode())

    assert isinstance(source, Source)
    assert vector["digest"] == content_digest(source.content)


@each_vector
def test_digest_of_the_canonical_form(vector: Mapping[str, str]) -> None:
    """The canonical form of each vector is JSON of sorted keys whose SHA-256 is the digest."""
    canonical = vector["canonical"]
    written = json.dumps(json.loads(canonical), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert written == canonical
    assert vector["digest"] == f"content-1:sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


# docs/schema/check-1.json

SCHEMA: dict[str, Any] = json.loads(text_of(DOCS / "schema" / "check-1.json"))

QMS = """\
qms: 1
organisation: {name: Example Office}
editions: [iso9001:2015]
exclusions:
  iso9001:2015: {8.3: The law sets every service.}
rules:
  unasked-clause: {enabled: no, reason: The checklist is being written.}
"""

PROCEDURE = """\
id: PS-01
type: procedure
title: Control of documents
revision: "1"
owner: nobody
clauses: {iso9001:2015: [7.5.2]}
"""


@pytest.fixture(params=LANGUAGES)
def result(request: pytest.FixtureRequest, tmp_path: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what a check of a small system prints as JSON, in each language."""
    office = tmp_path / "office"
    (office / "procedures").mkdir(parents=True)
    (office / "qms.yaml").write_text(QMS)
    (office / "procedures" / "ps-01.yaml").write_text(PROCEDURE)
    (office / "procedures" / "ps-02.yaml").write_text("id: [\n")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *command], cwd=office, env=environment, check=True)
    arguments = ("-C", str(office), "--lang", request.param, "check", "--format", "json")
    done = subprocess.run([*PROGRAM, *arguments], env=environment, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (1, b"")
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def test_check_json_keeps_to_its_schema(result: dict[str, Any]) -> None:
    """What a check prints as JSON is what its schema describes."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    jsonschema.validate(result, SCHEMA, jsonschema.Draft202012Validator)
    assert all(result[part] for part in ("problems", "rules", "clauses"))


def test_schema_refuses_what_it_does_not_describe(result: dict[str, Any]) -> None:
    """A field that is added to the output, or taken from it, and not to the schema is noticed everywhere."""
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for route in ((), ("tool",), ("counts",), ("problems", 0), ("rules", 0), ("clauses", 0)):
        longer, shorter = copy.deepcopy(result), copy.deepcopy(result)
        at(longer, route)["added"] = 1
        at(shorter, route).popitem()

        assert not validator.is_valid(longer), route
        assert not validator.is_valid(shorter), route


def at(value: Any, route: Sequence[str | int]) -> Any:  # noqa: ANN401 - any part of a JSON text
    """Return what stands in *value* under *route*."""
    for key in route:
        value = value[key]
    return value


def test_schema_knows_the_words_of_the_code() -> None:
    """The choices of the schema are those of the code."""
    parts, definitions = SCHEMA["properties"], SCHEMA["$defs"]

    assert parts["language"]["enum"] == list(LANGUAGES)
    assert parts["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert definitions["problem"]["properties"]["severity"]["enum"] == [
        severity.value for severity in Severity
    ]
    assert definitions["clause"]["properties"]["level"]["enum"] == [level.value for level in Level]


def test_every_field_of_the_schema_is_explained() -> None:
    """`docs/check-json.md` names every field of the schema."""
    page = text_of(DOCS / "check-json.md")

    assert [name for name in sorted(named(SCHEMA)) if f"`{name}`" not in page] == []


def named(schema: Any) -> set[str]:  # noqa: ANN401 - any part of a schema
    """Return the names of the fields that *schema* describes."""
    if isinstance(schema, list):
        return {name for part in schema for name in named(part)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*(named(part) for part in schema.values()))


# docs/exit-codes.md and the commands


def codes(file: Path, heading: str) -> list[list[str]]:
    """Return the exit codes that *file* explains."""
    return rows(text_of(file), heading)


def test_exit_codes_are_those_of_the_code() -> None:
    """The page of exit codes names every status the program ends with."""
    known = {cli.OK, 1, cli.USAGE, NothingToCheckError.exit_code, cli.INTERNAL, cli.INTERRUPTED}

    assert {ConfigurationError.exit_code, RefusedError.exit_code} <= known
    assert [int(code) for code, _ in codes(DOCS / "exit-codes.md", "code")] == sorted(known)


def test_exit_codes_of_the_readme() -> None:
    """Either README explains the exit codes in the words of their page, and both pages explain the same."""
    page = codes(DOCS / "exit-codes.md", "code")

    polish = codes(DOCS / "exit-codes.pl.md", "kod")

    assert codes(READMES["en"], "code") == page
    assert codes(READMES["pl"], "kod") == polish
    assert [code for code, _ in polish] == [code for code, _ in page]


def commands() -> dict[str, set[str]]:
    """Return every command with its options."""
    return dict(_commands(get_group(app), ()))


def _commands(command: Any, names: tuple[str, ...]) -> Iterator[tuple[str, set[str]]]:  # noqa: ANN401 - Typer's types are private
    listed = command.list_commands(None) if hasattr(command, "list_commands") else ()
    for name in listed:
        yield from _commands(command.get_command(None, name), (*names, name))
    if not listed or (names and command.invoke_without_command):  # a group that does something by itself
        yield " ".join(names), {option for parameter in command.params for option in parameter.opts}


@each_readme
def test_readme_has_every_command(language: str) -> None:
    """The table of commands holds exactly the commands there are."""
    heading = {"en": "command", "pl": "polecenie"}[language]
    table = rows(text_of(READMES[language]), heading)

    assert sorted(re.sub(r"`qmsctl ([a-z ]*[a-z]).*`", r"\1", cells[0]) for cells in table) == sorted(
        commands()
    )


@pytest.mark.parametrize(
    "file", [*READMES.values(), *DOCS.rglob("*.md"), ROOT / "CONTRIBUTING.md"], ids=lambda f: f.name
)
def test_calls_in_the_documentation_exist(file: Path) -> None:
    """Every command and option that a page names is one the program has."""
    known = commands()
    for call in calls(text_of(file)):
        words = call.split()
        while words and words[0] in ("-C", "--lang"):
            words = words[2:]
        if not words or words[0] in ("-h", "--version"):
            continue
        name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        options = {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)}

        assert name in known, call
        assert options <= known[name] | {"-h"}, call


def calls(text: str) -> Iterator[str]:
    """Yield what follows the program's name in every call that *text* shows."""
    shown = [
        line
        for fence in re.findall(r"^```(?:sh|console)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        for line in fence.replace("\\\n", "").splitlines()
    ]
    for code in (*re.findall(r"`([^`\n]+)`", text), *shown):
        if call := re.match(r"(?:\$ )?(?:qmsctl|\./run)(?: +([^|#]*)|$)", code):
            yield call[1] or ""


# docs/architecture.md


def marks(name: str) -> tuple[str, str]:
    """Return the lines between which *name* is generated."""
    return f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"


def modules() -> str:
    """Return the list of packages and modules, each with the first line of its docstring."""
    lines = []
    for package in sorted((ROOT / "qmsctl").rglob("__init__.py")):
        lines += [f"### {package.parent.relative_to(ROOT).as_posix()}", "", first_line(package), ""]
        inside = sorted(file for file in package.parent.glob("*.py") if file != package)
        lines += [f"* `{file.stem}`: {first_line(file)}" for file in inside]
        lines += [""] if inside else []
    return "\n" + "\n".join(lines)


def first_line(file: Path) -> str:
    """Return the first line of the docstring of the module *file*."""
    docstring = ast.get_docstring(ast.parse(text_of(file)))
    assert docstring, f"{file} has no docstring"
    return docstring.partition("\n")[0]


def test_architecture_has_the_layers_of_the_contract() -> None:
    """The table of layers is the contract that import-linter holds."""
    configuration = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    contracts = configuration["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    page = text_of(DOCS / "architecture.md")

    assert [re.findall(r"`(\w+)`", cells[0]) for cells in rows(page, "layer")] == [
        one.split(" | ") for one in layers
    ]
    assert [contract["name"] for contract in contracts if contract["name"] not in page] == []


# docs/files.md

KINDS: Mapping[str, type[object]] = {
    "A document": Document,
    "A checklist": Checklist,
    "qms.yaml": Organisation,
    "trust.yaml": TrustFile,
    "Approval": Approval,
    "Audit plan (a document)": AuditPlan,
    "Audit programme (a document)": AuditProgramme,
    "Evidence": Evidence,
    "Minutes": Minutes,
    "Finding": FindingStep,
    "Waiver": Waiver,
}


@pytest.mark.parametrize(("heading", "kind"), KINDS.items(), ids=list(KINDS))
def test_examples_of_files(heading: str, kind: type[object]) -> None:
    """Each example of a file is one that qmsctl reads without a fault."""
    part = re.split(r"^##+ ", text_of(DOCS / "files.md"), flags=re.MULTILINE)
    content = fences(next(text for text in part if text.startswith(heading + "\n")), "yaml")[0]
    if content.startswith("record:") and "recorder:" not in content:  # stated once for all records
        content += "recorded: 2026-10-21T10:00:00Z\nrecorder: {name: Anna, email: anna@example.org}\n"
    content = re.sub(r"((?:sha256|digest): |<sha256>)…?", rf"\g<1>{'0' * 64}", content)
    content = re.sub(r"((?:blob|commit): )…", rf"\g<1>{'0' * 40}", content)
    source = read_yaml("example.yaml", content.encode())

    assert isinstance(source, Source), source.message
    assert [str(flaw.message) for flaw in (*source.flaws, *as_fact(source, kind)[1])] == []


def test_every_field_of_a_file_is_documented() -> None:
    """`docs/files.md` names every field a file can have, and every word a field can hold."""
    page = text_of(DOCS / "files.md")
    known = {word for kind in KINDS.values() for word in words(kind)}

    assert [word for word in sorted(known) if not re.search(rf"\b{re.escape(word)}\b", page)] == []


def words(kind: Any) -> set[str]:  # noqa: ANN401 - walks type expressions
    """Return the names of the fields of *kind*, and the words they can hold, at any depth."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        own = {field.name.removesuffix("_") for field in fields(kind)}
        return own.union(*(words(hints[field.name]) for field in fields(kind)))
    inside = get_args(kind)
    return {one for one in inside if isinstance(one, str)}.union(*(words(one) for one in inside))


# docs/check-formats.md, docs/rules.md and the changelog


def format_table() -> str:
    """Return every format of the check with what the docstring of its function says, and the ending of its files."""
    told = ("For", "A problem is", "Severities")
    lines = [
        "| format | ending | for | a problem is | severity: error, warning, note |",
        "|---|---|---|---|---|",
    ]
    for one in CHECK_FORMATS.values():
        said = inspect.getdoc(one.function()) or ""
        cells = [re.findall(rf"^{head}: (.+)\.$", said, re.MULTILINE) for head in told]
        assert all(len(found) == 1 for found in cells), f"{one.renderer} has to say in its docstring: {told}"
        ending = f"`{one.ending}`" if one.ending else ""
        lines.append(f"| `{one.name}` | {ending} | {' | '.join(found[0] for found in cells)} |")
    return "\n".join(lines) + "\n"


HEADS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "rules": "| id | name | severity | holds when all is well | clauses |",
        "clauses": "| clause | title | rules |",
    },
    "pl": {
        "rules": "| id | nazwa | waga | gdy wszystko jest w porządku | punkty |",
        "clauses": "| punkt | tytuł | reguły |",
    },
}


def rule_table(language: str) -> str:
    """Return every rule with its severity, what holds when all is well, and its clauses; the name leads to its page."""
    lines = [HEADS[language]["rules"], "|---|---|---|---|---|"]
    for rule in sorted(RULES, key=lambda rule: rule.id):
        page = f"{rule.slug.replace('-', '_')}{'' if language == 'en' else f'.{language}'}.md"
        cells = (
            rule.id,
            f"[`{rule.slug}`](../qmsctl/checks/{page})",
            SEVERITY_WORDS[rule.severity].into(language),
            Message(rule.summary).into(language),
            ", ".join(sorted(rule.clauses, key=clause_key)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


OF_OWN_FORM = "unverified-external"
"""The rule about what no kind has a word for: which documents come from elsewhere."""
NEEDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "| rule | holds when all is well | what it needs of a kind |",
        "records": "asks about records alone",
        "own": "asks about documents in qmsctl's form alone",
        "or": " or ",
        "nothing": "nothing",
    },
    "pl": {
        "head": "| reguła | gdy wszystko jest w porządku | czego wymaga od rodzaju |",
        "records": "pyta tylko o zapisy",
        "own": "pyta tylko o dokumenty w postaci qmsctl",
        "or": " lub ",
        "nothing": "niczego",
    },
}


def need_table(language: str) -> str:
    """Return every rule about approvals, dates and the history, with what it needs of a kind of documents."""
    words = NEEDS[language]
    lines = [words["head"], "|---|---|---|"]
    for rule in sorted(RULES, key=lambda rule: rule.id):
        if rule.family not in {"REV", "DUE", "HIS"}:
            continue
        needs = words["or"].join(f"`{need}`" for need in rule.needs) or words["nothing"]
        alone = "records" if rule.records_alone else "own" if rule.slug == OF_OWN_FORM else ""
        cells = (f"{rule.id} `{rule.slug}`", Message(rule.summary).into(language), words.get(alone, needs))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def clause_table(language: str) -> str:
    """Return every clause of ISO 9001:2015 that can be audited, and each that a rule names, with its rules."""
    lines = [HEADS[language]["clauses"], "|---|---|---|"]
    named = {clause for rule in RULES for clause in rule.clauses}
    for clause in edition("iso9001:2015").clauses:
        if clause.is_leaf or clause.id in named:
            rules = sorted((rule for rule in RULES if clause.id in rule.clauses), key=lambda rule: rule.id)
            cells = ", ".join(f"{rule.id} `{rule.slug}`" for rule in rules)
            lines.append(f"| {clause.id} | {clause.title(language)} | {cells or '–'} |")  # noqa: RUF001 - a dash
    return "\n".join(lines) + "\n"


def law_table(language: str) -> str:
    """Return every law with its kinds of case, their periods and articles."""
    heads = {
        "en": ("kind of case", "as registers write it", "period", "article", "founded"),
        "pl": ("rodzaj sprawy", "słowa rejestru", "okres", "przepis", "jak pewne"),
    }[language]
    bases = {basis: said.into(language) for basis, said in BASES.items()}
    lines = []
    for law in laws().values():
        names = " ".join(f"`{name}`" for name in (law.key, *law.names) if name != law.key)
        said = f"`{law.key}`" + (f" ({names})" if names else "")
        lines += [f"### {said}: {dict(law.title)[language]}, {law.journal}", ""]
        if law.note:
            lines += [f"*{bases[law.basis]}*; {dict(law.note)[language]}.", ""]
        lines += ["| " + " | ".join(("", *heads)).strip() + " |", "|---" * 6 + "|"]
        for rule in law.rules:
            cells = (
                f"`{rule.key}`",
                dict(rule.title)[language],
                ", ".join(rule.names),
                length_in_words(rule.length).into(language),
                rule.article,
                bases[rule.basis],
            )
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


GENERATED: Sequence[tuple[str, str, Callable[[], str]]] = (
    ("architecture.md", "modules", modules),
    ("check-formats.md", "formats", format_table),
    ("rules.md", "rules", partial(rule_table, "en")),
    ("rules.md", "clauses", partial(clause_table, "en")),
    ("rules.pl.md", "rules", partial(rule_table, "pl")),
    ("rules.pl.md", "clauses", partial(clause_table, "pl")),
    ("kinds.md", "needs", partial(need_table, "en")),
    ("kinds.pl.md", "needs", partial(need_table, "pl")),
    ("deadlines.md", "laws", partial(law_table, "en")),
    ("deadlines.pl.md", "laws", partial(law_table, "pl")),
)
"""Page, name and maker of each part of the documentation that is generated."""


@pytest.mark.parametrize(
    ("page", "name", "made"), GENERATED, ids=[f"{page}-{name}" for page, name, _ in GENERATED]
)
def test_generated_parts_are_current(page: str, name: str, made: Callable[[], str]) -> None:
    """What is generated into the documentation is what `python -m tests.test_docs` makes now."""
    begin, end = marks(name)

    assert text_of(DOCS / page).partition(begin)[2].partition(end)[0] == made()


def test_every_rule_serves_a_clause() -> None:
    """Each rule says which clauses of ISO 9001:2015 it helps to look after, and they exist."""
    known = edition("iso9001:2015")

    assert [rule.slug for rule in RULES if not rule.clauses] == []
    assert {clause for rule in RULES for clause in rule.clauses if known.clause(clause) is None} == set()


@pytest.mark.parametrize("name", ["rules.md", "rules.pl.md"])
def test_subjects_of_rules_are_explained(name: str) -> None:
    """`docs/rules.md`, and its Polish page, name every family of rule ids, and no other."""
    page = text_of(DOCS / name)

    assert {rule.id[:3] for rule in RULES} == set(re.findall(r"`([A-Z]{3})`", page))


def test_rules_named_in_the_documentation_exist() -> None:
    """A rule that a page links to a fault is one that exists."""
    table = rows(text_of(DOCS / "trust.md"), "what happened")

    assert {cells[1].strip("`") for cells in table} <= {rule.slug for rule in RULES}


def test_changelog_has_this_version() -> None:
    """The newest entry of the changelog is the version of the program, with a day once it is released."""
    version, state = re.findall(r"^## \[(.+)\] - (.+)$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)[0]

    assert version == __version__
    assert state == "unreleased" or re.fullmatch(r"\d{4}-\d{2}-\d{2}", state)


@each_readme
def test_links_lead_somewhere(language: str) -> None:
    """Every link of the README to a file of the project has a target."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text_of(READMES[language]))

    assert [link for link in links if not (ROOT / link).exists()] == []


def main() -> None:
    """Renew what is generated."""
    from tests.authoring import test_schemas  # noqa: PLC0415 - they read pages by means of this module
    from tests.cli import test_commands  # noqa: PLC0415 - as above

    for page, name, made in GENERATED:
        file = DOCS / page
        begin, end = marks(name)
        before, _, rest = text_of(file).partition(begin)
        file.write_text(f"{before}{begin}{made()}{end}{rest.partition(end)[2]}", encoding="utf-8")
    test_commands.main()
    test_schemas.main()


if __name__ == "__main__":
    main()
