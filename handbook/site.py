"""The site as a folder of files: every page, and every file that a page leads to."""

from __future__ import annotations

import posixpath
import re
import shutil
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook.contents import Part, contents
from handbook.prose import Led, Prose, render
from handbook.sources import ROOT, Source, counterpart, sources
from qmsctl.messages import LANGUAGES

__all__ = ["BrokenLinkError", "NotASiteError", "build"]

_NAMES: Final[Mapping[str, str]] = {"en": "English", "pl": "Polski"}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "qmsctl: documentation", "contents": "Contents", "on_this_page": "On this page", "skip": "To the text",
        "to_contents": "Contents of the documentation", "example": "Example", "table": "Table", "further": "Further pages", "next": "Next",
        "only": "in English", "language": "Language", "rules": "All rules",
    },
    "pl": {
        "title": "qmsctl: dokumentacja", "contents": "Spis treści", "on_this_page": "Na tej stronie", "skip": "Do treści",
        "to_contents": "Spis treści dokumentacji", "example": "Przykład", "table": "Tabela", "further": "Pozostałe strony", "next": "Dalej",
        "only": "ang.", "language": "Język", "rules": "Wszystkie reguły",
    },
}  # fmt: skip
_MANY: Final = 3
"""Headings from which on a page has a list of them."""
_MARK: Final = ".handbook"
"""A file that every site has at its top."""
_FOLDERS: Final = ("samples", "schema")
"""Of `docs/`, as they are."""


class BrokenLinkError(Exception):
    """A page leads to a file that is not there."""


class NotASiteError(Exception):
    """What lies in the folder is no site, and is not deleted."""


class _Site:
    """What is known while the site is built."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages = sources(root)
        self.files: set[str] = set()
        """Files outside `docs/` that are led to."""
        indices = {source.language: source for source in self.pages.values() if source.name == "index"}
        self.parts = {
            language: contents(indices[language], self.pages, _WORDS[language]) for language in LANGUAGES
        }
        self.titles = {
            (language, entry.source.path): entry.title
            for language, parts in self.parts.items()
            for part in parts
            for entry in part.entries
        }
        """What the contents of a language call a page."""

    def leads(self, path: str, target: str) -> Led:
        """Return where a link from the page *path* to *target* leads in the site.

        Raises:
            BrokenLinkError: nothing is there.
        """
        target, mark, anchor = target.partition("#")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if place in self.pages:
            page = self.pages[place]
            title = self.titles.get((self.pages[path].language, place), page.title)
            return Led(page.output + mark + anchor, page.language, title)
        readable = re.sub(r"\.md$", ".html", place)
        if place.startswith("docs/samples/") and (self.root / readable).is_file():
            return Led(readable.removeprefix("docs/"))
        file = self.root / place
        if not file.is_file():
            message = f"{path} leads to {target}, which is not there"
            raise BrokenLinkError(message)
        if file.suffix == ".svg":
            return Led(f"data:image/svg+xml;base64,{b64encode(file.read_bytes()).decode()}")
        if place.startswith("docs/"):
            return Led(place.removeprefix("docs/"))
        self.files.add(place)
        return Led(f"files/{place}")


def build(into: Path, root: Path = ROOT) -> int:
    """Write the site into the folder *into* and return how many pages it has; an earlier site there is deleted first.

    Raises:
        BrokenLinkError: a page leads to a file that is not there.
        NotASiteError: something else lies in the folder.
    """
    site = _Site(root)
    if into.exists() and not (into / _MARK).exists() and any(into.iterdir()):
        message = f"{into} holds something else; name a new folder, or an empty one"
        raise NotASiteError(message)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    for source in site.pages.values():
        prose = render(source, site.leads, _WORDS[source.language])
        values = _values(site, source, prose, site.parts[source.language])
        _write(into / source.output, environment.get_template("page.html.j2").render(values))
    doors = [(_NAMES[language], language, _WORDS[language]["title"]) for language in LANGUAGES]
    _write(into / "index.html", environment.get_template("door.html.j2").render(doors=doors))
    _write(
        into / _MARK,
        "The site that `python -m handbook` made; it deletes this folder before it makes the next one.\n",
    )
    for folder in _FOLDERS:
        shutil.copytree(root / "docs" / folder, into / folder)
    for path in sorted(site.files):
        (into / "files" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, into / "files" / path)
    return len(site.pages) + 1


def _values(site: _Site, source: Source, prose: Prose, parts: list[Part]) -> dict[str, object]:
    """Return what the template of a page needs."""
    here = posixpath.dirname(source.output)
    head, mark, rest = prose.html.partition("</h1>\n")
    listed = [entry for part in parts for entry in part.entries]
    place = next((number for number, entry in enumerate(listed) if entry.source == source), None)
    below = [heading for heading in prose.headings if heading.level == 2]  # noqa: PLR2004 - of <h2>
    return {
        "page": source,
        "words": _WORDS[source.language],
        "names": _NAMES,
        "head": Markup(head + mark if mark else ""),  # noqa: S704 - made from the project's own pages
        "html": Markup(rest if mark else head),  # noqa: S704 - as above
        "headings": below if len(below) >= _MANY else [],
        "parts": parts,
        "others": [
            (language, counterpart(source, language, site.pages))
            for language in LANGUAGES
            if language != source.language
        ],
        "following": listed[place + 1] if place is not None and place + 1 < len(listed) else None,
        "is_rule": source.name.startswith("rules/"),
        "to": lambda output: posixpath.relpath(output, here),
    }


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
