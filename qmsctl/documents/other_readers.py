"""What other YAML programs read: a text without quotes may be a number, a day or a truth value to them."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

__all__ = ["is_text_to_all"]

_TEXT: Final = "tag:yaml.org,2002:str"
_YAML_1_2: Final = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_YAML_1_1: Final[Any] = yaml.resolver.Resolver()
_LETTERS: Final = frozenset({"y", "Y", "n", "N"})
"""Truth values of YAML 1.1 that PyYAML takes for texts."""


def is_text_to_all(value: str) -> bool:
    """Return whether *value*, written without quotes, is a text to readers of YAML 1.1 and of YAML 1.2."""
    return (
        _YAML_1_1.resolve(yaml.ScalarNode, value, (True, False)) == _TEXT
        and value not in _LETTERS
        and not _YAML_1_2.fullmatch(value)
    )
