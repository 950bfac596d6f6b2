"""What there is to say once a document was revised: what was done, what holds now, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsctl.cli.terminal import out, say
from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.authoring.revision import Revised
    from qmsctl.cli.session import Session
    from qmsctl.control.documents import ControlledDocument
    from qmsctl.model.document import Document
    from qmsctl.model.schema import Filed

__all__ = ["tell_revised"]


def tell_revised(
    session: Session, controlled: ControlledDocument, revised: Revised, made: str | None
) -> None:
    """Say what was done, what holds now, and what comes next."""
    from qmsctl.render.visible import visible

    out(f"{visible(session.repository.prefix + revised.path)}\n")
    if made is None:
        say(tr("Written, and not yet recorded: it counts once it is committed."))
        say(tr("Commit it with git, with this message:"))
        out("".join(f"{visible(line)}\n" for line in revised.message.splitlines()))
    else:
        say(tr("Recorded in commit {commit}.", commit=made[:10]))
        _tell_what_holds(session, controlled, revised.document)


def _tell_what_holds(session: Session, controlled: ControlledDocument, document: Filed[Document]) -> None:
    """Say what the new text is worth until it is approved, and how it gets approved."""
    from qmsctl.authoring.decision import MEANING_WORDS
    from qmsctl.reports.commands import approve_command, first_needed

    organisation = session.system.organisation
    id, revision, content = controlled.id, document.fact.revision, document.source.digest
    if any(one.content == content for one in controlled.approved):
        say(tr("The approval still holds: the content is what was approved."))
        return
    earlier = {
        d.record.fact.meaning
        for d in controlled.decisions
        if d.record.fact.revision == revision and d.record.fact.content != content
    }
    if earlier:
        meanings = tuple(word for meaning, word in MEANING_WORDS.items() if meaning in earlier)
        say(
            tr(
                "What was recorded about the earlier text does not hold for this one: {meanings}.",
                meanings=meanings,
            )
        )
    if _says_approved(session, document):
        say(
            tr(
                "{document} says of itself that it is approved, and qms.yaml counts what it says: change that if it is not.",
                document=id,
            )
        )
        return
    if not revision:
        say(tr("The new text of {document} is a draft until it is approved.", document=id))
        return
    if controlled.in_force is None:
        say(
            tr(
                "{document} revision {revision} is a draft until it is approved.",
                document=id,
                revision=revision,
            )
        )
    else:
        current = controlled.in_force.revision or "-"
        say(
            tr(
                "{document} revision {revision} is a draft; until it is approved, revision {current} stays in force.",
                document=id,
                revision=revision,
                current=current,
            )
        )
    meaning = first_needed(organisation.type_of(document.fact.type).needs)
    say(tr("Next: {fix}", fix=approve_command(controlled, organisation, meaning)))


def _says_approved(session: Session, document: Filed[Document]) -> bool:
    """Return whether *document* declares its own approval, and its kind lets that count."""
    from qmsctl.model.mapped_document import MappedDocument, declared_of

    if not isinstance(document.fact, MappedDocument):
        return False
    kind = session.system.organisation.kinds.get(document.fact.kind)
    declared = declared_of(document.fact)
    says = declared.status == "approved" or (
        declared.status is None and bool(declared.approved_by or declared.decided)
    )
    return says and kind is not None and "fields" in kind.approvals
