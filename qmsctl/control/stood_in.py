"""Where contents of documents lay that are not in qmsctl's form: by that they are read, wherever their files are now."""

from __future__ import annotations

from collections.abc import Callable

from qmsctl.model.organisation import Organisation
from qmsctl.model.reader import reader_of
from qmsctl.repo.history import History

__all__ = ["stood_in"]


def stood_in(organisation: Organisation, history: History) -> Callable[[str], str | None]:
    """Return what tells where a content lay that was of some kind: by that it is read, wherever its file is now."""
    if not organisation.kinds:
        return lambda blob: None  # noqa: ARG005 - its name says what it takes
    kind_of = reader_of(organisation).kind_of

    def stood(blob: str) -> str | None:
        touch = history.brought(blob)
        return touch[1].path if touch is not None and kind_of(touch[1].path) is not None else None

    return stood
