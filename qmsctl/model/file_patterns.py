"""Patterns for the paths of files, and for names that say several things at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final, TypeAlias

from qmsctl.model.values import Written

__all__ = [
    "NAMED_PARTS",
    "NamePattern",
    "PathPattern",
    "around_revision",
    "beside_patterns",
    "fixed_part",
    "matches",
    "parts_of",
    "sibling_patterns",
    "sidecar_patterns",
]

_WILD: Final = re.compile(r"[*?]")
_YAML: Final = (".yaml", ".yml")
_MOST_STARS: Final = 8
_STANDS_FOR: Final = {"#": "[0-9]", "?": r"[^\W\d_]"}
_PLACE: Final = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<form>[^{}]+))?\}")
NAMED_PARTS: Final = frozenset({"id", "slug", "title", "revision", "language", "type", "owner", "status"})
"""What a part of a name can say."""


def _read_path_pattern(text: str) -> str:
    parts = text.split("/")
    if (
        not text
        or any(part in ("", ".", "..") or ("**" in part and part != "**") for part in parts)
        or text.count("*") > _MOST_STARS
        or re.search(r"[\\\x00-\x1f\x7f]", text)
    ):
        raise ValueError(text)
    return text


def _read_name_pattern(text: str) -> str:
    names = [found["name"] for found in _PLACE.finditer(text)]
    rest = _PLACE.sub("", text)
    if (
        not names
        or len(set(names)) < len(names)
        or not NAMED_PARTS.issuperset(names)
        or re.search(r"[{}]", rest)
    ):
        raise ValueError(text)
    if re.search(r"\}\{", text):  # nothing says where one ends and the other begins
        raise ValueError(text)
    return text


PathPattern: TypeAlias = Annotated[str, Written("path_pattern", _read_path_pattern)]
"""`docs/**/*.md`, from the folder of `qms.yaml`."""
NamePattern: TypeAlias = Annotated[str, Written("name_pattern", _read_name_pattern)]
"""`{id:SOP-###} {title}`: in a form `#` stands for a digit, `?` for a letter and `*` for any text."""


def fixed_part(pattern: str) -> str:
    """Return the folder that every path lies in that has the path pattern *pattern*; empty for any."""
    parts = pattern.split("/")[:-1]
    fixed = next((index for index, part in enumerate(parts) if _WILD.search(part)), len(parts))
    return "/".join(parts[:fixed])


@cache
def sidecar_patterns(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path patterns of what stands beside other files, where *files* names the one or the other."""
    return tuple(
        one
        for pattern in files
        for one in ((pattern,) if pattern.endswith(_YAML) else tuple(pattern + ending for ending in _YAML))
    )


@cache
def beside_patterns(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path patterns of the files that others stand beside; of those alone that say their ending."""
    bare = (one.removesuffix(".yaml").removesuffix(".yml") for one in files)
    return tuple(one for one in bare if "." in one.rpartition("/")[2])


@cache
def sibling_patterns(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path patterns of the files that others may stand beside which share their name but for the ending."""
    bare = (one.removesuffix(".yaml").removesuffix(".yml") for one in files if one.endswith(_YAML))
    return tuple(f"{one}.*" for one in bare if "." not in one.rpartition("/")[2])


def matches(path: str, pattern: str) -> bool:
    """Return whether *path* has the path pattern *pattern*; capital letters count as they do in git."""
    return _of_path(pattern).fullmatch(unicodedata.normalize("NFC", path)) is not None


@cache
def _of_path(pattern: str) -> re.Pattern[str]:
    """Return the expression of a path pattern.

    What stands between two stars is taken where it comes first and never tried again: a path that does not
    match after that matches nowhere, and no pattern can hold up a check.
    """
    parts = unicodedata.normalize("NFC", pattern).split("/")
    # A pattern that ends with folders means all that is in them.
    parts = [*parts, "*"] if parts[-1] == "**" else parts
    groups: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            groups.append([])
        else:
            groups[-1].append(part)
    first, *rest = ("/".join(map(_of_part, group)) for group in groups)
    if not rest:
        return re.compile(first, re.DOTALL)
    written = first + "/" if first else ""
    written += "".join(f"(?>(?:[^/]+/)*?{middle}/)" for middle in rest[:-1] if middle)
    return re.compile(f"{written}(?:[^/]+/)*{rest[-1]}", re.DOTALL)


def _of_part(part: str) -> str:
    """Return the expression of the name of one file or folder."""
    first, *rest = (
        "".join("[^/]" if one == "?" else re.escape(one) for one in text) for text in part.split("*")
    )
    if not rest:
        return first
    return first + "".join(f"(?>[^/]*?{text})" for text in rest[:-1] if text) + f"[^/]*{rest[-1]}"


def parts_of(text: str, pattern: str) -> Mapping[str, str] | None:
    """Return what *text* says by the name pattern *pattern*; `None` if it is not written so.

    What stands between two literal parts is taken at its first occurrence and never tried again,
    so that no name, however long, can hold up the check.
    """
    found = _of_name(pattern).fullmatch(unicodedata.normalize("NFC", text))
    if found is None:
        return None
    return {name: value.strip() for name, value in found.groupdict().items() if value and value.strip()}


@cache
def _of_name(pattern: str) -> re.Pattern[str]:
    pattern = unicodedata.normalize("NFC", pattern)
    written, at = "", 0
    places = list(_PLACE.finditer(pattern))
    for index, place in enumerate(places):
        written += re.escape(pattern[at : place.start()])
        at = place.end()
        end = places[index + 1].start() if index + 1 < len(places) else len(pattern)
        # The last place goes on as far as it can: what follows it is the end.
        following = re.escape(pattern[at:end]) if index + 1 < len(places) else ""
        written += f"(?P<{place['name']}>{_form(place['form'], following)})"
    return re.compile(written + re.escape(pattern[at:]), re.DOTALL)


def _form(form: str | None, following: str) -> str:
    """Return the expression of a place with *form*, or of any text up to what is *following*."""
    if form is None:
        return f"(?>.+?(?={following}))" if following else ".+"
    first, *rest = ("".join(_STANDS_FOR.get(one, re.escape(one)) for one in part) for part in form.split("*"))
    if not rest:
        return first
    between = "".join(f"(?>.*?{part})" for part in rest[:-1])
    last = f"(?>.*?{rest[-1]}(?={following}))" if following else f".*{rest[-1]}"
    return first + between + last


def around_revision(pattern: str, said: Mapping[str, str]) -> tuple[str, str | None]:
    """Return what stands before and behind the revision in a name by the name pattern *pattern*.

    Behind is `None` where the pattern has no place for a revision.

    Args:
        pattern: the name pattern.
        said: what stands in its other places; a place that nothing is said of is left empty.
    """
    before, mark, after = pattern.partition("{revision")
    if not mark:
        return _filled(pattern, said), None
    return _filled(before, said), _filled(after[after.index("}") + 1 :], said)


def _filled(pattern: str, said: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: said.get(place["name"], ""), pattern)
