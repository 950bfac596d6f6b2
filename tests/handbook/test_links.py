"""Every link of the documentation leads somewhere: in the site, and where the pages are read as they are."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from markdown_it import MarkdownIt

from handbook.anchors import Anchors
from handbook.sources import Source, counterpart, sources
from qmsctl.checks import RULES
from tests.catalogues import ROOT

KNOWN = sources()
WRITTEN = {path: source for path, source in KNOWN.items() if not path.startswith("qmsctl/")}
SLUGS = {rule.slug for rule in RULES}


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    """Each leads to a file of the site, and its anchor to a place in that file; other addresses are only to be clicked."""
    pages = {file: html.parse(file).getroot() for file in site.rglob("*.html") if "samples" not in file.parts}
    anchors = {file: set(page.xpath("//@id")) for file, page in pages.items()}
    lost = []
    for file, page in pages.items():
        for element, name, link, _ in page.iterlinks():
            address = urlsplit(link)
            if address.scheme:
                assert (element.tag, address.scheme) in {("a", "https"), ("link", "data"), ("img", "data")}, (
                    link
                )
                continue
            target = (file.parent / unquote(address.path)).resolve() if address.path else file
            anchor = unquote(address.fragment)
            if not target.is_file() or (anchor and anchor not in anchors.get(target, {anchor})):
                lost.append(f"{file.relative_to(site)}: {name}={link}")

    assert not lost, "\n".join(lost)
    assert len(pages) > 2 * len(RULES)


@pytest.mark.parametrize("path", WRITTEN)
def test_every_link_leads_somewhere_on_the_forge(path: str) -> None:
    """Each leads to a file of the project, and its anchor to a heading of that page, by the names forges give them."""
    lost = []
    for link in links(WRITTEN[path]):
        target, _, anchor = link.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
        file = ROOT / place
        if not file.exists() or (
            anchor and unquote(anchor) not in headings(file.read_text(encoding="utf-8"))
        ):
            lost.append(link)

    assert lost == []


@pytest.mark.parametrize("path", [path for path, source in WRITTEN.items() if source.language == "pl"])
def test_polish_pages_lead_to_polish_pages(path: str) -> None:
    """What there is in Polish is what a Polish page leads to, unless it says that a part is in English."""
    page = WRITTEN[path]
    english = [
        (target, before)
        for target, before in said(page)
        if (
            other := KNOWN.get(
                posixpath.normpath(posixpath.join(posixpath.dirname(path), target.partition("#")[0]))
            )
        )
        and other.language == "en"
        and counterpart(other, "pl", KNOWN)
    ]

    assert [target for target, text in english if "angielsk" not in text] == []


@pytest.mark.parametrize("path", [path for path in WRITTEN if path.startswith("docs/") or "README" in path])
def test_languages_lead_to_each_other(path: str) -> None:
    """A page that there is in both languages says so below its title."""
    page = WRITTEN[path]
    language = "pl" if page.language == "en" else "en"
    other = counterpart(page, language, KNOWN)
    text = (ROOT / path).read_text(encoding="utf-8")
    words = {"pl": "Po polsku", "en": "In English"}[language]
    line = f"*[{words}]({posixpath.basename(other.path)})*" if other else None

    assert (line is None) == (f"*[{words}](" not in text)
    assert line is None or line in text


@pytest.mark.parametrize(
    "path", [path for path, source in WRITTEN.items() if source.language == "pl" and "commands" not in path]
)
def test_both_languages_name_the_same_rules(path: str) -> None:
    """A rule that one language names is named in the other."""
    other = counterpart(WRITTEN[path], "en", KNOWN)
    assert other is not None

    assert named(WRITTEN[path].text) == named(other.text)


def test_a_lost_link_is_found() -> None:
    """The reading itself works: a link without a target, an anchor without a heading."""
    page = Source(
        "docs/x.md",
        "en",
        "x",
        "# One thing\n\n[a](gone.md) [b](#two) [c](#one-thing) [d](https://example.org)\n",
    )

    assert list(links(page)) == ["gone.md", "#two", "#one-thing"]
    assert headings(page.text) == {"one-thing"}


def named(text: str) -> set[str]:
    """Return the rules that *text* names as code."""
    return SLUGS & set(re.findall(r"`([a-z-]+)`", text))


def links(page: Source) -> Iterator[str]:
    """Yield every target in *page* that is no address."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.text):
        for child in token.children or ():
            target = str(child.attrGet("href") or child.attrGet("src") or "")
            if target and not urlsplit(target).scheme:
                yield unquote(target)


def said(page: Source) -> Iterator[tuple[str, str]]:
    """Yield every target in *page*, with the line it stands in."""
    for line in page.text.splitlines():
        for target in re.findall(r"\]\(([^)]+)\)", line):
            yield target, line


def headings(text: str) -> set[str]:
    """Return the anchors of the headings of *text*; a heading whose name GitHub and GitLab take differently has none."""
    anchors = Anchors()
    found = set()
    for opening, inline in itertools.pairwise(MarkdownIt("commonmark").parse(text)):
        if opening.type == "heading_open":
            anchor = anchors.of("".join(child.content for child in inline.children or ()))
            if "--" not in anchor:
                found.add(anchor)
    return found
