"""Files that may be documents of a system, and what they say in their own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from qmsctl.adoption.left_out import is_configuration, is_left_out
from qmsctl.adoption.shapes import printable
from qmsctl.documents.foreign import Foreign, read_foreign
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import BIGGEST
from qmsctl.model.document_kind import MetadataPlace
from qmsctl.model.field_spellings import STRONG, meaning_of, spellings
from qmsctl.model.naming import is_markdown, is_readable
from qmsctl.repo.snapshot import Kind, Snapshot

__all__ = ["Candidate", "Looked", "Said", "look"]

_HEAD: Final = re.compile(r"\A\ufeff?(?:---[ \t]*\r?\n|[^\W\d][\w .-]{0,60}:(?:[ \t]|\r?\n))")
_MARKS: Final = re.compile(r"[|\r\n]|\*\*|__")
_SECTION: Final = re.compile(rb"^[ ]{0,3}##[ \t]", re.MULTILINE)
_FAR: Final = 16 * 1024
_ENOUGH: Final = 3
"""Fields that a YAML document has at the least: a program is set by fewer that sound alike."""
_BINARY: Final = (".docx", ".doc", ".pdf", ".xlsx", ".xls", ".pptx", ".odt", ".ods", ".dwg", ".vsdx", ".rtf")
_ID_AND_REVISION: Final = re.compile(
    r"(?P<id>[^\W\d_]{1,8}(?:[-_. ][^\W\d_]{1,8})?[-_. ]?[0-9]{1,5}(?![0-9])).*?"
    r"[ _.-](?:v|ver|rev|r|w|wyd|ed)[. _-]?(?P<revision>[0-9]{1,3}(?:[._][0-9]{1,3}){0,2}|[A-Z])",
    re.IGNORECASE,
)
_OF_PACKAGES: Final = frozenset(("revision", "owner", "prepared_by"))
"""What the manifest of a package says too."""
_OF_PAGES: Final = frozenset(("status", "owner", "prepared_by", "checked_by"))
"""What the pages of a site say too."""
_SITE: Final = frozenset(
    ("layout", "permalink", "sidebar_label", "sidebar_position", "nav_order", "pagination_next", "postdate")
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one field of a file says."""

    texts: tuple[str, ...]
    """Its text, or those of its list; none if it is empty."""
    is_list: bool
    is_map: bool
    line: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a document."""

    path: str
    place: MetadataPlace | None
    """Where most of its fields stand; `None` if only its name says something."""
    places: tuple[MetadataPlace, ...]
    fields: Mapping[str, Said]
    title: str | None = None
    text: str = ""
    """The beginning of its text."""

    @property
    def folder(self) -> str:
        """The folder it lies in; empty for the top."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """Its name without the ending; for a file beside another, without both."""
        name = PurePosixPath(self.path)
        return PurePosixPath(name.stem).stem if self.place == "sidecar" and _beside(self.path) else name.stem


@dataclass(slots=True)
class Looked:
    """What a look at all files found."""

    candidates: list[Candidate] = field(default_factory=list)
    broken: list[tuple[str, int]] = field(default_factory=list)
    """Files whose heads cannot be read, with the line."""
    unread: list[str] = field(default_factory=list)
    """Files that may not be read, or are too large."""
    submodules: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    """Texts without any field that a document has."""
    headed: list[str] = field(default_factory=list)
    """Those of them that begin with fields all the same."""
    others: list[str] = field(default_factory=list)
    """Files of other kinds that are no documents as far as anybody can tell."""
    aside: list[str] = field(default_factory=list)
    """Texts whose names say that they are no documents."""
    seen: int = 0
    """How many files there are at all."""
    left_out: int = 0


def _nothing_is(path: str) -> bool:
    del path
    return False


def look(snapshot: Snapshot, is_known: Callable[[str], bool] = _nothing_is) -> Looked:
    """Return every file of *snapshot* that may be a document, and what could not be looked at.

    Args:
        snapshot: the files.
        is_known: tells of a path whether qmsctl wrote what is there, or reads it in its own form.
    """
    looked = Looked()
    entries = [entry for entry in snapshot.entries([""]) if not is_known(entry.path)]
    files = {entry.path for entry in entries if entry.kind is Kind.FILE}
    for entry in entries:
        if entry.kind is Kind.SUBMODULE:
            looked.submodules.append(entry.path)
            continue
        if entry.kind is not Kind.FILE:
            if not is_left_out(entry.path) and is_readable(entry.path):
                looked.links.append(entry.path)
            continue
        looked.seen += 1
        if is_left_out(entry.path):
            looked.left_out += 1
            if is_readable(entry.path):
                looked.aside.append(entry.path)
        elif not entry.path.isprintable():
            looked.unread.append(entry.path)  # no pattern can be written for it
        elif not is_readable(entry.path):
            _look_at_name(looked, entry.path, files)
        elif entry.size is not None and entry.size > BIGGEST:
            looked.unread.append(entry.path)
        else:
            _look_into(looked, snapshot, entry.path, files)
    return looked


def _look_at_name(looked: Looked, path: str, files: set[str]) -> None:
    """Take a file that is no text, if its name says which document and revision it is."""
    name = PurePosixPath(path)
    if name.suffix.casefold() not in _BINARY or _has_sidecar(path, files):
        return
    if _ID_AND_REVISION.search(name.stem):
        looked.candidates.append(Candidate(path, None, (), {}))
    else:
        looked.others.append(path)


def _has_sidecar(path: str, files: set[str]) -> bool:
    bare = str(PurePosixPath(path).with_suffix(""))
    return any(f"{one}{ending}" in files for one in (path, bare) for ending in (".yaml", ".yml"))


def _beside(path: str) -> bool:
    return PurePosixPath(path).with_suffix("").suffix.casefold() in _BINARY


def _is_sidecar(path: str, files: set[str]) -> bool:
    bare = str(PurePosixPath(path).with_suffix(""))
    return bare in files or any(f"{bare}{ending}" in files for ending in _BINARY)


def _look_into(looked: Looked, snapshot: Snapshot, path: str, files: set[str]) -> None:
    try:
        raw = snapshot.read(path)
    except OSError:
        looked.unread.append(path)
        return
    if is_markdown(path):
        if not _may_say_something(raw[:_FAR]):
            looked.plain.append(path)
            return
        found = read_foreign(path, raw, ("head", "table", "lines"), spellings())
        _take_text(looked, path, found)
        return
    sidecar = _is_sidecar(path, files)
    if not sidecar and b":" not in raw[:_FAR]:
        looked.others.append(path)
        return
    found = read_foreign(path, raw, ("yaml",))
    if isinstance(found, Malformed):
        looked.others.append(path)
        if sidecar:
            looked.broken.append((path, found.place.line))
        return
    fields = dict(_fields(found))
    if is_configuration(frozenset(key.casefold() for key in fields)):
        looked.left_out += 1
        looked.aside.append(path)
    elif _is_document(fields, yaml=True) or (sidecar and _meanings(fields)):
        place: MetadataPlace = "sidecar" if sidecar else "yaml"
        looked.candidates.append(Candidate(path, place, (place,), fields, text=found.text.content[:_FAR]))
    else:
        looked.others.append(path)


def _may_say_something(raw: bytes) -> bool:
    """Return whether a text that begins with *raw* begins with fields, or names one in a table or in bold letters.

    Most files of a large repository are no documents, and are not read any further.
    """
    section = _SECTION.search(raw)
    top = raw[: section.start() if section else len(raw)].decode("utf-8", "replace")
    if _HEAD.match(top):
        return True
    if "|" not in top and "**" not in top and "__" not in top:
        return False
    return any(meaning_of(one) is not None for one in {one.strip(" \t:`") for one in _MARKS.split(top)})


def _take_text(looked: Looked, path: str, found: Foreign | Malformed) -> None:
    if isinstance(found, Malformed):
        looked.unread.append(path)
        return
    if found.broken is not None:
        looked.broken.append((path, found.broken.place.line))
        return
    fields = dict(_fields(found))
    if not _is_document(fields, yaml=False):
        looked.plain.append(path)
        if any(_place_of(found, key) == "head" for key in fields):
            looked.headed.append(path)
        return
    places: dict[MetadataPlace, int] = {}
    for key in fields:
        if meaning_of(key) is not None:
            place = _place_of(found, key)
            places[place] = places.get(place, 0) + 1
    ordered = tuple(sorted(places, key=lambda one: (-places[one], one)))
    text = found.text.content[found.body_start : found.body_start + _FAR]
    looked.candidates.append(Candidate(path, ordered[0], ordered, fields, found.title, text))


def _place_of(found: Foreign, key: str) -> MetadataPlace:
    span = found.spans.get((key.partition(".")[0],)) or found.spans.get((key,)) or found.text.span(0, 0)
    if span.end <= found.body_start:
        return "head"
    begin = found.text.content.rfind("\n", 0, span.start) + 1
    return "table" if found.text.content[begin : span.start].lstrip().startswith("|") else "lines"


def _meanings(fields: Mapping[str, Said]) -> set[str]:
    return {meaning[0] for key in fields if (meaning := meaning_of(key)) is not None}


def _is_document(fields: Mapping[str, Said], *, yaml: bool) -> bool:
    """Return whether a controlled document has *fields*, and not any page, or the settings of any program."""
    meant = _meanings(fields)
    strong = meant & STRONG
    if yaml:
        named = bool(meant & {"id", "title"})
        return named and bool(strong - _OF_PACKAGES or {"id", "revision"} <= meant) and len(meant) >= _ENOUGH
    if not strong:
        return False
    site = bool(_SITE & {key.casefold() for key in fields})
    page = (site and not strong - _OF_PAGES) or meant <= {
        "title",
        "prepared_by",
        "type",
        "language",
    }
    return not page and (len(meant) > 1 or bool(strong - {"prepared_by"}))


def _fields(found: Foreign) -> Iterator[tuple[str, Said]]:
    """Yield each field with what it says; a map as itself and, by dots, what is in it."""
    for key, value in found.fields.items():
        if not key.isprintable():
            continue
        span = found.spans.get((key,)) or found.keys.get((key,))
        line = span.line if span is not None else 1
        yield (
            key,
            Said(
                tuple(_texts(value)),
                isinstance(value, Sequence) and not isinstance(value, str),
                isinstance(value, Mapping),
                line,
            ),
        )
        if isinstance(value, Mapping):
            for inner, one in value.items():
                if not isinstance(one, Mapping) and inner.isprintable():
                    listed = isinstance(one, Sequence) and not isinstance(one, str)
                    yield f"{key}.{inner}", Said(tuple(_texts(one)), listed, is_map=False, line=line)


def _texts(value: Tree) -> Iterator[str]:
    if isinstance(value, str):
        yield printable(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)
