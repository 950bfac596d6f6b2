"""How a reader makes the same report again, and sees that nothing in it was changed."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Facts, Listing, Paragraph
from qmsctl.reports.identification import Identification
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Code, Fact, Joined

__all__ = ["reproducing_blocks"]


def reproducing_blocks(made: Provenance, about: Identification) -> Iterator[Block]:
    """Yield from what the report was made, and the commands that make it again."""
    yield Facts(made.facts)
    if made.commit is None or made.uncommitted:
        yield Paragraph(
            tr(
                "This report was not made from a commit alone, so it cannot be made again. "
                "Commit the files, and make it anew."
            )
        )
        return
    again = f"qmsctl report {about.audit} --rev {made.commit} --on {made.day.isoformat()} -o again.html"
    yield Paragraph(
        tr(
            "The same commit, day, language and version give the same bytes, on any machine and in any folder."
        )
    )
    yield Listing(
        (
            Joined((tr("Make it again:"), Code(again)), " "),
            Joined(
                (
                    tr("See whether a file still is this report, and if not, where it differs:"),
                    Code(f"qmsctl report {about.audit} --verify FILE"),
                ),
                " ",
            ),
            Joined(
                (
                    tr("See the history it rests on:"),
                    Code(f"git show --stat {made.commit}"),
                ),
                " ",
            ),
        )
    )
    if about.issue is not None and about.issue.digest:
        facts = (
            Fact(tr("Issued on"), about.issue.occurred),
            Fact(tr("Issued file"), about.issue.file),
            Fact(tr("SHA-256 of the issued file"), Code(about.issue.digest), long=True),
            Fact(tr("Issued from commit"), about.issue.commit),
        )
        yield Facts(facts)
        if about.issue.file:
            yield Listing(
                (Joined((tr("Its digest without qmsctl:"), Code(f"sha256sum {about.issue.file}")), " "),)
            )
