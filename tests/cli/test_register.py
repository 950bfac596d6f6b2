"""`qmsctl register`, and where results go: words that mean nothing are refused, and nothing is called what it is not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.program import Outcome, qmsctl

PS01 = Path("procedures/ps-01.yaml")


def register(here: Path, *words: str) -> Outcome:
    """Run `qmsctl register` on a day after everything was recorded."""
    return qmsctl("register", *words, at=here)


@pytest.mark.parametrize(
    ("words", "refused", "hint"),
    [
        (("--type", "procedura12"), "there is no type procedura12", "did you mean procedura?"),
        (("--state", "obowiązujący"), "there is no state obowiązujący", "did you mean obowiązuje?"),
        (("--state", "zz"), "there is no state zz", "write one of: approved, not yet in force, document"),
        (("--owner", "Nobody at all"), "there is no owner Nobody at all", "Bob Example"),
        (("--unit", "X"), "there is no unit X", "write one of: Organisational Department"),
        (("--clause", "99"), "there is no clause 99", "write a clause of ISO 9001:2015, such as 7.5"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    here: Path, words: tuple[str, str], refused: str, hint: str
) -> None:
    """No empty register pretends that there are no such documents."""
    done = register(here, *words)

    assert (done.status, done.out) == (2, "")
    assert refused in done.err
    assert hint in " ".join(done.err.split())


@pytest.mark.parametrize(
    "command",
    [
        ("register",),
        ("show", "PS-01"),
        ("history", "PS-01"),
        ("diff", "PS-01"),
        ("changes", "--since", "2026-01-10"),
        ("report", "AUD-2026-01"),
    ],
)
def test_an_unknown_ending_is_refused(here: Path, command: tuple[str, ...]) -> None:
    """Plain text is not given the name of a spreadsheet, unless somebody says so."""
    done = qmsctl(*command, "-o", "out.odt", at=here)

    assert done.status == 2
    assert "the name out.odt does not say how to write the result" in done.err
    assert ".html, .md" in done.err
    assert not (here / "out.odt").exists()


def test_a_format_that_is_said_goes_into_any_file(here: Path) -> None:
    """Whoever names the format may call the file as they like."""
    told = register(here, "-o", "out.odt", "--format", "markdown")

    assert told.status == 0, told.err
    assert (here / "out.odt").read_text(encoding="utf-8").startswith("# ")


def test_types_have_names_and_data_has_keys(here: Path) -> None:
    """A Polish reader sees the type in Polish; a program sees what the file says."""
    rows = csv.reader(io.StringIO(register(here, "--lang", "pl", "--format", "csv").out))
    data = json.loads(register(here, "--lang", "pl", "--format", "json").out)["documents"]

    assert {row[0]: row[2] for row in list(rows)[1:]} == {
        "CL-01": "lista pytań",
        "PS-01": "procedura",
        "PS-02": "procedura",
    }
    assert {row["type"] for row in data} == {"checklist", "procedure"}


def test_a_page_of_one_language_has_no_column_of_languages(here: Path) -> None:
    """What is the same in each row takes no room."""
    page = register(here, "--format", "html").out

    assert ">State and remarks<" in page
    assert "(en)" not in page


def test_a_day_before_a_draft_says_so(here: Path) -> None:
    """A draft that came later is not shown as if it had been there, and the register says what to ask."""
    before, after = (register(here, "--on", day) for day in ("2026-02-10", "2026-03-01"))
    line = next(one for one in before.out.splitlines() if one.startswith("PS-02"))

    assert line.endswith("not yet in the history on that day")
    assert "--as-of in place of --on" in before.out
    assert "not yet in the history" not in after.out


def test_a_file_that_cannot_be_read_is_not_called_gone(here: Path) -> None:
    """Whoever broke a file is not sent to look for it."""
    (here / PS01).write_text("id: PS-01\ntitle: [\n", encoding="utf-8")
    listed = register(here).out
    shown = qmsctl("show", "PS-01", "--draft", at=here)
    reviewed = qmsctl("review", "PS-01", at=here)

    assert "the file cannot be read; qmsctl check shows where" in listed
    assert "gone" not in listed
    for done in (shown, reviewed):
        assert done.status == 2
        assert "the file of PS-01 cannot be read" in done.err
        assert "qmsctl check shows where" in done.err
