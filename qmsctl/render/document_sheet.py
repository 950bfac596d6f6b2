"""One document as text: for a terminal, as Markdown, or as a page to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, format_day, tr
from qmsctl.render.document_sheet_json import sheet_json
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.document_sheet import DocumentSheet, SectionShown, Signed

__all__ = ["FORMATS", "render_sheet"]

FORMATS: Final = ("plain", "markdown", "html", "json")

MEANINGS: Final = {"prepared": tr("Prepared by"), "checked": tr("Checked by"), "approved": tr("Approved by")}
STANDINGS: Final = {
    "in_force": tr("in force"),
    "draft": tr("DRAFT: not approved, not in force"),
    "superseded": tr("superseded: no longer in force"),
    "to_come": tr("approved, not yet in force"),
    "withdrawn": tr("withdrawn: no longer in force"),
}
_USES: Final = {
    "draft": tr("Draft: not approved, not to be used"),
    "superseded": tr("Superseded: for information only"),
    "withdrawn": tr("Withdrawn: for information only"),
}
STAMPS: Final = {
    "draft": tr("DRAFT"),
    "superseded": tr("SUPERSEDED"),
    "to_come": tr("NOT YET IN FORCE"),
    "withdrawn": tr("WITHDRAWN"),
}
"""What stands across every printed page of what is not in force."""
TRUST: Final = {
    "merged": tr("merged, approved by nobody"),
    "declared": tr("declared"),
    "recorded": tr("recorded by the decider"),
    "signed": tr("signed by the decider"),
    "unknown": tr("who recorded it cannot be established"),
}


def render_sheet(sheet: DocumentSheet, format: str, language: str) -> str:
    """Return *sheet* in one of `FORMATS`, its own words as they are, the rest in *language*."""
    if format == "html":
        return _html(sheet, language)
    if format == "json":
        return sheet_json(sheet, language)
    markdown = format == "markdown"
    return "".join(f"{line}\n" for line in _lines(sheet, language, markdown=markdown))


def signature(signed: Signed) -> Message:
    """Return one line of the title block."""
    if signed.person is None or signed.day is None:
        return tr("not recorded")
    parts = [signed.person, *((signed.role,) if signed.role else ())]
    person, trust = ", ".join(parts), TRUST.get(signed.trust or "", Message("-"))
    if signed.basis:
        return tr(
            "{person}, {day} (basis: {basis}; level of trust: {trust})",
            person=person,
            day=signed.day,
            basis=signed.basis,
            trust=trust,
        )
    if signed.stated:
        return tr(
            "{person}, {day} ({stated}; level of trust: {trust})",
            person=person,
            day=signed.day,
            stated=signed.stated,
            trust=trust,
        )
    return tr("{person}, {day} (level of trust: {trust})", person=person, day=signed.day, trust=trust)


def revision_of(sheet: DocumentSheet) -> str:
    """Return the revision of *sheet* as it is printed, or what stands in its place where a document bears none."""
    return sheet.revision or "-"


def footer(sheet: DocumentSheet) -> Message:
    """Return what makes a printed copy checkable, and what it may be used for."""
    if sheet.standing == "in_force" and not sheet.day_was_named:
        return _valid_today(sheet)
    if sheet.standing == "in_force":
        return tr(
            "{id} revision {revision}, commit {commit}. In force as of {day}; check the register before each use.",
            id=sheet.id,
            revision=revision_of(sheet),
            commit=sheet.commit[:10] if sheet.commit else "-",
            day=sheet.day,
        )
    return tr(
        "{id} revision {revision}, commit {commit}. {use}. State of {day}; check the register before each use.",
        id=sheet.id,
        revision=revision_of(sheet),
        commit=sheet.commit[:10] if sheet.commit else "-",
        use=use(sheet),
        day=sheet.day,
    )


def page_foot(sheet: DocumentSheet) -> Message:
    """Return what stands after the id at the foot of each page."""
    commit = sheet.commit[:10] if sheet.commit else "-"
    if sheet.standing == "in_force" and not sheet.day_was_named:
        return tr(
            "revision {revision}, commit {commit}; valid on the day of printing, {day}",
            revision=revision_of(sheet),
            commit=commit,
            day=sheet.day,
        )
    return tr(
        "revision {revision}, commit {commit} · {use}",
        revision=revision_of(sheet),
        commit=commit,
        use=use(sheet),
    )


def use(sheet: DocumentSheet) -> Message:
    """Return what the sheet may be used for."""
    if sheet.standing == "in_force":
        return tr("In force as of {day}", day=sheet.day)
    if sheet.standing == "to_come" and sheet.effective:
        return tr("In force from {day}; not yet", day=sheet.effective)
    return _USES[sheet.standing]


def _valid_today(sheet: DocumentSheet) -> Message:
    return tr(
        "{id} revision {revision}, commit {commit}. Valid on the day of printing, {day}; "
        "check the register before each use.",
        id=sheet.id,
        revision=revision_of(sheet),
        commit=sheet.commit[:10] if sheet.commit else "-",
        day=sheet.day,
    )


def _head(sheet: DocumentSheet) -> Iterator[tuple[Message, Message]]:
    """Yield label and value of each line of the title block."""
    yield tr("Revision"), Message("{revision}", (("revision", revision_of(sheet)),))
    yield tr("State"), STANDINGS[sheet.standing]
    for signed in sheet.block:
        yield MEANINGS[signed.meaning], signature(signed)
    effective = Message("{day}", (("day", sheet.effective),)) if sheet.effective else tr("not recorded")
    yield tr("In force from") if sheet.standing == "to_come" else tr("In force since"), effective
    for message in sheet.announced:
        yield tr("Announced"), message
    if sheet.owner:
        yield tr("Owner"), Message("{owner}", (("owner", sheet.owner),))


def _lines(sheet: DocumentSheet, language: str, *, markdown: bool) -> Iterator[str]:
    from qmsctl.render.document_end import end_lines  # noqa: PLC0415 - it lays out the page, whose words are here

    def clean(text: str) -> str:
        return escape_line(text) if markdown else visible(text)

    yield clean(sheet.organisation)
    yield ""
    yield ("# " if markdown else "") + clean(f"{sheet.id}  {sheet.title}")
    yield ""
    for label, value in _head(sheet):
        yield ("- " if markdown else "") + clean(f"{label.into(language)}: {value.into(language)}")
    for section in sheet.sections:
        yield ""
        yield ("## " if markdown else "") + clean(section.heading)
        yield ""
        yield from _section(section, language, markdown=markdown)
    yield from end_lines(sheet, language, markdown=markdown)
    yield ""
    yield ("---\n\n" if markdown else "") + clean(footer(sheet).into(language))


def _section(section: SectionShown, language: str, *, markdown: bool) -> Iterator[str]:
    for line in section.text.splitlines():
        # The text is Markdown already; only what a terminal would obey is written out.
        yield visible(line)
    for number, step in enumerate(section.steps, 1):
        yield visible(f"{number}. {step.do}")
        for label, value in ((tr("who"), step.who), (tr("when"), step.when), (tr("record"), step.record)):
            if value:
                yield visible(f"   {'- ' if markdown else ''}{label.into(language)}: {value}")


def _html(sheet: DocumentSheet, language: str) -> str:
    from qmsctl.render.document_paper import document_paper  # noqa: PLC0415 - only a page needs it
    from qmsctl.render.paper_html import paper_html  # noqa: PLC0415 - loads Jinja2
    from qmsctl.render.worded import worded  # noqa: PLC0415

    return paper_html(worded(document_paper(sheet), language))


def _day(day: dt.date | None, language: str) -> str:
    return format_day(day, language) if day else "-"
