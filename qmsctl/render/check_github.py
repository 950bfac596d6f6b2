"""The result of a check as commands to GitHub Actions, which shows them as annotations beside the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from qmsctl.inspection import Inspection, Reported, Waived
from qmsctl.messages import tr, tr_n
from qmsctl.render.check_excused import excused_lines, waived_note
from qmsctl.render.check_forge import end_column, forge_path, said
from qmsctl.render.check_text import plain_problem, summary, verdict
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["harmless", "render_github"]

MOST: Final = 10
"""Annotations of one kind that GitHub shows of a step."""
_KINDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(inspection: Inspection, language: str) -> str:
    """Return the result as annotations, with what they leave out as plain lines of the log below them.

    For: GitHub Actions.
    A problem is: an annotation beside the line.
    Severities: `error`, `warning`, `notice`.
    """
    shown, rest = _shared_out(inspection)
    lines = [_annotation(inspection, problem, language) for problem in shown]
    lines += _excused(
        inspection, MOST - sum(line.startswith("::notice") for line in lines) - bool(rest), language
    )
    if rest:
        counted = tr_n(
            "{count} further problem has no annotation: GitHub shows ten of a kind. "
            "It is in the log of this step and in the summary of the job.",
            "{count} further problems have no annotation: GitHub shows ten of a kind. "
            "They are in the log of this step and in the summary of the job.",
            len(rest),
        ).into(language)
        lines.append(f"::notice title=qmsctl::{_data(counted)}")
        lines.append(f"::group::{_data(tr('Problems without an annotation').into(language))}")
        for problem in rest:
            path = forge_path(inspection, problem.place.path)
            lines += [harmless(line) for line in plain_problem(problem, path, language)]
        lines.append("::endgroup::")
    lines += [harmless(visible(message.into(language))) for message, _ in summary(inspection)]
    lines.append(verdict(inspection).into(language))
    return "".join(f"{line}\n" for line in lines)


def _excused(inspection: Inspection, room: int, language: str) -> Iterator[str]:
    """Yield what does not count: as many waived problems as there is *room* for notices, the others in the log."""
    waived = inspection.waived
    given = waived if len(waived) <= room else waived[: max(0, room)]
    for one in given:
        yield _annotation(inspection, one.problem, language, one)
    left = replace(inspection, waived=waived[len(given) :])
    if left.waived or left.known:
        yield f"::group::{_data(tr('Problems that do not count').into(language))}"
        yield from map(harmless, excused_lines(left, inspection.prefix, language))
        yield "::endgroup::"


def harmless(line: str) -> str:
    """Return *line* of the log in which the runner finds no command: what documents say is not for it.

    It obeys `::` at the beginning of a line, behind blanks too, and `##[` anywhere.
    """
    line = line.replace("##[", "##\\[")
    text = line.lstrip()
    return f"{line[: len(line) - len(text)]}\\{text}" if text.startswith("::") else line


def _shared_out(inspection: Inspection) -> tuple[list[Reported], list[Reported]]:
    """Return the problems that get an annotation, and the rest; both with the gravest first."""
    most = dict.fromkeys(Severity, MOST)
    if any(inspection.of(severity) > MOST for severity in Severity):
        most[Severity.NOTE] -= 1  # the notice that counts the rest is one, too
    shown: list[Reported] = []
    rest: list[Reported] = []
    given: Counter[Severity] = Counter()
    for problem in inspection.worst_first:
        given[problem.severity] += 1
        (shown if given[problem.severity] <= most[problem.severity] else rest).append(problem)
    return shown, rest


def _annotation(
    inspection: Inspection, problem: Reported, language: str, waived: Waived | None = None
) -> str:
    place = problem.place
    title = f"{problem.rule} {problem.slug}"
    if waived is not None:
        title = tr("{rule}: waived", rule=title).into(language)
    if not problem.established:
        title = tr("{rule}: cannot be established", rule=title).into(language)
    properties = {
        "file": forge_path(inspection, place.path),
        "line": str(place.line),
        "endLine": str(place.line),
        "col": str(place.column),
        "endColumn": str(end_column(problem)),
        "title": title,
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    kind = _KINDS[Severity.NOTE if waived else problem.severity]
    text = said(problem, language, waived_note(waived) if waived else None)
    return f"::{kind} {told}::{_data(text)}"


def _data(text: str) -> str:
    """Return *text* so that it stays one line, and arrives as it is."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
