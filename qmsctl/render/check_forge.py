"""What the formats for forges and CI servers share: paths from the top of the repository, columns, words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.inspection import Inspection, Reported, Waived
from qmsctl.inspection.fingerprint import fingerprints
from qmsctl.messages import Message, tr_n
from qmsctl.render.check_excused import known_note, waived_note
from qmsctl.render.check_place import next_step
from qmsctl.render.visible import visible

__all__ = [
    "Entry",
    "as_json",
    "end_column",
    "entries",
    "forge_path",
    "left_out",
    "said",
]

_NO_UTF8: Final = re.compile("[\ud800-\udfff]")


def forge_path(inspection: Inspection, path: str) -> str:
    """Return *path* as a forge knows the file: from the top of the repository, which may lie above `qms.yaml`.

    Bytes that are not UTF-8 are written out: none of the formats can hold them.
    """
    return _written_out(inspection.prefix + path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem as formats list it that list those which do not count as well."""

    problem: Reported
    fingerprint: str
    waived: Waived | None = None
    is_known: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts."""
        return self.waived is None and not self.is_known

    def note(self, inspection: Inspection) -> Message | None:
        """Return why it does not count."""
        if self.waived is not None:
            return waived_note(self.waived)
        return known_note(inspection) if self.is_known else None


def entries(inspection: Inspection) -> Iterator[Entry]:
    """Yield every problem, whether it counts or not, in the order of the result."""
    waived = {id(one.problem): one for one in inspection.waived}
    known = frozenset(map(id, inspection.known))
    for problem, fingerprint in zip(inspection.found, fingerprints(inspection), strict=True):
        yield Entry(problem, fingerprint, waived.get(id(problem)), id(problem) in known)


def end_column(problem: Reported) -> int:
    """Return the column behind what is pointed at, on the line where it begins; the column itself if nothing is."""
    place = problem.place
    if place.span is None:
        return place.column
    end = place.column + place.span.end - place.span.start
    return max(place.column, min(end, len(place.source_line) + 1))


def said(problem: Reported, language: str, note: Message | None = None) -> str:
    """Return what is wrong, and on a line of its own what to do next, or why it does not count if *note* says so."""
    message = visible(problem.message.into(language))
    if note is not None:
        return f"{message}\n{visible(note.into(language))}"
    return f"{message}\n{visible(next_step(problem).into(language))}"


def left_out(count: int) -> Message:
    """Return the sentence that *count* problems exist which a limited format has no room for."""
    return tr_n(
        "{count} further problem is not shown here; qmsctl check --format plain lists every one.",
        "{count} further problems are not shown here; qmsctl check --format plain lists every one.",
        count,
    )


def as_json(data: object) -> str:
    """Return *data* as JSON in UTF-8; the same data gives the same bytes."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _written_out(text) + "\n"


def _written_out(text: str) -> str:
    return _NO_UTF8.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
