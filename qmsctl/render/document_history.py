"""The history of a document as text: plain lines, Markdown, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from qmsctl import __version__
from qmsctl.messages import Message, tr, tr_n
from qmsctl.render.report_markdown import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.document_history import Decided, DocumentHistory, RevisionReported, Written

__all__ = ["FORMATS", "render_history"]

SCHEMA: Final = "qmsctl.history/1"
FORMATS: Final = ("plain", "markdown", "json")

_MEANINGS: Final = {
    "prepared": tr("prepared"),
    "checked": tr("checked"),
    "approved": tr("approved"),
    "reaffirmed": tr("reaffirmed"),
    "withdrawn": tr("withdrawn"),
}
_TRUST: Final = {
    "declared": tr("declared"),
    "recorded": tr("recorded by the decider"),
    "signed": tr("signed by the decider"),
    "unknown": tr("who recorded it cannot be established"),
}


def render_history(history: DocumentHistory, format: str, language: str) -> str:
    """Return *history* in one of `FORMATS`, in words of *language*."""
    if format == "json":
        data = {"schema": SCHEMA, "tool": {"name": "qmsctl", "version": __version__}, **asdict(history)}
        text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
        return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
    markdown = format == "markdown"
    return "".join(f"{line}\n" for line in _lines(history, language, markdown=markdown))


def _lines(history: DocumentHistory, language: str, *, markdown: bool) -> Iterator[str]:
    def clean(text: str) -> str:
        return escape_line(text) if markdown else visible(text)

    head = tr(
        "{id}  {title}: history as of {day}", id=history.id, title=history.title or "-", day=history.day
    ).into(language)
    yield f"# {clean(head)}" if markdown else clean(head)
    if not history.complete:
        yield clean(tr("The beginning of the history is missing: this clone is shallow.").into(language))
    if history.lacking:
        yield clean(
            tr_n(
                "{count} content of the history is not in this repository, so what it said cannot be established.",
                "{count} contents of the history are not in this repository, so what they said cannot be established.",
                history.lacking,
            ).into(language)
        )
    if not history.revisions:
        yield clean(tr("Nothing of it is in the history yet.").into(language))
    for revision in history.revisions:
        yield ""
        yield ("## " if markdown else "") + clean(_headline(revision).into(language))
        if markdown:
            yield ""
        for entry in revision.written:
            yield ("- " if markdown else "    ") + clean(_writing(entry).into(language))
        for decision in revision.decisions:
            yield ("- " if markdown else "    ") + clean(_decision(decision).into(language))


def _headline(revision: RevisionReported) -> Message:
    if revision.in_force and revision.effective:
        return tr(
            "Revision {revision}: in force since {day}", revision=revision.revision, day=revision.effective
        )
    if revision.effective and revision.superseded:
        return tr(
            "Revision {revision}: from {day}, superseded on {end}",
            revision=revision.revision,
            day=revision.effective,
            end=revision.superseded,
        )
    if revision.effective:
        return tr(
            "Revision {revision}: takes effect on {day}", revision=revision.revision, day=revision.effective
        )
    return tr("Revision {revision}: not approved", revision=revision.revision)


def _writing(entry: Written) -> Message:
    if entry.began_earlier:
        return tr(
            "stood so in the first commit that is here, {commit}; who wrote it, and when, cannot be established",
            commit=entry.commit[:10],
        )
    moved = tr("moved from {path}; ", path=entry.renamed_from) if entry.renamed_from else Message("")
    return tr(
        "written {day} (author's date) by {author}, +{added} -{removed} lines, commit {commit}: {moved}{subject}",
        day=entry.day,
        author=entry.author,
        added=entry.added,
        removed=entry.removed,
        commit=entry.commit[:10],
        moved=moved,
        subject=entry.subject,
    )


def _decision(decision: Decided) -> Message:
    basis = Message("; {basis}", (("basis", decision.basis),)) if decision.basis else Message("")
    return tr(
        "{meaning} {day}: {person} ({trust}{basis})",
        meaning=_MEANINGS.get(decision.meaning, Message(decision.meaning)),
        day=decision.day,
        person=decision.person,
        trust=_TRUST.get(decision.trust, Message(decision.trust)),
        basis=basis,
    )
