"""How the check is set as text: for terminals, as plain lines, as Markdown, as JSON.

Names and values are those of `qms.yaml` in every language, so that they can be copied into it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from qmsctl import __version__
from qmsctl.inspection.bar import Origin
from qmsctl.messages import tr
from qmsctl.render.check_forge import as_json
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.check_settings import CheckSettings, Setting

__all__ = ["render_check_settings"]

SCHEMA: Final = "qmsctl.settings/1"
"""Grows by new fields only; anything else makes it `/2`."""


def render_check_settings(
    view: CheckSettings, format: str, language: str, *, width: int = 80, colour: bool = False
) -> str:
    """Return *view* as text, in words of *language*.

    Args:
        view: how the check is set.
        format: `console`, `plain`, `markdown` or `json`.
        language: of the words.
        width: of the terminal, in columns.
        colour: whether the terminal shows colours.
    """
    if format == "json":
        return _json(view, language)
    if format == "markdown":
        return _markdown(view, language)
    lines = _console(view, language, width, colour=colour) if format == "console" else _plain(view, language)
    return "".join(f"{line}\n" for line in lines)


def _heading(view: CheckSettings, language: str) -> str:
    if view.revision is None:
        return tr("{organisation}: how the check is set", organisation=view.organisation).into(language)
    return tr(
        "{organisation}: how the check is set by qms.yaml in {revision}, commit {commit}",
        organisation=view.organisation,
        revision=view.revision.name,
        commit=view.revision.commit[:10],
    ).into(language)


def _name(setting: Setting) -> str:
    """Return how a command line names the value."""
    return setting.name if setting.rule is None else f"{setting.rule.slug}.{setting.name}"


def _from(origin: Origin, language: str) -> str:
    """Return where a value comes from."""
    if origin.option is not None:
        return origin.option
    if origin.line is None:
        return tr("default").into(language)
    if origin.revision is not None:
        return f"{origin.revision.name}: qms.yaml:{origin.line}"
    return f"qms.yaml:{origin.line}"


def _said(setting: Setting, language: str) -> str:
    """Return the value; of a rule that is off, why; of an option, what it is."""
    if setting.reason:
        return f"{setting.value}: {setting.reason}"
    if setting.meaning is not None:
        return f"{setting.value}: {setting.meaning.into(language)}"
    return setting.value


def _nothing(language: str) -> str:
    return tr("Nothing is set here; everything is as qmsctl has it.").into(language)


def _plain(view: CheckSettings, language: str) -> Iterator[str]:
    yield visible(_heading(view, language))
    for one in view.settings:
        rule = f"{one.rule.id} " if one.rule else ""
        yield visible(f"{rule}{_name(one)} | {_said(one, language)} | {_from(one.origin, language)}")
    if not view.settings:
        yield _nothing(language)


def _console(view: CheckSettings, language: str, width: int, *, colour: bool) -> Iterator[str]:
    def strong(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if colour else text

    def wrapped(text: str, first: str, then: str) -> list[str]:
        return textwrap.wrap(
            visible(text), width, initial_indent=first, subsequent_indent=then, break_on_hyphens=False
        )

    yield from map(strong, wrapped(_heading(view, language), "", ""))
    rule = None
    for one in view.settings:
        if one.rule is not None and one.rule is not rule:
            rule = one.rule
            yield strong(f"{rule.id} {rule.slug}")
        yield from wrapped(
            f"{one.name}: {_said(one, language)} ({_from(one.origin, language)})",
            "  " if one.rule else "",
            "      ",
        )
    if not view.settings:
        yield from wrapped(_nothing(language), "", "")


def _markdown(view: CheckSettings, language: str) -> str:
    def row(*cells: str) -> str:
        return f"| {' | '.join(escape_line(visible(cell)) for cell in cells)} |"

    heads = (tr("Rule"), tr("Setting"), tr("Value"), tr("Where it comes from"))
    lines = [f"# {escape_line(visible(_heading(view, language)))}", ""]
    if not view.settings:
        return "\n".join([*lines, _nothing(language), ""])
    lines += [row(*(head.into(language) for head in heads)), "|---" * len(heads) + "|"]
    for one in view.settings:
        rule = f"{one.rule.id} {one.rule.slug}" if one.rule else ""
        lines.append(row(rule, one.name, _said(one, language), _from(one.origin, language)))
    return "\n".join([*lines, ""])


def _json(view: CheckSettings, language: str) -> str:
    revision = view.revision
    return as_json(
        {
            "schema": SCHEMA,
            "tool": {"name": "qmsctl", "version": __version__},
            "organisation": view.organisation,
            "language": language,
            "revision": None if revision is None else {"name": revision.name, "commit": revision.commit},
            "settings": [_setting(one, language) for one in view.settings],
        }
    )


def _setting(one: Setting, language: str) -> dict[str, object]:
    origin = one.origin
    if origin.option is not None:
        source = "option"
    elif origin.line is None:
        source = "default"
    else:
        source = "file" if origin.revision is None else "revision"
    return {
        "rule": one.rule.id if one.rule else None,
        "slug": one.rule.slug if one.rule else None,
        "name": one.name,
        "value": one.value,
        "number": one.figure,
        "default": one.default,
        "reason": one.reason,
        "meaning": one.meaning.into(language) if one.meaning else None,
        "source": source,
        "line": origin.line,
        "option": origin.option,
    }
