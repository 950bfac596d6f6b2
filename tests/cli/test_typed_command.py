"""Hints name commands that work as they are printed, however the program was called."""

from __future__ import annotations

from pathlib import Path

from qmsctl.cli.app import _ENTRIES
from qmsctl.cli.line_width import typed_within
from qmsctl.cli.typed_command import COMMANDS, _entered, as_typed
from tests.cli import office
from tests.cli.program import Terminal, qmsctl, without_escapes

CALLED = {"QMSCTL_COMMAND": "../qmsctl-src/run"}


def test_every_command_is_known() -> None:
    """A command that is added is also one that hints can name."""
    assert sorted(COMMANDS) == sorted(_ENTRIES)


def test_a_hint_names_what_was_called(here: Path) -> None:
    """Whoever started `./run` of a clone gets commands that begin with it; prose about qmsctl stays as it is."""
    call = ("report", office.AUDIT, "--issue")
    called, usual = qmsctl(*call, at=here, env=CALLED), qmsctl(*call, at=here)

    assert called.status == 2
    assert "../qmsctl-src/run " in called.err
    assert called.err.replace("../qmsctl-src/run ", "qmsctl ") == usual.err
    assert called.out == usual.out


def test_a_terminal_shows_it_too(here: Path) -> None:
    """What a person reads on the screen can be typed; what goes into a pipe is the same for everybody."""
    with Terminal("audit", "status", office.AUDIT, at=here, env=CALLED) as terminal:
        done = terminal.end()
    piped = qmsctl("audit", "status", office.AUDIT, at=here, env=CALLED)

    assert "../qmsctl-src/run audit" in without_escapes(done.out)
    assert "../qmsctl-src/run" not in piped.out


def test_a_hint_names_the_folder_that_was_entered(here: Path) -> None:
    """After `-C` a command can be copied where one stands: it enters the folder too, quoted for the shell."""
    there = here.rename(here.parent / "our office")
    outside = there.parent
    refused = qmsctl("-C", "our office", "report", office.AUDIT, "--issue", at=outside)
    after = qmsctl("report", "-C", "our office", office.AUDIT, "--issue", at=outside)
    plain = qmsctl("report", office.AUDIT, "--issue", at=there)

    assert "qmsctl revise " in plain.err
    assert refused.err == plain.err.replace("qmsctl ", "qmsctl -C 'our office' ")
    assert after.err == refused.err
    assert qmsctl("-C", ".", "report", office.AUDIT, "--issue", at=there).err == plain.err
    assert qmsctl("-C", "our office", "report", office.AUDIT, "--issue", at=outside, env=CALLED).err == (
        plain.err.replace("qmsctl ", "../qmsctl-src/run -C 'our office' ")
    )


def test_a_command_of_git_enters_the_folder_too(here: Path) -> None:
    """What git is to do is done where qmsctl worked; git's own settings are the same everywhere."""
    procedure = here / "procedures/ps-01.yaml"
    procedure.write_text(procedure.read_text() + "# changed\n")
    refused = qmsctl("-C", here.name, "approve", "PS-01", "--no-input", at=here.parent)

    assert f"git -C {here.name} add procedures/ps-01.yaml, then git -C {here.name} commit" in refused.err
    assert as_typed("git config --global core.editor nano") == "git config --global core.editor nano"


def test_a_terminal_shows_the_folder_and_leaves_words_of_documents_alone(here: Path) -> None:
    """Commands in a list name the folder; a line quoted from a file, and a document shown, keep every word."""
    procedure = here / "procedures/ps-01.yaml"
    words = "Run [fill in: qmsctl check] daily."
    procedure.write_text(
        procedure.read_text().replace("Everybody works from the revision that is in force.", f'"{words}"')
    )
    shown = {}
    for call in (("why", "PS-01"), ("check",), ("show", "PS-01", "--draft")):
        with Terminal("-C", here.name, *call, at=here.parent, columns=200) as terminal:
            shown[call[0]] = without_escapes(terminal.end().out)

    assert f"qmsctl -C {here.name} revise PS-01" in shown["why"]
    assert "qmsctl revise" not in shown["why"]
    assert words in shown["check"]
    assert words in shown["show"]


def test_a_command_broken_over_two_lines_is_one() -> None:
    """A line may end between the name of the program and that of the command."""
    assert _typed("see what is wrong: qmsctl\n    check procedures") == (
        "see what is wrong: qmsctl -C there\n    check procedures"
    )
    assert _typed("qmsctl -C sub check") == "qmsctl -C sub check"


def _typed(text: str) -> str:
    """Return *text* as typed from outside a folder."""
    token = _entered.set(Path("there"))
    try:
        return as_typed(text)
    finally:
        _entered.reset(token)


def test_lines_stay_within_the_terminal() -> None:
    """A line that grew by the folder breaks between words, and before the command; other lines stay as they are."""
    fitted = (
        "  what it says stays   as it is\n  two of them: write it with the command: qmsctl revise I-01;\n"
    )
    assert typed_within(fitted, 66) == fitted
    token = _entered.set(Path("there"))
    try:
        assert typed_within(fitted, 66) == (
            "  what it says stays   as it is\n  two of them: write it with the command:\nqmsctl -C there revise I-01;\n"
        )
    finally:
        _entered.reset(token)


def test_a_folder_that_cannot_be_printed_is_not_proposed(here: Path) -> None:
    """A line break in its name would break the command in two, and an escape sequence would act on the screen."""
    for name in ("two\nlines", "red\x1b[31m"):
        folder = here.rename(here.with_name(name))
        with Terminal("-C", name, "status", at=folder.parent) as terminal:
            done = terminal.end()
        folder.rename(here)

        assert done.status == 0
        assert "\n  qmsctl " in without_escapes(done.out).replace("\r\n", "\n")
        assert "-C" not in done.out
