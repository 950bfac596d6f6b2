"""What a person means by the name of a clause, a document or an entry of a programme, if it exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from qmsctl.authoring.meant import AmbiguousError, one_called
from qmsctl.authoring.shipped_checklists import shipped_name
from qmsctl.control.programme import ControlledEntry, ControlledProgramme
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import LANGUAGES, Message, list_of, tr
from qmsctl.model.document import Checklist, Document
from qmsctl.standards import EDITIONS, edition, edition_named

__all__ = ["checklist_meant", "clause_meant", "document_meant", "known_edition", "programmed"]

_NUMBER: Final = re.compile(r"(?:[A-Z]\.)?\d+(?:\.\d+)*")
_PREFIX: Final = re.compile(r"^(?:pkt\.?|punkt|clause|§)\s*(?=\d)", re.IGNORECASE)
_EDITION_FIRST: Final = re.compile(
    r"(?P<edition>.+?)[\s:,/]+(?P<clause>(?:(?:pkt\.?|punkt|clause|§)\s*)?(?:[A-Z]\.)?\d+(?:\.\d+)*)",
    re.IGNORECASE,
)
_EDITION_LAST: Final = re.compile(r"(?P<clause>(?:[A-Z]\.)?\d+(?:\.\d+)*)[\s,(]+(?P<edition>.+)")


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


def clause_meant(word: str, editions: Sequence[str]) -> tuple[str | None, str]:
    """Return the clause that *word* names, with its edition if *word* names that too.

    A clause is named by its number or its title: `7.5`, `pkt 7.5`, `2015 7.5`, `7.5 (ISO 9001:2015)`.

    Args:
        word: what somebody typed.
        editions: those whose clauses are meant where *word* names none.

    Raises:
        AmbiguousError: several clauses have that title.
        RefusedError: no clause is called so.
    """
    name, rest = _edition_apart(_PREFIX.sub("", word.strip()))
    names = [one for one in ((name,) if name else editions) if one in EDITIONS]
    number = _PREFIX.sub("", rest)
    if any(edition(one).clause(number) for one in names):
        return name, number
    if _NUMBER.fullmatch(number) is None and (titles := _titled(rest, names)):
        if len(titles) > 1:
            raise AmbiguousError(rest, titles)
        return name, next(iter(titles))
    raise RefusedError(_no_clause(names, number), _clauses_near(number, names))


def _titled(word: str, names: Sequence[str]) -> Mapping[str, str]:
    """Return the clauses whose title *word* is, or else is a part of, in any language."""
    folded = word.casefold()
    titles = [
        (clause.id, clause.title(language))
        for name in names
        for clause in edition(name).clauses
        for language in LANGUAGES
    ]
    whole = {id: title for id, title in titles if folded == title.casefold()}
    return whole or {id: title for id, title in titles if folded and folded in title.casefold()}


def _edition_apart(word: str) -> tuple[str | None, str]:
    """Return the edition that stands before or behind a clause in *word*, and the rest of it."""
    for pattern in (_EDITION_FIRST, _EDITION_LAST):
        found = pattern.fullmatch(word)
        if found is not None and (key := edition_named(found["edition"].strip(" ()"))) is not None:
            return key, found["clause"]
    return None, word


def _no_clause(names: Sequence[str], clause: str) -> Message:
    designations = list_of([edition(name).designation for name in names]) or "-"
    return tr("{edition} has no clause {clause}", edition=designations, clause=clause)


def _clauses_near(number: str, names: Sequence[str]) -> Message:
    """Return what to do about a *number* that none of the editions *names* has."""
    others = [edition(key).designation for key in EDITIONS if edition(key).clause(number)]
    if others:
        return tr(
            "this number is in {editions}: name that edition, or correct the number", editions=list_of(others)
        )
    above = number.rpartition(".")[0]
    beside = dict.fromkeys(
        clause.id
        for name in names
        for clause in edition(name).clauses
        if clause.id.rpartition(".")[0] == above
    )
    if above and beside:
        return tr("below {clause} there are: {known}", clause=above, known=list_of([*beside]))
    return tr("check the number; clauses are those of the edition the audit names")


def document_meant(system: System, word: str) -> str:
    """Return the id of the document that *word* names: an id or a title, or a part of one.

    Raises:
        RefusedError: none is called so.
    """
    return _document(system, word, tr("there is no document {document}", document=word))


def checklist_meant(system: System, word: str) -> str:
    """Return the id of the checklist that *word* names: an id or a title, or a part of one.

    Raises:
        RefusedError: none is called so, or it is another kind of document.
    """
    refusal = tr("there is no document {document}", document=word)
    if word in system.documents_by_id:
        refusal = tr("{document} is no checklist", document=word)
    ships = shipped_name(word, system)
    take = tr("take it over first: qmsctl audit checklist {name}", name=ships) if ships else None
    return _document(system, word, refusal, Checklist, take)


def _document(
    system: System,
    word: str,
    refusal: Message,
    kind: type[Document] = Document,
    fix: Message | None = None,
) -> str:
    titles = {
        id: versions[0].document.title
        for id, versions in system.documents_by_id.items()
        if isinstance(versions[0].document, kind)
    }
    return one_called(word, titles, refusal, fix or tr("check the id"))


def programmed(
    system: System, entry: str, programme: str | None
) -> tuple[ControlledProgramme, ControlledEntry]:
    """Return the entry of a programme that an audit is to fulfil, named by its id or its title.

    Raises:
        RefusedError: there is none, two programmes have one of that name, or it is planned or cancelled already.
    """
    known = [one for one in system.programmes if programme in (None, one.id)]
    found = [(one, its) for one in known if (its := one.entry(entry)) is not None]
    folded = entry.casefold().strip()
    found = found or [
        (one, its)
        for one in known
        for its in one.entries
        if folded and folded == (its.entry.title or "").casefold()
    ]
    if not found:
        names = [its.entry.id for one in known for its in one.entries]
        raise RefusedError(
            tr("no audit programme has an entry {entry}", entry=entry),
            tr("entries there are: {known}", known=list_of(names) or "-"),
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
