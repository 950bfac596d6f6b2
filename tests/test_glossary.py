"""The glossary: what it holds, and that nothing that ships says a thing by a word that is not to be used for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from qmsctl.demo import STORIES
from qmsctl.glossary import SOURCES, Term, misused, terms, terms_about
from qmsctl.messages import LANGUAGES

ROOT = Path(__file__).parent.parent


def found(text: str, language: str = "pl") -> list[tuple[str, str]]:
    """Return what is misused in *text*: the term and the word as it is written."""
    return [(one.term.key, one.written) for one in misused(text, language)]


def catalogue(file: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of a catalogue: place, language, text; the English ones too."""
    with file.open("rb") as stream:
        for message in read_po(stream):
            for language, texts in (("en", message.id), ("pl", message.string)):
                for text in [texts] if isinstance(texts, str) else texts or ():
                    if message.id and isinstance(text, str):
                        yield f"{file.name}: {text}", language, text


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every file of text that ships or is documentation, with its language."""
    for file in (ROOT / "qmsctl/checks").glob("*.md"):
        yield file, "pl" if file.name.endswith(".pl.md") else "en"
    for file in [*(ROOT / "procedures").glob("*.yaml"), *(ROOT / "checklists").glob("*.yaml")]:
        yield file, file.suffixes[-2][1:]
    for file in (ROOT / "templates/starter").iterdir():
        yield file, file.suffixes[-2][1:]
    for language in LANGUAGES:
        for folder in ("templates/office", *(f"qmsctl/demo/stories/{story}" for story in STORIES)):
            for file in (ROOT / folder / language).rglob("*"):
                if file.is_file():
                    yield file, language
    for file in [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]:
        if not file.name.startswith("glossary."):  # it names the words that it forbids
            yield file, "pl" if file.name.endswith(".pl.md") else "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_use_the_right_words(language: str) -> None:
    """No message, in either language, uses a word that the glossary says not to use."""
    texts = [one for file in (ROOT / "qmsctl/messages/pl").glob("*.po") for one in catalogue(file)]
    faults = [
        (place, one.written, one.term.names[language])
        for place, spoken, text in texts
        if spoken == language
        for one in misused(text, language)
    ]

    assert len(texts) > 4000
    assert [] == faults


def test_what_ships_uses_the_right_words() -> None:
    """No rule page, document, checklist, template, register or page of documentation does either."""
    looked_at = list(pages())
    faults = [
        (
            file.relative_to(ROOT).as_posix(),
            text.count("\n", 0, one.at) + 1,
            one.written,
            one.term.names[language],
        )
        for file, language in looked_at
        for text in [file.read_text(encoding="utf-8")]
        for one in misused(text, language)
    ]

    assert len(looked_at) > 600
    assert [] == faults


def test_audit_and_audyt() -> None:
    """*Audyt* is right for the function of the Public Finance Act, in every case of the word, and for nothing else."""
    assert [("audit", "audytu")] == found("Raport z audytu systemu zarządzania jakością")
    assert [("audit", "Audyt")] == found("Audyt przeprowadzono w marcu.")
    assert [] == found("ustalenia audytu wewnętrznego i audytora wewnętrznego")
    assert [] == found("Raport z auditu wewnętrznego")
    assert [] == found("audit, a nie „audyt”")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Wykonano korektę w dniu wykrycia.", "correction"),
        ("Wszczęto działania naprawcze.", "corrective_action"),
        ("zespołu auditorów", "audit_team"),
        ("nowe okazje dla urzędu", "opportunity"),
        ("LISTA KONTROLNA", "checklist"),
        ("przegląd\nkierownictwa", "management_review"),
    ],
)
def test_endings_count(text: str, term: str) -> None:
    """A word is found with any ending, in capitals, and over the end of a line."""
    assert [term] == [key for key, _ in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Instytucja nałożyła korektę finansową.",
        "korekcja i działanie korygujące",
        "rejestr ryzyk",
        "lista pytań kontrolnych",
    ],
)
def test_right_words_are_not_found(text: str) -> None:
    """What is right, or right in its phrase, is no fault."""
    assert [] == found(text)


def test_english_words() -> None:
    """English has words that are not to be used as well."""
    assert [("nonconformity", "non-conformities")] == found("two non-conformities", "en")
    assert [] == found("two nonconformities", "en")


def test_it_is_whole() -> None:
    """Every term has a key of its own, a source, and a name in each language; no name is a wrong word for it."""
    keys = [term.key for term in terms()]

    assert len(keys) == len(set(keys)) > 170
    for term in terms():
        assert term.source in SOURCES, term.key
        assert all(term.names[language].strip() for language in LANGUAGES), term.key
        assert bool(term.notes["en"]) == bool(term.notes["pl"]), term.key
        for language in LANGUAGES:
            assert [] == found(term.names[language], language), term.key


def test_wrong_words_are_written_as_they_have_to_be() -> None:
    """What is not to be used is a word or a phrase of letters; what is right after all holds such a word."""
    for term in terms():
        for language in LANGUAGES:
            for word in term.avoided[language]:
                assert re.fullmatch(r"[\w-]+~?\w*(?: [\w-]+~?\w*)*", word), word
                assert found(word.replace("~", ""), language), word
            for phrase in term.allowed[language]:
                assert [] == found(phrase.replace("~", ""), language), phrase


def keys(word: str) -> list[str]:
    """Return the keys of the terms about *word*."""
    return [term.key for term in terms_about(word)]


def test_looking_up() -> None:
    """A term is found by its names, by a wrong word, without marks, and by a part of a name."""
    assert ["nonconformity"] == keys("niezgodność") == keys("NIEZGODNOSC") == keys("non-conformity")
    assert ["audit", "statutory_internal_audit"] == keys("audyt")
    assert {"surveillance", "audit"} > set(keys("surveillance"))
    assert "corrective_action" in keys("korygując")
    assert [] == keys("xyz") == keys(" ")


def test_every_language_is_shown() -> None:
    """What people read of a wrong word has no mark of its ending."""
    shown = [word for term in terms() for one in LANGUAGES for word in shown_of(term, one)]

    assert "korekta" in shown
    assert [] == [word for word in shown if re.search(r"[~„”]", word)]


def shown_of(term: Term, language: str) -> tuple[str, ...]:
    """Return what people read about words that are not to be used."""
    return (*term.not_to_use(language), *term.right_in(language))
