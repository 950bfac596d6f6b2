"""Markdown as the HTML of the site: the links changed, headings with anchors, wide parts that scroll by themselves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handbook.anchors import Anchors
from handbook.sources import Source

__all__ = ["Heading", "Leads", "Prose", "render"]

_ADDRESS: Final = re.compile(r"[a-z]+:")
_TITLED: Final = re.compile(r'title="([^"]+)"')
_TYPED: Final = re.compile(r"^\$ (?:.*\\\n)*.*$", re.MULTILINE)

Leads = Callable[[str, str], tuple[str, str | None]]
"""Takes the page a link stands on and its target; returns the link in the site, and the language of a page in another."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that can be led to."""

    level: int
    anchor: str
    text: str


@dataclass(slots=True)
class Prose:
    """A page as HTML."""

    html: str = ""
    headings: list[Heading] = field(default_factory=list)


def render(source: Source, leads: Leads, words: Mapping[str, str]) -> Prose:
    """Return *source* as HTML.

    Args:
        source: the page.
        leads: where its links lead in the site.
        words: what tables and examples are called for those who do not see them.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(source.text)
    made = Prose()
    _headings(tokens, made)
    _links(tokens, source, leads)
    _wide(tokens, made, words)
    made.html = parser.renderer.render(tokens, parser.options, {})
    return made


def _headings(tokens: Sequence[Token], made: Prose) -> None:
    """Give every heading its anchor, and list them."""
    anchors = Anchors()
    for opening, inline in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            text = "".join(child.content for child in inline.children or ())
            anchor = anchors.of(text)
            opening.attrSet("id", anchor)
            made.headings.append(Heading(int(opening.tag[1]), anchor, text))


def _links(tokens: Sequence[Token], source: Source, leads: Leads) -> None:
    """Change links and pictures from those of the project to those of the site."""
    for token in tokens:
        for child in token.children or ():
            name = {"link_open": "href", "image": "src"}.get(child.type)
            target = str(child.attrGet(name)) if name else ""
            if name is None or _ADDRESS.match(target):
                continue
            if not target.startswith("#"):
                place, language = leads(source.path, target)
                child.attrSet(name, posixpath.relpath(place, posixpath.dirname(source.output)))
                if language not in (None, source.language):
                    child.attrSet("hreflang", str(language))


def _wide(tokens: list[Token], made: Prose, words: Mapping[str, str]) -> None:
    """Wrap tables and examples, which may be wider than a telephone, so that they scroll and the page does not."""
    shown, count = "", 0
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            shown = next(one.text for one in made.headings if one.anchor == token.attrGet("id"))
        elif token.type in ("table_open", "fence", "code_block"):
            count += 1
            kind = "table" if token.type == "table_open" else "example"
            opening = f'<div class="wide" role="group" tabindex="0" aria-label="{escape(words[kind])} {count}: {escape(shown)}">'
            if token.type == "table_open":
                tokens[place] = _raw(f"{opening}\n<table>\n")
            else:
                tokens[place] = _raw(
                    f"{_caption(token)}{opening}<pre><code>{_example(token)}</code></pre></div>\n"
                )
        elif token.type == "table_close":
            tokens[place] = _raw("</table></div>\n")


def _caption(fence: Token) -> str:
    """Return the line above an example that is a file: which one."""
    title = _TITLED.search(fence.info)
    return f'<p class="file"><code>{escape(title[1])}</code></p>\n' if title else ""


def _example(fence: Token) -> str:
    """Return an example as HTML; in a session what is typed stands out from what is shown."""
    text = fence.content.removesuffix("\n")
    kind = fence.info.partition(" ")[0]
    if kind == "console":
        return _TYPED.sub(lambda typed: f"<b>{typed[0]}</b>", escape(text, quote=False))
    if kind == "diff":
        marks = {"-": "del", "+": "ins"}
        lines = (
            f"<{marks[line[0]]}>{escape(line, quote=False)}</{marks[line[0]]}>"
            if line[:1] in marks
            else escape(line, quote=False)
            for line in text.split("\n")
        )
        return "\n".join(lines)
    return escape(text, quote=False)


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)
