"""The options of `qmsctl pack`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from qmsctl.cli.options import option
from qmsctl.messages import marked

__all__ = [
    "Also",
    "AlsoAs",
    "Attachments",
    "AttachmentsChosen",
    "History",
    "HistoryChosen",
    "Output",
    "SignManifest",
    "Subject",
]


class AttachmentsChosen(StrEnum):
    """Which attachments go into a pack."""

    ALL = "all"
    CITED = "cited"
    NONE = "none"


class Also(StrEnum):
    """In which formats the report goes along, besides a page and Markdown."""

    DOCX = "docx"
    PDF = "pdf"


class HistoryChosen(StrEnum):
    """How much of the history goes into a pack."""

    WHOLE = "whole"
    NONE = "none"


Subject: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar=marked("AUDIT|readiness"),
        help=marked("Id of the audit, such as AUD-2026-01; or readiness: the whole system before a visit."),
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    option("-o", marked("FILE.zip|FOLDER"), marked("The zip or the new folder that is written.")),
]
Attachments: TypeAlias = Annotated[
    AttachmentsChosen,
    typer.Option(
        metavar="all|cited|none",
        help=marked("Which attachments go along: all, those that records cite which count, or none."),
    ),
]
History: TypeAlias = Annotated[
    HistoryChosen,
    typer.Option(
        metavar="whole|none",
        help=marked("Whether the git history goes along; it holds everything that was ever committed."),
    ),
]
AlsoAs: TypeAlias = Annotated[
    list[Also] | None,
    typer.Option(
        metavar="docx|pdf",
        help=marked("Put the report in as Word or PDF too; the option can be repeated."),
        show_default=False,
    ),
]
SignManifest: TypeAlias = Annotated[
    bool, typer.Option("--sign", help=marked("Sign the manifest with the key your git is set up with."))
]
