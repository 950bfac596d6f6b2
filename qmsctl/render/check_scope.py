"""Which problems a check was asked for, in words: what it was compared with, and how many others there are."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.inspection import Inspection, Verdict
from qmsctl.inspection.scope import Scope
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.settings import Severity

__all__ = ["scope_told", "scope_verdict"]

_SHORT = 10
"""Digits of a commit that people are shown."""


def scope_verdict(inspection: Inspection, scope: Scope) -> Message:
    """Return the one sentence the check comes to; it never passes over what is not shown."""
    if inspection.verdict is Verdict.CLEAN:
        return tr(
            "No rule violations found in what was asked for; other problems: {hidden}.", hidden=scope.hidden
        )
    return tr_n(
        "{count} problem found in what was asked for (errors: {errors}, warnings: {warnings}, notes: {notes});"
        " other problems: {hidden}.",
        "{count} problems found in what was asked for (errors: {errors}, warnings: {warnings}, notes: {notes});"
        " other problems: {hidden}.",
        len(inspection.problems),
        errors=inspection.of(Severity.ERROR),
        warnings=inspection.of(Severity.WARNING),
        notes=inspection.of(Severity.NOTE),
        hidden=scope.hidden,
    )


def scope_told(inspection: Inspection) -> Iterator[Message]:
    """Yield which problems are shown, and how many are not; nothing if all are."""
    scope = inspection.scope
    if scope is None:
        return
    if scope.places:
        yield tr(
            "Only problems in these places are shown: {paths}; problems elsewhere: {count}.",
            paths=list_of([place or "." for place in scope.places]),
            count=scope.elsewhere,
        )
    if scope.foreign:
        yield tr(
            "Not looked at, because it belongs to no document and no record: {paths}.",
            paths=list_of(scope.foreign),
        )
    yield from _change_told(scope)
    if scope.waived or scope.known:
        yield tr(
            "Problems outside of this that do not count and are not shown: waived {waived}, known {known}.",
            waived=scope.waived,
            known=scope.known,
        )


def _change_told(scope: Scope) -> Iterator[Message]:
    change = scope.change
    if change is None:
        return
    facts: dict[str, str | int] = {
        "revision": change.revision.name,
        "commit": change.revision.commit[:_SHORT],
        "files": change.files,
    }
    if change.everything:
        yield tr(
            "Compared with {revision}, from commit {commit} on; changed files: {files}. One of them is qms.yaml,"
            " on which every result depends, so no older problem is left out.",
            **facts,
        )
    else:
        yield tr(
            "Compared with {revision}, from commit {commit} on; changed files: {files};"
            " older problems that are not shown: {older}.",
            **facts,
            older=change.older,
        )
