"""What is seen in a terminal, in a pipe, and when somebody stops listening."""

from __future__ import annotations

import json
import os
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import ENVIRONMENT, PROGRAM, Terminal, qmsctl, state_of, without_escapes

_ON = ("--on", "2026-11-22")


def _columns(line: str) -> int:
    """Return how many columns *line* takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.fixture
def crowded(here: Path) -> Path:
    """The office with long lines, long paths and long words in several scripts."""
    long = "procedures/" + "a-name-that-nobody-would-like-to-type-" * 3
    (here / f"{long}.yaml").write_text("- x\n", encoding="utf-8")
    (here / "procedures/품질매뉴얼품질매뉴얼품질매뉴얼품질매뉴얼.yaml").write_text("- x\n", encoding="utf-8")
    (here / "procedures/ps-04.yaml").write_text(
        f"id: PS-04\ntype: procedure\ntitle: {'품질 매뉴얼 ' * 20}\nrevision: '1'\nowner: {'ż' * 90}\n"
        f"related: [{'PS-99, ' * 20}{'품질' * 30}]\nsections: {{purpose: Real.}}\n",
        encoding="utf-8",
    )
    return here


def test_plain_when_piped(here: Path) -> None:
    """In a pipe there are plain lines: no colours, no boxes, nothing cut."""
    piped = qmsctl("check", *_ON, at=here)

    assert piped == qmsctl(
        "check", *_ON, "--format", "plain", at=here, env={"COLUMNS": "40", "FORCE_COLOR": "1"}
    )
    assert "\x1b" not in piped.out
    assert any(len(line) > 100 for line in piped.out.splitlines())


def test_console_in_a_terminal(here: Path) -> None:
    """In a terminal the result is coloured, and says the same."""
    with Terminal("check", *_ON, at=here, columns=100) as terminal:
        done = terminal.end()

    assert 0 == done.status
    assert "\x1b[1;33mwarning" in done.out
    assert "procedures/ps-02.md:5:11  REV001 unapproved-revision" in without_escapes(done.out)
    assert "problems found (errors: 0, warnings: 6, notes: " in without_escapes(done.out)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_narrow_terminal(crowded: Path, language: str) -> None:
    """Forty columns are enough: every line is wrapped, paths and source lines too."""
    with Terminal("--lang", language, "check", *_ON, at=crowded, columns=40) as terminal:
        lines = without_escapes(terminal.end().out).splitlines()

    assert len(lines) > 50
    assert [] == [line for line in lines if _columns(line) > 40]


def test_caret_stands_under_the_value(here: Path) -> None:
    """The caret points to the value, in letters of any width, in a pipe and in a narrow terminal."""
    (here / "procedures/ps-04.yaml").write_text(
        "{id: PS-04, type: procedure, title: 품질 매뉴얼 zażółć gęślą, revision: '1', owner: nobody-known}\n",
        encoding="utf-8",
    )
    plain = qmsctl("check", *_ON, at=here).out.splitlines()
    with Terminal("check", *_ON, at=here, columns=40) as terminal:
        narrow = without_escapes(terminal.end().out).splitlines()

    for lines in (plain, narrow):
        about = next(n for n, line in enumerate(lines) if "nobody-known is" in line)
        source = next(n for n in range(about, len(lines)) if lines[n].endswith("nobody-known}"))
        before = lines[source].partition("nobody-known")[0]
        assert " " * _columns(before) + "^" * len("nobody-known") == lines[source + 1]


@pytest.mark.parametrize("columns", [1, 5, 20, 500])
def test_odd_widths(here: Path, columns: int) -> None:
    """No width makes it stumble."""
    with Terminal("check", *_ON, at=here, columns=columns) as terminal:
        assert 0 == terminal.end().status


def test_rules_and_pages_in_a_narrow_terminal(here: Path) -> None:
    """The list of rules and the prose of a page are wrapped; examples stay as they are."""
    with Terminal("--lang", "pl", "rules", at=here, columns=40) as terminal:
        rules = without_escapes(terminal.end().out).splitlines()
    with Terminal("explain", "overdue-review", at=here, columns=40) as terminal:
        page = without_escapes(terminal.end().out)
    prose = "".join(page.split("```")[::2])

    assert [] == [line for line in rules if _columns(line) > 40]
    assert [] == [line for line in prose.splitlines() if _columns(line) > 40]
    assert "\n    id: PS-01\n" in page  # set in, and never wrapped


def test_help_in_a_narrow_terminal(here: Path) -> None:
    """The help fits as well."""
    with Terminal("evidence", "add", "-h", at=here, columns=40) as terminal:
        lines = terminal.end().out.splitlines()

    assert [] == [line for line in lines if len(line) > 40]


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_no_colours(here: Path, variable: dict[str, str]) -> None:
    """Whoever wants no colours gets none, on any command."""
    for words in (("check", *_ON), ("explain", "DOC001")):
        with Terminal(*words, at=here, env=variable) as terminal:
            done = terminal.end()

        assert 0 == done.status
        assert "\x1b" not in done.out


def test_escape_sequences_do_not_reach_the_terminal(here: Path) -> None:
    """Neither a file's name nor a value of it can command the terminal."""
    (here / "procedures/\x1b]0;owned\x07.yaml").write_text("- x\n", encoding="utf-8")
    (here / "procedures/ps-04.yaml").write_text(
        'id: "PS-\\e[2J"\ntype: procedure\ntitle: "\\e]0;owned\\a"\nrevision: "\\e[31m1"\nowner: "\\u202edlog"\n'
        'related: ["\\e[5m"]\nclauses: {"\\e[6m": ["\\e[7m"]}\nsections: {"\\e[8m": x}\n"\\e[9m": y\n',
        encoding="utf-8",
    )
    with Terminal("check", *_ON, at=here, env={"NO_COLOR": "1"}) as terminal:
        shown = terminal.end().out
    piped = qmsctl("check", *_ON, at=here)

    assert "\x1b" not in shown + piped.says
    assert "\x07" not in shown + piped.says
    assert "\u202e" not in shown + piped.says
    assert r"\x1b]0;owned\x07.yaml" in piped.out


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "LANG": None},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "iso8859-2"},
    ],
    ids=["C", "ascii", "io", "latin"],
)
def test_poor_locale(here: Path, variables: dict[str, str | None]) -> None:
    """A locale that lacks letters changes how they are written, and nothing else."""
    (here / "procedures/zażółć-품질.yaml").write_text("- x\n", encoding="utf-8")

    done = qmsctl("--lang", "pl", "check", *_ON, at=here, env=variables)

    assert (1, "") == (done.status, done.err)
    assert "DOC001 [malformed-file]" in done.out
    assert "procedures/za" in done.out


def test_json_is_utf8_in_a_poor_locale(here: Path) -> None:
    """JSON stays UTF-8 whatever the locale is: programs read it."""
    (here / "procedures/zażółć.yaml").write_text("- x\n", encoding="utf-8")

    done = qmsctl(
        "check", *_ON, "--format", "json", at=here, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )

    assert "procedures/zażółć.yaml" in {problem["path"] for problem in json.loads(done.out)["problems"]}


# Nobody listens


@pytest.mark.parametrize("words", [("check", *_ON), ("rules",), ("explain", "DOC001"), ("check", "-h")])
def test_closed_pipe(here: Path, words: tuple[str, ...]) -> None:
    """Whoever reads has enough: `| head -1` ends quietly."""
    command = " ".join([*PROGRAM, *words]) + " | head -1 >/dev/null; echo ${PIPESTATUS[0]}"

    done = subprocess.run(
        ["bash", "-c", command], cwd=here, env=dict(ENVIRONMENT), capture_output=True, text=True, check=True
    )

    assert ("0", "") == (done.stdout.strip(), done.stderr)


def test_reader_who_is_gone(here: Path) -> None:
    """A pipe that is closed from the beginning makes no noise, and a failure does not become a pass."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            [*PROGRAM, "check", *_ON, "--fail-on", "warning"],
            cwd=here,
            env=dict(ENVIRONMENT),
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (1, b"") == (done.returncode, done.stderr)


def test_streams_that_are_closed(here: Path) -> None:
    """A caller who closes the streams gets the status."""
    command = " ".join([*PROGRAM, "check", *_ON, "--fail-on", "warning"]) + " >&- 2>&- <&-; echo $?"

    done = subprocess.run(
        ["bash", "-c", command], cwd=here, env=dict(ENVIRONMENT), capture_output=True, text=True, check=True
    )

    assert ("1\n", "") == (done.stdout, done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk to write to")
def test_full_disk(here: Path) -> None:
    """Output that finds no room is said, and is no success."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "check", *_ON],
            cwd=here,
            env=dict(ENVIRONMENT),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert 2 == done.returncode
    assert "qmsctl: the output cannot be written: No space left on device" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


# Prompts


_PROMPTS = {
    "evidence": (("evidence", "add"), "Which audit"),
    "init": (("init", "new"), "Language of the documents"),
}


@pytest.mark.parametrize("command", _PROMPTS)
def test_interrupted_at_a_prompt(here: Path, command: str) -> None:
    """Ctrl-C at a prompt ends with 130, and nothing was written."""
    words, question = _PROMPTS[command]
    before = state_of(here)
    with Terminal(*words, at=here) as terminal:
        terminal.press(question, b"\x03")
        done = terminal.end()

    assert 130 == done.status
    assert "nothing half-done was left behind" in done.out
    assert before == state_of(here)


@pytest.mark.parametrize("command", _PROMPTS)
def test_end_of_input_at_a_prompt(here: Path, command: str) -> None:
    """The end of the input at a prompt ends with 2, and nothing was written."""
    words, question = _PROMPTS[command]
    before = state_of(here)
    with Terminal(*words, at=here) as terminal:
        terminal.press(question, b"\x04")
        done = terminal.end()

    assert 2 == done.status
    assert "The input ended before every question was answered; nothing was written." in done.out
    assert before == state_of(here)


def test_interrupted_at_a_later_prompt(here: Path) -> None:
    """Ctrl-C after some answers leaves nothing behind either."""
    before = state_of(here)
    with Terminal("evidence", "add", "--audit", office.AUDIT, at=here) as terminal:
        terminal.answer("Which question", "Q1")
        terminal.answer("Result", "1")
        terminal.press("How many are there in all", b"\x03")
        done = terminal.end()

    assert 130 == done.status
    assert before == state_of(here)


@pytest.mark.parametrize("command", _PROMPTS)
def test_nobody_is_asked_in_a_pipe(here: Path, command: str) -> None:
    """Without a terminal nobody is asked, and the option that is missing is named."""
    words, _ = _PROMPTS[command]
    before = state_of(here)

    done = qmsctl(*words, at=here, sent="1\n1\n")

    assert (2, "") == (done.status, done.out)
    assert "needed, and nobody can be asked here" in done.err
    assert before == state_of(here)


@pytest.mark.parametrize("variables", [{"CI": "true"}, {}], ids=["CI", "no-input"])
def test_nobody_is_asked_in_ci(here: Path, variables: dict[str, str]) -> None:
    """A terminal in CI has nobody before it, and `--no-input` says so."""
    more = () if variables else ("--no-input",)
    with Terminal("evidence", "add", *more, at=here, env=variables) as terminal:
        done = terminal.end()

    assert 2 == done.status
    assert "--audit is needed" in done.out


def test_terminal_that_sends_other_letters(here: Path) -> None:
    """Bytes that are no UTF-8 are refused at the prompt, and the question is asked again."""
    with Terminal("evidence", "add", "--audit", office.AUDIT, "--question", "Q1", at=here) as terminal:
        terminal.answer("Result", "3")
        terminal.press("Reason", b"za\xbf\n")
        terminal.answer("set the terminal to UTF-8", "Office closed")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert 0 == done.status
    assert "Recorded in commit" in done.out
