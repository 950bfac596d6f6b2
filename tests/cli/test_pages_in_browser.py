"""The pages of `changes`, `history` and `audit programme` in a real browser: what they ask for, whether they fit, how they are printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.browser import needs_browser
from tests.cli.program import qmsctl

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = {
    "changes": ("changes", "--since", "AUD-2026-01", "--until", "HEAD"),
    "history": ("history", "PP-06"),
    "programme": ("audit", "programme"),
}

pytestmark = needs_browser


@pytest.fixture(scope="module", params=LANGUAGES)
def folder(
    request: pytest.FixtureRequest,
    demonstrations: Callable[[str], Demonstration],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Write the pages of the demonstration in one language."""
    place: Path = tmp_path_factory.mktemp("pages")
    for name, words in PAGES.items():
        page = str(place / f"{name}.html")
        done = qmsctl("--lang", request.param, *words, "-o", page, at=demonstrations(request.param).folder)
        assert done.status == 0, done.err
    return place


@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_the_page_fits_and_asks_for_nothing(
    browser: Browser, folder: Path, page: str, width: int, scheme: Literal["dark", "light"]
) -> None:
    """One request, for the file itself; no complaint; nothing to scroll sideways."""
    file = (folder / f"{page}.html").as_uri()
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shown = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    shown.on("request", lambda request: requests.append(request.url))
    shown.on("console", lambda message: complaints.append(message.text))
    shown.goto(file)

    assert requests == [file]
    assert complaints == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_printed(browser: Browser, folder: Path, page: str) -> None:
    """It becomes a PDF on A4 across, light even where the screen is dark, and no table is wider than the paper."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 971, "height": 680})
    shown = context.new_page()
    shown.goto((folder / f"{page}.html").as_uri())
    printed = shown.pdf(prefer_css_page_size=True, print_background=True)
    shown.emulate_media(media="print")

    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 841" in printed or b"/MediaBox [0 0 842" in printed
    assert shown.evaluate("getComputedStyle(document.body).color") == "rgb(27, 36, 48)"
    # 971 pixels are the 25.7 cm between the margins: what is wider would be cut off.
    assert shown.evaluate("document.documentElement.scrollWidth") <= 971
    context.close()
