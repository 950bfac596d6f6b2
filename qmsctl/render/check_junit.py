"""The result of a check as JUnit XML, which CI servers show as tests: one for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from qmsctl import __version__
from qmsctl.inspection import Inspection, Reported
from qmsctl.messages import tr_n
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.render.check_asides import lowered_told
from qmsctl.render.check_excused import WAIVED, known_line, waived_lines
from qmsctl.render.check_forge import forge_path
from qmsctl.render.check_scope import scope_told
from qmsctl.render.check_text import plain_problem, verdict
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_junit"]

_NOT_XML: Final = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}
"""What no XML file can hold, beside the control characters."""


def render_junit(inspection: Inspection, language: str) -> str:
    """Return the result as JUnit XML.

    Every document that was asked for is a case, so is `qms.yaml`, and so is every other file with
    a problem.  A case fails if one of its problems ends the check with status
    1; all its problems stand in it.  Where nothing is known to be wrong, but
    something cannot be established, it is an error: the test could not be made.
    A case in which nothing counts and something is waived is skipped, and so is a
    rule that is switched off.

    For: Jenkins, GitLab, Azure and others that show tests.
    A problem is: lines of the case of its document.
    Severities: fails or not, and in words.
    """
    problems: dict[str, list[Reported]] = {}
    for problem in inspection.problems:
        problems.setdefault(problem.place.path, []).append(problem)
    cases: list[str] = []
    tests = 0
    tally = {"failure": 0, "error": 0, "system-out": 0, "skipped": 0}
    excused = _excused(inspection, language)
    for kind, name, path in _cases(inspection, {*problems, *excused}):
        tests += 1
        found = problems.get(path, [])
        element = _element(found, inspection.fail_on) or excused.get(path, _NOTHING).element
        opening = f"<testcase classname={_attribute(f'qmsctl.{kind}')} name={_attribute(name)}"
        if element is None:
            cases.append(f"    {opening}/>")
            continue
        tally[element] += 1
        lines = [
            *(line for one in found for line in plain_problem(one, forge_path(inspection, path), language)),
            *excused.get(path, _NOTHING).lines,
        ]
        cases += _told(opening, element, found, lines, language)
    skipped = [
        f"    <testcase classname={_attribute('qmsctl.rules')} name={_attribute(rule)}>"
        f"<skipped message={_attribute(off.reason)}/></testcase>"
        for off in inspection.switched_off
        for rule in off.rules
    ]
    tests += len(skipped)
    tally["skipped"] += len(skipped)
    counts = f'tests="{tests}" failures="{tally["failure"]}" errors="{tally["error"]}"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="qmsctl check" {counts}>',
            f'  <testsuite name={_attribute(inspection.organisation)} {counts} skipped="{tally["skipped"]}">',
            "    <properties>",
            *(
                f"      <property name={_attribute(name)} value={_attribute(value)}/>"
                for name, value in _properties(inspection, language)
            ),
            "    </properties>",
            *cases,
            *skipped,
            "  </testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _cases(inspection: Inspection, paths: set[str]) -> list[tuple[str, str, str]]:
    """Return the kind, the name and the path of each case: documents, then other files, by path."""
    documents = [
        (
            "documents",
            f"{document.id} ({document.language}), {forge_path(inspection, document.path)}",
            document.path,
        )
        for document in inspection.documents
    ]
    # Where only some problems were asked for, nobody knows whether qms.yaml is without others.
    always = {CONFIGURATION} if inspection.scope is None else set()
    others = (always | paths) - {document.path for document in inspection.documents}
    return documents + [("files", forge_path(inspection, path), path) for path in sorted(others)]


def _element(found: Sequence[Reported], fail_on: Severity) -> str | None:
    """Return the element that holds the problems of a case: whether it failed, could not be made, or passed."""
    failing = [problem for problem in found if problem.severity.rank >= fail_on.rank]
    if any(problem.established for problem in failing):
        return "failure"
    if failing:
        return "error"
    return "system-out" if found else None


@dataclass(slots=True)
class _Excused:
    """What does not count in one file."""

    waived: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def element(self) -> str | None:
        """The element that holds it if nothing else is wrong: a case in which something is waived is skipped."""
        if self.waived:
            return "skipped"
        return "system-out" if self.lines else None


_NOTHING: Final = _Excused()


def _excused(inspection: Inspection, language: str) -> dict[str, _Excused]:
    """Return what does not count, by file."""
    found: dict[str, _Excused] = {}
    for waived in inspection.waived:
        path = waived.problem.place.path
        one = found.setdefault(path, _Excused())
        one.waived += 1
        one.lines += waived_lines(waived, forge_path(inspection, path), language)
    for problem in inspection.known:
        path = problem.place.path
        one = found.setdefault(path, _Excused())
        one.lines.append(known_line(problem, forge_path(inspection, path), language))
    return found


def _told(
    opening: str, element: str, found: Sequence[Reported], lines: Sequence[str], language: str
) -> Iterator[str]:
    """Yield the lines of a case with problems."""
    text = "\n".join(lines)
    attributes = ""
    if element == "skipped":
        attributes = f" message={_attribute(WAIVED.into(language))}"
    elif element != "system-out":
        worst = max(found, key=lambda problem: problem.severity.rank).severity
        count = tr_n("{count} problem", "{count} problems", len(found)).into(language)
        attributes = f' type="{worst.value}" message={_attribute(count)}'
    yield f"    {opening}>"
    yield f"      <{element}{attributes}>{escape(text.translate(_NOT_XML))}</{element}>"
    yield "    </testcase>"


def _properties(inspection: Inspection, language: str) -> Iterator[tuple[str, str]]:
    yield "version", __version__
    yield "day", inspection.day.isoformat()
    yield "commit", inspection.commit or ""
    yield "waived", str(len(inspection.waived))
    yield "known", str(len(inspection.known))
    yield "verdict", verdict(inspection).into(language)
    yield "fail_on", inspection.fail_on.value
    if inspection.settings_from is not None:
        yield "settings_from", f"{inspection.settings_from.name} {inspection.settings_from.commit}"
    for message in lowered_told(inspection):
        yield "lowered", message.into(language)
    for message in scope_told(inspection):
        yield "scope", message.into(language)


def _attribute(text: str) -> str:
    return quoteattr(visible(text).translate(_NOT_XML))
