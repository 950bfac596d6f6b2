"""The site is whole, the same wherever it is built, and can be read by everybody."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from handbook.site import BrokenLinkError, NotASiteError, build
from handbook.sources import sources
from tests.browser import needs_browser
from tests.catalogues import ROOT
from tests.cli.test_pages_accessible import violations
from tests.cli.test_pages_valid import CHECKERS, complaints

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["dark", "light"], ...] = ("light", "dark")
LOOKED_AT = (
    "index",
    "en/index",
    "pl/index",
    "en/start",
    "pl/tutorial",
    "pl/auditor",
    "en/trust",
    "en/walkthroughs/index",
    "pl/walkthroughs/monday",
    "pl/rules",
    "pl/rules/overdue-review",
)
"""Pages of every kind: text, sessions, pictures, wide tables, a rule."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the project with a copy of its `docs/`, which a test may change."""
    folder = tmp_path / "project"
    folder.mkdir()
    for entry in ROOT.iterdir():
        if entry.name == "docs":
            shutil.copytree(entry, folder / "docs")
        elif not entry.name.startswith("."):
            (folder / entry.name).symlink_to(entry)
    return folder


def test_every_page_is_there(site: Path) -> None:
    """Each page of the documentation, and of each rule, is in the site, in its language."""
    outputs = [source.output for source in sources().values()]

    assert len(outputs) == len(set(outputs))
    for output in outputs:
        text = (site / output).read_text(encoding="utf-8")
        assert text.startswith(f'<!DOCTYPE html>\n<html lang="{output[:2]}">')


def test_a_new_page_is_picked_up(project: Path, tmp_path: Path) -> None:
    """A page in a new folder needs no entry anywhere: it is in the contents of every page, below the title of its folder."""
    folder = project / "docs/visits"
    folder.mkdir()
    (folder / "README.md").write_text("# Visits\n")
    (folder / "a-visit.md").write_text("# One visit\n\nSee [trust](../trust.md#what-the-history-shows).\n")
    (project / "docs/odd.md").write_text("# Odd things\n")

    build(tmp_path / "site", project)

    page = (tmp_path / "site/en/visits/a-visit.html").read_text(encoding="utf-8")
    assert '<a href="../trust.html#what-the-history-shows">' in page
    start = (tmp_path / "site/en/start.html").read_text(encoding="utf-8")
    contents = start[start.index('<nav id="contents"') :]
    assert contents.index("<h2>Visits</h2>") < contents.index('<a href="visits/a-visit.html">One visit</a>')
    assert contents.index("<h2>Further pages</h2>") < contents.index('<a href="odd.html">Odd things</a>')


def test_a_link_that_leads_nowhere_stops_the_building(project: Path, tmp_path: Path) -> None:
    """It is named with its page."""
    (project / "docs/odd.md").write_text("# Odd things\n\n[Gone](gone.md)\n")

    with pytest.raises(BrokenLinkError, match=r"docs/odd\.md leads to gone\.md"):
        build(tmp_path / "site", project)


def test_nothing_else_is_deleted(tmp_path: Path) -> None:
    """A folder with something else in it is left alone; an earlier site gives way, with what was too much in it."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotASiteError):
        build(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"

    build(tmp_path / "site")
    (tmp_path / "site/en/old.html").write_text("old")
    build(tmp_path / "site")
    assert not (tmp_path / "site/en/old.html").exists()


def test_the_same_pages_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Whoever builds the site gets the same files."""
    build(tmp_path / "site")

    def bytes_of(folder: Path) -> dict[Path, bytes]:
        return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    assert bytes_of(tmp_path / "site") == bytes_of(site)


@needs_browser
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_and_ask_for_nothing(browser: Browser, site: Path, width: int) -> None:
    """Every page asks for nothing but itself, complains of nothing, and need not be scrolled sideways."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    shown = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    shown.on("request", lambda request: requests.append(request.url))
    shown.on("console", lambda message: complaints.append(message.text))
    pages = [
        site / "index.html",
        *(site / one.output for one in sources().values() if not one.path.startswith("qmsctl/")),
    ]
    wide = []
    for page in pages:
        shown.goto(page.as_uri())
        if shown.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(str(page.relative_to(site)))
    context.close()

    assert wide == []
    assert complaints == []
    assert [one for one in requests if not one.startswith("data:")] == [page.as_uri() for page in pages]


@needs_browser
def test_it_is_dark_where_the_screen_is(browser: Browser, site: Path) -> None:
    """Words are dark on light, or light on dark."""
    colours = []
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto((site / "en/start.html").as_uri())
        colours.append(
            page.evaluate(
                "[getComputedStyle(document.querySelector('main')).backgroundColor, getComputedStyle(document.body).color]"
            )
        )
        context.close()

    assert colours == [["rgb(255, 255, 255)", "rgb(27, 36, 48)"], ["rgb(26, 33, 41)", "rgb(228, 233, 239)"]]


@needs_browser
@pytest.mark.parametrize("page", LOOKED_AT)
def test_nothing_keeps_anybody_from_reading(browser: Browser, site: Path, page: str) -> None:
    """axe-core finds nothing, light on a large screen and dark on a telephone."""
    with browser.new_context() as context:
        found = [*violations(context.new_page(), site / f"{page}.html", [("light", 1280), ("dark", 320)])]

    assert not found, "\n".join(found)


@pytest.mark.skipif(
    not (CHECKERS and shutil.which("java")) and os.environ.get("CI") != "true",
    reason="there is no validator here; bash .ci/run installs it",
)
def test_every_page_is_valid(site: Path) -> None:
    """The checker of the W3C finds no error and has no warning."""
    found = complaints([file for file in site.rglob("*.html") if "samples" not in file.parts])

    assert not found, "\n".join(found)
