"""Where two settings differ, and how a setting that is left out is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

from qmsctl.messages import Message, list_of, tr

__all__ = ["NOT_SET", "differing", "listed", "or_not_set"]

Value = TypeVar("Value")

NOT_SET: Final = tr("not set")


def differing(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[tuple[str, Value | None, Value | None]]:
    """Yield key and both values where they differ, in the order in which they are written now."""
    for key in dict.fromkeys([*after, *before]):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)


def or_not_set(text: str | None) -> str | Message:
    """Return *text*, or that there is none."""
    return text or NOT_SET


def listed(words: Sequence[str]) -> str | Message:
    """Return *words* as a list, or that there are none."""
    return list_of(words) if words else NOT_SET
