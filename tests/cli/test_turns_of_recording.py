"""Two texts of one document that are decided on within one second."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import qmsctl

WINDOW = 4
"""Seconds in which the earlier text is recorded as approved, again and again."""


def _recorded_all_along(here: Path) -> dt.datetime:
    """Approve the first text of PS-01 in this second and each of the next ones; return the last."""
    (record,) = (here / "approvals").glob("ps-01-*/*.yaml")
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    for moment in (now + dt.timedelta(seconds=number) for number in range(WINDOW + 1)):
        text = re.sub(r"recorded: .*", f"recorded: {moment:%Y-%m-%dT%H:%M:%SZ}", record.read_text())
        record.with_name(f"{moment:%Y%m%dT%H%M%SZ}-zzzzzzzz.yaml").write_text(text)
    return now + dt.timedelta(seconds=WINDOW)


@pytest.mark.parametrize(("document", "waits"), [("PS-01", True), ("PS-02", False)])
def test_no_two_texts_are_decided_on_in_one_second(here: Path, document: str, *, waits: bool) -> None:
    """Chance would tell which of them is the later; a decision on another document waits for nothing."""
    file = here / "procedures/ps-01.yaml"
    file.write_text(file.read_text().replace('"1.0"', '"1.1"').replace("Everybody works", "All work"))
    last = _recorded_all_along(here)
    office.commit(here, "Revise PS-01", "2026-04-01")
    known = set((here / "approvals").rglob("*.yaml"))

    done = qmsctl("approve", document, "--by", "bob", "--basis", "ordinance 7", at=here)

    assert done.status == 0, done.err
    (record,) = set((here / "approvals").rglob("*.yaml")) - known
    named = dt.datetime.strptime(record.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    assert (named > last) == waits
