"""The content of a document as lists of lines: cheap to change, and known as tree and as bytes at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from benchmarks.prose import WHEN, WHO, sentence
from qmsctl.documents.digest import content_digest
from qmsctl.documents.source import Tree

__all__ = ["Paper", "Written", "git_blob"]

_SMALLEST: Final = 3300
_LARGEST: Final = 5600
"""Bytes: edits keep a document between them."""

_HEADINGS: Final = {
    "purpose": "Cel",
    "scope": "Zakres",
    "terms": "Terminologia",
    "responsibilities": "Odpowiedzialność i uprawnienia",
    "steps": "Opis postępowania",
    "records": "Zapisy",
    "measures": "Mierniki",
}
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "manual": ("scope", "responsibilities", "measures"),
    "procedure": ("purpose", "scope", "terms", "responsibilities", "steps", "records"),
    "instruction": ("purpose", "scope", "steps", "records"),
    "process_card": ("purpose", "responsibilities", "measures", "records"),
    "service_card": ("scope", "steps", "records"),
    "form": ("purpose", "records"),
    "checklist": (),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A document as its file holds it."""

    raw: bytes
    blob: str
    """Git's name of the bytes."""
    content: str
    """The digest that an approval names; empty if the file cannot be read."""


def git_blob(raw: bytes) -> str:
    """Return git's name of *raw*, in a repository with SHA-1."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class Paper:
    """What a document says; a template until it has an id."""

    type: str
    sections: dict[str, list[str]]
    """Lines of text by section; a step or a question is a line too."""
    id: str = ""
    title: str = ""
    owner: str = ""
    unit: str = ""
    revision: int = 1
    clauses: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    markdown: bool = False
    comment: str = ""
    """A line for other editors, which counts for nothing."""
    size: int = field(default=0, compare=False)

    @classmethod
    def template(cls, type: str, random: Random) -> Paper:
        """Return a text of the *type*, between 3 and 6 KB once it is written."""
        names = SECTIONS[type] or ("questions",)
        paper = cls(type, {name: [] for name in names})
        wanted = random.randint(_SMALLEST, _LARGEST - 200)
        size = 400
        while size < wanted:
            for name in names:
                line = sentence(random)
                paper.sections[name].append(line)
                size += len(line.encode()) + (110 if name in ("steps", "questions") else 6)
                if size >= wanted and all(paper.sections.values()):
                    break
        return paper

    def copy(self) -> Paper:
        """Return the same content for another document to begin with."""
        return replace(self, sections={name: list(lines) for name, lines in self.sections.items()})

    def fill(self, random: Random) -> None:
        """Make the copy of a template a document of its own, of the size documents have."""
        self.written()
        for _ in range(random.randint(1, 3)):
            self.edit(random)
        while len(self.written().raw) < _SMALLEST:
            random.choice(list(self.sections.values())).append(sentence(random))
        while len(self.written().raw) > _LARGEST:
            max(self.sections.values(), key=len).pop()

    def edit(self, random: Random) -> None:
        """Change some lines, add one or take one away."""
        name = random.choice(list(self.sections))
        lines = self.sections[name]
        place = random.randrange(len(lines))
        chance = random.random()
        if chance < 0.15 and self.size < _LARGEST:
            lines.insert(place, sentence(random))
        elif chance < 0.3 and self.size > _SMALLEST and len(lines) > 1:
            del lines[place]
        else:
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                lines[random.randrange(len(lines))] = sentence(random)

    def written(self) -> Written:
        """Return the file and its digest."""
        head, tree = self._head()
        if self.markdown:
            body = self._markdown()
            raw = f"---\n{head}---\n\n{body}\n".encode()
            digest = content_digest({"head": tree, "body": body})
        else:
            text, rest = self._questions() if self.type == "checklist" else self._sections()
            raw = f"{head}{text}".encode()
            digest = content_digest({**tree, **rest})
        self.size = len(raw)
        return Written(raw, git_blob(raw), digest)

    def broken(self) -> Written:
        """Return the file as it is after a conflict was committed unresolved."""
        raw = self.written().raw + b"<<<<<<< HEAD\n=======\n>>>>>>> robocza\n"
        return Written(raw, git_blob(raw), "")

    def _head(self) -> tuple[str, dict[str, Tree]]:
        """Return the fields before the text, as written and as values."""
        lines = [f"# {self.comment}"] if self.comment else []
        tree: dict[str, Tree] = {}

        def put(key: str, value: str, written: str = "") -> None:
            tree[key] = value
            lines.append(f"{key}: {written or value}")

        put("id", self.id)
        put("type", self.type)
        put("title", self.title)
        put("revision", str(self.revision), f'"{self.revision}"')
        put("owner", self.owner)
        tree["units"] = [self.unit]
        lines.append(f"units: [{self.unit}]")
        if self.type == "checklist":
            put("edition", "iso9001:2015")
        else:
            tree["clauses"] = {"iso9001:2015": list(self.clauses)}
            lines.append(f"clauses:\n  iso9001:2015: [{', '.join(self.clauses)}]")
            put("retention", "B5")
        if self.related:
            tree["related"] = list(self.related)
            lines.append(f"related: [{', '.join(self.related)}]")
        return "\n".join(lines) + "\n", tree

    def _sections(self) -> tuple[str, dict[str, Tree]]:
        parts = ["sections:\n"]
        sections: dict[str, Tree] = {}
        for name, lines in self.sections.items():
            if name == "steps":
                steps = [_step(line) for line in lines]
                parts.append("  steps:\n")
                parts += map(_listed, steps)
                sections[name] = steps
            else:
                text = _text(name, lines)
                indented = text.replace("\n", "\n    ").removesuffix("    ")
                parts.append(f"  {name}: |\n    {indented}")
                sections[name] = text
        return "".join(parts), {"sections": sections}

    def _questions(self) -> tuple[str, dict[str, Tree]]:
        parts = ["questions:\n"]
        questions: list[Tree] = []
        for number, line in enumerate(self.sections["questions"], 1):
            clause = self.clauses[number % len(self.clauses)]
            text = f"{line} ({self.id}, {number})"  # no two checklists ask the same
            look, ask = f"Zapis z ostatnich {len(line) % 9 + 3} miesięcy i rozmowa.", "process_owner"
            parts.append(
                f"  - id: Q-{clause}-{number}\n    clauses: [{clause}]\n    text: {text}\n"
                f"    ask: [{ask}]\n    look_for: {look}\n"
            )
            questions.append(
                {
                    "id": f"Q-{clause}-{number}",
                    "clauses": [clause],
                    "text": text,
                    "ask": [ask],
                    "look_for": look,
                }
            )
        return "".join(parts), {"questions": questions}

    def _markdown(self) -> str:
        parts = []
        for number, (name, lines) in enumerate(self.sections.items(), 1):
            text = (
                "".join(f"{place}. {line}\n" for place, line in enumerate(lines, 1))
                if name == "steps"
                else _text(name, lines)
            )
            parts.append(f"## {number}. {_HEADINGS[name]}\n\n{text}")
        return "\n".join(parts).strip()


def _text(name: str, lines: Sequence[str]) -> str:
    bullets = name in ("terms", "responsibilities", "records", "measures")
    return "".join(f"- {line}\n" if bullets else f"{line}\n" for line in lines)


def _step(line: str) -> dict[str, str]:
    """Return a step whose further fields follow from its text."""
    number = sum(line.encode())
    return {
        "do": line,
        "who": WHO[number % len(WHO)],
        "when": WHEN[number % len(WHEN)],
        "record": f"rejestr {number % 90 + 10}",
    }


def _listed(step: Mapping[str, str]) -> str:
    do, *others = step.items()
    return f"    - {do[0]}: {do[1]}\n" + "".join(f"      {key}: {value}\n" for key, value in others)
