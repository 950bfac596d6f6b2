"""REV004: an approval names a document that is not there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.system import System
from qmsctl.control.trust import Origin
from qmsctl.messages import tr
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision on a document; of those that are no records, the last one stands for all of them."""

    approval: Filed[Approval]
    by_record: bool


def _decisions(system: System) -> Iterator[_Decided]:
    """Yield every approval that counts; of those of one document that are no records, the last one."""
    for document in system.documents:
        last: Filed[Approval] | None = None
        for decision in document.decisions:
            if decision.origin is Origin.RECORD:
                yield _Decided(decision.record, by_record=True)
            else:
                last = decision.record
        if last is not None:
            yield _Decided(last, by_record=False)


@rule("REV004", over=_decisions, severity=Severity.WARNING, clauses=("7.5.3.2",))
def orphan_approval(decided: _Decided, system: System) -> Iterator[Answer]:
    """Every approval is of a document that is there, or was withdrawn."""
    approval, fact = decided.approval, decided.approval.fact
    if fact.document in system.unreadable:
        yield NotApplicable()  # `malformed-file` reports the file
        return
    versions = system.documents_by_id.get(fact.document, ())
    same = [document for document in versions if document.language == fact.language]
    if any(document.working is not None or document.withdrawn is not None for document in same):
        return
    if not decided.by_record and not fact.revision:
        yield NotApplicable()  # it went as it came, by a commit
        return
    if not decided.by_record:
        yield Problem(
            system.qms.configuration.at("kinds"),
            tr(
                "{document} in the language {language}, approved on {day}, is neither there nor withdrawn: {file} is gone",
                document=fact.document,
                language=fact.language,
                day=fact.decided,
                file=approval.path,
            ),
            tr(
                "bring the document back and record that it is withdrawn: qmsctl withdraw {document}; then its file may go",
                document=shlex.quote(fact.document),
            ),
        )
        return
    yield Problem(
        approval.at("document"),
        tr(
            "the approval is of {document} in the language {language}, which is neither there nor withdrawn",
            document=fact.document,
            language=fact.language,
        ),
        tr("bring the document back, record that it was withdrawn, or correct the approval"),
    )
