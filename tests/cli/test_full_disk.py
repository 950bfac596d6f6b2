"""A disk without room, and what killed programs leave behind: a record is whole or absent, and the next step is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import ENVIRONMENT, Outcome, git, qmsctl
from tests.cli.test_findings import BAD, EVE, NUMBER, RAISE

_LIMITED = """\
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
os.execv(sys.argv[2], sys.argv[2:])
"""
_CALLS = {
    "finding": ("finding", "respond", NUMBER, "--acknowledge"),
    "approval": ("approve", "PS-02", "--by", "bob", "--basis", "Order 2/2026"),
    "attachment": (
        *("evidence", "add", "--audit", office.AUDIT, "--clause", "7.5.2", "--result", "conforms"),
        *("--seen", "The list of documents.", "--where", "procedures/", "--attach", "list.bin"),
    ),
}
_SIZE = 60_000
_ROOM = 1 << 22


@pytest.fixture(scope="module")
def raised(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an open nonconformity and a file to attach; nobody may change it."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("raised") / "office")
    for call in (BAD, RAISE):
        done = qmsctl(*call, at=folder, env=EVE)
        assert done.status == 0, done.err
    (folder / "list.bin").write_bytes(bytes(range(256)) * (_SIZE // 256))
    return folder


def _left(here: Path) -> list[str]:
    return git("status", "--porcelain", "--untracked-files=all", at=here).splitlines()


@pytest.mark.parametrize(
    ("kind", "long"),
    [("finding", ("--note", "x" * _SIZE)), ("approval", ("--basis", "x" * _SIZE)), ("attachment", ())],
)
def test_a_file_that_cannot_be_written_whole_is_not_there(
    raised: Path, tmp_path: Path, kind: str, long: tuple[str, ...]
) -> None:
    """Nothing is half written, one sentence says why and one what to do, and the same command works with room."""
    limit = _SIZE // 2  # what git is asked while the history is read has room
    here = office.copy(raised, tmp_path / "office")
    head, before = git("rev-parse", "HEAD", at=here), _left(here)

    done = qmsctl(*_CALLS[kind], *long, at=here, before=(sys.executable, "-c", _LIMITED, str(limit)))

    assert done.status == 2, done.says
    assert "cannot be written: File too large\nNext: make room on the disk" in done.err
    assert (git("rev-parse", "HEAD", at=here), _left(here)) == (head, before)
    assert qmsctl(*_CALLS[kind], at=here).status == 0
    assert _left(here) == before


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_pack_that_cannot_be_unpacked_is_not_called_damaged(
    pattern: Path, tmp_path: Path, language: str
) -> None:
    """Want of room says nothing against what somebody made: where it lacks is said, and nothing of the pack."""
    pack = tmp_path / "p.zip"
    done = qmsctl("pack", office.CLOSED, "-o", pack, at=pattern)
    assert done.status == 0, done.err
    limited = (sys.executable, "-c", _LIMITED, "2000")
    done = qmsctl("--lang", language, "verify", pack, at=tmp_path, before=limited)

    assert (done.status, done.out) == (2, ""), done.says
    said = {"en": "the pack cannot be unpacked into", "pl": "pakietu nie można rozpakować do"}
    assert said[language] in done.err
    assert {"en": "Next: make room there", "pl": "Dalej: zwolnij tam miejsce"}[language] in done.err


class _Disk:
    """A small disk that only the processes of one namespace see; it is gone with them."""

    def __init__(self, at: Path) -> None:
        """Mount it at the folder *at*; skip the test where that is not permitted."""
        at.mkdir()
        self.at = at
        command = f'mount -t tmpfs -o size={_ROOM} tmpfs "$1" && echo ready && read end'
        self.holder = subprocess.Popen(
            ["unshare", "-r", "-m", "sh", "-c", command, "sh", str(at)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self.holder.stdout is not None
        if self.holder.stdout.readline() != b"ready\n":
            self.close()
            pytest.skip("no disk can be mounted here")
        enter = ("nsenter", "-t", str(self.holder.pid), "-U", "-m", "--preserve-credentials")
        self.within = (*enter, "sh", "-c", 'cd "$0" && exec "$@"', str(at / "office"))

    def close(self) -> None:
        """Let go of it."""
        self.holder.communicate()

    def says(self, *command: str) -> str:
        """Return what *command* prints within it."""
        done = subprocess.run(
            [*self.within, *command], env=dict(ENVIRONMENT), capture_output=True, text=True, check=True
        )
        return done.stdout

    def calls(self, *arguments: str) -> Outcome:
        """Run the program on it."""
        return qmsctl(*arguments, at=self.at, before=self.within, env={"PYTHONPATH": str(Path.cwd())})


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[_Disk]:
    """A small disk of its own."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("no disk can be mounted here")
    made = _Disk(tmp_path / "disk")
    yield made
    made.close()


@pytest.mark.parametrize("kind", _CALLS)
def test_a_disk_on_which_git_has_no_room(raised: Path, disk: _Disk, kind: str) -> None:
    """However much is left, the record is in the history, or nothing of it is anywhere; git is in order."""
    outside = subprocess.run(
        [*disk.within[:-5], "cp", "-a", str(raised), str(disk.at / "office")],
        capture_output=True,
        check=False,
    )
    assert outside.returncode == 0, outside.stderr
    before = disk.says("git", "status", "--porcelain", "--untracked-files=all")
    attached = _SIZE if kind == "attachment" else 0
    seen = set()
    for free in (0, 4096, attached + 8192, attached + 24576, 2 * attached + 24576):
        head = disk.says("git", "rev-parse", "HEAD")
        disk.says(
            "sh",
            "-c",
            "head -c $(($(df -B1 --output=avail .. | tail -1) - $0)) /dev/zero > ../fill",
            str(free),
        )

        done = disk.calls(*_CALLS[kind])

        disk.says("rm", "../fill")
        recorded = head != disk.says("git", "rev-parse", "HEAD")
        assert (done.status == 0) == recorded, done.err
        if not recorded:
            assert "Next: make room on the disk" in done.err
            seen.add("git" if "there is no room on the disk" in done.err else "file")
        assert disk.says("git", "status", "--porcelain", "--untracked-files=all") == before
        disk.says("git", "fsck", "--no-dangling")
        if recorded:
            break
    assert seen == {"git", "file"}


def test_what_a_killed_program_left_is_tidied_up(raised: Path, tmp_path: Path) -> None:
    """The next record in the same folder takes old remains with it; what is new may still be written by somebody."""
    here = office.copy(raised, tmp_path / "office")
    (folder,) = here.glob("findings/*/")
    old, new, other = (
        folder / name for name in (".qmsctl-aaaaaaaa.part", ".qmsctl-bbbbbbbb.part", ".own.part")
    )
    for left in (old, new, other):
        left.write_bytes(b"record: fin")
    for left in (old, other):
        os.utime(left, (time.time() - 7200,) * 2)

    done = qmsctl(*_CALLS["finding"], at=here)

    assert done.status == 0, done.err
    assert [left.exists() for left in (old, new, other)] == [False, True, True]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "another git is at work here"), ("pl", "działa tu inny program git")]
)
def test_a_lock_that_a_killed_git_left_is_named(
    raised: Path, tmp_path: Path, language: str, said: str
) -> None:
    """The file and what to do are said, nothing is half recorded, and without the lock the same command works."""
    here = office.copy(raised, tmp_path / "office")
    lock, before = here / ".git/refs/heads/main.lock", _left(here)
    lock.touch()

    done = qmsctl("--lang", language, *_CALLS["finding"], at=here)

    assert (done.status, said in done.err) == (2, True), done.err
    assert f"rm {lock}" in done.err
    assert _left(here) == before
    lock.unlink()
    assert qmsctl(*_CALLS["finding"], at=here).status == 0
