"""One document for programs, as it is handed out.  The schema is `docs/schema/show-1.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from qmsctl import __version__
from qmsctl.reports.document_history import RevisionReported
from qmsctl.reports.document_sheet import DocumentSheet, Signed

__all__ = ["SCHEMA", "sheet_json"]

SCHEMA: Final = "qmsctl.show/1"
"""Grows by new fields only; anything else makes it `/2`."""


def sheet_json(sheet: DocumentSheet, language: str) -> str:
    """Return *sheet* as JSON: its own words as they are, what is announced in words of *language*."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": sheet.organisation,
        "language": language,
        "day": sheet.day,
        "commit": sheet.commit,
        "document": {
            "id": sheet.id,
            "title": sheet.title,
            "language": sheet.language,
            "revision": sheet.revision,
            "standing": sheet.standing,
            "effective": sheet.effective,
            "owner": sheet.owner,
        },
        "title_block": [_signed(signed) for signed in sheet.block],
        "sections": [asdict(section) for section in sheet.sections],
        "legal_basis": list(sheet.legal_basis),
        "related": list(sheet.related),
        "announced": [message.into(language) for message in sheet.announced],
        "revisions": [_revision(revision) for revision in sheet.card.revisions],
        "history_complete": sheet.card.complete,
    }
    # Bytes of a path that are not UTF-8 are written out, so that the text stays UTF-8.
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _signed(signed: Signed) -> dict[str, object]:
    """Return one line of the title block."""
    return {
        "meaning": signed.meaning,
        "person": signed.person,
        "role": signed.role,
        "day": signed.day,
        "basis": signed.basis,
        "trust": signed.trust,
        "origin": signed.origin,
    }


def _revision(revision: RevisionReported) -> dict[str, object]:
    """Return one line of the change card; `qmsctl history` has all of it."""
    return {
        "revision": revision.revision,
        "effective": revision.effective,
        "superseded": revision.superseded,
        "withdrawn": revision.withdrawn,
        "in_force": revision.in_force,
    }
