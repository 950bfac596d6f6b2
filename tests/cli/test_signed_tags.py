"""Tags that approve, signed with real keys as people make them and as others try to forge them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl
from tests.cli.test_document_control import BOB
from tests.cli.test_signing import edit, list_keys, problems
from tests.signing import public, ssh_key

TAG: Final = "SOP-01_1"
_KIND: Final = """\
kinds:
  sop:
    files: [sop/*.md]
    fields: {id: [number], title: [title], revision: [version]}
    fixed: {type: procedure}
    approvals: [tags]
    tags: "{id}_{revision}"
"""
_TEXT: Final = (
    '---\nnumber: SOP-01\ntitle: Purchasing\nversion: "1"\n---\n\n## Purpose\n\nThis says what is bought.\n'
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SSH keys of Ann and Bob, and one of somebody nobody listed."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "bob", "mallory"):
        ssh_key(folder, name)
    return folder


@pytest.fixture
def kept(here: Path, keys: Path) -> Path:
    """The office with the keys of Ann and Bob listed, and a procedure in its own form that a tag can approve."""
    list_keys(here, ann=public(keys / "ann"), bob=public(keys / "bob"))
    settings = here / "qms.yaml"
    settings.write_text(settings.read_text() + _KIND)
    (here / "sop").mkdir()
    (here / "sop/sop-01.md").write_text(_TEXT)
    office.commit(here, "Keep procedures in a form of our own", "2026-04-01")
    return here


def tag(here: Path, key: Path | None, name: str = TAG) -> None:
    """Let Bob tag the last commit, by git alone, and sign the tag with *key*."""
    moment = {"GIT_COMMITTER_DATE": "2026-04-03T12:00:00Z"}
    signed = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}", "tag", "--sign")
    made = signed if key else ("-c", "tag.gpgSign=false", "tag", "--annotate")
    git(*made, "--message", "In force", name, at=here, env={**BOB, **moment})


def trust(here: Path) -> str:
    """Return what `why` says of the tag's weight."""
    done = qmsctl("why", "SOP-01", at=here)
    assert done.status == 0, done.err
    return done.out


def test_a_signature_that_counts_is_no_problem(kept: Path, keys: Path) -> None:
    """Bob made the tag and signed it: it is signed, and that is all there is to say."""
    tag(kept, keys / "bob")

    assert "the tag is signed with a key that is listed for them" in trust(kept)
    assert problems(kept, "REV012") == []


def test_a_tag_without_a_signature_is_not_looked_at(kept: Path) -> None:
    """The tag names Bob, and nothing contradicts it."""
    tag(kept, None)

    assert "the tag names them as the one who made it" in trust(kept)
    assert problems(kept, "REV012") == []


def test_a_key_that_nobody_listed_cannot_be_established(kept: Path, keys: Path) -> None:
    """It may be anybody's key, and what the tag says of Bob stays as sure as without it."""
    tag(kept, keys / "mallory")

    ((rule, said),) = problems(kept, "REV012")
    assert rule == "REV012"
    assert said.startswith(f"tag {TAG} is signed with a key that is listed for nobody: SHA256:")
    (pl,) = [
        line
        for line in qmsctl("--lang", "pl", "check", at=kept).out.splitlines()
        if "nie figuruje przy żadnej osobie" in line
    ]
    assert f"tag {TAG} podpisano kluczem" in pl


def test_anothers_key_is_no_signature_of_the_one_who_is_named(kept: Path, keys: Path) -> None:
    """Ann's key under Bob's name: an error, and the name on the tag is no longer believed."""
    tag(kept, keys / "ann")

    assert problems(kept, "REV012") == [
        ("REV012", f"tag {TAG} is signed with a key of Ann Example, and Bob Example is said to have decided")
    ]
    assert "the tag names them as the one who made it, and its signature says otherwise" in trust(kept)


def test_a_key_that_had_ended_does_not_count(kept: Path, keys: Path) -> None:
    """The day of the tag is judged, which is after the last day of the key."""
    edit(kept, {public(keys / "bob"): f"{public(keys / 'bob')}, until: 2026-03-31"})
    office.commit(kept, "Bob's key ends", "2026-04-01")
    tag(kept, keys / "bob")

    assert problems(kept, "REV012") == [
        (
            "REV012",
            f"tag {TAG} of 3 April 2026 is signed with a key of Bob Example that did not count on that day",
        )
    ]


def test_a_changed_tag_bears_the_signature_of_another(kept: Path, keys: Path) -> None:
    """Bob signed a tag of another revision; somebody writes this one's name into it."""
    tag(kept, keys / "bob", "SOP-01_0")
    text = git("cat-file", "tag", "SOP-01_0", at=kept).replace("tag SOP-01_0\n", f"tag {TAG}\n")
    (kept / "forged").write_text(text)
    forged = git("hash-object", "-t", "tag", "-w", "forged", at=kept).strip()
    (kept / "forged").unlink()
    git("update-ref", f"refs/tags/{TAG}", forged, at=kept)
    git("tag", "--delete", "SOP-01_0", at=kept)

    assert problems(kept, "REV012") == [("REV012", f"the signature of tag {TAG} is not one of what it signs")]
    assert "its signature says otherwise" in trust(kept)
