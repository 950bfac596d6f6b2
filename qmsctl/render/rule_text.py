"""Rules as people read them: the list, and the page of one."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.render.check_text import SEVERITY_WORDS
from qmsctl.rule import AnyRule

__all__ = ["page", "render_page", "render_rules"]

_PART: Final = re.compile(r"^## ", re.MULTILINE)
_ITEM: Final = re.compile(r"(?:[-*]|\d+\.)[ ]+")
_HEADING_STYLE: Final = "\x1b[1m{}\x1b[0m"
_CODE: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\[([^\]\n]+)\]\([^)\s]+\)")
_EXAMPLE: Final = "    "
"""Before each line of an example, on a terminal."""

_FENCE: Final = re.compile(r"^```\w+ .*?^```$", re.MULTILINE | re.DOTALL)
_OPENING: Final = re.compile(r"^```(?P<kind>\w+) (?P<told>[^\n]*title=[^\n]*)$", re.MULTILINE)
_TOLD: Final = re.compile(r'(\w+)="([^"]*)"')

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
            (_FLAGGED.into(language), "\n\n".join(_FENCE.findall(english["Flagged"]))),
            (_ACCEPTED.into(language), "\n\n".join(_FENCE.findall(english["Accepted"]))),
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
    if rule.options:
        head.append(_options(rule, language))
    if rule.unwaivable is not None:
        reason = rule.unwaivable.reason
        head.append(
            tr("Neither a waiver nor the baseline takes it out of the count: {reason}.", reason=reason).into(
                language
            )
        )
    body = [f"## {heading}\n\n{_captioned(text.strip(), language)}" for heading, text in parts]
    return "\n\n".join([*head, *body]) + "\n"


def _options(rule: AnyRule, language: str) -> str:
    """Return the part of a page on the figures that an organisation may choose."""
    lines = [
        f"## {tr('Options').into(language)}",
        "",
        *(
            tr(
                "* `{option}`: {meaning}; {default} unless qms.yaml says otherwise.",
                option=option.name,
                meaning=option.meaning,
                default=option.shown(option.default),
            ).into(language)
            for option in rule.options
        ),
        "",
        "```yaml",
        "rules:",
        f"  {rule.slug}:",
        "    options:",
        *(f"      {option.name}: {option.written(option.default)}" for option in rule.options),
        "```",
    ]
    return "\n".join(lines)


def _captioned(text: str, language: str) -> str:
    """Return *text* with what its fences tell the tests put into words above each example."""

    def caption(fence: re.Match[str]) -> str:
        told = dict(_TOLD.findall(fence["told"]))
        said = [tr("File {path}", path=told.get("title", "-"))]
        if "approved" in told:
            said.append(tr("prepared and approved on {day}", day=told["approved"]))
        if "commit" in told:
            said.append(tr("committed: {commit}", commit=told["commit"]))
        if re.search(r"\bdeleted\b", fence["told"]):
            said.append(tr("deleted"))
        if re.search(r"\buncommitted\b", fence["told"]):
            said.append(tr("not committed"))
        if "on" in told:
            said.append(tr("seen on {day}", day=told["on"]))
        return f"{', '.join(part.into(language) for part in said)}:\n\n```{fence['kind']}"

    return _OPENING.sub(caption, text)


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the headings of a page and what stands under each."""
    found = []
    for part in _PART.split(text)[1:]:
        heading, _, body = part.partition("\n")
        found.append((heading.strip(), body))
    return found


def render_page(rule: AnyRule, language: str, *, width: int | None, colour: bool) -> str:
    """Return the page of *rule*: as a terminal shows it, or Markdown as it is.

    Args:
        rule: the rule.
        language: of the page.
        width: the columns of a terminal, on which no mark of Markdown is shown; `None` leaves all as it is.
        colour: whether colours show.
    """
    text = page(rule, language)
    return text if width is None else _on_screen(text, width, colour=colour)


def _on_screen(text: str, width: int, *, colour: bool) -> str:
    """Return Markdown as a terminal of *width* columns shows it; the lines of examples stay whole."""
    lines: list[str] = []
    prose = True
    for line in text.splitlines():
        fence = line.startswith("```")
        if prose and line.startswith("#"):
            lines += _heading(line.lstrip("# "), width, colour=colour)
        elif prose and not fence:
            mark = _ITEM.match(line)
            below = " " * len(mark[0]) if mark else ""
            said = _LINK.sub(r"\1", _CODE.sub(r"\1", line))
            lines += textwrap.wrap(said, width, subsequent_indent=below, break_on_hyphens=False) or [""]
        elif not fence:
            lines.append(f"{_EXAMPLE}{line}".rstrip())
        prose = prose != fence
    return "\n".join(lines) + "\n"


def _heading(text: str, width: int, *, colour: bool) -> list[str]:
    """Return a heading set apart from what stands below: in bold, or else underlined."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    if colour:
        return [_HEADING_STYLE.format(line) for line in lines]
    return [*lines, "─" * max(map(len, lines))]


def render_rules(rules: Sequence[AnyRule], language: str, *, width: int | None) -> str:
    """Return one line per rule: id, severity, name and summary; two where a terminal is too narrow."""
    longest = max(len(rule.slug) for rule in rules)
    words = {rule.id: SEVERITY_WORDS[rule.severity].into(language) for rule in rules}
    widest = max(map(len, words.values()))
    heads = [f"{rule.id}  {words[rule.id]:<{widest}}  {rule.slug:<{longest}}" for rule in rules]
    summaries = [Message(rule.summary).into(language) for rule in rules]
    lines = [f"{head}  {summary}" for head, summary in zip(heads, summaries, strict=True)]
    if width is not None and max(map(len, lines)) > width:
        lines = [
            part
            for head, summary in zip(heads, summaries, strict=True)
            for part in (
                *textwrap.wrap(" ".join(head.split()), width, subsequent_indent="  ", break_on_hyphens=False),
                *textwrap.wrap(summary, width, initial_indent="    ", subsequent_indent="    "),
            )
        ]
    return "".join(f"{line}\n" for line in lines)
