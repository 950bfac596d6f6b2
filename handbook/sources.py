"""What the site is made of: the pages of the project, in which language they are and where they go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.checks import RULES
from qmsctl.messages import LANGUAGES
from qmsctl.render.rule_text import page as rule_page

__all__ = ["ROOT", "Source", "counterpart", "sources"]

ROOT: Final = Path(__file__).parent.parent

_BESIDE: Final = ("README.md", "README.pl.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
"""Pages outside `docs/` that belong to the site."""
_TITLE: Final = re.compile(r"^# (.+)$", re.MULTILINE)
_SWITCH: Final = re.compile(r"^\*\[[^]]+\]\([^)]+\.md\)\*\n+", re.MULTILINE)
"""The line that leads to the other language on the forge; the site has a place of its own for it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One page in one language."""

    path: str
    """From the top of the project; of a rule its page in this language."""
    language: str
    name: str
    """What it is called in every language, and below the folder of a language in the site."""
    text: str
    """Markdown."""

    @property
    def output(self) -> str:
        """Where it lies in the site."""
        return f"{self.language}/{self.name}.html"

    @property
    def title(self) -> str:
        """Its first heading, without marks."""
        found = _TITLE.search(self.text)
        return re.sub(r"[`*]", "", found[1]) if found else self.name


def sources(root: Path = ROOT) -> dict[str, Source]:
    """Return every page by its path: all of `docs/`, those beside it, and one for each rule and language.

    A new page in `docs/`, or in a folder of it, needs no entry anywhere.
    """
    found = [*_written(root), *_rules()]
    return {source.path: source for source in found}


def counterpart(source: Source, language: str, known: dict[str, Source]) -> Source | None:
    """Return the page that says the same in *language*, if there is one."""
    return next((one for one in known.values() if (one.language, one.name) == (language, source.name)), None)


def _written(root: Path) -> Iterator[Source]:
    below = (file for file in (root / "docs").rglob("*.md") if "samples" not in file.parts)
    for file in sorted((*below, *(root / path for path in _BESIDE))):
        path = file.relative_to(root).as_posix()
        stem, language = path.removesuffix(".md"), "en"
        for other in LANGUAGES:
            if stem.endswith(f".{other}"):
                stem, language = stem.removesuffix(f".{other}"), other
        text = _SWITCH.sub("", file.read_text(encoding="utf-8"), count=1)
        yield Source(path, language, _place(stem), text)


def _place(stem: str) -> str:
    """Return where a page lies below the folder of its language: the page of a folder is its index."""
    folder, name = posixpath.split(stem)
    if folder == "docs" or folder.startswith("docs/"):
        return posixpath.join(folder.removeprefix("docs").lstrip("/"), "index" if name == "README" else name)
    return stem.removesuffix("/README").lower()


def _rules() -> Iterator[Source]:
    for rule in RULES:
        module = rule.slug.replace("-", "_")
        for language in LANGUAGES:
            ending = "md" if language == "en" else f"{language}.md"
            text = rule_page(rule, language)
            yield Source(f"qmsctl/checks/{module}.{ending}", language, f"rules/{rule.slug}", text)
