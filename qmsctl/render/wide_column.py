"""The column of a table that stands below its rows, as wide as the table, where there is room to draw it so."""

from __future__ import annotations

from qmsctl.render.worded_blocks import WordedCell, WordedColumn, WordedGroup, WordedTable

__all__ = ["without_wide"]


def without_wide(table: WordedTable) -> tuple[WordedTable, WordedColumn | None, list[list[WordedCell]]]:
    """Return *table* without its wide column, that column, and the cells of it for the rows of each group."""
    at = table["wide"]
    if at is None:
        return table, None, []
    groups = [
        WordedGroup(
            head=_without(group["head"], at) if group["head"] else None,
            rows=[_without(row, at) for row in group["rows"]],
        )
        for group in table["groups"]
    ]
    rest = WordedTable(
        kind="table",
        key=table["key"],
        caption=table["caption"],
        columns=[column for number, column in enumerate(table["columns"]) if number != at],
        groups=groups,
        heads=table["heads"] - (table["heads"] > at),
        note=table["note"],
        filters=None if table["filters"] is None else table["filters"] - (table["filters"] > at),
        wide=None,
    )
    cells = [[row[at] for row in group["rows"]] for group in table["groups"]]
    return rest, table["columns"][at], cells


def _without(row: list[WordedCell], at: int) -> list[WordedCell]:
    return [*row[:at], *row[at + 1 :]]
