"""There is no document that somebody asks for, or nobody can read it."""

from __future__ import annotations

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr
from qmsctl.model.schema import closest

__all__ = ["UnknownDocumentError", "UnreadableDocumentError"]


class UnknownDocumentError(QmsctlError):
    """No document has that id, or not in that language."""

    def __init__(self, id: str, known: tuple[str, ...]) -> None:
        near = closest(id, known)
        super().__init__(
            tr("there is no document {document}", document=id),
            tr("did you mean {near}?", near=near)
            if near and near != id
            else tr("check the id and the language"),
        )


class UnreadableDocumentError(QmsctlError):
    """The file of a document is there, and nobody can read it."""

    def __init__(self, id: str) -> None:
        super().__init__(
            tr("the file of {document} cannot be read", document=id), tr("qmsctl check shows where and why")
        )
