"""Tables as Markdown has them, aligned so that they can be read as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["table"]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; columns of figures are aligned to the right."""
    body = [tuple(row) for row in rows]
    columns = list(zip(heads, *body, strict=True))
    widths = [max(3, *map(len, column)) for column in columns]
    figures = [all(not cell or cell.strip("*")[:1].isdigit() for cell in column[1:]) for column in columns]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, figures, strict=True)
        )
        return f"| {' | '.join(padded)} |"

    yield line(heads)
    yield (
        "|"
        + "|".join(
            "-" * (width + 1) + (":" if right else "-") for width, right in zip(widths, figures, strict=True)
        )
        + "|"
    )
    for row in body:
        yield line(row)
