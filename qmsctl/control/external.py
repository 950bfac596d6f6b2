"""Documents of external origin: when they were verified and changed, and which documents cite them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qmsctl.control.documents import ControlledDocument
from qmsctl.model.document import Document
from qmsctl.model.external import External
from qmsctl.model.values import add_months

__all__ = ["ExternalAct", "ExternalActs", "last_looked_at"]


@dataclass(frozen=True, slots=True)
class ExternalAct:
    """A document of external origin on a day."""

    id: str
    external: External
    changed: dt.date | None
    """The day its last change took effect; `None` if that is still to come, or not known."""
    verified: dt.date | None
    """When somebody last looked whether it has changed."""

    @property
    def due(self) -> dt.date | None:
        """By when somebody has to look again; `None` if nobody ever did."""
        return None if self.verified is None else add_months(self.verified, self.external.verify_every)


@dataclass(frozen=True, slots=True)
class ExternalActs:
    """The documents of external origin of a system."""

    by_id: Mapping[str, ExternalAct]
    names: Mapping[str, str]
    """By how they are called, in small letters: their ids."""
    pattern: re.Pattern[str] | None
    """Finds any of the names."""

    @classmethod
    def of(cls, documents: Iterable[ControlledDocument], day: dt.date) -> ExternalActs:
        """Return those among *documents*, as they stand on *day*."""
        acts: dict[str, ExternalAct] = {}
        names: dict[str, str] = {}
        for document in documents:
            stated = document.working.fact if document.working and document.withdrawn is None else None
            if stated is None or stated.external is None:
                continue
            external = stated.external
            days = (external.verified, last_looked_at(document, day))
            verified = max((one for one in days if one is not None and one <= day), default=None)
            changed = external.changed if external.changed and external.changed <= day else None
            acts.setdefault(stated.id, ExternalAct(stated.id, external, changed, verified))
            for name in (*external.cited_as, stated.id, stated.title):
                names.setdefault(" ".join(name.casefold().split()), stated.id)
        words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return cls(acts, names, re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None)

    def cited_by(self, document: Document) -> Iterator[tuple[tuple[str, int], ExternalAct]]:
        """Yield each that *document* cites, with the path of the field that does."""
        for index, cited in enumerate(document.legal_basis if self.pattern else ()):
            folded = " ".join(cited.casefold().split())
            ids = {self.names[one[0]]: None for one in self.pattern.finditer(folded)} if self.pattern else {}
            for id in ids:
                yield ("legal_basis", index), self.by_id[id]
        for index, id in enumerate(document.related):
            if id in self.by_id:
                yield ("related", index), self.by_id[id]


def last_looked_at(document: ControlledDocument, day: dt.date) -> dt.date | None:
    """Return the last day on which anybody decided that *document* is right as it is, up to *day*."""
    meanings = ("approved", "reaffirmed", "checked")
    decided = (d.record.fact.decided for d in document.decisions if d.record.fact.meaning in meanings)
    return max((one for one in decided if one <= day), default=None)
