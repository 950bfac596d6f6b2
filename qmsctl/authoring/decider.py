"""Who decided, as people name them: by key, by name, or by the role that they held on the day."""

from __future__ import annotations

import datetime as dt

from qmsctl.authoring.meant import holder_meant
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.schema import closest

__all__ = ["decider_meant"]


def decider_meant(system: System, word: str, day: dt.date) -> tuple[str, str | None]:
    """Return the key of the person that *word* names, and the role if it is a role that names them.

    Only a whole name or title will do: who decided is not guessed from a part of one.

    Args:
        system: says who there is.
        word: a key, a name, or a role or its title.
        day: the day decided, on which the role was held.

    Raises:
        AmbiguousError: several people held the role then.
        RefusedError: `qms.yaml` knows nobody of that name, or nobody held the role.
    """
    people, roles = system.organisation.people, system.organisation.roles
    if word in people:
        return word, None
    folded = " ".join(word.casefold().split())
    for key, person in people.items():
        if person.name.casefold() == folded:
            return key, None
    for key, title in roles.items():
        if folded in (key.casefold(), title.casefold()):
            return holder_meant(system, key, day), key
    near = closest(word, [*people, *(person.name for person in people.values()), *roles.values()])
    raise RefusedError(
        tr("qms.yaml knows nobody called {person}", person=word),
        tr("did you mean {near}?", near=near)
        if near
        else tr("people there are: {known}", known=list_of([*people])),
    )
