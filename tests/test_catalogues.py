"""The catalogues say everything the source says, and nothing else."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from qmsctl.messages import LANGUAGES
from tests.catalogues import IN, ROOT, missing, texts, translations

LANGUAGES_WITH_CATALOGUES = tuple(language for language in LANGUAGES if language != "en")
each_language = pytest.mark.parametrize("language", LANGUAGES_WITH_CATALOGUES)

_PLURALS = {"pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"}
_WORDS_AVOIDED = {"pl": re.compile(r"\baudyt", re.IGNORECASE)}
"""Polish texts say `audit`, the word of the standards; an `audyt wewnętrzny` is another, statutory thing."""


def _files(language: str) -> Iterator[Path]:
    yield from sorted((ROOT / "qmsctl/messages" / language).glob("*.po"))


def _entries(file: Path, language: str) -> Iterator[Message]:
    with file.open("rb") as stream:
        yield from (message for message in read_po(stream, locale=language) if message.id)


@cache
def _all_entries(language: str) -> tuple[tuple[str, Message], ...]:
    return tuple((file.name, entry) for file in _files(language) for entry in _entries(file, language))


@cache
def _in_source() -> set[str | tuple[str, ...]]:
    """Return every text of the source; those inside f-strings are seen by the extractor from Python 3.12 on."""
    found = {text for _, text in texts()}
    for file in (ROOT / "qmsctl").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                words = [
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                ]
                if node.func.id in ("tr", "marked") and words:
                    found.add(words[0])
                elif node.func.id == "tr_n" and len(words) == 2:
                    found.add((words[0], words[1]))
                elif node.func.id == "tr_of":
                    found.add(IN.join(words))
    return found


def _forms(entry: Message) -> tuple[str, ...]:
    """Return the translations of an entry: one, or one for each plural form."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def _ids(entry: Message) -> tuple[str, ...]:
    return (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)


def _places(text: str) -> Counter[str]:
    """Return the names in braces, and how often each stands in *text*."""
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@each_language
def test_nothing_is_missing(language: str) -> None:
    """Every text of the source has an entry."""
    known = translations(language)

    assert {} == missing(language)
    assert [] == [text for text in _in_source() if text not in known]


@each_language
def test_nothing_is_unused(language: str) -> None:
    """Every entry is a text of the source."""
    used = _in_source()

    assert [] == [text for text in translations(language) if text not in used]


@each_language
def test_every_entry_is_translated(language: str) -> None:
    """No form of an entry is empty, fuzzy or obsolete."""
    assert [] == [
        (name, entry.id) for name, entry in _all_entries(language) if not all(_forms(entry)) or entry.fuzzy
    ]
    assert [] == [
        file.name
        for file in _files(language)
        if re.search(r"^#~|^#, .*fuzzy", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]


@each_language
def test_plural_forms(language: str) -> None:
    """What counts something has all forms of the language, and every file says how they are chosen."""
    expected = int(_PLURALS[language][len("nplurals=")])

    assert [] == [
        entry.id
        for _, entry in _all_entries(language)
        if len(_ids(entry)) == 2 and len(_forms(entry)) != expected
    ]
    for file in _files(language):
        assert _PLURALS[language] in file.read_text(encoding="utf-8"), file.name


@each_language
def test_places_are_kept(language: str) -> None:
    """A translation has the same names in braces as the English text, no more and no fewer."""
    wrong = [
        (name, text)
        for name, entry in _all_entries(language)
        for text in _forms(entry)
        if set(_places(text)) != {place for english in _ids(entry) for place in _places(english)}
    ]

    assert [] == wrong


@each_language
def test_files_do_not_contradict_each_other(language: str) -> None:
    """One text in one context has one translation, whichever file holds it."""
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, entry in _all_entries(language):
        key = (entry.context or "", *_ids(entry))
        assert seen.setdefault(key, _forms(entry)) == _forms(entry), f"{name}: {entry.id}"


@each_language
def test_no_entry_stands_twice_in_a_file(language: str) -> None:
    """Within a file every text stands once."""
    for file in _files(language):
        found = Counter(
            re.findall(r'^msgid (".*"(?:\n".*")*)', file.read_text(encoding="utf-8"), re.MULTILINE)
        )

        assert [] == [text for text, times in found.items() if times > 1], file.name


@each_language
def test_ends_and_beginnings_are_kept(language: str) -> None:
    """Blanks and line ends around a text, and its final stop, are the same in translation."""
    wrong = [
        (name, entry.id)
        for name, entry in _all_entries(language)
        for text in _forms(entry)
        if (text[:1].isspace(), text[-1:].isspace())
        != (_ids(entry)[0][:1].isspace(), _ids(entry)[0][-1:].isspace())
        or (_ids(entry)[0].endswith(":") != text.endswith(":"))
    ]

    assert [] == wrong


@each_language
def test_vocabulary(language: str) -> None:
    """Words that mean something else in the field are not used."""
    avoided = _WORDS_AVOIDED[language]
    pages = [*(ROOT / "qmsctl/checks").glob(f"*.{language}.md"), *_files(language)]

    assert [] == [file.name for file in pages if avoided.search(file.read_text(encoding="utf-8"))]


@each_language
def test_compiled_catalogue_is_up_to_date(language: str) -> None:
    """What is installed says what the files say."""
    from qmsctl.messages import catalogue  # noqa: PLC0415 - after the test has said what it is about

    words = catalogue(language)

    for text, entry in translations(language).items():
        if isinstance(text, str) and IN in text:
            assert entry.string == words.pgettext(*text.split(IN))
        elif isinstance(text, str):
            assert entry.string == words.gettext(text)
        else:
            assert _forms(entry) == tuple(words.ngettext(text[0], text[1], count) for count in (1, 2, 5))
