"""What changed in the rules of `qms.yaml`, in words: which are asked, how grave they are, and what fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.model.rule_settings import RuleEntry
from qmsctl.reports.differing import differing, or_not_set
from qmsctl.reports.marks import SEVERITIES
from qmsctl.settings import Severity

__all__ = ["NO_REASON", "rule_changes"]

NO_REASON: Final = tr("no reason is given")


def rule_changes(before: Organisation, after: Organisation) -> Iterator[Message]:
    """Yield what *after* says otherwise than *before* about the check: the level that fails, then each rule."""
    if before.fail_on != after.fail_on:
        yield tr(
            "least severity that makes the check fail: {after}, before: {before}",
            after=SEVERITIES[Severity(after.fail_on)].word,
            before=SEVERITIES[Severity(before.fail_on)].word,
        )
    for key, old, new in differing(before.rules, after.rules):
        was, now = old or RuleEntry(), new or RuleEntry()
        off, on = now.enabled is False, was.enabled is False
        if off and not on:
            yield tr("rule {rule} was switched off: {reason}", rule=key, reason=now.reason or NO_REASON)
        elif on and not off:
            yield tr("rule {rule} was switched on again", rule=key)
        elif was.reason != now.reason:
            yield tr("rule {rule}: another reason: {reason}", rule=key, reason=now.reason or NO_REASON)
        if now.enabled and was.enabled is None:
            yield tr("rule {rule} is on whatever is said of its family", rule=key)
        elif was.enabled and now.enabled is None:
            yield tr("rule {rule} is on or off as its family is", rule=key)
        if was.severity != now.severity:
            yield tr(
                "rule {rule}: severity {after}, before: {before}",
                rule=key,
                after=_severity(now.severity),
                before=_severity(was.severity),
            )
        yield from _by_type_and_options(key, was, now)


def _by_type_and_options(key: str, was: RuleEntry, now: RuleEntry) -> Iterator[Message]:
    for type in dict.fromkeys((*was.by_type, *now.by_type)):
        if was.by_type.get(type) != now.by_type.get(type):
            yield tr(
                "rule {rule}: severity for documents of type {type} {after}, before: {before}",
                rule=key,
                type=type,
                after=_severity(now.by_type.get(type)),
                before=_severity(was.by_type.get(type)),
            )
    for name in dict.fromkeys((*was.options, *now.options)):
        if was.options.get(name) != now.options.get(name):
            yield tr(
                "rule {rule}: option {name} {after}, before: {before}",
                rule=key,
                name=name,
                after=or_not_set(now.options.get(name)),
                before=or_not_set(was.options.get(name)),
            )


def _severity(severity: str | None) -> Message:
    return SEVERITIES[Severity(severity)].word if severity else tr("that of the rule")
