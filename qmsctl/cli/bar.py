"""How the check is set: by `qms.yaml`, by that of another commit, and on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.errors import ConfigurationError
from qmsctl.messages import marked, tr
from qmsctl.settings import Revision, Severity

if TYPE_CHECKING:
    from qmsctl.documents.source import Source
    from qmsctl.inspection.bar import Bar, Said
    from qmsctl.model.organisation import Organisation
    from qmsctl.repo.repository import Repository

__all__ = ["NOTHING_ASKED", "Asked", "FailOn", "RuleWords", "SettingsFrom", "bar_asked"]

FailOn: TypeAlias = Annotated[
    Severity | None,
    typer.Option(
        "--fail-on",
        metavar="error|warning|note",
        help=marked("The least severity that ends with status 1; by default what qms.yaml says, or error."),
        show_default=False,
    ),
]
RuleWords: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar=marked("RULE.FIELD=VALUE"),
        help=marked(
            "Set a rule or a family of rules for this run, in the words of qms.yaml:"
            " REV018.severity=note, REV018.options.most=40, or REV.enabled=no to switch the family off."
        ),
        show_default=False,
    ),
]
SettingsFrom: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--settings-from",
        metavar=marked("REV"),
        help=marked(
            "Take rules, severities, options and the level that fails from qms.yaml in this commit, tag or"
            " branch, so that a change cannot set them for its own check."
        ),
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line says about the check."""

    rules: tuple[str, ...] = ()
    """Each as it was typed: `REV018.severity=note`."""
    fail_on: Severity | None = None
    settings_from: str | None = None
    """The commit whose `qms.yaml` counts."""


NOTHING_ASKED: Final = Asked()


def bar_asked(
    repository: Repository, stated: tuple[Organisation, Source], asked: Asked, cache: Cache = NO_CACHE
) -> Bar:
    """Return how the check is set.

    Args:
        repository: what is checked.
        stated: what its `qms.yaml` says.
        asked: what the command line says.
        cache: knows what `qms.yaml` said before.

    Raises:
        ConfigurationError: one of them sets what cannot be set, even if another counts in its place.
        QmsctlError: there is no commit of the name that is asked for.
    """
    from qmsctl.checks import RULES
    from qmsctl.inspection.bar import bar_of, known_types, said_in_file
    from qmsctl.inspection.typed_settings import said_on_the_command_line

    organisation, source = stated
    said = said_in_file(organisation, source, RULES)
    if asked.settings_from is not None:
        said, organisation = _said_in(repository, asked.settings_from, cache)
    typed = said_on_the_command_line(asked.rules, asked.fail_on, RULES, known_types(organisation))
    return bar_of(RULES, said, typed)


def _said_in(repository: Repository, name: str, cache: Cache) -> tuple[Said, Organisation]:
    """Return what `qms.yaml` says about the check in the commit that *name* names, and all that it says.

    No day names a commit here: which one it is, the change under check could decide, by the branch it calls
    the controlled one.
    """
    from qmsctl.checks import RULES
    from qmsctl.inspection.bar import said_in_file
    from qmsctl.model.configuration import BrokenConfigurationError, load_organisation
    from qmsctl.repo.refusal import UnknownRevisionError

    try:
        revision = Revision(name, repository.commit_named(name))
    except UnknownRevisionError:
        if repository.shallow:
            raise
        raise ConfigurationError(
            tr("there is no commit, tag or branch {revision} here", revision=name),
            tr("fetch it first: git fetch origin; git branch --all shows the branches there are"),
        ) from None
    try:
        organisation, source = load_organisation(repository.at(revision.commit), cache)
        return said_in_file(organisation, source, RULES, revision), organisation
    except BrokenConfigurationError as fault:
        first = fault.flaws[0]
        raise ConfigurationError(
            tr(
                "qms.yaml in {revision} cannot say how the check is set: line {line}: {fault}",
                revision=name,
                line=first.place.line,
                fault=first.message,
            ),
            tr("mend it there, or name another commit after --settings-from: {fix}", fix=first.fix),
        ) from None
    except ConfigurationError:  # there is none
        raise ConfigurationError(
            tr("there is no qms.yaml in {revision}, so it cannot say how the check is set", revision=name),
            tr("name a commit that has one after --settings-from, such as the branch that is merged into"),
        ) from None
