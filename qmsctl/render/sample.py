"""A sample as text: for terminals, as plain lines, Markdown, a page to print, CSV and JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.control.registers import PinnedRegister
from qmsctl.control.sampling import ALGORITHM, Drawn, Wanted
from qmsctl.messages import Message, tr
from qmsctl.model.plain import as_plain
from qmsctl.model.record import Sample
from qmsctl.papers.blocks import Paper
from qmsctl.render import sheet
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet import Sheet, Table
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.marks import SAMPLING
from qmsctl.reports.shown import Code, Fact, Shown, short

__all__ = [
    "FORMATS",
    "SampleSheet",
    "again",
    "recorded",
    "render_sample",
    "render_sample_console",
    "sample_paper",
]

SCHEMA: Final = "qmsctl.sample/1"


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """A sample and where it comes from."""

    organisation: str
    register: PinnedRegister
    wanted: Wanted
    drawn: Drawn
    sample: Sample
    """What evidence that looked at these rows records of them."""
    recordable: bool = False
    """Whether evidence that is recorded now would draw them from the same register."""


def render_sample(sample: SampleSheet, format: str, language: str) -> str:
    """Return *sample* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](sample, language)


def render_sample_console(sample: SampleSheet, language: str, *, width: int, colour: bool) -> str:
    """Return *sample* for a terminal."""
    return sheet.console(_sheet(sample), language, width=width, colour=colour)


def sample_paper(sample: SampleSheet, written: str) -> Paper:
    """Return *sample* as a paper; *written* is the language of the register."""
    return sheet_paper(_sheet(sample), "sample", sample.register.path, written)


def again(sample: SampleSheet) -> str:
    """Return the command that draws the same rows."""
    wanted, drawn = sample.wanted, sample.drawn
    words = ["qmsctl", "sample", sample.register.path, "--rev", sample.register.commit]
    words += ["--method", drawn.method]
    if drawn.method in ("random", "systematic"):
        words += ["--rule", wanted.rule] if wanted.rule else ["--size", str(drawn.size)]
        words += ["--seed", str(drawn.seed)]
        words += ["--strata", wanted.strata] if wanted.strata else []
    for condition in wanted.filter:
        words += ["--where", condition]
    if drawn.method == "judgement":
        for row in drawn.rows:
            words += ["--row", f"#{row.number}"]
    return shlex.join(words)


def recorded(sample: SampleSheet) -> str | None:
    """Return the command that records the rows as evidence, asking for the rest; `None`: it would draw others."""
    if not sample.recordable:
        return None
    wanted, drawn = sample.wanted, sample.drawn
    words = ["qmsctl", "evidence", "add", "--register", sample.register.path, "--sampling", drawn.method]
    if drawn.method in ("random", "systematic"):
        words += ["--sample-rule", wanted.rule] if wanted.rule else ["--sample-size", str(drawn.size)]
        words += ["--seed", str(drawn.seed)]
        words += ["--strata", wanted.strata] if wanted.strata else []
    for condition in wanted.filter:
        words += ["--filter", condition]
    if drawn.method == "judgement":
        for row in drawn.rows:
            words += ["--row", f"#{row.number}"]
    return shlex.join(words)


def _facts(sample: SampleSheet) -> Iterator[Fact]:
    register, drawn, wanted = sample.register, sample.drawn, sample.wanted
    yield Fact(tr("Register"), register.path)
    yield Fact(tr("Commit"), register.commit)
    yield Fact(tr("SHA-256 of the register"), register.digest)
    if wanted.filter:
        yield Fact(tr("Only rows where"), wanted.filter)
    yield Fact(tr("Population"), str(drawn.population))
    yield Fact(tr("Sample size"), str(drawn.size))
    if wanted.rule:
        yield Fact(tr("Rule for the size"), wanted.rule)
    yield Fact(tr("Method"), SAMPLING.get(drawn.method, drawn.method))
    if drawn.seed:
        yield Fact(tr("Seed"), drawn.seed)
    if wanted.strata and drawn.strata:
        yield Fact(tr("Strata"), wanted.strata)
    yield Fact(tr("To draw it again"), Code(again(sample)))
    if (command := recorded(sample)) is not None:
        yield Fact(tr("To record it as evidence"), Code(command))


def _sheet(sample: SampleSheet) -> Sheet:
    register, drawn = sample.register, sample.drawn
    columns = (tr("Row"), *map(_as_it_is, register.table.columns))
    rows: tuple[tuple[Shown, ...], ...] = tuple((str(row.number), *row.cells) for row in drawn.rows)
    tables = [
        Table(
            tr("Rows chosen") if drawn.method == "judgement" else tr("Rows drawn"), columns, rows, key="rows"
        )
    ]
    if drawn.strata:
        shares = tuple(
            (one.value, tr("{size} of {population}", size=one.size, population=one.population))
            for one in drawn.strata
        )
        headings = (_as_it_is(str(sample.wanted.strata)), tr("Sample size"))
        tables.append(Table(tr("Shares of the strata"), headings, shares, key="strata"))
    return Sheet(
        sample.organisation,
        tr("Sample of {register}", register=register.path),
        tuple(_facts(sample)),
        (),
        tr("Cannot be established"),
        tuple(tables),
        tr("Drawn from commit {commit} by {algorithm}.", commit=short(register.commit), algorithm=ALGORITHM),
    )


def _as_it_is(text: str) -> Message:
    """Return the name of a column as a heading: it has no language of its own."""
    return Message("{text}", (("text", text),))


def _csv(sample: SampleSheet, language: str, *, excel: bool = False) -> str:
    headings = [tr("Row").into(language), *sample.register.table.columns]
    return csv_text(headings, ([str(row.number), *row.cells] for row in sample.drawn.rows), excel=excel)


def _json(sample: SampleSheet, language: str) -> str:
    """Return *sample* for programs, and for `qmsctl evidence add`; the schema is `docs/schema/sample-1.json`."""
    drawn, columns = sample.drawn, sample.register.table.columns
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": sample.organisation,
        "language": language,
        "algorithm": ALGORITHM,
        "sample": as_plain(sample.sample),
        "rule": sample.wanted.rule,
        "strata": [
            {"value": one.value, "population": one.population, "size": one.size} for one in drawn.strata
        ],
        "rows": [
            {"number": row.number, "line": row.line, "cells": dict(zip(columns, row.cells, strict=True))}
            for row in drawn.rows
        ],
        "command": again(sample),
        "record": recorded(sample),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


FORMATS: Final[Mapping[str, Callable[[SampleSheet, str], str]]] = {
    "plain": lambda sample, language: sheet.plain(_sheet(sample), language),
    "markdown": lambda sample, language: sheet.markdown(_sheet(sample), language),
    "html": lambda sample, language: html(_sheet(sample), language),
    "csv": _csv,
    "csv-excel": lambda sample, language: _csv(sample, language, excel=True),
    "json": _json,
}
