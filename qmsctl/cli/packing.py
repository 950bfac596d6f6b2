"""Makes what is in a pack out of the history that goes with it, so that it can be made again anywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from qmsctl import __version__
from qmsctl.cache import NO_CACHE
from qmsctl.cli.report_made import Asked, audit_report_of
from qmsctl.cli.session import Session, session_at
from qmsctl.messages import tr
from qmsctl.packs.contents import Contents, Wanted, contents_of, sealed, stem_of
from qmsctl.packs.description import Description
from qmsctl.packs.members import OPENPGP_SIGNATURE, SSH_SIGNATURE
from qmsctl.packs.opened import OpenedPack
from qmsctl.packs.verification import NotComparableError
from qmsctl.render.pack_papers import with_papers
from qmsctl.render.report import render_report
from qmsctl.repo.bundle import Unbundled
from qmsctl.repo.repository import Repository

__all__ = ["made_again", "made_of"]

_ENDINGS: Final = {"html": "html", "markdown": "md"}
"""The formats in which a pack holds its reports."""


def made_of(
    history: Unbundled,
    bundle: bytes,
    prefix: str,
    day: dt.date | None,
    wanted: Wanted,
    trust: Path | None,
    signed: str | None,
    *,
    own_trust: bool = True,
) -> tuple[Contents, Description, dict[str, bytes]]:
    """Return what a pack of *wanted* holds, its description, and its members without the manifest's own.

    Args:
        history: all that the pack rests on.
        bundle: the same as a file.
        prefix: from the top of the repository to the folder of `qms.yaml`.
        day: the day whose state is asked for; by default today.
        wanted: what is asked for.
        trust: a file that says whose keys count.
        signed: with what the manifest is signed: `ssh`, `openpgp` or `None`.
        own_trust: whether a trust file among the user's settings counts.

    Raises:
        QmsctlError: there is no usable `qms.yaml` in it, or no such audit.
    """
    top = history.folder
    repository = Repository(top, top / prefix, history.git, shallow=False, bare=True)
    # What is found out about a temporary repository is of use to nobody later.
    session = session_at(
        repository, history.refs["HEAD"], day, trust, NO_CACHE, working_tree=False, own_trust=own_trust
    )
    contents = contents_of(session.system, repository, bundle, wanted)
    reports = _reports(wanted, session, trust)
    description, members = with_papers(contents, session.system, reports, session.versions_of_each, signed)
    return contents, description, sealed(description, members)


def _reports(wanted: Wanted, session: Session, trust: Path | None) -> dict[str, str]:
    """Return the reports of a pack by their names."""
    if wanted.audit is None:
        return {}
    made = audit_report_of(Asked(wanted.audit), session, trust)
    return {
        f"report/{stem_of(wanted.audit)}.{ending}": render_report(made, format, wanted.language)
        for format, ending in _ENDINGS.items()
    }


def made_again(
    pack: OpenedPack, described: Description, history: Unbundled, trust: Path | None
) -> dict[str, bytes]:
    """Return the members of *pack* as they come out of its own history.

    Raises:
        NotComparableError: another version made the pack, or other keys counted.
        QmsctlError: nothing can be made of that history.
    """
    if described.tool.version != __version__:
        raise NotComparableError(
            tr(
                "made with qmsctl {version}, and this is {own}, so they are not made again and compared",
                version=described.tool.version,
                own=__version__,
            )
        )
    wanted = Wanted(described.audit, described.attachments_chosen, described.history, described.language)
    signed = "ssh" if SSH_SIGNATURE in pack.files else "openpgp" if OPENPGP_SIGNATURE in pack.files else None
    day = dt.date.fromisoformat(described.day)
    # Where the history itself said whose keys count, whom the reader trusts makes no difference to what was written.
    listed = described.keys.origin in ("option", "user")
    _, description, members = made_of(
        history, b"", described.prefix, day, wanted, trust if listed else None, signed, own_trust=listed
    )
    if description.keys != described.keys:
        raise NotComparableError(
            tr(
                "other keys counted where the pack was made, so they are not made again and compared;"
                " --trust names the list that counted there"
            )
        )
    return members
