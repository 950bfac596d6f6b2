"""Names of people in texts that should speak of work: also in the cases of Polish, and with initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.model.organisation import Person

__all__ = ["NamedPeople", "named_people"]

_ENDINGS: Final = (
    r"(?:a|ą|e|ę|i|o|u|y|ego|emu|iego|iemu|iej|ej|im|em|iem|ów|om|owi|owie|ami|ach|ich|imi|ie|ią|"
    r"ka|ki|ką|ku|ko|kę|ce|ek|ka|kiem|kowi|ca|cem|cowi|cu|ec|ia|['\u2019]s)?"
)
"""How a name may end in a sentence, after what does not change of it."""
_SHORTEST: Final = 4
"""Letters; shorter surnames are too often words of their own."""
_TITLES: Final = r"(?:pan|pana|panu|panem|pani|panią|p\.|mr\.?|mrs\.?|ms\.?)"


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """Finds the people of an organisation in a text."""

    pattern: re.Pattern[str] | None
    keys: tuple[str, ...]

    def in_text(self, text: str | None) -> Iterator[tuple[str, str]]:
        """Yield the key of each person that *text* names, once, and the words that name them."""
        if not text or self.pattern is None:
            return
        seen: set[str] = set()
        for found in self.pattern.finditer(text):
            key = self.keys[int((found.lastgroup or "p0")[1:])]
            if key not in seen:
                seen.add(key)
                yield key, " ".join(found.group().split())


def named_people(people: Mapping[str, Person]) -> NamedPeople:
    """Return what finds *people* in texts: by first name and surname, in either order, or by surname alone."""
    patterns: list[str] = []
    keys: list[str] = []
    for key, person in people.items():
        words = person.name.split()
        if len(words) > 1:  # a single word is as often a role
            patterns.append(f"(?P<p{len(keys)}>{_pattern(words[0], words[-1])})")
            keys.append(key)
    if not patterns:
        return NamedPeople(None, ())
    return NamedPeople(re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"), tuple(keys))


def _pattern(first: str, last: str) -> str:
    given, surname = _inflected(first), r"\s*-\s*".join(_inflected(part) for part in last.split("-"))
    whole = rf"(?:{given}|{re.escape(first[0])}\.)\s*{surname}|{surname}\s+{given}"
    addressed = rf"(?i:{_TITLES})\s+{surname}"
    if len(last) < _SHORTEST:
        return f"{whole}|{addressed}"
    return f"{whole}|{addressed}|{surname}"


def _inflected(word: str) -> str:
    """Return a pattern of *word* in any case: `Kowalska` also stands for `Kowalskiej`."""
    stem = word
    if word.endswith(("ska", "ski", "cka", "cki")):  # declined like adjectives
        return re.escape(word[:-1]) + _ENDINGS
    for ending in ("ek", "ec", "ka", "a", "o", "y", "i"):
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004 - a stem of three letters
            stem = word[: -len(ending)]
            break
    return re.escape(stem) + _ENDINGS
