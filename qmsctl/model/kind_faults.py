"""What a kind of documents says in `qms.yaml` that contradicts itself: each fault at its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from qmsctl.documents.source import Flaw, Source
from qmsctl.messages import Message, tr
from qmsctl.model.document_kind import DAYS, DocumentKind
from qmsctl.model.foreign_dates import months_in, read_day, written_as
from qmsctl.model.mapped_document import STATUSES
from qmsctl.model.organisation import Organisation
from qmsctl.model.schema import closest
from qmsctl.standards import SHIPPED

__all__ = ["kind_faults"]

_ALONE: Final = ("yaml", "sidecar", "name")
"""Places beside which there is no other: the file holds nothing else."""
_TELLING: Final = dt.date(2026, 3, 4)
"""A day whose month can be taken for a day."""
_MEANT: Final = ("draft", "approved", "withdrawn")


def kind_faults(organisation: Organisation, source: Source) -> Iterator[Flaw]:
    """Yield every fault of the kinds of *organisation*, which *source* states."""
    for name, kind in organisation.kinds.items():
        faults = _Faults(source, name, kind, (*SHIPPED, *organisation.catalogues))
        yield from faults.patterns()
        yield from faults.metadata()
        yield from faults.meanings()
        yield from faults.days()
        yield from faults.approvals()


_OF_TAGS: Final = frozenset({"id", "slug", "language", "revision"})
"""What of a document a tag can name."""


class _Faults:
    """Finds the faults of one kind."""

    def __init__(self, source: Source, name: str, kind: DocumentKind, editions: tuple[str, ...]) -> None:
        self._editions: Final = editions
        self._source: Final = source
        self._name: Final = name
        self._kind: Final = kind

    def _flaw(self, path: tuple[str | int, ...], message: Message, fix: Message) -> Flaw:
        return Flaw("wrong-value", self._source.at("kinds", self._name, *path), message, fix)

    def patterns(self) -> Iterator[Flaw]:
        """Yield what is lacking of the files and of the names of fields."""
        if not self._kind.files:
            yield self._flaw(
                ("files",),
                tr("the kind {kind} names no files", kind=self._name),
                tr("write for example files: docs/**/*.md"),
            )
        for field, spellings in self._kind.fields.items():
            if not spellings:
                yield self._flaw(
                    ("fields", field),
                    tr("nothing says what {field} is called in the files", field=field),
                    tr("write the name that it has there, or delete the line"),
                )

    def metadata(self) -> Iterator[Flaw]:
        """Yield that a place is named beside another that a file cannot have as well."""
        places = self._kind.metadata
        if not places:
            yield self._flaw(
                ("metadata",),
                tr("nothing says where the fields stand"),
                tr("write one or more of: {expected}", expected="yaml, head, table, lines, sidecar, name"),
            )
        for index, place in enumerate(places):
            if place in _ALONE and len(places) > 1:
                yield self._flaw(
                    ("metadata", index),
                    tr("a file whose fields stand in {place} has them nowhere else", place=place),
                    tr("name {place} alone, and make another kind for the other files", place=place),
                )
        if self._kind.edition is not None and self._kind.edition not in self._editions:
            yield self._flaw(
                ("edition",),
                tr("no edition is called {edition}", edition=self._kind.edition),
                tr("write one of: {expected}", expected=", ".join(self._editions)),
            )

    def meanings(self) -> Iterator[Flaw]:
        """Yield what words are said to mean that means nothing, or that nobody can write."""
        for field, words in self._kind.values.items():
            if not self._kind.tells(field):
                yield self._flaw(
                    ("values", field),
                    tr("what words of {field} mean is said, but not where {field} stands", field=field),
                    tr("say below fields what it is called in the files, or delete these lines"),
                )
            yield from self._of_words(field, words)
        for field, word in self._kind.fixed.items():
            yield from self._of_fixed(field, word)

    def _of_words(self, field: str, words: Mapping[str, str]) -> Iterator[Flaw]:
        for word, meant in words.items():
            path = ("values", field, word)
            if field == "status" and meant.casefold() not in STATUSES:
                yield self._flaw(path, *_no_status(meant))
            elif field == "review_every" and months_in(meant) is None:
                yield self._flaw(path, *_no_interval(meant))

    def _of_fixed(self, field: str, word: str) -> Iterator[Flaw]:
        path = ("fixed", field)
        if field == "status" and word.casefold() not in {*STATUSES, *self._folded_words(field)}:
            yield self._flaw(path, *_no_status(word))
        elif field == "review_every" and months_in(word) is None and not self._folded_words(field):
            yield self._flaw(path, *_no_interval(word))
        elif field in DAYS and read_day(word, self._kind.dates) is None:
            forms = " / ".join(self._kind.dates)
            yield self._flaw(
                path,
                tr("{given} is no day written as {forms} ({field})", given=word, forms=forms, field=field),
                tr("write the day so, or add the way it is written to dates of its kind in qms.yaml"),
            )

    def _folded_words(self, field: str) -> set[str]:
        return {
            word.casefold() for name, words in self._kind.values.items() if name == field for word in words
        }

    def days(self) -> Iterator[Flaw]:
        """Yield that two ways of writing days read one text as two days."""
        for one, other in combinations(self._kind.dates, 2):
            text = written_as(_TELLING, one)
            if read_day(text, (other,)) not in (None, _TELLING):
                yield self._flaw(
                    ("dates", self._kind.dates.index(other)),
                    tr("{text} is one day as {one} and another as {other}", text=text, one=one, other=other),
                    tr("name one of the two, and make another kind for files that write days otherwise"),
                )

    def approvals(self) -> Iterator[Flaw]:
        """Yield that what is said of tags does not go together."""
        kind = self._kind
        if kind.tags is not None and "tags" not in kind.approvals:
            yield self._flaw(
                ("tags",),
                tr("how tags are named is said, but not that they approve anything"),
                tr("write approvals: [tags], or delete the line"),
            )
        if "tags" in kind.approvals and kind.tags is None:
            yield self._flaw(
                ("approvals", kind.approvals.index("tags")),
                tr("tags approve, and nothing says how they are named"),
                tr("write for example tags: {example}", example='"{id}_{revision}"'),
            )
        named = set(re.findall(r"\{([a-z]+)", kind.tags or ""))
        if not named <= _OF_TAGS:  # without a document in its name a tag is about all of them
            yield self._flaw(
                ("tags",),
                tr(
                    "a tag can name the id, slug, language and revision of a document, and {pattern} asks for more",
                    pattern=kind.tags or "",
                ),
                tr("write for example tags: {example}", example='"{id}_{revision}"'),
            )


def _no_status(given: str) -> tuple[Message, Message]:
    near = closest(given, _MEANT)
    return (
        tr("{given} is no status a document can have", given=given),
        tr("did you mean {near}? It is one of: {expected}", near=near, expected=", ".join(_MEANT))
        if near
        else tr("write one of: {expected}", expected=", ".join(_MEANT)),
    )


def _no_interval(given: str) -> tuple[Message, Message]:
    return tr("{given} is no interval that qmsctl knows", given=given), tr("write for example 12 months")
