"""A sample taken over from what `qmsctl sample` printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import tr
from qmsctl.model.plain import as_plain
from qmsctl.model.record import Sample

__all__ = ["SAMPLE_SCHEMA", "printed_sample"]

AnyValue = TypeVar("AnyValue")

SAMPLE_SCHEMA: Final = "qmsctl.sample/1"
_LARGEST: Final = 64 * 1024 * 1024


def printed_sample(file: Path) -> Sample:
    """Return the sample in the JSON that `qmsctl sample --format json` printed into *file*.

    Whether its register gives these rows is not looked at here.

    Raises:
        RefusedError: it is no such file.
    """
    try:
        if not file.is_file():
            raise RefusedError(tr("there is no file {file}", file=str(file)), tr("check its name"))
        if file.stat().st_size > _LARGEST:
            raise RefusedError(
                tr("{file} is larger than {limit} bytes", file=str(file), limit=_LARGEST),
                tr("check its name"),
            )
        data = json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        raise RefusedError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("give yourself the right to read it"),
        ) from fault
    except (ValueError, RecursionError):
        data = None
    sample = data.get("sample") if isinstance(data, dict) and data.get("schema") == SAMPLE_SCHEMA else None
    fact = _fact(sample) if isinstance(sample, dict) else None
    if fact is None or not (fact.register and fact.commit):
        raise RefusedError(
            tr("{file} is not what qmsctl sample --format json prints", file=str(file)),
            tr("draw it anew: qmsctl sample REGISTER --format json -o {file}", file=str(file)),
        )
    return fact


def _fact(sample: Mapping[str, object]) -> Sample | None:
    """Return *sample* as a fact; `None` if a value is of another kind."""

    def several(key: str, kind: type[AnyValue]) -> tuple[AnyValue, ...]:
        values = sample.get(key) or []
        return tuple(value for value in values if isinstance(value, kind)) if isinstance(values, list) else ()

    def one(key: str, kind: type[AnyValue]) -> AnyValue | None:
        value = sample.get(key)
        return value if isinstance(value, kind) else None

    fact = Sample(
        population=one("population", int),
        size=one("size", int),
        method=one("method", str),
        seed=one("seed", str),
        items=several("items", str),
        register=one("register", str),
        commit=one("commit", str),
        digest=one("digest", str),
        strata=one("strata", str),
        filter=several("filter", str),
        rows=several("rows", int),
    )
    given = {key: value for key, value in sample.items() if value not in (None, [])}
    kept = {key: list(v) if isinstance(v, tuple) else v for key, v in as_plain(fact).items()}
    return fact if given == kept else None
