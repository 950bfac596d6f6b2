"""How pages are laid out where somebody would stumble, measured in a real browser on the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qmsctl.demo import Demonstration
from tests.browser import needs_browser
from tests.cli.program import qmsctl
from tests.papers.test_in_browser import PRINTED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_browser

TORN_IN_CELLS = r"""
    [...document.querySelectorAll("td")].flatMap(cell => {
        const torn = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            for (const found of walker.currentNode.data.matchAll(/\p{L}{4,15}/gu)) {
                const range = document.createRange();
                range.setStart(walker.currentNode, found.index);
                range.setEnd(walker.currentNode, found.index + found[0].length);
                if (new Set([...range.getClientRects()].map(one => one.top)).size > 1) torn.push(found[0]);
            }
        }
        return torn;
    })
"""


@pytest.fixture
def measured(
    browser: Browser, demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> Callable[..., Any]:
    """Return what a script finds in the page that a command writes, as wide as is said; `{audit}` is the audit."""

    def measure(
        script: str, *words: str, language: str = "pl", width: int = 1280, printed: bool = False
    ) -> Any:  # noqa: ANN401 - what the script finds
        office = demonstrations(language)
        file = tmp_path / "page.html"
        told = [word.format(audit=office.audit) for word in words]
        done = qmsctl("--lang", language, *told, "-o", str(file), at=office.folder)
        assert done.status == 0, done.err
        page = browser.new_page(viewport={"width": width, "height": 800})
        try:
            page.goto(file.as_uri())
            if printed:
                page.emulate_media(media="print")
            return page.evaluate(script)
        finally:
            page.close()

    return measure


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_month_of_a_programme_is_torn_on_paper(measured: Callable[..., Any], language: str) -> None:
    """Twelve columns across A4, and no word in them goes on in the next line."""
    width = PRINTED[True]
    torn = measured(TORN_IN_CELLS, "audit", "programme", language=language, width=width, printed=True)

    assert torn == []


def test_a_summary_begins_at_the_top_of_its_page(measured: Callable[..., Any]) -> None:
    """Nothing is left free above it, or else its last lines stand alone on a page of their own."""
    above = "getComputedStyle(document.querySelector('main')).marginTop"

    assert measured(above, "report", "{audit}", printed=True) == "0px"
    assert measured(above, "report", "plan", "{audit}", printed=True) != "0px"


def test_nobody_signs_on_a_page_apart_from_what_is_signed(measured: Callable[..., Any]) -> None:
    """No page ends between what is above the places to sign and those."""
    ends = "[...document.querySelectorAll('.signatures')].map(one => getComputedStyle(one).breakBefore)"
    found = measured(ends, "report", "card", "NC-2026-01-A1", printed=True)

    assert len(found) == 4
    assert set(found) == {"avoid"}


def test_contents_without_numbers_leave_no_room_for_them(measured: Callable[..., Any]) -> None:
    """They stand below their heading; where sections have numbers, those stand there."""
    lefts = """
        ["nav h2", "nav a span:last-child"].map(one =>
            document.querySelector(one).getBoundingClientRect().left)
    """
    heading, first = measured(lefts, "show", "PS-01")
    assert first == heading

    heading, first = measured(lefts, "report", "plan", "{audit}")
    assert first > heading + 20


def test_values_stand_clear_of_the_list_above_them(measured: Callable[..., Any]) -> None:
    """On a plan the line above its acceptance does not touch the list of whoever gets it."""
    gaps = """
        [...document.querySelectorAll("main .part + .facts")].map(one =>
            one.getBoundingClientRect().top - one.previousElementSibling.getBoundingClientRect().bottom)
    """
    found = measured(gaps, "report", "plan", "{audit}")

    assert found
    assert min(found) >= 10


def test_what_did_not_change_is_told_across_the_page(measured: Callable[..., Any]) -> None:
    """The longest value of the cover of changes has the whole width, on paper as well."""
    shares = """
        [...document.querySelectorAll("header .facts > div")].map(one =>
            one.getBoundingClientRect().width / one.parentElement.getBoundingClientRect().width)
    """
    found = measured(shares, "changes", "--since", "{audit}", width=PRINTED[True], printed=True)

    assert found[0] < 0.5
    assert found[-1] > 0.99


def test_words_of_a_chart_are_read_on_a_telephone(measured: Callable[..., Any]) -> None:
    """At 320 pixels they have at least ten."""
    sizes = """
        [...document.querySelectorAll(".chart > svg text")].map(one =>
            parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)
    """
    found = measured(sizes, "report", "{audit}", width=320)

    assert found
    assert min(found) >= 10


@pytest.mark.parametrize(
    "words", [("audit", "programme"), ("report", "{audit}")], ids=["programme", "report"]
)
def test_a_polish_page_names_the_standard_as_poland_does(
    measured: Callable[..., Any], words: tuple[str, ...]
) -> None:
    """The edition in force has its Polish designation everywhere, also where levels and audits are listed."""
    found = measured(r"document.body.innerText.match(/(?:PN-EN )?ISO 9001:2015(?:-10)?/g)", *words)

    assert set(found) == {"PN-EN ISO 9001:2015-10"}


def test_no_option_of_a_command_is_taken_apart(measured: Callable[..., Any]) -> None:
    """A line ends before `--on`, never inside of it."""
    torn = r"""
        Array.from({length: 40}, (_, step) => 200 + step).flatMap(width => {
            document.querySelector("main").style.width = `${width}px`;
            return [...document.querySelectorAll("code")].flatMap(one => {
                const torn = [], walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    for (const found of walker.currentNode.data.matchAll(/(?<= |^)--?[\w-]+/g)) {
                        const range = document.createRange();
                        range.setStart(walker.currentNode, found.index);
                        range.setEnd(walker.currentNode, found.index + found[0].length);
                        const lines = new Set([...range.getClientRects()].map(line => line.top));
                        if (lines.size > 1) torn.push(found[0]);
                    }
                }
                return torn;
            });
        })
    """
    assert measured(torn, "report", "plan", "{audit}", width=320) == []
