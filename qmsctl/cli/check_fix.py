"""`qmsctl check --fix`: mends what is safe to mend, line by line, and checks again."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from qmsctl.cli.terminal import out, say
from qmsctl.messages import list_of, marked, tr, tr_n
from qmsctl.render.visible import visible

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.inspection import Inspection

__all__ = ["Diff", "Fix", "mended", "show_mending"]

Fix: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--fix",
        help=marked(
            "Mend first what is safe to mend: quotes, characters that only look like the right ones, stray blanks."
        ),
    ),
]
Diff: TypeAlias = Annotated[
    bool,
    typer.Option("--diff", help=marked("Show the lines that --fix would change, and write nothing.")),
]

_MOST: Final = 5
"""Rounds after which nothing is mended any more: what one brings to light, the next one mends."""


@dataclass(frozen=True, slots=True)
class _Mended:
    """What becomes of one file."""

    path: str
    before: bytes
    after: bytes
    rules: tuple[str, ...]
    count: int


def mended(look: Callable[[], tuple[Session, Inspection]]) -> Inspection:
    """Mend what is safe to mend, and return what a check finds afterwards.

    Nothing is committed: whoever asked looks at it first.

    Args:
        look: checks the working tree.

    Raises:
        RefusedError: a file cannot be written, or somebody changed it meanwhile.
    """
    from qmsctl.authoring.files import rewrite

    session, inspection = look()
    paths: dict[str, None] = {}
    count = 0
    for _ in range(_MOST):
        changes = tuple(_changes(session, inspection))
        for one in changes:
            rewrite(session.repository.root, one.path, one.before, one.after)
            say(tr("Mended: {path}: {rules}", path=one.path, rules=list_of(one.rules)))
            paths[one.path] = None
            count += one.count
        if not changes:
            break
        session, inspection = look()
    _tell_held(session, inspection)
    _tell_known(inspection)
    _tell(count, len(paths))
    return inspection


def show_mending(session: Session, inspection: Inspection) -> int:
    """Print what `mended` would change as a unified diff, and return the status: 1 if it would change anything."""
    changes = tuple(_changes(session, inspection))
    for one in changes:
        name = session.repository.prefix + one.path
        lines = _diff(name, one.before, one.after)
        out("".join(f"{visible(_without_secret(line, session.system.day))}\n" for line in lines))
    _tell_held(session, inspection)
    _tell_known(inspection)
    say(tr("Nothing was written."))
    return int(bool(changes))


def _changes(session: Session, inspection: Inspection) -> Iterator[_Mended]:
    """Yield what becomes of each file, by path."""
    from qmsctl.control.mending import edited, is_held

    documents = {one.working.path: one for one in session.system.documents if one.working is not None}
    for path in dict.fromkeys(problem.place.path for problem in inspection.problems if problem.fixable):
        document = documents[path]
        own = [one for one in inspection.problems if one.fixable and one.place.path == path]
        edits = [edit for problem in own for edit in problem.edits]
        filed = document.working
        after = edited(filed, edits) if filed is not None else None
        # Each edit was judged alone; together they must be as harmless.
        if filed is None or after is None or is_held(document, edits) or after.source.raw == filed.source.raw:
            continue
        rules = tuple(dict.fromkeys(problem.slug for problem in own))
        yield _Mended(path, filed.source.raw, after.source.raw, rules, len(own))


def _diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff, as git writes one."""
    old, new = (
        [
            f"{line}\n\\ No newline at end of file" if not line.endswith("\n") else line[:-1]
            for line in _lines(raw)
        ]
        for raw in (before, after)
    )
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""):
        yield from line.split("\n")


def _without_secret(line: str, day: dt.date) -> str:
    """Return a *line* of a diff, its text left out if it holds what no output may repeat."""
    from qmsctl.control.exposed import gives_away

    if not gives_away(line[1:], day):
        return line
    return f"{line[:1]}{tr('(a line with a secret or a personal number, not shown)')}"


def _lines(raw: bytes) -> list[str]:
    return [line.decode("utf-8", "replace") for line in raw.splitlines(keepends=True)]


def _tell_known(inspection: Inspection) -> None:
    """Say that what the baseline knows is left as it is."""
    if inspection.known:
        say(
            tr_n(
                "{count} problem that the baseline knows is left as it is; with --no-baseline it is looked at too.",
                "{count} problems that the baseline knows are left as they are; with --no-baseline they are looked at too.",
                len(inspection.known),
            )
        )


def _tell(count: int, files: int) -> None:
    """Say how much was mended."""
    if not count:
        say(tr("There was nothing to mend."))
        return
    say(
        tr_n(
            "{count} problem was mended; files: {files}.",
            "{count} problems were mended; files: {files}.",
            count,
            files=files,
        )
    )
    say(tr("Nothing is committed yet."))
    say(tr("Next: {fix}", fix=tr("look at what was changed: git diff")))


def _tell_held(session: Session, inspection: Inspection) -> None:
    """Say which files were left as they are, because somebody stood by every word of them."""
    from qmsctl.reports.commands import command_for

    system = session.system
    documents = {one.working.path: one for one in system.documents if one.working is not None}
    for path in dict.fromkeys(problem.place.path for problem in inspection.problems if problem.held):
        own = [problem for problem in inspection.problems if problem.held and problem.place.path == path]
        say(
            tr(
                "{path} was left as it is: somebody prepared, checked or approved exactly this text ({rules}).",
                path=path,
                rules=list_of(tuple(dict.fromkeys(problem.slug for problem in own))),
            )
        )
        revise = command_for("revise", documents[path], system.organisation)
        say(
            tr(
                "Next: {fix}",
                fix=tr("give it a new revision and have it approved: {command}", command=revise),
            )
        )
