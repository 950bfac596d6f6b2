"""Every page as the Nu HTML checker reads it: HTML, SVG, ARIA and CSS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.catalogues import ROOT
from tests.cli.every_page import PAGES, write_page

CHECKERS = sorted((ROOT / ".venv").glob("vnu-*.jar"))

pytestmark = pytest.mark.skipif(
    not (CHECKERS and shutil.which("java")) and os.environ.get("CI") != "true",
    reason="there is no validator here; bash .ci/run installs it",
)

WRONG = """\
<!DOCTYPE html>
<html lang="en"><head><title>Example</title><style>p { colour: red }</style></head>
<body><p id="a">One</p><p id="a">Two<div></p></body></html>
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_valid(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path, language: str
) -> None:
    """The checker of the W3C finds no error and has no warning."""
    files = [write_page(page, demonstrations(language), tmp_path) for page in PAGES]

    found = complaints(files)

    assert not found, "\n".join(found)


def test_what_is_not_valid_is_found(tmp_path: Path) -> None:
    """The checking itself works: an id used twice, an element left open, a property that does not exist."""
    file = tmp_path / "page.html"
    file.write_text(WRONG, encoding="utf-8")
    told = "\n".join(complaints([file]))

    assert "Duplicate ID" in told
    assert "Unclosed element" in told
    assert "colour" in told


def complaints(files: Sequence[Path]) -> list[str]:
    """Return what the checker says about *files*: one process for all, because it takes seconds to start."""
    done = subprocess.run(
        ["java", "-jar", CHECKERS[-1], "--asciiquotes", "--format", "json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    return [
        f"{Path(said['url']).name}:{said.get('lastLine')}: {said['message']} {said.get('extract', '')!r}"
        for said in json.loads(done.stderr)["messages"]
        if (said["type"], said.get("subType")) != ("info", None)  # where it stands first, not what is wrong
    ]
