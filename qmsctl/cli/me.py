"""Who is asking: the person of `qms.yaml` whom git names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmsctl.cli.session import Session

__all__ = ["me"]


def me(session: Session) -> str:
    """Return the key of the person git names.

    Raises:
        UnknownRecorderError: `qms.yaml` does not know them.
    """
    from qmsctl.authoring.people import UnknownRecorderError
    from qmsctl.repo.recorder import Recorder

    who = Recorder(session.repository.top).identity()
    person = session.system.organisation.person_with(who.email)
    if person is None:
        raise UnknownRecorderError(session.system.organisation, who)
    return person
