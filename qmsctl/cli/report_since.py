"""What became of a report since it was made: where the repository as it is now would give another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli.report_made import Asked, open_asked
from qmsctl.cli.report_papers import paper_of
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, tr

if TYPE_CHECKING:
    from qmsctl.papers.blocks import Paper
    from qmsctl.render.worded_blocks import WordedPaper

__all__ = ["since"]

_MADE: Final = ("made-from", "reproducing")
"""The sections that say from which commit a paper was made, which is another one by now."""


def since(
    asked: Asked, language: str, paper: Paper, trust: Path | None, *, is_issued: bool
) -> Iterator[Message]:
    """Yield whether what the repository holds now gives another content on the same day, and in which sections.

    Args:
        asked: the paper that a file says it is.
        language: of its words.
        paper: what its commit gives.
        trust: the list of keys that count, if not the usual one.
        is_issued: the file is the report as it was issued, which nothing recorded later changes.
    """
    from qmsctl.render.worded import worded

    try:
        now = paper_of(replace(asked, rev=None), open_asked(replace(asked, rev=None), trust), trust)
    except QmsctlError as fault:
        yield tr("Of what the repository holds now, it cannot be made: {reason}", reason=fault.message)
        return
    then, anew = worded(paper, language), worded(now, language)
    differing = list(_differing(then, anew))
    if differing and is_issued:
        yield tr(
            "It is the report as it was issued; the repository has moved on since, so that for the same day "
            "it would now give a report that differs in these sections: {sections}",
            sections=list_of(differing),
        )
    elif differing:
        yield tr(
            "What the repository holds now gives another report for that day; these sections differ: {sections}",
            sections=list_of(differing),
        )
    else:
        yield tr("What the repository holds now gives the same content for that day.")


def _differing(then: WordedPaper, anew: WordedPaper) -> Iterator[str]:
    """Yield the headings of the sections that differ, those that came or went included."""
    old = {one["key"]: one for one in then["sections"]}
    new = {one["key"]: one for one in anew["sections"]}
    for key in dict.fromkeys((*old, *new)):
        if key not in _MADE and old.get(key) != new.get(key):
            section = new.get(key) or old[key]
            yield " ".join(filter(None, (section["number"], section["heading"])))
