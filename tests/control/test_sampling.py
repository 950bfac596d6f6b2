"""Samples: the vectors of `docs/sampling.md`, and what holds for every sample."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from math import ceil, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.control.sampling import Wanted, allotted, asked_again, draw, size_by_rule
from qmsctl.documents.csv_table import Table, read_table
from qmsctl.errors import RefusedError
from qmsctl.model.record import Sample
from tests.catalogues import ROOT


def fence(kind: str) -> str:
    """Return what stands in the fence *kind* of the specification."""
    return PAGE.partition(f"```{kind}\n")[2].partition("```")[0]


PAGE = (ROOT / "docs/sampling.md").read_text(encoding="utf-8")
REGISTER = read_table("registers/cases.csv", fence("csv register").encode())
VECTORS: list[dict[str, Any]] = json.loads(fence("json vectors"))


def table_of(*units: str) -> Table:
    """Return a register with a row for each of *units*."""
    rows = "".join(f"K.{number},{unit}\n" for number, unit in enumerate(units, 1))
    return read_table("registers/cases.csv", f"nr,unit\n{rows}".encode())


def numbers(table: Table, wanted: Wanted) -> list[int]:
    """Return the numbers of the rows that are drawn."""
    return [row.number for row in draw(table, wanted).rows]


def refusal(table: Table, wanted: Wanted) -> str:
    """Return why nothing can be drawn."""
    with pytest.raises(RefusedError) as refused:
        draw(table, wanted)
    return str(refused.value)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vectors(vector: Mapping[str, Any]) -> None:
    """Each vector of the specification draws the rows that it lists."""
    stated: dict[str, Any] = dict(vector["wanted"])
    stated["filter"] = tuple(stated.get("filter", ()))
    drawn = draw(REGISTER, Wanted(**stated))

    assert vector["population"] == drawn.population
    assert vector["rows"] == [row.number for row in drawn.rows]


tables = st.lists(st.sampled_from("ABC"), min_size=1, max_size=40).map(lambda units: table_of(*units))
seeds = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(
    tables,
    seeds,
    st.integers(1, 40),
    st.sampled_from(["random", "systematic"]),
    st.sampled_from([None, "unit"]),
)
def test_every_sample(table: Table, seed: str, size: int, method: str, strata: str | None) -> None:
    """The same question draws the same rows: as many as wanted, each once, in the order of the register."""
    size = min(size, len(table.rows))
    wanted = Wanted(method, size, seed=seed, strata=strata)

    drawn = draw(table, wanted)

    assert drawn == draw(table, wanted)
    found = [row.number for row in drawn.rows]
    assert size == len(found) == len(set(found))
    assert found == sorted(found)
    if strata:
        assert size == sum(stratum.size for stratum in drawn.strata)
        assert Counter(row.cells[1] for row in drawn.rows) == Counter(
            {stratum.value: stratum.size for stratum in drawn.strata if stratum.size}
        )


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.data())
def test_strata_get_their_share(populations: list[int], data: st.DataObject) -> None:
    """Shares add up to the size, and each is the exact proportion, rounded up or down."""
    whole = sum(populations)
    size = data.draw(st.integers(1, whole))

    sizes = allotted(size, populations)

    assert size == sum(sizes)
    for share, population in zip(sizes, populations, strict=True):
        assert share in (size * population // whole, -(-size * population // whole))
        assert share <= population


def test_equal_remainders() -> None:
    """Of equal remainders the larger stratum gets the row, and of equal strata the earlier one."""
    assert [1, 0] == allotted(1, [2, 2])
    assert [0, 1, 1] == allotted(2, [1, 2, 3])


@pytest.mark.parametrize("method", ["random", "systematic"])
def test_every_row_is_equally_likely(method: str) -> None:
    """Over many seeds each row is drawn about as often as any other."""
    table, times = table_of(*"ABCABCAB"), 1000
    drawn = Counter(
        number
        for seed in range(times)
        for number in numbers(table, Wanted(method=method, size=2, seed=str(seed)))
    )

    assert set(range(1, 9)) == set(drawn)
    assert all(abs(count - times / 4) < 70 for count in drawn.values())


@given(st.integers(1, 10**6))
def test_sizes_by_rule(population: int) -> None:
    """Sizes are rounded up and never larger than the population."""
    root = size_by_rule(population, "sqrt")
    assert (root - 1) ** 2 < population <= root**2
    part = size_by_rule(population, "0.6sqrt")
    assert 9 * population <= 25 * part**2
    assert 25 * (part - 1) ** 2 < 9 * population
    assert size_by_rule(population, "0,8sqrt") == min(population, size_by_rule(population, "0.8sqrt"))
    assert -(-population // 10) == size_by_rule(population, "10%")
    assert population == size_by_rule(population, "all") == size_by_rule(population, "250%")


@pytest.mark.parametrize("population", [1, 25, 100, 101, 148])
def test_customary_sizes(population: int) -> None:
    """The root is the one that a pocket calculator shows, rounded up."""
    assert ceil(sqrt(population)) == size_by_rule(population, "sqrt")


def test_seeds_look_alike() -> None:
    """A seed counts as it reads: blanks around it and the way its letters are composed do not."""
    assert numbers(REGISTER, Wanted(size=3, seed="żaba")) == numbers(
        REGISTER, Wanted(size=3, seed=" z\u0307aba ")
    )
    assert numbers(REGISTER, Wanted(size=3, seed="1")) != numbers(REGISTER, Wanted(size=3, seed="01"))


def test_conditions() -> None:
    """Numbers compare as numbers, days as days however they are written, and everything else as text."""
    table = read_table("r.csv", b"nr;kwota;dnia\na;9;2026-03-01\nb;10,5;15.01.2026\nc;-1;2025-12-31\nd;;\n")

    def met(*conditions: str) -> str:
        return "".join(row.name for row in draw(table, Wanted("all", filter=conditions)).rows)

    assert "ab" == met("kwota>=9")
    assert "ac" == met("kwota<=9,0")
    assert "ab" == met("dnia>=2026-01-01")
    assert "bc" == met("dnia<=15.01.2026")
    assert "d" == met("kwota=")
    assert "abc" == met("kwota!=")
    assert "b" == met("kwota >= 10", "dnia >= 2026-01-01")
    assert "ab" == met("nr<=b")


def test_judgement() -> None:
    """Rows are named by their first cell or by number, and come in the order of the register."""
    drawn = draw(REGISTER, Wanted("judgement", named=("K.7.2026", "#2", "K.2.2026")))

    assert [2, 7] == [row.number for row in drawn.rows]
    assert 20 == drawn.population
    assert drawn.seed is None


def test_what_cannot_be_drawn() -> None:
    """Each contradiction is refused in a sentence that names it."""
    twice = read_table("r.csv", b"nr,x\na,1\na,2\n")

    assert "how many" in refusal(REGISTER, Wanted(seed="1"))
    assert "21 cannot be drawn from 20" == refusal(REGISTER, Wanted(size=21, seed="1"))
    assert "nothing" in refusal(REGISTER, Wanted(size=0, seed="1"))
    assert "twice" in refusal(REGISTER, Wanted(size=1, rule="sqrt", seed="1"))
    assert "half is no rule" in refusal(REGISTER, Wanted(rule="half", seed="1"))
    assert "dice" in refusal(REGISTER, Wanted(method="dice", size=1, seed="1"))
    assert "seed" in refusal(REGISTER, Wanted(size=1, seed=" "))
    assert "seed" in refusal(REGISTER, Wanted(size=1, seed="a\x1b[2J"))
    assert "no column uint" in refusal(REGISTER, Wanted(size=1, seed="1", strata="uint"))
    assert "no column x" in refusal(REGISTER, Wanted(size=1, seed="1", filter=("x=1",)))
    assert "no condition" in refusal(REGISTER, Wanted(size=1, seed="1", filter=("unit",)))
    assert "meets the filter" in refusal(REGISTER, Wanted(size=1, seed="1", filter=("unit=Z",)))
    assert "cannot be compared" in refusal(REGISTER, Wanted(size=1, seed="1", filter=("nr>=5",)))
    assert "names its rows" in refusal(REGISTER, Wanted(method="judgement"))
    assert "only for a sample by judgement" in refusal(REGISTER, Wanted(size=1, seed="1", named=("#1",)))
    assert "neither a size" in refusal(REGISTER, Wanted(method="all", seed="1"))
    assert "is called #21" in refusal(REGISTER, Wanted(method="judgement", named=("#21",)))
    assert "more than one row" in refusal(twice, Wanted(method="judgement", named=("a",)))


@given(tables, seeds, st.sampled_from(["random", "systematic", "all", "judgement"]))
def test_asked_again(table: Table, seed: str, method: str) -> None:
    """What evidence records of a sample is enough to draw it again, though a rule said how many."""
    counted = method in ("random", "systematic")
    rows = ("#1",) if method == "judgement" else ()
    first = draw(
        table, Wanted(method, None, "sqrt" if counted else None, seed if counted else None, named=rows)
    )
    recorded = Sample(
        size=first.size, method=first.method, seed=first.seed, rows=tuple(row.number for row in first.rows)
    )

    assert first.rows == draw(table, asked_again(recorded)).rows
