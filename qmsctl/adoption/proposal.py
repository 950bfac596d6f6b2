"""Everything that a look at a repository proposes: kinds, people, edition, language, approvals, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from qmsctl.adoption.approvals import (
    FoundTags,
    FoundTrailers,
    found_bare_tags,
    found_tags,
    found_trailers,
    merged_share,
)
from qmsctl.adoption.candidate import Candidate, Looked
from qmsctl.adoption.groups import grouped, split_templates
from qmsctl.adoption.mapped_fields import Column, could_say
from qmsctl.adoption.people import FoundPeople, found_people
from qmsctl.adoption.proposed_kind import ProposedKind, described
from qmsctl.adoption.shapes import clause_numbers
from qmsctl.adoption.standards import FoundEdition, found_edition, found_language
from qmsctl.adoption.written_days import DateOrder
from qmsctl.messages import LANGUAGES
from qmsctl.model.document_kind import LISTS, ApprovalOrigin, FieldName
from qmsctl.model.field_spellings import folded, meaning_of
from qmsctl.model.organisation import Folders
from qmsctl.repo.history import History

__all__ = ["Adoption", "Answers", "UnknownField", "examine"]

_SHARE: Final = 0.5
_FEWEST: Final = 3
_OWN: Final = "qms"


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said, or a guess of it."""

    name: str | None = None
    """Of the organisation."""
    language: str | None = None
    edition: str | None = None
    order: DateOrder | None = None
    """What comes first in days of which nobody can tell the month."""
    statuses: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FieldName] = field(default_factory=dict)
    """By the name of a field: what it says."""


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field of which nobody knows what it says, whichever kinds have it."""

    key: str
    count: int
    """How many documents have it."""
    examples: tuple[str, ...]
    could_say: tuple[FieldName, ...]
    """What its values look like, and no other field says."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was found, and what is proposed."""

    looked: Looked
    kinds: tuple[ProposedKind, ...]
    templates: tuple[Candidate, ...]
    people: FoundPeople
    edition: FoundEdition
    spoken: str
    """The language of the documents, be it one that qmsctl speaks or not."""
    tags: FoundTags | None
    trailers: FoundTrailers
    merges: tuple[int, int]
    """Commits of the main line that changed documents, and how many of them are merges."""
    name: str
    """What the organisation is probably called."""
    branch: str | None
    commits: int
    doubled: tuple[tuple[str, tuple[str, ...]], ...]
    """Ids that more than one document bears, with their paths."""
    folders: Mapping[str, str]
    """Folders of qmsctl that are taken: by which other name it calls its own."""

    @property
    def language(self) -> str:
        """The language that qmsctl is to speak about the documents."""
        return self.spoken if self.spoken in LANGUAGES else "en"

    @property
    def open_order(self) -> ProposedKind | None:
        """The first kind in whose days nobody can tell the day from the month."""
        return next((kind for kind in self.kinds if kind.days.order and not kind.days.sure), None)

    @property
    def unknown_statuses(self) -> Mapping[str, int]:
        """Words for statuses that nobody could guess, with how many documents bear them."""
        found: Counter[str] = Counter()
        for kind in self.kinds:
            found.update(kind.statuses.unknown)
        return dict(found.most_common())

    @property
    def unknown_fields(self) -> tuple[UnknownField, ...]:
        """Fields with values of which nobody knows what they say, those first that most documents have."""
        found: dict[str, list[tuple[ProposedKind, Column]]] = {}
        for kind in self.kinds:
            for column in kind.unmapped:
                if meaning_of(column.key) is None and column.texts:
                    found.setdefault(folded(column.key), []).append((kind, column))
        fields = (
            UnknownField(
                several[0][1].key,
                sum(column.count for _, column in several),
                several[0][1].examples,
                tuple(
                    name
                    for name in could_say([column for _, column in several])
                    if any(kind.field(name) is None for kind, _ in several)
                ),
            )
            for several in found.values()
        )
        return tuple(sorted(fields, key=lambda one: (-one.count, one.key)))

    def has_field(self, key: str) -> bool:
        """Return whether some document has a field called *key*."""
        return any(
            folded(key) == folded(name) for kind in self.kinds for one in kind.members for name in one.fields
        )

    def settings(self, answers: Answers) -> dict[str, Any]:
        """Return what `qms.yaml` would say."""
        edition = answers.edition or self.edition.key
        said: dict[str, Any] = {
            "qms": "1",
            "organisation": {"name": answers.name or self.name},
            "language": answers.language or self.language,
            "time_zone": "Europe/Warsaw" if (answers.language or self.language) == "pl" else "UTC",
        }
        if self.branch:
            said["branch"] = self.branch
        said["editions"] = [edition]
        if self.people.roles:
            said["roles"] = dict(self.people.roles)
        if self.people.people:
            said["people"] = {
                one.key: {"name": one.name, **({"emails": [*one.emails]} if one.emails else {})}
                for one in self.people.people
            }
        if self.folders:
            said["folders"] = dict(self.folders)
        said["kinds"] = {
            kind.name: kind.settings(self.people.owners, answers.statuses) for kind in self.kinds
        }
        return said


def examine(looked: Looked, history: History, name: str, branch: str | None, answers: Answers) -> Adoption:
    """Return what *looked* and *history* show.

    Args:
        looked: what a look at all files found.
        history: of the repository.
        name: what the organisation is probably called.
        branch: the controlled one.
        answers: what somebody said about days and fields.
    """
    order = answers.order
    told = {folded(key): said for key, said in answers.fields.items()}
    documents, templates = split_templates(looked.candidates)
    groups = grouped(
        documents,
        (*looked.plain, *looked.others),
        (one.path for one in templates),
        looked.aside,
    )
    kinds: list[ProposedKind] = []
    for group in groups:
        kinds.append(described(group, [kind.name for kind in kinds], order or "day-first", told))
    paths = [one.path for one in documents]
    revisions = {id: rev for kind in kinds for id, rev in kind.revisions().items()}
    tags = found_tags(history, revisions) or found_bare_tags(
        history, [id for kind in kinds if not kind.bears_revisions for id in kind.ids()]
    )
    trailers = found_trailers(history, paths)
    merges = merged_share(history, paths)
    kinds = [_with_approvals(kind, tags, trailers, merges) for kind in kinds]
    texts = [one.text for one in documents]
    numbers = [
        n
        for kind in kinds
        if (found := kind.field("clauses"))
        for t in found.texts()
        for n in clause_numbers(t)
    ]
    if order is not None:
        kinds = [replace(kind, days=replace(kind.days, sure=True)) for kind in kinds]
    return Adoption(
        looked,
        tuple(kinds),
        tuple(templates),
        found_people(
            history, paths, _said(kinds, "owner"), [*_taggers(history, tags), *_said(kinds, "approved_by")]
        ),
        found_edition(texts, numbers),
        found_language(texts),
        tags,
        trailers,
        merges,
        name,
        branch,
        len(history.commits),
        _doubled(kinds),
        _taken_folders(looked),
    )


def _taggers(history: History, tags: FoundTags | None) -> list[str]:
    """Return who made the tags that approve, by name and address."""
    names = frozenset(tags.matching if tags is not None else ())
    made = (tag for tag in history.tags if tag.name in names)
    return [f"{tag.tagger} <{tag.tagger_email}>" for tag in made if tag.tagger and tag.tagger_email]


def _said(kinds: list[ProposedKind], name: str) -> list[str]:
    found = (one for kind in kinds for one in kind.fields if one.name == name)
    return [
        text for one in found for texts in one.texts() for text in (texts if name in LISTS else texts[:1])
    ]


def _with_approvals(
    kind: ProposedKind, tags: FoundTags | None, trailers: FoundTrailers, merges: tuple[int, int]
) -> ProposedKind:
    """Return *kind* with what counts as an approval beside records."""
    found: list[ApprovalOrigin] = []
    tagged = tags is not None and (not kind.bears_revisions if tags.bare else bool(kind.revisions()))
    if tagged:
        found.append("tags")
    approving = sum(count for key, count in trailers.counts if key.startswith(("Approved", "Zatwier")))
    if approving >= _FEWEST:
        found.append("trailers")
    names_approver = any(kind.field(name) is not None for name in ("approved_by", "approved_on"))
    if names_approver or not found:  # beside a tag, a bare status says nothing of who decided
        found.extend(kind.approvals)
    changed, merged = merges
    if not found and merged >= _FEWEST and merged >= _SHARE * changed:
        found.append("merges")
    return replace(kind, approvals=tuple(found), tags=tags.pattern if tags is not None and tagged else None)


def _doubled(kinds: list[ProposedKind]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    borne: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds:
        ids = kind.field("id")
        for column in ids.columns if ids else ():
            for path, texts in column.texts.items():
                borne.setdefault(texts[0].casefold(), []).append((texts[0], path))
    return tuple(
        (found[0][0], tuple(path for _, path in found)) for found in borne.values() if len(found) > 1
    )


def _taken_folders(looked: Looked) -> dict[str, str]:
    """Return other names for the folders of qmsctl in which files lie that it did not write."""
    everything = [*looked.plain, *looked.others, *looked.aside, *(one.path for one in looked.candidates)]
    tops = {path.partition("/")[0] for path in everything if "/" in path}
    return {name: f"{_OWN}/{name}" for name in Folders().all if name in tops}
