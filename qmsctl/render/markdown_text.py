"""Texts that people wrote, made harmless for Markdown: they stay text, whatever they hold."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["escape_block", "escape_line"]

_ACTIVE: Final = re.compile(r"[\\`*_\[\]|#~!]")
_LEADING: Final = re.compile(r"^(?:[-+=>]|\d+(?=[.)](?:\s|$)))")


def escape_line(text: str) -> str:
    r"""Return *text* on one line, without any character that Markdown or HTML would act on.

    >>> escape_line("# <b>1 | 2</b>")
    '\\# &lt;b>1 \\| 2&lt;/b>'
    """
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;")
    line = _ACTIVE.sub(r"\\\g<0>", line)
    return _LEADING.sub(_disarmed, line)


def _disarmed(leading: re.Match[str]) -> str:
    """Return what would begin a list, a heading or a quotation, so that it does not."""
    return f"{leading[0]}\\" if leading[0].isdecimal() else f"\\{leading[0]}"


def escape_block(text: str, indent: str = "") -> str:
    """Return *text* as a quotation that keeps its lines.

    Args:
        text: what somebody wrote.
        indent: what stands before every line, so that it belongs to an item of a list.
    """
    lines = text.strip().splitlines() or [""]
    quoted = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        hard_break = "\\" if line.strip() and following.strip() else ""
        quoted.append(f"{indent}> {escape_line(line)}{hard_break}".rstrip())
    return "\n".join(quoted)
