"""People and roles as a report names them: by title or name, and marked where `qms.yaml` knows neither."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from qmsctl.control.trust import NOBODY
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import Recorder
from qmsctl.reports.shown import Joined, Mark, Shown, Tone

__all__ = ["called", "in_phrase", "named", "person_named", "recorder_named"]

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""The form of a key; what is written otherwise is words, which need no entry."""


def named(key: str, organisation: Organisation) -> Shown:
    """Return the title of a role or the name of a person; a key that nobody explains is marked."""
    if key == NOBODY:
        return tr("nobody named")
    known = key in organisation.roles or key in organisation.people
    return organisation.title(key) if known else _unknown(key)


def person_named(key: str, organisation: Organisation) -> Shown:
    """Return the name of a person; the key of a role names nobody."""
    return organisation.people[key].name if key in organisation.people else _unknown(key)


def called(text: str, organisation: Organisation) -> Shown:
    """Return a role, a person, or whoever *text* describes in words of its own."""
    return named(text, organisation) if _KEY.fullmatch(text) else organisation.title(text)


def in_phrase(key: str, organisation: Organisation) -> str | Message:
    """Return what `named` does, as it may stand inside a phrase."""
    known = key in organisation.roles or key in organisation.people
    return organisation.title(key) if known else tr("{key} (not in qms.yaml)", key=key)


def recorder_named(recorder: Recorder, organisation: Organisation, day: dt.date) -> Message:
    """Return who recorded something, by the roles held on *day*."""
    person = organisation.person_with(recorder.email)
    if person is None:
        return tr("by somebody who is not in qms.yaml")
    roles = sorted(organisation.title(role) for role in organisation.people[person].roles_on(day))
    return tr("by {roles}", roles=" / ".join(roles)) if roles else tr("by somebody without a role")


def _unknown(key: str) -> Shown:
    return Joined((key, Mark(tr("not in qms.yaml"), "▲", Tone.CAUTION)), " ")
