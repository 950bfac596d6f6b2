"""Who is asking: the person of `qms.yaml` whom git names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session

__all__ = ["me"]


def me(session: Session) -> str:
    """Return the key of the person git names.

    Raises:
        QmsctlError: `qms.yaml` does not know them.
    """
    from qmsctl.repo.recorder import Recorder

    email = Recorder(session.repository.top).identity().email
    person = session.system.organisation.person_with(email)
    if person is None:
        raise QmsctlError(
            tr("git calls you {email}, and no person of qms.yaml has this address", email=email),
            tr("add the address to yourself in qms.yaml"),
        )
    return person
