"""A history as a bundle: the same bytes whatever the clone, all of it or an error, and nothing besides."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from qmsctl.repo.bundle import BrokenBundleError, bundle_of, unbundled
from qmsctl.repo.git import Git
from tests.conftest import Repo


def history(repo: Repo) -> str:
    """Write three commits with contents that resemble one another, and tags; return the last commit."""
    for number in range(3):
        text = "".join(f"line {line} of {number if line == 7 else 0}\n" for line in range(400))
        repo.commit({f"a/{number}.yaml": text, "b.txt": text})
    repo.git("tag", "-a", "-m", "Approved", "v1", "HEAD~1")
    repo.git("tag", "light")
    return repo.head


def bundled(folder: Path, commit: str) -> bytes:
    """Return the bundle that the repository in *folder* gives of *commit*."""
    return bundle_of(Git(folder), commit, {"main": commit})


@pytest.mark.parametrize(
    "settings",
    [
        ("pack.window=0",),
        ("pack.compression=1", "core.compression=0", "core.looseCompression=0"),
        ("pack.threads=2", "pack.depth=1", "pack.windowMemory=1k"),
        ("core.bigFileThreshold=1",),
        ("pack.useSparse=true", "pack.writeReverseIndex=false", "repack.useDeltaBaseOffset=false"),
    ],
)
def test_same_bytes(repo: Repo, tmp_path: Path, settings: tuple[str, ...]) -> None:
    """How a clone is packed, what its settings say, and what else is in it make no difference."""
    commit = history(repo)
    whole = bundled(repo.top, commit)
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--no-local", str(repo.top), str(clone))
    for setting in settings:
        subprocess.run(["git", "config", *setting.split("=")], cwd=clone, check=True)
    subprocess.run(["git", "repack", "-adfq", "--window=50"], cwd=clone, check=True)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "Later"], cwd=clone, check=True)
    subprocess.run(["git", "tag", "later"], cwd=clone, check=True)
    assert bundled(clone, commit) == whole


def test_git_reads_it(repo: Repo, tmp_path: Path) -> None:
    """Git clones the bundle like one of its own, with branch and tags."""
    commit = history(repo)
    (tmp_path / "h.bundle").write_bytes(bundled(repo.top, commit))
    repo.git("bundle", "verify", "--quiet", str(tmp_path / "h.bundle"))
    repo.git("clone", "--quiet", str(tmp_path / "h.bundle"), str(tmp_path / "clone"))
    cloned = Repo(tmp_path / "clone")
    assert cloned.head == commit
    assert cloned.says("branch", "--show-current") == "main"
    assert cloned.says("tag").split() == ["light", "v1"]
    assert cloned.says("rev-parse", "v1") == repo.says("rev-parse", "v1")


@pytest.mark.parametrize("format", ["sha1", "sha256"])
def test_back_again(tmp_path: Path, format: str) -> None:
    """What was bundled comes back, in a repository that has only that; it is gone afterwards."""
    repo = Repo(tmp_path / "office", f"--object-format={format}")
    commit = history(repo)
    with unbundled(bundled(repo.top, commit)) as made:
        assert made.refs["HEAD"] == made.refs["refs/heads/main"] == commit
        assert made.git.ask("rev-parse", "HEAD") == commit
        assert made.git.ask("rev-list", "--count", "HEAD") == "3"
        assert made.git.ask("rev-parse", "refs/tags/v1^{commit}") == repo.says("rev-parse", "HEAD~1")
        blob = repo.says("rev-parse", "HEAD:b.txt")
        assert made.held([blob, commit, "0" * len(blob)]) == {blob}
        assert not (made.folder / "hooks").exists()
    assert not made.folder.exists()


def test_only_a_part(repo: Repo, tmp_path: Path) -> None:
    """A bundle that rests on commits that are not in it, or leaves contents out, is refused."""
    history(repo)
    repo.git("bundle", "create", "--quiet", str(tmp_path / "part"), "main~1..main")
    with pytest.raises(BrokenBundleError, match="only a part"), unbundled((tmp_path / "part").read_bytes()):
        pass
    repo.git("bundle", "create", "--quiet", str(tmp_path / "bare"), "--filter=blob:none", "main")
    with pytest.raises(BrokenBundleError, match="only a part"), unbundled((tmp_path / "bare").read_bytes()):
        pass


def test_something_missing(repo: Repo, tmp_path: Path) -> None:
    """A pack that lacks an object which the branch leads to is no whole history, whatever its head says."""
    commit = history(repo)
    raw = bundled(repo.top, commit)
    pack = repo.git(
        "pack-objects", "--stdout", "-q", sent=f"{commit}\n".encode(), GIT_DIR=str(repo.top / ".git")
    )
    forged = raw[: raw.index(b"\n\n") + 2] + pack
    with pytest.raises(BrokenBundleError), unbundled(forged):
        pass


def test_hostile_heads(repo: Repo) -> None:
    """References that git would not make are not made, and no name of one leads out of the repository."""
    commit = history(repo)
    raw = bundled(repo.top, commit)
    evil = (
        "refs/heads/../../../x",
        "../../x",
        "refs/heads/a b",
        "refs/heads/-x",
        "config",
        "refs/heads/a.lock",
    )
    lines = "".join(f"{commit} {name}\n" for name in evil).encode()
    forged = raw.replace(b"\n\nPACK", b"\n" + lines + b"\nPACK", 1)
    with unbundled(forged) as made:
        assert made.git.ask("rev-parse", "HEAD") == commit
        assert "objectFormat" in (made.folder / "config").read_text()
        assert not (made.folder.parent / "x").exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PACK",
        b"# v2 git bundle\n",
        b"# v2 git bundle\n\n",
        b"# v9 git bundle\n\nPACK",
        b"# v2 git bundle\n" + b"x" * 99,
    ],
)
def test_no_bundle(raw: bytes) -> None:
    """What is no bundle is refused."""
    with pytest.raises(BrokenBundleError), unbundled(raw):
        pass
