"""Approvals that are not what they say, in a real repository: each is found, and none puts a text into force."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from qmsctl.model.naming import folder_name
from tests.cli import office
from tests.cli.program import git, qmsctl

_SHALLOW: Final = (
    "This clone is shallow: the beginning of the history is missing, "
    "so what depends on it cannot be established."
)


def _approval(here: Path) -> Path:
    """Return the record by which PS-01 was approved."""
    (file,) = (here / "approvals" / folder_name("PS-01")).glob("*.yaml")
    return file


def _problems(here: Path, slug: str, lang: str = "en", said: str = "") -> list[str]:
    """Return what the check says of one rule, where it says only *said* about the repository."""
    done = qmsctl("--lang", lang, "check", "--format", "json", at=here)
    assert "".join(done.err.splitlines()[:1]) == said
    return [p["message"] for p in json.loads(done.out)["problems"] if p["slug"] == slug]


def _copied(here: Path) -> None:
    """Record the approval of PS-01 as one of PS-02 as well, in the revision of its draft."""
    copy = here / "approvals" / folder_name("PS-02") / "20260401T120000Z-copycopy.yaml"
    copy.parent.mkdir(parents=True)
    text = _approval(here).read_text()
    copy.write_text(text.replace("document: PS-01", "document: PS-02").replace("2026-02-01", "2026-04-01"))
    office.commit(here, "PS-02 approved", "2026-04-01", who="Bob Example <bob@example.org>")


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("en", "the decision on PS-02 names the content of another document, PS-01"),
        ("pl", "decyzja dotycząca dokumentu PS-02 wskazuje treść innego dokumentu: PS-01"),
    ],
)
def test_copied_approval_is_found(here: Path, lang: str, message: str) -> None:
    """An approval copied from another document is an error, in every language."""
    _copied(here)

    assert _problems(here, "mismatched-approval", lang) == [message]
    assert qmsctl("check", at=here).status == 1


def test_copied_approval_shows_no_foreign_text(here: Path) -> None:
    """Nobody is shown the text of PS-01 as that of PS-02, and the register says that something is wrong."""
    _copied(here)
    shown = qmsctl("show", "PS-02", at=here)
    rows = json.loads(qmsctl("register", "--format", "json", at=here).out)["documents"]
    remarks = next(row["remarks"] for row in rows if row["id"] == "PS-02")

    assert (shown.status, shown.out) == (2, "")
    assert "does not hold the text of PS-02 that was approved as revision 1.0" in shown.err
    assert "the approval names another text than it says" in remarks


def test_edited_digest_is_found_when_the_file_has_moved_on(here: Path) -> None:
    """A record with another digest than its bytes is found by reading these from the history."""
    record = _approval(here)
    record.write_text(
        re.sub(r"content-1:sha256:[0-9a-f]{64}", "content-1:sha256:" + "0" * 64, record.read_text())
    )
    procedure = here / "procedures/ps-01.yaml"
    procedure.write_text(procedure.read_text().replace('"1.0"', '"1.1"').replace("Everybody", "Each of us"))
    office.commit(here, "PS-01 1.1", "2026-04-01")

    assert _problems(here, "mismatched-approval") == [
        "the digest in the decision on PS-01 is not that of the content it names"
    ]


def test_lost_text_is_not_taken_for_a_false_one(here: Path, tmp_path: Path) -> None:
    """In a clone that lacks the approved bytes the register says that they are missing."""
    procedure = here / "procedures/ps-01.yaml"
    procedure.write_text(procedure.read_text().replace('"1.0"', '"1.1"'))
    office.commit(here, "PS-01 1.1", "2026-04-01")
    clone = tmp_path / "clone"
    git("clone", "--quiet", "--depth=1", here.as_uri(), str(clone), at=tmp_path)
    rows = json.loads(qmsctl("register", "--format", "json", at=clone).out)["documents"]
    remarks = next(row["remarks"] for row in rows if row["id"] == "PS-01")

    assert "the text in force is not in this repository" in remarks
    assert _problems(clone, "mismatched-approval", said=_SHALLOW) == []
    assert _problems(clone, "unchanged-revision", said=_SHALLOW) == [
        "revision 1.1 of PS-01 differs from revision 1.0 only in its number"
    ]
