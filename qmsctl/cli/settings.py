"""`qmsctl settings`: how the check is set, and where each value comes from."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.bar import Asked, FailOn, RuleWords, SettingsFrom
from qmsctl.cli.options import Folder, Json, Lang, NoCache, Output, caching
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["settings"]


class SettingsFormat(StrEnum):
    """How settings are written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    JSON = "json"


def settings(
    rules: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=marked("[RULE]..."),
            help=marked("Only these rules, by id, name or family: REV018, bulk-approval, REV."),
            show_default=False,
        ),
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help=marked("Only what somebody chose, and no default."))
    ] = False,
    rule: RuleWords = None,
    fail_on: FailOn = None,
    settings_from: SettingsFrom = None,
    format: Annotated[
        SettingsFormat | None,
        typer.Option(
            "--format",
            metavar=marked("FORM"),
            help=marked(
                "How to write the settings: console, plain, markdown or json; plain whenever it is piped."
            ),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Show how the check is set, and where each value comes from."""
    from qmsctl.cache import NO_CACHE
    from qmsctl.checks import RULES
    from qmsctl.cli.bar import bar_asked
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.inspection.bar import rules_called
    from qmsctl.model.configuration import load_organisation
    from qmsctl.render.check_settings import render_check_settings
    from qmsctl.repo.repository import open_repository
    from qmsctl.reports.check_settings import check_settings

    del no_cache, folder, lang  # in force before the command runs
    format = SettingsFormat(format_asked(format, output, tuple(SettingsFormat), json=json))
    wanted = rules_called(rules or (), RULES)
    repository = open_repository(Path())
    cache = repository.cache(os.environ) if caching() else NO_CACHE
    head = repository.head
    snapshot = repository.at(head) if repository.bare and head else repository.working_tree()
    stated = load_organisation(snapshot, cache)
    bar = bar_asked(repository, stated, Asked(tuple(rule or ()), fail_on, settings_from), cache)
    view = check_settings(stated[0].organisation.name, bar, wanted, whole=not rules, changed=changed)
    text = render_check_settings(
        view, format.value, current_language(), width=width(), colour=colour() and output is None
    )
    hand_out(text, output, format.value, tr("The settings are in {file}.", file=str(output)))
