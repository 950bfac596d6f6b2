"""Days of commits: those of the organisation's calendar, wherever one is shown or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl

_ON = ("--on", "2026-11-22")
_LATE = "2026-04-01T22:30:00+00:00"
"""In Warsaw it is half past midnight, on 2 April."""


def _commit(here: Path, message: str, moment: str) -> str:
    """Commit everything at *moment*."""
    git("add", "--all", at=here)
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    git("commit", "--quiet", "--allow-empty", f"--message={message}", at=here, env=dates)
    return git("rev-parse", "HEAD", at=here).strip()


@pytest.fixture
def late(here: Path) -> Path:
    """The office after an evening on which a text, a record and a deletion were committed."""
    text = here / "procedures/ps-01.yaml"
    text.write_text(text.read_text(encoding="utf-8").replace("Everybody", "Nobody"), encoding="utf-8")
    (record,) = (here / "approvals").rglob("*.yaml")
    record.write_text(record.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    (deleted,) = here.glob("audits/*/evidence/*.yaml")
    deleted.unlink()
    _commit(here, "Work late", _LATE)
    return here


@pytest.mark.parametrize("zone", ["UTC", "Europe/Warsaw", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_days_are_those_of_the_organisation(late: Path, zone: str) -> None:
    """The machine on which somebody checks has no say in it."""
    for rule in ("HIS001", "HIS003", "REV002"):
        (line,) = [
            line
            for line in qmsctl("check", *_ON, at=late, env={"TZ": zone}).out.splitlines()
            if f"error {rule}" in line
        ]
        assert "Ann Example" in line
        assert "on 2 April 2026, in commit" in line


def test_history_shows_days_of_the_organisation(late: Path) -> None:
    """What was written after midnight was written on that day."""
    shown = qmsctl("history", "PS-01", *_ON, at=late).out

    assert "(author's date, committer's date and on the main line: 2 April 2026): Work late" in shown
    assert "1 April 2026" not in shown


def test_report_shows_days_of_the_organisation(here: Path) -> None:
    """When evidence was recorded is a day of the same calendar."""
    (record,) = here.glob("audits/*/evidence/*.yaml")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("2026-03-02T12:00:00Z", "2026-03-02T23:30:00Z"), encoding="utf-8")
    _commit(here, "Record late", _LATE)

    assert "Recorded: 3 March 2026" in qmsctl("report", office.CLOSED, *_ON, at=here).out


def test_day_is_looked_up_in_the_calendar_of_the_organisation(late: Path) -> None:
    """On 1 April the commit of that evening was not there yet."""
    before = git("rev-parse", "HEAD~1", at=late)[:10]
    after = git("rev-parse", "HEAD", at=late)[:10]

    assert f"commit {before}." in qmsctl("check", "--rev", "2026-04-01", at=late).out
    assert f"commit {after}." in qmsctl("check", "--rev", "2026-04-02", at=late).out


def test_commit_dated_into_the_future_hides_no_later_one(here: Path) -> None:
    """A clock that was wrong once does not keep a day from finding what was there."""
    _commit(here, "Wrong clock", "2099-01-01T12:00:00+00:00")
    later = _commit(here, "Right clock", "2026-04-02T12:00:00+00:00")
    last = _commit(here, "Wrong clock again", "2099-01-01T12:00:00+00:00")

    assert f"commit {later[:10]}." in qmsctl("check", "--rev", "2026-04-02", at=here).out
    assert f"commit {last[:10]}." in qmsctl("check", "--rev", "2098-12-31", at=here).out


def test_no_module_takes_the_day_of_a_commit_or_record_in_utc() -> None:
    """Git and records keep UTC; `System.day_of` knows the organisation's calendar."""
    source = Path(__file__).parent.parent.parent / "qmsctl"
    found = [
        file.name
        for file in sorted(source.rglob("*.py"))
        for name in ("authored", "committed", "recorded")
        if f".{name}.date()" in file.read_text(encoding="utf-8")
    ]

    assert found == ["future_date.py"]  # it compares, and allows for every time zone there is
