"""Shells complete commands, options and ids: the script of each is run by the shell itself, TAB and all."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import ENVIRONMENT, PATIENCE, git, qmsctl, state_of

SHELLS = ("bash", "zsh", "fish", "powershell")
_REAL = f"""\
#!/bin/sh
[ -z "$_QMSCTL_COMPLETE" ] || exec "{sys.executable}" -m qmsctl "$@"
printf 'called'
printf ' <%s>' "$@"
printf '\\n'
"""
"""In a shell of the tests: completes as the program does, and otherwise only tells how it was called."""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a system with documents, people, an audit and its findings; nobody changes it."""
    folder = tmp_path_factory.mktemp("completing") / "office"
    office.build(folder)
    (folder / "procedures/odd.yaml").write_text(
        'id: "PS 90"\ntype: procedure\ntitle: Odd\nrevision: "1"\n', encoding="utf-8"
    )
    (folder / "procedures/hostile.yaml").write_text(
        "id: HO-$(touch hacked)\ntype: procedure\ntitle: A`touch hacked`\nrevision: 1\n", encoding="utf-8"
    )
    finding = folder / "findings/k3v9x2ma-111111"
    finding.mkdir(parents=True)
    raised = "record: finding\nstep: raised\nnumber: NC-2026-01-A1\ntitle: Lists that nobody keeps\n"
    (finding / "20261020T091500Z-aaaaaaaa.yaml").write_text(raised, encoding="utf-8")
    return folder


def offered(
    line: str, at: Path, shell: str = "fish", env: Mapping[str, str | None] | None = None
) -> list[str]:
    """Return what *shell* would be told for *line*, without what is said about it."""
    done = qmsctl(line, at=at, env={"_QMSCTL_COMPLETE": shell, **(env or {})})
    assert (0, "") == (done.status, done.err)
    return [one.partition("\t")[0] for one in done.out.splitlines()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("qmsctl appr", ["approve"]),
        ("qmsctl audit cond", ["conduct"]),
        ("qmsctl approve --no-c", ["--no-commit"]),
        ("qmsctl approve PS-0", ["PS-01"]),
        ("qmsctl approve ps-0", ["PS-01"]),
        ("qmsctl approve 'PS 9", ["PS 90"]),
        ("qmsctl approve PS-01 --as ch", ["checked"]),
        ("qmsctl approve PS-01 --as=ch", ["--as=checked"]),
        ("qmsctl explain overdue-rev", ["overdue-review"]),
        ("qmsctl explain DUE00", ["DUE001", "DUE002"]),
        ("qmsctl schema eviden", ["evidence"]),
        ("qmsctl nonsense x", []),
        ("qmsctl -C nowhere approve ", []),
    ],
)
def test_what_is_offered(system: Path, line: str, expected: list[str]) -> None:
    """Commands, options, words to choose from and ids are offered where they can stand."""
    found = offered(line, system)

    assert set(expected) <= set(found)
    assert bool(expected) == bool(found)


def test_ids_of_every_kind(system: Path) -> None:
    """Audits, findings, people, roles, units and registers are offered by what files call them."""
    people = offered("qmsctl approve PS-01 --by ", system)

    assert ["AUD-2025-01", "AUD-2026-01"] == offered("qmsctl audit status ", system)
    assert ["NC-2026-01-A1"] == offered("qmsctl finding show ", system)
    assert ["NC-2026-01-A1"] == offered(f"qmsctl -C {system} finding show ", system.parent)
    assert {"bob", "eve"} <= set(people)
    assert {"OR"} <= set(offered("qmsctl evidence add --unit ", system))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_broken_system(tmp_path: Path, shell: str) -> None:
    """Where nothing can be read nothing is offered, nothing is said, and nothing is written."""
    git("init", "-q", at=tmp_path)
    (tmp_path / "qms.yaml").write_text("qms: [\n", encoding="utf-8")
    before = state_of(tmp_path)

    assert [] == offered("qmsctl approve ", tmp_path, shell)
    assert before == state_of(tmp_path)


def test_help_in_the_language_of_the_system(system: Path) -> None:
    """What is said about a candidate is in the reader's language."""
    done = qmsctl(
        "qmsctl regist", at=system, env={"_QMSCTL_COMPLETE": "fish", "QMSCTL_LANG": "pl", "LANG": "C.UTF-8"}
    )

    assert done.out.startswith("register\t")
    assert "dokument" in done.out


def test_words_with_colons_in_bash(system: Path) -> None:
    """Bash ends a word at a colon, so it is given only what follows it."""
    line = "qmsctl gap --from iso9001:20"

    assert "2015" in offered(line, system, "bash", {"_QMSCTL_BREAKS": " \t\n:="})
    assert "iso9001:2015" in offered(line, system, "bash", {"_QMSCTL_BREAKS": " \t\n"})
    assert "iso9001:2015" in offered(line, system, "zsh")


def test_nothing_heavy_is_loaded(system: Path) -> None:
    """Ids are found without what parses files, writes to git or draws on terminals."""
    variables = {**ENVIRONMENT, "_QMSCTL_COMPLETE": "fish", "PYTHONPATH": str(Path(__file__).parents[2])}
    call = [sys.executable, "-X", "importtime", "-m", "qmsctl", "qmsctl approve PS-0"]
    for _ in range(2):  # the first time, qms.yaml is parsed
        done = subprocess.run(call, cwd=system, env=variables, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}

    assert "PS-01" in done.stdout
    assert set() == loaded & {"pydantic", "git", "rich", "jinja2", "yaml"}


class Typist:
    """Somebody at an interactive shell in a terminal."""

    def __init__(self, command: list[str], at: Path, home: Path) -> None:
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.chdir(at)
            os.execvpe(command[0], command, _variables(home))  # noqa: S606 - the shell that is looked at
        self._seen = ""

    def until(self, text: str) -> None:
        """Wait until *text* is shown after what was waited for last."""
        while text not in self._seen:
            ready, _, _ = select.select([self._terminal], [], [], PATIENCE)
            assert ready, f"{text!r} is never shown: {self._seen!r}"
            self._seen += os.read(self._terminal, 65536).decode(errors="replace")
        self._seen = self._seen.partition(text)[2]

    def types(self, keys: str) -> None:
        """Press *keys*."""
        os.write(self._terminal, keys.encode())

    def leave(self) -> None:
        """Close the terminal."""
        os.close(self._terminal)
        os.waitpid(self._process, 0)


def _variables(home: Path) -> dict[str, str]:
    programs = home / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "qmsctl").write_text(_REAL, encoding="utf-8")
    (programs / "qmsctl").chmod(0o755)
    return {
        **ENVIRONMENT,
        "HOME": str(home),
        "PATH": f"{programs}:{ENVIRONMENT['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TERM": "dumb",
        "PS1": "ready> ",
    }


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Return a folder with the script of every shell, under the name it is to have."""
    names = {"bash": "qmsctl.bash", "zsh": "_qmsctl", "fish": "qmsctl.fish", "powershell": "qmsctl.ps1"}
    for shell, name in names.items():
        (tmp_path / name).write_text(qmsctl("completion", shell, at=tmp_path).out, encoding="utf-8")
    return tmp_path


_STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {0}/qmsctl.bash"),
    "zsh": (["zsh", "-f", "-i"], "fpath=({0} $fpath); autoload -Uz compinit; compinit -D -u"),
}


@pytest.fixture(params=_STARTS)
def typist(request: pytest.FixtureRequest, system: Path, scripts: Path) -> Iterator[Typist]:
    """Return somebody in the folder of the system, at a shell that has its script."""
    command, load = _STARTS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    person = Typist(command, system, scripts)
    person.until("ready> ")
    person.types(f"{load.format(scripts)}; echo load''ed\n")
    person.until("loaded")
    yield person
    person.leave()


def test_tab(typist: Typist, system: Path) -> None:
    """TAB completes a command, an id, an option and a word to choose from, in bash and in zsh."""
    typist.types("qmsctl appr\tAUD-2026\t--as che\t--no-c\t\n")

    typist.until("called <approve> <AUD-2026-01> <--as> <checked> <--no-commit>")
    typist.types("qmsctl approve PS\\ 9\t\n")
    typist.until("called <approve> <PS 90>")
    assert not (system / "hacked").exists()


def test_fish(system: Path, scripts: Path) -> None:
    """Fish offers what the script says, with what there is to say about it."""
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    script = f'source {scripts}/qmsctl.fish; complete -C "qmsctl approve PS-0"; complete -C "qmsctl appr"'
    variables = _variables(scripts)
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=system,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "PS-01\t" in done.stdout, done.stderr
    assert "approve\t" in done.stdout


def test_powershell(system: Path, scripts: Path) -> None:
    """PowerShell offers what the script says, with what there is to say about it, and leaves no variable behind."""
    if shutil.which("pwsh") is None:
        pytest.skip("pwsh is not installed")
    asked = "; ".join(
        f"(TabExpansion2 -inputScript '{line}' -cursorColumn {len(line)}).CompletionMatches"
        " | ForEach-Object { $_.CompletionText + '|' + $_.ToolTip }"
        for line in ("qmsctl appr", "qmsctl approve PS-0", "qmsctl approve PS-01 --as che")
    )
    script = f". '{scripts}/qmsctl.ps1'; {asked}; \"left: $env:_QMSCTL_COMPLETE.\""
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-NonInteractive", "-Command", script],
        cwd=system,
        env=_variables(scripts),
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.splitlines()

    assert any(line.startswith("approve|") for line in told), done.stderr
    assert any(line.startswith("PS-01|") for line in told)
    assert any(line.startswith("checked|") for line in told)
    assert "left: ." in told
    assert not (system / "hacked").exists()


def test_the_script_of_powershell_is_whole(scripts: Path) -> None:
    """Where there is no PowerShell: every word of its script is one of the language, and what opens is closed."""
    lexers = pytest.importorskip("pygments.lexers")
    text = (scripts / "qmsctl.ps1").read_text(encoding="utf-8")
    tokens = [(str(kind), word) for kind, word in lexers.PowerShellLexer().get_tokens(text)]
    opened: list[str] = []
    for kind, word in tokens:
        assert "Error" not in kind, word
        for letter in word if "Punctuation" in kind else "":
            if letter in "({[":
                opened.append(letter)
            elif letter in ")}]":
                assert opened.pop() + letter in ("()", "{}", "[]")

    assert opened == []
    named = {word for kind, word in tokens if "Name" in kind}
    assert any("Register-ArgumentCompleter" in word for word in named)
    assert "qmsctl $line 2>$null" in text  # one word, never run as a command
