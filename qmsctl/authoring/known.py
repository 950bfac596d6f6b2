"""What a person names, if it exists; otherwise what they probably meant."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

from qmsctl.control.programme import ControlledEntry, ControlledProgramme
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.schema import closest
from qmsctl.standards import EDITIONS, edition, edition_named

__all__ = ["known_clause", "known_document", "known_edition", "known_key", "programmed"]


def known_key(system: System, key: str, field: str) -> str:
    """Return *key* if `qms.yaml` has it under *field*: units, processes or people.

    Raises:
        RefusedError: it has not.
    """
    known: Mapping[str, object] = getattr(system.organisation, field)
    if key in known:
        return key
    near = closest(key, tuple(known))
    raise RefusedError(
        tr("qms.yaml has no {key} under {section}", key=key, section=field),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=", ".join(known) or "-"),
    )


def known_edition(name: str) -> str:
    """Return the key of the edition that a person calls *name*.

    Raises:
        RefusedError: nobody knows it.
    """
    key = edition_named(name)
    if key is None:
        raise RefusedError(
            tr("no edition is called {edition}", edition=name),
            tr("write one of: {expected}", expected=", ".join(EDITIONS)),
        )
    return key


def known_clause(clause: str, editions: Iterable[str]) -> str:
    """Return *clause* if one of *editions* has it.

    Raises:
        RefusedError: none has.
    """
    names = [name for name in editions if name in EDITIONS]
    if not any(edition(name).clause(clause) for name in names):
        raise RefusedError(
            tr("{edition} has no clause {clause}", edition=", ".join(names) or "-", clause=clause),
            tr("check the number; clauses are those of the edition the audit names"),
        )
    return clause


def known_document(system: System, id: str) -> str:
    """Return *id* if a document has it.

    Raises:
        RefusedError: none has.
    """
    if id not in system.documents_by_id:
        near = closest(id, tuple(system.documents_by_id))
        raise RefusedError(
            tr("there is no document {document}", document=id),
            tr("did you mean {near}?", near=near) if near else tr("check the id"),
        )
    return id


def programmed(
    system: System, entry: str, programme: str | None
) -> tuple[ControlledProgramme, ControlledEntry]:
    """Return the entry of a programme that an audit is to fulfil.

    Raises:
        RefusedError: there is none, two programmes have one of that name, or it is planned or cancelled already.
    """
    known = [one for one in system.programmes if programme in (None, one.id)]
    found = [(one, its) for one in known if (its := one.entry(entry)) is not None]
    if not found:
        names = [its.entry.id for one in known for its in one.entries]
        raise RefusedError(
            tr("no audit programme has an entry {entry}", entry=entry),
            tr("entries there are: {known}", known=", ".join(names) or "-"),
        )
    if len(found) > 1:
        raise RefusedError(
            tr("several audit programmes have an entry {entry}", entry=entry),
            tr("name the programme with --programme: {known}", known=", ".join(one.id for one, _ in found)),
        )
    its = found[0][1]
    if its.audit is not None:
        raise RefusedError(
            tr("the entry {entry} is planned already, as {audit}", entry=entry, audit=its.audit.id),
            tr("revise that plan: qmsctl revise {audit}", audit=shlex.quote(its.audit.id)),
        )
    if its.entry.is_cancelled:
        raise RefusedError(
            tr("the entry {entry} is cancelled", entry=entry),
            tr(
                "revise the programme first: qmsctl revise {programme}", programme=shlex.quote(found[0][0].id)
            ),
        )
    return found[0]
