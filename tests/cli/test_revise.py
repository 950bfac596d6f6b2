"""`qmsctl revise`, as people and scripts use it: a real editor, a real repository."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import NOBODY, Outcome, git, qmsctl, state_of

PS01, PS02 = Path("procedures/ps-01.yaml"), Path("procedures/ps-02.md")
BOB = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Bob Example"), ("EMAIL", "bob@example.org"))
}
WHY = ("--reason", "Say it better")
SAY_BETTER = {"EDITOR": "sed -i 's/Everybody works/Everybody in the office works/'"}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files, so that what is left behind is seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def revise(here: Path, *words: str, env: Mapping[str, str | None] | None = None) -> Outcome:
    """Run `qmsctl revise` in a pipe, where nobody can be asked."""
    temporary = {"TMPDIR": os.environ["TMPDIR"]}
    return qmsctl("revise", *words, at=here, env={**temporary, **(env or {})})


def head(here: Path) -> str:
    """Return the id of the last commit."""
    return git("rev-parse", "HEAD", at=here).strip()


def changed_lines(here: Path, commit: str = "HEAD") -> list[str]:
    """Return the lines that *commit* took out and put in."""
    diff = git("show", "--format=", "--unified=0", commit, at=here).splitlines()
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def edit_in_place(here: Path, old: str, new: str, file: Path = PS01) -> None:
    """Change the working tree by hand."""
    text = (here / file).read_text(encoding="utf-8")
    assert old in text
    (here / file).write_text(text.replace(old, new), encoding="utf-8")


# What is written


def test_text_revision_and_reason_are_one_commit(here: Path, temporary: Path) -> None:
    """The new text and its next revision are committed alone; the message names both revisions and the reason."""
    (here / "notes.txt").write_text("staged")
    git("add", "notes.txt", at=here)
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)

    assert (done.status, done.out) == (0, f"{PS01}\n")
    assert git("show", "--name-status", "--format=%B", "HEAD", at=here) == (
        f"PS-01: revision 1.0 → 1.1\n\nSay it better\n\n\nM\t{PS01}\n"
    )
    assert changed_lines(here) == [
        '-revision: "1.0"',
        '+revision: "1.1"',
        "-  purpose: Everybody works from the revision that is in force.",
        "+  purpose: Everybody in the office works from the revision that is in force.",
    ]
    assert git("status", "--porcelain", at=here) == "A  notes.txt\n"
    assert "until it is approved, revision 1.0 stays in force" in done.err
    assert done.err.endswith("Next: qmsctl approve PS-01\n")
    assert list(temporary.iterdir()) == []


def test_what_it_names_next_can_be_done_next(here: Path) -> None:
    """The command that is named puts the new revision in force, with everything the type demands before it."""
    edit_in_place(here, "sections: [purpose]", "needs: [approved, checked]", Path("qms.yaml"))
    office.commit(here, "Check first", "2026-04-01")
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)
    assert done.err.endswith("Next: qmsctl approve PS-01 --as checked\n")

    assert qmsctl("approve", "PS-01", "--as", "checked", at=here).status == 0
    assert qmsctl("approve", "PS-01", at=here, env=BOB).status == 0
    assert "Everybody in the office works" in qmsctl("show", "PS-01", at=here).out


def test_reason_is_in_the_history(here: Path) -> None:
    """Why a document changed can be read in its history."""
    revise(here, "PS-01", "--reason", "Complaint 7/2026\nand the audit", env=SAY_BETTER)
    done = qmsctl("history", "PS-01", "--format", "json", at=here)

    assert '"reason": "Complaint 7/2026\\nand the audit"' in done.out
    assert '"subject": "PS-01: revision 1.0 → 1.1"' in done.out


def test_markdown_document(here: Path) -> None:
    """The revision of a Markdown document stands among its fields, and is changed there."""
    assert qmsctl("approve", "PS-02", at=here, env=BOB).status == 0
    done = revise(here, "PS-02", *WHY, env={"EDITOR": "sed -i 's/find out/show/'"})

    assert done.status == 0, done.err
    assert changed_lines(here)[:2] == ['-revision: "0.1"', '+revision: "0.2"']
    assert len(changed_lines(here)) == 4


def test_text_from_a_file(here: Path, tmp_path: Path) -> None:
    """A script gives the new text in a file of any name; it is checked and recorded like an edited one."""
    new = tmp_path / "new text"
    new.write_text((here / PS01).read_text().replace("Everybody", "Everyone"))
    done = revise(here, "PS-01", "--from", str(new), "--no-input", "--next", "2.0", *WHY, env=BOB)

    assert done.status == 0, done.err
    assert git("log", "-1", "--format=%an %s", at=here) == "Bob Example PS-01: revision 1.0 → 2.0\n"
    assert new.exists()


def test_first_draft(here: Path) -> None:
    """A document that was never committed is committed with its first revision."""
    (here / "procedures/ps-03.yaml").write_text((here / PS01).read_text().replace("PS-01", "PS-03"))
    done = revise(here, "PS-03", *WHY, env={"EDITOR": "true"})

    assert done.status == 0, done.err
    assert git("log", "-1", "--format=%s", "--name-status", at=here) == (
        "PS-03: first draft, revision 1.0\n\nA\tprocedures/ps-03.yaml\n"
    )


def test_system_in_a_sub_folder(tmp_path: Path, here: Path) -> None:
    """The system may be part of a larger repository; paths are those of the repository."""
    outer = tmp_path / "outer"
    outer.mkdir()
    git("init", "--quiet", "--initial-branch=main", "--template=", at=outer)
    shutil.copytree(here, outer / "quality", ignore=shutil.ignore_patterns(".git"))
    office.commit(outer, "Take over", "2026-04-01")
    done = revise(outer / "quality/procedures", "PS-02", *WHY, env={"EDITOR": "sed -i 's/find out/show/'"})

    assert (done.status, done.out) == (0, "quality/procedures/ps-02.md\n")
    assert git("show", "--name-only", "--format=", "HEAD", at=outer) == "quality/procedures/ps-02.md\n"


def test_language_version(here: Path) -> None:
    """Each language version is revised by itself, and the next step names it."""
    translated = (here / PS01).read_text().replace("title:", "language: pl\ntranslates: en\ntitle:")
    (here / "procedures/ps-01.pl.yaml").write_text(translated)
    office.commit(here, "Translate", "2026-04-01")
    done = revise(here, "PS-01", "--language", "pl", *WHY, env=SAY_BETTER)

    assert (done.status, done.out) == (0, "procedures/ps-01.pl.yaml\n")
    assert done.err.endswith("Next: qmsctl approve PS-01 --language pl\n")


# Which revision


@pytest.mark.parametrize(
    ("written", "line"),
    [('"3.9"', '"3.10"'), ("'A/1'", "'A/2'"), ("R15", "R16"), ("2", '"3"'), ("wyd. 2  # 2025", "wyd. 3  # 2025"),
     ("Z", "AA"), ("'02'", "'03'"), ("wyd. II", "wyd. III")],
)  # fmt: skip
def test_own_style_is_kept(here: Path, written: str, line: str) -> None:
    """The next revision is counted as the document counts, and quoted as it was, or as it has to be."""
    edit_in_place(here, 'revision: "1.0"', f"revision: {written}")
    office.commit(here, "Count otherwise", "2026-04-01")
    assert qmsctl("approve", "PS-01", at=here, env=BOB).status == 0
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)

    assert done.status == 0, done.err
    assert changed_lines(here)[:2] == [f"-revision: {written}", f"+revision: {line}"]


def test_draft_keeps_its_revision(here: Path) -> None:
    """What was never approved may change without a new number, and that is said; `--next` gives one."""
    done = revise(here, "PS-02", *WHY, env={"EDITOR": "sed -i 's/find out/show/'"})
    more = revise(here, "PS-02", "--next", "0.2", *WHY, env={"EDITOR": "true"})

    assert "Revision 0.1 was never approved, so the draft keeps it" in done.err
    assert "PS-02 revision 0.1 is a draft until it is approved." in done.err
    assert "Nothing but the revision changes." in more.err
    assert git("log", "-2", "--format=%s", at=here) == (
        "PS-02: revision 0.1 → 0.2\nPS-02: draft of revision 0.1\n"
    )
    assert more.status == 0


def test_revision_raised_in_the_editor_is_kept(here: Path) -> None:
    """Whoever writes the next revision into the text has chosen it."""
    both = "sed -i -e 's/Everybody/Everyone/' -e 's/\"1.0\"/\"B\"/'"
    done = revise(here, "PS-01", *WHY, env={"EDITOR": both})

    assert done.status == 0, done.err
    assert '+revision: "B"' in changed_lines(here)


def test_earlier_decisions_on_a_draft_are_named(here: Path) -> None:
    """A draft that was checked and then changed has to be checked again, and that is said."""
    assert qmsctl("approve", "PS-02", "--as", "checked", at=here).status == 0
    done = revise(here, "PS-02", *WHY, env={"EDITOR": "sed -i 's/find out/show/'"})

    assert "does not hold for this one: checked." in done.err


def test_comment_needs_no_revision(here: Path) -> None:
    """What changes no content voids no approval and needs no number."""
    done = revise(here, "PS-01", *WHY, env={"EDITOR": "sed -i '1i # reviewed by the office'"})
    check = qmsctl("register", "--format", "plain", at=here).out

    assert "only comments or layout change, so revision 1.0 stays" in done.err
    assert "The approval still holds" in done.err
    assert changed_lines(here) == ["+# reviewed by the office"]
    assert git("log", "-1", "--format=%s", at=here) == "PS-01: revision 1.0, comments and layout only\n"
    assert "| in force |" in check


def test_drifted_text_gets_a_revision_of_its_own(here: Path) -> None:
    """A text that was changed after its approval is mended by a revision of its own, without another word in it."""
    edit_in_place(here, "Everybody works", "Everybody sleeps")
    office.commit(here, "Sneak in", "2026-04-01")
    done = revise(here, "PS-01", "--reason", "It was changed without a number", env={"EDITOR": "true"})

    assert "departs from what was approved as revision 1.0" in done.err
    assert changed_lines(here) == ['-revision: "1.0"', '+revision: "1.1"']


def test_a_named_file_is_not_said_to_be_as_it_was(here: Path) -> None:
    """Whoever changed the document in place and names its own file is told of the number, not that nothing changed."""
    edit_in_place(here, "Everybody works", "Everybody sleeps")
    done = revise(here, "PS-01", "--reason", "It is so now", "--from", str(PS01))

    assert "Revision 1.0 was approved with another text, so this one needs the next." in done.err
    assert "You changed nothing" not in done.err
    assert '+revision: "1.1"' in changed_lines(here)


def test_revision_that_was_used_before_is_skipped(here: Path) -> None:
    """The proposed revision is one under which nothing was approved."""
    for revision in ("1.1", "1.0"):
        edit_in_place(here, "revision: ", f'revision: "{revision}"  # ')
        edit_in_place(here, "purpose: ", f"purpose: {revision} ")
        office.commit(here, revision, "2026-04-01")
        if revision == "1.1":
            assert qmsctl("approve", "PS-01", at=here, env=BOB).status == 0
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)

    assert done.status == 0, done.err
    assert '+revision: "1.2"  # "1.1"  # "1.0"' in changed_lines(here)


# What is refused


@pytest.mark.parametrize(
    ("words", "reason", "step"),
    [
        (
            ("PS-01", "--next", "0.9"),
            "revision 0.9 comes before 1.0, which was approved already",
            "such as 1.1",
        ),
        (
            ("PS-01", "--next", "1.0"),
            "revision 1.0 of PS-01 was approved with another content",
            "such as 1.1",
        ),
        (("PS-01", "--next", "two\nlines"), "is empty or has blanks around it", "on one line"),
        (("PS-1",), "there is no document PS-1", "did you mean PS-01?"),
        (("PS-01", "--language", "pl"), "there is no document PS-01", "check the id and the language"),
        ((office.CLOSED,), "the audit AUD-2025-01 is closed", "as minutes or findings"),
        (("PS-01", "--no-input"), "--from is needed, and nobody can be asked here", "on the command line"),
        (("PS-01", "--from", "nowhere"), "nowhere cannot be read: No such file", "name a file"),
        (("PS-01", "--from", "procedures"), "procedures cannot be read: Is a directory", "name a file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_refusals(here: Path, temporary: Path, words: tuple[str, ...], reason: str, step: str) -> None:
    """What cannot be recorded is refused with its reason and the next step, and nothing is written."""
    before = state_of(here)
    done = revise(here, *words, *WHY, env=SAY_BETTER)

    assert (done.status, done.out) == (2, "")
    assert f"qmsctl: {reason}" in done.err.replace("\\n", " ") or reason in done.err
    assert step in done.err.splitlines()[-1]
    assert state_of(here) == before


def test_reason_is_required(here: Path) -> None:
    """Without a reason, and without anybody who could be asked, the editor is not even opened."""
    done = revise(here, "PS-01", env={"EDITOR": "touch canary;"})

    assert done.status == 2
    assert "--reason is needed, and nobody can be asked here" in done.err
    assert not (here / "canary").exists()


def test_withdrawn_document(here: Path) -> None:
    """A withdrawn document is not revised; what takes its place is named."""
    withdraw = ("withdraw", "PS-01", "--reason", "nobody does this", "--successor", "PS-02")
    assert qmsctl(*withdraw, at=here, env=BOB).status == 0
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)

    assert done.status == 2
    assert "PS-01 is withdrawn" in done.err
    assert "Next: revise what takes its place: qmsctl revise PS-02" in done.err


def test_file_that_is_gone(here: Path) -> None:
    """A document whose file is gone has to be put back first."""
    (here / PS01).unlink()

    assert "there is no readable file of PS-01" in revise(here, "PS-01", *WHY, env=SAY_BETTER).err


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"id: PS-01\ntitle: \xff\n", "the file is not UTF-8 text: byte 18"), (b"id: PS-01\ntitle: [\n", "bracket")],
)  # fmt: skip
def test_file_that_cannot_be_read(here: Path, content: bytes, message: str) -> None:
    """A document that cannot be read is named with its place, and is not opened for a revision."""
    (here / PS01).write_bytes(content)
    done = revise(here, "PS-01", *WHY, env={"EDITOR": "touch canary;"})

    assert done.status == 2
    assert f"{PS01}:2:" in done.err or f"{PS01}:3:" in done.err
    assert message in done.err
    assert not (here / "canary").exists()


@pytest.mark.parametrize("state", ["MERGE_HEAD", "rebase-merge", "CHERRY_PICK_HEAD"])
def test_merge_under_way(here: Path, state: str) -> None:
    """While a merge is under way nothing is edited that could not be recorded."""
    (here / ".git" / state).write_text(head(here) + "\n")
    done = revise(here, "PS-01", *WHY, env={"EDITOR": "touch canary;"})

    assert done.status == 2
    assert "a merge or rebase is under way" in done.err
    assert not (here / "canary").exists()


def test_nobody_git_knows(here: Path) -> None:
    """Whoever git does not know is told so before the work, not after it."""
    done = revise(here, "PS-01", *WHY, env={**NOBODY, "EDITOR": "touch canary;"})

    assert done.status == 2
    assert "git does not know your name" in done.err
    assert not (here / "canary").exists()


# Nothing is lost


def test_nothing_changed(here: Path, temporary: Path) -> None:
    """Looking changes nothing: no commit, no byte, no time of change, and no failure."""
    before = state_of(here)
    done = revise(here, "PS-01", *WHY, env={"EDITOR": "true"})

    assert (done.status, done.out) == (0, "")
    assert "Nothing was changed, so nothing is written." in done.err
    assert state_of(here) == before
    assert list(temporary.iterdir()) == []


def test_dry_run(here: Path, temporary: Path) -> None:
    """A dry run shows the change and the message, writes nothing, and keeps what was typed."""
    before = state_of(here)
    done = revise(here, "PS-01", *WHY, "--dry-run", env=SAY_BETTER)
    (kept,) = temporary.glob("*/ps-01.yaml")

    assert done.status == 0
    assert '\n-revision: "1.0"\n+revision: "1.1"\n' in done.out
    assert done.out.endswith("--- message of the commit\nPS-01: revision 1.0 → 1.1\n\nSay it better\n")
    assert f"qmsctl revise PS-01 --from {kept}" in done.err
    assert state_of(here) == before
    assert revise(here, "PS-01", "--from", str(kept), *WHY).status == 0
    assert '+revision: "1.1"' in changed_lines(here)


@pytest.mark.parametrize("configured", [False, True])
def test_written_and_not_committed(here: Path, configured: bool) -> None:  # noqa: FBT001 - a case
    """Whoever commits by themselves gets the file and the message."""
    if configured:
        edit_in_place(here, "qms: 1", "qms: 1\nrecording: {commit: no}", Path("qms.yaml"))
        office.commit(here, "Commit by hand", "2026-04-01")
    before = head(here)
    done = revise(here, "PS-01", *WHY, *(() if configured else ("--no-commit",)), env=SAY_BETTER)

    assert (done.status, head(here)) == (0, before)
    assert done.out == f"{PS01}\nPS-01: revision 1.0 → 1.1\n\nSay it better\n"
    assert git("status", "--porcelain", at=here) == f" M {PS01}\n"


FAULTS = {
    "title: Control": ("s/title: Control/title: [Control/", "a bracket is opened and never closed"),
    "owner:": ("s/owner:/onwer:/", "did you mean owner?"),
    "id: PS-01": ("s/id: PS-01/id: PS-09/", "id was PS-01 and is PS-09 now: that is another document"),
    "type:": ("s/type:/language: pl\\ntype:/", "language was en and is pl now"),
    "bytes": ("s/Control/\\xff/", "the file is not UTF-8 text"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_text_is_not_taken_over(here: Path, temporary: Path, fault: str) -> None:
    """A text with faults is refused with place, line and caret; it is kept, and can be taken up again."""
    script, message = FAULTS[fault]
    before = state_of(here)
    done = revise(here, "PS-01", *WHY, env={"EDITOR": f"sed -i '{script}'"})
    (kept,) = temporary.glob("*/ps-01.yaml")

    assert (done.status, done.out) == (2, "")
    assert f"{PS01}:" in done.err
    assert "^" in done.err
    assert message in done.err
    assert f"Your text is kept in {kept}." in done.err
    assert state_of(here) == before
    again = revise(here, "PS-01", "--from", str(kept), *WHY)
    assert again.status == 2
    assert message in again.err


@pytest.mark.parametrize("editor", ["sh -c 'sed -i s/Everybody/Everyone/ \"$0\"; exit 3'", "no-such-editor"])
def test_editor_that_fails(here: Path, temporary: Path, editor: str) -> None:
    """If the editor fails nothing is recorded, and what was typed until then is kept."""
    before = state_of(here)
    done = revise(here, "PS-01", *WHY, env={"EDITOR": editor})

    assert done.status == 2
    assert "qmsctl: the editor" in done.err
    assert state_of(here) == before
    assert [path.read_text().count("Everyone") for path in temporary.glob("*/*.yaml")] == (
        [1] if "sed" in editor else []
    )


def test_no_editor_at_all(here: Path) -> None:
    """In a pipe, where git's own editor could not be seen, none is started."""
    done = revise(here, "PS-01", *WHY)

    assert done.status == 2
    assert "no editor is named, and there is no terminal" in done.err


def test_somebody_else_changes_the_file_meanwhile(here: Path, temporary: Path) -> None:
    """What somebody else writes while the editor is open stays, and what was typed is kept."""
    theirs = f"sed -i s/Everybody/Nobody/ {here / PS01}; sed -i s/Everybody/Everyone/"
    before = head(here)
    done = revise(here, "PS-01", *WHY, env={"EDITOR": theirs})
    (kept,) = temporary.glob("*/ps-01.yaml")

    assert done.status == 2
    assert "was changed by somebody else in the meantime" in done.err
    assert "Nobody works" in (here / PS01).read_text()
    assert "Everyone works" in kept.read_text()
    assert head(here) == before


def test_somebody_else_commits_meanwhile(here: Path, temporary: Path) -> None:
    """A commit that comes while the editor is open is not undone by the text that was opened before it."""
    other = here.parent / "other"
    office.copy(here, other)
    edit_in_place(other, "Everybody", "Nobody")
    office.commit(other, "Theirs", "2026-04-01")
    # The branch moves, as by a push into it; the file on disk is still the one that was opened.
    push = f"git -C {other} push -q {here} HEAD:main; sed -i s/Everybody/Everyone/"
    git("config", "receive.denyCurrentBranch", "ignore", at=here)
    done = revise(here, "PS-01", *WHY, env={"EDITOR": push})

    assert done.status == 2
    assert "was changed by somebody else in the meantime" in done.err
    assert git("log", "-1", "--format=%s", at=here) == "Theirs\n"
    assert len(list(temporary.glob("*/ps-01.yaml"))) == 1


def test_commit_that_fails_takes_the_file_back(here: Path, temporary: Path) -> None:
    """If the commit cannot be made the file is as it was, and what was typed is kept."""
    (here / ".git/refs/heads/main.lock").touch()
    before = state_of(here / "procedures")
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)

    assert done.status == 2
    assert {name: entry[3] for name, entry in state_of(here / "procedures").items()} == {
        name: entry[3] for name, entry in before.items()
    }
    assert git("status", "--porcelain", at=here) == ""
    assert len(list(temporary.glob("*/ps-01.yaml"))) == 1


def test_uncommitted_changes_become_part_of_it(here: Path) -> None:
    """Whoever has edited the file before sees that in the editor, is told, and it is committed with the rest."""
    edit_in_place(here, "title: Control", "title: Good control")
    done = revise(here, "PS-01", *WHY, env=SAY_BETTER)

    assert done.status == 0, done.err
    assert f"{PS01} has changes that were not committed yet" in done.err
    assert "+title: Good control of documents" in changed_lines(here)
    assert len(changed_lines(here)) == 6


def test_uncommitted_changes_are_not_replaced_from_a_file(here: Path, tmp_path: Path) -> None:
    """A text from elsewhere is not written over changes that are nowhere else; the file itself may be named."""
    new = tmp_path / "new.yaml"
    new.write_text((here / PS01).read_text().replace("Everybody", "Everyone"))
    edit_in_place(here, "title: Control", "title: Good control")
    refused = revise(here, "PS-01", "--from", str(new), *WHY)
    done = revise(here, "PS-01", "--from", str(PS01), *WHY)

    assert refused.status == 2
    assert "has changes that are not committed, and the new text would replace them" in refused.err
    assert done.status == 0, done.err
    assert "+title: Good control of documents" in changed_lines(here)


@pytest.mark.parametrize(
    "editor", ["sed -i 's/Everybody/Everyone/'", "sed -i -e 's/Everybody/Everyone/' -e 's/\\r$//'"]
)
def test_checkout_with_other_line_ends(here: Path, editor: str) -> None:
    """On a disk with Windows line ends two lines change, in the history and on disk, whatever the editor does."""
    git("config", "core.autocrlf", "true", at=here)
    (here / PS01).unlink()
    git("checkout", "--", str(PS01), at=here)
    assert (here / PS01).read_bytes().count(b"\r\n") == 8
    done = revise(here, "PS-01", *WHY, env={"EDITOR": editor})

    assert done.status == 0, done.err
    assert len(changed_lines(here)) == 4
    assert (here / PS01).read_bytes().count(b"\r\n") == 8
    assert git("status", "--porcelain", at=here) == ""
    approved = qmsctl("approve", "PS-01", at=here, env=BOB)
    assert approved.status == 0, approved.err


def test_text_saved_under_another_name(here: Path, temporary: Path) -> None:
    """What an editor saves beside the copy is left there, and that is said; its backups are not."""
    beside = 'f() { cp "$1" "$1~"; cp "$1" "$(dirname "$1")/mine.yaml"; }; f'
    done = revise(here, "PS-01", *WHY, env={"EDITOR": beside})

    assert "Nothing was changed" in done.err
    assert [path.name for path in temporary.glob("*/*")] == ["mine.yaml"]
    assert f"The editor left other files in {next(temporary.iterdir())}; they stay there." in done.err


def test_mode_stays(here: Path) -> None:
    """A file that may be run stays one, on disk and in the history."""
    (here / PS01).chmod(0o755)
    office.commit(here, "Make it a program", "2026-04-01")
    assert revise(here, "PS-01", *WHY, env=SAY_BETTER).status == 0

    assert git("ls-tree", "HEAD", str(PS01), at=here).startswith("100755")
    assert (here / PS01).stat().st_mode & 0o777 == 0o755
    assert git("status", "--porcelain", at=here) == ""


# Whose editor


def test_repository_does_not_choose_the_editor(here: Path) -> None:
    """An editor that the repository's configuration names is not started; the user's own is."""
    git("config", "core.editor", "touch canary;", at=here)
    own = here.parent / "gitconfig"
    own.write_text("[core]\n\teditor = sed -i s/Everybody/Everyone/\n")
    done = revise(here, "PS-01", *WHY, env={"GIT_CONFIG_GLOBAL": str(own), "EDITOR": "false"})

    assert done.status == 0, done.err
    assert not list(here.parent.rglob("canary"))
    assert "Everyone works" in (here / PS01).read_text()


def test_polish(here: Path) -> None:
    """All of it is said in Polish, the message of the commit too."""
    speak = {**SAY_BETTER, "QMSCTL_LANG": "pl"}
    done = revise(here, "PS-01", "--reason", "Lepsze sformułowanie", env=speak)
    again = revise(here, "PS-01", "--reason", "Nic", env={"EDITOR": "true", "QMSCTL_LANG": "pl"})

    assert git("log", "-1", "--format=%B", at=here) == "PS-01: rewizja 1.0 → 1.1\n\nLepsze sformułowanie\n\n"
    assert "Rewizję 1.0 zatwierdzono z inną treścią, więc ta potrzebuje następnej rewizji." in done.err
    assert "do czasu jej zatwierdzenia obowiązuje rewizja 1.0" in done.err
    assert "Dalej: qmsctl approve PS-01" in done.err
    assert "Niczego nie zmieniono, więc niczego nie zapisano." in again.err


def test_another_way_of_counting_is_refused(here: Path) -> None:
    """`--next five` after 1.0 is a slip; written in the text itself, it is meant."""
    before = state_of(here)
    done = revise(here, "PS-01", "--next", "five", *WHY, env=SAY_BETTER)

    assert done.status == 2
    assert "revision five does not continue 1.0" in done.err
    assert "give 1.1" in done.err
    assert state_of(here) == before

    deliberate = {"EDITOR": "sed -i -e 's/1.0/five/' -e 's/Everybody works/All work/'"}
    assert revise(here, "PS-01", *WHY, env=deliberate).status == 0


def test_faults_of_a_given_file_are_in_that_file(here: Path, tmp_path: Path) -> None:
    """The document is not blamed for what stands in the text that was given."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: PS-01\ntitle: [\n", encoding="utf-8")
    done = revise(here, "PS-01", "--from", str(bad), *WHY)

    assert done.status == 2
    assert "bad.yaml" in done.err
    assert str(PS01) not in done.err


def test_the_system_speaks_the_language_of_the_reader(here: Path) -> None:
    """A file that is not there is told of in Polish."""
    done = revise(here, "PS-01", "--from", "none.yaml", *WHY, "--lang", "pl")

    assert done.status == 2
    assert "nie ma takiego pliku ani katalogu" in done.err
