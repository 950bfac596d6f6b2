"""REV019: somebody who has to read a document has not acknowledged the revision in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.acknowledged import lacking_readers, readers_of, to_be_read_by
from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule(
    "REV019",
    over=documents,
    severity=Severity.WARNING,
    clauses=("7.3", "7.5.3.1", "7.5.3.2"),
    needs=("readers",),
)
def unread_revision(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Whoever has to read a document has acknowledged the revision in force in time."""
    register, working, in_force = system.acknowledgements, document.working, document.in_force
    text = document.in_force_text
    if register is None or register.fault is not None or working is None or in_force is None or text is None:
        yield NotApplicable()
        return
    if not text.readers:
        yield NotApplicable()
        return
    due = to_be_read_by(document, system.organisation)
    for index, reader in enumerate(text.readers):
        if readers_of(reader, system.organisation, system.day) is None:
            yield Problem(
                working.at("readers", index),
                tr(
                    "{reader} is no unit, role or person of qms.yaml, so nobody knows who has to read",
                    reader=reader,
                ),
                tr("correct the name, or write everyone"),
            )
    lacking = lacking_readers(document, register, system.organisation, system.day)
    if lacking and due is not None and system.day > due:
        yield Problem(
            working.at_key("readers"),
            _message(document, in_force, due, [system.organisation.title(key) for key in lacking]),
            tr("let them read it, and enter it in {register}", register=register.path),
        )


def _message(document: ControlledDocument, in_force: Approved, due: dt.date, people: list[str]) -> Message:
    if not in_force.revision:
        return tr_n(
            "{count} reader of {document} has not acknowledged the text of {day}, due on {due}: {people}",
            "{count} readers of {document} have not acknowledged the text of {day}, due on {due}: {people}",
            len(people),
            document=document.id,
            day=in_force.effective,
            due=due,
            people=list_of(people),
        )
    return tr_n(
        "{count} reader of {document} has not acknowledged revision {revision}, due on {due}: {people}",
        "{count} readers of {document} have not acknowledged revision {revision}, due on {due}: {people}",
        len(people),
        document=document.id,
        revision=in_force.revision,
        due=due,
        people=list_of(people),
    )
