"""What stands around the sections of every paper: its cover, its foot, and how it is made again."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Facts, Paper, Paragraph, Section
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Fact, Joined, Mark, Remaking, Shown

__all__ = ["again", "again_by", "again_said", "framed", "made_section", "overview"]


def framed(  # noqa: PLR0913 - properties of a paper, each by its name
    kind: str,
    id: str,
    title: Message,
    *,
    organisation: str,
    written: str,
    made: Provenance,
    command: str | None,
    cover: Iterable[Fact],
    sections: Iterable[Section],
    subtitle: Shown = None,
    standing: Mark | None = None,
    landscape: bool = False,
) -> Paper:
    """Return the paper that holds *sections*; what says from what it was made follows from *made*."""
    return Paper(
        kind=kind,
        id=id,
        written=written,
        organisation=organisation,
        title=title,
        subtitle=subtitle,
        standing=standing,
        cover=tuple(cover),
        sections=tuple(sections),
        made_from=made.made_from,
        command=command,
        foot=(
            title,
            organisation,
            Joined((tr("as of"), made.day), " "),
            made.made_from,
            f"qmsctl {made.version}",
        ),
        landscape=landscape,
    )


def overview(organisation: str, made: Provenance, *facts: Fact) -> tuple[Fact, ...]:
    """Return the cover of a paper about a whole system on a day; *facts* are what it says besides."""
    return (Fact(tr("Organisation"), organisation), Fact(tr("As of"), made.day), *facts, *made.cover)


def again(made: Provenance, *words: str) -> str | None:
    """Return the command `qmsctl report` with *words* that makes a paper again; `None` if no commit holds it all."""
    return again_by(made, "report", *words)


def again_by(made: Provenance, *words: str) -> str | None:
    """Return the command *words* of qmsctl that makes a paper again; `None` if no commit holds it all."""
    if made.commit is None or made.uncommitted:
        return None
    return shlex.join(("qmsctl", *words, "--rev", made.commit, "--on", made.day.isoformat()))


def again_said(command: str | None) -> Shown:
    """Return how a paper is made again by *command*; `None`: that it cannot be."""
    if command is None:
        return tr(
            "This report was not made from a commit alone, so it cannot be made again. "
            "Commit the files, and make it anew."
        )
    return Joined((tr("Make it again:"), Remaking(command)), " ")


def made_section(made: Provenance, command: str | None, letter: str = "A") -> Section:
    """Return the annex that says from what a paper was made, and by which *command* it is made again."""
    heading = tr("From what this was made")
    return Section(
        "made-from", letter, heading, (Facts(made.facts), Paragraph(again_said(command))), is_annex=True
    )
