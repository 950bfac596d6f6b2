"""What people mean by a word they type: a role or person by key, title or name; an edition; one of a few words."""

from __future__ import annotations

from collections.abc import Sequence

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.schema import closest
from qmsctl.standards import EDITIONS

__all__ = ["edition_meant", "person_or_role", "refuse_unknown_word"]


def edition_meant(system: System, audit: ControlledAudit | None, stated: str | None) -> str:
    """Return the edition whose clauses are meant.

    Raises:
        RefusedError: nobody says which, or nobody knows it.
    """
    if stated is not None:
        refuse_unknown_word(stated, EDITIONS, "--edition")
        return stated
    possible = audit.plan.fact.editions if audit else system.organisation.editions
    known = list(dict.fromkeys(key for key in possible if key in EDITIONS))
    if len(known) != 1:
        raise RefusedError(
            tr("a clause alone does not say of which edition it is"),
            tr("name the edition with --edition: {known}", known=list_of(known or list(EDITIONS))),
        )
    return known[0]


def person_or_role(system: System, word: str) -> str:
    """Return the key of the role or person that *word* names: a key, a title or a name, or a part of one.

    Raises:
        RefusedError: `qms.yaml` knows none.
    """
    organisation = system.organisation
    if word in organisation.roles or word in organisation.people:
        return word
    titles = {key: organisation.title(key) for key in (*organisation.roles, *organisation.people)}
    folded = word.casefold()
    found = [key for key, title in titles.items() if folded in (title.casefold(), key.casefold())]
    found = found or [key for key, title in titles.items() if folded and folded in title.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusedError(
            tr("{word} can be any of: {known}", word=word, known=list_of(found)),
            tr("write more of the name"),
        )
    near = closest(word, [*titles, *titles.values()])
    raise RefusedError(
        tr("qms.yaml knows no role and nobody called {word}", word=word),
        tr("did you mean {near}?", near=near)
        if near
        else tr("roles there are: {known}", known=list_of([*organisation.roles]) or "-"),
    )


def refuse_unknown_word(word: str, known: Sequence[str], option: str) -> None:
    """Refuse a *word* after *option* that is none of those *known*.

    Raises:
        RefusedError: it is none.
    """
    if word in known:
        return
    near = closest(word, known)
    raise RefusedError(
        tr("{word} is no value of {option}", word=word, option=option),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=list_of(known)),
    )
