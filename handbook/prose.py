"""Markdown as the HTML of the site: the links changed, headings with anchors, wide parts that scroll by themselves."""

from __future__ import annotations

import itertools
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
from qmsctl.checks import RULES

__all__ = ["Heading", "Leads", "Led", "Prose", "render"]

_RULES: Final = {name: rule.slug for rule in RULES for name in (rule.id, rule.slug)}
_ADDRESS: Final = re.compile(r"[a-z]+:")
_TITLED: Final = re.compile(r'title="([^"]+)"')
_TYPED: Final = re.compile(r"^\$ (?:.*\\\n)*.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Led:
    """Where a link leads in the site."""

    address: str
    """A file of the site, with the anchor; of a picture the picture itself."""
    language: str | None = None
    """Of a page."""
    title: str | None = None
    """Of a page."""


Leads = Callable[[str, str], Led]
"""Takes the page a link stands on, and its target."""


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
    parser = (
        MarkdownIt("commonmark", {"html": True, "xhtmlOut": False}).enable("table").disable("autolink")
    )  # addresses of examples
    tokens = parser.parse(source.text)
    made = Prose()
    _headings(tokens, made)
    _links(tokens, source, leads)
    _rules(tokens, source)
    _wide(tokens, made, words)
    made.html = parser.renderer.render(tokens, parser.options, {})
    return made


def _headings(tokens: Sequence[Token], made: Prose) -> None:
    """Give every heading its anchor, and list them."""
    anchors = Anchors()
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            text = "".join(child.content for child in inline.children or ())
            anchor = anchors.of(text)
            opening.attrSet("id", anchor)
            made.headings.append(Heading(int(opening.tag[1]), anchor, text))


def _links(tokens: Sequence[Token], source: Source, leads: Leads) -> None:
    """Change links from those of the project to those of the site; a page named by its file gets its title."""
    for token in tokens:
        children = token.children or []
        for place, child in enumerate(children):
            target = str(child.attrGet("href") or "")
            if child.type == "image":
                child.attrSet("src", leads(source.path, str(child.attrGet("src"))).address)
            elif target and not _ADDRESS.match(target) and not target.startswith("#"):
                led = leads(source.path, target)
                child.attrSet("href", posixpath.relpath(led.address, posixpath.dirname(source.output)))
                if led.language not in (None, source.language):
                    child.attrSet("hreflang", str(led.language))
                shown = children[place + 1]
                if (
                    led.title
                    and shown.type == "code_inline"
                    and shown.content.endswith(posixpath.basename(target.partition("#")[0]))
                ):
                    children[place + 1] = Token("text", "", 0, content=led.title)


def _rules(tokens: Sequence[Token], source: Source) -> None:
    """Make the name of a rule lead to its page, wherever it stands as code and leads nowhere else."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        linked = before is not None and before.type == "heading_open"
        children: list[Token] = []
        for child in token.children or ():
            linked = child.type == "link_open" or (linked and child.type != "link_close")
            slug = _RULES.get(child.content) if child.type == "code_inline" and not linked else None
            if slug is None or source.name == f"rules/{slug}":
                children.append(child)
                continue
            target = posixpath.relpath(
                f"{source.language}/rules/{slug}.html", posixpath.dirname(source.output)
            )
            children += [
                Token("link_open", "a", 1, attrs={"href": target}),
                child,
                Token("link_close", "a", -1),
            ]
        if token.children:
            token.children = children


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
        elif token.attrGet(
            "style"
        ):  # of a column of numbers; the site takes no styles but those of its sheet
            token.attrSet("class", str(token.attrs.pop("style")).rpartition(":")[2])
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
