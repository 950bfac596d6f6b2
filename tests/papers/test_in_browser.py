"""The pages of papers in a real browser: they ask for nothing, fit into any window, and are printed whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qmsctl.papers.blocks import Paper
from qmsctl.render.report import render_paper
from tests.browser import needs_browser
from tests.papers.test_forms import PAPERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_browser

PRINTED = {False: 643, True: 971}
"""Pixels between the margins of A4, upright and across: what is wider would be cut off."""


@pytest.mark.parametrize("lay_out", PAPERS.values(), ids=PAPERS.keys())
def test_a_page_fits_and_asks_for_nothing(
    browser: Browser, lay_out: Callable[[], Paper], tmp_path: Path
) -> None:
    """One request, for the file itself; no complaint; nothing to scroll sideways, on a telephone or on paper."""
    paper = lay_out()
    file = tmp_path / "paper.html"
    file.write_text(render_paper(paper, "html", "pl"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())

    assert requests == [file.as_uri()]
    assert complaints == []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PRINTED[paper.landscape], "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= PRINTED[paper.landscape]
    page.close()
