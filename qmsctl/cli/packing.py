"""Makes what is in a pack out of the history that goes with it, so that it can be made again anywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl import __version__
from qmsctl.cache import NO_CACHE
from qmsctl.cli.report_made import Asked
from qmsctl.cli.report_papers import paper_of
from qmsctl.cli.session import Session, session_at
from qmsctl.messages import tr
from qmsctl.packs.contents import Wanted, contents_of, sealed, stem_of
from qmsctl.packs.description import Description, LeftOut
from qmsctl.packs.members import OPENPGP_SIGNATURE, SSH_SIGNATURE
from qmsctl.packs.opened import OpenedPack
from qmsctl.packs.verification import MadeAgain, NotComparableError
from qmsctl.printing import printed
from qmsctl.render.own_templates import NO_TEMPLATES, OwnTemplates
from qmsctl.render.pack_papers import with_papers
from qmsctl.render.paper_word import paper_word
from qmsctl.render.report import Manner, render_paper
from qmsctl.render.worded import worded
from qmsctl.repo.bundle import Unbundled
from qmsctl.repo.repository import Repository

__all__ = ["ALSO", "READINESS", "Made", "Making", "made_again", "made_of"]

ALSO: Final = ("docx", "pdf")
"""In which formats the report of a pack can go along besides."""
READINESS: Final = "readiness"
"""What `pack` and `report` are told in place of an audit where the whole system is meant."""
_ENDINGS: Final = {"html": "html", "markdown": "md"}
"""The formats in which every pack holds its reports."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a pack is made, besides what it holds."""

    prefix: str
    """From the top of the repository to the folder of `qms.yaml`."""
    day: dt.date
    """The day whose state is asked for."""
    signed: str | None
    """With what the manifest is signed: `ssh`, `openpgp` or `None`."""
    trust: Path | None = None
    """A file that says whose keys count."""
    own_trust: bool = True
    """Whether a trust file among the user's settings counts."""
    also: tuple[str, ...] = ()
    """In which formats the report goes along besides: `docx`, `pdf`."""
    printing: bool = True
    """Whether the PDF file is printed; else it is listed and empty, since another browser prints another one."""
    own_templates: bool = True
    """Whether the organisation's own templates are used; nobody runs those of a stranger."""


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was made and not yet written."""

    description: Description
    members: Mapping[str, bytes]
    """Without what is made of the manifest."""
    missing: tuple[LeftOut, ...]
    """What should be in it and is not in the repository."""
    templates_passed_over: bool
    """Whether the organisation has templates of its own, and they were not used."""


def made_of(history: Unbundled, bundle: bytes, wanted: Wanted, how: Making) -> Made:
    """Return a pack of *wanted*.

    Args:
        history: all that the pack rests on.
        bundle: the same as a file.
        wanted: what is asked for.
        how: besides.

    Raises:
        QmsctlError: there is no usable `qms.yaml` in it, no such audit, or a template that cannot be used.
    """
    top = history.folder
    repository = Repository(top, top / how.prefix, history.git, shallow=False, bare=True)
    # What is found out about a temporary repository is of use to nobody later.
    session = session_at(
        repository,
        history.refs["HEAD"],
        how.day,
        how.trust,
        NO_CACHE,
        working_tree=False,
        own_trust=how.own_trust,
    )
    contents = contents_of(session.system, repository, bundle, wanted)
    own = session.own_templates()
    reports = _reports(wanted, session, how, own if how.own_templates else NO_TEMPLATES)
    description, members = with_papers(
        contents, session.system, reports, session.versions_of_each, how.signed
    )
    passed_over = bool(own.texts) and not how.own_templates
    return Made(description, sealed(description, members), contents.missing, passed_over)


def _reports(wanted: Wanted, session: Session, how: Making, own: OwnTemplates) -> dict[str, str | bytes]:
    """Return the reports of a pack by their names."""
    subject = wanted.audit or READINESS
    paper = paper_of(Asked(subject), session, how.trust)
    stem = f"report/{stem_of(subject)}"
    reports: dict[str, str | bytes] = {
        f"{stem}.{ending}": render_paper(paper, format, wanted.language, Manner(own=own))
        for format, ending in _ENDINGS.items()
    }
    if "docx" in how.also:
        reports[f"{stem}.docx"] = paper_word(worded(paper, wanted.language, "docx"), how.day)
    if "pdf" in how.also:
        page = str(reports[f"{stem}.html"])
        reports[f"{stem}.pdf"] = printed(page, how.day, Path(f"{stem}.html")) if how.printing else b""
    return reports


def _is(name: str, ending: str) -> bool:
    """Return whether *name* is that of a report in the format of *ending*."""
    return name.startswith("report/") and name.endswith(f".{ending}")


def made_again(pack: OpenedPack, described: Description, history: Unbundled, trust: Path | None) -> MadeAgain:
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
    # Where the history itself said whose keys count, whom the reader trusts makes no difference to what was written.
    listed = described.keys.origin in ("option", "user")
    how = Making(
        described.prefix,
        dt.date.fromisoformat(described.day),
        signed,
        trust if listed else None,
        own_trust=listed,
        also=tuple(ending for ending in ALSO if any(_is(name, ending) for name in described.reports)),
        printing=False,
        own_templates=False,
    )
    made = made_of(history, b"", wanted, how)
    if made.description.keys != described.keys:
        raise NotComparableError(
            tr(
                "other keys counted where the pack was made, so they are not made again and compared;"
                " --trust names the list that counted there"
            )
        )
    if not made.templates_passed_over:
        compared = {name: one for name, one in made.members.items() if not _is(name, "pdf")}
        if len(compared) == len(made.members):
            return MadeAgain(compared)
        note = tr("another browser prints another PDF file, so the one of the report is not compared")
        return MadeAgain(compared, note)
    comparable = {name: one for name, one in made.members.items() if name not in made.description.reports}
    note = tr(
        "the report is made with the organisation's own templates, which are not run here, so it is not compared"
    )
    return MadeAgain(comparable, note)
