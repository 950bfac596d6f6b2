"""Every page as axe-core reads it in a real browser: WCAG 2.2 AA, and what is good practice besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from qmsctl.demo import Demonstration
from tests.browser import needs_browser
from tests.cli.every_page import PAGES, write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_browser

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
VIEWS: Mapping[str, Sequence[tuple[Literal["dark", "light"], int]]] = {
    "en": (("light", 1280), ("dark", 320)),
    "pl": (("dark", 1280), ("light", 320)),
}
"""Each page is looked at in both schemes and both widths; half of them in either language, to save time."""

PLAIN = """\
<!DOCTYPE html><html lang="en"><head><title>Example</title></head>
<body><main><h1>Example</h1><p style="color: {colour}; background: #fff">Words</p></main></body></html>
"""


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", VIEWS)
def test_nothing_keeps_anybody_from_reading(
    browser: Browser,
    demonstrations: Callable[[str], Demonstration],
    tmp_path: Path,
    page: str,
    language: str,
) -> None:
    """Nothing is found, whether light or dark, on a telephone or on a large screen."""
    file = write_page(page, demonstrations(language), tmp_path)
    found = [line for scheme, width in VIEWS[language] for line in violations(browser, file, scheme, width)]

    assert not found, "\n".join(found)


def test_what_cannot_be_read_is_found(browser: Browser, tmp_path: Path) -> None:
    """The reading itself works: pale words are found, dark ones are not."""
    told = {}
    for colour in ("#ccc", "#333"):
        file = tmp_path / f"page{colour[1:]}.html"
        file.write_text(PLAIN.format(colour=colour), encoding="utf-8")
        told[colour] = list(violations(browser, file, "light", 1280))

    assert "color-contrast" in told["#ccc"][0]
    assert told["#333"] == []


def violations(browser: Browser, file: Path, scheme: Literal["dark", "light"], width: int) -> Iterator[str]:
    """Yield what axe-core finds on the page in *file*: each rule, and the first places that break it."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", list(TAGS)
    )
    context.close()
    assert found["passes"], "nothing was looked at"
    for violation in found["violations"]:
        nodes = violation["nodes"]
        yield (
            f"{file.name}, {scheme}, {width} px: {violation['id']} ({violation['impact']}), "
            f"{len(nodes)} times: {violation['help']}"
        )
        for node in nodes[:3]:
            yield f"    {' '.join(map(str, node['target']))}: {node['html'][:200]}"
            yield f"        {' '.join(node['failureSummary'].split())}"
