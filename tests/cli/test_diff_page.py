"""The page of `qmsctl diff` in a real browser: what it asks for, whether it fits, how it is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser import needs_browser
from tests.cli import office
from tests.cli.program import qmsctl

if TYPE_CHECKING:
    from playwright.sync_api import Browser


pytestmark = needs_browser


@pytest.fixture(scope="module")
def file(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a change, with a word nobody can wrap."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("page") / "office")
    procedure = folder / "procedures/ps-01.yaml"
    text = procedure.read_text().replace('"1.0"', '"1.1"').replace("Everybody", "x" * 300 + " everybody")
    procedure.write_text(text)
    done = qmsctl("diff", "PS-01", "-o", "diff.html", at=folder)
    assert done.status == 0, done.err
    return folder / "diff.html"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_asks_for_nothing(
    browser: Browser, file: Path, width: int, scheme: Literal["dark", "light"]
) -> None:
    """One request, for the file itself; no complaint; nothing to scroll sideways."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())

    assert requests == [file.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_page_is_printed_in_black_and_white(browser: Browser, file: Path) -> None:
    """On paper it is light even where the screen is dark, and lines tell what went from what came."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print", color_scheme="dark")

    def style(element: str, name: str) -> str:
        value: str = page.evaluate(f"getComputedStyle(document.querySelector('{element}')).{name}")
        return value

    assert style("body", "color") == "rgb(27, 36, 48)"
    assert (style("del", "color"), style("ins", "color")) == ("rgb(0, 0, 0)", "rgb(0, 0, 0)")
    assert "line-through" in style("del", "textDecoration")
    assert "underline" in style("ins", "textDecoration")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    context.close()


def test_words_for_those_who_do_not_see_marks(browser: Browser, file: Path) -> None:
    """What is read aloud says what went and what came; it takes no room on the page."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())

    said = page.locator("ins").first.text_content() or ""
    assert said.startswith("[added: ")
    assert said.endswith(" end]")
    assert page.evaluate("document.querySelector('.aloud').getBoundingClientRect().width") <= 1
    context.close()
