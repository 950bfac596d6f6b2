"""What of `qms.yaml` decides where an answer comes from: what it has looked at, and by whose calendar.

An answer that is known already needs nothing else of what the files state, so nothing else is loaded for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from qmsctl.cache import Cache
from qmsctl.repo.object_names import blob_name
from qmsctl.repo.snapshot import Snapshot

__all__ = ["BASELINE", "CONFIGURATION", "Watched", "watched_by"]

CONFIGURATION: Final = "qms.yaml"
BASELINE: Final = "qms-baseline.json"
"""What a check knows of earlier problems; it lies beside `qms.yaml`."""

_SHELF: Final = "watched"


@dataclass(frozen=True, slots=True)
class Watched:
    """What a `qms.yaml` without faults has looked at."""

    raw: bytes
    """The file itself."""
    places: tuple[str, ...]
    """The folders, and the further files that it names."""
    time_zone: str


def watched_by(snapshot: Snapshot, cache: Cache) -> Watched:
    """Return what the `qms.yaml` of *snapshot* has looked at.

    Raises:
        ConfigurationError: there is none, or it has faults.
    """
    try:
        raw = snapshot.read(CONFIGURATION)
    except OSError:
        raw = None  # the reason is given below
    if raw is not None and (kept := cache.find(_SHELF, blob_name(raw))) is not None:
        time_zone, *places = json.loads(kept)
        return Watched(raw, tuple(places), time_zone)
    from qmsctl.model.configuration import load_organisation  # noqa: PLC0415 - heavy, and only needed the first time

    organisation, source = load_organisation(snapshot, cache)
    found = Watched(source.raw, organisation.watched, organisation.time_zone)
    cache.write(_SHELF, {blob_name(found.raw): json.dumps([found.time_zone, *found.places])})
    return found
