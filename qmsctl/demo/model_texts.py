"""The model office's documents as they read on a day: in later words than their time had, taken back.

The text that ships is today's.  A story of many years says which of its words are younger than a
day, and what stood there before; whatever a document refers to must exist by then.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.authoring.starter import filled_in
from qmsctl.demo.story import Spanned
from qmsctl.demo.words import Older
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.standards import edition

__all__ = ["ModelTexts"]

_CLAUSES: Final = re.compile(r"^  (?P<edition>[a-z]+[0-9]*:\d{4}): \[.*\]\n", re.MULTILINE)
_RELATED: Final = re.compile(r"^related: \[(?P<ids>.*)\]\n", re.MULTILINE)
_REVISION: Final = re.compile(r'^revision: "1"$', re.MULTILINE)
_EMPTY: Final = re.compile(r"^(?:legal_basis|clauses):\n(?!  )", re.MULTILINE)
_EXTERNAL: Final = re.compile(r"^external:\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModelTexts:
    """What the model office's documents say, by the day."""

    office: Path
    """The folder of the model office in one language."""
    settings: str
    """The settings of the organisation, as they are at the end of the story."""
    language: str
    older: tuple[Older, ...]
    editions: Mapping[str, Spanned]
    """From when until when documents name the clauses of an edition; the last that began is theirs."""
    values: Mapping[str, str]
    """What the texts name: the organisation, its town and its address."""

    def has(self, id: str) -> bool:
        """Return whether the model office has the document *id*."""
        return self._file(id).is_file()

    def _file(self, id: str) -> Path:
        return self.office / "procedures" / f"{id.lower().replace('/', '-')}.yaml"

    def settings_on(self, day: dt.date) -> bytes:
        """Return `qms.yaml` as it read on *day*."""
        return self._aged(self.settings, CONFIGURATION, day).encode()

    def document_on(
        self, id: str, day: dt.date, written: dt.date, revision: int, known: Collection[str]
    ) -> bytes:
        """Return the document *id* as it reads on *day*.

        Args:
            id: of a document of the model office.
            day: the day that its text is for.
            written: the day on which somebody wrote it, and looked at what comes from outside.
            revision: how many revisions of it there are by then.
            known: the ids of all documents there are by then; a document refers to no other.
        """
        text = self._file(id).read_text(encoding="utf-8").replace("\r\n", "\n")
        text = _CLAUSES.sub(lambda one: one[0] if self._is_named(one["edition"], day) else "", text)
        text = _RELATED.sub(lambda one: _among(one["ids"], known), self._aged(text, id, day))
        text = _EMPTY.sub("", text)
        text = _REVISION.sub(f'revision: "{revision}"', text, count=1)
        text = _EXTERNAL.sub(f"external:\n  verified: {written}\n", text, count=1)
        return filled_in(text, {**self.values, **self._standard(day)}).encode()

    def starter_on(self, text: str, id: str, day: dt.date, revision: int) -> bytes:
        """Return the starter document *id*, which ships as *text*, as it read on *day*."""
        return _REVISION.sub(f'revision: "{revision}"', self._aged(text, id, day), count=1).encode()

    def _is_named(self, key: str, day: dt.date) -> bool:
        span = self.editions.get(key)
        return span is not None and span.from_ <= day and (span.until is None or day < span.until)

    def _standard(self, day: dt.date) -> Mapping[str, str]:
        begun = [
            key for key, span in self.editions.items() if span.from_ <= day and key.startswith("iso9001:")
        ]
        return {
            "standard": edition(begun[-1]).name(self.language),
            "design": "7.3" if begun[-1] == "iso9001:2008" else "8.3",
        }

    def _aged(self, text: str, id: str, day: dt.date) -> str:
        """Return *text* with the words that *day* does not know yet taken back, the oldest first.

        Raises:
            ValueError: what is to be taken back is not there, nor was it taken back with more around it.
        """
        gone: list[str] = []
        for one in self._due(id, day):
            if one.now in text:
                text = text.replace(one.now, one.then)
                gone.append(one.now)
            elif one.in_ and not any(one.now.strip() in before for before in gone):
                raise ValueError(id, one.until, one.now)
        return text

    def _due(self, id: str, day: dt.date) -> Iterator[Older]:
        for one in sorted(self.older, key=lambda older: older.until):
            if day < one.until and (not one.in_ or id in one.in_):
                yield one


def _among(ids: str, known: Collection[str]) -> str:
    kept = [id for id in ids.split(", ") if id in known]
    return f"related: [{', '.join(kept)}]\n" if kept else ""
