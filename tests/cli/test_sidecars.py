"""Word, PDF and drawings under control: their fields stand beside them, and state their digest."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.cli.program import Terminal, git, qmsctl
from tests.cli.works import changed_lines, commit, put

_QMS = """\
qms: "1"
organisation: {name: Example Works}
language: en
time_zone: UTC
branch: main
editions: [iso9001:2015]
roles: {quality-manager: Quality Manager}
people:
  ann: {name: Ann Example, emails: [ann@example.org], roles: [{role: quality-manager}]}
kinds:
  files:
    files: [docs/**/*.docx, docs/**/*.pdf, "drawings/*.yaml"]
    metadata: sidecar
    fields: {id: doc_id, title: title, revision: version, owner: owner, clauses: clauses, sha256: [file.checksum, sha256]}
    fixed: {type: procedure}
"""
WORD = b"PK\x03\x04 the first text \xff\xfe"


def fields(id: str, content: bytes | None, more: str = "") -> str:
    """Return the fields of a document, about a file with *content*."""
    digest = f"sha256: {hashlib.sha256(content).hexdigest()}\n" if content is not None else ""
    return f'doc_id: {id}\ntitle: Purchasing\nversion: "1.0"  # as printed\nowner: quality-manager\n{more}{digest}'


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Works with a document that is a Word file, and a drawing whose fields have its name."""
    folder = tmp_path_factory.mktemp("sidecars") / "works"
    folder.mkdir()
    git("init", "--quiet", "--initial-branch=main", "--template=", at=folder)
    put(
        folder,
        {
            "qms.yaml": _QMS,
            "docs/PU-01.docx": WORD,
            "docs/PU-01.docx.yaml": fields("PU-01", WORD, "clauses: 8.4.1\n"),
            "drawings/hall.dwg": b"AC1032\0",
            "drawings/hall.yaml": fields("DR-01", b"AC1032\0"),
        },
    )
    commit(folder, "Begin")
    return folder


@pytest.fixture
def works(pattern: Path, tmp_path: Path) -> Path:
    """The works, which a test may spoil."""
    return Path(shutil.copytree(pattern, tmp_path / "works"))


def row(works: Path, id: str) -> str:
    """Return what the register says about *id*."""
    return next(line for line in qmsctl("register", at=works).out.splitlines() if line.startswith(f"{id} |"))


def test_a_word_file_is_approved_changed_found_revised_and_approved_again(works: Path) -> None:
    """The whole way of a document that nobody here can look into."""
    assert qmsctl("approve", "PU-01", at=works).status == 0
    assert "| 1.0 |" in row(works, "PU-01")
    assert "| in force | -" in row(works, "PU-01")

    (works / "docs/PU-01.docx").write_bytes(WORD + b"another")
    assert "the file departs from what was approved" in row(works, "PU-01")
    assert "the file departs from what was approved" in qmsctl("why", "PU-01", at=works).out
    found = qmsctl("check", at=works).out
    assert (
        "docs/PU-01.docx.yaml:6:9: error DOC024 [departed-file] docs/PU-01.docx is not the one that PU-01 states"
        in found
    )
    assert "the change is not committed yet" in found
    assert "not as approved" in qmsctl("status", at=works).out
    refused = qmsctl("approve", "PU-01", at=works)
    assert "take the file over first: qmsctl revise PU-01" in refused.err

    done = qmsctl("revise", "PU-01", "--reason", "New threshold", at=works)
    assert done.status == 0, done.err
    assert git("show", "--name-only", "--format=%s", "HEAD", at=works).split("\n\n") == [
        "PU-01: revision 1.0 → 1.1",
        "docs/PU-01.docx\ndocs/PU-01.docx.yaml\n",
    ]
    assert '+version: "1.1"  # as printed' in changed_lines(works)
    assert git("status", "--porcelain", at=works) == ""
    assert "later draft, revision 1.1" in row(works, "PU-01")
    assert qmsctl("approve", "PU-01", at=works).status == 0
    assert "| 1.1 |" in row(works, "PU-01")

    history = qmsctl("history", "PU-01", at=works).out
    assert "changed: the file itself" in history
    assert "Digest of the file: [-" in qmsctl("diff", "PU-01", "1.0..1.1", at=works).out
    shown = qmsctl("show", "PU-01", at=works).out
    assert "The text is the file PU-01.docx, with the SHA-256 digest" in shown


def test_a_change_that_was_committed_alone_is_found_with_its_commit(works: Path) -> None:
    """Who saved the file and committed it without revising it is named."""
    assert qmsctl("approve", "PU-01", at=works).status == 0
    (works / "docs/PU-01.docx").write_bytes(b"PK other")
    commit(works, "Save")
    found = qmsctl("check", at=works).out
    assert "Ann Example changed it last on" in found
    assert git("rev-parse", "HEAD", at=works)[:10] in found
    assert qmsctl("revise", "PU-01", "--reason", "Meant", at=works).status == 0
    assert git("show", "--name-only", "--format=", "HEAD", at=works) == "docs/PU-01.docx.yaml\n"


def test_an_unchanged_file_is_said(works: Path) -> None:
    """Nothing is written, and no editor is opened."""
    before = git("rev-parse", "HEAD", at=works)
    done = qmsctl("revise", "PU-01", "--reason", "x", at=works, env={"EDITOR": "false"})
    assert done.status == 0
    assert "docs/PU-01.docx is the one that PU-01 states." in done.err
    assert git("rev-parse", "HEAD", at=works) == before
    given = qmsctl("revise", "PU-01", "--reason", "x", "--next", "2.0", at=works)
    assert given.status == 0, given.err
    assert changed_lines(works) == ['-version: "1.0"  # as printed', '+version: "2.0"  # as printed']


def test_a_text_given_apart_is_to_be_put_in_place_first(works: Path) -> None:
    """The command that does it works where one stands; the file itself needs no copying."""
    (works / "new.docx").write_bytes(b"PK another")
    call = ("--reason", "x", "--no-input", "--lang", "en")
    inside = qmsctl("revise", "PU-01", "--from", "new.docx", *call, at=works)
    outside = qmsctl("-C", works.name, "revise", "PU-01", "--from", "new.docx", *call, at=works.parent)
    itself = qmsctl("revise", "PU-01", "--from", "docs/PU-01.docx", *call, at=works)

    assert "Next: save the new text there: cp new.docx docs/PU-01.docx; then run" in inside.err
    assert f"cp {works.name}/new.docx {works.name}/docs/PU-01.docx; then run" in outside.err
    assert "Next: run the command without --from" in itself.err
    bez = qmsctl("revise", "PU-01", "--from", "docs/PU-01.docx", *call[:-1], "pl", at=works)
    assert "Dalej: wywołaj polecenie bez --from" in bez.err


def test_a_dry_run_writes_nothing(works: Path) -> None:
    """It shows the new digest and the message."""
    (works / "docs/PU-01.docx").write_bytes(b"PK other")
    done = qmsctl("revise", "PU-01", "--reason", "x", "--dry-run", at=works)
    assert f"+sha256: {hashlib.sha256(b'PK other').hexdigest()}" in done.out
    assert git("status", "--porcelain", at=works) == " M docs/PU-01.docx\n"


def test_fields_that_have_the_name_of_the_file_without_its_ending(works: Path) -> None:
    """`hall.yaml` is about `hall.dwg`."""
    assert qmsctl("approve", "DR-01", at=works).status == 0
    (works / "drawings/hall.dwg").write_bytes(b"AC1032\0\1")
    assert "the file departs" in row(works, "DR-01")
    assert qmsctl("revise", "DR-01", "--reason", "A wall", at=works).status == 0
    assert "later draft" in row(works, "DR-01")


def test_fields_without_a_digest_and_without_a_file(works: Path) -> None:
    """Both are found, nothing can be approved, and revising writes the digest where the kind wants it."""
    put(works, {"docs/PU-02.docx": b"PK", "docs/PU-02.docx.yaml": fields("PU-02", None),
                "docs/PU-03.docx.yaml": fields("PU-03", b"gone")})  # fmt: skip
    commit(works, "More")
    found = qmsctl("check", at=works).out
    assert "PU-02 does not state the digest of docs/PU-02.docx" in found
    assert "docs/PU-03.docx, which PU-03 is about, is not there" in found
    assert qmsctl("approve", "PU-02", at=works).status == 2
    assert "git restore -- docs/PU-03.docx" in qmsctl("revise", "PU-03", "--reason", "x", at=works).err
    assert qmsctl("revise", "PU-02", "--reason", "Digest", at=works).status == 0
    assert f"checksum: {hashlib.sha256(b'PK').hexdigest()}" in (works / "docs/PU-02.docx.yaml").read_text()
    assert qmsctl("approve", "PU-02", at=works).status == 0


def test_a_file_becomes_a_document(works: Path) -> None:
    """A file without fields is found, and `revise` with its path begins them."""
    put(works, {"docs/plans/site plan.pdf": b"%PDF-1.7"})
    found = qmsctl("check", at=works).out
    assert "no fields stand beside docs/plans/site plan.pdf, so it is under no control" in found
    assert "qmsctl revise 'docs/plans/site plan.pdf' --id … --title …" in found
    assert qmsctl("revise", "docs/plans/site plan.pdf", "--reason", "x", at=works).status == 2
    assert qmsctl(
        "revise", "site plan.pdf", "--id", "PU-01", "--reason", "x", at=works / "docs/plans"
    ).err.startswith("qmsctl: there is a document PU-01 already")
    done = qmsctl(
        "revise",
        "site plan.pdf",
        "--id",
        "PL-01",
        "--title",
        "Site",
        "--reason",
        "It is used",
        at=works / "docs/plans",
    )
    assert done.status == 0, done.err
    assert git("show", "--name-only", "--format=%s", "HEAD", at=works) == (
        "PL-01: first draft, revision 1\n\ndocs/plans/site plan.pdf\ndocs/plans/site plan.pdf.yaml\n"
    )
    assert (works / "docs/plans/site plan.pdf.yaml").read_text().splitlines()[:3] == [
        "doc_id: PL-01",
        "title: Site",
        'version: "1"',
    ]
    assert qmsctl("approve", "PL-01", at=works).status == 0
    assert "is no file beside which" in qmsctl("revise", "PL-01", "--title", "x", at=works).err


def test_a_file_becomes_a_document_in_a_dialogue(works: Path) -> None:
    """Whoever gives nothing is asked for the id, the title and the reason."""
    put(works, {"docs/plan.pdf": b"%PDF-1.7"})
    with Terminal("revise", "docs/plan.pdf", at=works) as terminal:
        terminal.answer("Id of the document", "PL-01")
        terminal.answer("Its title", "Plan")
        terminal.answer("Why is it there", "It is used")
        assert "Next: qmsctl approve PL-01" in terminal.end().says


def pointer(content: bytes) -> bytes:
    """Return what Git LFS keeps in place of *content*."""
    digest = hashlib.sha256(content).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n".encode()


def test_pointers_of_git_lfs(works: Path) -> None:
    """A pointer tells the digest of a file that is not here, and the file itself has the same."""
    put(works, {"docs/PU-01.docx": pointer(WORD)})
    commit(works, "Into LFS")
    assert "DOC024" not in qmsctl("check", at=works).out
    assert qmsctl("approve", "PU-01", at=works).status == 0
    assert "| in force | -" in row(works, "PU-01")
    put(works, {"docs/PU-01.docx": WORD})  # as git lfs pull leaves it
    assert "DOC024" not in qmsctl("check", at=works).out
    assert "| in force | -" in row(works, "PU-01")
    put(works, {"docs/PU-01.docx": WORD + b"!"})
    assert "DOC024" in qmsctl("check", at=works).out
    refused = qmsctl("revise", "PU-01", "--reason", "x", at=works)
    assert refused.status == 2
    assert "git add docs/PU-01.docx" in refused.err
    put(works, {"docs/PU-01.docx": pointer(WORD + b"!")})  # as git add with its filter stores it
    commit(works, "With git")
    put(works, {"docs/PU-01.docx": WORD + b"!"})
    assert qmsctl("revise", "PU-01", "--reason", "x", at=works).status == 0
    assert git("show", "--name-only", "--format=", "HEAD", at=works) == "docs/PU-01.docx.yaml\n"


def test_the_text_counts_and_that_nobody_looked_into_it_is_said(works: Path) -> None:
    """A clause is documented by a file in force, and readiness says that the file was not looked into."""
    assert qmsctl("approve", "PU-01", at=works).status == 0
    coverage = qmsctl("coverage", at=works).out
    assert "documented 1" in qmsctl("check", at=works).out or "documented" in coverage
    readiness = qmsctl("report", "readiness", "--format", "plain", at=works)
    assert "1 document in force is a file that was not looked into: docs/PU-01.docx" in readiness.out


def test_a_pack_takes_the_file_along(works: Path, tmp_path: Path) -> None:
    """The bytes that were approved are in the pack, which can be verified; one that departs is named as missing."""
    assert qmsctl("approve", "PU-01", at=works).status == 0
    pack = tmp_path / "pack.zip"
    done = qmsctl("pack", "readiness", "-o", str(pack), at=works)
    assert pack.exists(), done.err
    with zipfile.ZipFile(pack) as held:
        (name,) = (one for one in held.namelist() if one.endswith(".docx"))
        assert held.read(name) == WORD
    assert qmsctl("verify", str(pack), at=tmp_path).status == 0


def test_an_earlier_moment(works: Path) -> None:
    """`--rev` looks at the file as it was then."""
    assert qmsctl("approve", "PU-01", at=works).status == 0
    then = git("rev-parse", "HEAD", at=works).strip()
    put(works, {"docs/PU-01.docx": b"PK other"})
    commit(works, "Save")
    assert "the file departs" in row(works, "PU-01")
    assert "the file departs" not in qmsctl("register", "--rev", then, at=works).out


def test_a_wrong_digest_is_a_fault_at_its_place(works: Path) -> None:
    """What cannot be a digest is found where it stands."""
    put(works, {"docs/PU-01.docx.yaml": fields("PU-01", None) + "sha256: 12ab\n"})
    assert "docs/PU-01.docx.yaml:5:9: error DOC003 [wrong-value] 12ab is no SHA-256 digest of a file" in (
        qmsctl("check", at=works).out
    )


def test_a_file_of_which_only_the_name_is_read(works: Path) -> None:
    """Its bytes are its content; it is changed where it lies, under the name of its next revision."""
    with (works / "qms.yaml").open("a", encoding="utf-8") as settings:
        settings.write(
            '  plans:\n    files: plans/*.pdf\n    metadata: name\n    name: "{id:PL-##}_v{revision}"\n'
        )
    put(works, {"plans/PL-01_v2.pdf": b"%PDF-1.7 first"})
    commit(works, "Plan")
    assert qmsctl("approve", "PL-01", at=works).status == 0
    assert (
        "The text is the file PL-01_v2.pdf, with the SHA-256 digest" in qmsctl("show", "PL-01", at=works).out
    )
    readiness = qmsctl("report", "readiness", "--format", "plain", at=works).out
    assert "1 document in force is a file that was not looked into: plans/PL-01_v2.pdf" in readiness
    refused = qmsctl("revise", "PL-01", "--reason", "x", at=works, env={"EDITOR": "false"})
    assert refused.status == 2
    assert "save it, then: git mv plans/PL-01_v2.pdf plans/PL-01_v3.pdf" in refused.err
    put(works, {"plans/PL-01_v2.pdf": pointer(b"%PDF-1.7 first")})
    assert "| in force | -" in row(works, "PL-01")
    put(works, {"plans/PL-01_v2.pdf": b"%PDF-1.7 second"})
    assert "the file departs from what was approved" in row(works, "PL-01")
