"""Trailers of commits that tell who approved, checked or prepared what the commit brought."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.model.values import Meaning
from qmsctl.repo.commit import Commit

__all__ = ["Trailer", "trailers_of"]

_LINE: Final = re.compile(r"^(?P<key>[A-Za-z-]+):[ \t]*(?P<value>\S[^\r\n]*)$", re.MULTILINE)
_PERSON: Final = re.compile(r"(?P<name>[^<]*?)[ \t]*<(?P<email>[^<>\s]+)>")
_MEANINGS: Final[Mapping[str, Meaning]] = {
    "approved-by": "approved",
    "acked-by": "approved",
    "reviewed-by": "checked",
    "checked-by": "checked",
    "prepared-by": "prepared",
}
"""What the trailers of a commit mean, in lower case."""


@dataclass(frozen=True, slots=True)
class Trailer:
    """One line at the end of a message that says who decided."""

    meaning: Meaning
    name: str
    email: str | None
    """`None` if only a name stands there."""


def trailers_of(commit: Commit) -> Iterator[Trailer]:
    """Yield those of the last lines of the message of *commit* that say who decided."""
    last = commit.message.strip().rpartition("\n\n")[2]
    for line in _LINE.finditer(last):
        meaning = _MEANINGS.get(line["key"].lower())
        if meaning is None:
            continue
        value = line["value"].strip()
        person = _PERSON.fullmatch(value)
        if person is None:
            yield Trailer(meaning, value, None)
        else:
            yield Trailer(meaning, person["name"], person["email"])
