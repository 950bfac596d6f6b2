"""The order of decisions on a document: which must come first, which was taken already, what can end."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.trust import Origin
from qmsctl.control.turns import turn_of, turn_to_come, turns
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed

__all__ = ["MEANING_WORDS", "last_end", "refuse_out_of_order"]

MEANING_WORDS: Final[Mapping[str, Message]] = {
    "prepared": tr("prepared"),
    "checked": tr("checked"),
    "approved": tr("approved"),
    "reaffirmed": tr("reaffirmed"),
    "withdrawn": tr("withdrawn"),
}


def refuse_out_of_order(
    document: ControlledDocument, file: Filed[Document], meaning: str, reason: str | None
) -> None:
    """Refuse a decision for which the ones before it are missing, or that was taken already.

    Args:
        document: with the decisions that were taken.
        file: as it stands.
        meaning: of the decision.
        reason: why it is withdrawn.

    Raises:
        RefusedError: it is.
    """
    revision = file.fact.revision
    known, turn = turns(document.decisions), 0
    if not revision:
        turn = turn_to_come(document.content, document.decisions)
    decided = [
        d
        for d in document.decisions
        if (d.record.fact.content, d.record.fact.revision, turn_of(d, known))
        == (document.content, revision, turn)
    ]
    same = [d.record.fact.meaning for d in decided]
    if meaning in ("reaffirmed", "withdrawn"):
        _refuse_ending(document, meaning, reason)
        return
    # What a tag or the document itself says may be recorded too, and is surer then.
    if any(d.origin is Origin.RECORD and d.record.fact.meaning == meaning for d in decided):
        raise RefusedError(
            tr(
                "revision {revision} of {document} is {meaning} already",
                revision=revision,
                document=document.id,
                meaning=MEANING_WORDS[meaning],
            )
            if revision
            else tr(
                "the text of {document} is {meaning} already",
                document=document.id,
                meaning=MEANING_WORDS[meaning],
            ),
            tr("nothing has to be recorded; to correct the record, record a correction"),
        )
    _refuse_other_content(document, revision)
    if meaning == "approved" and (
        missing := [m for m in document.demands.needs if m not in (*same, "approved")]
    ):
        raise RefusedError(
            tr(
                "before {document} can be approved, it has to be recorded as: {meanings}",
                document=document.id,
                meanings=tuple(MEANING_WORDS[one] for one in missing),
            ),
            tr(
                "record that first: qmsctl approve {document} --as {meaning}",
                document=shlex.quote(document.id),
                meaning=missing[0],
            ),
        )


def _refuse_other_content(document: ControlledDocument, revision: str) -> None:
    """Refuse a second content under a revision that was approved: it needs a revision of its own."""
    if revision and any(
        one.revision == revision and one.content != document.content for one in document.approved
    ):
        raise RefusedError(
            tr(
                "revision {revision} of {document} was approved with another content",
                revision=revision,
                document=document.id,
            ),
            tr("write the next revision into the document first, and commit it"),
        )


def _refuse_ending(document: ControlledDocument, meaning: str, reason: str | None) -> None:
    """Refuse to reaffirm what is not in force as it stands, and to withdraw without saying why."""
    if meaning == "reaffirmed" and (
        document.in_force is None or document.content != document.in_force.content
    ):
        raise RefusedError(
            tr(
                "the file of {document} is not what is in force, so it cannot be reaffirmed",
                document=document.id,
            ),
            tr("approve the next revision instead, or put back the text in force"),
        )
    if meaning == "withdrawn":
        _refuse_second_withdrawal(document)
        if not reason:
            raise RefusedError(
                tr("a withdrawal needs a reason"),
                tr("say why with --reason"),
            )


def _refuse_second_withdrawal(document: ControlledDocument) -> None:
    """Refuse to withdraw what a record has ended, or will end, unless something was approved to follow."""
    end = last_end(document)
    if end is None or any(one.effective > end for one in document.approved):
        return
    raise RefusedError(
        tr("it is recorded already that {document} is withdrawn from {day}", document=document.id, day=end),
        tr("nothing has to be recorded; to correct the record, record a correction"),
    )


def last_end(document: ControlledDocument) -> dt.date | None:
    """Return the latest day, past or to come, from which a record withdraws *document*."""
    recorded = [d.record.fact for d in document.decisions if d.origin is Origin.RECORD]
    withdrawals = [fact for fact in recorded if fact.meaning == "withdrawn"]
    return max((fact.effective or fact.decided for fact in withdrawals), default=None)
