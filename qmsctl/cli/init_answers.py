"""What `qmsctl init` has to know: given as options, asked for, or found where it works."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from qmsctl.cli.terminal import NoAnswerError, ask, choose, readable
from qmsctl.errors import QmsctlError
from qmsctl.messages import LANGUAGES, Message, current_language, tr
from qmsctl.standards import EDITIONS, edition, edition_named

__all__ = [
    "EDITION",
    "answered",
    "branch_of",
    "edition_of",
    "email_address",
    "folder_of",
    "language_of",
    "nearest_folder",
    "refuse_unanswered",
    "whoever_works_here",
]

EDITION: Final = "--edition"


def answered(
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


def refuse_unanswered(given: Mapping[str, str | None], *, no_input: bool) -> None:
    """Refuse to begin where nobody can be asked, and name everything that is missing at once.

    Args:
        given: what was given, by its option.
        no_input: whether it was asked for that nothing is asked.

    Raises:
        NoAnswerError: something of it was not given.
    """
    missing = [option for option, value in given.items() if not (value or "").strip()]
    if missing:
        raise NoAnswerError(*missing, no_input=no_input)


def _not_empty(answer: str) -> str:
    if not answer:
        raise QmsctlError(tr("this cannot stay empty"))
    return answer


def language_of(given: str | None, *, may_ask: bool, guess: str | None = None) -> str:
    """Return the language of the documents: given, asked for, or the one that is spoken.

    Args:
        given: on the command line.
        may_ask: whether it may be asked for.
        guess: what is proposed in place of the language that is spoken.

    Raises:
        QmsctlError: nobody taught it to qmsctl.
    """
    if given in LANGUAGES:
        return given
    if given is not None:
        raise QmsctlError(
            tr("qmsctl does not speak {language}", language=given),
            tr("write one of: {expected}", expected=", ".join(LANGUAGES)),
        )
    if not may_ask:
        return current_language()
    choices = [("en", tr("in English")), ("pl", tr("in Polish"))]
    return choose(tr("Language of the documents"), choices, default=guess or current_language())


def edition_of(given: str | None, *, may_ask: bool, guess: str | None = None) -> str:
    """Return the edition: there is no silent default, an organisation knows what it is certified to.

    Args:
        given: on the command line.
        may_ask: whether it may be asked for.
        guess: what is proposed, with its reason said before.
    """
    known = [key for key in EDITIONS if edition(key).is_begun_with]
    if given is None:
        if not may_ask:
            raise NoAnswerError(EDITION)
        choices = [(key, Message(edition(key).designation)) for key in known]
        return choose(tr("Edition of the standard"), choices, default=guess)
    found = edition_named(given)
    if found is None or found not in known:
        raise QmsctlError(
            tr("no edition is called {edition}", edition=given)
            if found is None
            else tr("nothing ships to begin with for {edition}", edition=found),
            tr("write one of: {expected}", expected=", ".join(known)),
        )
    return found


def folder_of(name: str) -> str:
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


def email_address(text: str) -> str:
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


def whoever_works_here(root: Path) -> tuple[str, str]:
    """Return name and address of whom git names in *root*; nothing, if it knows nobody."""
    from qmsctl.repo.recorder import NoIdentityError, Recorder

    try:
        identity = Recorder(root if root.is_dir() else Path()).identity()
    except NoIdentityError:
        return "", ""
    return identity.name, identity.email


def branch_of(root: Path) -> str:
    """Return the branch that is to be the controlled one: the current one, or `main` in a new repository."""
    from qmsctl.repo.repository import NotARepositoryError, open_repository

    try:
        return open_repository(nearest_folder(root)).branch or "main"
    except NotARepositoryError:
        return "main"


def nearest_folder(root: Path) -> Path:
    """Return *root* or, until it is made, the nearest folder above it."""
    return next(folder for folder in (root, *root.parents) if folder.is_dir())
