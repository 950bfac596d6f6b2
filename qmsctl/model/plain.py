"""Facts as plain values, and back: how they are kept between two runs without being parsed again.

Nothing is validated on the way back: what is kept was validated before, and by this version of qmsctl.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["Plain", "as_plain", "from_plain"]

Plain: TypeAlias = Any
"""What JSON can hold."""

AnyFact = TypeVar("AnyFact")
_Decoder: TypeAlias = Callable[[Any], Any]


def as_plain(value: object) -> Plain:
    """Return the fact *value* as JSON can hold it, without fields that have their default."""
    if type(value) in _KEPT:
        return value
    if isinstance(value, tuple):
        return [as_plain(inner) for inner in value]
    if is_dataclass(value):
        plain = {}
        for name, default in _defaults(type(value)):  # type: ignore[arg-type]  # classes are hashable
            inner = getattr(value, name)
            if inner is not default and inner != default:
                plain[name] = inner if type(inner) in _KEPT else as_plain(inner)
        return plain
    if isinstance(value, dt.date):  # a moment is one too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: as_plain(inner) for key, inner in value.items()}
    reason = f"{type(value).__name__} is no part of a fact"
    raise TypeError(reason)


_KEPT: Final = frozenset({str, int, bool, NoneType})
"""Types whose values JSON can hold."""


@cache
def _defaults(fact: Any) -> tuple[tuple[str, object], ...]:  # noqa: ANN401 - the class of any fact
    """Return the fields of *fact* with their defaults."""
    return tuple((field.name, _default(field)) for field in fields(fact))


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    return MISSING if field.default_factory is MISSING else field.default_factory()


def from_plain(type: type[AnyFact], plain: Plain) -> AnyFact:
    """Return the fact of *type* that `as_plain` made *plain* of."""
    fact: AnyFact = (_decoder(type) or _as_it_is)(plain)  # type: ignore[arg-type]  # classes are hashable
    return fact


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever was kept
    return value


@cache
def _decoder(type: Any) -> _Decoder | None:  # noqa: ANN401 - any type a fact is made of
    """Return what makes a value of *type* out of plain ones; `None` if they are the same."""
    if type in _SCALARS:
        return _SCALARS[type]
    if is_dataclass(type):
        return _fact_decoder(type)
    origin, arguments = get_origin(type), get_args(type)
    if origin is Literal:
        return None
    if origin is tuple:
        inner = _decoder(arguments[0])
        return tuple if inner is None else lambda values: tuple([inner(value) for value in values])
    if origin is Mapping:
        return None if (value := _decoder(arguments[1])) is None else _mapping_decoder(value)
    if origin in (Union, UnionType):
        return _choice_decoder([argument for argument in arguments if argument is not NoneType])
    reason = f"{type} is no part of a fact"
    raise TypeError(reason)


_SCALARS: Final[Mapping[Any, _Decoder | None]] = {
    str: None,
    int: None,
    bool: None,
    dt.date: dt.date.fromisoformat,
    dt.datetime: dt.datetime.fromisoformat,
}


def _mapping_decoder(value: _Decoder) -> _Decoder:
    return lambda values: {key: value(inner) for key, inner in values.items()}


def _choice_decoder(branches: list[Any]) -> _Decoder | None:
    """Return the decoder of something that may be nothing, or a text in the place of a list."""
    decoders = [decoder for branch in branches if (decoder := _decoder(branch)) is not None]
    if not decoders:
        return None
    (decoder,) = decoders
    if len(branches) == 1:
        return lambda value: None if value is None else decoder(value)
    return lambda value: value if value is None or isinstance(value, str) else decoder(value)


def _fact_decoder(type: Any) -> _Decoder:  # noqa: ANN401 - any fact
    hints = get_type_hints(type)
    decoders = {
        field.name: decoder for field in fields(type) if (decoder := _decoder(hints[field.name])) is not None
    }

    def decode(values: dict[str, Any]) -> Any:  # noqa: ANN401 - a fact of *type*
        for name in decoders.keys() & values.keys():
            values[name] = decoders[name](values[name])
        return type(**values)

    return decode
