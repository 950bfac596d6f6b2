"""Reads an organisation's own templates out of its repository."""

from __future__ import annotations

from typing import Final

from qmsctl.cli.terminal import say
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import list_of, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render.own_templates import FOLDER, WHOLE, OwnTemplates
from qmsctl.repo.snapshot import Kind, Snapshot

__all__ = ["read_templates", "tell_unused"]

_LARGEST: Final = 256 * 1024
"""No template of a report is larger."""
_MOST: Final = 200
_DEPTH: Final = 2
"""A folder for each kind of paper, and the templates in it."""


def read_templates(snapshot: Snapshot) -> OwnTemplates:
    """Return the templates in *snapshot*: files below the folders of `templates` whose name ends in `.j2`.

    Raises:
        QmsctlError: one is too large or no text, or there are too many.
    """
    texts: dict[str, str] = {}
    for entry in snapshot.entries((FOLDER,)):
        below = entry.path.removeprefix(f"{FOLDER}/")
        if entry.kind is not Kind.FILE or not below.endswith(".j2") or below.count("/") != _DEPTH - 1:
            continue
        if (entry.size or 0) > _LARGEST or len(texts) >= _MOST:
            raise QmsctlError(
                tr(
                    "{path}: a template is at most 256 KB, and there are at most 200 of them", path=entry.path
                ),
                tr("make it smaller, or take away what no report uses"),
            )
        try:
            texts[below] = snapshot.read(entry.path).decode("utf-8")
        except OSError as fault:
            raise QmsctlError(
                tr("{file} cannot be read: {reason}", file=entry.path, reason=reason_of(fault)),
                tr("check its name, and that you may read it"),
            ) from fault
        except UnicodeDecodeError as fault:
            raise QmsctlError(
                tr("{path}: the template is not written in UTF-8", path=entry.path),
                tr("save it as UTF-8"),
            ) from fault
    return OwnTemplates(texts)


def tell_unused(own: OwnTemplates, paper: Paper) -> None:
    """Say which templates for this kind of paper name none of its sections."""
    keys = [section.key for section in paper.sections]
    for path in own.unused(paper.kind, keys):
        say(tr("{folder}/{path} is not used: no section is called so.", folder=FOLDER, path=path))
        say(tr("Next: {fix}", fix=tr("call it after one of: {sections}", sections=list_of([WHOLE, *keys]))))
