"""Ids of questions: those a checklist has, or made ones where it only numbers its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qmsctl.messages import Message, tr

__all__ = ["question_ids"]

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*\.?")
_DIGITS: Final = 2


def question_ids(said: Sequence[tuple[str, str]]) -> tuple[list[str], Message]:
    """Return the id of each question, and how it came about.

    An id that is only a number, such as 4 or 4.1, could be taken for a clause: it gets a letter.

    Args:
        said: of each question, what stands in a column for its id, and in one that numbers the rows.
    """
    ids = [" ".join(id.split()) for id, _ in said]
    if _usable(ids) and not any(map(_NUMBER.fullmatch, ids)):
        return ids, tr("ids as they stand there")
    for column in (ids, [number for _, number in said]):
        numbers = [one.rstrip(".") for one in column]
        if _usable(numbers) and all(map(_NUMBER.fullmatch, numbers)):
            width = max(_DIGITS, *(len(one) for one in numbers)) if all(map(str.isdecimal, numbers)) else 0
            return [f"Q-{one.zfill(width)}" for one in numbers], tr(
                "ids made from the numbers that stand there"
            )
    width = max(_DIGITS, len(str(len(said))))
    return [f"Q-{number:0{width}d}" for number in range(1, len(said) + 1)], tr(
        "ids made: none stand there, or not for each"
    )


def _usable(ids: Sequence[str]) -> bool:
    """Return whether every question has one of its own; letter case does not tell them apart."""
    return all(ids) and len({one.casefold() for one in ids}) == len(ids)
