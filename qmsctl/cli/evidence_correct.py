"""`qmsctl evidence correct`: a new record takes the place of one or more, and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli import evidence_options as options
from qmsctl.cli.asking import not_empty
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, refuse_beside, said
from qmsctl.cli.terminal import NoAnswerError, ask, choose, interactive, say
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    from qmsctl.authoring.evidence import NewEvidence
    from qmsctl.control.system import System
    from qmsctl.model.record import Evidence
    from qmsctl.model.schema import Filed

__all__ = ["correct"]

_BECAUSE = "--correction-reason"
_NOT_LOOKED_AT = ("not_applicable", "not_audited")


def correct(
    records: Annotated[
        list[str],
        typer.Argument(
            metavar=marked("RECORD..."),
            help=marked("The names of the records; all of them where they contest one another."),
        ),
    ],
    correction_reason: options.CorrectionReason = None,
    result: options.Result = None,
    seen: options.Seen = None,
    where: options.Where = None,
    reason: options.Reason = None,
    attach: options.Attachments = None,
    occurred: Annotated[
        str | None,
        option("--occurred", marked("DAY"), marked("The day it was seen; by default as before.")),
    ] = None,
    note: options.Note = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Correct evidence: what is not given stays as the first of the records has it."""
    from qmsctl.authoring.evidence import as_meant, draft_evidence
    from qmsctl.authoring.evidence_cautions import cautions_on
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    names = [name.removesuffix(".yaml").rpartition("/")[2] for name in records]
    found = _named(session.system, names)
    before = _as_before(found[0].fact, names)
    new = replace(
        before,
        result=said(result) or before.result,
        occurred=read_day(occurred) if occurred else before.occurred,
        seen=said(seen) or before.seen,
        where=said(where) or before.where,
        reason=said(reason) or before.reason,
        attachments=tuple(attach or ()),
        note=said(note) or before.note,
    )
    new = as_meant(session.system, new)
    _refuse_idle(new.result, {"--seen": seen, "--where": where}, {"--reason": reason})
    says_nothing = new == before
    new = replace(new, correction_reason=said(correction_reason))
    may_ask = interactive(no_input=no_input)
    if not new.correction_reason and not may_ask:
        raise NoAnswerError(_BECAUSE)
    whole = _complete(session.system, new, asks_all=says_nothing) if may_ask else new
    draft = draft_evidence(session.system, _fitting(whole), clerk_of(session))
    for caution in cautions_on(session.system, [whole], options=True):
        say(caution)
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new)
    audit = session.system.audit(new.audit)
    if audit is not None and audit.last("audit_closed") is not None:
        say(
            tr(
                "{audit} is closed: the correction stands, and shows as recorded after the seal.",
                audit=new.audit,
            )
        )


def _named(system: System, names: Sequence[str]) -> list[Filed[Evidence]]:
    """Return the evidence that bears *names*.

    Raises:
        RefusedError: there is none of that name, or it is not all of one question.
    """
    from qmsctl.control.records import record_name

    known = {record_name(record): record for record in system.qms.evidence}
    for name in names:
        if name not in known:
            raise RefusedError(
                tr("there is no evidence {name}", name=name),
                tr("write the name of its file, such as 20261020T091500Z-k3v9x2ma"),
            )
    found = [known[name] for name in names]
    if len({(record.fact.audit, record.fact.question) for record in found}) > 1:
        raise RefusedError(
            tr("these records do not answer the same question of one audit"),
            tr("correct them one by one"),
        )
    return found


def _as_before(fact: Evidence, names: Sequence[str]) -> NewEvidence:
    """Return evidence that says what *fact* says and takes the place of the records *names*."""
    from qmsctl.authoring.evidence import NewEvidence
    from qmsctl.model.plain import as_plain

    return NewEvidence(
        fact.audit,
        fact.result,
        fact.occurred,
        question=fact.question.id if fact.question else None,
        clauses=() if fact.question else tuple(clause for one in fact.criteria for clause in one.clauses),
        edition=None if fact.question else next((one.edition for one in fact.criteria if one.edition), None),
        seen=fact.seen,
        where=fact.where,
        reason=fact.reason,
        method=fact.method,
        sample=as_plain(fact.sample) if fact.sample is not None else {},
        asked=fact.asked,
        unit=fact.unit,
        note=fact.note,
        corrects=tuple(names),
        auditor=fact.auditor,
        kept=fact,
    )


def _complete(system: System, new: NewEvidence, *, asks_all: bool) -> NewEvidence:
    """Ask why it is corrected, and, where nothing was said of what, for what is different.

    What showed a nonconformity is not proposed for what conforms: that needs words of its own.
    """
    from qmsctl.authoring.correction import repeats_nonconformity
    from qmsctl.authoring.evidence import RESULT_WORDS

    if asks_all:
        result = choose(tr("Result"), list(RESULT_WORDS.items()), default=new.result)
        new = replace(new, result=result)
        if result in _NOT_LOOKED_AT:
            new = replace(new, reason=ask(tr("Reason"), default=new.reason, check=not_empty))
        else:
            stale = result == "conforms" and repeats_nonconformity(system, new.corrects, new.seen)
            kept = None if stale else new.seen
            new = replace(
                new,
                seen=ask(tr("What was looked at, and what did it show"), default=kept, check=not_empty),
                where=ask(tr("Where does another auditor find it again"), default=new.where, check=not_empty),
            )
    elif new.result == "conforms" and repeats_nonconformity(system, new.corrects, new.seen):
        seen = ask(tr("What was looked at, and what did it show"), check=not_empty)
        new = replace(new, seen=seen)
    if not new.correction_reason:
        new = replace(new, correction_reason=ask(tr("Why is the answer corrected"), check=not_empty))
    return new


def _refuse_idle(result: str, shown: Mapping[str, object], left_out: Mapping[str, object]) -> None:
    """Refuse what the *result* has no use for: what was *shown* of what was not looked at, or why nothing was.

    Raises:
        QmsctlError: something of that kind was given.
    """
    idle = shown if result in _NOT_LOOKED_AT else left_out
    refuse_beside(f"--result {result}", idle)


def _fitting(new: NewEvidence) -> NewEvidence:
    """Return *new* without what its result has no use for."""
    if new.result in _NOT_LOOKED_AT:
        return replace(new, seen=None, where=None)
    return replace(new, reason=None)
