"""JSON Schemas of the files people write, for editors: made from the facts that the files state.

Drafts, because editors know no newer one: draft 7.  Nothing is referred to, neither here nor on a network,
so that every schema is whole by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from qmsctl.messages import Message
from qmsctl.model.authority import TrustFile
from qmsctl.model.catalogue import Catalogue, ClauseMap
from qmsctl.model.described_documents import DOCUMENTS
from qmsctl.model.described_records import RECORDS
from qmsctl.model.described_settings import SETTINGS
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Waiver
from qmsctl.model.sections import SECTIONS
from qmsctl.model.values import Listed, writing_of
from qmsctl.standards import SHIPPED, edition

__all__ = ["KINDS", "JsonSchema", "description_of", "json_schema"]

JsonSchema: TypeAlias = dict[str, Any]

KINDS: Final[Mapping[str, type[object]]] = {
    "qms": Organisation,
    "document": Document,
    "checklist": Checklist,
    "audit": AuditPlan,
    "programme": AuditProgramme,
    "approval": Approval,
    "evidence": Evidence,
    "minutes": Minutes,
    "finding": FindingStep,
    "waiver": Waiver,
    "trust": TrustFile,
    "catalogue": Catalogue,
    "clause-map": ClauseMap,
}
"""What a file can state, by the word that files use for it."""

_DESCRIBED: Final = {**DOCUMENTS, **RECORDS, **SETTINGS}
_TYPES: Final = {Checklist: "checklist", AuditPlan: "audit", AuditProgramme: "programme"}
"""What documents of a kind of their own have for their type."""
_TEXT: Final[JsonSchema] = {"type": ["string", "number"]}
"""qmsctl reads every value as it is written; other readers take 8.1 for a number."""
_YES_OR_NO: Final = ["yes", "no", True, False]
_ONE_LINE: Final = r"^\S(.*\S)?$"
_WRITTEN: Final[Mapping[str, JsonSchema]] = {
    "day": {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}$",
        "format": "date",
        "examples": ["2026-11-22"],
    },
    "moment": {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$",
        "format": "date-time",
        "examples": ["2026-11-22T09:15:00Z"],
    },
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$", "examples": ["2026-11"]},
    "months": {
        "type": "string",
        "pattern": r"^[1-9][0-9]{0,2} (months?|years?)$",
        "examples": ["12 months", "24 months", "36 months"],
    },
    "span": {
        "type": "string",
        "pattern": r"^[1-9][0-9]{0,3} (working )?days?$",
        "examples": ["30 days", "5 working days"],
    },
    "period": {
        "type": "string",
        "pattern": r"^[1-9][0-9]{0,2} ((working )?day|week|month|year)s?$",
        "examples": ["14 days", "5 working days", "1 month"],
    },
    "blob": {"type": ["string", "number"], "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"},
    "sha256": {"type": ["string", "number"], "pattern": "^[0-9a-f]{64}$"},
    "name": {**_TEXT, "pattern": _ONE_LINE},
    "folder": {**_TEXT, "pattern": r"^[^\s./\\:][^\\:]*$"},
    "path_pattern": {
        "type": "string",
        "pattern": r"^(?![./])[^\\]*[^\\/]$",
        "examples": ["docs/**/*.md", "docs/procedures/*.md"],
    },
    "name_pattern": {
        "type": "string",
        "pattern": r"\{(id|slug|title|revision|language|type|owner|status)(:[^{}]+)?\}",
        "examples": ["{id:SOP-###} {title}", "{id}_{title}_v{revision}", "{slug}_{revision}"],
    },
    "date_form": {
        "type": "string",
        "pattern": r"^(?=.*D)(?=.*M)(?=.*YY)[^A-CE-LN-XZa-z]+$",
        "examples": ["YYYY-MM-DD", "DD/MM/YYYY", "D.M.YYYY", "MMM D, YYYY"],
    },
    "public_key": {
        "type": "string",
        "pattern": r"^\s*((sk-)?(ssh|ecdsa)-|-----BEGIN PGP PUBLIC KEY BLOCK-----)",
    },
}
"""How values are written, by the names that `model.values` gives to the ways."""
_EDITION: Final[JsonSchema] = {
    "anyOf": [
        {"enum": [*SHIPPED]},
        {
            "type": ["string", "number"],
            "not": {"pattern": f"^({'|'.join(sorted({key.partition(':')[0] for key in SHIPPED}))}):"},
        },
    ]
}
"""An edition that comes with qmsctl, or one of a catalogue of the organisation's own."""
_EXAMPLES: Final[Mapping[tuple[str, str], list[str]]] = {
    ("Document", "id"): ["PS-01"],
    ("Document", "type"): [
        "manual",
        "policy",
        "process_card",
        "procedure",
        "instruction",
        "service_card",
        "form",
    ],
    ("Document", "revision"): ["1", "3.1"],
    ("Document", "language"): ["en", "pl"],
    ("Document", "retention"): ["B5", "B10", "A"],
    ("Checklist", "edition"): list(SHIPPED),
    ("Criterion", "edition"): list(SHIPPED),
    ("Organisation", "time_zone"): ["Europe/Warsaw"],
    ("DocumentType", "id"): ["PS-##"],
    ("AnswerEntry", "result"): ["conforms", "does_not_conform", "not_applicable", "not_audited"],
}
"""What an editor offers where any text may stand."""


def json_schema(kind: type[object], language: str) -> JsonSchema:
    """Return the schema of a file that states a fact of *kind*, with descriptions in *language*."""
    whole = _Schema(language).of(kind)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": whole["description"], **whole}


def description_of(kind: type[object], field: str = "") -> Message | None:
    """Return what *field* of facts of *kind* is; without a field, what the whole is."""
    for ancestor in kind.__mro__:
        found = _DESCRIBED.get(ancestor.__name__, {}).get(field)
        if found is not None:
            return found
    return None


class _Schema:
    """Makes schemas whose descriptions are in one language."""

    def __init__(self, language: str) -> None:
        self._language: Final = language

    def of(self, type: Any) -> JsonSchema:  # noqa: ANN401 - any type a fact is made of
        """Return the schema of values of *type*."""
        if is_dataclass(type):
            return self._fields(type)
        made = self._made_of(get_origin(type), get_args(type), writing_of(type))
        return dict(_SCALARS[type]) if made is None else made

    def _made_of(self, origin: Any, arguments: tuple[Any, ...], way: str | None) -> JsonSchema | None:  # noqa: ANN401
        """Return the schema of what is made of *arguments*; `None` of what is made of nothing."""
        schema: JsonSchema | None = None
        if origin is Annotated:
            schema = self.of(arguments[0]) if way is None else dict(_WRITTEN[way])
            if any(isinstance(one, Listed) for one in arguments[1:]):
                schema = {"anyOf": [schema["items"], schema]}
        elif origin is Literal:
            words = [int(word) if word.isdigit() else word for word in arguments]
            schema = {"enum": words + _numbers(arguments)}
        elif origin is tuple:
            schema = {"type": "array", "items": self.of(arguments[0])}
        elif origin is Mapping:
            schema = self._by_key(arguments[0], self.of(arguments[1]))
        elif origin in (Union, UnionType):
            schema = _any_of([self.of(argument) for argument in arguments if argument is not NoneType])
        return schema

    def _by_key(self, key: Any, value: JsonSchema) -> JsonSchema:  # noqa: ANN401 - as above
        if get_origin(key) is Literal:
            return _closed(dict.fromkeys(get_args(key), value))
        return {"type": "object", "additionalProperties": value}

    def _fields(self, fact: Any) -> JsonSchema:  # noqa: ANN401 - the class of any fact
        hints = get_type_hints(fact, include_extras=True)
        known = {field.name.removesuffix("_"): field for field in fields(fact)}
        schema = _closed({name: self._field(fact, field, hints) for name, field in known.items()})
        schema["required"] = [name for name, field in known.items() if _is_needed(field)]
        described = description_of(fact)
        return {"description": described.into(self._language), **schema} if described else schema

    def _field(self, fact: Any, field: Field[Any], hints: Mapping[str, Any]) -> JsonSchema:  # noqa: ANN401
        name = field.name.removesuffix("_")
        schema = self.of(hints[field.name])
        if name == "type" and fact in _TYPES:
            schema = {"enum": [_TYPES[fact]]}
        elif (fact.__name__, name) == ("DocumentKind", "edition"):
            schema = dict(_EDITION)
        elif (fact.__name__, name) == ("Organisation", "editions"):
            schema["items"] = dict(_EDITION)
        elif (fact.__name__, name) == ("Certificate", "edition"):
            schema = dict(_EDITION)
        elif name in ("clauses", "exclusions") and schema["type"] == "object":
            schema["properties"] = self._by_edition(schema["additionalProperties"])
        elif name == "sections" and schema["type"] == "object":
            schema["properties"] = self._sections(schema["additionalProperties"])
        examples = next(
            (found for one in fact.__mro__ if (found := _EXAMPLES.get((one.__name__, name)))), None
        )
        if examples and "enum" not in schema:
            schema["examples"] = examples
        described = description_of(fact, name)
        return {"description": described.into(self._language), **schema} if described else schema

    def _by_edition(self, value: JsonSchema) -> JsonSchema:
        return {key: {"description": edition(key).name(self._language), **value} for key in SHIPPED}

    def _sections(self, section: JsonSchema) -> JsonSchema:
        text, steps = section["anyOf"]
        headings = {name: titles.get(self._language, titles["en"]) for name, titles in SECTIONS.items()}
        return {
            name: {"description": heading, **(steps if name == "steps" else text)}
            for name, heading in headings.items()
        }


_SCALARS: Final[Mapping[Any, JsonSchema]] = {
    str: _TEXT,
    int: {"type": ["integer", "string"], "pattern": r"^-?\d+$"},
    bool: {"enum": _YES_OR_NO},
}


def _numbers(words: tuple[str, ...]) -> list[str]:
    """Return those of *words* that other readers take for numbers, as the texts they are as well."""
    return [word for word in words if word.isdigit()]


def _any_of(schemas: list[JsonSchema]) -> JsonSchema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _closed(properties: JsonSchema) -> JsonSchema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
