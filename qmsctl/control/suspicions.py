"""What each file may hold, by one quick look at its words for all rules that look for some."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from qmsctl.beside import Beside
from qmsctl.control.mentions import Mentions
from qmsctl.control.untestable import sign_of_untestable
from qmsctl.documents.sensitive import SIGNS, SensitiveKind
from qmsctl.documents.sieve import Sieve, Sign

if TYPE_CHECKING:
    from qmsctl.model.qms import Qms
    from qmsctl.model.schema import Filed

__all__ = ["Named", "Suspicions", "look_beside", "looking_beside"]

_MANY: Final = 2000
"""Files from which on a second process is worth its start."""


class Named(Enum):
    """Whether there is what a text names."""

    UNKNOWN = "unknown"


Suspicion: TypeAlias = SensitiveKind | Named | str
"""A kind of what must not be there, the name of something unknown, or the language of untestable words."""


class Suspicions:
    """Looks at each file once, whichever rule is the first to ask."""

    def __init__(self, languages: Collection[str], unknown: Sign) -> None:
        """Look in documents for untestable words of these *languages* too, and for names that are *unknown*."""
        signs: dict[Suspicion, Sign] = dict(SIGNS.items())
        self._records: Final[Sieve[Suspicion]] = Sieve(signs)
        signs.update((language, sign_of_untestable(language)) for language in languages)
        self._sieve: Final[Sieve[Suspicion]] = Sieve(signs, {Named.UNKNOWN: unknown})
        self._matters: Final[tuple[Suspicion, ...]] = (*signs, Named.UNKNOWN)
        self._known: Final[dict[str, frozenset[Suspicion]]] = {}

    def look_at(self, qms: Qms, seen: str | None = None) -> None:
        """Look at all documents and records of *qms*, which takes less time than one by one.

        Args:
            qms: the files.
            seen: what `told` said of them where they have been looked at already.
        """
        files = (*qms.documents, *qms.records)
        if seen is None:
            found = self._look(_raw(qms.documents), _raw(qms.records))
            self._known.update(zip((file.path for file in files), found, strict=True))
            return
        nothing = frozenset[Suspicion]()
        self._known.update((file.path, nothing) for file in files)
        matters = {_name(matter): matter for matter in self._matters}
        for number, names in json.loads(seen):
            self._known[files[number].path] = frozenset(matters[name] for name in names)

    def told(self, documents: Iterable[bytes], records: Iterable[bytes]) -> str:
        """Return what *documents* and *records* have to be searched for, as text for `look_at`."""
        found = enumerate(self._look(documents, records))
        return json.dumps([(number, sorted(map(_name, matters))) for number, matters in found if matters])

    def _look(self, documents: Iterable[bytes], records: Iterable[bytes]) -> Iterator[frozenset[Suspicion]]:
        """Yield what each of them has to be searched for: how a record is worded is not asked, nor whom it names."""
        yield from self._sieve.look_at_each(documents)
        yield from self._records.look_at_each(records)

    def of(self, path: str, raw: bytes) -> frozenset[Suspicion]:
        """Return what *raw*, which the file *path* holds, has to be searched for.

        What is not among it is certain not to be there.
        """
        if path not in self._known:
            self._known[path] = self._sieve.look(raw)
        return self._known[path]


def _name(matter: Suspicion) -> str:
    """Return *matter* as a text that no other has."""
    return matter if isinstance(matter, str) else f"{type(matter).__name__}.{matter.name}"


def _raw(files: Iterable[Filed[object]]) -> Iterator[bytes]:
    return (file.source.raw for file in files)


def looking_beside(qms: Qms) -> Beside | None:
    """Begin to look at the files of *qms* beside what the caller does, where that may save time.

    The result is for `Suspicions.look_at`.  The history may know further documents, so a file may be suspected
    here of naming something unknown that names nothing of the kind: then it gets a closer look in vain.
    """
    if len(qms.documents) + len(qms.records) < _MANY:
        return None
    return Beside(f"{__name__}:{look_beside.__name__}", _sent(qms))


def _sent(qms: Qms) -> Iterator[bytes]:
    """Yield what `look_beside` reads."""
    mentions = Mentions.of(qms.organisation)
    head = {
        "forms": sorted(mentions.forms),
        "processes": sorted(mentions.processes),
        "shapes": sorted(mentions.shapes),
        "ids": sorted({document.fact.id for document in qms.documents}),
        "languages": sorted({document.fact.language or "" for document in qms.documents}),
        "files": (len(qms.documents), len(qms.records)),
    }
    yield json.dumps(head).encode() + b"\n"
    for raw in (*_raw(qms.documents), *_raw(qms.records)):
        yield len(raw).to_bytes(_SIZE)
        yield raw


_SIZE: Final = 8
"""Bytes of the number that says how long a file is."""


def look_beside(stream: IO[bytes]) -> str:
    """Look at the files that *stream* holds: what `looking_beside` begins, in the second process."""
    head = json.loads(stream.readline())
    mentions = Mentions(*(frozenset(head[name]) for name in ("forms", "processes", "shapes")))
    looking = Suspicions(head["languages"], mentions.sign_of_unknown(frozenset(head["ids"]).__contains__))
    documents, records = (
        (stream.read(int.from_bytes(stream.read(_SIZE))) for _ in range(count)) for count in head["files"]
    )
    return looking.told(documents, records)
