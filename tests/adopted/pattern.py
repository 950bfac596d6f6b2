"""How a repository keeps its documents, as the oracle has to be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["KEEPS_A_PLACE", "Pattern", "Said"]

Said = Mapping[str, str]
"""What a text says: `id`, `title`, `revision`, `status`, `approved_by`, `approved_on`, `effective`, `reviewed_on`,
`review_due`, `months`; days as 2026-11-30, what is missing left out.  Several people stand with `; ` between them."""

KEEPS_A_PLACE: Final = re.compile(
    r"(?i:tbd|todo|null|n/a|yyyy-mm-dd|rrrr-mm-dd|to be determined|do uzupełnienia)|\[[^\]\"',]*\]|<.*>|-*"
)
"""What stands where a value is missing, in the repositories that are compared."""


@dataclass(frozen=True)
class Pattern:
    """How one repository keeps its documents."""

    is_document: Callable[[str], bool]
    read: Callable[[str, str], Said | None]
    """Reads the text of a path; `None` if it cannot be read."""
    content: Callable[[str], str] = lambda text: text
    """What of a text is approved."""
    approvals: tuple[str, ...] = ()
    """`fields`, `tags`, `trailers`, `merges`."""
    tag_of: Callable[[str], tuple[str, str] | None] = lambda _: None
    """The id and revision that a tag names."""
    called: Callable[[str], str] = lambda named: named
    """What a tag calls the document with an id."""
    by_name: bool = False
    """Whether the name of the file is the id, so that a renamed file stays the document that it was."""
    right: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    """By what a field is called in the files: whether a value is right."""
    broken: Callable[[str], int] = lambda _: 1
    """In which line a text cannot be read that cannot be read."""
    needed: tuple[str, ...] = ()
    """Fields that no document may lack."""
    top: int = 40
    """Lines within which fields stand."""
    root: str = ""
    """The folder of the system; paths are told from there."""
