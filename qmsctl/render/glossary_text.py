"""The glossary as text: for terminals, as plain lines, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from qmsctl import __version__
from qmsctl.glossary import SOURCES, Term
from qmsctl.messages import LANGUAGES, Message, list_of, tr, tr_n
from qmsctl.render.sheet import Sheet, Table, console, markdown, plain
from qmsctl.reports.shown import Shown

__all__ = ["FORMATS", "SCHEMA", "render_glossary"]

SCHEMA: Final = "qmsctl.glossary/1"
FORMATS: Final = ("console", "plain", "markdown", "json")


def render_glossary(
    found: Sequence[Term], format: str, language: str, *, width: int = 80, colour: bool = False
) -> str:
    """Return the terms *found* in one of `FORMATS`, with notes in *language*."""
    if format == "json":
        return _json(found, language)
    sheet = _sheet(found, language)
    if format == "console":
        return console(sheet, language, width=width, colour=colour)
    return (markdown if format == "markdown" else plain)(sheet, language)


def _sheet(found: Sequence[Term], language: str) -> Sheet:
    columns = (tr("English"), tr("Polish"), tr("Not to be used"), tr("Note"), tr("Source"))
    rows = tuple(
        (
            term.names["en"],
            term.names["pl"],
            _not_to_be_used(term),
            term.notes[language],
            SOURCES[term.source],
        )
        for term in found
    )
    return Sheet(
        "qmsctl",
        tr("Glossary"),
        (),
        (),
        tr("To be settled"),
        (Table(tr("Words"), columns, rows, key="words"),),
        tr_n("{count} term.", "{count} terms.", len(found)),
    )


def _not_to_be_used(term: Term) -> Shown:
    """Return the words not to use for *term* in any language, with the phrases in which they are right."""
    wrong = tuple(word for language in LANGUAGES for word in term.not_to_use(language))
    right = tuple(dict.fromkeys(phrase for language in LANGUAGES for phrase in term.right_in(language)))
    right = tuple(phrase for phrase in right if phrase not in wrong)
    return (*wrong, tr("but: {phrases}", phrases=list_of(right))) if right else wrong


def _json(found: Sequence[Term], language: str) -> str:
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "language": language,
        "terms": [_term(term, language) for term in found],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _term(term: Term, language: str) -> dict[str, object]:
    source: Message = SOURCES[term.source]
    return {
        "key": term.key,
        "names": dict(term.names),
        "note": term.notes[language] or None,
        "not_to_be_used": {one: list(term.not_to_use(one)) for one in LANGUAGES},
        "right_in": {one: list(term.right_in(one)) for one in LANGUAGES},
        "source": term.source,
        "source_text": source.into(language),
    }
