"""What is set lower than qmsctl has it: everybody who reads a result has to see that it was easier to pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.rule import AnyRule
from qmsctl.settings import RuleSetting

__all__ = ["Lowered", "lowered"]


@dataclass(frozen=True, slots=True)
class Lowered:
    """One value that is lower than the rules have it, and the rules for which it is."""

    setting: str
    """In the words of `--rule`: `severity=note`."""
    rules: tuple[str, ...]
    """Their names."""


def lowered(rule: AnyRule, setting: RuleSetting) -> Iterator[str]:
    """Yield what *setting* sets lower than *rule* has it, in the words of `--rule`; of one that is off nothing.

    A greater figure of an option always lets more pass.
    """
    if not setting.enabled:
        return
    own = rule.severity.rank
    if setting.severity is not None and setting.severity.rank < own:
        yield f"severity={setting.severity.value}"
    for type, severity in setting.by_type.items():
        if severity.rank < own:
            yield f"by_type.{type}={severity.value}"
    for option in rule.options:
        if setting.options[option] > option.default:
            yield f"options.{option.name}={option.written(setting.options[option])}"
