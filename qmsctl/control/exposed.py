"""Files that hold what must not lie in a repository, and where in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from qmsctl.control.suspicions import Suspicions
from qmsctl.documents.place import Place
from qmsctl.documents.sensitive import Sensitive, SensitiveKind, is_text, sensitive_in
from qmsctl.documents.source import Text
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.model.qms import Qms

__all__ = ["Exposure", "exposed_in", "gives_away", "without_secrets"]

_NO_TEXT: Final = (
    ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".tif", ".tiff", ".zip", ".7z", ".gz", ".xz",
    ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".doc", ".xls", ".ppt", ".msg", ".gpg", ".sig",
    ".mp3", ".mp4", ".wav", ".mov",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exposure:
    """Something in a file that must not be there."""

    kind: SensitiveKind
    place: Place
    """Without the line as it is written, which would show what has to stay hidden."""
    shown: str
    """As much of it as may be printed."""


def exposed_in(qms: Qms, day: dt.date, suspicions: Suspicions) -> Mapping[str, tuple[Exposure, ...]]:
    """Return what every text of *qms* exposes, by path and in the order of paths: documents, records, registers, attachments.

    A file that is no text or not there is left out.

    Args:
        qms: the files.
        day: nobody is born after it.
        suspicions: what each of them has to be searched for.
    """
    found = {
        path: tuple([_placed(path, raw, one) for one in sensitive_in(raw, day, suspected)])
        if (suspected := suspicions.of(path, raw))
        else ()
        for path, raw in _texts(qms)
        if is_text(raw)
    }
    return dict(sorted(found.items()))


def without_secrets(place: Place, day: dt.date) -> Place:
    """Return *place*, without its line if that would show what has to stay hidden: whatever is wrong there."""
    return replace(place, source_line="") if gives_away(place.source_line, day) else place


@lru_cache(maxsize=1024)  # many problems lie on one line
def gives_away(line: str, day: dt.date) -> bool:
    """Return whether *line* holds what has to stay hidden: a secret, or the number of a person."""
    found = sensitive_in(line.encode("utf-8", "surrogatepass"), day) if line else ()
    return any(one.kind is not SensitiveKind.LICENSED for one in found)


def _texts(qms: Qms) -> Iterator[tuple[str, bytes]]:
    yield CONFIGURATION, qms.configuration.raw
    for file in (*qms.documents, *qms.records):
        yield file.path, file.source.raw
    known = {file.path for file in (*qms.documents, *qms.records)}
    unknown = sorted(qms.paths - known)
    others = sorted(path for path in qms.others if not path.lower().endswith(_NO_TEXT))
    for path in (*unknown, *others):
        try:
            yield path, _as_utf_8(qms.read(path))
        except OSError:
            continue  # what is not there is another rule's matter


def _as_utf_8(raw: bytes) -> bytes:
    """Return *raw* in UTF-8 if it says that it is UTF-16, as tables from Windows often are."""
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw
    return raw.decode("utf-16", "replace").encode()


def _placed(path: str, raw: bytes, found: Sensitive) -> Exposure:
    try:
        encoding = "utf-8"
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin-1"  # an old encoding, of which it is known that each letter is one byte
        text = raw.decode(encoding)
    start, end = (len(raw[:offset].decode(encoding)) for offset in (found.start, found.end))
    return Exposure(found.kind, Place(path, Text(text).span(start, end)), found.shown)
