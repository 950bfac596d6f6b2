"""Which subjects a rule can be asked about, where documents are kept in forms that leave fields out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from qmsctl.control.arrived import last_arrived
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.schema import Filed
from qmsctl.rule import AnyRule

__all__ = ["EARLIER", "UNREAD", "Applicable"]

UNREAD: Final = "unread"
"""Stands for the fields where those of a document cannot be read: nobody knows what they say."""
EARLIER: Final = "since"
"""Stands for the fields where a document was not changed since the rules apply to its kind."""


class Applicable:
    """Sorts the subjects of rules in one system by whether there is anything to ask.

    Only a system with kinds of documents needs one: in qmsctl's own form there is a place for every field.
    """

    def __init__(self, system: System) -> None:
        self._system: Final = system
        self._kinds: Final = system.organisation.kinds
        self._tells: Final[dict[tuple[str, tuple[str, ...]], bool]] = {}

    def among(self, rule: AnyRule, subjects: Iterable[object], left_out: Counter[str]) -> Iterator[object]:
        """Yield those of *subjects* that *rule* can be asked about, and count the others in *left_out*.

        Args:
            rule: what is asked.
            subjects: all that it looks at.
            left_out: by the fields that no kind names, or by `UNREAD` or `EARLIER`.
        """
        needs, old = rule.needs, self._old
        if not needs and not old:
            yield from subjects
            return
        untold = " / ".join(needs)
        for subject in subjects:
            filed = self._document(subject)
            if filed is not None and filed.path in old:
                left_out[EARLIER] += 1
            elif filed is not None and needs and filed.path in self._unread:
                left_out[UNREAD] += 1
            elif needs and not self._can_tell(filed, subject, needs):
                left_out[untold] += 1
            else:
                yield subject

    def _can_tell(self, filed: Filed[Document] | None, subject: object, needs: tuple[str, ...]) -> bool:
        """Return whether *subject*, which is the document *filed* if it is one, could say one of *needs*."""
        if "approvals" in needs and isinstance(subject, ControlledDocument) and subject.approved:
            return True  # a record approved it, which counts for every kind
        if filed is not None:
            return not isinstance(filed.fact, MappedDocument) or self._told(filed.fact, needs)
        return isinstance(subject, Filed | ControlledDocument) or self._anybody_tells(needs)

    def _document(self, subject: object) -> Filed[Document] | None:
        """Return the document that *subject* is: what is a file holds for all files."""
        if isinstance(subject, ControlledDocument):
            return subject.working
        if isinstance(subject, Filed) and isinstance(subject.fact, Document):
            return subject
        return None

    @cached_property
    def _mapped(self) -> tuple[tuple[Filed[Document], MappedDocument], ...]:
        return tuple(
            (one, one.fact) for one in self._system.qms.documents if isinstance(one.fact, MappedDocument)
        )

    def _told(self, fact: MappedDocument, needs: tuple[str, ...]) -> bool:
        """Return whether anything says one of the fields *needs* of the document *fact*."""
        key = (fact.kind, needs)
        if key not in self._tells:
            kind = self._kinds[fact.kind]
            self._tells[key] = any(kind.tells(name) for name in needs)
        demanded = self._system.organisation.types.get(fact.type)
        by_type = "review_every" in needs and demanded is not None and demanded.review_every is not None
        by_map = "clauses" in needs and fact.id in self._system.qms.mapped.by_document
        return self._tells[key] or by_type or by_map

    def _anybody_tells(self, needs: tuple[str, ...]) -> bool:
        """Return whether any document of the system could say one of the fields *needs*."""
        key = ("", needs)
        if key not in self._tells:
            by_map = "clauses" in needs and bool(self._system.qms.mapped.clauses)
            self._tells[key] = (not self._mapped or by_map) or any(
                not isinstance(one.fact, MappedDocument) or self._told(one.fact, needs)
                for one in self._system.qms.documents
            )
        return self._tells[key]

    @cached_property
    def _unread(self) -> frozenset[str]:
        """The files of documents whose fields cannot be read."""
        return frozenset(one.path for one, _ in self._mapped if one.path in self._system.malformed)

    @cached_property
    def _old(self) -> frozenset[str]:
        """The files of documents that nobody has changed since the rules apply to their kind."""
        since = {name: kind.since for name, kind in self._kinds.items() if kind.since is not None}
        dated = [(one, since[fact.kind]) for one, fact in self._mapped if fact.kind in since]
        if not dated:
            return frozenset()
        system = self._system
        changed = last_arrived(system.history, (one.path for one, _ in dated))
        old = set()
        for one, begins in dated:
            moment, held = changed.get(one.path), system.history.files.get(one.path)
            # What is not what the last commit holds was changed today.
            unchanged = held is not None and one.source.is_blob(held)
            if moment is not None and unchanged and system.day_of(moment) < begins:
                old.add(one.path)
        return frozenset(old)
