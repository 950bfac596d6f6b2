"""Laws and public holidays are data, and every row says where it was seen and when."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

import qmsctl.law
from qmsctl.data_rows import rows_of
from qmsctl.law import Basis, Length, Unit, laws, laws_by_name
from qmsctl.law.holidays import LOOKED_UP, holidays

FOLDER = Path(qmsctl.law.__file__).parent
FILES = [*sorted(FOLDER.glob("*.psv")), FOLDER / "holidays" / "pl.psv"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fact_has_its_source_and_day(file: Path) -> None:
    """Without both, nobody could look it up again."""
    for row in rows_of(file):
        assert row["source"], row
        assert dt.date(2026, 11, 1) <= dt.date.fromisoformat(row["checked"]), row
        assert Basis(row["basis"]) in Basis
        if row["basis"] == "seen":  # a page that can be opened
            assert re.search(r"https?://", row["source"]), row
        else:  # known from practice: then the act itself, where anybody can compare it
            assert re.match(r"ustawa z \d+ \w+ \d{4} r\. |Dz\.U\. \d{4} ", row["source"]), row


def test_what_kpa_gives_a_complaint() -> None:
    """One month, by article 237; by every word that registers use."""
    kpa = laws_by_name()["kpa"]
    assert kpa is laws()["kpa"]
    rule = kpa.rule("complaint")
    assert rule is not None
    assert (rule.article, rule.length) == ("art. 237 § 1", Length(1, Unit.MONTH))
    assert kpa.rule(" Skarga ") is rule
    assert kpa.rule("petycja") is None


@pytest.mark.parametrize("law", laws().values(), ids=lambda law: law.key)
def test_words_of_a_law_name_one_kind_each(law: qmsctl.law.Law) -> None:
    """No word of a register means two kinds of case."""
    words = [word for rule in law.rules for word in {rule.key, *rule.names}]
    assert sorted(set(words)) == sorted(words)
    assert [laws_by_name()[name].key for name in (law.key, *law.names)] == [law.key] * (1 + len(law.names))


def test_the_list_of_holidays_follows_the_law_of_each_year() -> None:
    """Thirteen days, with Christmas Eve fourteen, and one more in 2018; Sundays come on top."""
    assert {year: len(holidays(year)) for year in LOOKED_UP} == {
        year: 13 + (year >= 2025) + (year == 2018) for year in LOOKED_UP
    }


def test_another_law_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds one writes rows, and no code."""
    head = (FOLDER / "kpa.psv").read_text(encoding="utf-8").splitlines()[0]
    rows = (
        "harbour|Dz.U. 2099 poz. 1|||||Harbour act|Ustawa portowa|port||||recalled|||made up|2026-11-30",
        "berth|art. 5|3|workday|arrival|przybicie|berth|nabrzeże|berth;nabrzeże||||recalled|||made up|2026-11-30",
    )
    (tmp_path / "harbour.psv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    monkeypatch.setattr(qmsctl.law, "_FOLDER", tmp_path)
    laws.cache_clear()
    try:
        rule = laws()["harbour"].rule("Nabrzeże")
    finally:
        monkeypatch.undo()
        laws.cache_clear()
    assert rule is not None
    assert rule.length == Length(3, Unit.WORKDAY)


def test_a_row_with_a_cell_too_many_is_named(tmp_path: Path) -> None:
    """A slip in the data is found at its place."""
    file = tmp_path / "x.psv"
    file.write_text("a|b\n1|2\n1|2|3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.psv:3: 3 cells below 2 headings"):
        rows_of(file)
