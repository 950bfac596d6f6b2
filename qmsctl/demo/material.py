"""The material of a story: all that its folder holds, read in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from qmsctl.demo.story import (
    AuditFacts,
    AuditWords,
    Documented,
    FindingWords,
    Followed,
    Held,
    Replacement,
    Seen,
    Stepped,
    Story,
    Words,
)
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.schema import as_fact

__all__ = ["STORIES", "Audited", "Material", "folded", "moment", "read_material"]

_FOLDER: Final = Path(__file__).parent / "stories"

STORIES: Final[tuple[str, ...]] = ("two-years",)
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

    def file(self, name: str) -> bytes:
        """Return the file *name* of this language's folder."""
        return folded((self.folder / self.language / name).read_bytes())


def folded(raw: bytes) -> bytes:
    """Return *raw* with the line ends of git, whatever the checkout made of them."""
    return raw.replace(b"\r\n", b"\n")


AnyFact = TypeVar("AnyFact")


def read_material(language: str, story: str = STORIES[0]) -> Material:
    """Read all that *story* in *language* is made of."""
    folder = _FOLDER / story
    documented = _read(folder / language / "documents.yaml", Documented)
    told = _read(folder / "story.yaml", Story)
    return Material(
        folder,
        language,
        told,
        _read(folder / language / "words.yaml", Words),
        documented.placeholders,
        documented.changes,
        {audit: _audited(folder, audit, language) for audit in told.audits},
        {step.key: step for step in _read(folder / "findings.yaml", Followed).steps},
        _read(folder / language / "words-findings.yaml", FindingWords).steps,
    )


def _audited(folder: Path, audit: str, language: str) -> Audited:
    facts = _read(folder / f"{audit.lower()}.yaml", AuditFacts)
    return Audited(
        facts.edition,
        facts.checklist,
        {seen.question: seen for seen in facts.evidence},
        {held.key or held.kind: held for held in facts.minutes},
        _read(folder / language / f"words-{audit.lower()}.yaml", AuditWords),
    )


def _read(file: Path, type: type[AnyFact]) -> AnyFact:
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
