"""Reads every format of the check the way its consumer does, so that they can be held to one truth."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import jsonschema
from lxml import etree
from markdown_it import MarkdownIt

from qmsctl.checks import RULES
from qmsctl.documents.place import Place, Span
from qmsctl.inspection import Inspection, Outcome, Reported
from qmsctl.messages import tr
from qmsctl.render.check_formats import CHECK_FORMATS
from qmsctl.settings import Severity
from tests.cli.program import qmsctl

__all__ = [
    "ASIDES",
    "DAY",
    "EXCUSED_READERS",
    "FORMATS",
    "READERS",
    "SCHEMAS",
    "Excused",
    "Seen",
    "commands_of",
    "plainly",
    "result_of",
    "schema_of",
    "texts_of",
    "validate_xml",
]

SCHEMAS = Path(__file__).parent.parent / "schemas"
DAY = "2026-11-22"
FORMATS = tuple(format for format in CHECK_FORMATS if format != "console")
"""Those that are read here: what is fitted to a terminal is for people alone."""
SEVERITIES = {
    "error": "error",
    "warning": "warning",
    "note": "note",
    "notice": "note",
    "critical": "error",
    "minor": "warning",
    "info": "note",
    "ERROR": "error",
    "WARNING": "warning",
    "INFO": "note",
    "cannot be established": "error",
    "błąd": "error",
    "ostrzeżenie": "warning",
    "uwaga": "note",
    "nie można ustalić": "error",
}
ASIDES = ("switched-off", "set-lower", "settings-from")
"""What formats that hold nothing but problems say about the settings, in place of a rule."""
_FIX = re.compile(r"\. (?:Next|Dalej): ")


@dataclass(frozen=True, order=True)
class Seen:
    """A problem as a consumer of a format sees it."""

    rule: str
    path: str
    line: int
    column: int | None
    """`None` where the format has none."""
    severity: str
    message: str


def schema_of(format: str) -> jsonschema.Draft202012Validator:
    """Return what validates *format*."""
    schema = json.loads((SCHEMAS / f"{format}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def validate_xml(text: str) -> etree._Element:
    """Return *text* as JUnit XML that keeps to the schema."""
    root = etree.fromstring(text.encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd")).assertValid(root)
    return root


# A command is what GitHub's runner finds in a line: `::` first, behind blanks too, or else `##[` anywhere.
_COMMAND = re.compile(r"\s*::(?P<name>[^ :]+)(?: (?P<told>.*?))?::(?P<data>.*)")


def commands_of(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the commands that GitHub's runner finds in a log: name, properties and data."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        if command := _COMMAND.fullmatch(line):
            pairs = [pair.partition("=") for pair in (command["told"] or "").split(",") if pair]
            properties = {name: _unescaped(value, ("%3A", ":"), ("%2C", ",")) for name, _, value in pairs}
            found.append((command["name"], properties, _unescaped(command["data"])))
        else:
            assert "##[" not in line, line
            assert not line.lstrip().startswith("::"), line
    return found


def _unescaped(text: str, *more: tuple[str, str]) -> str:
    for code, character in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


_PLAIN = re.compile(
    r"^(?!    )(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<severity>[^:\n]+?) (?P<rule>[A-Z]{3}\d{3}) \[[a-z-]+\] (?P<message>.*)$",
    re.MULTILINE,
)


def plainly(text: str) -> list[Seen]:
    """Return the problems in plain lines that count."""
    return [
        Seen(m["rule"], m["path"], int(m["line"]), int(m["column"]), SEVERITIES[m["severity"]], m["message"])
        for m in _PLAIN.finditer(text)
        if m["severity"] not in EXCUSED
    ]


EXCUSED = {"waived": "waived", "known": "known", "odstępstwo": "waived", "znany": "known"}
"""What stands in place of the severity of problems that do not count."""
_NOTES = {
    "waived": re.compile("Waived until|Odstępstwo do"),
    "known": re.compile("Known from the baseline of|Znany ze stanu wyjściowego"),
}
Excused = tuple[str, str, str, int]
"""`waived` or `known`; rule, path and line."""


def _noted(text: str) -> str | None:
    return next((kind for kind, note in _NOTES.items() if note.search(text)), None)


def excused_plainly(text: str) -> list[Excused]:
    """Return what does not count in plain lines; what is waived has its waiver on the next line."""
    found = [
        (EXCUSED[m["severity"]], m["rule"], m["path"], int(m["line"]))
        for m in _PLAIN.finditer(text)
        if m["severity"] in EXCUSED
    ]
    assert len(_NOTES["waived"].findall(text)) >= sum(kind == "waived" for kind, *_ in found)
    return found


def _excused_json(text: str) -> list[Excused]:
    data = json.loads(text)
    return [
        (kind, one["rule"], one["path"], one["line"]) for kind in ("waived", "known") for one in data[kind]
    ]


def _excused_sarif(text: str) -> list[Excused]:
    (run,) = json.loads(text)["runs"]
    states = {result.get("baselineState") for result in run["results"]}
    assert states == {None} or None not in states
    found = []
    for result in run["results"]:
        where = result["locations"][0]["physicalLocation"]
        kind = _kind_in_sarif(result)
        if kind is not None:
            path = unquote(where["artifactLocation"]["uri"], errors="surrogateescape")
            found.append((kind, result["ruleId"], path, where["region"]["startLine"]))
    return found


def _kind_in_sarif(result: Mapping[str, object]) -> str | None:
    if "suppressions" in result:
        return "waived"
    return "known" if result.get("baselineState") == "unchanged" else None


def _excused_junit(text: str) -> list[Excused]:
    root = validate_xml(text)
    assert root[0].get("skipped") == str(len(root.findall(".//skipped")))
    return [
        one for case in root.iter("testcase") for told in case for one in excused_plainly(told.text or "")
    ]


def _excused_github(text: str) -> list[Excused]:
    found = excused_plainly(text)
    for name, told, data in commands_of(text):
        if "file" in told and (kind := _noted(data)):
            assert name == "notice"
            found.append((kind, told["title"].split(" ")[0], told["file"], int(told["line"])))
    return found


def _excused_gitlab(text: str) -> list[Excused]:
    return [
        (kind, entry["check_name"], entry["location"]["path"], entry["location"]["lines"]["begin"])
        for entry in json.loads(text)
        if (kind := _noted(entry["description"])) and entry["severity"] == "info"
    ]


def _excused_rdjson(text: str) -> list[Excused]:
    return [
        (kind, one["code"]["value"], one["location"]["path"], one["location"]["range"]["start"]["line"])
        for one in json.loads(text)["diagnostics"]
        if (kind := _noted(one["message"])) and one["severity"] == "INFO"
    ]


def _excused_markdown(text: str) -> list[Excused]:
    part, found = "", []
    for line in text.splitlines():
        if line.startswith("## "):
            part = {"## Waived": "waived", "## Known from the baseline": "known"}.get(line, "")
        elif part and (m := re.match(r"- (?P<path>.+?):(?P<line>\d+):\d+ (?P<rule>[A-Z]{3}\d{3}) ", line)):
            path = MarkdownIt("commonmark").renderInline(m["path"])
            found.append((part, m["rule"], path, int(m["line"])))
    return found


def _json(text: str) -> list[Seen]:
    return [
        Seen(p["rule"], p["path"], p["line"], p["column"], p["severity"], p["message"])
        for p in json.loads(text)["problems"]
    ]


def _sarif(text: str) -> list[Seen]:
    log = json.loads(text)
    schema_of("sarif").validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    seen = []
    for result in run["results"]:
        where = result["locations"][0]["physicalLocation"]
        if _kind_in_sarif(result) is not None:
            continue
        region = where["region"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert region.get("endColumn", region["startColumn"]) >= region["startColumn"]
        message = _sarif_text(result["message"]["text"]).partition("\n")[0]
        path = unquote(where["artifactLocation"]["uri"], errors="surrogateescape")
        seen.append(
            Seen(result["ruleId"], path, region["startLine"], region["startColumn"], result["level"], message)
        )
    return seen


def _sarif_text(text: str) -> str:
    """Return a plain text message as a viewer shows it, and refuse one with a link or a place for an argument."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text), text
    assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", text), text
    return re.sub(r"\\(.)", r"\1", text.replace("{{", "{").replace("}}", "}"))


def _junit(text: str) -> list[Seen]:
    root = validate_xml(text)
    for name, element in (("failures", "failure"), ("errors", "error"), ("tests", "testcase")):
        assert root.get(name) == str(len(root.findall(f".//{element}")))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(names) == len(set(names))
    return [seen for case in root.iter("testcase") for told in case for seen in plainly(told.text or "")]


def _github(text: str) -> list[Seen]:
    seen = plainly(text)  # those without an annotation
    for name, told, data in commands_of(text):
        if name in ("group", "endgroup") or "file" not in told or _noted(data):
            continue
        rule, line, column = told["title"].split(" ")[0], int(told["line"]), int(told["col"])
        assert int(told["endColumn"]) >= column
        seen.append(Seen(rule, told["file"], line, column, SEVERITIES[name], data.partition("\n")[0]))
    return seen


def _gitlab(text: str) -> list[Seen]:
    data = json.loads(text)
    schema_of("gitlab").validate(data)
    assert len({entry["fingerprint"] for entry in data}) == len(data)
    return [
        Seen(
            entry["check_name"],
            entry["location"]["path"],
            entry["location"]["lines"]["begin"],
            None,
            SEVERITIES[entry["severity"]],
            _FIX.split(entry["description"])[0],
        )
        for entry in data
        if entry["check_name"] not in ASIDES and not _noted(entry["description"])
    ]


def _rdjson(text: str) -> list[Seen]:
    """Read reviewdog's format; its columns count bytes, and stay so."""
    data = json.loads(text)
    schema_of("rdjson").validate(data)
    seen = []
    for entry in data["diagnostics"]:
        if _noted(entry["message"]):
            continue
        start = entry["location"]["range"]["start"]
        message = entry["message"].partition("\n")[0]
        path = entry["location"]["path"]
        rule = entry["code"]["value"]
        if rule in ASIDES:
            continue
        seen.append(Seen(rule, path, start["line"], start["column"], SEVERITIES[entry["severity"]], message))
    return seen


def _markdown(text: str) -> list[Seen]:
    """Read the table as it is shown; nothing but text may come of what documents say."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert not [token for token in tokens if token.type.startswith(("html", "fence", "code"))]
    cells = []
    for before, token in itertools.pairwise(tokens):
        if before.type == "td_open":
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "text_special"}, token.content
            cells.append("".join(child.content for child in token.children or ()))
    rows = [cells[at : at + 5] for at in range(0, len(cells), 5)]
    seen = []
    for severity, place, rule, message, _ in rows:
        path, line, column = place.rsplit(":", 2)
        seen.append(Seen(rule.split(" ")[0], path, int(line), int(column), SEVERITIES[severity], message))
    return seen


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a table as a spreadsheet shows them; none of the cells begins a formula."""
    for_excel = text.startswith("\ufeff")
    heads, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if for_excel else ",")
    assert {len(row) for row in rows} <= {len(heads)}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    return [[re.sub(r"^'(?=[=+\-@])", "", cell) for cell in row] for row in rows]


def _csv(text: str) -> list[Seen]:
    return [
        Seen(rule.split(" ")[0], path, int(line), int(column), SEVERITIES[severity], message)
        for severity, path, line, column, rule, message, _ in _rows(text)
        if severity not in EXCUSED and rule not in ASIDES
    ]


def _excused_csv(text: str) -> list[Excused]:
    return [
        (EXCUSED[severity], rule.split(" ")[0], path, int(line))
        for severity, path, line, _, rule, _, note in _rows(text)
        if severity in EXCUSED and _noted(note) == EXCUSED[severity]
    ]


def texts_of(at: Path, language: str = "en", *words: str) -> dict[str, str]:
    """Return the result in every format, of one run."""
    folder = at.parent / f"results-{language}"
    folder.mkdir(exist_ok=True)
    wanted = [word for format in FORMATS for word in ("-o", f"{format}={folder / format}")]
    done = qmsctl("--lang", language, "check", "--on", DAY, *wanted, *words, at=at)
    assert done.status in (0, 1), done.err
    return {format: (folder / format).read_bytes().decode() for format in FORMATS}


def result_of(counts: Counter[Severity]) -> Inspection:
    """Return a result with as many problems of each severity."""
    rule = RULES[0]
    problems = [
        Reported(
            rule.id,
            rule.slug,
            severity,
            Place(f"procedures/{severity.value}.yaml", Span(9, 12, number + 1, 4), "a: b c"),
            tr("{thing} is wrong", thing=f"{severity.value} {number}"),
            tr("mend it"),
        )
        for severity, count in counts.items()
        for number in range(count)
    ]
    outcomes = (Outcome(rule.id, rule.slug, rule.summary, 0, len(problems), 0, 0),)
    names = ("files", "documents", "in_force", "records", "audits", "evidence", "findings", "commits")
    read = dict.fromkeys(names, 0)
    return Inspection(
        "Example Office",
        dt.date(2026, 11, 22),
        None,
        working_tree=True,
        problems=tuple(problems),
        outcomes=outcomes,
        clauses=(),
        counts=read,
    )


READERS: Mapping[str, Callable[[str], list[Seen]]] = {
    "plain": plainly,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
    "gitlab": _gitlab,
    "rdjson": _rdjson,
    "markdown": _markdown,
    "csv": _csv,
    "csv-excel": _csv,
}

EXCUSED_READERS: Mapping[str, Callable[[str], list[Excused]]] = {
    "plain": excused_plainly,
    "json": _excused_json,
    "sarif": _excused_sarif,
    "junit": _excused_junit,
    "github": _excused_github,
    "gitlab": _excused_gitlab,
    "rdjson": _excused_rdjson,
    "markdown": _excused_markdown,
    "csv": _excused_csv,
    "csv-excel": _excused_csv,
}
"""What does not count, in every format of the check."""
