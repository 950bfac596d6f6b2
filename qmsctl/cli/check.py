"""`qmsctl check`: what is wrong, where, and what to do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.bar import Asked, FailOn, RuleWords, SettingsFrom
from qmsctl.cli.check_fix import Diff, Fix, mended, show_mending
from qmsctl.cli.check_outputs import deliver, targets
from qmsctl.cli.check_scope import Paths, Since, Wanted
from qmsctl.cli.check_watch import Watch
from qmsctl.cli.options import (
    AsOf,
    Folder,
    Json,
    Lang,
    NoCache,
    On,
    Rev,
    TrustFile,
    refuse_beside,
    refuse_without,
)
from qmsctl.cli.output import format_said
from qmsctl.cli.usage import one_of
from qmsctl.messages import current_language, marked, tr
from qmsctl.render.check_formats import CHECK_FORMATS

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.inspection import Inspection

__all__ = ["check"]


def check(
    paths: Paths = None,
    since: Since = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            click_type=one_of(CHECK_FORMATS),
            metavar="|".join(CHECK_FORMATS),
            help=marked(
                "How to print the result; by default console, plain when it is piped, github in GitHub Actions."
            ),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            metavar=marked("[FORMAT=]FILE"),
            help=marked(
                "Where to write it, as often as needed: sarif=qms.sarif; - prints it. "
                "Without a format, the ending of the file says it."
            ),
            show_default=False,
        ),
    ] = None,
    fail_on: FailOn = None,
    rule: RuleWords = None,
    settings_from: SettingsFrom = None,
    fix: Fix = False,
    diff: Diff = False,
    watch: Watch = False,
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
    moments = {"--rev": rev, "--on": on, "--as-of": as_of}
    partly = {tr("PATH…").into(current_language()): paths, "--since": since, "--fix": fix, "--watch": watch}
    printed = {"--format": format, "--json": json, "-o": output}
    _refuse_mending(fix=fix, diff=diff, watch=watch, moments=moments, printed=printed)
    if write_baseline:
        from qmsctl.cli.baseline import refuse_elsewhen

        others = {"--no-baseline": no_baseline, "--settings-from": settings_from}
        refuse_beside("--write-baseline", {**others, **partly})
        refuse_elsewhen(rev, on, as_of)
    said = format_said(format, json=json)
    chosen = targets(output or (), CHECK_FORMATS[said] if said else None, os.environ)
    looks = [(target.format.name, target.format.on(target.surface)) for target in chosen]
    asked = Asked(tuple(rule or ()), fail_on, settings_from)
    wanted = Wanted(tuple(paths or ()), since, known=not no_baseline)

    def opened() -> Session:
        from qmsctl.cli.session import open_session

        return open_session(rev=rev, on=on, as_of=as_of, trust=trust, inspected=True)

    def look() -> tuple[Session, Inspection]:
        from qmsctl.cli.check_scope import inspected

        return (session := opened()), inspected(session, asked, wanted, trust)

    if diff:
        raise typer.Exit(show_mending(*look()))

    def find_out() -> Answer:
        from qmsctl.render.check_text import verdict

        if write_baseline:
            from qmsctl.cli.baseline import write_baseline as written

            inspection = written(opened(), asked)
        else:
            inspection = mended(look) if fix else look()[1]
        language = current_language()
        sentence = verdict(inspection).into(language)
        texts = tuple(target.format.rendered(inspection, language, target.surface) for target in chosen)
        return Answer(sentence, int(inspection.failed), texts)

    question = ("check", rev, on, as_of, looks, asked, no_baseline, wanted.question)

    def check_once() -> int:
        anew = fix or write_baseline
        answer = find_out() if anew else answered(question, find_out, trust, (settings_from, since))
        deliver(chosen, answer.more, answer.text, os.environ)
        return answer.status

    if watch:
        from qmsctl.cli.check_watch import watching

        watching(check_once)
    raise typer.Exit(check_once())


def _refuse_mending(
    *,
    fix: bool,
    diff: bool,
    watch: bool,
    moments: Mapping[str, object],
    printed: Mapping[str, object],
) -> None:
    """Refuse what does not fit: a moment that has passed is neither mended nor watched, a diff has one format.

    Raises:
        QmsctlError: something of it was asked for.
    """
    if not fix:
        refuse_without("--fix", {"--diff": diff})
    if fix:
        refuse_beside("--fix", moments)
    if diff:
        refuse_beside("--diff", printed)
    if watch:
        refuse_beside("--watch", {"--fix": fix, **moments})
