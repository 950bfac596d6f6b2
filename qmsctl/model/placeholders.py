"""What only keeps the place of a value, and is never taken for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qmsctl.documents.place import Tree
from qmsctl.model.document_kind import LISTS, FieldName

__all__ = ["in_brackets", "is_placeholder"]

_PLACEHOLDER: Final = re.compile(
    r"""tb[dca]|to[ ]?do|to[ ]be[ ](?:determined|defined|decided|confirmed)|n\.?/?a\.?|none|null|nil|x{2,}|\?+|-+|_+|\.{2,}
    |fixme|placeholder|do[ ]uzupełnienia|uzupełnić|(?:yyyy|rrrr|jjjj|åååå)[-/.]mm[-/.](?:dd|tt)|(?:dd|tt)[-/.]mm[-/.](?:yyyy|rrrr|jjjj|åååå)|mm[-/.]dd[-/.]yyyy
    |\[[^\]]*\]|<[^>]*>|\{\{[^}]*\}\}""",
    re.VERBOSE | re.IGNORECASE,
)
_STANDING_IN: Final = frozenset(
    {
        "name",
        "names",
        "your name",
        "full name",
        "role",
        "date",
        "unit",
        "department",
        "owner",
        "author",
        "approver",
    }
    | {
        "reviewer",
        "clause",
        "clauses",
        "nazwa",
        "imię i nazwisko",
        "stanowisko",
        "data",
        "komórka",
        "fill in",
    }
)
"""What stands alone in brackets where somebody is to write a list."""


def is_placeholder(text: str) -> bool:
    """Return whether *text* only keeps the place of a value: `TBD`, `[Name]`, `yyyy-mm-dd`, nothing at all."""
    bare = text.strip()
    return not bare or _PLACEHOLDER.fullmatch(bare) is not None


def in_brackets(name: FieldName, value: Tree) -> Tree:
    """Return *value*, as a text with its brackets if it is a list only to YAML: `[Name]` keeps the place of one."""
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 1:
        return value
    (one,) = value
    is_list = name in LISTS or name == "clauses"
    keeps_place = isinstance(one, str) and (not is_list or one.strip().casefold() in _STANDING_IN)
    return f"[{one}]" if keeps_place else value
