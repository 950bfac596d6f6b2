"""`qmsctl check`: what is wrong, where, and what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.bar import Asked, FailOn, RuleWords, SettingsFrom
from qmsctl.cli.check_outputs import CheckFormat, Target, deliver, targets
from qmsctl.cli.options import AsOf, Folder, Lang, NoCache, On, Rev, TrustFile, refuse_beside
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked

if TYPE_CHECKING:
    from qmsctl.inspection import Inspection

__all__ = ["check"]


def check(
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    format: Annotated[
        CheckFormat | None,
        typer.Option(
            "--format",
            metavar=marked("FORMAT"),
            help=marked(
                "How to print the result: console, plain, json, sarif, junit, github, gitlab, rdjson or markdown; "
                "plain whenever it is piped, github in GitHub Actions."
            ),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            metavar=marked("[FORMAT=]FILE"),
            help=marked(
                "Where to write it, as often as needed: sarif=qms.sarif; - prints it. "
                "Without a format: .json, .sarif, .xml (JUnit), .md or .txt."
            ),
            show_default=False,
        ),
    ] = None,
    fail_on: FailOn = None,
    rule: RuleWords = None,
    settings_from: SettingsFrom = None,
    write_baseline: Annotated[
        bool,
        typer.Option(
            "--write-baseline",
            help=marked(
                "Write the problems of now into qms-baseline.json: from then on only new ones count."
            ),
        ),
    ] = False,
    no_baseline: Annotated[
        bool, typer.Option("--no-baseline", help=marked("Count the problems that the baseline knows, too."))
    ] = False,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Check every document and record, and say what is wrong where."""
    from qmsctl.cli.answers import Answer, answered

    del no_cache, folder, lang  # in force before the command runs
    if write_baseline:
        from qmsctl.cli.baseline import refuse_elsewhen

        refuse_beside("--write-baseline", {"--no-baseline": no_baseline, "--settings-from": settings_from})
        refuse_elsewhen(rev, on, as_of)
    chosen = targets(output or (), format, os.environ)
    looks = [_look(target) for target in chosen]
    asked = Asked(tuple(rule or ()), fail_on, settings_from)

    def find_out() -> Answer:
        from qmsctl.cli.session import open_session
        from qmsctl.render.check_text import verdict

        session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
        if write_baseline:
            from qmsctl.cli.baseline import write_baseline as written

            inspection = written(session, asked)
        else:
            inspection = session.inspect(asked, known=not no_baseline)
        sentence = verdict(inspection).into(current_language())
        texts = tuple(_rendered(inspection, target) for target in chosen)
        return Answer(sentence, int(inspection.failed), texts)

    question = ("check", rev, on, as_of, looks, asked, no_baseline)
    answer = find_out() if write_baseline else answered(question, find_out, trust, settings_from)
    deliver(chosen, answer.more, answer.text, os.environ)
    raise typer.Exit(answer.status)


def _look(target: Target) -> tuple[object, ...]:
    """Return all of a target on which its text depends."""
    if target.format is CheckFormat.CONSOLE:
        return target.format.value, width(), target.file is None and colour()
    return target.format.value, target.room


def _rendered(inspection: Inspection, target: Target) -> str:
    """Return *inspection* as the text for *target*."""
    language = current_language()
    match target.format:
        case CheckFormat.CONSOLE:
            from qmsctl.render.check_text import render_console

            colours = target.file is None and colour()
            text = render_console(inspection, language, width=width(), colour=colours)
        case CheckFormat.PLAIN:
            from qmsctl.render.check_text import render_plain

            text = render_plain(inspection, language)
        case CheckFormat.JSON:
            from qmsctl.render.check_json import render_json

            text = render_json(inspection, language)
        case CheckFormat.SARIF:
            from qmsctl.render.check_sarif import render_sarif

            text = render_sarif(inspection, language)
        case CheckFormat.JUNIT:
            from qmsctl.render.check_junit import render_junit

            text = render_junit(inspection, language)
        case CheckFormat.GITHUB:
            from qmsctl.render.check_github import render_github

            text = render_github(inspection, language)
        case CheckFormat.GITLAB:
            from qmsctl.render.check_gitlab import render_gitlab

            text = render_gitlab(inspection, language)
        case CheckFormat.RDJSON:
            from qmsctl.render.check_rdjson import render_rdjson

            text = render_rdjson(inspection, language)
        case CheckFormat.MARKDOWN:
            from qmsctl.render.check_markdown import render_markdown

            text = render_markdown(inspection, language, target.room)
    return text
