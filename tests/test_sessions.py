"""Whoever types what a page shows sees what it shows: every session in the documentation is played.

A fence `console` is a session: what follows `$ ` is typed in bash, what stands below is what comes;
`…` stands for anything, alone in a line for any lines.  A fence `diff` with a `title` is a change made in an editor:
the lines to take out stand in that file, once, and the others take their place.
The sessions of a page are played from its top to its end in one folder.

A page that says `<!-- today: 2027-03-01 -->` is played as if its days were counted from the real today, because
records cannot be made on another day; years in ids follow.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handbook.sources import ROOT, Source, sources
from qmsctl.messages.days import format_day, parse_day
from tests.cli.everywhere import COMMANDS
from tests.cli.shell import Shell

SESSION = re.compile(r'^```(console|diff title="[^"]+")\n(.*?)^```$', re.MULTILINE | re.DOTALL)
TODAY = re.compile(r"<!-- today: (\S+) -->")
DAYS = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} [^\W\d_]{3,} 20\d{2}\b(?: r\.)?")
IDS = re.compile(r"\b([A-Za-z]+-)20\d{2}(-\d)")
STORIES = (
    "monday",
    "internal-audit",
    "before-the-visit",
    "ten-questions",
    "edition-2026",
    "documents-in-git",
)
LEAST = 12
"""Commands that a walkthrough has at the least."""
WORDS = {word for command in COMMANDS for word in command.split()}
PAGES = {path: source for path, source in sources().items() if SESSION.search(source.text)}


def test_the_pages_of_the_beginning_have_sessions() -> None:
    """The first steps, the start and the tutorial are played, in either language."""
    assert {"README.md", "docs/start.md", "docs/tutorial.md"} <= set(PAGES)
    assert {"README.pl.md", "docs/start.pl.md", "docs/tutorial.pl.md"} <= set(PAGES)


def test_every_walkthrough_is_played() -> None:
    """Each page of the walkthroughs but the first is a session, and each there is in either language."""
    files = {path.name for path in (ROOT / "docs/walkthroughs").iterdir()}

    assert files == {f"{name}{ending}" for name in (*STORIES, "README") for ending in (".md", ".pl.md")}
    assert {f"docs/walkthroughs/{name}" for name in files if not name.startswith("README")} <= set(PAGES)


@pytest.mark.parametrize("story", STORIES)
def test_a_walkthrough_is_the_same_story_in_both_languages(story: str) -> None:
    """The same commands with the same options are typed in either language, in the same order."""
    english, polish = (
        [
            [word for word in shlex.split(command) if word.startswith("--") or word in WORDS]
            for kind, content in SESSION.findall(PAGES[f"docs/walkthroughs/{story}{ending}"].text)
            if kind == "console"
            for command, _ in typed(content)
        ]
        for ending in (".md", ".pl.md")
    )

    assert english == polish
    assert len(english) >= LEAST


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    """The shell in which the sessions are typed."""
    with Shell() as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_what_comes(
    path: str, shell: Shell, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Whoever types the commands of a page, and changes its files as it says, sees what it shows."""
    page = PAGES[path]
    environment["QMSCTL_LANG"] = page.language
    shifted = of_today(page)
    folder = tmp_path
    for kind, content in SESSION.findall(page.text):
        if kind != "console":
            change(folder / kind.split('"')[1], content)
            continue
        for command, shown in typed(shifted(content)):
            if command.startswith("cd "):
                folder = (folder / command.removeprefix("cd ")).resolve()
                continue
            printed = shell.type(command, folder, environment)
            assert (command, unlike(shown, printed)) == (command, None), "\n".join(printed)


def of_today(page: Source) -> Callable[[str], str]:
    """Return what puts the days of a session of *page* where they are, counted from the real today."""
    told = TODAY.search(page.text)
    if told is None:
        return lambda session: session
    then, now = dt.date.fromisoformat(told[1]), dt.datetime.now(ZoneInfo("Europe/Warsaw")).date()

    def real(written: re.Match[str]) -> str:
        """Return a day as it is written on the page, as long before or after the real today."""
        day = parse_day(written[0])
        assert day is not None, written[0]
        moved = now + (day - then)
        if (day.month, day.day) == (then.month, then.day):  # whole years stay whole
            last = 28 if now.month == 2 else 31  # February
            moved = now.replace(year=now.year + day.year - then.year, day=min(now.day, last))
        return moved.isoformat() if written[0] == day.isoformat() else format_day(moved, page.language)

    def shifted(session: str) -> str:
        return IDS.sub(rf"\g<1>{now.year}\g<2>", DAYS.sub(real, session))

    return shifted


def change(file: Path, content: str) -> None:
    """Change *file* as a fence `diff` shows: each block of lines taken out, and those put in their place."""
    text = file.read_text(encoding="utf-8")
    for block in re.findall(r"(?:^-.*\n)+(?:^\+.*\n)*", content, re.MULTILINE):
        old, new = (
            "".join(line[1:] for line in block.splitlines(keepends=True) if line[0] == sign) for sign in "-+"
        )
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def typed(session: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of *session*, and the lines shown below it."""
    for part in re.split(r"^\$ ", session.replace("\\\n", ""), flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command, shown


def unlike(shown: Sequence[str], printed: Sequence[str]) -> str | None:
    """Return the first line of *shown* that was not printed there; `…` stands for anything, alone for any lines."""
    position, skipping = 0, False
    for line in shown:
        if line == "…":
            skipping = True
            continue
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        places = range(position, len(printed) if skipping else min(position + 1, len(printed)))
        found = next((place for place in places if pattern.fullmatch(printed[place])), None)
        if found is None:
            return line
        position, skipping = found + 1, False
    return None if skipping or position == len(printed) else printed[position]
