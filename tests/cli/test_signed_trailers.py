"""Commits whose trailers approve, signed with real keys as people sign them and as others try to forge them."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl
from tests.cli.test_cache import SETTLED
from tests.cli.test_document_control import BOB
from tests.cli.test_signing import edit, list_keys, problems
from tests.signing import public, ssh_key

_KIND: Final = """\
kinds:
  sop:
    files: [sop/*.md]
    fields: {id: [number], title: [title], revision: [version]}
    fixed: {type: procedure}
    approvals: [trailers]
"""
_TEXT: Final = (
    '---\nnumber: SOP-01\ntitle: Purchasing\nversion: "1"\n---\n\n## Purpose\n\nThis says what is bought.\n'
)
ANN: Final[Mapping[str, str]] = {}
"""Who commits unless somebody else does."""
BY_BOB: Final = "Approved-by: Bob Example <bob@example.org>"
BY_BOTH: Final = f"Reviewed-by: Ann Example <ann@example.org>\n{BY_BOB}"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SSH keys of Ann and Bob, and one of somebody nobody listed."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "bob", "mallory"):
        ssh_key(folder, name)
    return folder


@pytest.fixture
def kept(here: Path, keys: Path) -> Path:
    """The office with the keys of Ann and Bob listed, and a kind of procedures that trailers approve."""
    list_keys(here, ann=public(keys / "ann"), bob=public(keys / "bob"))
    settings = here / "qms.yaml"
    settings.write_text(settings.read_text() + _KIND)
    office.commit(here, "Keep procedures in a form of our own", "2026-04-01")
    return here


def bring(here: Path, key: Path | None, trailers: str = BY_BOB, who: Mapping[str, str] = BOB) -> str:
    """Let *who* commit a procedure by git alone, with *trailers*, signed with *key*; return the id of the commit."""
    (here / "sop").mkdir(exist_ok=True)
    (here / "sop/sop-01.md").write_text(_TEXT)
    git("add", "--all", at=here)
    signed = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}", "-c", "commit.gpgSign=true")
    moment = {"GIT_COMMITTER_DATE": "2026-04-03T12:00:00Z", "GIT_AUTHOR_DATE": "2026-04-03T12:00:00Z"}
    git(
        *(signed if key else ()), "commit", "--quiet", "--message", f"Purchasing\n\n{trailers}",
        at=here, env={**who, **moment},
    )  # fmt: skip
    return git("rev-parse", "--short=10", "HEAD", at=here).strip()


def trust(here: Path) -> str:
    """Return what `why` says of the weight of the trailers."""
    done = qmsctl("why", "SOP-01", at=here)
    assert done.status == 0, done.err
    return done.out


def test_a_signature_of_the_person_named_makes_it_signed(kept: Path, keys: Path) -> None:
    """Bob signed the commit that says that he approved it, whether it is his own commit or not."""
    bring(kept, keys / "bob")

    assert "signed by the decider; the commit is signed with a key that is listed for them" in trust(kept)
    assert problems(kept, "REV012") == []


def test_of_two_who_are_named_one_has_signed(kept: Path, keys: Path) -> None:
    """Ann checked and Bob approved and signed: hers is declared, his is signed, and nothing is wrong with that."""
    bring(kept, keys / "bob", BY_BOTH)

    said = trust(kept)
    assert "signed by the decider" in said
    assert "the author of the commit says so, who is somebody else" in said
    assert problems(kept, "REV012") == []


def test_whoever_commits_for_somebody_else_signs_in_order(kept: Path, keys: Path) -> None:
    """Ann's own commit says that Bob approved it: her signature shows that it is hers, and no more."""
    bring(kept, keys / "ann", who=ANN)

    assert "the author of the commit says so, who is somebody else" in trust(kept)
    assert problems(kept, "REV012") == []


def test_without_a_signature_nothing_is_looked_at(kept: Path) -> None:
    """Bob's own commit: recorded."""
    bring(kept, None)

    assert "it is their own commit" in trust(kept)
    assert problems(kept, "REV012") == []


def test_a_key_that_nobody_listed_cannot_be_established(kept: Path, keys: Path) -> None:
    """It may be anybody's; a commit that is signed so is told once for each document, whoever it names."""
    commit = bring(kept, keys / "mallory", BY_BOTH)

    ((_, said),) = problems(kept, "REV012")
    assert said.startswith(f"commit {commit} is signed with a key that is listed for nobody: SHA256:")
    (pl,) = [
        line
        for line in qmsctl("--lang", "pl", "check", at=kept).out.splitlines()
        if "nie figuruje przy żadnej osobie" in line
    ]
    assert f"commit {commit} podpisano kluczem" in pl


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "the commit names them as its author, and its signature says otherwise"),
        ("pl", "commit podaje tę osobę jako autora, ale jego podpis temu przeczy"),
    ],
)
def test_anothers_key_is_no_signature_of_the_one_who_is_named(
    kept: Path, keys: Path, lang: str, said: str
) -> None:
    """Mallory commits under Bob's name with a key of Ann's: an error, and it is not Bob's own commit any more."""
    commit = bring(kept, keys / "ann")

    assert problems(kept, "REV012") == [
        (
            "REV012",
            f"commit {commit} is signed with a key of Ann Example, and Bob Example is said to have decided",
        )
    ]
    assert said in qmsctl("--lang", lang, "why", "SOP-01", at=kept).out


def test_a_key_that_had_ended_does_not_count(kept: Path, keys: Path) -> None:
    """The day of the commit is judged, which is after the last day of the key."""
    edit(kept, {public(keys / "bob"): f"{public(keys / 'bob')}, until: 2026-03-31"})
    office.commit(kept, "Bob's key ends", "2026-04-01")
    commit = bring(kept, keys / "bob")

    assert problems(kept, "REV012") == [
        (
            "REV012",
            f"commit {commit} of 3 April 2026 is signed with a key of Bob Example that did not count on that day",
        )
    ]


def test_no_signature_is_verified_twice(kept: Path, keys: Path, tmp_path: Path) -> None:
    """What was found is kept: a second look starts no program that verifies."""
    bring(kept, keys / "bob")
    program = tmp_path / "bin" / "ssh-keygen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sprung"\nexit 1\n')
    program.chmod(0o755)
    caches = {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    assert "signed by the decider" in qmsctl("why", "SOP-01", at=kept, env=caches).out

    broken = {**caches, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    time.sleep(SETTLED)
    assert "signed by the decider" in qmsctl("why", "SOP-01", at=kept, env=broken).out
    assert not (tmp_path / "sprung").exists()
    assert "signed by the decider" not in qmsctl("why", "SOP-01", "--no-cache", at=kept, env=broken).out
    assert (tmp_path / "sprung").exists(), "that is the program which would run"


def test_the_trailers_of_other_commits_are_not_looked_at(kept: Path, keys: Path) -> None:
    """What is signed with a key that nobody knows concerns nobody as long as it brings no document of such a kind."""
    (kept / "program.c").write_text("int main(void) { return 0; }\n")
    git("add", "--all", at=kept)
    signed = (
        "-c",
        "gpg.format=ssh",
        "-c",
        f"user.signingKey={keys / 'mallory'}",
        "-c",
        "commit.gpgSign=true",
    )
    git(*signed, "commit", "--quiet", "--message", f"Program\n\n{BY_BOB}", at=kept, env=BOB)
    bring(kept, None)

    assert problems(kept, "REV012") == []
