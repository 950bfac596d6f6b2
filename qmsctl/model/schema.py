"""The schema a file meets when it is parsed: every fault of it at once, each at its value."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, get_args, get_origin

from qmsctl.documents.place import Path, Place
from qmsctl.documents.source import Flaw, Source, Tree
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.file_patterns import NAMED_PARTS

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

__all__ = ["Filed", "as_fact", "as_json", "closest", "fact_of"]

Fact = TypeVar("Fact", covariant=True)  # noqa: PLC0105 - the word of the model, not of type theory


@dataclass(frozen=True, slots=True)
class Filed(Generic[Fact]):
    """A fact and the file that states it."""

    fact: Fact
    source: Source

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.source.path

    def at(self, *path: str | int) -> Place:
        """Return the place of the value under *path*, or of its nearest written ancestor."""
        return self.source.at(*path)

    def at_key(self, *path: str | int) -> Place:
        """Return the place of the key that leads to *path*."""
        return self.source.at_key(*path)


AnyFact = TypeVar("AnyFact")


@cache
def _adapter(type: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any fact
    from pydantic import TypeAdapter  # noqa: PLC0415 - heavy, and only needed when a file is parsed

    return TypeAdapter(type)


def as_fact(source: Source, type: type[AnyFact]) -> tuple[AnyFact | None, tuple[Flaw, ...]]:
    """Return what *source* states as a fact of *type*, and every fault of how it is stated.

    A value that cannot be used is left out, so that one mistyped field does not
    take its document out of the system; the fact is `None` only if it cannot
    exist without what is missing.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    tree: Any = _copy(source.tree)
    flaws: tuple[Flaw, ...] = ()
    for _ in range(4):
        try:
            return _adapter(type).validate_python(tree), flaws  # type: ignore[arg-type]  # classes are hashable
        except ValidationError as faults:
            found = faults.errors(include_url=False)
        located = [(_written_path(fault, tree), fault) for fault in found]
        if not flaws:  # what shows later is only the consequence of what was left out
            flaws = tuple(_flaw(source, type, path, fault) for path, fault in located)
        if not _prune(tree, [path[:-1] if fault["type"] in _MISSING else path for path, fault in located]):
            break
    return None, flaws


def fact_of(tree: Mapping[str, Tree], type: type[AnyFact]) -> AnyFact | None:
    """Return the fact of *type* that *tree* states, or `None` if anything about it is wrong.

    No field of *tree* is without a value.
    """
    try:
        fact: AnyFact = _adapter(type).validate_python(tree)  # type: ignore[arg-type]  # classes are hashable
    except ValueError:  # as pydantic's is, which is not imported anew for every file
        return None
    return fact


def as_json(fact: object) -> str:
    """Return *fact* as JSON from which `from_plain` makes it again, without fields that have their default.

    It says what `as_plain` does, in a third of the time; the texts of the fact take more memory from then on.
    """
    written: bytes = _adapter(type(fact)).serializer.to_json(fact, exclude_defaults=True)  # type: ignore[arg-type]  # classes are hashable
    return written.decode()


_MISSING: Final = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})
_UNKNOWN: Final = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_OF_KEY: Final = ("[key]",)
"""How pydantic names the place of a key that a mapping cannot have."""


def _copy(tree: Tree) -> Any:  # noqa: ANN401 - pydantic is given what was written
    """Return *tree* as lists and dictionaries that may be changed, without fields that have no value."""
    if isinstance(tree, str) or tree is None:
        return tree
    if isinstance(tree, Mapping):
        return {key: _copy(value) for key, value in tree.items() if value is not None}
    return [_copy(value) for value in tree]


def _written_path(fault: ErrorDetails, tree: Any) -> Path:  # noqa: ANN401
    """Return where *fault* is, without the names pydantic gives to the branches of a choice."""
    path: list[str | int] = []
    value = tree
    location = fault["loc"]
    for index, key in enumerate(location):
        lacking = index == len(location) - 1 and fault["type"] in _MISSING
        if isinstance(value, Mapping) and isinstance(key, str):
            if key in value or lacking:
                path.append(key)
                value = value.get(key)
        elif isinstance(value, Sequence) and not isinstance(value, str) and isinstance(key, int):
            path.append(key)
            value = value[key] if key < len(value) else None
    return tuple(path)


def _prune(tree: Any, paths: Iterable[Path]) -> bool:  # noqa: ANN401
    """Take the values under *paths* out of *tree*; return whether anything was taken."""
    removed = False
    # Items of a list are taken from its end, so that the numbers of the others stay true.
    for path in sorted(
        set(paths),
        key=lambda path: [
            (str(k) if isinstance(k, str) else "", k if isinstance(k, int) else 0) for k in path
        ],
        reverse=True,
    ):
        value = tree
        try:
            for key in path[:-1]:
                value = value[key]
            del value[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        removed = True
    return removed


def _flaw(source: Source, type: type[object], path: Path, fault: ErrorDetails) -> Flaw:
    """Return the fault pydantic found at *path* in plain words."""
    name = str(path[-1]) if path else ""
    if fault["type"] in _MISSING:
        return Flaw(
            "missing-field",
            source.at(*path[:-1]),
            tr("the field {name} is missing", name=name),
            tr("add a line that begins with {name}:", name=name),
        )
    if fault["type"] in _UNKNOWN or fault["loc"][-1:] == _OF_KEY:
        return _unknown_field(source, type, path)
    message, fix = _explain(fault)
    return Flaw("wrong-value", source.at(*path), message, fix)


def _unknown_field(source: Source, type: type[object], path: Path) -> Flaw:
    name = str(path[-1])
    near = closest(name, _fields_of(type, path[:-1]))
    fix = (
        tr("did you mean {near}? Otherwise delete the line", near=near)
        if near
        else tr("delete the line, or put what it says into a field that exists")
    )
    return Flaw("unknown-field", source.at_key(*path), tr("no field is called {name}", name=name), fix)


def closest(word: str, known: Sequence[str]) -> str | None:
    """Return the one of *known* that somebody who wrote *word* probably meant."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else None


def _fields_of(type: Any, path: Path) -> list[str]:  # noqa: ANN401 - walks type expressions
    """Return the names of the fields of what stands under *path* in a *type*."""
    found = type
    for key in path:
        if is_dataclass(found):
            found = _hints(found).get(str(key))  # type: ignore[arg-type]  # classes are hashable
        else:
            found = (get_args(found) or (None,))[0 if isinstance(key, int) else -1]
        inner = [argument for argument in get_args(found) if _holds_fields(argument)]
        if len(inner) == 1 and not _is_container(found):
            found = inner[0]
    if get_origin(found) is Mapping and get_origin(get_args(found)[0]) is Literal:
        return [*get_args(get_args(found)[0])]
    if not is_dataclass(found):
        return []
    return [field.name.removesuffix("_") for field in fields(found)]


@cache
def _hints(type: Any) -> dict[str, Any]:  # noqa: ANN401 - any fact
    from typing import get_type_hints  # noqa: PLC0415

    return {name.removesuffix("_"): hint for name, hint in get_type_hints(type, include_extras=False).items()}


def _holds_fields(type: Any) -> bool:  # noqa: ANN401
    return is_dataclass(type) or any(_holds_fields(argument) for argument in get_args(type))


def _is_container(type: Any) -> bool:  # noqa: ANN401
    origin = getattr(type, "__origin__", None)
    return origin in (tuple, dict) or origin is Mapping


def _explain(fault: ErrorDetails) -> tuple[Message, Message]:
    """Return what is wrong with a value, and how to write it."""
    given = _shown(fault["input"])
    kind = fault["type"]
    if kind == "literal_error":
        expected = fault.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", ", ")
        near = closest(given, expected.split(", "))
        fix = (
            tr("did you mean {near}? It is one of: {expected}", near=near, expected=expected)
            if near
            else tr("write one of: {expected}", expected=expected)
        )
        return tr("{given} is none of the values this field can have", given=given), fix
    explanation = _EXPLAINED.get(kind)
    if explanation is None:
        return tr("{given} cannot stand here", given=given), tr("compare with a document that works")
    message, fix = explanation
    return Message(message.text, (("given", given),)), fix


def _shown(value: object) -> str:
    """Return *value* as it can be quoted in a sentence."""
    if isinstance(value, str):
        first = value.strip().partition("\n")[0]
        return first if len(first) <= _LONGEST else first[:_LONGEST] + "…"
    if isinstance(value, Mapping):
        return list_of([f"{key}: …" for key in list(value)[:3]])
    if isinstance(value, Sequence):
        return list_of([_shown(item) for item in value[:3]])
    return "-"


_LONGEST: Final = 60

_TEXT: Final = (
    tr("{given} stands where one text belongs"),
    tr("write a single text on the line of the field"),
)
_LIST: Final = (
    tr("{given} stands where a list belongs"),
    tr("put it in brackets: [one, two], or begin each item on a line of its own with -"),
)
_FIELDS: Final = (
    tr("{given} stands where fields with names belong"),
    tr("write the fields below it, indented, each as name: value"),
)
_EXPLAINED: Final[Mapping[str, tuple[Message, Message]]] = {
    "day": (
        tr("{given} is not a day of the calendar"),
        tr("write year-month-day, for example 2026-11-22"),
    ),
    "moment": (
        tr("{given} is not a time in UTC"),
        tr("write it as 2026-11-22T09:15:00Z"),
    ),
    "month": (
        tr("{given} is not a month of the calendar"),
        tr("write year-month, for example 2026-11"),
    ),
    "months": (
        tr("{given} is not a period qmsctl knows"),
        tr("write for example 12 months or 2 years"),
    ),
    "span": (
        tr("{given} is not a number of days"),
        tr("write for example 30 days or 5 working days"),
    ),
    "period": (
        tr("{given} is not a period qmsctl knows"),
        tr("write for example 14 days, 5 working days, 2 weeks, 1 month or 1 year"),
    ),
    "blob": (
        tr("{given} is not a name git gives to contents"),
        tr("it has 40 or 64 hexadecimal digits and is written by qmsctl, not by hand"),
    ),
    "sha256": (
        tr("{given} is not a SHA-256 digest"),
        tr("it has 64 hexadecimal digits and is written by qmsctl, not by hand"),
    ),
    "name": (
        tr("{given} is empty or has blanks around it"),
        tr("write at least one character, on one line, without blanks before or after"),
    ),
    "folder": (
        tr("{given} is no folder inside the system"),
        tr("write its name as seen from qms.yaml, such as procedures or quality/procedures"),
    ),
    "path_pattern": (
        tr("{given} is no pattern of paths inside the system"),
        tr(
            "write it from the folder of qms.yaml, such as docs/**/*.md: * stands for any name, ** for any folders"
        ),
    ),
    "name_pattern": (
        tr("{given} does not say what a name is made of"),
        tr(
            "put in braces what each part is, with a sign between them: {example}; what can stand there: {parts}",
            example="{id:SOP-###} {title}",
            parts=", ".join(sorted(NAMED_PARTS)),
        ),
    ),
    "date_form": (
        tr("{given} does not say how a day is written"),
        tr("name year, month and day once each: YYYY-MM-DD, DD.MM.YYYY, D/M/YY, MMM D, YYYY or D MMMM YYYY"),
    ),
    "public_key": (
        tr("{given} is no public key"),
        tr("copy the one line of your .pub file, or what gpg --armor --export prints; never the private key"),
    ),
    "bool_parsing": (
        tr("{given} is neither yes nor no"),
        tr("write yes or no"),
    ),
    "int_parsing": (
        tr("{given} is not a whole number"),
        tr("write digits only"),
    ),
    "string_type": _TEXT,
    "tuple_type": _LIST,
    "dict_type": _FIELDS,
    "mapping_type": _FIELDS,
    "dataclass_type": _FIELDS,
}
