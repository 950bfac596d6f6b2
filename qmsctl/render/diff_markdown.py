"""What changed in a document as Markdown: ~~removed~~ and **added**, everything else harmless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from qmsctl.render.diff_outline import Line, Outline, Run
from qmsctl.render.markdown_text import escape_line
from qmsctl.reports.text_diff import Kind

__all__ = ["render_markdown"]

_MARKS: Final[Mapping[Kind | None, str]] = {Kind.REMOVED: "~~", Kind.ADDED: "**"}


def render_markdown(spoken: Outline) -> str:
    """Return *spoken* as Markdown with struck through text, as forges read it."""
    return "".join(f"{line}\n" for line in _lines(spoken))


def _lines(spoken: Outline) -> Iterator[str]:
    yield f"# {escape_line(spoken.title)}"
    yield ""
    yield escape_line(spoken.organisation)
    for part in spoken.head:
        yield from ("", f"## {_words(part.heading)}", "")
        yield from map(_line, part.lines)
    yield from ("", escape_line(spoken.size))
    for part in spoken.parts:
        yield from ("", f"## {_words(part.heading)}")
        if part.lines:
            yield ""
            yield from map(_line, part.lines)
    yield from ("", "---", "", escape_line(spoken.footer))


def _line(line: Line) -> str:
    lead = " ".join(escape_line(word) for word in (line.mark, f"{line.label}:" if line.label else "") if word)
    return f"{'  ' if line.deep else ''}- {f'{lead} ' if lead else ''}{_words(line.runs)}".rstrip()


def _words(runs: Sequence[Run]) -> str:
    """Return *runs* with their marks, which Markdown sees as such only next to a blank."""
    text, marked = "", False
    for run in runs:
        mark = _MARKS.get(run.kind, "")
        apart = run.text.startswith(" ") or bool(mark) or marked
        text += (" " if text and apart else "") + (escape_line(run.text) or "").join((mark, mark))
        marked = bool(mark)
    return text
