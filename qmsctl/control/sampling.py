"""Samples: which rows of a register are drawn.  The same question about the same bytes draws the same rows.

`docs/sampling.md` specifies the algorithm, with vectors; it hangs on SHA-256 and whole numbers alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final

from qmsctl.control.row_conditions import column_of, condition_on
from qmsctl.documents.csv_table import Row, Table
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.record import Sample
from qmsctl.model.schema import closest

__all__ = [
    "ALGORITHM",
    "METHODS",
    "Drawn",
    "Stratum",
    "Wanted",
    "allotted",
    "asked_again",
    "draw",
    "size_by_rule",
    "stated_seed",
]

ALGORITHM: Final = "qmsctl-sample-1"
"""Names how rows are drawn; another way gets another name, and this one stays."""

METHODS: Final = ("random", "systematic", "judgement", "all")

_ROOT: Final = re.compile(r"(?P<factor>\d{1,9}(?:[.,]\d{1,9})?)?sqrt", re.ASCII)
_SHARE: Final = re.compile(r"(?P<percent>\d{1,9}(?:[.,]\d{1,9})?)%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to draw."""

    method: str = "random"
    """One of `METHODS`."""
    size: int | None = None
    rule: str | None = None
    """`all`, `sqrt`, `0.6sqrt`, `10%`: in place of a size."""
    seed: str | None = None
    strata: str | None = None
    """A column: each of its values gets its share."""
    filter: tuple[str, ...] = ()
    """Conditions such as `Status=closed`; a row has to meet them all."""
    named: tuple[str, ...] = ()
    """The rows that somebody chose: by their names, or as `#` and the number."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """The rows that have one value in the column of the strata."""

    value: str
    population: int
    size: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn."""

    method: str
    population: int
    """The rows that meet the filter."""
    seed: str | None
    strata: tuple[Stratum, ...]
    rows: tuple[Row, ...]
    """In the order of the register."""

    @property
    def size(self) -> int:
        """How many rows were drawn."""
        return len(self.rows)


def asked_again(sample: Sample) -> Wanted:
    """Return the question whose answer *sample* records; its rule is a size by now."""
    counted = sample.method in ("random", "systematic")
    chosen = sample.method == "judgement"
    return Wanted(
        sample.method or "-",
        sample.size if counted else None,
        None,
        sample.seed if counted else None,
        sample.strata if counted else None,
        sample.filter,
        tuple(f"#{number}" for number in sample.rows) if chosen else (),
    )


def draw(table: Table, wanted: Wanted) -> Drawn:
    """Return the rows of *table* that *wanted* draws.

    Raises:
        RefusedError: it cannot be drawn; the message says why.
    """
    _refuse_contradictions(wanted)
    conditions = [condition_on(table, text) for text in wanted.filter]
    met = [row for row in table.rows if all(meets(row) for meets in conditions)]
    if not met:
        raise RefusedError(
            tr("no row of {path} meets the filter", path=table.path),
            tr("look at the values that its columns hold"),
        )
    if wanted.method == "judgement":
        rows = _named(table, met, wanted.named)
        return Drawn("judgement", len(met), None, (), rows)
    size = _size(len(met), wanted)
    if size == len(met) and (wanted.method == "all" or wanted.rule == "all"):
        return Drawn("all", len(met), None, (), tuple(met))
    seed = stated_seed(wanted.seed)
    strata = _strata(table, met, wanted.strata)
    sizes = allotted(size, [len(rows) for _, rows in strata])
    take = _at_random if wanted.method == "random" else _at_intervals
    drawn = [
        row
        for (value, rows), share in zip(strata, sizes, strict=True)
        for row in take(rows, share, seed, value)
    ]
    shown = () if wanted.strata is None else _shares(strata, sizes)
    return Drawn(wanted.method, len(met), seed, shown, tuple(sorted(drawn, key=lambda row: row.number)))


def _refuse_contradictions(wanted: Wanted) -> None:
    """Refuse a question that says two things at once.

    Raises:
        RefusedError: it does, or it says nothing of how many are wanted.
    """
    if wanted.method not in METHODS:
        raise RefusedError(
            tr("{word} is no value of {option}", word=wanted.method, option="--method"),
            tr("write one of: {expected}", expected=", ".join(METHODS)),
        )
    if wanted.size is not None and wanted.rule is not None:
        raise RefusedError(tr("a size and a rule say how many twice"), tr("give --size or --rule, not both"))
    chosen = wanted.method == "judgement"
    if chosen != bool(wanted.named):
        raise RefusedError(
            tr("a sample by judgement names its rows")
            if chosen
            else tr("rows are named only for a sample by judgement"),
            tr("name each with --row: its name, or # and its number"),
        )
    counted = wanted.size is not None or (wanted.rule is not None and wanted.rule != "all")
    if wanted.method in ("judgement", "all") and (counted or wanted.strata or wanted.seed):
        raise RefusedError(
            tr(
                "with the method {method}, neither a size nor strata nor a seed are needed",
                method=wanted.method,
            ),
            tr("leave them out, or choose another method"),
        )
    if not (wanted.method in ("judgement", "all") or wanted.size is not None or wanted.rule):
        raise RefusedError(
            tr("how many rows are to be drawn is not said"),
            tr("give --size NUMBER, or --rule: all, sqrt, 0.6sqrt, 0.8sqrt, 10%"),
        )


def stated_seed(seed: str | None) -> str:
    """Return *seed* as it is written down.

    Raises:
        RefusedError: it is empty, or holds what a line does not show.
    """
    text = unicodedata.normalize("NFC", (seed or "").strip())
    if not text or not text.isprintable():
        raise RefusedError(
            tr("a seed is a word that can be typed again"), tr("give letters or digits with --seed")
        )
    return text


def _size(population: int, wanted: Wanted) -> int:
    """Return how many rows are drawn out of *population*.

    Raises:
        RefusedError: none, or more than there are.
    """
    if wanted.method == "all":
        return population
    size = wanted.size if wanted.rule is None else size_by_rule(population, wanted.rule)
    if size is None or size < 1:
        raise RefusedError(tr("a sample of nothing shows nothing"), tr("draw at least one row with --size"))
    if size > population:
        raise RefusedError(
            tr("{size} cannot be drawn from {population}", size=size, population=population),
            tr("give a smaller --size, or take everything with --method all"),
        )
    return size


def size_by_rule(population: int, rule: str) -> int:
    """Return how many *rule* wants out of *population*, rounded up.

    Raises:
        RefusedError: nobody knows such a rule.
    """
    if rule == "all":
        return population
    if root := _ROOT.fullmatch(rule):
        factor = _fraction(root["factor"] or "1")
        squared = factor.numerator**2 * population
        # The least whole number that is not below the factor times the root; no root is rounded on the way.
        least = isqrt(squared - 1) + 1 if squared else 0
        return min(-(-least // factor.denominator), population)
    if share := _SHARE.fullmatch(rule):
        exact = _fraction(share["percent"]) * population / 100
        return min(-(-exact.numerator // exact.denominator), population)
    raise RefusedError(
        tr("{rule} is no rule for the size of a sample", rule=rule),
        tr("write all, sqrt, a factor and sqrt such as 0.6sqrt, or a share such as 10%"),
    )


def _fraction(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _strata(table: Table, rows: Sequence[Row], column: str | None) -> list[tuple[str, list[Row]]]:
    """Return *rows* by their value in *column*, in the order of the values; without one, all together."""
    if column is None:
        return [("", list(rows))]
    index = column_of(table, column)
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.cells[index], []).append(row)
    return sorted(found.items())


def allotted(size: int, populations: Sequence[int]) -> list[int]:
    """Share *size* among strata of *populations* in proportion, by the largest remainder.

    Of equal remainders the larger stratum counts as larger, and of equal strata the earlier one.
    """
    whole = sum(populations)
    sizes = [size * population // whole for population in populations]
    by_remainder = sorted(
        range(len(populations)),
        key=lambda index: (-(size * populations[index] % whole), -populations[index], index),
    )
    for index in by_remainder[: size - sum(sizes)]:
        sizes[index] += 1
    return sizes


def _shares(strata: Sequence[tuple[str, list[Row]]], sizes: Sequence[int]) -> tuple[Stratum, ...]:
    return tuple(Stratum(value, len(rows), size) for (value, rows), size in zip(strata, sizes, strict=True))


def _digest(*words: str) -> bytes:
    return hashlib.sha256("\n".join((ALGORITHM, *words)).encode()).digest()


def _at_random(rows: Sequence[Row], size: int, seed: str, stratum: str) -> Sequence[Row]:
    """Return the *size* rows whose digests come first."""
    del stratum  # the number of a row tells it from all others already
    return sorted(rows, key=lambda row: (_digest(seed, "row", str(row.number)), row.number))[:size]


def _at_intervals(rows: Sequence[Row], size: int, seed: str, stratum: str) -> Sequence[Row]:
    """Return *size* rows at equal distances, from a beginning that the seed says."""
    start = int.from_bytes(_digest(seed, "start", stratum)) % len(rows)
    return [rows[(start + step * len(rows)) // size] for step in range(size)]


def _named(table: Table, rows: Sequence[Row], names: Sequence[str]) -> tuple[Row, ...]:
    """Return the *rows* that *names* name, in the order of the register.

    Raises:
        RefusedError: a name names none of them, or several.
    """
    chosen: dict[int, Row] = {}
    for name in names:
        wanted = " ".join(unicodedata.normalize("NFC", name).split())
        found = [row for row in rows if wanted in (f"#{row.number}", row.name)]
        if not found:
            near = closest(wanted, [row.name for row in rows])
            raise RefusedError(
                tr("no row of {path} is called {name}", path=table.path, name=name),
                tr("did you mean {near}?", near=near)
                if near
                else tr("name it as the sample shows it, or by # and its number"),
            )
        if len(found) > 1:
            raise RefusedError(
                tr("more than one row of {path} is called {name}", path=table.path, name=name),
                tr("name it by # and its number, such as {example}", example=f"#{found[0].number}"),
            )
        chosen[found[0].number] = found[0]
    return tuple(chosen[number] for number in sorted(chosen))
