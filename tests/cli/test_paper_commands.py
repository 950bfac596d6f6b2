"""The command that a paper says it is made again by: it is typed here, and makes the same bytes."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from qmsctl.demo import Demonstration
from tests.cli.program import qmsctl

DAY: Final = ("--on", "2026-11-13")
PAPERS: Final[dict[str, tuple[str, ...]]] = {
    "audit": ("report", "AUD-2026-01"),
    "public": ("report", "AUD-2026-01", "--public"),
    "plan": ("report", "plan", "AUD-2026-02"),
    "checklist": ("report", "checklist", "AUD-2026-02"),
    "card": ("report", "card", "NC-2026-01-A1"),
    "findings": ("report", "findings"),
    "review": ("report", "review"),
    "readiness": ("report", "readiness", "--visit", "2027-01-20"),
    "coverage": ("coverage", "--level", "documented", "--clause", "8"),
    "gap": ("gap", "--from", "2015", "--to", "2026", "--document", "PS-09"),
    "due": ("due", "--within", "2m"),
    "deadlines": ("deadlines", "skargi", "--within", "2w", "--standing", "late"),
}
_COMMAND: Final = re.compile(r'<meta name="qmsctl-command" content="([^"]*)">')


def _command(page: str) -> list[str]:
    """Return the words of the command that *page* says it is made again by, without the name of the program."""
    (found,) = _COMMAND.findall(page)
    return shlex.split(html.unescape(found))[1:]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_made_again_by_its_command(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path, name: str
) -> None:
    """Whoever has the page types what it says, speaks whichever language, and gets the page."""
    folder = demonstrations("pl").folder
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    done = qmsctl(*PAPERS[name], *DAY, "--lang", "pl", "-o", first, at=folder)
    assert done.status == 0, done.err

    again = qmsctl(*_command(first.read_text("utf-8")), "--lang", "en", "-o", second, at=folder)

    assert again.status == 0, again.err
    assert second.read_bytes() == first.read_bytes()


def test_a_list_of_some_duties_has_no_command(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """The command would list others; a page that nothing makes again names none."""
    page = tmp_path / "page.html"
    done = qmsctl("due", "--kind", "review", *DAY, "-o", page, at=demonstrations("pl").folder)
    assert done.status == 0, done.err

    assert _COMMAND.findall(page.read_text("utf-8")) == []
