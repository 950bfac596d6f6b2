"""Makes the checklists that ship out of `questions/`, where each question is written once, in both languages.

`python -m tests.checklists` writes them; `tests/test_checklists.py` compares them.  How a question is written,
and what is made of it, is in `questions/README.md`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from qmsctl.messages import LANGUAGES
from qmsctl.standards import clause_key, editions_of

__all__ = ["CHECKLISTS", "HINTS", "Question", "made", "questions"]

ROOT: Final = Path(__file__).parent.parent
CHECKLISTS: Final = ROOT / "checklists"
QUESTIONS: Final = ROOT / "questions"
AUTHENTIC: Final = "pl"
"""The language in which questions are thought of first."""
HINTS: Final = ("look_for", "sample", "lapse", "strength")
_PLAIN: Final = 112
"""The longest line that is not folded, and below the widest text of a folded one."""
_FOLDED: Final = 92
_NEEDS_QUOTES: Final = (": ", " #")


@dataclass(frozen=True)
class Question:
    """One question of the bank."""

    ids: Mapping[str, str]
    """By edition; in a checklist that is for no edition in particular, the same for all."""
    clauses: tuple[str, ...]
    """Empty where the id names the clause."""
    ask: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    """By language: `text` and the hints."""

    def clauses_in(self, edition: str) -> tuple[str, ...]:
        """Return the clauses of *edition* that it is about: `Q-4.1-2` is the second one about clause 4.1."""
        return self.clauses or (self.ids[edition].split("-")[1],)


@cache
def questions(pattern: str) -> tuple[Question, ...]:
    """Return the questions of the files of the bank that match *pattern*, as they are written there."""
    return tuple(_questions(pattern))


def _questions(pattern: str) -> Iterator[Question]:
    for file in sorted(QUESTIONS.glob(pattern)):
        for entry in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader):  # noqa: S506 - texts only
            ids = entry["id"]
            yield Question(
                {f"iso9001:{year}": id for year, id in ids.items()}
                if isinstance(ids, dict)
                else dict.fromkeys(editions_of("iso9001"), ids),
                tuple(entry.get("clauses", ())),
                tuple(entry["ask"]),
                {language: entry[language] for language in LANGUAGES},
            )


@cache
def made() -> Mapping[str, str]:
    """Return every checklist that ships, by the name of its file."""
    lists = yaml.load((QUESTIONS / "checklists.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
    return {
        f"{name.lower()}.{language}.yaml": "".join(_lines(name, stated, language))
        for name, stated in lists.items()
        for language in LANGUAGES
    }


def _lines(id: str, stated: Mapping[str, Any], language: str) -> Iterator[str]:
    edition = stated["edition"]
    asked = [one for one in questions(stated["questions"]) if edition in one.ids]
    if not any(one.clauses for one in asked):
        asked.sort(key=lambda one: _order(one.ids[edition]))
    yield f"id: {id}\ntype: checklist\n"
    yield f"title: {stated['title'][language]}\nlanguage: {language}\n"
    yield from () if language == AUTHENTIC else (f"translates: {AUTHENTIC}\n",)
    yield f'revision: "1"\nowner: quality-officer\nedition: {edition}\nreview_every: 24 months\nquestions:\n'
    for one in asked:
        yield f"  - id: {one.ids[edition]}\n"
        yield f"    clauses: [{', '.join(one.clauses_in(edition))}]\n"
        yield _text("    ", "text", one.texts[language]["text"])
        yield f"    ask: [{', '.join(one.ask)}]\n"
        yield from (_text("    ", name, one.texts[language][name]) for name in HINTS)


def _order(id: str) -> tuple[tuple[tuple[int, str], ...], int]:
    """Return a key that puts a question where the standard has its clause."""
    _, clause, number = id.split("-")
    return (clause_key(clause), int(number))


def _text(indent: str, name: str, text: str) -> str:
    """Return a field as people write it: on one line, or folded."""
    if any(sign in text for sign in _NEEDS_QUOTES) or len(indent) + len(name) + 2 + len(text) > _PLAIN:
        lines = textwrap.wrap(text, _FOLDED, break_long_words=False, break_on_hyphens=False)
        return f"{indent}{name}: >-\n" + "".join(f"{indent}  {line}\n" for line in lines)
    return f"{indent}{name}: {text}\n"


def main() -> None:
    """Write the checklists, and take away those that are made no more."""
    contents = made()
    for file in CHECKLISTS.glob("*.yaml"):
        if file.name not in contents:
            file.unlink()
    for name, text in contents.items():
        (CHECKLISTS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
