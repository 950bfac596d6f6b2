"""What a look at documents would add to a `qms.yaml` that is there: what a person wrote in it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from qmsctl.adoption.mapped_fields import FoundField
from qmsctl.adoption.proposal import Adoption, Answers
from qmsctl.adoption.proposed_kind import ProposedKind
from qmsctl.authoring.adopted_settings import counted_examples
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.messages import tr
from qmsctl.model.document_kind import DAYS
from qmsctl.model.field_spellings import folded
from qmsctl.model.foreign_dates import read_day

__all__ = ["added_settings"]

_ISO: Final = ("YYYY-MM-DD",)
_ONCE: Final = ("metadata", "name", "fixed", "except", "separators", "approvals", "tags")
"""What a kind says once: where it is there, somebody chose it."""


def added_settings(
    before: bytes,
    adoption: Adoption,
    answers: Answers,
    kind_of: Callable[[str], str | None],
    language: str,
) -> tuple[str, ...]:
    """Return what would be added, a line for each setting, as `+ kinds.sop.fields.owner: keeper`.

    Taken away is only what no document has and another takes the place of; behind a `#` stands why.

    Args:
        before: the `qms.yaml` that is there.
        adoption: what was found, with what that `qms.yaml` says of fields.
        answers: what was decided about it.
        kind_of: returns the kind of a path by that `qms.yaml`.
        language: of the reasons.
    """
    read = read_yaml("qms.yaml", before)
    there: Mapping[str, Tree] = {} if isinstance(read, Malformed) else _map(read.tree)
    return tuple(_Adding(there, adoption, answers, kind_of, language).lines())


@dataclass(frozen=True, slots=True)
class _Adding:
    there: Mapping[str, Tree]
    adoption: Adoption
    answers: Answers
    kind_of: Callable[[str], str | None]
    language: str

    def lines(self) -> Iterator[str]:
        proposed = self.adoption.settings(self.answers)
        for key in ("organisation", "language", "editions"):
            if key not in self.there:
                yield from _added(key, proposed[key])
        yield from self._people(proposed)
        for key, value in proposed.get("folders", {}).items():
            if key not in _map(self.there.get("folders")):
                yield from _added(f"folders.{key}", value)
        kinds = _map(self.there.get("kinds"))
        for kind in self.adoption.kinds:
            read_by = Counter(self.kind_of(one.path) for one in kind.members)
            name = next((one for one, _ in read_by.most_common() if one is not None), kind.name)
            said = proposed["kinds"][kind.name]
            if name not in kinds:
                yield from _added(f"kinds.{kind.name}", said)
                continue
            if name in read_by and None in read_by:
                yield from self._patterns(name, kind, said)
            yield from self._kind(f"kinds.{name}", _map(kinds[name]), kind, said)

    def _people(self, proposed: Mapping[str, Any]) -> Iterator[str]:
        """Yield who is neither there by name nor by an address, and roles that nobody has named."""
        roles, people = _map(self.there.get("roles")), _map(self.there.get("people"))
        words = {
            word.casefold()
            for kind in _map(self.there.get("kinds")).values()
            for word in _map(_map(_map(kind).get("values")).get("owner"))
        }
        titles = {*words, *(text.casefold() for value in roles.values() for text in _texts(value))}
        for key, title in proposed.get("roles", {}).items():
            if key not in roles and title.casefold() not in titles:
                yield from _added(f"roles.{key}", title)
        known = {
            text.casefold()
            for one in people.values()
            for name in ("name", "emails")
            for text in _texts(_map(one).get(name))
        }
        for key, one in proposed.get("people", {}).items():
            called = {one["name"].casefold(), *(email.casefold() for email in one.get("emails", ()))}
            if key not in people and not called & known:
                yield from _added(f"people.{key}", one)

    def _patterns(self, name: str, kind: ProposedKind, said: Mapping[str, Any]) -> Iterator[str]:
        """Yield the patterns by which files of *kind* would be read that none is read by."""
        stated = _texts(_map(_map(self.there.get("kinds")).get(name)).get("files"))
        count = sum(self.kind_of(one.path) is None for one in kind.members)
        for pattern in said["files"]:
            if pattern not in stated:
                why = tr("files that no kind names: {count}", count=count)
                yield f"+ kinds.{name}.files: {pattern}  # {why.into(self.language)}"

    def _kind(
        self, at: str, stated: Mapping[str, Tree], kind: ProposedKind, said: Mapping[str, Any]
    ) -> Iterator[str]:
        yield from self._fields(at, stated, kind)
        for key in _ONCE:
            if key in said and key not in stated:
                yield from _added(f"{at}.{key}", said[key])
        forms = _texts(stated.get("dates")) or _ISO
        days = [texts[0] for one in kind.fields if one.name in DAYS for texts in one.texts()]
        for form in said.get("dates", ()):
            unread = [text for text in days if read_day(text, (form,)) and read_day(text, forms) is None]
            if unread:
                yield f"+ {at}.dates: {form}  # {unread[0]}"
        for field, words in said.get("values", {}).items():
            have = {word.casefold() for word in _map(_map(stated.get("values")).get(field))}
            for word, meant in words.items():
                if word.casefold() not in have and not self._is_title(field, word):
                    yield f"+ {at}.values.{field}.{word}: {meant}"

    def _is_title(self, field: str, word: str) -> bool:
        """Return whether *word* is the title of a role that is there: it needs no explanation."""
        titles = (text for value in _map(self.there.get("roles")).values() for text in _texts(value))
        return field == "owner" and word.casefold() in {title.casefold() for title in titles}

    def _fields(self, at: str, stated: Mapping[str, Tree], kind: ProposedKind) -> Iterator[str]:
        """Yield the fields that would be read, and those in their place that no document has."""
        fields, fixed = _map(stated.get("fields")), _map(stated.get("fixed"))
        parts = " ".join([*_texts(stated.get("name")), *map(str, _map(stated.get("parts")).values())])
        held = {folded(key) for one in kind.members for key in one.fields}
        for one in kind.fields:
            have = _texts(fields.get(one.name))
            new = [key for key in one.keys if folded(key) not in set(map(folded, have))]
            says_it_otherwise = one.name in fixed or f"{{{one.name}" in parts
            if not new or (not have and says_it_otherwise):
                continue
            gone = [key for key in have if folded(key) not in held]
            if have and len(gone) == len(have):
                why = tr("no document has this field").into(self.language)
                yield from (f"- {at}.fields.{one.name}: {key}  # {why}" for key in gone)
            yield from (f"+ {at}.fields.{one.name}: {key}  # {self._why(one, kind)}" for key in new)

    def _why(self, found: FoundField, kind: ProposedKind) -> str:
        return counted_examples(found, len(kind.members), self.language)


def _added(key: str, value: object) -> Iterator[str]:
    """Yield a line for each setting of *value*."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _added(f"{key}.{name}", inner)
    elif isinstance(value, list | tuple):
        yield f"+ {key}: {', '.join(map(str, value))}"
    else:
        yield f"+ {key}: {value}"


def _map(tree: object) -> Mapping[str, Tree]:
    return tree if isinstance(tree, Mapping) else {}


def _texts(tree: object) -> Sequence[str]:
    """Return the texts of *tree*, which may be one alone."""
    if isinstance(tree, str):
        return (tree,)
    return tuple(one for one in tree if isinstance(one, str)) if isinstance(tree, Sequence) else ()
