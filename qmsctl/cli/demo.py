"""`qmsctl demo`: a fictional office with years of history, checked and reported."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import Folder, Lang
from qmsctl.cli.terminal import out
from qmsctl.cli.typed_command import from_start, program
from qmsctl.messages import Message, marked, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.demo import Demonstration
    from qmsctl.demo.library import Library
    from qmsctl.inspection import Inspection

__all__ = ["demo"]

DEFAULT = "qmsctl-demo"
REPORTS = "reports"


class StoryChosen(StrEnum):
    """What the demonstration tells."""

    TWO_YEARS = "two-years"
    TEN_YEARS = "ten-years"
    LIBRARY = "library"


def demo(
    context: typer.Context,
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar=marked("[DIR]"),
            help=marked("A new folder for it; by default qmsctl-demo."),
            show_default=False,
        ),
    ] = None,
    story: Annotated[
        StoryChosen,
        typer.Option(
            "--story",
            metavar=marked("STORY"),
            help=marked(
                "What is told: two-years, ten-years (eleven, with three editions of the standard),"
                " or library (documents in git to try qmsctl adopt on)."
            ),
        ),
    ] = StoryChosen.TWO_YEARS,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Build a fictional office with years of history, check it, and write its audit report.

    It is Polish unless somebody asks for another language, whatever the locale is.
    """
    from qmsctl.demo import build
    from qmsctl.demo.library import build_library

    language = lang or _asked_before(context) or os.environ.get("QMSCTL_LANG") or "pl"
    del folder  # in force before the command runs
    place = directory or _free(Path(DEFAULT))
    if story is StoryChosen.LIBRARY:
        out("".join(f"{line.into(language)}\n" for line in _of_library(build_library(place, language))))
    else:
        _present(build(place, language, story.value), language)


def _of_library(made: Library) -> Iterator[Message]:
    """Yield what there is to see, and what to type next."""
    shown = shlex.quote(str(from_start(_shortest(made.folder))))
    command = program()
    yield tr("{name}, a fictional library, is in {folder}", name=made.name, folder=shown)
    yield tr(
        "Its documents lie in git, and qmsctl does not know them yet: commits {commits}, tags {tags}.",
        commits=made.commits,
        tags=made.tags,
    )
    yield Message("")
    yield tr("Try next:")
    for words in ("adopt --dry-run", "adopt"):
        yield Message(
            "  {command} -C {folder} {words}", (("command", command), ("folder", shown), ("words", words))
        )


def _asked_before(context: typer.Context) -> str | None:
    """Return the language asked for before the name of the command."""
    lang = context.parent.params.get("lang") if context.parent else None
    return lang if isinstance(lang, str) else None


def _free(wanted: Path) -> Path:
    """Return *wanted*, or the first such name with a number that is not taken."""
    candidates = (wanted, *(wanted.with_name(f"{wanted.name}-{number}") for number in range(2, 1000)))
    return next(path for path in candidates if not path.exists())


def _present(made: Demonstration, language: str) -> None:
    """Check the demonstration, write its report, and say what there is to see."""
    from qmsctl.cli.output import save
    from qmsctl.cli.report_made import Asked, audit_report_of, open_asked
    from qmsctl.render.report import render_report

    shown = shlex.quote(str(from_start(_shortest(made.folder))))
    os.chdir(made.folder)
    asked = Asked(made.audit, on=made.day.isoformat())
    session = open_asked(asked)
    inspection = session.inspect()
    view = audit_report_of(asked, session)
    Path(REPORTS).mkdir(exist_ok=True)
    files = {
        "html": Path(REPORTS, f"{made.audit}.html"),
        "markdown": Path(REPORTS, f"{made.audit}.md"),
    }
    for format, file in files.items():
        save(file, render_report(view, format, language))
    lines = _told(made, session, inspection, shown, files)
    out("".join(f"{line.into(language)}\n" for line in lines))


def _told(
    made: Demonstration, session: Session, inspection: Inspection, shown: str, files: Mapping[str, Path]
) -> list[Message]:
    """Return what there is to see, and what to type next."""
    from qmsctl.render.check_text import verdict

    command = program()
    found = Counter(problem.slug for problem in inspection.problems)
    return [
        tr("{office}, a fictional office, is in {folder}", office=inspection.organisation, folder=shown),
        tr(
            "Its history: commits {commits}, people {people}; seen as of {day}.",
            commits=len(session.system.history.commits),
            people=len({commit.author_email for commit in session.system.history.commits}),
            day=made.day,
        ),
        tr(
            "In it: documents {documents}, audits {audits}, evidence {evidence}, findings {findings}.",
            documents=inspection.counts["documents"],
            audits=inspection.counts["audits"],
            evidence=inspection.counts["evidence"],
            findings=inspection.counts["findings"],
        ),
        Message(""),
        verdict(inspection),
        *(
            Message(
                "  {rule} ({times}): {what}", (("rule", p.rule), ("times", found[p.rule]), ("what", p.what))
            )
            for p in made.planted
        ),
        Message(""),
        tr("The audit report: {file}", file=f"{shown}/{files['html']}"),
        tr("The same as Markdown: {file}", file=f"{shown}/{files['markdown']}"),
        Message(""),
        tr("Try next:"),
        *(
            Message(
                "  {command} -C {folder} {words}", (("command", command), ("folder", shown), ("words", words))
            )
            for words in (
                f"check --on {made.day.isoformat()}",
                f"explain {made.planted[0].rule}",
                f"audit status {made.under_way} --on {made.day.isoformat()}",
                f"finding list --open --on {made.day.isoformat()}",
                f"report {made.audit} -o report.html",
            )
        ),
    ]


def _shortest(folder: Path) -> Path:
    """Return *folder* as one would type it from here."""
    try:
        return folder.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        return folder.resolve()
