"""What people read in a pack: the report, the registers, each document in force, and how to verify it all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from qmsctl.control.system import System
from qmsctl.control.versions import Version
from qmsctl.packs.contents import Contents, in_force
from qmsctl.packs.description import Description
from qmsctl.packs.members import PAGE
from qmsctl.render.document_sheet import render_sheet
from qmsctl.render.finding_list import render_findings
from qmsctl.render.pack_page import pack_page, pack_text
from qmsctl.render.register import RegisterSheet, render_register
from qmsctl.reports.document_sheet import document_sheet
from qmsctl.reports.finding_list import Wanted, find_findings, list_of_findings
from qmsctl.reports.register import register
from qmsctl.reports.selection import Asked, selection

__all__ = ["with_papers"]

_DOCUMENTS, _FINDINGS = "registers/documents.csv", "registers/findings.csv"


def with_papers(
    contents: Contents,
    system: System,
    reports: Mapping[str, str | bytes],
    versions: Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], tuple[Version, ...]]],
    signed: str | None,
) -> tuple[Description, dict[str, bytes]]:
    """Return the description and the members of *contents* with all that people read.

    Args:
        contents: what was taken out of the repository.
        system: the same commit and day.
        reports: the reports, by their names in the pack.
        versions: returns every content that documents had, by id and language.
        signed: with what the manifest will be signed: `ssh`, `openpgp` or `None`.
    """
    language = contents.description.language
    registers = {_DOCUMENTS: _documents(system, language), _FINDINGS: _findings(system, language)}
    pages: dict[str, str] = {}
    packed_ones = tuple(in_force(system, contents.description.documents))
    pasts = versions({(document.id, document.language) for _, document in packed_ones})
    for packed, document in packed_ones:
        sheet = document_sheet(document, pasts[document.id, document.language], system)
        pages[packed.page] = render_sheet(replace(sheet, day_was_named=True), "html", language)
    description = replace(contents.description, reports=tuple(reports), registers=tuple(registers))
    html, text = PAGE
    how = {html: pack_page(description, signed), text: pack_text(description, signed)}
    papers = {**reports, **registers, **pages, **how}
    written = {
        name: one.encode("utf-8", "replace") if isinstance(one, str) else one for name, one in papers.items()
    }
    return description, {**contents.members, **written}


def _documents(system: System, language: str) -> str:
    rows = register(system, selection(system, Asked()))
    history = system.history
    name = system.organisation.organisation.name
    sheet = RegisterSheet(name, system.day, history.head, history.complete, rows, system.authority)
    return render_register(sheet, "csv", language)


def _findings(system: System, language: str) -> str:
    listed = list_of_findings(system, find_findings(system, Wanted()))
    return render_findings(listed, "csv", language)
