"""What the command line says about the check: `--rule bulk-approval.severity=note`, `--fail-on warning`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Final

from qmsctl.documents.source import Flaw, Parsed, Source, Text, Tree
from qmsctl.errors import ConfigurationError
from qmsctl.inspection.bar import Entry, Origin, Path, Said, faults_of, target_of
from qmsctl.messages import list_of, tr
from qmsctl.model.rule_settings import CheckEntry, RuleEntry
from qmsctl.model.schema import as_fact, closest
from qmsctl.rule import AnyRule
from qmsctl.settings import Severity

__all__ = ["said_on_the_command_line"]

_FIELDS: Final = tuple(field.name for field in fields(RuleEntry))
_NAMED: Final = ("by_type", "options")
"""The fields that hold fields with names of their own."""


def said_on_the_command_line(
    typed: Sequence[str], fail_on: Severity | None, rules: Sequence[AnyRule], types: Sequence[str]
) -> Said:
    """Return what the options of a command say about the check.

    Args:
        typed: each `RULE.FIELD=VALUE`, in the words of `qms.yaml`; of two about the same the last counts.
        fail_on: the least severity that ends the check with status 1.
        rules: those there are.
        types: of documents there are.

    Raises:
        ConfigurationError: one of them says nothing that could be set.
    """
    entries: dict[str, RuleEntry] = {}
    origins: dict[tuple[str, Path], Origin] = {}
    for words in typed:
        target, path, entry = _read(words, rules, types)
        before = entries.get(target, RuleEntry())
        name = path[0]
        value = getattr(entry, name)
        if name in _NAMED:
            value = {**getattr(before, name), **value}
        entries[target] = replace(before, **{name: value})
        origins[target, path] = Origin(option=f"--rule {words}")
    said = {
        target: Entry(
            None, _with_a_reason(entry, origins.get((target, ("enabled",)))), _Origins(origins, target)
        )
        for target, entry in entries.items()
    }
    if fail_on is None:
        return Said(said)
    return Said(said, fail_on, lambda: Origin(option=f"--fail-on {fail_on.value}"))


class _Origins:
    """Knows which option said each value about one rule or family."""

    def __init__(self, origins: dict[tuple[str, Path], Origin], target: str) -> None:
        self._origins = origins
        self._target = target

    def __call__(self, path: Path) -> Origin:
        """Return the option that said the value under *path*."""
        return self._origins[self._target, path]


def _with_a_reason(entry: RuleEntry, off: Origin | None) -> RuleEntry:
    """Return *entry* with the option that switches the rule off in place of a reason that nobody gives."""
    if entry.enabled is False and off is not None and not (entry.reason or "").strip():
        return replace(entry, reason=off.option)
    return entry


def _read(words: str, rules: Sequence[AnyRule], types: Sequence[str]) -> tuple[str, Path, RuleEntry]:
    """Return the rule or family that *words* are about, the field they set, and what they say.

    Raises:
        ConfigurationError: they say nothing that could be set.
    """
    left, equals, value = words.partition("=")
    name, *path = left.strip().split(".", 2)
    if equals and name and path and path[0] and path[0] not in _FIELDS:
        near = closest(path[0], _FIELDS)
        fix = (
            tr("did you mean {near}?", near=near)
            if near
            else tr("write one of: {expected}", expected=list_of(_FIELDS))
        )
        raise _refused(words, ConfigurationError(tr("no field is called {name}", name=path[0]), fix))
    if not equals or not path or not all((name, *path)) or (path[0] in _NAMED) != (len(path) > 1):
        raise ConfigurationError(
            tr("--rule {given} does not say what is set to what", given=words),
            tr(
                "write RULE.FIELD=VALUE, for example REV018.severity=note, REV.enabled=no,"
                " REV018.by_type.form=note or REV018.options.most=40"
            ),
        )
    try:
        target = target_of(name, rules)
    except ConfigurationError as fault:
        raise _refused(words, fault) from None
    stated: Tree = value.strip()
    for key in reversed(path):
        stated = {key: stated}
    source = Source("--rule", b"", Parsed(Text(""), {"rules": {name: stated}}, {}, {}))
    fact, flaws = as_fact(source, CheckEntry)
    entry = fact.rules.get(name) if fact is not None else None
    if entry is not None and not flaws:
        rule = next((rule for rule in rules if rule.id == target), None)
        flaws = tuple(faults_of(entry, rule, types, source, name))
    if entry is None or flaws:
        raise _refused(words, flaws[0])
    return target, tuple(path), entry


def _refused(words: str, fault: Flaw | ConfigurationError) -> ConfigurationError:
    """Return *fault* as one of the option that says *words*."""
    hint = fault.fix if isinstance(fault, Flaw) else fault.hint
    return ConfigurationError(tr("--rule {given}: {fault}", given=words, fault=fault.message), hint)
