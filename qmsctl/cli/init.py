"""`qmsctl init`: begin one's own quality management system."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.authoring.ci_files import Forge
from qmsctl.cli.init_answers import (
    EDITION,
    answered,
    branch_of,
    edition_of,
    email_address,
    folder_of,
    language_of,
    nearest_folder,
    refuse_unanswered,
    whoever_works_here,
)
from qmsctl.cli.init_office import OfficeGiven, Source, adapted
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option
from qmsctl.cli.terminal import interactive, out, say, tell
from qmsctl.errors import ConfigurationError, QmsctlError, reason_of
from qmsctl.messages import Message, marked, tr
from qmsctl.standards import edition

if TYPE_CHECKING:
    from qmsctl.authoring.files import Draft
    from qmsctl.authoring.starter import Beginning
    from qmsctl.model.organisation import Folders
    from qmsctl.repo.repository import Repository

__all__ = ["init"]

Text = str | None
_SETTINGS = ".vscode/settings.json"
_STARTED = "iso9001:2015"
"""The edition whose clauses the starter documents name."""


def init(
    directory: Annotated[
        Path,
        typer.Argument(
            metavar=marked("[DIR]"),
            help=marked("The folder to begin in; by default this one."),
            show_default=False,
        ),
    ] = Path(),
    organisation: Annotated[
        Text, option("--organisation", marked("NAME"), marked("Name of the organisation."))
    ] = None,
    language: Annotated[Text, option("--language", "en|pl", marked("Language of the documents."))] = None,
    edition_name: Annotated[
        Text,
        option(EDITION, marked("EDITION"), marked("Edition of the standard, such as iso9001:2015.")),
    ] = None,
    approver: Annotated[
        Text, option("--approver", marked("PERSON"), marked("Who approves documents."))
    ] = None,
    approver_email: Annotated[
        Text, option("--approver-email", marked("EMAIL"), marked("Their e-mail address in git."))
    ] = None,
    approver_role: Annotated[
        Text,
        option(
            "--approver-role", marked("TITLE"), marked("The title of their role; Mayor unless it is said.")
        ),
    ] = None,
    procedures: Annotated[
        str, typer.Option(metavar=marked("FOLDER"), help=marked("Folder of the documents."))
    ] = "procedures",
    checklists: Annotated[
        str, typer.Option(metavar=marked("FOLDER"), help=marked("Folder of the checklists."))
    ] = "checklists",
    source: Annotated[
        Source,
        typer.Option(
            "--from",
            metavar="starter|office",
            help=marked("What to begin from: documents with gaps, or a whole model office to adapt."),
        ),
    ] = Source.STARTER,
    town: Annotated[Text, option("--town", marked("TOWN"), marked("With --from office: the town."))] = None,
    address: Annotated[
        Text, option("--address", marked("TEXT"), marked("With --from office: street, number, town."))
    ] = None,
    person: Annotated[
        list[str] | None,
        option(
            "--person",
            marked("ROLE=NAME <EMAIL>"),
            marked("With --from office: who holds a role, such as secretary; as often as needed."),
        ),
    ] = None,
    examples: Annotated[
        bool,
        typer.Option("--examples", help=marked("With --from office: fill the registers with made-up rows.")),
    ] = False,
    ci: Annotated[
        Forge | None,
        typer.Option(
            "--ci",
            metavar="github|gitlab",
            help=marked("Also write the job that checks the system at every push; later too, alone."),
            show_default=False,
        ),
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Begin a quality management system."""
    from qmsctl.authoring.starter import Beginning

    del folder, lang  # in force before the command runs
    root = directory.resolve()
    may_ask = interactive(no_input=no_input)
    about = OfficeGiven(town, address, tuple(person or ()), examples)
    needed = about.needed if source is Source.OFFICE else {}
    if source is Source.STARTER:
        about.refuse()
    if (root / "qms.yaml").is_file():
        known, folders = _as_it_is(root)
        if ci is None and not may_ask:
            refuse_unanswered(needed, no_input=no_input)
        missing = None if ci is not None else _draft(source, known, about, folders, may_ask=may_ask)
        following = _next(source, ci, alone=True)
        _begin(*_with_job(root, missing, known, ci), following, dry_run=dry_run, commit=not no_commit)
        return
    if not may_ask:
        known_options = {
            "--organisation": organisation,
            EDITION: edition_name,
            "--approver": approver,
            "--approver-email": approver_email,
        }
        refuse_unanswered({**known_options, **needed}, no_input=no_input)
    spoken = language_of(language, may_ask=may_ask)
    name, email = whoever_works_here(root)
    question = tr("Name of the organisation")
    beginning = Beginning(
        answered(organisation, "--organisation", question, None, may_ask=may_ask),
        spoken,
        edition_of(edition_name, may_ask=may_ask),
        answered(approver, "--approver", tr("Who approves documents (name)"), None, may_ask=may_ask),
        email_address(
            answered(
                approver_email, "--approver-email", tr("Their e-mail address in git"), None, may_ask=may_ask
            )
        ),
        answered(
            approver_role, None, tr("The title of their role"), tr("Mayor").into(spoken), may_ask=may_ask
        ),
        dt.datetime.now(dt.UTC).date(),
        name,
        email,
        branch_of(root),
        folder_of(procedures),
        folder_of(checklists),
    )
    draft = _draft(source, beginning, about, None, may_ask=may_ask)
    following = _next(source, ci, alone=False)
    _begin(*_with_job(root, draft, beginning, ci), following, dry_run=dry_run, commit=not no_commit)
    if source is Source.STARTER and beginning.edition != _STARTED:
        say(tr("The starter documents name clauses of {edition}.", edition=edition(_STARTED).designation))


def _draft(
    source: Source, beginning: Beginning, given: OfficeGiven, folders: Folders | None, *, may_ask: bool
) -> Draft:
    """Return what is to be written: the starter documents, or the model office."""
    from qmsctl.authoring.model_office import model_office
    from qmsctl.authoring.starter import starter

    if source is Source.STARTER:
        return starter(beginning, folders)
    return model_office(beginning, adapted(given, beginning.language, may_ask=may_ask), folders)


def _as_it_is(root: Path) -> tuple[Beginning, Folders]:
    """Return what an existing `qms.yaml` says: run again, `init` only adds what is missing."""
    from qmsctl.authoring.starter import Beginning
    from qmsctl.model.configuration import load_organisation
    from qmsctl.repo.snapshot import WorkingTree

    known, _ = load_organisation(WorkingTree(root))
    if not known.editions:
        raise ConfigurationError(
            tr("qms.yaml names no edition of the standard"),
            tr("write for example editions: [iso9001:2015]"),
        )
    beginning = Beginning(
        known.organisation.name,
        known.language,
        known.editions[0],
        *("-", "-", "-"),  # who approves stands in qms.yaml already
        dt.datetime.now(dt.UTC).date(),
        branch=known.branch or branch_of(root),
        procedures=known.folders.procedures,
        checklists=known.folders.checklists,
    )
    return beginning, known.folders


def _with_job(
    root: Path, draft: Draft | None, beginning: Beginning, forge: Forge | None
) -> tuple[Path, Draft]:
    """Return what *draft* writes and the job for *forge*, and the folder at which the paths of both begin.

    It is the top of the repository if there is a job: a forge looks for it nowhere else.
    """
    from qmsctl.authoring.ci_files import job
    from qmsctl.authoring.files import Draft

    if forge is None:
        return root, draft or Draft({}, "")
    top = _top(root)
    folder = "" if root == top else root.relative_to(top).as_posix()
    written = job(forge, beginning.language, beginning.branch, folder)
    if draft is None:
        return top, written
    own = {(Path(folder) / path).as_posix(): content for path, content in draft.files.items()}
    return top, Draft({**own, **written.files}, draft.message)


def _top(root: Path) -> Path:
    """Return the top of the repository that *root* lies in, or will be."""
    from qmsctl.repo.repository import NotARepositoryError, open_repository

    try:
        return open_repository(nearest_folder(root)).top
    except NotARepositoryError:
        return root


def _next(source: Source, forge: Forge | None, *, alone: bool) -> tuple[Message, ...]:
    """Return what is to be done once everything is written; *alone*: the system was there already."""
    from qmsctl.authoring.ci_files import job_path

    found = []
    if forge is not None:
        found.append(
            tr(
                "Next: set QMSCTL_PACKAGE in {file} to a package that the job can install, because qmsctl is not in"
                " an index yet; docs/ci.md of qmsctl says what it can be.",
                file=job_path(forge),
            )
        )
    if forge is None or not alone:
        found.append(
            tr("Next: README.md lists what to adapt, and qmsctl check names what only you can do.")
            if source is Source.OFFICE
            else tr("Next: qmsctl check names every placeholder that is still to be filled in.")
        )
    return tuple(found)


def _begin(root: Path, draft: Draft, following: tuple[Message, ...], *, dry_run: bool, commit: bool) -> None:
    """Write what is not there yet, and commit exactly that."""
    from qmsctl.authoring.ci_files import GITLAB_CI, INCLUDE
    from qmsctl.authoring.starter import ATTRIBUTES
    from qmsctl.cli.recording import keep

    kept = [path for path in draft.files if os.path.lexists(root / path)]
    new = {path: content for path, content in draft.files.items() if path not in kept}
    shown = "".join(f"{tr('kept') if path in kept else tr('new')}  {path}\n" for path in draft.files)
    if dry_run:
        out(shown)
        say(tr("Nothing was written."))
        return
    repository = _repository_at(root)
    # Somebody's own .gitattributes, settings of an editor and jobs are theirs to commit.
    ours = [
        path
        for path in kept
        if not any(part.startswith(".") for part in Path(path).parts)
        or _text_of(root / path) == draft.files[path].decode()
    ]
    waiting = _uncommitted(repository, root, ours)
    nameless = _nameless(repository) if commit and (new or waiting) else None
    commits = commit and bool(new or waiting) and nameless is None
    made = keep(repository, root, new, draft.message, commit=commits, left=waiting)
    out(shown)
    if made is not None:
        say(tr("Recorded in commit {commit}.", commit=made[:10]))
    if nameless is not None:
        say(tr("The files are written and not committed: {reason}.", reason=nameless.message))
        if nameless.hint:
            say(tr("Next: {fix}", fix=nameless.hint))
    attributes = _among(kept, ".gitattributes")
    if attributes and not set(_lines(ATTRIBUTES)) <= set(_lines(_text_of(root / attributes))):
        say(tr("Add these lines to .gitattributes, so that git never converts records:"))
        tell(ATTRIBUTES)
    if GITLAB_CI in kept and INCLUDE not in _text_of(root / GITLAB_CI):
        say(tr("Add these lines to {file}, so that GitLab finds the job:", file=GITLAB_CI))
        tell(INCLUDE)
    settings = _among(kept, _SETTINGS)
    if settings and '"yaml.schemas"' not in _text_of(root / settings):
        say(tr("Add these lines to .vscode/settings.json, so that an editor finds the schemas:"))
        tell(draft.files[settings].decode())
    for step in following:
        say(step)


def _among(paths: Iterable[str], name: str) -> str | None:
    """Return which of *paths* is *name*, in whichever folder the system lies."""
    return next((path for path in paths if f"/{path}".endswith(f"/{name}")), None)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _uncommitted(repository: Repository, root: Path, kept: Iterable[str]) -> list[str]:
    """Return the files an earlier `init` wrote that no commit holds, from the top of the repository."""
    prefix = root.resolve().relative_to(repository.top)
    committed = repository.history(repository.head).files
    inside = repository.prefix
    paths = [(prefix / path).as_posix() for path in kept]
    return [path for path in paths if path.removeprefix(inside) not in committed]


def _repository_at(root: Path) -> Repository:
    """Return the repository that *root* lies in, made anew if there is none."""
    from qmsctl.repo.recorder import create_repository
    from qmsctl.repo.repository import NotARepositoryError, UnusableRepositoryError, open_repository

    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be written: {reason}", file=str(root), reason=reason_of(fault)),
            tr("name a folder, or one that does not exist yet, where you may write"),
        ) from fault
    try:
        repository = open_repository(root)
    except UnusableRepositoryError:
        raise
    except NotARepositoryError:
        create_repository(root, "main")
        return open_repository(root)
    repository.working_tree()  # a bare repository has none to write in
    return repository


def _nameless(repository: Repository) -> QmsctlError | None:
    """Return why nothing can be committed, if git does not know who is working here."""
    from qmsctl.repo.recorder import NoIdentityError, Recorder

    try:
        Recorder(repository.top).identity()
    except NoIdentityError as error:
        return error
    return None
