"""`qmsctl deadlines`: the last day of every case of a register by a law, and which were kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Rev, Table, option
from qmsctl.cli.paper_output import PaperFile, PaperForm, PaperFormat, PaperLanguage
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, marked, tr

if TYPE_CHECKING:
    import datetime as dt

    from qmsctl.cli.session import Session
    from qmsctl.control.cases import CaseStanding
    from qmsctl.control.registers import PinnedRegister
    from qmsctl.law import Law
    from qmsctl.model.organisation import Organisation
    from qmsctl.reports.deadlines import CaseList

__all__ = ["deadlines"]


def deadlines(
    register: Annotated[
        str,
        typer.Argument(
            metavar=marked("REGISTER"),
            help=marked("The register: its path, or its name with or without .csv."),
            show_default=False,
        ),
    ],
    law: Annotated[
        str | None,
        option(
            "--law", marked("LAW"), marked("Whose periods count, such as kpa; by default what qms.yaml says.")
        ),
    ] = None,
    within: Annotated[
        str,
        typer.Option(
            "--within",
            metavar=marked("TIME"),
            help=marked("A case whose last day is so near is running out: 7d, 2w, '14 days'."),
        ),
    ] = "7d",
    standing: Annotated[
        list[str] | None,
        option(
            "--standing",
            marked("STANDING"),
            marked("List only these cases: overdue, unknown, running_out, open, late, kept."),
        ),
    ] = None,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help=marked("End with status 1 if anything listed is late, or its last day cannot be computed."),
        ),
    ] = False,
    output: PaperFile = None,
    format: PaperForm = None,
    json: Json = False,
    report_lang: PaperLanguage = None,
    table: Table = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Compute the last day of every case of a register by a law, and list what is kept, late or running out."""
    from qmsctl.cli.output import format_asked
    from qmsctl.cli.session import open_session
    from qmsctl.cli.within import last_day_within

    del no_cache, folder, lang  # in force before the command runs
    chosen = PaperFormat(format_asked(format, output, tuple(PaperFormat), json=json))
    session = open_session(rev=rev, on=on, as_of=as_of)
    soon = last_day_within(within, session.system.day)
    view = _listed(session, register, law, soon, tuple(map(_standing, standing or ())))
    _hand_out(session, view, (chosen, output), within, table, report_lang)
    raise typer.Exit(int(exit_code and view.fails))


def _standing(word: str) -> CaseStanding:
    """Return the standing of cases that *word* means.

    Raises:
        RefusedError: it means none.
    """
    from qmsctl.authoring.meant import word_meant
    from qmsctl.control.cases import CaseStanding
    from qmsctl.reports.deadlines import STANDINGS

    said = {standing.value: mark.word for standing, mark in STANDINGS.items()}
    return CaseStanding(word_meant(word, said, "--standing"))


def _listed(
    session: Session,
    name: str,
    law_name: str | None,
    soon: dt.date,
    chosen: tuple[CaseStanding, ...],
) -> CaseList:
    """Return the cases of the register *name*, and where they stand.

    Raises:
        RefusedError: there is no such register or law, or nobody knows what its columns hold.
    """
    from qmsctl.control.case_columns import case_reader, settings_of
    from qmsctl.control.cases import cases
    from qmsctl.reports.deadlines import case_list, draws
    from qmsctl.reports.provenance import provenance_of

    system = session.system
    register, committed = _register(session, name)
    settings = settings_of(system.organisation, register.path)
    law = _law(law_name or (settings.law if settings else None), register.path, system.organisation)
    reader = case_reader(register.table, settings, law)
    found = cases(register.table, reader, system.day, soon)
    made = provenance_of(system, working_tree=session.working_tree)
    drawn = None
    if committed:
        at_head = register.commit == session.repository.head
        drawn = draws(system, register, found, at_head=at_head)
    else:
        made = replace(made, uncommitted=tuple(sorted({*made.uncommitted, register.path})))
    return case_list(system, register, reader, found, soon=soon, chosen=chosen, drawn=drawn, made=made)


def _register(session: Session, name: str) -> tuple[PinnedRegister, bool]:
    """Return the register called *name*, and whether it is what the commit looked at holds."""
    from qmsctl.control.registers import pin
    from qmsctl.repo.git import is_blob

    repository, system = session.repository, session.system
    head = system.history.head
    snapshot = repository.working_tree() if session.working_tree or head is None else repository.at(head)
    register = pin(snapshot, head or "", system.organisation.folders.registers, name, None)
    blob = system.history.files.get(register.path)
    return register, head is not None and is_blob(snapshot.read(register.path), blob)


def _law(name: str | None, register: str, organisation: Organisation) -> Law:
    """Return the law that is asked for.

    Raises:
        RefusedError: none is, or nobody knows it.
    """
    from qmsctl.authoring.meant import refuse_unknown_word
    from qmsctl.control.own_laws import laws_for
    from qmsctl.law import laws

    if name is None:
        raise RefusedError(
            tr("nothing says whose periods count for {path}", path=register),
            tr("name the law with --law: {known}", known=list_of([*organisation.laws, *laws()])),
        )
    known, word = laws_for(organisation), name.strip().casefold()
    refuse_unknown_word(word, list(known), "--law")
    return known[word]


def _hand_out(  # the formats for programs have a table and a schema of their own
    session: Session,
    view: CaseList,
    where: tuple[PaperFormat, Path | None],
    within: str,
    table: str | None,
    report_lang: str | None,
) -> None:
    """Write *view* in a format to a file, or print it."""
    from qmsctl.cli.output import hand_out
    from qmsctl.cli.paper_output import hand_out_paper, paper_language

    chosen, output = where
    saved = tr("The deadlines are in {file}.", file=str(output))
    if table is None and chosen in (PaperFormat.JSON, PaperFormat.CSV, PaperFormat.CSV_EXCEL):
        from qmsctl.render.deadlines import deadlines_csv, deadlines_json

        language = paper_language(report_lang)
        excel = chosen is PaperFormat.CSV_EXCEL
        text = (
            deadlines_json(view, language)
            if chosen is PaperFormat.JSON
            else deadlines_csv(view, language, excel=excel)
        )
        hand_out(text, output, chosen.value, saved)
        return
    from qmsctl.papers.deadlines import deadlines_paper

    paper = deadlines_paper(view, within)
    hand_out_paper(session, paper, output, chosen, saved, table=table, language=report_lang)
