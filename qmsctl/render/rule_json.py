"""Rules for programs: the list, and one with its page.  The schema is `docs/schema/rules-1.json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from qmsctl import __version__
from qmsctl.messages import Message
from qmsctl.render.rule_text import page
from qmsctl.rule import AnyRule

__all__ = ["SCHEMA", "explained_json", "rules_json"]

SCHEMA: Final = "qmsctl.rules/1"
"""Grows by new fields only; anything else makes it `/2`."""


def rules_json(rules: Sequence[AnyRule], language: str) -> str:
    """Return *rules* as JSON, in their order, in words of *language*."""
    return _json([_rule(rule, language) for rule in rules], language)


def explained_json(rule: AnyRule, language: str) -> str:
    """Return *rule* as JSON, with its whole page in *language* as Markdown."""
    return _json([{**_rule(rule, language), "page": page(rule, language)}], language)


def _json(rules: list[dict[str, object]], language: str) -> str:
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "language": language,
        "rules": rules,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: AnyRule, language: str) -> dict[str, object]:
    return {
        "id": rule.id,
        "slug": rule.slug,
        "severity": rule.severity.value,
        "holds": Message(rule.summary).into(language),
        "clauses": list(rule.clauses),
        "since": rule.since,
        "options": [
            {
                "name": option.name,
                "meaning": option.meaning.into(language),
                "default": option.written(option.default),
            }
            for option in rule.options
        ],
        "waivable": rule.unwaivable is None,
        "unwaivable_because": rule.unwaivable.reason.into(language) if rule.unwaivable else None,
    }
