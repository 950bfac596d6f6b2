"""What makes an editor help with the files of a system: schemas, and which of them belongs to which file.

Everything lies in the repository; nothing is fetched from a network.  The editors that read the settings
take them from the folder that is opened, so they are for whoever opens that of `qms.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from qmsctl.authoring.answer_sheet import AnswerSheet
from qmsctl.model.json_schema import KINDS, json_schema
from qmsctl.model.organisation import Folders

__all__ = ["SCHEMAS", "STATED", "editor_files", "schema_text"]

SCHEMAS: Final = ".qms/schema"
"""The folder of the schemas, from that of `qms.yaml`."""
STATED: Final[Mapping[str, type[object]]] = {**KINDS, "answers": AnswerSheet}
"""What a file that a person writes can state, by the name of its schema."""
_EXTENSIONS: Final = {"recommendations": ["redhat.vscode-yaml"]}


def schema_text(kind: str, language: str) -> str:
    """Return the JSON Schema of files that state a *kind* of `STATED`, with descriptions in *language*."""
    return _as_json(json_schema(STATED[kind], language))


def editor_files(folders: Folders, language: str) -> Mapping[str, bytes]:
    """Return the settings of editors and the schemas, by their paths from the folder of `qms.yaml`.

    Args:
        folders: where the system keeps its files.
        language: the language of the descriptions.
    """
    patterns = dict(_patterns(folders))
    associated = {f"./{SCHEMAS}/{kind}.json": globs for kind, globs in patterns.items()}
    settings = {"yaml.schemas": associated, "yaml.schemaStore.enable": False}
    schemas = {f"{SCHEMAS}/{kind}.json": schema_text(kind, language) for kind in patterns}
    texts = {
        ".vscode/settings.json": _as_json(settings),
        ".vscode/extensions.json": _as_json(_EXTENSIONS),
        **schemas,
    }
    return {path: text.encode() for path, text in texts.items()}


def _patterns(folders: Folders) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind with the patterns of the names of its files; a trust file lies outside the repository."""
    yield "qms", ["qms.yaml"]
    yield "document", _below(f"{folders.procedures}/**/*")
    yield "checklist", _below(f"{folders.checklists}/**/*")
    yield "programme", _below(f"{folders.programmes}/**/*")
    yield "audit", _below(f"{folders.audits}/*/audit")
    yield "approval", _below(f"{folders.approvals}/*/*")
    yield "evidence", _below(f"{folders.audits}/*/evidence/*")
    yield "minutes", _below(f"{folders.audits}/*/minutes/*")
    yield "finding", _below(f"{folders.findings}/*/*")
    yield "waiver", _below(f"{folders.waivers}/*/*")
    yield "answers", _below("*.answers")
    yield "catalogue", _below("*.catalogue")
    yield "clause-map", _below("*.clause-map")


def _below(pattern: str) -> list[str]:
    """Return *pattern* with the endings of YAML files; it is compared with addresses, in which letters are escaped."""
    pattern = quote(pattern, safe="/*")
    return [f"{pattern}.yaml", f"{pattern}.yml"]


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
