"""`qmsctl register --against FILE`: the register beside a list, or a matrix of readers, that somebody keeps by hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qmsctl.cli.options import name_and_text
from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import current_language, list_of, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.control.list_columns import ListTable
    from qmsctl.model.master_list import MasterList
    from qmsctl.reports.register_against import Compared
    from qmsctl.reports.selection import Selection

__all__ = ["ListAsked", "compared_with", "hand_out_compared"]


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What the command line says about a list."""

    file: str
    """Its path, or the name that `qms.yaml` has for it."""
    matrix: bool = False
    columns: Sequence[str] = ()
    """Each as `NAME=HEADING`."""
    heading: str | None = None
    dates: Sequence[str] = ()


def compared_with(session: Session, asked: ListAsked, selection: Selection, *, moment: bool) -> Compared:
    """Return the register of *session* beside the list *asked* for.

    Args:
        session: the system on the day that is asked about.
        asked: the list and how it is read, beyond what `qms.yaml` says.
        selection: which documents are asked for.
        moment: whether a commit is asked about: a list that it holds is read out of it.

    Raises:
        RefusedError: the list cannot be read, or has no column for ids.
        MissingExtraError: it is a workbook and the extra `xlsx` is not installed.
    """
    from qmsctl.control.list_cells import id_meant
    from qmsctl.control.list_columns import FIELDS, list_tables
    from qmsctl.control.reader_matrix import is_matrix
    from qmsctl.documents.sheet import column_letters
    from qmsctl.reports.register_against import register_against

    path, shown, stated = _stated(session, asked)
    ids = frozenset(id_meant(document.id) for document in session.system.documents)
    raw, from_commit = _read(session, path, shown, moment=moment)
    if stated.matrix:
        return _matrix_compared(session, (shown, raw, from_commit), stated, ids, selection)
    read = list_tables(shown, raw, stated, ids)
    table = read.table
    if is_matrix(table, session.system.organisation, stated.words):
        return _matrix_compared(session, (shown, raw, from_commit), stated, ids, selection)
    differences, beyond = register_against(session.system, read, stated, selection)
    return replace(
        _begun(session, (shown, from_commit), table),
        encoding=read.encoding,
        columns=tuple(
            (said, table.header.text(table.columns[said])) for said in FIELDS if said in table.columns
        ),
        others=tuple(table.header.text(at) for at in table.others),
        unheaded=tuple(column_letters(at) for at in table.unheaded),
        left=tuple(one.heading for one in read.left),
        rows=len(table.rows),
        documents=len(table.rows) - beyond,
        beyond=beyond,
        differences=differences,
    )


def _matrix_compared(
    session: Session,
    file: tuple[str, bytes, bool],
    stated: MasterList,
    ids: frozenset[str],
    selection: Selection,
) -> Compared:
    """Return who has to read what beside the matrix in a *file*: how it is called, its bytes, whether a commit has it."""
    from qmsctl.control.reader_matrix import reader_called, reader_matrix
    from qmsctl.reports.readers_against import readers_against

    system, (shown, raw, from_commit) = session.system, file
    matrix, left, encoding = reader_matrix(shown, raw, stated, ids)
    differences, beyond = readers_against(system, matrix, stated, selection)
    known = [
        one.text
        for one in matrix.readers
        if reader_called(one.text, system.organisation, stated.words) is not None
    ]
    return replace(
        _begun(session, (shown, from_commit), matrix.table),
        encoding=encoding,
        matrix=True,
        columns=tuple(("readers", name) for name in known),
        others=(),
        left=tuple(one.heading for one in left),
        rows=len(matrix.rows),
        documents=len(matrix.documents) - beyond,
        beyond=beyond,
        differences=differences,
    )


def _begun(session: Session, file: tuple[str, bool], table: ListTable) -> Compared:
    """Return the moment of *session* and the *file*: how it is called, and whether it comes out of a commit."""
    from qmsctl.reports.register_against import Compared

    system, (shown, from_commit) = session.system, file
    return Compared(
        organisation=system.organisation.organisation.name,
        language=system.organisation.language,
        day=system.day,
        commit=system.history.head,
        complete=system.history.complete,
        file=shown,
        from_commit=from_commit,
        heading=table.heading,
    )


def _stated(session: Session, asked: ListAsked) -> tuple[str | None, str, MasterList]:
    """Return the path of the list from the folder of `qms.yaml`, how it is called, and how it is read.

    Raises:
        RefusedError: `qms.yaml` has several files under that name, or an option is no option.
    """
    from qmsctl.control.list_columns import list_settings, with_columns
    from qmsctl.model.foreign_dates import date_form
    from qmsctl.model.master_list import MasterList

    organisation = session.system.organisation
    named = organisation.master_lists.get(asked.file) if not Path(asked.file).exists() else None
    if named is not None:
        if len(named.files) != 1:
            raise RefusedError(
                tr("qms.yaml names more than one file for {name}", name=asked.file),
                tr("name one of them: {known}", known=", ".join(named.files)),
            )
        path: str | None = named.files[0]
        shown, stated = named.files[0], named
    else:
        shown, path = asked.file, _within(session.repository.root, Path(asked.file))
        stated = (list_settings(organisation, path) if path else None) or MasterList(files=())
    for form in asked.dates:
        try:
            date_form(form)
        except ValueError:
            raise RefusedError(
                tr("{given} does not say how a day is written", given=form),
                tr(
                    "name year, month and day once each: YYYY-MM-DD, DD.MM.YYYY, D/M/YY, MMM D, YYYY or D MMMM YYYY"
                ),
            ) from None
    columns = dict(name_and_text("--column", one) for one in asked.columns)
    return (
        path,
        shown,
        replace(
            stated,
            heading=asked.heading or stated.heading,
            columns=with_columns(stated.columns, columns),
            dates=(*stated.dates, *asked.dates),
            matrix=asked.matrix or stated.matrix,
        ),
    )


def _within(root: Path, file: Path) -> str | None:
    """Return the path of *file* from *root*; `None` if it lies elsewhere."""
    relative = os.path.relpath(os.path.realpath(file.parent) + os.sep + file.name, os.path.realpath(root))
    path = Path(relative).as_posix()
    return None if path.startswith("../") or Path(path).is_absolute() else path


def _read(session: Session, path: str | None, shown: str, *, moment: bool) -> tuple[bytes, bool]:
    """Return the bytes of a list, and whether they come out of the commit that is looked at.

    Raises:
        RefusedError: there is none, or it cannot be read.
    """
    from qmsctl.documents.csv_table import LARGEST_TABLE

    head, repository = session.system.history.head, session.repository
    if path is not None and head is not None and (moment or repository.bare):
        try:
            return repository.at(head).read(path), True
        except OSError:
            pass  # it is not in that commit, so it is the one on the disk that is meant
    file = repository.root / path if path is not None and not repository.bare else Path(shown)
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_TABLE + 1), False
    except OSError as fault:
        raise RefusedError(
            tr("{file} cannot be read: {reason}", file=shown, reason=reason_of(fault)),
            tr(
                "name the file of the list, or a name under master_lists of qms.yaml: {known}",
                known=list_of([*session.system.organisation.master_lists]) or "-",
            ),
        ) from fault


def hand_out_compared(compared: Compared, format: str, output: Path | None) -> None:
    """Print *compared*, or write it to the file *output*."""
    from qmsctl.cli.output import hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.terminal import colour, width
    from qmsctl.render.register_against import against_paper, render_against

    saved = tr("The comparison is in {file}.", file=str(output))
    language = current_language()
    if format in READ:
        hand_out_file(against_paper(compared), format, language, compared.day, output, saved)
        return
    text = render_against(compared, format, language, width=width(), colour=colour())
    hand_out(text, output, format, saved)
