"""What is wrong with a field of a document that is kept in another form than qmsctl's."""

from __future__ import annotations

from qmsctl.documents.place import Place, Tree
from qmsctl.documents.source import Flaw
from qmsctl.messages import tr

__all__ = ["missing", "no_digest", "not_one_text", "not_written_so", "placeholder"]


def no_digest(place: Place, value: str) -> Flaw:
    """Return that *value* cannot be the digest of a file."""
    return Flaw(
        "wrong-value",
        place,
        tr("{given} is no SHA-256 digest of a file: that has 64 digits from 0 to f", given=value),
        tr("empty the field, and let qmsctl revise write it"),
    )


def not_one_text(place: Place, name: str) -> Flaw:
    """Return that several values stand where *name* has one."""
    return Flaw(
        "wrong-value",
        place,
        tr("several values stand where {field} has one", field=name),
        tr("write one text, or name another field for it below fields of its kind in qms.yaml"),
    )


def missing(place: Place, name: str, spelling: str) -> Flaw:
    """Return that nothing says *name*, which is called *spelling* there."""
    return Flaw(
        "missing-field",
        place,
        tr("the field {name} is missing", name=spelling if spelling == name else f"{spelling} ({name})"),
        tr("add it, or name another field for it below fields of its kind in qms.yaml"),
    )


def placeholder(place: Place, called: str, value: Tree, name: str) -> Flaw:
    """Return that *value* only keeps the place of *name*, which is *called* so in the file."""
    shown = value if isinstance(value, str) and value.strip() else None
    message = (
        tr("{field} is not filled in", field=called)
        if shown is None
        else tr("{given} only keeps the place of a value ({field})", given=shown, field=called)
    )
    fix = tr("fill it in, or delete the line if nothing belongs there")
    return Flaw("placeholder", place, message, fix, name)


def not_written_so(place: Place, name: str, pattern: str) -> Flaw:
    """Return that nothing says *name*, since what should say it is not written as *pattern*."""
    return Flaw(
        "missing-field",
        place,
        tr("nothing says {field}: what is there is not written as {pattern}", field=name, pattern=pattern),
        tr("write it so, or change the pattern of its kind in qms.yaml"),
    )
