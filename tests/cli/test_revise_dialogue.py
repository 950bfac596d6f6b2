"""`qmsctl revise` in a terminal: the editor opens, questions are asked, and nothing that was typed is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of, without_escapes

PS01 = Path("procedures/ps-01.yaml")


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """A folder of its own for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def editor(folder: Path, *steps: str) -> str:
    """Return an editor that greets whoever waits and does one of *steps* with the file each time it is opened."""
    script = folder.parent / "editor"
    cases = "\n".join(f"  {number}) {step} ;;" for number, step in enumerate(steps, 1))
    script.write_text(
        '#!/bin/sh\necho x >> "$0.opened"\nprintf "The editor shows %s. " "$(basename "$1")"\n'
        f'read answer < /dev/tty\ncase $(wc -l < "$0.opened") in\n{cases}\nesac\n'
    )
    script.chmod(0o755)
    return str(script)


def terminal(
    here: Path, temporary: Path, *steps: str, words: tuple[str, ...] = ("PS-01",), columns: int = 80
) -> Terminal:
    """Start `qmsctl revise` in a terminal, with an editor that does *steps*."""
    env = {"EDITOR": editor(temporary, *steps), "TMPDIR": str(temporary)}
    return Terminal("revise", *words, at=here, env=env, columns=columns)


BETTER = 'sed -i "s/Everybody/Everyone/" "$1"'
BROKEN = 'sed -i "s/owner:/onwer:/" "$1"'
MENDED = 'sed -i "s/onwer:/owner:/; s/Everybody/Everyone/" "$1"'


def test_edit_accept_explain(here: Path, temporary: Path) -> None:
    """The document is edited, the next revision accepted with Enter, the reason typed, and all of it committed."""
    with terminal(here, temporary, BETTER) as shown:
        shown.answer("The editor shows ps-01.yaml.", "")
        shown.answer("Next revision [1.1]:", "")
        shown.answer("Why does it change:", "Complaint 7/2026: nobody understood it")
        done = shown.end()

    assert done.status == 0, done.out
    assert git("log", "-1", "--format=%B", at=here) == (
        "PS-01: revision 1.0 → 1.1\n\nComplaint 7/2026: nobody understood it\n\n"
    )
    assert "Recorded in commit" in done.out
    assert "Next: qmsctl approve PS-01" in done.out
    assert list(temporary.iterdir()) == []


def test_wrong_revision_is_asked_for_again(here: Path, temporary: Path) -> None:
    """A revision that was used or goes backward is refused with a word why, and asked for again."""
    with terminal(here, temporary, BETTER) as shown:
        shown.answer("The editor shows", "")
        shown.answer("Next revision [1.1]:", "1.0")
        shown.answer("was approved with another content", "0.5")
        shown.answer("comes before 1.0", "2.0")
        shown.answer("Why does it change:", "")
        shown.answer("this cannot stay empty", "Because")
        done = shown.end()

    assert done.status == 0, done.out
    assert git("log", "-1", "--format=%s", at=here) == "PS-01: revision 1.0 → 2.0\n"


def test_faults_are_shown_and_edited_again(here: Path, temporary: Path) -> None:
    """A fault is shown with its line and a caret, and the same text is opened once more."""
    with terminal(here, temporary, BROKEN, MENDED) as shown:
        shown.answer("The editor shows", "")
        shown.answer("The text has faults. What now [1]:", "")
        shown.answer("The editor shows", "")
        shown.answer("Next revision", "")
        shown.answer("Why does it change", "Better words")
        done = shown.end()

    assert done.status == 0, done.out
    assert (
        "procedures/ps-01.yaml:5:1: no field is called onwer\n    onwer: quality-officer\n    ^^^^^\n"
        in done.out
    )
    assert "did you mean owner?" in done.out
    assert "  1  edit again\n  2  keep the text in a file, and record nothing\n  3  discard it\n" in done.out
    assert "Everyone works" in git("show", f"HEAD:{PS01}", at=here)


def test_faulty_text_is_kept(here: Path, temporary: Path) -> None:
    """Who has enough for today keeps the text beside the document, where no check reads it, and goes on another day."""
    with terminal(here, temporary, f"{BROKEN}; {BETTER}") as shown:
        shown.answer("The editor shows", "")
        shown.answer("What now", "keep")
        done = shown.end()
    kept = here / f"{PS01}.kept"

    assert done.status == 0, done.out
    assert f"Your text is kept in {PS01}.kept." in done.out
    assert "Nothing was recorded." in done.out
    assert "Everyone works" in kept.read_text()
    assert git("status", "--porcelain", at=here) == f"?? {PS01}.kept\n"
    assert list(temporary.iterdir()) == []
    kept.write_text(kept.read_text().replace("onwer", "owner"))
    with terminal(here, temporary, words=("PS-01", "--from", f"{PS01}.kept", "--reason", "x")) as shown:
        shown.answer("Next revision", "")
        assert shown.end().status == 0


def test_discarding_is_asked_twice(here: Path, temporary: Path) -> None:
    """What was typed is thrown away only if somebody says so twice; then nothing is left of it."""
    before = state_of(here)
    with terminal(here, temporary, BROKEN) as shown:
        shown.answer("The editor shows", "")
        shown.answer("What now", "discard")
        shown.answer("Discard everything you typed (yes/no):", "no")
        shown.answer("What now", "3")
        shown.answer("Discard everything you typed (yes/no):", "yes")
        done = shown.end()

    assert done.status == 0, done.out
    assert "Nothing was recorded." in done.out
    assert state_of(here) == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("key", "status"), [(b"\x03", 130), (b"\x04", 2)], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_at_a_question_keeps_the_text(here: Path, temporary: Path, key: bytes, status: int) -> None:
    """Whoever leaves at the reason has not lost what they typed before, and is told how to take it up again."""
    before = state_of(here)
    with terminal(here, temporary, BETTER, words=("PS-01", "--next", "1.1")) as shown:
        shown.answer("The editor shows", "")
        shown.press("Why does it change", key)
        done = shown.end()
    (kept,) = temporary.glob("*/ps-01.yaml")

    assert done.status == status
    assert str(kept) in done.out.replace("\n", "")
    assert "Everyone works" in kept.read_text()
    assert state_of(here) == before


def test_interrupt_in_the_editor_is_the_editor_s(here: Path, temporary: Path) -> None:
    """Ctrl-C typed into an editor that knows what to do with it does not end the command."""
    step = f"trap 'echo interrupted' INT; printf 'Press it. '; read more < /dev/tty; {BETTER}"
    with terminal(here, temporary, step, words=("PS-01", "--reason", "x", "--next", "1.1")) as shown:
        shown.answer("The editor shows", "")
        shown.press("Press it.", b"\x03")
        shown.answer("interrupted", "")
        done = shown.end()

    assert done.status == 0, done.out
    assert "Recorded in commit" in done.out


def test_looking_only(here: Path, temporary: Path) -> None:
    """Whoever looks at a document and closes the editor is asked nothing."""
    with terminal(here, temporary, ":") as shown:
        shown.answer("The editor shows", "")
        done = shown.end()

    assert done.status == 0
    assert "Nothing was changed, so nothing is written." in done.out
    assert "code --wait" in done.out
    assert "Why does it change" not in done.out


def test_narrow_terminal_in_polish(here: Path, temporary: Path) -> None:
    """Forty columns are enough for what is said; the questions are in the reader's language."""
    words = ("PS-01", "--lang", "pl")
    with terminal(here, temporary, BROKEN, MENDED, words=words, columns=40) as shown:
        shown.answer("The editor shows", "")
        shown.answer("Tekst ma błędy. Co dalej [1]:", "edytuj")
        shown.answer("The editor shows", "")
        shown.answer("Następna rewizja [1.1]:", "")
        shown.answer("Powód zmiany:", "Lepsze słowa")
        done = shown.end()
    said = without_escapes(done.out).partition("Powód zmiany:")[2].splitlines()[1:]

    assert done.status == 0, done.out
    assert git("log", "-1", "--format=%B", at=here) == "PS-01: rewizja 1.0 → 1.1\n\nLepsze słowa\n\n"
    assert [line for line in said if len(line) > 40] == []
    assert re.search(r"Dalej: qmsctl approve\s+PS-01", done.out)


def test_names_cannot_command_the_terminal(here: Path, temporary: Path) -> None:
    """What turns the direction of writing, or would, is written out in all that is said and asked."""
    file = here / PS01
    file.write_text(file.read_text().replace("id: PS-01", "id: PS-01\u202e").replace('"1.0"', '"\u202e1"'))
    office.commit(here, "Hostile", "2026-04-01")
    assert qmsctl("approve", "PS-01\u202e", at=here).status == 0
    with terminal(here, temporary, BETTER, words=("PS-01\u202e",)) as shown:
        shown.answer("The editor shows", "")
        shown.answer(r"Next revision [\u202e2]:", "")
        shown.answer("Why does it change", "x")
        done = shown.end()

    assert done.status == 0, done.out
    assert "\u202e" not in done.out
    assert r"\u202e2" in done.out
