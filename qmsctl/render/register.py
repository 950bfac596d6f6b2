"""The register of documents as text: for terminals, as plain lines, Markdown, HTML, CSV and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.inspection.key_source import key_data, key_sentence
from qmsctl.messages import Message, tr
from qmsctl.model.authority import NO_AUTHORITY, Authority
from qmsctl.render.csv_text import csv_text
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.marks import DOCUMENT_TYPES
from qmsctl.reports.register import Registered
from qmsctl.reports.shown import Shown, in_words

__all__ = ["COLUMNS", "FORMATS", "RegisterSheet", "caveats", "footer", "render_register"]

SCHEMA: Final = "qmsctl.register/1"


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """A register and the moment it shows."""

    organisation: str
    day: dt.date
    commit: str | None
    complete: bool
    """Whether the whole history was there."""
    rows: tuple[Registered, ...]
    authority: Authority = NO_AUTHORITY


@dataclass(frozen=True, slots=True)
class _Column:
    heading: Message
    key: str
    """The name of the field in JSON."""
    value: Callable[[Registered], Shown]


COLUMNS: Final = (
    _Column(tr("Id"), "id", lambda row: row.id),
    _Column(tr("Title"), "title", lambda row: row.title),
    _Column(tr("Type"), "type", lambda row: DOCUMENT_TYPES.get(row.type or "", row.type)),
    _Column(tr("Language"), "language", lambda row: row.language),
    _Column(tr("Revision"), "revision", lambda row: row.revision),
    _Column(tr("In force since"), "effective", lambda row: row.effective),
    _Column(tr("Approved by and on"), "approved", lambda row: row.approved),
    _Column(tr("Trust"), "trust", lambda row: row.trust.word if row.trust else None),
    _Column(tr("Owner"), "owner", lambda row: row.owner),
    _Column(tr("Next review"), "review_due", lambda row: row.review_due),
    _Column(tr("State"), "state", lambda row: row.state.word),
    _Column(tr("Remarks"), "remarks", lambda row: tuple(mark.word for mark in row.remarks)),
)


def _cells(row: Registered, language: str, *, days_in_words: bool) -> list[str]:
    """Return the texts of one row; in data, days are written as 2026-11-22."""
    cells = []
    for column in COLUMNS:
        value = column.value(row)
        bare = isinstance(value, dt.date) and not days_in_words
        cells.append(value.isoformat() if bare and isinstance(value, dt.date) else in_words(value, language))
    return cells


def _headings(language: str) -> list[str]:
    return [column.heading.into(language) for column in COLUMNS]


def _head(sheet: RegisterSheet, language: str) -> str:
    commit = sheet.commit[:10] if sheet.commit else "-"
    return tr(
        "{organisation}: documents on {day}, commit {commit}",
        organisation=sheet.organisation,
        day=sheet.day,
        commit=commit,
    ).into(language)


def caveats(sheet: RegisterSheet) -> tuple[Message, ...]:
    """Return what has to be known before the register is believed."""
    found = []
    if not sheet.complete:
        found.append(
            tr(
                "The beginning of the history is missing, so who recorded the approvals cannot be established."
            )
        )
    if any(row.is_later for row in sheet.rows):
        found.append(
            tr(
                "Documents that came later are listed too; --as-of in place of --on shows what was known on that day."
            )
        )
    return tuple(found)


def _caveats(sheet: RegisterSheet, language: str) -> list[str]:
    return [caveat.into(language) for caveat in caveats(sheet)]


def _keys(sheet: RegisterSheet, language: str) -> list[str]:
    """Return the line that says whose keys counted, if there is something to say."""
    sentence = key_sentence(sheet.authority)
    return [sentence.into(language)] if sentence else []


def _plain(sheet: RegisterSheet, language: str) -> str:
    """Return one line per document: nothing cut, columns told apart by a bar."""
    lines = [_head(sheet, language), *_caveats(sheet, language), " | ".join(_headings(language))]
    lines += [
        " | ".join(visible(cell) or "-" for cell in _cells(row, language, days_in_words=False))
        for row in sheet.rows
    ]
    return "".join(f"{visible(line)}\n" for line in (*lines, *_keys(sheet, language)))


def _markdown(sheet: RegisterSheet, language: str) -> str:
    rows = [_headings(language), ["---"] * len(COLUMNS)]
    rows += [
        [escape_line(cell) or "-" for cell in _cells(row, language, days_in_words=True)] for row in sheet.rows
    ]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    caveats = "".join(f"{escape_line(caveat)}\n\n" for caveat in _caveats(sheet, language))
    keys = "".join(f"\n{escape_line(line)}\n" for line in _keys(sheet, language))
    return f"# {escape_line(_head(sheet, language))}\n\n{caveats}{table}{keys}"


def _csv(sheet: RegisterSheet, language: str, *, excel: bool = False) -> str:
    rows = (_cells(row, language, days_in_words=False) for row in sheet.rows)
    return csv_text(_headings(language), rows, excel=excel)


def _csv_excel(sheet: RegisterSheet, language: str) -> str:
    return _csv(sheet, language, excel=True)


def _json(sheet: RegisterSheet, language: str) -> str:
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": sheet.organisation,
        "language": language,
        "day": sheet.day.isoformat(),
        "commit": sheet.commit,
        "history_complete": sheet.complete,
        "keys": key_data(sheet.authority),
        "documents": [
            dict(zip([c.key for c in COLUMNS], _cells(row, language, days_in_words=False), strict=True))
            | {"type": row.type or ""}
            for row in sheet.rows
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _html(sheet: RegisterSheet, language: str) -> str:
    """Return a page of its own, without a request to anywhere."""
    from qmsctl.render.paper_html import paper_html  # noqa: PLC0415 - loads Jinja2
    from qmsctl.render.register_paper import register_paper  # noqa: PLC0415
    from qmsctl.render.worded import worded  # noqa: PLC0415

    return paper_html(worded(register_paper(sheet, language, whole=False), language))


def footer(sheet: RegisterSheet) -> Message:
    """Return for when the register holds."""
    return tr("State of {day}, made from the history; it says nothing of later days.", day=sheet.day)


FORMATS: Final[Mapping[str, Callable[[RegisterSheet, str], str]]] = {
    "plain": _plain,
    "markdown": _markdown,
    "html": _html,
    "csv": _csv,
    "csv-excel": _csv_excel,
    "json": _json,
}


def render_register(sheet: RegisterSheet, format: str, language: str) -> str:
    """Return *sheet* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](sheet, language)


def render_register_console(sheet: RegisterSheet, language: str, *, width: int, colour: bool) -> str:
    """Return the register for a terminal: one block per document, so that nothing is cut."""
    import textwrap  # noqa: PLC0415

    caveats = [line for caveat in _caveats(sheet, language) for line in textwrap.wrap(caveat, width)]
    head = textwrap.wrap(visible(_head(sheet, language)), width)
    lines: list[str] = [*(f"\x1b[1m{line}\x1b[0m" if colour else line for line in head), *caveats, ""]
    for row in sheet.rows:
        lines += _block(row, language, width)
    for line in _keys(sheet, language):
        lines += ["", *textwrap.wrap(visible(line), width)]
    return "".join(f"{line}\n" for line in lines)


def _block(row: Registered, language: str, width: int) -> Sequence[str]:
    import textwrap  # noqa: PLC0415

    first = f"{row.id}  {row.title or '-'}"
    state = in_words(row.state, language)
    facts = [state]
    if row.revision:
        since = in_words(row.effective, language)
        facts.append(tr("revision {revision} since {day}", revision=row.revision, day=since).into(language))
        trust = in_words(row.trust.word, language) if row.trust else "-"
        facts.append(f"{in_words(row.approved, language)} ({trust})")
    if row.owner:
        facts.append(tr("owner: {owner}", owner=row.owner).into(language))
    if row.review_due:
        facts.append(tr("next review: {day}", day=row.review_due).into(language))
    facts += [in_words(mark, language) for mark in row.remarks]
    wrapped: list[str] = textwrap.wrap(visible(first), width) or [""]
    for fact in facts:
        wrapped += textwrap.wrap(visible(fact), width, initial_indent="    ", subsequent_indent="      ")
    return wrapped
