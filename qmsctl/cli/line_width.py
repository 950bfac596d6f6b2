"""Breaks a line between words where it is wider than a terminal, which would break it within one."""

from __future__ import annotations

import textwrap

from qmsctl.cli.typed_command import as_typed, program

__all__ = ["typed_within", "within"]


def within(text: str, columns: int) -> str:
    """Return *text* in lines of so many *columns*; a command in it stays on one, so that it can be copied."""
    indent = text[: len(text) - len(text.lstrip())]
    head, begun, rest = text.partition(f": {program()} ")
    if len(text) > columns and begun:
        return f"{_filled(f'{head}:', columns, indent)}\n{begun.removeprefix(': ')}{rest}"
    return _filled(text, columns, indent)


def typed_within(text: str, columns: int) -> str:
    """Return *text*, whose lines are fitted already, with commands as they are typed, each line within so many *columns*."""
    typed = as_typed(text)
    if typed == text:
        return text
    lines = zip(text.split("\n"), typed.split("\n"), strict=True)
    return "\n".join(now if now == before else within(now, columns) for before, now in lines)


def _filled(text: str, columns: int, indent: str) -> str:
    # Ids and options have hyphens, and are copied from here.
    filled = textwrap.fill(
        text, columns, replace_whitespace=False, break_on_hyphens=False, subsequent_indent=indent
    )
    return filled or text
