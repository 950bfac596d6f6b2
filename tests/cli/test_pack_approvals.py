"""Packs of documents that no record approves: tags, trailers, what documents say of themselves, and merges."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from qmsctl.model.naming import folder_name
from tests.cli.packs import seal, troubles, unpacked, verified
from tests.cli.program import git, qmsctl
from tests.cli.test_document_control import BOB
from tests.cli.test_pack import page_of, shell
from tests.signing import gnupg, public, ssh_key

QMS: Final = """\
qms: "1"
organisation: {{name: Example Works}}
language: en
time_zone: UTC
branch: main
editions: [iso9001:2015]
people:
  ann: {{name: Ann Example, emails: [ann@example.org]}}
  bob: {{name: Bob Example, emails: [bob@example.org], keys: [{{kind: ssh, key: {key}}}]}}
kinds:
  tagged:
    files: tagged/*.md
    fields: {{id: id, title: title, revision: version}}
    fixed: {{type: procedure}}
    approvals: [tags]
    tags: "{{id}}_{{revision}}"
  reviewed:
    files: reviewed/*.md
    fields: {{id: id, title: title}}
    fixed: {{type: procedure}}
    approvals: [trailers]
  stated:
    files: stated/*.md
    fields: {{id: id, title: title, status: status, approved_by: by, approved_on: on}}
    fixed: {{type: procedure}}
    approvals: [fields]
  merged:
    files: merged/*.md
    fields: {{id: id, title: title}}
    fixed: {{type: procedure}}
    approvals: [merges]
"""
SIGNED: Final = ("-c", "gpg.format=ssh", "-c", "tag.gpgSign=false")
DAY: Final = "2026-06-30"


def moment(day: str) -> dict[str, str]:
    """Return the environment of a commit of *day*."""
    return {f"GIT_{role}_DATE": f"{day}T12:00:00Z" for role in ("AUTHOR", "COMMITTER")}


def write(root: Path, path: str, head: str, text: str = "Everything that is bought.") -> None:
    """Write a document."""
    file = root / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"---\n{head}---\n\n## Purpose\n\n{text}\n")


def commit(root: Path, day: str, message: str, key: Path | None = None) -> None:
    """Commit everything as Ann, or as Bob who signs with *key*."""
    git("add", "--all", at=root)
    signed = (
        ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}", "-c", "commit.gpgSign=true") if key else ()
    )
    git(*signed, "commit", "-q", "-m", message, at=root, env={**(BOB if key else {}), **moment(day)})


def tag(root: Path, name: str, day: str, *words: str) -> None:
    """Tag the last commit as Bob."""
    git(*SIGNED, "tag", *words, name, at=root, env={**BOB, **moment(day)})


@pytest.fixture(scope="session")
def bobs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of Bob."""
    return ssh_key(tmp_path_factory.mktemp("keys"), "bob")


@pytest.fixture(scope="session")
def works(bobs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Works of which nothing is approved by a record; nobody may change them."""
    root = tmp_path_factory.mktemp("works") / "works"
    root.mkdir()
    git("init", "-q", "-b", "main", "--template=", at=root)
    (root / "qms.yaml").write_text(QMS.format(key=public(bobs)))
    commit(root, "2026-01-01", "Settings")
    for number in (1, 2, 3):
        write(root, f"tagged/{number}.md", f'id: T-{number}\ntitle: Tagged {number}\nversion: "1.0"\n')
    commit(root, "2026-01-10", "Tagged")
    tag(root, "T-1_1.0", "2026-01-11")
    tag(root, "T-2_1.0", "2026-01-12", "-a", "-m", "In force")
    tag(root, "T-3_1.0", "2026-01-13", "-s", "-m", "In force", "-u", str(bobs))
    write(root, "tagged/1.md", 'id: T-1\ntitle: Tagged 1\nversion: "1.1"\n', "A draft.")
    commit(root, "2026-01-20", "A draft of T-1")
    write(root, "reviewed/ą ę.md", "id: R-1\ntitle: Reviewed\n")
    commit(root, "2026-02-01", "Reviewed\n\nApproved-by: Bob Example <bob@example.org>", bobs)
    write(root, "stated/1.md", "id: S-1\ntitle: Stated\nstatus: draft\n")
    commit(root, "2026-03-01", "Stated, not yet approved")
    write(root, "stated/1.md", "id: S-1\ntitle: Stated\nstatus: approved\nby: Bob Example\non: 2026-03-02\n")
    commit(root, "2026-03-03", "Stated")
    git("switch", "-q", "-c", "side", at=root)
    write(root, "merged/1.md", "id: M-1\ntitle: Merged\n")
    commit(root, "2026-04-01", "Merged")
    git("switch", "-q", "main", at=root)
    git("merge", "-q", "--no-ff", "-m", "Merge M-1", "side", at=root, env=moment("2026-04-02"))
    return root


@pytest.fixture(scope="session")
def pack(works: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of the readiness of the works."""
    target = tmp_path_factory.mktemp("packs") / "readiness.zip"
    done = qmsctl("pack", "readiness", "-o", target, "--on", DAY, at=works)
    assert done.status == 0, done.err
    return target


@pytest.fixture
def folder(pack: Path, tmp_path: Path) -> Path:
    """The same as a folder that a test may spoil."""
    return unpacked(pack, tmp_path / "pack")


def described(folder: Path) -> dict[str, Any]:
    """Return what the pack says about itself."""
    found: dict[str, Any] = json.loads((folder / "pack.json").read_text())
    return found


def test_it_holds_whatever_approves(pack: Path, folder: Path) -> None:
    """Each document is in force by another origin, at its own level, and the pack verifies."""
    data = verified(pack, status=0)
    assert data["looked_at"]["documents"] == 6
    assert {
        document["id"]: [(one["origin"], one["level"], one["person"]) for one in document["approvals"]]
        for document in described(folder)["documents"]
    } == {
        "T-1": [("tag", "declared", "?")],
        "T-2": [("tag", "recorded", "bob")],
        "T-3": [("tag", "signed", "bob")],
        "R-1": [("trailer", "signed", "bob")],
        "S-1": [("fields", "declared", "bob")],
        "M-1": [("merge", "merged", "ann")],
    }
    notes = [one["detail"] for one in data["troubles"] if one["question"] == "documents"]
    assert notes == [
        "1 document is approved by what it says of itself and by nothing else: that is declared.",
        "1 document was merged, and nobody said that this approves it; qms.yaml counts it as an approval.",
    ]


def test_in_polish(pack: Path) -> None:
    """An auditor who reads Polish is told the same."""
    done = qmsctl("verify", pack, "--lang", "pl", at=pack.parent)
    assert done.status == 0, done.says
    assert "1 dokument zatwierdza tylko to, co sam o sobie mówi" in done.out
    assert "1 dokument wprowadziło scalenie, o którym nikt nie powiedział, że zatwierdza" in done.out


def test_page_without_qmsctl(folder: Path) -> None:
    """Whoever follows the page finds the approvals with git: nothing amiss, who made each tag, what each commit says."""
    answers = [shell("\n".join(step), folder) for step in page_of(folder)]
    places, tags, commits, fields = answers[6:10]
    assert places == ""
    assert [re.sub(" with .*", "", line) for line in tags.splitlines()] == [
        "commit T-1_1.0  ",
        "error: refs/tags/T-1_1.0: cannot verify a non-tag object of type commit.",
        "tag T-2_1.0 2026-01-12 Bob Example",
        "error: no signature found",
        "tag T-3_1.0 2026-01-13 Bob Example",
        'Good "git" signature for bob@example.org',
    ]
    lines = commits.splitlines()
    assert any(line.startswith("G ") and line.endswith("Bob Example: Reviewed") for line in lines)
    assert "Approved-by: Bob Example <bob@example.org>" in lines
    assert any(line.endswith("Ann Example: Merge M-1") for line in lines)
    assert "status: approved" in fields.splitlines()
    assert "Dokumenty zatwierdzone tagami" in (folder / "VERIFY.txt").read_text(encoding="utf-8")


def test_one_flipped_byte(folder: Path) -> None:
    """One byte in any of the files that tell of approvals: exactly this file is named."""
    source = f"documents/{folder_name('T-3')}.en.md"
    for name in ("approvals.txt", "pack.json", "history.bundle", "registers/documents.csv", source):
        file = folder / name
        whole = file.read_bytes()
        file.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        found = troubles(verified(folder, status=1))
        assert ("manifest", name) in found
        assert {one for question, one in found if question == "manifest"} == {name}
        file.write_bytes(whole)


LIES: Final[dict[str, tuple[str, dict[str, str], str]]] = {
    "another tag": ("T-1", {"tag": "T-9_1.0"}, "the tag T-9_1.0, which approves it, is not in the history"),
    "a tag that stands elsewhere": (
        "T-2",
        {"tag": "T-3_1.0"},
        "the tag T-3_1.0 is another one than the pack says that approves it",
    ),
    "more than a tag says": ("T-1", {"level": "recorded"}, "the tag T-1_1.0 does not say who made it"),
    "a signature that is not there": (
        "T-2",
        {"level": "signed"},
        "T-2_1.0 bears no signature of Bob Example by a key that goes with the pack",
    ),
    "a signature of another": (
        "T-3",
        {"person": "ann"},
        "T-3_1.0 bears no signature of Ann Example by a key that goes with the pack",
    ),
    "another path": ("T-3", {"path": "tagged/2.md"}, "does not hold it as tagged/2.md"),
    "a trailer that is not there": (
        "R-1",
        {"person": "ann"},
        "does not say what the pack says of its approval",
    ),
    "another day": ("S-1", {"decided": "2026-03-01"}, "the document does not say of itself"),
    "no merge": ("R-1", {"origin": "merge"}, "qms.yaml does not count “merges” as approvals of it"),
    "nothing at all": ("T-1", {}, "no record in the pack approves T-1 1.0 with this content"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_pack_that_lies_about_an_approval(folder: Path, lie: str) -> None:
    """Whoever changes what the pack says of an approval, and its manifest, is found out by the history."""
    id, changes, detail = LIES[lie]
    data = described(folder)
    (document,) = [one for one in data["documents"] if one["id"] == id]
    document["approvals"] = [{**one, **changes} for one in document["approvals"] if changes]
    (folder / "pack.json").write_text(json.dumps(data, indent=2) + "\n")
    seal(folder)
    found = verified(folder, status=1)["troubles"]
    broken = [one["detail"] for one in found if one["question"] == "documents" and one["state"] == "broken"]
    assert any(detail in one for one in broken)
    assert ("papers", "pack.json") in {(one["question"], one["name"]) for one in found}


def test_a_day_that_is_none(folder: Path) -> None:
    """What a stranger wrote as a day is compared and never believed to be one."""
    data = described(folder)
    for document in data["documents"]:
        for one in document["approvals"]:
            one["decided"] = "2026-02-30"
    (folder / "pack.json").write_text(json.dumps(data, indent=2) + "\n")
    seal(folder)
    source = f"documents/{folder_name('S-1')}.en.md"
    assert ("documents", source) in troubles(verified(folder, status=1))


def moved(root: Path) -> None:
    """Set the tag of T-2 on the last commit, which holds the same text."""
    tag(root, "T-2_1.0", "2026-05-01", "-f", "-a", "-m", "In force")


def gone(root: Path) -> None:
    """Take away the tag of T-2."""
    git("tag", "-d", "T-2_1.0", at=root)


@pytest.mark.parametrize("change", [moved, gone])
def test_a_history_whose_tag_was_changed(
    works: Path, folder: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    """Another history with the same last commit and another tag does not fit the pack."""
    other = tmp_path / "other"
    git("clone", "-q", "--no-local", str(works), str(other), at=tmp_path)
    change(other)
    done = qmsctl("pack", "readiness", "-o", tmp_path / "other.zip", "--on", DAY, at=other)
    assert done.status == 0, done.err
    bundle = unpacked(tmp_path / "other.zip", tmp_path / "unpacked") / "history.bundle"
    (folder / "history.bundle").write_bytes(bundle.read_bytes())
    seal(folder)
    found = verified(folder, status=1)["troubles"]
    assert [one for one in found if one["question"] == "documents" and "T-2_1.0" in one["detail"]]
    tags = shell("\n".join(page_of(folder)[4] + page_of(folder)[7]), folder)
    assert "refs/tags/T-2_1.0" in tags


def test_without_the_history(works: Path, tmp_path: Path) -> None:
    """What stands in the history cannot be established without it; what a document says of itself can be read."""
    target = tmp_path / "p"
    words = ("-o", target, "--on", DAY, "--history", "none")
    assert qmsctl("pack", "readiness", *words, at=works).status == 0
    found = [one for one in verified(target, status=1)["troubles"] if one["question"] == "documents"]
    assert {one["detail"] for one in found if one["state"] == "unknown"} == {
        "what approves it stands in the history, which is not here"
    }
    assert len([one for one in found if one["state"] == "unknown"]) == 5
    assert not [one for one in found if one["state"] == "broken"]


def test_a_record_beside_a_tag(works: Path, tmp_path: Path) -> None:
    """Both are in the pack, and both are verified."""
    other = tmp_path / "other"
    git("clone", "-q", "--no-local", str(works), str(other), at=tmp_path)
    assert qmsctl("approve", "T-2", at=other).status == 0
    target = tmp_path / "p"
    assert qmsctl("pack", "readiness", "-o", target, at=other).status == 0
    verified(target, status=0)
    assert list(target.glob("records/approvals/*/*.yaml"))
    (document,) = [one for one in described(target)["documents"] if one["id"] == "T-2"]
    assert [one["tag"] for one in document["approvals"]] == ["T-2_1.0"]


@pytest.mark.parametrize("listed", [True, False], ids=["listed in qms.yaml", "listed elsewhere"])
def test_a_tag_that_openpgp_signed(works: Path, tmp_path: Path, *, listed: bool) -> None:
    """A key of OpenPGP stands in a pack without a name: whose it is, only qms.yaml can say there."""
    root = tmp_path / "works"
    git("clone", "-q", "--no-local", str(works), str(root), at=tmp_path)
    git("remote", "remove", "origin", at=root)  # what it has is not pushed anywhere, and counts
    with gnupg() as ring:
        key = ring.key("bob@example.org")
        block = [f"      {line}\n" for line in ring.public(key).splitlines()]
        if listed:
            settings = (root / "qms.yaml").read_text()
            ssh = re.search(r"keys: \[\{kind: ssh, key: [^}]*\}\]", settings)
            assert ssh is not None
            given = f"keys: [{{kind: openpgp, key: {json.dumps(ring.public(key))}}}]"
            (root / "qms.yaml").write_text(settings.replace(ssh[0], given))
            commit(root, "2026-05-01", "The key of Bob")
        words = (
            "-c",
            "gpg.format=openpgp",
            "tag",
            "-f",
            "-s",
            "-m",
            "In force",
            "-u",
            key,
            "T-3_1.0",
            "T-3_1.0^{}",
        )
        signed_on = {**BOB, **moment("2026-05-02"), "GNUPGHOME": ring.at("20260502T120000")}
        git(*words, at=root, env=signed_on)
        trust = tmp_path / "trust.yaml"
        trust.write_text(
            f'trust: "1"\nsigners:\n  - person: bob\n    kind: openpgp\n    key: |\n{"".join(block)}'
        )
        target = tmp_path / "p"
        own = () if listed else ("--trust", trust)
        done = qmsctl("pack", "readiness", "-o", target, "--on", DAY, *own, at=root)
        assert done.status == 0, done.err
    levels = {one["id"]: [a["level"] for a in one["approvals"]] for one in described(target)["documents"]}
    assert levels["T-3"] == ["signed"]
    told = [
        one for one in verified(target, status=0 if listed else 1)["troubles"] if "T-3_1.0" in one["detail"]
    ]
    assert [one["state"] for one in told] == ([] if listed else ["unknown"])


def test_page_runs_nothing_that_a_line_says(folder: Path) -> None:
    """A line that gives git an option in the place of a commit is passed over by what the page has typed."""
    lines = (folder / "approvals.txt").read_text()
    sly = [
        f"{'0' * 40} {origin} --output={folder}/written-{origin}:x"
        for origin in ("trailer", "merge", "fields")
    ]
    (folder / "approvals.txt").write_text(lines + "".join(f"{line}\n" for line in sly))
    for step in page_of(folder):
        shell("\n".join(step), folder)
    assert not list(folder.glob("written-*"))
