"""The history of a document as text: for terminals, as plain lines, Markdown, JSON, or a change card to print."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Final

from qmsctl import __version__
from qmsctl.messages import Message, tr
from qmsctl.render.change_card import render_change_card
from qmsctl.render.history_words import (
    SHALLOW,
    decision_line,
    event_line,
    extent_words,
    headline,
    lacking_line,
    lives_line,
    places_words,
    writing_line,
)
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.document_history import DocumentHistory, RevisionReported
from qmsctl.reports.shown import in_words

__all__ = ["FORMATS", "render_history", "render_history_console"]

SCHEMA: Final = "qmsctl.history/1"

_HEAD, _PART, _ENTRY = range(3)
"""How deep a line stands: the head, a revision, what belongs to it."""


def render_history(history: DocumentHistory, format: str, language: str) -> str:
    """Return *history* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](history, language)


def render_history_console(history: DocumentHistory, language: str, *, width: int, colour: bool) -> str:
    """Return the history for a terminal: wrapped, so that nothing is cut."""
    text: list[str] = []
    for depth, line in _lines(history, language):
        indent = "    " if depth == _ENTRY else ""
        found = textwrap.wrap(visible(line), width, initial_indent=indent, subsequent_indent=indent + "  ")
        strong = colour and (depth == _PART or not text)
        text += [""] if depth == _PART else []
        text += [f"\x1b[1m{part}\x1b[0m" if strong else part for part in found]
    return "".join(f"{line}\n" for line in text)


def _plain(history: DocumentHistory, language: str) -> str:
    """Return a line for each revision, and below it one for each commit and decision."""
    text: list[str] = []
    for depth, line in _lines(history, language):
        text += [""] if depth == _PART else []
        text.append(("    " if depth == _ENTRY else "") + visible(line))
    return "".join(f"{line}\n" for line in text)


def _markdown(history: DocumentHistory, language: str) -> str:
    text: list[str] = []
    for depth, line in _lines(history, language):
        clean = escape_line(visible(line))
        if depth == _PART:
            text += ["", f"## {clean}", ""]
        elif depth == _ENTRY:
            text.append(f"- {clean}")
        else:
            text += ["", clean] if text else [f"# {clean}"]
    return "".join(f"{line}\n" for line in text)


def _lines(history: DocumentHistory, language: str) -> Iterator[tuple[int, str]]:
    """Yield every line with how deep it stands."""
    title = history.title or "-"
    head = tr("{id}  {title}: history as of {day}", id=history.id, title=title, day=history.day)
    yield _HEAD, head.into(language)
    if not history.complete:
        yield from ((_HEAD, line.into(language)) for line in SHALLOW)
    if history.lacking:
        yield _HEAD, lacking_line(history).into(language)
    if not history.revisions:
        yield _HEAD, tr("Nothing of it is in the history yet.").into(language)
    if history.lives > 1:
        yield _HEAD, lives_line(history).into(language)
    for revision in history.revisions:
        yield _PART, headline(revision, history.lives, history.day).into(language)
        if revision.written:
            places = in_words(places_words(revision.places), language)
            yield _ENTRY, _difference(revision, places).into(language)
        for line in (*map(writing_line, revision.written), *map(decision_line, revision.decisions)):
            yield _ENTRY, line.into(language)
    if history.events:
        yield _PART, tr("What befell the file").into(language)
        for event in history.events:
            yield _ENTRY, event_line(event).into(language)


def _difference(revision: RevisionReported, places: str) -> Message:
    """Return how far *revision* is from the one before."""
    if revision.is_first:
        return tr("first text: {extent}", extent=extent_words(revision.extent))
    return tr(
        "compared with the revision before: {extent}; changed: {places}",
        extent=extent_words(revision.extent),
        places=places or "-",
    )


def _json(history: DocumentHistory, language: str) -> str:
    data = {"schema": SCHEMA, "tool": {"name": "qmsctl", "version": __version__}, **asdict(history)}
    for event, told in zip(data["events"], history.events, strict=True):
        event["fault"] = told.fault.into(language) if told.fault else None
    for written, revision in zip(data["revisions"], history.revisions, strict=True):
        for decision, made in zip(written["decisions"], revision.decisions, strict=True):
            decision["stated"] = made.stated.into(language) if made.stated else None
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


FORMATS: Final[Mapping[str, Callable[[DocumentHistory, str], str]]] = {
    "plain": _plain,
    "markdown": _markdown,
    "html": render_change_card,
    "json": _json,
}
