"""Finds every text that has to be translated, and what a catalogue lacks.

`python -m tests.catalogues pl qmsctl/checks` prints what is missing of those
files as entries to be put into a `.po` file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.pages import declared_rules

ROOT = Path(__file__).parent.parent
KEYWORDS = {
    "tr": None,
    "tr_n": (1, 2),
    "tr_of": ((1, "c"), 2),
    "marked": None,
    "_": None,
    "ngettext": (1, 2),
}
IN = "\x04"
"""What gettext puts between the context of a text and the text."""


@cache
def texts(*folders: str) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    """Return place and text of every message in the source below *folders*."""
    return tuple(_texts(folders))


def _texts(folders: tuple[str, ...]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    methods = [("**.py", "python"), ("**.j2", "jinja2.ext.babel_extract")]
    for folder in folders or ("qmsctl", "templates"):
        for file, line, text, _, context in extract_from_dir(
            ROOT / folder, methods, {"**.j2": {"encoding": "utf-8"}}, keywords=KEYWORDS, comment_tags=()
        ):
            yield f"{folder}/{file}:{line}", f"{context}{IN}{text}" if context else text
    if not folders or any("checks" in folder for folder in folders):
        for rule in declared_rules():
            yield f"{rule.id}", rule.summary


@cache
def translations(language: str) -> Mapping[str | tuple[str, ...], Message]:
    """Return every entry of the catalogues of *language*."""
    entries: dict[str | tuple[str, ...], Message] = {}
    for file in sorted((ROOT / "qmsctl" / "messages" / language).glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.context:
                    entries[f"{message.context}{IN}{message.id}"] = message
                elif message.id:
                    entries[message.id if isinstance(message.id, str) else tuple(message.id)] = message
    return entries


def missing(language: str, *folders: str) -> dict[str | tuple[str, ...], str]:
    """Return the texts that have no entry in *language*, each with a place where it stands."""
    known = translations(language)
    return {text: place for place, text in texts(*folders) if text not in known}


def main(language: str, *folders: str) -> None:
    """Print the missing entries."""
    for text, place in missing(language, *folders).items():
        print(f"\n#: {place}")  # noqa: T201 - this is what the program is for
        if isinstance(text, tuple):
            print(f"msgid {_quoted(text[0])}\nmsgid_plural {_quoted(text[1])}")  # noqa: T201
            print('msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""')  # noqa: T201
        else:
            context, _, said = text.rpartition(IN)
            within = f"msgctxt {_quoted(context)}\n" if context else ""
            print(f'{within}msgid {_quoted(said)}\nmsgstr ""')  # noqa: T201


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    main(*sys.argv[1:])
