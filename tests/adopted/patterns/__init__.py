"""Repositories as other people keep them, each made by a script after one way of keeping documents."""

from __future__ import annotations

from typing import Final

from tests.adopted.patterns.approvals import FILE_NAMES, MERGES, SLUGS, TRAILERS
from tests.adopted.patterns.awkward import CLAUSES, HEADS, MONOREPO, ONE_OF_TWO, OTHER_OF_TWO, TEMPLATES
from tests.adopted.patterns.heads import DEVICES, NAMES, TAGS
from tests.adopted.patterns.languages import BOLD, GERMAN, KOREAN, NORWEGIAN, TOWN
from tests.adopted.patterns.large import HANDBOOK, PROCEDURES
from tests.adopted.patterns.programs import EIPS, KEPS
from tests.adopted.repository import Repository

__all__ = ["REPOSITORIES"]

REPOSITORIES: Final[tuple[Repository, ...]] = (
    DEVICES, TAGS, NAMES, KEPS, EIPS, GERMAN, BOLD, KOREAN, NORWEGIAN, TOWN, TRAILERS, MERGES, SLUGS,
    FILE_NAMES, TEMPLATES, HEADS, CLAUSES, MONOREPO, ONE_OF_TWO, OTHER_OF_TWO, PROCEDURES, HANDBOOK,
)  # fmt: skip
