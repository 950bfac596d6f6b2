"""The material of a story: all that its folder holds, read in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from qmsctl.demo.model_texts import ModelTexts
from qmsctl.demo.story import AuditFacts, Followed, Held, Seen, Stepped, Story
from qmsctl.demo.words import Aged, AuditWords, Documented, FindingWords, Replacement, Words
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.model.schema import as_fact
from qmsctl.shipped import shipped

__all__ = ["STORIES", "Audited", "Material", "folded", "moment", "read_material", "read_story_file"]

_FOLDER: Final = Path(__file__).parent / "stories"
_OFFICE: Final = "office/"
_OF_OFFICE: Final = "-office"
"""Ends the names of files about findings that no audit raised, where they are kept apart."""

STORIES: Final[tuple[str, ...]] = ("two-years", "ten-years")
"""The names of the stories, the usual one first; each is a folder."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit saw and held, and what it wrote about it."""

    edition: str
    checklist: str
    evidence: Mapping[str, Seen]
    """By question."""
    minutes: Mapping[str, Held]
    """By kind, or by the name of their words."""
    words: AuditWords


@dataclass(frozen=True, slots=True)
class Material:
    """All that a story in one language is made of."""

    folder: Path
    language: str
    story: Story
    words: Words
    placeholders: Mapping[str, str]
    changes: Mapping[str, tuple[Replacement, ...]]
    audits: Mapping[str, Audited]
    """By id."""
    steps: Mapping[str, Stepped]
    """By key, and in the order in which they were taken."""
    step_words: Mapping[str, Mapping[str, str]]
    texts: ModelTexts | None
    """What the documents of the model office say by the day, in a story that takes any from it."""

    def file(self, name: str) -> bytes:
        """Return the file *name* of this language's folder, or with `office/` before it that of the model office."""
        folder = self.folder / self.language
        if name.startswith(_OFFICE):
            folder, name = shipped("templates") / "office" / self.language, name.removeprefix(_OFFICE)
        return folded((folder / name).read_bytes())


def folded(raw: bytes) -> bytes:
    """Return *raw* with the line ends of git, whatever the checkout made of them."""
    return raw.replace(b"\r\n", b"\n")


AnyFact = TypeVar("AnyFact")


def read_material(language: str, story: str = STORIES[0]) -> Material:
    """Read all that *story* in *language* is made of."""
    folder = _FOLDER / story
    words = folder / language
    told = read_story_file(folder / "story.yaml", Story)
    documented = read_story_file(words / "documents.yaml", Documented)
    steps = [one for file in _of_findings(folder) for one in read_story_file(file, Followed).steps]
    step_words = [read_story_file(file, FindingWords).steps for file in _of_findings(words, "words-")]
    return Material(
        folder,
        language,
        told,
        read_story_file(words / "words.yaml", Words),
        documented.placeholders,
        documented.changes,
        {audit: _audited(folder, audit, language) for audit in told.audits},
        {step.key: step for step in steps},
        {key: said for one in step_words for key, said in one.items()},
        _texts(words, told, language),
    )


def _of_findings(folder: Path, before: str = "") -> Iterator[Path]:
    yield folder / f"{before}findings.yaml"
    apart = folder / f"{before}findings{_OF_OFFICE}.yaml"
    if apart.is_file():
        yield apart


def _texts(words: Path, told: Story, language: str) -> ModelTexts | None:
    file = words / "older.yaml"
    if not file.is_file():
        return None
    aged = read_story_file(file, Aged)
    settings = folded((words / CONFIGURATION).read_bytes()).decode()
    office = shipped("templates") / "office" / language
    return ModelTexts(office, settings, language, aged.older, told.editions, aged.values)


def _audited(folder: Path, audit: str, language: str) -> Audited:
    facts = read_story_file(folder / f"{audit.lower()}.yaml", AuditFacts)
    return Audited(
        facts.edition,
        facts.checklist,
        {seen.question: seen for seen in facts.evidence},
        {held.key or held.kind: held for held in facts.minutes},
        read_story_file(folder / language / f"words-{audit.lower()}.yaml", AuditWords),
    )


def read_story_file(file: Path, type: type[AnyFact]) -> AnyFact:
    """Return what a *file* of a story says.

    Raises:
        ValueError: it is broken.
    """
    source = read_yaml(file.name, folded(file.read_bytes()))
    if isinstance(source, Malformed):
        raise ValueError(source.place, source.message)  # noqa: TRY004 - the file is broken, its type is not
    fact, flaws = as_fact(source, type)
    if fact is None or flaws or source.flaws:
        raise ValueError(str(file), [(flaw.place.line, flaw.message) for flaw in (*source.flaws, *flaws)])
    return fact


def moment(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Return the moment that *text*, date and time on the clocks of *zone*, stands for."""
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(dt.UTC)
