"""`qmsctl import`: a checklist from a spreadsheet, or a procedure from Word or Markdown, becomes a document."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli import dialogue
from qmsctl.cli.asking import ask_named, not_empty, show_known
from qmsctl.cli.file_given import read_given
from qmsctl.cli.options import DocumentLanguage, DryRun, Folder, Lang, NoCommit, NoInput, option, said
from qmsctl.cli.terminal import NoAnswerError, ask, interactive, say
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, marked, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qmsctl.authoring.imported import Found, Given, Imported
    from qmsctl.control.system import System
    from qmsctl.documents.sheet import Sheet

__all__ = ["bring_in"]

_EDITION = "--edition"


def bring_in(
    file: Annotated[
        Path,
        typer.Argument(
            metavar=marked("FILE"),
            help=marked("A checklist in Excel or CSV, or a procedure in Word (.docx) or Markdown."),
        ),
    ],
    id: Annotated[
        str | None, option("--id", marked("ID"), marked("Id of the new document, such as PS-12."))
    ] = None,
    title: Annotated[
        str | None, option("--title", marked("TEXT"), marked("Its title, in place of what the file says."))
    ] = None,
    revision: Annotated[
        str | None,
        option("--revision", marked("TEXT"), marked("Its revision as printed; by default the file's, or 1.")),
    ] = None,
    edition: Annotated[
        str | None,
        option(_EDITION, marked("EDITION"), marked("The edition whose clauses a checklist asks about.")),
    ] = None,
    type_: Annotated[
        str | None, option("--type", marked("TYPE"), marked("The type of a text; by default procedure."))
    ] = None,
    owner: Annotated[
        str | None, option("--owner", marked("OWNER"), marked("The role or person who answers for it."))
    ] = None,
    language: DocumentLanguage = None,
    column: Annotated[
        list[str] | None,
        option(
            "--column",
            marked("NAME=HEADING"),
            marked(
                "What a column holds: question, clauses, id, number, ask, look_for, sample, lapse, strength."
            ),
        ),
    ] = None,
    sheet: Annotated[
        list[str] | None, option("--sheet", marked("NAME"), marked("Only this sheet of a workbook."))
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Make a document of a file: show what was understood and what was dropped, ask, write it as a draft."""
    from qmsctl.authoring.imported import Given, draft_imported
    from qmsctl.cli.recording import record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    given = Given(said(id), said(title), said(revision), said(type_), said(edition), said(owner), language)
    session = open_session()
    may_ask = interactive(no_input=no_input)
    imported = _understood(session.system, file, given, column or (), sheet or (), may_ask=may_ask)
    draft = draft_imported(imported, file.name, session.system)
    _show(imported, file.name)
    if may_ask and not dry_run and not dialogue.confirmed():
        say(tr("Nothing was written."))
        return
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit)
    if not dry_run:
        _tell_next(imported)


def _understood(
    system: System, file: Path, given: Given, column: Sequence[str], sheet: Sequence[str], *, may_ask: bool
) -> Imported:
    from qmsctl.authoring.sheet_columns import named_columns
    from qmsctl.documents.sheet import is_workbook
    from qmsctl.documents.word_file import is_word_file

    raw = read_given(file)
    ending = file.suffix.casefold()
    is_text = ending in (".docx", ".doc", ".docm", ".dotx", ".md", ".markdown") or (
        raw.startswith(b"PK") and is_word_file(raw)
    )
    if is_text:
        _refuse_for_text({"--column": column, "--sheet": sheet, _EDITION: given.edition})
        return _procedure(system, file, raw, given, may_ask=may_ask)
    if not (is_workbook(raw) or ending in (".csv", ".tsv", ".txt")):
        raise QmsctlError(
            tr("what {file} holds cannot be told from its name", file=str(file)),
            tr("give it an ending that says it: .xlsx or .csv for a checklist, .docx or .md for a procedure"),
        )
    if given.type not in (None, "checklist"):
        raise QmsctlError(
            tr(
                "a table of questions becomes a checklist, not a document of the type {type}", type=given.type
            ),
            tr("leave out --type, or import the text as .docx or .md"),
        )
    return _checklist(system, file, raw, given, named_columns(column), sheet, may_ask=may_ask)


def _refuse_for_text(options: Mapping[str, object]) -> None:
    for name, value in options.items():
        if value:
            raise QmsctlError(
                tr("{option} is for checklists, and this file is a text", option=name),
                tr("leave {option} out", option=name),
            )


def _procedure(system: System, file: Path, raw: bytes, given: Given, *, may_ask: bool) -> Imported:
    from qmsctl.authoring.imported import with_given
    from qmsctl.authoring.text_procedure import procedure_in
    from qmsctl.documents.plain_markdown import read_plain_markdown
    from qmsctl.documents.word_file import read_word

    markdown = file.suffix.casefold() in (".md", ".markdown")
    text = (read_plain_markdown if markdown else read_word)(file.name, raw)
    return _complete(with_given(procedure_in(text, file.name), given, system), system, file, may_ask=may_ask)


def _checklist(
    system: System,
    file: Path,
    raw: bytes,
    given: Given,
    named: Mapping[str, str],
    sheet: Sequence[str],
    *,
    may_ask: bool,
) -> Imported:
    from qmsctl.authoring.imported import with_given
    from qmsctl.authoring.sheet_checklist import checklist_in, titles_above
    from qmsctl.documents.sheet import read_sheets
    from qmsctl.standards import edition as edition_of

    sheets = _chosen(read_sheets(file.name, raw), sheet)
    above = titles_above(sheets, named)
    edition = _edition(system, given.edition, above.fields.get("edition"), may_ask=may_ask)
    rows = checklist_in(sheets, named, edition_of(edition))
    whole = replace(
        rows,
        fields={**above.fields, "edition": edition},
        found=(*above.found, *rows.found),
        decisions=above.decisions,
    )
    return _complete(with_given(whole, replace(given, edition=None), system), system, file, may_ask=may_ask)


def _chosen(sheets: Sequence[Sheet], names: Sequence[str]) -> Sequence[Sheet]:
    from qmsctl.messages import list_of

    chosen = [one for one in sheets if not names or one.title in names]
    missing = [name for name in names if name not in [one.title for one in sheets]]
    if missing:
        raise QmsctlError(
            tr("there is no sheet {sheet}", sheet=missing[0]),
            tr("sheets there are: {known}", known=list_of([one.title or "-" for one in sheets])),
        )
    return chosen


def _edition(system: System, given: str | None, stated: str | None, *, may_ask: bool) -> str:
    """Return the edition that a checklist asks about: given, stated in the file, or the only one there is."""
    from qmsctl.authoring.known import known_edition
    from qmsctl.standards import edition, edition_named

    if given is not None:
        return known_edition(given)
    if stated is not None and (key := edition_named(stated)) is not None:
        return key
    known = system.organisation.editions
    if len(known) == 1:
        return known[0]
    if not may_ask:
        raise NoAnswerError(_EDITION)
    shown = known[0] if known else None
    return ask(
        tr("Edition of the standard"),
        default=edition(shown).designation if shown else None,
        check=known_edition,
    )


def _complete(imported: Imported, system: System, file: Path, *, may_ask: bool) -> Imported:
    """Return *imported* with its id, title and owner, asked for where they are missing."""
    fields = {"revision": "1", **imported.fields}
    missing = [name for name in ("id", "title", "owner") if not fields.get(name)]
    if missing and not may_ask:
        _show(imported, file.name)
        raise NoAnswerError(*(f"--{name}" for name in missing))
    for name in missing:
        if name == "owner":
            fields |= _owner(system)
        elif name == "id":
            proposed = file.stem.upper().replace(" ", "-")
            fields[name] = ask(tr("Id of the document"), default=proposed, check=not_empty)
        else:
            fields[name] = ask(tr("Title"), default=file.stem, check=not_empty)
    return replace(imported, fields=fields)


def _owner(system: System) -> dict[str, str]:
    """Ask who answers for the document; a hyphen stands for nobody yet."""
    from qmsctl.authoring.meant import person_or_role

    organisation = system.organisation
    show_known(organisation.roles)
    asked = ask_named(
        tr("Owner: the role or person who answers for it"),
        lambda word: person_or_role(system, word),
        is_key=lambda word: word in organisation.roles or word in organisation.people,
        title=organisation.title,
    )
    return {"owner": asked[0]} if asked else {}


def _show(imported: Imported, name: str) -> None:
    """Say what was understood, from where, and what was dropped, before anything is written."""
    from qmsctl.authoring.imported import FIELDS, Found

    told = {one.what for one in imported.found}
    by_itself = [
        Found(FIELDS[key], value, tr("answered, or as usual"))
        for key, value in imported.fields.items()
        if key in FIELDS and FIELDS[key] not in told
    ]
    say(tr("Understood of {file}:", file=name))
    for one in (*by_itself, *imported.found):
        say(_line(one))
    if imported.decisions:
        say(tr("Shown, and not taken over, because nobody's approval is made of a file:"))
        for one in imported.decisions:
            say(_line(one))
    if imported.dropped:
        say(tr("Not taken over:"))
        for dropped in imported.dropped:
            say(Message("  {text}", (("text", dropped),)))


def _line(one: Found) -> Message:
    return Message(
        "  {what}: {value} ({where})", (("what", one.what), ("value", one.value), ("where", one.where))
    )


def _tell_next(imported: Imported) -> None:
    document = shlex.quote(imported.fields["id"])
    say(
        tr(
            "Next: read it with qmsctl show {document} --draft, change it with qmsctl revise {document}, and have it approved: qmsctl approve {document}",
            document=document,
        )
    )
    if imported.decisions:
        say(
            tr(
                "Who approved it on paper is recorded by qmsctl approve {document} --by PERSON --decided DAY --basis TEXT.",
                document=document,
            )
        )
    if imported.is_checklist:
        say(tr("In an audit: {command}", command=f"qmsctl audit plan --checklist {document}"))
