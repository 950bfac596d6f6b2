"""By which of their fields two facts of one kind differ, as the fields are written in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

__all__ = ["differing_fields"]


def differing_fields(before: object, after: object) -> Iterator[str]:
    """Yield the names of the fields in which *before* and *after*, instances of one dataclass, differ.

    Of a field that holds a table it is the rows that differ: `values.status`.
    """
    for field in fields(after):  # type: ignore[arg-type]  # said of facts, which are dataclasses
        name = field.name.removesuffix("_")
        old, new = getattr(before, field.name), getattr(after, field.name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from (
                f"{name}.{key}" for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key)
            )
        elif old != new:
            yield name
