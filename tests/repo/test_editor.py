"""The editor is the user's own choice, as git makes it, and never the repository's."""

from __future__ import annotations

import os
import shlex
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from qmsctl.repo.editor import EditorError, edit, editor_of
from qmsctl.repo.git import Git
from tests.conftest import Repo

TERMINAL = {"TERM": "xterm"}


@pytest.mark.parametrize(
    ("configured", "environment", "expected"),
    [
        ("theirs", {**TERMINAL, "GIT_EDITOR": "mine", "VISUAL": "v", "EDITOR": "e"}, "mine"),
        ("configured", {**TERMINAL, "VISUAL": "v", "EDITOR": "e"}, "configured"),
        (None, {**TERMINAL, "VISUAL": "v", "EDITOR": "e"}, "v"),
        (None, {**TERMINAL, "GIT_EDITOR": "", "VISUAL": "", "EDITOR": "e"}, "e"),
        (None, {"TERM": "dumb", "VISUAL": "v", "EDITOR": "e"}, "e"),
        (None, {"VISUAL": "v", "EDITOR": "e"}, "e"),
    ],
)
def test_order_is_git_s(
    repo: Repo,
    monkeypatch: pytest.MonkeyPatch,
    configured: str | None,
    environment: Mapping[str, str],
    expected: str,
) -> None:
    """First the variable for git, then the user's configuration, then the variables for everybody."""
    for name in ("TERM", "GIT_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    own = repo.top.parent / "config"
    own.write_text(f"[core]\n\teditor = {configured}\n" if configured else "")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))

    assert editor_of(Git(repo.top), environment, terminal=True) == expected
    for name, value in environment.items():
        if value:
            monkeypatch.setenv(name, value)
    assert repo.says("var", "GIT_EDITOR") == expected


def test_git_s_own_editor(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody names an editor, it is the one git was built to open."""
    for name in ("GIT_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")

    assert editor_of(Git(repo.top), TERMINAL, terminal=True) == repo.says("var", "GIT_EDITOR") != ""


@pytest.mark.parametrize("key", ["local", "worktree", "included"])
def test_repository_is_not_asked(repo: Repo, key: str) -> None:
    """What the configuration of the repository says, directly or through another file, is not believed."""
    repo.commit({"evil": "[core]\n  editor = touch canary\n"})
    if key == "included":
        repo.git("config", "include.path", "../evil")
    elif key == "worktree":
        repo.git("config", "extensions.worktreeConfig", "true")
        repo.git("config", "--worktree", "core.editor", "touch canary")
    else:
        repo.git("config", "core.editor", "touch canary")

    assert repo.git("var", "GIT_EDITOR") == b"touch canary"
    assert editor_of(Git(repo.top), {**TERMINAL, "EDITOR": "mine"}, terminal=True) == "mine"
    assert editor_of(Git(repo.top), TERMINAL, terminal=True) == Git(repo.top).own_editor() != "touch canary"
    assert Git(repo.top).user_setting("core.editor") is None


def test_user_s_own_includes_are_read(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's configuration may be in several files, and the last word in it counts."""
    (tmp_path / "more").write_text("[core]\n\teditor = 'emacs  -nw'\n")
    (tmp_path / "config").write_text(f"[core]\n\teditor = nano\n[include]\n\tpath = {tmp_path / 'more'}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    repo.git("config", "core.editor", "touch canary")

    assert editor_of(Git(repo.top), TERMINAL, terminal=True) == "'emacs  -nw'"


def test_no_editor_and_no_terminal(repo: Repo) -> None:
    """Where no editor could be shown none is started, and the next step is named."""
    for environment, terminal in (({"TERM": "dumb"}, True), (TERMINAL, False)):
        with pytest.raises(EditorError, match="no editor is named") as caught:
            editor_of(Git(repo.top), environment, terminal=terminal)
        assert "core.editor" in str(caught.value.hint)


@pytest.mark.parametrize(
    "editor",
    [
        "sed -i s/old/new/",
        "sed -i 's/old/new/'",
        "./'my editor' --wait",
        'TEXT=new; f() { echo $TEXT > "$1"; }; f',
        "perl -i -pe 's/old/new/'",
    ],
)
def test_editor_is_a_command_of_the_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    """Options, quotes and blanks mean what they mean in a shell; the file is one word whatever its name."""
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\n[ "$1" = --wait ] && sed -i s/old/new/ "$2"\n')
    script.chmod(0o755)
    file = tmp_path / "$(touch canary) 'a' \"b\" ;.yaml"
    file.write_text("old\n")
    edit(editor, file)

    assert file.read_text() == "new\n"
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("no-such-editor-anywhere -x", "the editor no-such-editor-anywhere -x cannot be started"),
        ("/dev/null", "the editor /dev/null cannot be started"),
        ("false", "the editor false ended with an error (status 1)"),
        ("kill -9 $$;", "ended with an error (status -9)"),
    ],
)
def test_editor_that_fails(tmp_path: Path, editor: str, message: str) -> None:
    """An editor that cannot be started or fails is named, with the next step."""
    with pytest.raises(EditorError) as caught:
        edit(editor, tmp_path / "a")

    assert message in str(caught.value.message)
    assert caught.value.hint is not None


def test_interrupt_belongs_to_the_editor(tmp_path: Path) -> None:
    """Ctrl-C while the editor is open is the editor's, which can act on it; afterwards it is the program's again."""
    before = signal.getsignal(signal.SIGINT)
    own = "trap 'echo heard > \"$FILE\"; exit 0' INT; kill -INT $$; sleep 5"
    edit(f"kill -INT {os.getpid()}; FILE={shlex.quote(str(tmp_path / 'a'))}; {own};", tmp_path / "b")

    assert (tmp_path / "a").read_text() == "heard\n"
    assert signal.getsignal(signal.SIGINT) is before
