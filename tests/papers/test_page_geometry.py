"""What papers look like, measured in a real browser: columns that can be read, room to write, one face for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qmsctl.demo import Demonstration
from qmsctl.papers.blocks import Paper
from qmsctl.render.report import render_paper
from tests.browser import needs_browser
from tests.cli.program import qmsctl
from tests.papers.test_forms import PAPERS
from tests.papers.test_in_browser import PRINTED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser

COLUMNS = """
    [...document.querySelectorAll("table")].map(table => ({
        heads: [...table.querySelectorAll("thead th")].map(one => one.textContent.trim()),
        widths: [...table.querySelectorAll("thead th")].map(one => one.getBoundingClientRect().width),
        room: table.parentElement.clientWidth,
        width: table.getBoundingClientRect().width,
    }))
"""
TORN = """
    [...document.querySelectorAll("thead th:not(.upright), tbody th")].filter(cell => {
        const words = cell.textContent.split(/\\s+/).filter(word => word.length < 15 && !word.includes("-"));
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            for (const found of node.data.matchAll(/[^\\s-]+/g)) {
                if (!words.includes(found[0])) continue;
                const range = document.createRange();
                range.setStart(node, found.index);
                range.setEnd(node, found.index + found[0].length);
                if (new Set([...range.getClientRects()].map(one => one.top)).size > 1) return true;
            }
        }
        return false;
    }).map(cell => cell.textContent)
"""
FACE = """
    (() => {
        const look = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
        return [look("body", "fontFamily"), look("body", "color"), look("h1", "color"), look("h2", "color"),
            look("thead th", "borderBottomColor"), look("td", "borderBottomColor")];
    })()
"""


def page_of(browser: Browser, paper: Paper, folder: Path, *, printed: bool) -> Page:
    """Return the page of *paper*, as wide as a screen, or as it is printed."""
    file = folder / "paper.html"
    file.write_text(render_paper(paper, "html", "pl"), encoding="utf-8")
    width = PRINTED[paper.landscape] if printed else 1280
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    if printed:
        page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("printed", [False, True], ids=["screen", "paper"])
@pytest.mark.parametrize("lay_out", PAPERS.values(), ids=PAPERS.keys())
def test_columns_can_be_read(
    browser: Browser, lay_out: Callable[[], Paper], tmp_path: Path, *, printed: bool
) -> None:
    """No heading and no name of a row is torn inside of a word; on paper a table is as wide as what it stands in."""
    page = page_of(browser, lay_out(), tmp_path, printed=printed)
    torn, tables = page.evaluate(TORN), page.evaluate(COLUMNS)
    page.close()

    assert torn == []
    if printed:
        assert all(table["width"] <= table["room"] + 1 for table in tables)


def test_the_matrix_of_coverage_has_its_numbers_beside_the_titles(browser: Browser, tmp_path: Path) -> None:
    """On A4 the clause and its title come first, the numbers stand together, and the level comes last."""
    page = page_of(browser, PAPERS["coverage"](), tmp_path, printed=True)
    matrix: dict[str, Any] = page.evaluate(COLUMNS)[0]
    page.close()

    first, title, *numbers, level = matrix["widths"]
    assert matrix["heads"][:2] + matrix["heads"][-1:] == ["Punkt", "Tytuł", "Poziom"]
    assert len({round(number) for number in numbers}) == 1
    assert title < matrix["width"] * 0.65
    assert min(first, level) > 2 * numbers[0] > 0


def test_whoever_fills_in_a_checklist_has_room(browser: Browser, tmp_path: Path) -> None:
    """Below each open question there are four lines of 8 mm, as wide as the table, and four boxes beside it."""
    page = page_of(browser, PAPERS["checklist"](), tmp_path, printed=True)
    rooms: list[dict[str, Any]] = page.evaluate("""
        [...document.querySelectorAll("tr.wide")].filter(row => row.querySelector(".room")).map(row => ({
            lines: [...row.querySelectorAll(".room i")].map(one => one.getBoundingClientRect().height),
            width: row.querySelector(".room i").getBoundingClientRect().width,
            table: row.closest("table").getBoundingClientRect().width,
            boxes: row.previousElementSibling.textContent.split("☐").length - 1,
        }))
    """)
    page.close()

    assert rooms
    for room in rooms:
        assert len(room["lines"]) == 4
        assert min(room["lines"]) >= 30  # 8 mm
        assert room["width"] > room["table"] - 20
        assert room["boxes"] == 4


def test_every_page_has_one_face(
    browser: Browser, demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """Letters, colours and lines of the register, a document, a programme and a change card are those of a report."""
    office = demonstrations("pl")
    pages = {
        "report": ("report", office.audit),
        "register": ("register",),
        "document": ("show", "PS-01"),
        "programme": ("audit", "programme"),
        "card": ("history", "PS-01"),
        "changes": ("changes", "--since", office.audit),
    }
    faces = {}
    page = browser.new_page()
    for name, words in pages.items():
        file = tmp_path / f"{name}.html"
        done = qmsctl("--lang", "pl", *words, "-o", str(file), at=office.folder)
        assert done.status == 0, done.err
        page.goto(file.as_uri())
        faces[name] = page.evaluate(FACE)
    page.close()

    assert set(map(tuple, faces.values())) == {tuple(faces["report"])}
