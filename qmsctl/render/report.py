"""A report as text: one view, one set of words, a template for each format.

Everything people wrote is escaped by the environment, not by the templates: in
HTML as HTML, in Markdown as Markdown.  The same report gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from qmsctl.messages import catalogue
from qmsctl.render.report_chart import FILLS, chart
from qmsctl.render.report_markdown import escape_block, escape_line
from qmsctl.render.report_sections import SECTIONS
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.marks import NOT_RECORDED, OUTCOMES
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Translated, in_words, short
from qmsctl.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["FORMATS", "render_report"]

FORMATS: Final[Mapping[str, str]] = {"html": "audit-report.html.j2", "markdown": "audit-report.md.j2"}
"""The template of each format."""

_MOMENT: Final = re.compile(r"\d{8}T\d{6}Z-")
"""How the name of a record begins."""

_BLANK: Final = re.compile(r"\n{3,}")

# Control characters, halves of surrogate pairs, what cannot be seen, and what turns
# the direction of writing: each can make a report look like another one.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)


def render_report(report: AuditReport, format: str, language: str) -> str:
    """Return *report* in *format*, with everything but the records in words of *language*.

    Args:
        report: the view of the audit.
        format: `html` or `markdown`.
        language: one of `messages.LANGUAGES`.
    """
    environment = _environment(format, report.language, language)
    text = environment.get_template(FORMATS[format]).render(
        report=report,
        language=language,
        sections=SECTIONS,
        charts=[chart(results) for results in report.results if results.groups],
        fills=[(OUTCOMES[outcome], fill) for outcome, fill in FILLS.items()],
        anchors=_anchors("evidence", (record.name for record in report.evidence)),
        finding_anchors=_anchors("finding", (finding.number for finding in report.findings)),
    )
    if format == "markdown":
        text = _BLANK.sub("\n\n", text)
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _anchors(kind: str, names: Iterable[str]) -> Mapping[str, str]:
    """Return where each of *names* stands; of two that are called the same, the first."""
    found: dict[str, str] = {}
    for index, name in enumerate(names, 1):
        found.setdefault(name, f"{kind}-{index}")
    return found


def _parts(name: str) -> tuple[str, ...]:
    """Return the *name* of a record in the parts between which a line may break: its moment, and the rest."""
    moment = _MOMENT.match(name)
    return (moment[0], name[moment.end() :]) if moment else (name,)


def _environment(format: str, written: str, language: str) -> Environment:
    """Return an environment that speaks *language* and escapes for *format*.

    Args:
        format: the format.
        written: the language of the records.
        language: the language of the report.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy
    from markupsafe import Markup  # noqa: PLC0415

    def in_markdown(value: object) -> object:
        return value if hasattr(value, "__html__") else Markup(escape_line(str(value)))  # noqa: S704 - just escaped

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        finalize=in_markdown if format == "markdown" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method when it is loaded.
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.tests.update(
        mark=lambda value: isinstance(value, Mark),
        joined=lambda value: isinstance(value, Joined),
        many=lambda value: isinstance(value, tuple),
        missing=lambda value: value is None or value in ((), ""),
    )
    environment.filters.update(_filters(written, language))
    return environment


def _filters(written: str, language: str) -> Mapping[str, Callable[..., Any]]:
    """Return the filters of the templates."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    def words(value: Shown) -> str:
        if isinstance(value, Markup):
            return value  # a macro made it
        return in_words(value, language) or NOT_RECORDED.into(language)

    def lines(value: Shown) -> Markup:
        return Markup("<br>\n").join(escape(line) for line in words(value).strip().splitlines())

    def spoken(value: object) -> str | None:
        """Return the language of *value* if it is another than the report's."""
        other = (
            written
            if isinstance(value, str)
            else value.spoken(language)
            if isinstance(value, Translated)
            else ""
        )
        return other if other not in ("", language) else None

    def css_string(text: str) -> Markup:
        """Return *text* as it may stand between the quotes of a string in CSS."""
        escaped = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
        return Markup(escaped)  # noqa: S704 - letters, digits and backslashes

    def entry(fact: Fact, indent: str = "") -> Markup:
        """Return *fact* as an item of a Markdown list; with *indent*, of a list inside an item."""
        label = f"{indent}- **{escape_line(words(fact.label))}:**"
        inner = indent + "  "
        if isinstance(fact.value, tuple) and len(fact.value) > 1:
            parts = (f"{inner}- {escape_line(words(one))}" for one in fact.value)
            return Markup("\n".join([label, *parts]))  # noqa: S704
        if fact.long and "\n" in (text := words(fact.value)).strip():
            return Markup(f"{label}\n\n{escape_block(text, inner)}\n")  # noqa: S704
        return Markup(f"{label} {escape_line(words(fact.value))}")  # noqa: S704

    def block(value: Shown) -> Markup:
        return Markup(escape_block(words(value)))  # noqa: S704 - just escaped

    return {
        "words": words,
        "lines": lines,
        "spoken": spoken,
        "short": short,
        "css_string": css_string,
        "entry": entry,
        "parts": _parts,
        "block": block,
    }
