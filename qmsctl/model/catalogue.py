"""Catalogues of clauses or criteria of an organisation's own, and maps of their clauses to documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Final, Literal

from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw, Malformed, Source
from qmsctl.messages import tr
from qmsctl.model.values import FORBID_UNKNOWN, Named
from qmsctl.standards import SHIPPED, Clause, Edition, edition, own_edition

__all__ = ["Catalogue", "CatalogueClause", "ClauseMap", "edition_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueClause:
    """A clause, or a criterion: its number and its title, and no text of a standard."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: Named
    """One that lies below another begins with its number and a point: `CC6.1` below `CC6`."""
    title: Named
    title_pl: Named | None = None
    kind: Literal["group", "info"] | None = None
    """Left out: it holds requirements, unless others lie below it."""
    corresponds: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)
    """By edition that comes with qmsctl: its clauses that are about part of the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The clauses of a standard, or criteria of the organisation's own."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    title: Named
    """What reports call it."""
    names: tuple[Named, ...] = ()
    """What else people type for it."""
    source: Named | None = None
    """Where numbers and titles come from."""
    clauses: tuple[CatalogueClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseMap:
    """Which documents answer which clauses of one edition, for documents that do not say it themselves."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    clauses: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)
    """By clause: the ids of the documents."""


_EMPTY: Final = Catalogue(title="-", clauses=())


@lru_cache(maxsize=16)
def edition_in(key: str, path: str, raw: bytes) -> tuple[Edition, tuple[Flaw | Malformed, ...]]:
    """Return the edition that a catalogue states, and what is wrong with it.

    Args:
        key: by which `qms.yaml` and documents name it.
        path: of the catalogue, from the folder of `qms.yaml`.
        raw: its bytes.
    """
    from qmsctl.documents.yaml import read_yaml  # noqa: PLC0415 - heavy, and only needed where there is one
    from qmsctl.model.schema import as_fact  # noqa: PLC0415

    source = read_yaml(path, raw)
    if isinstance(source, Malformed):
        return _edition(key, _EMPTY), (source,)
    stated, flaws = as_fact(source, Catalogue)
    if stated is None:
        return _edition(key, _EMPTY), (*source.flaws, *flaws)
    # Of what was left out the places of the rest are no longer known.
    return _edition(key, stated), (*source.flaws, *(flaws or _faults(stated, source)))


def _edition(key: str, stated: Catalogue) -> Edition:
    above = {one.id.rpartition(".")[0] for one in stated.clauses}
    above |= {begun.rpartition(".")[0] for one in stated.clauses for begun in _above(one.id)}
    clauses = [
        Clause(
            one.id,
            one.kind or ("group" if one.id in above else "leaf"),
            (("en", one.title), ("pl", one.title_pl or one.title)),
        )
        for one in stated.clauses
    ]
    return own_edition(
        key, stated.title, [name.casefold() for name in stated.names], clauses, [*_corresponds(stated)]
    )


def _corresponds(stated: Catalogue) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of clauses that hold requirements; one above others stands for all of them."""
    for one in stated.clauses:
        for other, numbers in one.corresponds.items():
            if other in SHIPPED:
                leaves = (leaf.id for number in numbers for leaf in edition(other).leaves_under(number))
                yield from ((other, one.id, leaf) for leaf in dict.fromkeys(leaves))


def _above(id: str) -> Iterator[str]:
    while "." in id:
        id = id.rpartition(".")[0]
        yield id


def _faults(stated: Catalogue, source: Source) -> Iterator[Flaw]:
    """Yield a flaw for each clause that is given twice, and for a catalogue without any."""
    if not stated.clauses:
        yield Flaw(
            "wrong-value",
            source.at("clauses"),
            tr("the catalogue {path} has no clauses, so everything would seem answered", path=source.path),
            tr("write for example {example}", example="clauses: [{id: 4.1, title: Context}]"),
        )
    first: dict[str, Place] = {}
    for index, one in enumerate(stated.clauses):
        place = source.at("clauses", index, "id")
        if one.id in first:
            yield Flaw(
                "wrong-value",
                place,
                tr(
                    "clause {clause} is given twice, first on line {line}",
                    clause=one.id,
                    line=first[one.id].line,
                ),
                tr("keep one of the two, or correct its number"),
            )
        first.setdefault(one.id, place)
        yield from _unknown_pairs(one, index, source)


def _unknown_pairs(one: CatalogueClause, index: int, source: Source) -> Iterator[Flaw]:
    """Yield a flaw for each edition or clause that does not come with qmsctl."""
    for other, numbers in one.corresponds.items():
        if other not in SHIPPED:
            yield Flaw(
                "wrong-value",
                source.at_key("clauses", index, "corresponds", other),
                tr("no edition is called {edition}", edition=other),
                tr("write one of: {expected}", expected=", ".join(SHIPPED)),
            )
            continue
        for at, number in enumerate(numbers):
            if not edition(other).leaves_under(number):
                yield Flaw(
                    "wrong-value",
                    source.at("clauses", index, "corresponds", other, at),
                    tr("{edition} has no clause {clause}", edition=edition(other).designation, clause=number),
                    tr("correct the number, or take it out"),
                )
