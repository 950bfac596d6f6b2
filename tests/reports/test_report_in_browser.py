"""The page of a report in a real browser: what it asks for, whether it fits, how it is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.render.report import render_report
from tests.browser import needs_browser
from tests.reports.office import report

if TYPE_CHECKING:
    from playwright.sync_api import Browser


pytestmark = needs_browser


@pytest.fixture(scope="module", params=LANGUAGES)
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page in one language."""
    path: Path = tmp_path_factory.mktemp("report") / f"report.{request.param}.html"
    path.write_text(render_report(report(), "html", str(request.param)), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [320, 768, 1280])
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


def test_the_page_is_printed(browser: Browser, file: Path) -> None:
    """It becomes a PDF on A4, light even where the screen is dark, and wider than nothing it holds."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 643, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    page.emulate_media(media="print")

    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 36, 48)"
    # 643 pixels are the 17 cm between the margins: what is wider would be cut off.
    assert page.evaluate("document.documentElement.scrollWidth") <= 643
    context.close()
