"""The result of a check as people read it: on a terminal, or as plain lines."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from qmsctl.control.coverage import Level
from qmsctl.inspection import Inspection, Reported, Verdict, Waived
from qmsctl.inspection.key_source import key_sentence
from qmsctl.messages import Message, tr, tr_n
from qmsctl.render.check_alike import told_together
from qmsctl.render.check_asides import left_out_told, settings_told
from qmsctl.render.check_excused import WAIVED, excused_lines, excused_summary, waived_note
from qmsctl.render.check_place import excerpt, next_step
from qmsctl.render.check_scope import scope_told, scope_verdict
from qmsctl.render.visible import visible
from qmsctl.settings import Severity
from qmsctl.standards import edition

__all__ = [
    "SEVERITY_WORDS",
    "plain_problem",
    "render_console",
    "render_plain",
    "severity_word",
    "summary",
    "verdict",
]

SEVERITY_WORDS: Final = {
    Severity.ERROR: tr("error"),
    Severity.WARNING: tr("warning"),
    Severity.NOTE: tr("note"),
}
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_UNKNOWN: Final = tr("cannot be established")

LEVEL_WORDS: Final = {
    Level.EVIDENCED: tr("evidenced"),
    Level.DOCUMENTED: tr("documented"),
    Level.CLAIMED: tr("only claimed"),
    Level.UNCLAIMED: tr("not claimed"),
    Level.EXCLUDED: tr("excluded"),
}


def verdict(inspection: Inspection) -> Message:
    """Return the one sentence the check comes to; it never says that anything complies."""
    if inspection.scope is not None:
        return scope_verdict(inspection, inspection.scope)
    if inspection.verdict is Verdict.CLEAN:
        excused = {"waived": len(inspection.waived), "known": len(inspection.known)}
        if inspection.waived or inspection.known:
            return tr("No rule violations found that count (waived: {waived}, known: {known}).", **excused)
        return tr("No rule violations found.")
    return tr_n(
        "{count} problem found (errors: {errors}, warnings: {warnings}, notes: {notes}).",
        "{count} problems found (errors: {errors}, warnings: {warnings}, notes: {notes}).",
        len(inspection.problems),
        errors=inspection.of(Severity.ERROR),
        warnings=inspection.of(Severity.WARNING),
        notes=inspection.of(Severity.NOTE),
    )


def summary(inspection: Inspection) -> Iterator[tuple[Message, bool]]:
    """Yield what was looked at, in counts, and whether each line is bad news."""
    yield _moment(inspection), False
    counts = inspection.counts
    yield (
        tr(
            "Looked at: documents {documents}, in force {in_force} (audit plans included), records {records}, audits {audits}, "
            "evidence {evidence}, findings {findings}, commits {commits}.",
            **counts,
        ),
        False,
    )
    if sentence := key_sentence(inspection.authority):
        yield sentence, inspection.authority.keys.origin == "none"
    asked = [outcome for outcome in inspection.outcomes if outcome.enabled]
    yield (
        tr(
            "Rules: {rules}; looked at something: {used}; found nothing to look at: {unused};"
            " switched off: {off}.",
            rules=len(inspection.outcomes),
            used=sum(outcome.looked_at > 0 for outcome in asked),
            unused=sum(outcome.looked_at == 0 for outcome in asked),
            off=len(inspection.outcomes) - len(asked),
        ),
        False,
    )
    yield from ((message, False) for message in left_out_told(inspection))
    if unknown := sum(not problem.established for problem in inspection.problems):
        yield (
            tr(
                "Cannot be established: {count}; each of them counts as a problem, since not knowing is no pass.",
                count=unknown,
            ),
            True,
        )
    if inspection.fixable:
        yield tr("Problems that qmsctl check --fix mends: {count}.", count=inspection.fixable), False
    yield from excused_summary(inspection)
    yield from ((message, False) for message in (*settings_told(inspection), *scope_told(inspection)))
    yield from _coverage(inspection)


def _moment(inspection: Inspection) -> Message:
    commit = inspection.commit[:10] if inspection.commit else None
    if commit is None:
        return tr("State of {day}; the working tree, before the first commit.", day=inspection.day)
    if inspection.working_tree:
        return tr("State of {day}; the working tree on commit {commit}.", day=inspection.day, commit=commit)
    return tr("State of {day}; commit {commit}.", day=inspection.day, commit=commit)


def _coverage(inspection: Inspection) -> Iterator[tuple[Message, bool]]:
    """Yield, for each edition, how many clauses stand on each level, and which ones lack a document."""
    for key in dict.fromkeys(clause.edition for clause in inspection.clauses):
        own = [clause for clause in inspection.clauses if clause.edition == key]
        levels = Counter(clause.level for clause in own)
        yield (
            tr(
                "Clauses of {edition}: evidenced {evidenced}, documented {documented}, only claimed {claimed}, "
                "not claimed {unclaimed}, excluded {excluded}.",
                edition=edition(key).designation,
                **{level.value: levels[level] for level in Level},
            ),
            False,
        )
        for level in (Level.CLAIMED, Level.UNCLAIMED):
            numbers = ", ".join(clause.clause.id for clause in own if clause.level is level)
            if numbers:
                yield tr("{level}: {clauses}", level=LEVEL_WORDS[level], clauses=numbers), True


def render_plain(inspection: Inspection, language: str) -> str:
    """Return the result as plain lines: no colours, no boxes, nothing cut.

    For: people and programs in a pipe.
    A problem is: `path:line:column: severity RULE [name] message`, the source line, the next step.
    Severities: in words.
    """
    lines: list[str] = []
    for problem in inspection.problems:
        lines += plain_problem(problem, problem.place.path, language)
    lines += excused_lines(inspection, "", language)
    lines += [visible(message.into(language)) for message, _ in summary(inspection)]
    lines.append(verdict(inspection).into(language))
    return "".join(f"{line}\n" for line in lines)


def severity_word(problem: Reported) -> Message:
    """Return how grave *problem* is, or that it cannot be established."""
    return SEVERITY_WORDS[problem.severity] if problem.established else _UNKNOWN


def plain_problem(problem: Reported, path: str, language: str) -> Iterator[str]:
    """Yield the lines that tell *problem* in plain text, at *path*."""
    place = problem.place
    word = severity_word(problem).into(language)
    where = f"{visible(path)}:{place.line}:{place.column}"
    yield f"{where}: {word} {problem.rule} [{problem.slug}] {visible(problem.message.into(language))}"
    yield from (f"    {line}" for line in excerpt(place))
    yield f"    {visible(next_step(problem).into(language))}"


def render_console(inspection: Inspection, language: str, *, width: int, colour: bool) -> str:
    """Return the result for a terminal of *width* columns.

    For: people at a terminal.
    A problem is: lines with colours, fitted to the width; of many alike at one place, all of them at once.
    Severities: in words.
    """
    from rich.console import Console  # noqa: PLC0415 - takes 50 ms
    from rich.text import Text  # noqa: PLC0415

    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    told = [
        *(
            _console_problem(problem, count, language, width)
            for problem, count in told_together(inspection.problems)
        ),
        *(_console_waived(waived, language) for waived in inspection.waived),
    ]
    for lines in told:
        for indent, text, style in lines:
            for line in Text(text, style=style).wrap(console, max(10, width - indent)):
                console.print(Text(" " * indent) + line)
        console.print()
    for message, bad in summary(inspection):
        console.print(Text(visible(message.into(language)), style="red" if bad else "dim"))
    good = inspection.verdict is Verdict.CLEAN
    console.print(Text(verdict(inspection).into(language), style="bold green" if good else "bold"))
    return stream.getvalue()


def _console_problem(
    problem: Reported, count: int, language: str, width: int
) -> Iterator[tuple[int, str, str]]:
    """Yield indent, text and style of each line of a problem, or of *count* that are alike."""
    place = problem.place
    word = severity_word(problem).into(language)
    style = _STYLES[problem.severity]
    yield 0, f"{word}{f' ({count})' if count > 1 else ''}: {visible(problem.message.into(language))}", style
    yield 2, f"{visible(place.path)}:{place.line}:{place.column}  {problem.rule} {problem.slug}", "dim"
    for line, look in zip(excerpt(place, width - 4), ("", style), strict=False):
        yield 4, line, look
    yield 2, visible(next_step(problem).into(language)), ""


def _console_waived(waived: Waived, language: str) -> Iterator[tuple[int, str, str]]:
    """Yield indent, text and style of each line of a problem that is waived."""
    problem = waived.problem
    place = problem.place
    yield 0, f"{WAIVED.into(language)}: {visible(problem.message.into(language))}", "dim"
    yield 2, f"{visible(place.path)}:{place.line}:{place.column}  {problem.rule} {problem.slug}", "dim"
    yield 2, visible(waived_note(waived).into(language)), ""
