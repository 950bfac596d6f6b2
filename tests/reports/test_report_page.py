"""The page of a report as a program that reads it aloud meets it, and as its style sheet paints it."""

from __future__ import annotations

import itertools
import re

import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.render.report import render_report
from tests.reports.office import report
from tests.reports.reading import Page, read_page


@pytest.fixture(scope="module", params=LANGUAGES)
def html(request: pytest.FixtureRequest) -> str:
    """Return the page in one language."""
    return render_report(report(), "html", str(request.param))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """Return what the page consists of."""
    return read_page(html)


def test_the_page_is_well_formed(page: Page) -> None:
    """Every element is closed, and the language of the page is named."""
    assert page.unclosed == []
    assert page.all("html")[0].attributes["lang"] in LANGUAGES
    charts = [element for element in page.all("svg") if element.attributes.get("role") == "img"]
    assert len(page.all("title")) - len(charts) == 1


def test_headings_leave_out_no_level(page: Page) -> None:
    """There is one first-level heading, and each next one is at most a level deeper."""
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels))
    assert all(heading.text.strip() for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"))


def test_ids_are_unique_and_links_lead_to_them(page: Page) -> None:
    """Every link leads to a place on this page."""
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    targets = [link.attributes["href"] for link in page.all("a")]

    assert len(set(ids)) == len(ids)
    assert [target for target in targets if target.removeprefix("#") not in ids] == []


def test_no_line_begins_with_the_word_for_year_and_no_id_is_torn() -> None:
    """In Polish the word follows its number; ids within a text keep their hyphens on one line."""
    text = render_report(report(), "html", "pl")

    assert "2026\N{NO-BREAK SPACE}r." in text
    assert not re.search(r"\d{4} r\.", text)
    assert "formularza <i>F-07</i> w wydaniu 2." in text


def test_landmarks_and_skip_link(page: Page) -> None:
    """Whoever cannot see the page can jump to its parts."""
    assert [element.tag for element in page.all("header", "nav", "main", "footer")] == [
        "header", "nav", "main", "footer",
    ]  # fmt: skip
    assert page.all("a")[0].attributes == {"class": "skip", "href": "#content"}


def test_tables_have_captions_and_headed_cells(page: Page) -> None:
    """Every table has a caption, and every heading cell says what it heads."""
    assert len(page.all("table")) == len(page.all("caption")) == len(page.all("thead"))
    assert {cell.attributes.get("scope") for cell in page.all("th")} == {"col", "row", "rowgroup"}


def test_what_scrolls_can_be_reached_with_the_keyboard(page: Page) -> None:
    """A region that scrolls has a role, a name of its own and takes the focus."""
    regions = [e for e in page.elements if "region" in e.attributes.get("class", "").split()]
    names = [region.attributes["aria-label"] for region in regions]

    assert len(regions) >= len(page.all("table"))
    assert all((r.attributes["role"], r.attributes["tabindex"]) == ("region", "0") for r in regions)
    assert len(set(names)) == len(names)


def test_charts_have_words(page: Page) -> None:
    """A chart has a title and a description that give its numbers."""
    charts = [element for element in page.all("svg") if element.attributes.get("role") == "img"]
    described = {word for chart in charts for word in chart.attributes["aria-labelledby"].split()}
    ids = {e.attributes["id"]: e.text for e in page.all("title", "desc") if "id" in e.attributes}

    assert charts
    assert described == set(ids)
    texts = [text for name, text in ids.items() if name.endswith("-text")]
    assert all(re.search(r": \d+ \w", text) for text in texts)


def test_the_page_asks_for_nothing(html: str, page: Page) -> None:
    """There is no script, no address, and a policy that forbids both."""
    policy = next(e for e in page.all("meta") if "http-equiv" in e.attributes)

    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert page.all("script", "iframe", "object", "embed", "form", "base") == []
    assert set(re.findall(r"[a-z]+://[^\s\"'<]+", html)) == {"http://www.w3.org/2000/svg"}
    assert {e.attributes["href"] for e in page.all("link")} == {"data:,"}
    assert not any(name.startswith("on") for e in page.elements for name in e.attributes)
    assert "url(" not in html
    assert "@import" not in html


def test_every_status_has_a_symbol_and_a_word(page: Page) -> None:
    """Colour is never the only thing that tells two statuses apart."""
    marks = [e for e in page.all("b") if e.attributes.get("class", "").startswith("mark ")]

    assert marks
    assert all(re.fullmatch(r"\S\xa0\S.*", mark.text, re.DOTALL) for mark in marks)
