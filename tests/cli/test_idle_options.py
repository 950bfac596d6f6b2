"""Options that would do nothing are refused, in one sentence and with the next step; no call ignores one silently."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qmsctl.demo import Demonstration
from tests.cli.program import qmsctl

AUDIT = "AUD-2026-02"
FINDING = "NC-2026-01-A1"
GAP = ("gap", "--from", "2015", "--to", "2026")
PLAN = ("audit", "plan", "--edit", AUDIT, "--no-input")

WITHOUT = [
    (("report", AUDIT), ("--text", "Sent by post."), "--issue"),
    (("report", AUDIT), ("--incomplete",), "--issue"),
    (("report", AUDIT), ("--again", "A wrong date."), "--issue"),
    (("report", AUDIT), ("--dry-run",), "--issue"),
    (("report", "readiness"), ("--no-commit",), "--issue"),
    (GAP, ("--reason", "A new edition."), "--apply"),
    (GAP, ("--no-commit",), "--apply"),
    (("audit", "programme"), ("--dry-run",), "--new"),
    (("audit", "plan", "--no-input"), ("--programme", "PA-2026"), "--from-programme"),
    (("finding", "respond", FINDING, "--extent", "None."), ("--method", "five whys"), "--cause"),
    (("finding", "respond", FINDING, "--cause", "No list."), ("--due", "2099-01-01"), "--action"),
    (("finding", "respond", FINDING, "--acknowledge"), ("--reason", "No money."), "--assess"),
]
"""Each a call, an option that does nothing in it, and the option that it would need."""

BESIDE = [
    (("report", AUDIT), ("--format", "csv"), ("--context",)),
    (("report", AUDIT), ("--table", "findings"), ("--issue",)),
    (("report", AUDIT), ("-o", "-"), ("--check",)),
    (("report", AUDIT), ("--public",), ("--check",)),
    (("report", AUDIT), ("--on", "2026-11-13"), ("--verify", "report.html")),
    (("report", "readiness"), ("--visit", "2027-01-20"), ("--verify", "report.html")),
    (PLAN, ("--id", "AUD-2026-09"), PLAN[2:3]),
    (PLAN, ("--from-programme", "2026-3"), PLAN[2:3]),
    (("audit", "programme"), ("--draft",), ("--new", "2027")),
    (("audit", "programme"), ("2026",), ("--new", "2027")),
    (("audit", "conduct", AUDIT), ("--auditor", "lead"), ("--answers", "answers.csv")),
    (("stamp", "pack.zip"), ("-o", "request.tsq"), ("--reply", "reply.tsr")),
    (("waive", "DUE001", "PS-01"), ("--until", "2099-01-01"), ("--end",)),
    (("waive", "DUE001", "PS-01"), ("--from", "2099-01-01"), ("--end",)),
    (("check",), ("--no-baseline",), ("--write-baseline",)),
    (("check",), ("--settings-from", "HEAD"), ("--write-baseline",)),
    (("finding", "raise"), ("--reference", "OR.1510"), ("--audit", AUDIT)),
    (("finding", "respond", FINDING), ("--note", "On the intranet."), ("--share", "Told to all.")),
]
"""Each a call, an option that does nothing in it, and the option beside which it does nothing."""


@pytest.fixture(scope="module")
def demo(demonstrations: Callable[[str], Demonstration]) -> Demonstration:
    """The demonstration in English; nobody may change it."""
    return demonstrations("en")


@pytest.mark.parametrize(("call", "idle", "needed"), WITHOUT)
def test_an_option_that_needs_another_is_refused_without_it(
    demo: Demonstration, call: tuple[str, ...], idle: tuple[str, ...], needed: str
) -> None:
    """Whoever gives it means something by it."""
    done = qmsctl(*call, *idle, "--lang", "en", at=demo.folder)

    assert done.status == 2, done.err
    assert f"{idle[0]} does nothing without {needed}" in done.err
    assert f"Next: add {needed}, or leave {idle[0]} out" in done.err
    assert done.out == ""


@pytest.mark.parametrize(("call", "idle", "chosen"), BESIDE)
def test_an_option_is_refused_beside_one_that_makes_it_idle(
    demo: Demonstration, call: tuple[str, ...], idle: tuple[str, ...], chosen: tuple[str, ...]
) -> None:
    """The one that is taken is named, and so is the way out."""
    done = qmsctl(*call, *idle, *(chosen if chosen[0] not in call else ()), "--lang", "en", at=demo.folder)

    assert done.status == 2, done.err
    assert f"{idle[0]} does nothing beside {chosen[0]}" in done.err
    assert f"Next: leave out {idle[0]} or {chosen[0]}" in done.err
    assert done.out == ""


def test_rows_of_the_schedule_are_changed_in_the_text(demo: Demonstration) -> None:
    """Editing a plan does not touch its schedule; what does is said."""
    done = qmsctl(*PLAN, "--row", "2026-10-20 9:00-10:30; what=opening", "--lang", "en", at=demo.folder)

    assert done.status == 2
    assert "--row does nothing beside --edit" in done.err
    assert f"qmsctl revise {AUDIT}" in done.err


@pytest.mark.parametrize(
    ("result", "idle"), [("conforms", ("--reason", "No time.")), ("not_audited", ("--seen", "Ten cases."))]
)
def test_a_correction_drops_nothing_that_is_given(
    demo: Demonstration, result: str, idle: tuple[str, ...]
) -> None:
    """Words for which the new result has no use are refused, and not left out silently."""
    record = next(iter(sorted(demo.folder.glob("audits/aud-2026-02-*/evidence/*.yaml")))).stem

    done = qmsctl(
        "evidence", "correct", record, "--result", result, *idle,
        "--correction-reason", "Mistyped.", "--no-input", "--dry-run", "--lang", "en", at=demo.folder,
    )  # fmt: skip

    assert done.status == 2
    assert f"{idle[0]} does nothing beside --result {result}" in done.err


@pytest.mark.parametrize(
    "call",
    [
        (*GAP, "--apply", "--reason", "A new edition.", "--no-commit", "--dry-run"),
        (*GAP, "--diff", "--reason", "A new edition."),
        ("audit", "programme", "--new", "2031", "--dry-run", "--no-commit"),
        ("report", AUDIT, "--check", "--on", "2026-11-13"),
        ("report", "readiness", "--visit", "2099-01-20", "--format", "plain"),
        ("report", AUDIT, "--context", "--report-lang", "pl", "-o", "-"),
    ],
)
def test_options_that_belong_together_are_taken(demo: Demonstration, call: tuple[str, ...]) -> None:
    """Nothing is refused that says something."""
    done = qmsctl(*call, "--lang", "en", at=demo.folder)

    assert "does nothing" not in done.err
    assert done.status in (0, 1), done.err
