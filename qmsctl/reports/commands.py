"""Commands that qmsctl proposes as the next step, ready to be typed."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.model.organisation import Organisation

__all__ = ["APPROVALS", "approve_command", "command_for", "first_needed"]

APPROVALS: Final = ("prepared", "checked", "approved")
"""What `qmsctl approve` records, in the order in which it happens."""


def command_for(verb: str, document: ControlledDocument, organisation: Organisation, *words: str) -> str:
    """Return the command *verb* for *document*, which names its language where that has to be said."""
    language = () if document.language == organisation.language else ("--language", document.language)
    return shlex.join(("qmsctl", verb, document.id, *words, *language))


def approve_command(document: ControlledDocument, organisation: Organisation, meaning: str) -> str:
    """Return the command that records the decision *meaning*: prepared, checked or approved."""
    words = () if meaning == "approved" else ("--as", meaning)
    return command_for("approve", document, organisation, *words)


def first_needed(meanings: Collection[str]) -> str:
    """Return which of *meanings* is to be recorded first; the approval itself if there is none."""
    return next((meaning for meaning in APPROVALS if meaning in meanings), APPROVALS[-1])
