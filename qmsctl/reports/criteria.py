"""What an audit judges by, as a report names it: editions, documents, acts of law."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.messages import LANGUAGES, Message, list_of, tr, tr_n
from qmsctl.messages.days import format_month
from qmsctl.model.document import Criterion
from qmsctl.model.values import add_months
from qmsctl.reports.shown import Joined, Mark, Shown, Tone, Translated
from qmsctl.standards import Clause, Edition, clause_key, edition

__all__ = [
    "CriterionNamed",
    "amendments_said",
    "clause_list",
    "clause_title",
    "criteria_named",
    "criterion_named",
    "document_named",
    "edition_deadline",
    "edition_named",
    "known_edition",
    "standard_named",
]

SOON_IN_MONTHS: Final = 12
"""How long before the end of a transition the note becomes a warning."""


@dataclass(frozen=True, slots=True)
class CriterionNamed:
    """One criterion of the audit."""

    name: Shown
    edition: str | None
    """The key of the edition, if it is one."""
    clauses: tuple[str, ...]
    deadline: Mark | None
    """What is to be said about the end of the edition."""

    @property
    def extent(self) -> Message | None:
        """The part of the edition that counts."""
        if self.edition is None:
            return None
        return clause_list(self.clauses) if self.clauses else tr("all clauses")


def known_edition(key: str) -> Edition | None:
    """Return the edition *key*, or `None` if qmsctl does not know it."""
    try:
        return edition(key)
    except KeyError:
        return None


def edition_named(key: str) -> Translated | str:
    """Return the designation of the edition *key*, or the key itself."""
    known = known_edition(key)
    return Translated((("en", known.designation), *known.national)) if known else key


_BODIES: Final = {"iso": "ISO", "iec": "IEC", "en": "EN", "pn": "PN"}
_STANDARD: Final = re.compile(
    rf"((?:{'|'.join(_BODIES)})(?:[ /_-](?:{'|'.join(_BODIES)}))*)[ _-]?(\d[\d-]*(?::\d{{4}})?)"
)
"""How files name a standard: whose it is, its number, and perhaps its year."""


def standard_named(key: str) -> Shown:
    """Return the name by which people know the standard *key*, be it an edition of the organisation or any other."""
    found = _STANDARD.fullmatch(key.casefold())
    if known_edition(key) is not None or found is None:
        return edition_named(key)
    bodies = [_BODIES[body] for body in re.split(r"[ /_-]", found[1])]
    national = [body for body in bodies if body in ("PN", "EN")]
    international = [body for body in bodies if body not in national]
    return " ".join(filter(None, ("-".join(national), "/".join(international), found[2])))


def amendments_said(key: str, day: dt.date) -> tuple[Message, ...]:
    """Return what has become part of the edition *key* by *day*, each with the clauses that it is about."""
    known = known_edition(key)
    return tuple(
        tr(
            "{amendment} is part of {edition} since {month} ({clauses}): {what}",
            amendment=Translated((("en", one.designation), *one.national)),
            edition=Translated((("en", known.designation), *known.national)),
            month=Translated(tuple((code, format_month(one.begins, code)) for code in LANGUAGES)),
            clauses=clause_list(one.clauses),
            what=Translated(one.what),
        )
        for one in (known.amended(day) if known else ())
        if known
    )


def clause_title(clause: Clause) -> Translated:
    """Return the title of *clause*."""
    return Translated(clause.titles)


def clause_list(clauses: Iterable[str]) -> Message:
    """Return *clauses* in a phrase, 8.2 before 8.10."""
    ordered = sorted(set(clauses), key=clause_key)
    return tr_n("clause {clauses}", "clauses {clauses}", len(ordered), clauses=list_of(ordered))


def document_named(id: str, system: System) -> Shown:
    """Return id and title of a document, in every language it exists in."""
    versions = system.documents_by_id.get(id, ())
    titles = tuple((d.language, d.document.title) for d in versions if d.document is not None)
    if not titles:
        return tr("{document} (there is no such document)", document=id)
    return Joined((id, Translated(titles)))


def criterion_named(criterion: Criterion, system: System, day: dt.date | None = None) -> CriterionNamed:
    """Return *criterion* as it is shown; with a *day*, also what is to be said of its edition then."""
    if criterion.edition is not None:
        deadline = edition_deadline(criterion.edition, day) if day else None
        clauses = tuple(sorted(criterion.clauses, key=clause_key))
        return CriterionNamed(edition_named(criterion.edition), criterion.edition, clauses, deadline)
    if criterion.document is not None:
        return CriterionNamed(document_named(criterion.document, system), None, (), None)
    return CriterionNamed(criterion.act, None, (), None)


def criteria_named(criteria: Iterable[Criterion], system: System) -> tuple[Shown, ...]:
    """Return *criteria* as one line each."""
    return tuple(_line(criterion_named(criterion, system)) for criterion in criteria)


def _line(named: CriterionNamed) -> Shown:
    return Joined((named.name, named.extent)) if named.edition and named.clauses else named.name


def edition_deadline(key: str, day: dt.date) -> Mark | None:
    """Return what a reader must know on *day* of the edition *key* if another has taken its place by then."""
    known = known_edition(key)
    if known is None or known.superseded is None or known.transition_end is None or day < known.superseded:
        return None
    if day > known.transition_end:
        word = tr(
            "a new edition of the standard was published on {day}; certificates could name this one until {end}",
            day=known.superseded,
            end=known.transition_end,
        )
        return Mark(word, "✗", Tone.BAD)
    near = day >= add_months(known.transition_end, -SOON_IN_MONTHS)
    word = tr(
        "a new edition of the standard was published on {day}; certificates may name this one until {end}",
        day=known.superseded,
        end=known.transition_end,
    )
    return Mark(word, "▲" if near else "●", Tone.CAUTION if near else Tone.CALM)
