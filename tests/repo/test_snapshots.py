"""The files of a moment: on disk, in a commit, in memory, and nothing that lies outside."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.repo.git import blob_name
from qmsctl.repo.repository import Repository, open_repository
from qmsctl.repo.snapshot import Entry, Kind, MemorySnapshot, Snapshot, WorkingTree
from tests.conftest import Repo, somebody

FOLDERS = ("procedures", "audits", "reviews/minutes", "nowhere")


def opened(repo: Repo) -> Repository:
    """Open *repo* with qmsctl."""
    return open_repository(repo.top)


def listed(snapshot: Snapshot, *folders: str) -> dict[str, Kind]:
    """Return the kind of every path below *folders*."""
    return {entry.path: entry.kind for entry in snapshot.entries(folders or FOLDERS)}


FILES: dict[str, str | bytes] = {
    "procedures/ps-01.yaml": "id: PS-01\n",
    "procedures/deep/er/żółć.md": "ż" * 1000,
    "procedures/.hidden.yaml": "no",
    "procedures/.hidden/ps-02.yaml": "no",
    "procedures/empty.yaml": "",
    "procedures\u0301/other.yaml": "another folder",
    "audits/a/attachments/0/scan.pdf": bytes(range(256)) * 5000,
    "audits/-x\n'\"": "odd",
    "reviews/minutes/m.yaml": "yes",
    "reviews/other.yaml": "no",
    "readme.md": "no",
    "nowhere-else/a.yaml": "no",
}
SHOWN = [
    "audits/-x\n'\"",
    "audits/a/attachments/0/scan.pdf",
    "procedures/deep/er/żółć.md",
    "procedures/empty.yaml",
    "procedures/ps-01.yaml",
    "reviews/minutes/m.yaml",
]


def test_every_snapshot_lists_and_reads_the_same(repo: Repo) -> None:
    """Disk, commit and memory agree on paths, their order, sizes, contents and digests."""
    head = repo.commit(FILES)
    snapshots = [opened(repo).working_tree(), opened(repo).at(head), MemorySnapshot(FILES)]

    for snapshot in snapshots:
        assert [entry.path for entry in snapshot.entries(FOLDERS)] == SHOWN
        for entry in snapshot.entries(FOLDERS):
            content = FILES[entry.path]
            raw = content if isinstance(content, bytes) else content.encode()
            assert entry == Entry(entry.path, Kind.FILE, len(raw))
            assert snapshot.read(entry.path) == raw
            assert snapshot.digest(entry.path) == hashlib.sha256(raw).hexdigest()


def test_what_is_at_hand_is_not_read(repo: Repo) -> None:
    """A content that the caller has is taken from there; every other one from git."""
    head = repo.commit({"procedures/a.yaml": "one", "procedures/b.yaml": "two"})
    at_hand = {blob_name(b"one"): b"what the caller has"}
    snapshot = opened(repo).at(head, at_hand)

    assert snapshot.read("procedures/a.yaml") == b"what the caller has"
    assert snapshot.read("procedures/b.yaml") == b"two"


NAMES = st.text(
    st.characters(exclude_characters="\0/", exclude_categories=["Cs"]) | st.sampled_from("ab.- \n"),
    min_size=1,
    max_size=5,
).filter(lambda name: name.strip(".") and not name.lower().startswith(".git"))


@with_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=20), max_size=6)
)
def test_disk_and_commit_agree_on_any_clean_tree(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    """Whatever files are called, a clean working tree and its commit are the same snapshot."""
    taken = {path: raw for path, raw in files.items() if not any(o.startswith(path + "/") for o in files)}
    repo = Repo(tmp_path_factory.mktemp("clean"))
    head = repo.commit({f"procedures/{path}": raw for path, raw in taken.items()})
    tree, commit = opened(repo).working_tree(), opened(repo).at(head)

    assert tree.entries(FOLDERS) == commit.entries(FOLDERS)
    for entry in tree.entries(FOLDERS):
        assert tree.read(entry.path) == commit.read(entry.path)
        assert tree.digest(entry.path) == commit.digest(entry.path)


def test_links_and_other_repositories_stand_for_themselves(repo: Repo) -> None:
    """A link is never followed and another repository never entered, on disk as in a commit."""
    repo.commit({"procedures/ps-01.yaml": "1", "outside/secret.yaml": "2"})
    (repo.top / "procedures/link.yaml").symlink_to("/etc/passwd")
    (repo.top / "procedures/folder").symlink_to("../outside")
    (repo.top / "procedures/dangling").symlink_to("nowhere")
    (repo.top / "audits").symlink_to("outside")
    (repo.top / "reviews").symlink_to("outside")
    Repo(repo.top / "procedures/inner").commit({"ps-02.yaml": "3"})
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "--all")
    head = repo.commit()

    for snapshot in (opened(repo).working_tree(), opened(repo).at(head)):
        found = listed(snapshot)
        assert found.pop("reviews", Kind.SYMLINK) is Kind.SYMLINK
        assert found == {
            "audits": Kind.SYMLINK,
            "procedures/dangling": Kind.SYMLINK,
            "procedures/folder": Kind.SYMLINK,
            "procedures/inner": Kind.SUBMODULE,
            "procedures/link.yaml": Kind.SYMLINK,
            "procedures/ps-01.yaml": Kind.FILE,
        }
        for path in ("procedures/link.yaml", "procedures/dangling", "procedures/inner"):
            with pytest.raises(OSError, match=path):
                snapshot.read(path)
            with pytest.raises(OSError, match=path):
                snapshot.digest(path)


def test_a_link_on_the_way_to_a_folder_is_not_followed(repo: Repo) -> None:
    """A folder that `qms.yaml` names may lie deep; a link above it leads nowhere."""
    outside = repo.top.parent / "outside"
    (outside / "minutes").mkdir(parents=True)
    (outside / "minutes/m.yaml").write_text("secret")
    (repo.top / "reviews").symlink_to(outside)

    assert listed(opened(repo).working_tree()) == {"reviews": Kind.SYMLINK}


def test_a_folder_that_is_another_repository_is_not_entered(repo: Repo) -> None:
    """Also the folder itself that `qms.yaml` names may be a repository made by somebody else."""
    Repo(repo.top / "procedures").commit({"ps-01.yaml": "1"})
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "--all")
    head = repo.commit()

    assert listed(opened(repo).working_tree()) == {"procedures": Kind.SUBMODULE}
    assert listed(opened(repo).at(head)) == {"procedures": Kind.SUBMODULE}


def test_a_submodule_that_is_not_checked_out_is_shown(repo: Repo, tmp_path: Path) -> None:
    """A clone has an empty folder where another repository belongs, which is not nothing."""
    Repo(repo.top / "procedures/inner").commit({"ps-01.yaml": "1"})
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "--all")
    repo.commit({"qms.yaml": "qms: 1"})
    repo.git("clone", "-q", str(repo.top), str(tmp_path / "clone"))
    (tmp_path / "clone/audits/empty").mkdir(parents=True)
    clone = open_repository(tmp_path / "clone")

    assert listed(clone.working_tree()) == {"procedures/inner": Kind.SUBMODULE}
    assert listed(WorkingTree(clone.root)) == {}


def test_a_file_in_the_place_of_a_folder_is_shown(repo: Repo) -> None:
    """Where a folder is expected and a file stands, the file is not passed over."""
    head = repo.commit({"procedures": "a file"})

    assert listed(opened(repo).working_tree()) == {"procedures": Kind.OTHER}
    assert listed(opened(repo).at(head)) == {"procedures": Kind.OTHER}


def test_pipes_and_sockets_are_never_opened(repo: Repo) -> None:
    """What is no regular file is listed as such, and reading it fails instead of waiting for ever."""
    (repo.top / "procedures").mkdir()
    os.mkfifo(repo.top / "procedures/pipe.yaml")
    os.mkfifo(repo.top / "qms.yaml")
    (repo.top / "audits").mkdir()
    tree = opened(repo).working_tree()

    assert listed(tree) == {"procedures/pipe.yaml": Kind.OTHER}
    for path in ("procedures/pipe.yaml", "qms.yaml", "audits"):
        with pytest.raises(OSError, match=path):
            tree.read(path)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="the rights of files are those of Unix")
def test_what_may_not_be_read_is_shown(repo: Repo, reachable: Path) -> None:
    """A folder that cannot be opened stands for itself, and a file that cannot be read says so when it is."""
    repo.write({"procedures/closed/a.yaml": "1", "procedures/open.yaml": "1", "procedures/secret.yaml": "1"})
    (repo.top / "procedures/closed").chmod(0)
    (repo.top / "procedures/secret.yaml").chmod(0)
    tree = WorkingTree(repo.top)
    with somebody():
        found = listed(tree)
        with pytest.raises(PermissionError):
            tree.read("procedures/secret.yaml")
        with pytest.raises(PermissionError):
            tree.digest("procedures/secret.yaml")
    (repo.top / "procedures/closed").chmod(0o755)

    assert found == {
        "procedures/closed": Kind.OTHER,
        "procedures/open.yaml": Kind.FILE,
        "procedures/secret.yaml": Kind.FILE,
    }


def test_a_folder_that_is_not_there_holds_nothing(repo: Repo) -> None:
    """A missing folder is no failure."""
    head = repo.commit()

    assert listed(opened(repo).working_tree()) == {}
    assert listed(opened(repo).at(head)) == {}


def test_what_is_missing_cannot_be_read(repo: Repo) -> None:
    """Every snapshot says it in the same way."""
    head = repo.commit(FILES)

    for snapshot in (opened(repo).working_tree(), opened(repo).at(head), MemorySnapshot(FILES)):
        with pytest.raises(FileNotFoundError):
            snapshot.read("procedures/nowhere.yaml")
        with pytest.raises(FileNotFoundError):
            snapshot.digest("procedures/nowhere.yaml")


def lose(repo: Repo, name: str) -> Path:
    """Take the object *name* out of *repo* and return where it was."""
    file = repo.top / ".git/objects" / name[:2] / name[2:]
    file.chmod(0o644)
    file.unlink()
    return file


def test_a_lost_object_is_a_missing_file(repo: Repo) -> None:
    """Where git has lost a content, its file is listed and cannot be read; all others can."""
    head = repo.commit({"procedures/a.yaml": "1", "procedures/b.yaml": "2"})
    lose(repo, repo.says("rev-parse", "HEAD:procedures/a.yaml"))
    snapshot = opened(repo).at(head)

    assert list(listed(snapshot)) == ["procedures/a.yaml", "procedures/b.yaml"]
    assert snapshot.read("procedures/b.yaml") == b"2"
    with pytest.raises(FileNotFoundError):
        snapshot.read("procedures/a.yaml")
    with pytest.raises(FileNotFoundError):
        snapshot.digest("procedures/a.yaml")
    assert opened(repo).git.blobs([blob_name(b"1"), blob_name(b"2")]) == {blob_name(b"2"): b"2"}


def test_an_object_that_is_not_what_its_name_says_is_not_believed(repo: Repo) -> None:
    """Git hands out what lies in its object store; a forged content is missing, not read."""
    head = repo.commit({"procedures/a.yaml": "what was approved"})
    name = blob_name(b"what was approved")
    forged = repo.git("hash-object", "-w", "--stdin", sent=b"something else").decode()
    source = repo.top / ".git/objects" / forged[:2] / forged[2:]
    shutil.copy(source, lose(repo, name))

    assert repo.git("cat-file", "blob", name) == b"something else"
    assert opened(repo).git.blobs([name]) == {}
    with pytest.raises(FileNotFoundError):
        opened(repo).at(head).read("procedures/a.yaml")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_contents_are_named_as_git_names_them(tmp_path: Path, algorithm: str) -> None:
    """A content's name can be computed without git, in both kinds of repository."""
    repo = Repo(tmp_path / "office", f"--object-format={algorithm}")
    head = repo.commit({"procedures/a.yaml": "Zażółć\n"})
    name = repo.says("rev-parse", "HEAD:procedures/a.yaml")

    assert blob_name("Zażółć\n".encode(), len(name)) == name
    assert opened(repo).git.blobs([name, "0" * len(name)]) == {name: "Zażółć\n".encode()}
    assert opened(repo).at(head).read("procedures/a.yaml") == "Zażółć\n".encode()


def test_only_contents_of_files_are_read_by_name(repo: Repo) -> None:
    """A commit, a tree and a branch that is called like an object are no contents."""
    head = repo.commit({"a": "1"})
    repo.git("update-ref", "refs/heads/" + "a" * 40, head)

    assert opened(repo).git.blobs([head, repo.says("rev-parse", "HEAD^{tree}"), "a" * 40, "b" * 64]) == {}


def test_line_ends_in_a_commit_are_those_of_the_commit(repo: Repo) -> None:
    """A working tree whose line ends git converts holds other bytes than its commit, and neither is converted here."""
    head = repo.commit({".gitattributes": "*.yaml text eol=crlf\n", "procedures/a.yaml": "id: a\n"})
    (repo.top / "procedures/a.yaml").unlink()
    repo.git("checkout", "--", ".")

    assert opened(repo).working_tree().read("procedures/a.yaml") == b"id: a\r\n"
    assert opened(repo).at(head).read("procedures/a.yaml") == b"id: a\n"


def test_a_file_that_git_takes_for_unchanged_is_read_nevertheless(repo: Repo) -> None:
    """What is marked as unchanged, ignored or excluded in git's index is on disk what it is."""
    repo.commit({"procedures/a.yaml": "1", ".gitignore": "*.yml\n"})
    repo.git("update-index", "--assume-unchanged", "procedures/a.yaml")
    repo.write({"procedures/a.yaml": "2", "procedures/b.yml": "3"})
    tree = opened(repo).working_tree()

    assert tree.read("procedures/a.yaml") == b"2"
    assert "procedures/b.yml" in listed(tree)
