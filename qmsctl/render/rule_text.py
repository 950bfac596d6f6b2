"""Rules as people read them: the list, and the page of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.render.check_text import SEVERITY_WORDS
from qmsctl.rule import AnyRule

__all__ = ["page", "render_page", "render_rules"]

_PART: Final = re.compile(r"^## ", re.MULTILINE)
_HEADING_STYLE: Final = "\x1b[1m{}\x1b[0m"

_FLAGGED: Final = tr("Flagged")
_ACCEPTED: Final = tr("Accepted")


def page(rule: AnyRule, language: str) -> str:
    """Return the whole page of *rule* in *language*, as Markdown.

    The examples stand on the English page only, so that they cannot differ;
    other languages share them.
    """
    parts = _parts(rule.page(language))
    if language != "en":
        english = dict(_parts(rule.page("en")))
        examples = [
            (_FLAGGED.into(language), english["Flagged"]),
            (_ACCEPTED.into(language), english["Accepted"]),
        ]
        parts = [*parts[:-1], *examples, parts[-1]]
    clauses = ", ".join(rule.clauses) or "-"
    head = [
        f"# {rule.id} {rule.slug}",
        Message(rule.summary).into(language) + ".",
        tr(
            "Severity: {severity}. Clauses of ISO 9001:2015 it helps to look after: {clauses}. Since version {since}.",
            severity=SEVERITY_WORDS[rule.severity],
            clauses=clauses,
            since=rule.since,
        ).into(language),
    ]
    body = [f"## {heading}\n\n{text.strip()}" for heading, text in parts]
    return "\n\n".join([*head, *body]) + "\n"


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the headings of a page and what stands under each."""
    found = []
    for part in _PART.split(text)[1:]:
        heading, _, body = part.partition("\n")
        found.append((heading.strip(), body))
    return found


def render_page(rule: AnyRule, language: str, *, width: int, colour: bool) -> str:
    """Return the page of *rule* for a terminal: Markdown as it is, headings in bold where colours show."""
    del width  # prose is one sentence to the line and wraps by itself
    text = page(rule, language)
    if not colour:
        return text
    return re.sub(r"^#+ (.*)$", lambda match: _HEADING_STYLE.format(match[1]), text, flags=re.MULTILINE)


def render_rules(rules: Sequence[AnyRule], language: str) -> str:
    """Return one line per rule: id, severity, name and summary."""
    longest = max(len(rule.slug) for rule in rules)
    words = {rule.id: SEVERITY_WORDS[rule.severity].into(language) for rule in rules}
    widest = max(map(len, words.values()))
    return "".join(
        f"{rule.id}  {words[rule.id]:<{widest}}  {rule.slug:<{longest}}  {Message(rule.summary).into(language)}\n"
        for rule in rules
    )
