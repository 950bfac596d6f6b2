"""Every page as axe-core reads it in a real browser: WCAG 2.2 AA, and what is good practice besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pytest

from qmsctl.demo import Demonstration
from tests.browser import needs_browser
from tests.cli.every_page import PAGES, write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
Scheme: TypeAlias = Literal["dark", "light"]
VIEWS: Mapping[str, Sequence[tuple[Scheme, int]]] = {
    "en": (("light", 1280), ("dark", 320)),
    "pl": (("light", 320), ("dark", 1280)),
}
"""Each page is looked at in both schemes and both widths; half of them in either language, to save time."""

REMEMBER = """\
const { Color } = axe.commons.color, read = Color.prototype.parseString, known = new Map();
Color.prototype.parseString = function (text) {
  let colour = known.get(text);
  if (!colour) {
    colour = new Color(0, 0, 0);
    read.call(colour, text);
    known.set(text, colour);
  }
  [this.r, this.g, this.b, this.alpha] = [colour.r, colour.g, colour.b, colour.alpha];
  return this;
};
"""
"""Lets axe-core read a colour once: it reads the same few for every element, which is a quarter of its work."""

PLAIN = """\
<!DOCTYPE html><html lang="en"><head><title>Example</title></head>
<body><main><h1>Example</h1>{paragraphs}</main></body></html>
"""
PARAGRAPH = '<p style="background: #fff; color: {colour}">Words</p>'


@pytest.fixture(scope="module")
def shown(browser: Browser) -> Iterator[Page]:
    """A page of the browser, for one file after another."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", VIEWS)
def test_nothing_keeps_anybody_from_reading(
    shown: Page,
    demonstrations: Callable[[str], Demonstration],
    tmp_path: Path,
    page: str,
    language: str,
) -> None:
    """Nothing is found, whether light or dark, on a telephone or on a large screen."""
    file = write_page(page, demonstrations(language), tmp_path)
    found = list(violations(shown, file, VIEWS[language]))

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("#ccc",),
        ("#333",) * 5 + ("#ccc",) + ("#333",) * 5,
        ("#333",) * 5 + ("#ccc; font-size: 40px",) + ("#ccc",) + ("#333",) * 5,
        ("#333",) * 5 + ("#333; background: #444",) + ("#333",) * 5,
        ("#333",) * 5 + ("#eee; position: absolute; top: 12em; background: #fff",) + ("#333",) * 5,
    ],
    ids=["alone", "among others", "beside large ones", "on a ground of its own", "above others"],
)
def test_what_cannot_be_read_is_found(shown: Page, tmp_path: Path, paragraphs: Sequence[str]) -> None:
    """The reading itself works: pale words are found, wherever they stand; dark ones are not."""
    told = {}
    for name, colours in (("pale", paragraphs), ("dark", ["#333"] * len(paragraphs))):
        file = tmp_path / f"{name}.html"
        words = "".join(PARAGRAPH.format(colour=colour) for colour in colours)
        file.write_text(PLAIN.format(paragraphs=words), encoding="utf-8")
        told[name] = list(violations(shown, file, (("light", 1280),)))

    assert "color-contrast" in told["pale"][0]
    assert told["dark"] == []


def violations(page: Page, file: Path, views: Sequence[tuple[Scheme, int]]) -> Iterator[str]:
    """Yield what axe-core finds on the page in *file*: each rule, and the first places that break it."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.goto(file.as_uri())
    page.evaluate(axe)
    page.evaluate(f"(() => {{ {REMEMBER} }})()")
    for scheme, width in views:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found: dict[str, Any] = page.evaluate(
            "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", list(TAGS)
        )
        read = {rule["id"] for rule in (*found["passes"], *found["violations"])}
        assert "color-contrast" in read, "nothing was looked at"
        for violation in found["violations"]:
            nodes = violation["nodes"]
            yield (
                f"{file.name}, {scheme}, {width} px: {violation['id']} ({violation['impact']}), "
                f"{len(nodes)} times: {violation['help']}"
            )
            for node in nodes[:3]:
                yield f"    {' '.join(map(str, node['target']))}: {node['html'][:200]}"
                yield f"        {' '.join(node['failureSummary'].split())}"
