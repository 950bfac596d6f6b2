"""`qmsctl init`: begin one's own quality management system."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.authoring.ci_files import Forge
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option
from qmsctl.cli.terminal import NoAnswerError, ask, choose, interactive, out, readable, say, tell
from qmsctl.errors import ConfigurationError, QmsctlError, reason_of
from qmsctl.messages import LANGUAGES, Message, current_language, marked, tr
from qmsctl.standards import EDITIONS, edition, edition_named

if TYPE_CHECKING:
    from qmsctl.authoring.files import Draft
    from qmsctl.authoring.starter import Beginning
    from qmsctl.model.organisation import Folders
    from qmsctl.repo.repository import Repository

__all__ = ["init"]

Text = str | None
_EDITION = "--edition"
_SETTINGS = ".vscode/settings.json"


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
        option(_EDITION, marked("EDITION"), marked("Edition of the standard, such as iso9001:2015.")),
    ] = None,
    approver: Annotated[
        Text, option("--approver", marked("PERSON"), marked("Who approves documents."))
    ] = None,
    approver_email: Annotated[
        Text, option("--approver-email", marked("EMAIL"), marked("Their e-mail address in git."))
    ] = None,
    approver_role: Annotated[
        Text, option("--approver-role", marked("TITLE"), marked("The title of their role."))
    ] = None,
    procedures: Annotated[
        str, typer.Option(metavar=marked("FOLDER"), help=marked("Folder of the documents."))
    ] = "procedures",
    checklists: Annotated[
        str, typer.Option(metavar=marked("FOLDER"), help=marked("Folder of the checklists."))
    ] = "checklists",
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
    from qmsctl.authoring.starter import Beginning, starter

    del folder, lang  # in force before the command runs
    root = directory.resolve()
    if (root / "qms.yaml").is_file():
        known, folders = _as_it_is(root)
        missing = starter(known, folders) if ci is None else None
        _begin(*_with_job(root, missing, known, ci), dry_run=dry_run, commit=not no_commit)
        return
    may_ask = interactive(no_input=no_input)
    spoken = _language(language, may_ask=may_ask)
    name, email = _whoever_works_here(root)
    beginning = Beginning(
        _answer(organisation, "--organisation", tr("Name of the organisation"), None, may_ask=may_ask),
        spoken,
        _edition(edition_name, may_ask=may_ask),
        _answer(approver, "--approver", tr("Who approves documents (name)"), None, may_ask=may_ask),
        _address(
            _answer(
                approver_email, "--approver-email", tr("Their e-mail address in git"), None, may_ask=may_ask
            )
        ),
        _answer(
            approver_role, None, tr("The title of their role"), tr("Mayor").into(spoken), may_ask=may_ask
        ),
        dt.datetime.now(dt.UTC).date(),
        name,
        email,
        _branch(root),
        _folder_name(procedures),
        _folder_name(checklists),
    )
    draft = starter(beginning)
    _begin(*_with_job(root, draft, beginning, ci), dry_run=dry_run, commit=not no_commit)
    if not any(path.startswith(beginning.checklists + "/") for path in draft.files):
        say(
            tr(
                "No checklist of {edition} ships yet, and the starter documents name clauses of ISO 9001:2015.",
                edition=edition(beginning.edition).designation,
            )
        )


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
        branch=known.branch or _branch(root),
        procedures=known.folders.procedures,
        checklists=known.folders.checklists,
    )
    return beginning, known.folders


def _answer(
    given: str | None, option: str | None, question: Message, default: str | None, *, may_ask: bool
) -> str:
    """Return what was given, or asked for, or the default.

    Raises:
        NoAnswerError: nothing was given, nobody can be asked, and there is no default.
    """
    if given and (one_line := " ".join(given.split())):
        return readable(one_line)
    if may_ask:
        return ask(question, default=default, check=_not_empty)
    if default is not None:
        return default
    raise NoAnswerError(option or "")


def _not_empty(answer: str) -> str:
    if not answer:
        raise QmsctlError(tr("this cannot stay empty"))
    return answer


def _language(given: str | None, *, may_ask: bool) -> str:
    if given in LANGUAGES:
        return given
    if given is not None:
        raise QmsctlError(
            tr("qmsctl does not speak {language}", language=given),
            tr("write one of: {expected}", expected=", ".join(LANGUAGES)),
        )
    if not may_ask:
        return current_language()
    choices = [("en", Message("English")), ("pl", Message("polski"))]
    return choose(tr("Language of the documents"), choices, default=current_language())


def _edition(given: str | None, *, may_ask: bool) -> str:
    """Return the edition: there is no silent default, an organisation knows what it is certified to."""
    known = [key for key in EDITIONS if edition(key).is_begun_with]
    if given is None:
        if not may_ask:
            raise NoAnswerError(_EDITION)
        choices = [(key, Message(edition(key).designation)) for key in known]
        return choose(tr("Edition of the standard"), choices)
    found = edition_named(given)
    if found is None or found not in known:
        raise QmsctlError(
            tr("no edition is called {edition}", edition=given)
            if found is None
            else tr("nothing ships to begin with for {edition}", edition=found),
            tr("write one of: {expected}", expected=", ".join(known)),
        )
    return found


def _folder_name(name: str) -> str:
    """Return the name of a folder inside the new system.

    Raises:
        QmsctlError: it leads elsewhere.
    """
    path = Path(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or name.startswith("."):
        raise QmsctlError(
            tr("{folder} is no folder inside the new system", folder=name),
            tr("give a plain name, such as procedures"),
        )
    return path.as_posix()


def _whoever_works_here(root: Path) -> tuple[str, str]:
    from qmsctl.repo.recorder import NoIdentityError, Recorder

    try:
        identity = Recorder(root if root.is_dir() else Path()).identity()
    except NoIdentityError:
        return "", ""
    return identity.name, identity.email


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
        return open_repository(_nearest(root)).top
    except NotARepositoryError:
        return root


def _nearest(root: Path) -> Path:
    """Return *root* or, until it is made, the nearest folder above it."""
    return next(folder for folder in (root, *root.parents) if folder.is_dir())


def _begin(root: Path, draft: Draft, *, dry_run: bool, commit: bool) -> None:
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
    say(tr("Next: qmsctl check names every placeholder that is still to be filled in."))


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


def _branch(root: Path) -> str:
    """Return the branch that is to be the controlled one: the current one, or `main` in a new repository."""
    from qmsctl.repo.repository import NotARepositoryError, open_repository

    try:
        return open_repository(_nearest(root)).branch or "main"
    except NotARepositoryError:
        return "main"


def _address(text: str) -> str:
    """Return *text* if it looks like an e-mail address.

    Raises:
        QmsctlError: it does not; git would never name anybody so.
    """
    name, _, domain = text.partition("@")
    if not name or not domain or " " in text:
        raise QmsctlError(
            tr("{given} is not an e-mail address", given=text),
            tr("write it as git knows it, for example j.nowak@example.org"),
        )
    return text


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
