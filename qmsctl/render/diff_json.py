"""What changed in a document for programs.  The schema is `docs/schema/diff-1.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.reports.document_diff import DocumentDiff, Side
from qmsctl.reports.item_diff import ItemDiff
from qmsctl.reports.section_diff import SectionDiff
from qmsctl.reports.shown import in_words
from qmsctl.reports.text_diff import PassageDiff, Piece, Size

__all__ = ["SCHEMA", "render_json"]

SCHEMA: Final = "qmsctl.diff/1"

Json = Mapping[str, Any]


def render_json(diff: DocumentDiff, language: str) -> str:
    """Return *diff* as JSON; words of qmsctl are in *language*."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": diff.organisation,
        "language": language,
        "day": diff.day.isoformat(),
        "document": {"id": diff.id, "title": diff.title, "language": diff.language},
        "before": _side(diff.before, language),
        "after": _side(diff.after, language),
        "backward": diff.is_backward,
        "changed": diff.is_changed,
        "size": _size(diff.size),
        "notes": [note.into(language) for note in diff.notes],
        "written": [
            {
                "commit": one.commit,
                "day": one.day.isoformat(),
                "author": one.author,
                "subject": one.subject,
                "reason": one.reason,
                "path": one.path,
                "renamed_from": one.renamed_from,
            }
            for one in diff.written
        ],
        "fields": [
            {
                "field": field.key,
                "label": in_words(field.label, language),
                "removed": [in_words(value, language) for value in field.removed],
                "added": [in_words(value, language) for value in field.added],
                "list": field.is_list,
                "reordered": field.is_reordered,
                "pieces": _pieces(field.pieces),
            }
            for field in diff.fields
        ],
        "clauses": [
            {
                "edition": clause.edition,
                "clause": clause.clause,
                "title": in_words(clause.title, language) if clause.title else None,
                "touch": clause.touch.value,
            }
            for clause in diff.clauses
        ],
        "sections": [_section(section, language) for section in diff.sections],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _side(side: Side, language: str) -> Json:
    return {
        "asked": side.asked.into(language) if side.asked else None,
        "revision": side.revision,
        "standing": side.standing,
        "effective": side.effective.isoformat() if side.effective else None,
        "superseded": side.superseded.isoformat() if side.superseded else None,
        "content": side.content,
        "commit": side.commit,
        "decisions": [
            {
                "meaning": decision.meaning,
                "decided": decision.day.isoformat(),
                "by": in_words(decision.by, language),
                "trust": decision.level,
            }
            for decision in side.decisions
        ],
    }


def _section(section: SectionDiff, language: str) -> Json:
    return {
        "name": section.name,
        "heading": in_words(section.heading, language),
        "status": section.status.value,
        "relaid": section.is_relaid,
        "size": _size(section.size),
        "retitled": _pieces(section.retitled),
        "passages": [_passage(passage) for passage in section.passages],
        "items": [_item(item) for item in section.items],
    }


def _passage(passage: PassageDiff) -> Json:
    return {
        "status": passage.status.value,
        "old": passage.old,
        "new": passage.new,
        "paragraph": passage.begins,
        "mark": passage.mark,
        "pieces": _pieces(passage.pieces),
    }


def _item(item: ItemDiff) -> Json:
    return {
        "status": item.status.value,
        "id": item.name,
        "old": item.old,
        "new": item.new,
        "parts": [{"field": part.key, "pieces": _pieces(part.pieces)} for part in item.parts],
    }


def _pieces(pieces: Iterable[Piece]) -> list[Json]:
    return [{"kind": piece.kind.value, "text": piece.text} for piece in pieces]


def _size(size: Size) -> Json:
    return {"added": size.added, "removed": size.removed}
