"""One check, and its result in as many places as somebody asks for: files, the standard output, GitHub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.render.check_formats import CHECK_FORMATS
from tests.cli.check_formats import DAY, FORMATS, READERS, commands_of
from tests.cli.program import Terminal, qmsctl

ROOT = Path(__file__).parent.parent.parent
_CHECK = ("check", "--on", DAY)
_MARKS = {
    "console": "note: ",
    "plain": ": note AUD",
    "json": '"schema": "qmsctl.check/1"',
    "sarif": "sarif-schema-2.1.0.json",
    "junit": "<testsuites ",
    "github": "::notice file=",
    "gitlab": '"check_name": ',
    "rdjson": '"diagnostics": ',
    "markdown": "# Check of Example Office",
    "csv": "Severity,File,Line,Column,",
    "csv-excel": "\ufeffSeverity;File;Line;Column;",
}
_ACTIONS = {"GITHUB_ACTIONS": "true"}


def _is(format: str, text: str) -> bool:
    """Return whether *text* is in *format*, and in no other."""
    found = {one for one, mark in _MARKS.items() if mark in text}
    return (found - {"plain"} if "junit" in found else found) == {
        format
    }  # cases tell problems in plain lines


@pytest.mark.parametrize("format", _MARKS)
def test_each_format_is_printed(here: Path, format: str) -> None:
    """`--format` and `-o FORMAT=-` print the same; nothing else is said."""
    printed = qmsctl(*_CHECK, "--format", format, at=here)
    named = qmsctl(*_CHECK, "-o", f"{format}=-", at=here)

    assert _is(format, printed.out)
    assert named == printed
    assert (printed.status, printed.err) == (0, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_and_documentation_name_every_format(tmp_path: Path, language: str) -> None:
    """Every format is in the help of the command, and has a row on its page."""
    told = qmsctl("--lang", language, "check", "-h", at=tmp_path).out
    page = (ROOT / "docs" / "check-formats.md").read_text(encoding="utf-8")

    assert list(CHECK_FORMATS) == list(_MARKS)
    assert [one for one in _MARKS if one not in told or f"\n| `{one}` |" not in page] == []


def test_many_files_of_one_check(here: Path, tmp_path: Path) -> None:
    """Any number of files is written from one result, and what is printed beside them is chosen apart."""
    wanted = [word for format in FORMATS for word in ("-o", f"{format}={tmp_path / format}")]
    done = qmsctl(*_CHECK, *wanted, "-o", "plain=-", at=here)
    texts = {format: (tmp_path / format).read_text(encoding="utf-8") for format in FORMATS}

    assert done.out == texts["plain"]
    assert done.err.splitlines() == [f"The result is in {tmp_path / format}." for format in FORMATS]
    assert all(_is(format, text) for format, text in texts.items())


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("r.json", "json"),
        ("r.SARIF", "sarif"),
        ("r.sarif.json", "sarif"),
        ("r.xml", "junit"),
        ("r.md", "markdown"),
        ("r.txt", "plain"),
        ("result", "plain"),
        ("./json=r.md", "markdown"),
    ],
)
def test_ending_says_the_format(here: Path, name: str, format: str) -> None:
    """A file without a format is written as its ending says; only the verdict is told, on standard error."""
    done = qmsctl(*_CHECK, "-o", name, at=here)

    assert _is(format, (here / name).read_text(encoding="utf-8"))
    assert done.out == ""
    assert done.err.splitlines()[0] == f"The result is in {Path(name)}."
    assert done.err.splitlines()[1].startswith("8 problems found (errors: 0,")


def test_format_is_for_the_file_without_one(here: Path) -> None:
    """`--format` says how a bare file is written; beside named ones, how the result is printed."""
    bare = qmsctl(*_CHECK, "--format", "gitlab", "-o", "quality.json", at=here)
    named = qmsctl(*_CHECK, "--format", "gitlab", "-o", "sarif=quality.sarif", at=here)

    assert bare.out == ""
    assert _is("gitlab", (here / "quality.json").read_text(encoding="utf-8"))
    assert _is("gitlab", named.out)
    assert _is("sarif", (here / "quality.sarif").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("-o", "srif=x"), "srif is no format of a check", "did you mean sarif?"),
        (
            ("-o", "pdf=x"),
            "pdf is no format of a check",
            f"write one of: {', '.join(_MARKS)}; if this is the name of a file: ./pdf=x",
        ),
        (
            ("-o", "json="),
            "-o json= names no file",
            "write FORMAT=FILE, such as -o sarif=qms.sarif; - in place of the file prints it",
        ),
        (
            ("-o", "x.pdf"),
            "the name x.pdf does not say how to write the result",
            "let it end in one of .txt, .json, .sarif, .xml, .md, .csv, or name the format before it, such as gitlab=FILE",
        ),
        (
            ("-o", "json=-", "-o", "sarif=-"),
            "two results would go to one place: the standard output",
            "name another file for one of them",
        ),
        (
            ("-o", "json=x", "-o", "sarif=./x"),
            "two results would go to one place: x",
            "name another file for one of them",
        ),
        (
            ("-o", "json=none/x"),
            "none/x cannot be written: No such file or directory",
            "name a file in a folder that exists and that you may write to",
        ),
    ],
)
def test_places_that_cannot_be(here: Path, words: tuple[str, ...], message: str, hint: str) -> None:
    """A format or a place that cannot be is refused with the next step, in both languages."""
    done = qmsctl(*_CHECK, *words, at=here)
    polish = qmsctl("--lang", "pl", *_CHECK, *words, at=here)

    assert (done.status, done.out, polish.status) == (2, "", 2)
    assert done.err.splitlines() == [f"qmsctl: {message}", f"Next: {hint}"]
    assert polish.err.splitlines()[1].startswith("Dalej: ")
    assert not (here / "x").exists()


def test_console_in_a_file_has_no_colours(here: Path, tmp_path: Path) -> None:
    """A file holds no escape sequences, whatever the terminal beside it shows."""
    with Terminal(*_CHECK, "-o", f"console={tmp_path / 'x'}", "-o", "console=-", at=here) as terminal:
        shown = terminal.end().out

    assert "\x1b[" in shown
    assert "\x1b" not in (tmp_path / "x").read_text(encoding="utf-8")


def test_answer_given_before_is_written_again(here: Path) -> None:
    """Asked again while nothing has changed, every place gets the same, whatever the files are called."""
    first = qmsctl(*_CHECK, "-o", "sarif=a", "-o", "gitlab=b", at=here)
    again = qmsctl(*_CHECK, "-o", "sarif=c", "-o", "gitlab=d", at=here)

    assert first.status == again.status == 0
    assert (here / "a").read_bytes() == (here / "c").read_bytes()
    assert (here / "b").read_bytes() == (here / "d").read_bytes()


# GitHub Actions


def test_annotations_choose_themselves(here: Path, tmp_path: Path) -> None:
    """In a job of GitHub Actions the problems are annotations, and the summary of the job has them all."""
    summary = tmp_path / "summary.md"
    summary.write_text("# Before", encoding="utf-8")
    done = qmsctl(*_CHECK, at=here, env={**_ACTIONS, "GITHUB_STEP_SUMMARY": str(summary)})
    before, _, own = summary.read_text(encoding="utf-8").partition("\n")

    assert _is("github", done.out)
    assert (done.status, done.err, before) == (0, "", "# Before")
    assert sorted(READERS["markdown"](own)) == sorted(READERS["github"](done.out))


def test_annotations_beside_files(here: Path, tmp_path: Path) -> None:
    """Files take nothing away from the annotations; a format that is asked for takes their place."""
    summary = tmp_path / "summary.md"
    env = {**_ACTIONS, "GITHUB_STEP_SUMMARY": str(summary)}
    named = qmsctl(*_CHECK, "--format", "plain", at=here, env=env)
    printed = qmsctl(*_CHECK, "-o", "sarif=a", "-o", "json=-", at=here, env=env)

    assert _is("plain", named.out)
    assert _is("json", printed.out)
    assert not summary.exists()
    assert _is("github", qmsctl(*_CHECK, "-o", "sarif=a", at=here, env=env).out)
    assert _is("markdown", summary.read_text(encoding="utf-8"))


@pytest.mark.parametrize("format", ["plain", "console", "github"])
def test_documents_command_no_runner(here: Path, format: str) -> None:
    """A line of a document is no command to the runner, in whichever format for people it is printed."""
    file = here / "procedures/broken.yaml"
    file.write_text("::error file=x,line=1::forged ##[error]forged: [\n", encoding="utf-8")
    done = qmsctl(*_CHECK, "--format", format, at=here, env=_ACTIONS)

    assert "procedures/broken.yaml" in done.out
    assert [told for _, told, _ in commands_of(done.out) if told.get("file") == "x"] == []


def test_summary_has_a_limit(here: Path, tmp_path: Path) -> None:
    """A summary that is nearly full gets the verdict, and the number of problems that had no room."""
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * (1024 * 1024 - 2000))
    done = qmsctl(*_CHECK, at=here, env={**_ACTIONS, "GITHUB_STEP_SUMMARY": str(summary)})

    assert len(commands_of(done.out)) == 8
    assert summary.stat().st_size <= 1024 * 1024
    assert "further problem" in summary.read_text(encoding="utf-8")


def test_summary_that_cannot_be_written(here: Path, tmp_path: Path) -> None:
    """Where the summary cannot be written, that is told, and the result is as it was."""
    usual = qmsctl(*_CHECK, at=here, env=_ACTIONS)
    done = qmsctl(*_CHECK, at=here, env={**_ACTIONS, "GITHUB_STEP_SUMMARY": str(tmp_path / "none" / "x")})

    assert (done.status, done.out) == (usual.status, usual.out)
    assert done.err.startswith("the summary of the job cannot be written: No such file or directory")


def test_check_of_a_folder_names_files_from_the_top(here: Path) -> None:
    """A forge is told the path from the top of the repository, wherever in it the system lies."""
    inner = here / "quality"
    inner.mkdir()
    for name in ("qms.yaml", "procedures"):
        (here / name).rename(inner / name)
    (inner / "procedures/broken.yaml").write_text("id: [\n", encoding="utf-8")
    done = qmsctl(*_CHECK, "--format", "gitlab", at=inner)
    plain = qmsctl(*_CHECK, "--format", "plain", at=inner)

    assert "quality/procedures/broken.yaml" in {entry["location"]["path"] for entry in json.loads(done.out)}
    assert "\nprocedures/broken.yaml:" in f"\n{plain.out}"


def test_json_is_a_format(tmp_path: Path) -> None:
    """Who types `--json`, as every command that reads has it, may not ask for another format beside it."""
    done = qmsctl("check", "--json", "--format", "sarif", at=tmp_path)

    assert (done.status, done.out) == (2, "")
    assert "--json and --format sarif exclude each other" in done.err
