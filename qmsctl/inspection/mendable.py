"""Which problems can be mended by changing what is written at their places, and which need a new revision for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from qmsctl.control.mending import is_held
from qmsctl.control.system import System

if TYPE_CHECKING:
    from qmsctl.inspection.outcome import Reported

__all__ = ["judged"]


def judged(problems: Iterable[Reported], system: System, *, working_tree: bool) -> tuple[Reported, ...]:
    """Return *problems* in their order; each keeps only edits that somebody may make.

    A document of the working tree can be edited.  A record never can, and neither can what
    a commit holds.

    Args:
        problems: as the rules reported them.
        system: what is checked.
        working_tree: whether its files are those on disk.
    """
    found = tuple(problems)
    if not any(problem.edits for problem in found):
        return found
    documents = {one.working.path: one for one in system.documents if one.working is not None}

    def judge(problem: Reported) -> Reported:
        document = documents.get(problem.place.path)
        if not problem.edits:
            return problem
        if document is None or not working_tree:
            return replace(problem, edits=())
        return replace(problem, held=is_held(document, problem.edits))

    return tuple(judge(problem) for problem in found)
