"""`qmsctl coverage`: clause by clause, what claims it, what asks about it, and what evidences it."""

from __future__ import annotations

from typing import Annotated

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Rev, Table, TrustFile, option
from qmsctl.cli.paper_output import PaperFile, PaperForm, PaperLanguage, hand_out_paper, paper_format
from qmsctl.messages import marked, tr

__all__ = ["coverage"]


def coverage(
    edition: Annotated[
        list[str] | None,
        option("--edition", marked("EDITION"), marked("Only this edition, such as iso9001:2015 or 2015.")),
    ] = None,
    level: Annotated[
        list[str] | None,
        option(
            "--level",
            marked("LEVEL"),
            marked("Only clauses of this level: excluded, unclaimed, claimed, documented, evidenced."),
        ),
    ] = None,
    clause: Annotated[
        list[str] | None,
        option("--clause", marked("CLAUSE"), marked("Only this clause, and those below it.")),
    ] = None,
    output: PaperFile = None,
    format: PaperForm = None,
    json: Json = False,
    report_lang: PaperLanguage = None,
    table: Table = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Show for each clause which documents claim it, which questions ask about it, and what evidences it."""
    from qmsctl.cli.session import open_session
    from qmsctl.papers.coverage import coverage_paper
    from qmsctl.reports.coverage import coverage as covered
    from qmsctl.reports.coverage import wanted
    from qmsctl.reports.provenance import provenance

    del no_cache, folder, lang  # in force before the command runs
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    asked = wanted(session.system, edition or (), level or (), clause or ())
    made = provenance(session.system, session.inspect())
    paper = coverage_paper(covered(session.system, made, asked))
    saved = tr("The coverage of clauses is in {file}.", file=str(output))
    hand_out_paper(
        session, paper, output, paper_format(format, json=json), saved, table=table, language=report_lang
    )
