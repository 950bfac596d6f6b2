"""The result of a check as SARIF 2.1.0, for code scanning and for viewers of results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from qmsctl import __version__
from qmsctl.checks import RULES
from qmsctl.inspection import Inspection
from qmsctl.inspection.fingerprint import VERSION
from qmsctl.messages import Message, tr
from qmsctl.render.check_asides import left_out_told, settings_told
from qmsctl.render.check_excused import waived_note
from qmsctl.render.check_forge import Entry, as_json, end_column, entries, left_out, said
from qmsctl.render.check_scope import scope_told
from qmsctl.render.check_text import verdict
from qmsctl.render.rule_text import page
from qmsctl.render.visible import visible
from qmsctl.rule import AnyRule
from qmsctl.settings import Severity

__all__ = ["MOST_RESULTS", "render_sarif"]

MOST_RESULTS: Final = 25_000
"""Results that GitHub takes in one run; a file with more is refused as a whole."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE: Final = "%SRCROOT%"
_RECOMMENDED: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
"""What GitHub calls the severity of a rule that is not about security."""


def render_sarif(inspection: Inspection, language: str) -> str:
    """Return the result as a SARIF log of one run: the rules that were asked, and what they found.

    For: code scanning of GitHub and others, viewers in editors.
    A problem is: a result.
    Severities: `error`, `warning`, `note`.
    """
    off = {outcome.rule for outcome in inspection.outcomes if not outcome.enabled}
    asked = {outcome.rule for outcome in inspection.outcomes} - off
    rules = [rule for rule in RULES if rule.id in asked]
    positions = {rule.id: index for index, rule in enumerate(rules)}
    found = tuple(entries(inspection))
    kept = found
    if len(kept) > MOST_RESULTS:
        # What does not count goes first, then the lightest.
        kept = tuple(sorted(found, key=lambda one: (not one.counts, -one.problem.severity.rank)))[
            :MOST_RESULTS
        ]
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "qmsctl",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, language) for rule in rules],
            }
        },
        "automationDetails": {"id": "qmsctl/"},
        "invocations": [_invocation(inspection, language, len(found) - len(kept))],
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _BASE: {"description": {"text": tr("The top of the repository.").into(language)}}
        },
        "results": [_result(inspection, entry, positions, language) for entry in kept],
        "properties": {
            "organisation": inspection.organisation,
            "day": inspection.day.isoformat(),
            "commit": inspection.commit,
            "workingTree": inspection.working_tree,
            "failOn": inspection.fail_on.value,
            "verdict": verdict(inspection).into(language),
        },
    }
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(inspection: Inspection, language: str, missing: int) -> dict[str, object]:
    """Return how the check went: what was not asked and why, and how many results the file had no room for."""
    notes: list[dict[str, object]] = [
        {"level": "note", "message": {"text": _plain(message, language)}}
        for message in (*settings_told(inspection), *left_out_told(inspection), *scope_told(inspection))
    ]
    invocation: dict[str, object] = {"executionSuccessful": True}
    if notes:
        invocation["toolConfigurationNotifications"] = notes
    if missing:
        text = _plain(left_out(missing), language)
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": text}}]
    return invocation


def _rule(rule: AnyRule, language: str) -> dict[str, object]:
    """Return a rule with its whole page, which is shown beside each of its results."""
    text = page(rule, language)
    summary = Message(rule.summary).into(language) + "."
    clauses = [f"iso9001:2015/{clause}" for clause in rule.clauses]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": ["quality-management", *clauses][:20],
            "precision": "very-high",
            "problem.severity": _RECOMMENDED[rule.severity],
        },
    }


def _result(
    inspection: Inspection,
    entry: Entry,
    positions: Mapping[str, int],
    language: str,
) -> dict[str, object]:
    problem, fingerprint = entry.problem, entry.fingerprint
    place = problem.place
    region: dict[str, object] = {"startLine": place.line, "startColumn": place.column}
    if place.span is not None:
        region["endColumn"] = end_column(problem)
    excused: dict[str, object] = {}
    if entry.waived is not None:
        text = visible(waived_note(entry.waived).into(language))
        excused["suppressions"] = [{"kind": "external", "status": "accepted", "justification": text}]
    if inspection.baseline is not None:  # where there is one, every result says how it stands to it
        excused["baselineState"] = "unchanged" if entry.is_known else "new"
    return {
        "ruleId": problem.rule,
        "ruleIndex": positions[problem.rule],
        # What cannot be established is a failure here as well: viewers hide every other kind.
        "kind": "fail",
        "level": problem.severity.value,
        "message": {"text": _escaped(said(problem, language))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": _uri(inspection.prefix + place.path),
                        "uriBaseId": _BASE,
                    },
                    "region": region,
                }
            }
        ],
        # GitHub looks at the first of the two, and works it out of the line's surroundings where it is missing.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, f"qmsctl/{VERSION}": fingerprint},
        "properties": {"established": problem.established, "slug": problem.slug},
        **excused,
    }


def _uri(path: str) -> str:
    """Return *path* as a relative reference: every byte that has a meaning in one is encoded."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _plain(message: Message, language: str) -> str:
    return _escaped(visible(message.into(language)))


def _escaped(text: str) -> str:
    """Return *text* as a plain text message: no part of it is a link or a place for an argument (§3.11.5, §3.11.6)."""
    for character in "\\[]":
        text = text.replace(character, f"\\{character}")
    return text.replace("{", "{{").replace("}", "}}")
