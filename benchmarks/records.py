"""Records as files; written out directly, because a YAML library would take minutes for as many."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from random import Random
from typing import Final

from benchmarks.office import Person
from benchmarks.stream import Put
from qmsctl.model.organisation import Folders

__all__ = ["Filing", "record_name"]

_ALPHABET: Final = string.ascii_lowercase + string.digits


class Filing:
    """Writes records, names them, and knows in which folders they lie."""

    def __init__(self, random: Random) -> None:
        self.folders: Final = Folders()
        self.filed: list[tuple[str, bytes]] = []
        """Every record: its path and its bytes."""
        self._random: Final = random

    def approval(self, who: Person, when: dt.datetime, fields: Mapping[str, object]) -> Put:
        """Return an approval of `document`, recorded by *who*."""
        folder = self.folders.of_approvals(str(fields["document"]))
        return self._record(folder, "approval", who, when, fields)

    def evidence(self, who: Person, when: dt.datetime, fields: Mapping[str, object]) -> Put:
        """Return evidence of `audit`, recorded by *who*."""
        folder = f"{self.folders.of_audit(str(fields['audit']))}/evidence"
        return self._record(folder, "evidence", who, when, fields)

    def minutes(self, who: Person, when: dt.datetime, fields: Mapping[str, object]) -> Put:
        """Return minutes of `audit`, recorded by *who*."""
        folder = f"{self.folders.of_audit(str(fields['audit']))}/minutes"
        return self._record(folder, "minutes", who, when, fields)

    def finding(self, who: Person, when: dt.datetime, fields: Mapping[str, object]) -> Put:
        """Return a finding that is raised by it, recorded by *who*."""
        identity = self._token()
        stated = {"finding": identity, "step": "raised", **fields}
        return self._record(self.folders.of_finding(identity), "finding", who, when, stated)

    def _record(
        self, folder: str, kind: str, who: Person, when: dt.datetime, fields: Mapping[str, object]
    ) -> Put:
        moment = when.astimezone(dt.UTC)
        whole = {
            "record": kind,
            **fields,
            "recorded": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "recorder": {"name": who.name, "email": who.email},
        }
        path = f"{folder}/{moment:%Y%m%dT%H%M%SZ}-{self._token()}.yaml"
        raw = "".join(_lines(whole, "")).encode()
        self.filed.append((path, raw))
        return Put(path, raw)

    def _token(self) -> str:
        return "".join(self._random.choices(_ALPHABET, k=8))


def record_name(record: Put) -> str:
    """Return the name by which other records cite *record*."""
    return PurePosixPath(record.path).stem


def _lines(fields: Mapping[str, object], indent: str) -> Iterator[str]:
    """Yield *fields* as YAML; their texts need no quotes, or have them already."""
    for key, value in fields.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:\n"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{indent}{key}:\n"
            for inner in value:
                yield from _item(inner, indent + "  ")
        elif value is not None:
            yield f"{indent}{key}: {value}\n"


def _item(value: object, indent: str) -> Iterator[str]:
    """Yield *value* as an item of a list."""
    if isinstance(value, Mapping):
        first, *others = _lines(value, indent + "  ")
        yield f"{indent}- {first.lstrip()}"
        yield from others
    else:
        yield f"{indent}- {value}\n"
