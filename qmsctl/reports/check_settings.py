"""How the check is set, value by value, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qmsctl.inspection.bar import Bar, Origin
from qmsctl.messages import Message
from qmsctl.rule import AnyRule
from qmsctl.settings import Option, Revision, RuleSetting

__all__ = ["CheckSettings", "Setting", "check_settings"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One value, under the name that it has in `qms.yaml`."""

    rule: AnyRule | None
    """`None`: it is one of the check as a whole."""
    name: str
    """`severity`, `by_type.form`, `options.most`."""
    value: str
    """As `qms.yaml` writes it."""
    default: str
    """What it would be if nobody had chosen it."""
    origin: Origin
    figure: int | None = None
    """Of an option: the value as a number."""
    meaning: Message | None = None
    """Of an option: what it is."""
    reason: str | None = None
    """Why the rule is off."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """How the check is set."""

    organisation: str
    revision: Revision | None
    """The commit whose `qms.yaml` says it, if it is not the one here."""
    settings: tuple[Setting, ...]
    """Of the check as a whole, then by rule, in the order of `qmsctl rules`."""


def check_settings(
    organisation: str, bar: Bar, rules: Sequence[AnyRule], *, whole: bool = True, changed: bool = False
) -> CheckSettings:
    """Return how the check is set.

    Args:
        organisation: its name.
        bar: what counts.
        rules: those that are asked for.
        whole: whether what is set for the check as a whole is asked for.
        changed: leave out what nobody chose.
    """
    found: list[Setting] = []
    if whole:
        found.append(Setting(None, "fail_on", bar.fail_on.value, "error", bar.origin("fail_on")))
    for rule in rules:
        found += _of(rule, bar)
    kept = (one for one in found if not changed or not one.origin.is_default)
    return CheckSettings(organisation, bar.revision, tuple(kept))


def _of(rule: AnyRule, bar: Bar) -> Iterator[Setting]:
    """Yield the settings of one rule."""
    setting = bar.rules.get(rule.id, RuleSetting())
    yield Setting(
        rule,
        "enabled",
        "yes" if setting.enabled else "no",
        "yes",
        bar.origin(rule.id, "enabled"),
        reason=setting.reason,
    )
    severity = setting.severity or rule.severity
    yield Setting(rule, "severity", severity.value, rule.severity.value, bar.origin(rule.id, "severity"))
    for type, graded in sorted(setting.by_type.items()):
        origin = bar.origin(rule.id, "by_type", type)
        yield Setting(rule, f"by_type.{type}", graded.value, severity.value, origin)
    for option in rule.options:
        yield _option(rule, option, setting.options[option], bar.origin(rule.id, "options", option.name))


def _option(rule: AnyRule, option: Option, figure: int, origin: Origin) -> Setting:
    return Setting(
        rule,
        f"options.{option.name}",
        option.written(figure),
        option.written(option.default),
        origin,
        figure=figure,
        meaning=option.meaning,
    )
