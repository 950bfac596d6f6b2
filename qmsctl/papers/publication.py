"""A paper fit for publication: roles stand instead of the names of people, and it says so."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from qmsctl.control.personal_names import PersonalNames
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.organisation import Organisation
from qmsctl.papers.blocks import Notice, Paper
from qmsctl.reports.shown import Code, Joined, Shown, Tone, Translated

__all__ = ["published"]

_SOMEBODY: Final = tr("a member of staff")


def published(paper: Paper, organisation: Organisation, day: dt.date, hidden: Mapping[str, Message]) -> Paper:
    """Return *paper* without the names of the organisation's people, and without what else is *hidden*.

    A name as `qms.yaml` writes it becomes the role that the person held on *day*; a form of it in
    another case, or a person without a role, becomes somebody.  What is no name is not touched.

    Args:
        paper: what is to be published.
        organisation: whose people are not named.
        day: the day of the paper.
        hidden: what else is not named, such as titles of documents and names of files, and what stands instead.
    """
    roles = {
        person.name: list_of(sorted(organisation.title(role) for role in person.roles_on(day)))
        for person in organisation.people.values()
    }
    made: Paper = _Unnamed(PersonalNames.of(organisation), roles, hidden).value(paper)
    notice = Notice(
        tr(
            "This is the version for publication: the people of the organisation are named by their roles, "
            "and attachments and documents of restricted access are left out. "
            "Names of people that qms.yaml does not know are not found: read it before you publish it."
        ),
        Tone.CALM,
    )
    first, *rest = made.sections
    return dataclasses.replace(
        made, sections=(dataclasses.replace(first, blocks=(notice, *first.blocks)), *rest)
    )


class _Unnamed:
    """Takes names out of everything that a paper shows."""

    def __init__(self, names: PersonalNames, roles: Mapping[str, str], hidden: Mapping[str, Message]) -> None:
        self.names = names
        self.roles = roles
        self.hidden = hidden
        words = "|".join(re.escape(word) for word in sorted(hidden, key=len, reverse=True))
        self.hiding = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def value(self, value: Any) -> Any:  # noqa: ANN401, PLR0911 - a paper is made of many types
        """Return *value* without names."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Message):
            values = tuple((name, self._in_phrase(one)) for name, one in value.values)
            return dataclasses.replace(value, values=values)
        if isinstance(value, Translated):
            return Translated(tuple((spoken, self._in(spoken, text)) for spoken, text in value.texts))
        if isinstance(value, tuple):
            return tuple(self.value(one) for one in value)
        if isinstance(value, Code):
            found = self.hiding.search(value.text) if self.hiding else None
            return self.hidden[found[0]] if found else value
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        changed = {
            field.name: self.value(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name not in _STRUCTURE
        }
        return dataclasses.replace(value, **changed)

    def _parts(self, text: str) -> list[str | Message]:
        hits = self.hiding.finditer(text) if self.hiding else ()
        hidden = [(*found.span(), self.hidden[found[0]]) for found in hits]
        named = [
            (at, at + length, self.roles.get(" ".join(text[at : at + length].split())) or _SOMEBODY)
            for at, length in self.names.names_in(text)
        ]
        parts: list[str | Message] = []
        done = 0
        for begin, end, instead in sorted((*hidden, *named), key=lambda found: found[:2]):
            if begin >= done:
                parts += [text[done:begin], instead]
                done = end
        return [part for part in (*parts, text[done:]) if part != ""] if parts else [text]

    def _text(self, text: str) -> Shown:
        parts = self._parts(text)
        return text if parts == [text] else Joined(tuple(parts), "")

    def _in(self, language: str, text: str) -> str:
        return "".join(
            part.into(language) if isinstance(part, Message) else part for part in self._parts(text)
        )

    def _in_phrase(self, value: Any) -> Any:  # noqa: ANN401 - what stands in a place of a message
        if isinstance(value, str):
            parts = self._parts(value)
            if all(isinstance(part, str) for part in parts):
                return "".join(str(part) for part in parts)
            if len(parts) == 1:
                return parts[0]
            phrase = "".join(f"{{p{number}}}" for number in range(len(parts)))
            return Message(phrase, tuple((f"p{number}", part) for number, part in enumerate(parts)))
        if isinstance(value, list | tuple):
            return tuple(self._in_phrase(one) for one in value)
        return self.value(value)


_STRUCTURE: Final = frozenset(
    {
        "kind",
        "id",
        "written",
        "key",
        "number",
        "anchor",
        "to",
        "between",
        "symbol",
        "command",
        "organisation",
        "text",
        "plural",
    }
)
"""Fields that hold no text of the office: a finding's or a commit's number is no name."""
