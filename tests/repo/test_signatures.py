"""Signatures of commits: whose key made them, on what day, and everything that must not pass for one."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsctl.repo.git import ALLOWED
from qmsctl.repo.public_keys import read_public_key
from qmsctl.repo.repository import open_repository
from qmsctl.repo.signatures import Signature, Signatures, Signer, Signers, verify
from qmsctl.repo.verdicts import Standing, Verdict
from tests.conftest import ANN, BOB, Repo
from tests.signing import Gnupg, gnupg, public, ssh_key

RECORD = {"approvals/x.yaml": "record: approval\n"}
SPRING, AUTUMN = "2026-04-01T12:00:00Z", "2026-10-01T12:00:00Z"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SSH keys of Ann, of Bob and of somebody nobody listed."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "bob", "mallory"):
        ssh_key(folder, name)
    return folder


@pytest.fixture(scope="module")
def ring() -> Iterator[Gnupg]:
    """A home of GnuPG."""
    with gnupg() as home:
        yield home


def listed(keys: Path, *, since: dt.date | None = None, until: dt.date | None = None) -> Signers:
    """Return the keys of Ann, for ever, and of Bob, for a while."""
    ann, bob = (read_public_key(public(keys / name)) for name in ("ann", "bob"))
    return Signers((Signer("ann", ann), Signer("bob", bob, since, until)))


def ssh(key: Path) -> tuple[str, ...]:
    """Return the options by which git signs with *key*."""
    return ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")


def sign(repo: Repo, *options: str, when: str = SPRING, home: str = "") -> str:
    """Sign the last commit, whose committer is Bob, and return its new id."""
    repo.git(
        *options, "commit", "--quiet", "--amend", "--no-edit", "--allow-empty", "--gpg-sign",
        GIT_COMMITTER_NAME=BOB[0], GIT_COMMITTER_EMAIL=BOB[1], GIT_COMMITTER_DATE=when, GNUPGHOME=home,
    )  # fmt: skip
    return repo.head


def signatures(
    repo: Repo, commit: str, signers: Signers, verdicts: dict[tuple[str, str], Verdict] | None = None
) -> Signatures:
    """Return what is found on *commit*."""
    repository = open_repository(repo.top)
    return verify(repository.git, repository.history(repo.head), {commit}, signers, verdicts)


def signature(repo: Repo, commit: str, signers: Signers) -> Signature:
    """Return the signature of *commit*, which has one."""
    return signatures(repo, commit, signers).commits[commit]


def forged(repo: Repo, content: bytes) -> str:
    """Make the branch end with the commit *content*, whatever git thinks of it."""
    commit = repo.raw_commit(content)
    repo.git("update-ref", "HEAD", commit)
    return commit


def raw(repo: Repo, commit: str) -> bytes:
    """Return the bytes of *commit*."""
    return repo.git("cat-file", "commit", commit) + b"\n"


@pytest.mark.parametrize("format", ["sha1", "sha256"])
def test_signature_counts_for_the_one_whose_key_it_is(tmp_path: Path, keys: Path, format: str) -> None:
    """Bob's key stands for Bob and for nobody else, in repositories of either kind of names."""
    repo = Repo(tmp_path / "office", f"--object-format={format}")
    repo.commit({"qms.yaml": "qms: 1\n"})
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"))
    found = signature(repo, commit, listed(keys))

    assert found.standing is Standing.GOOD
    assert found.counts_for("bob")
    assert not found.counts_for("ann")
    assert repo.git(
        "-c", f"gpg.ssh.allowedSignersFile={allowed(keys)}", "log", "-1", "--format=%G?"
    ) == b"G", "git itself sees it so"  # fmt: skip


def allowed(keys: Path) -> Path:
    """Return a file by which git verifies signatures."""
    file = keys / "allowed"
    file.write_text(f"bob@example.org {public(keys / 'bob')}\n")
    return file


def test_listed_key_of_another_does_not_count(repo: Repo, keys: Path) -> None:
    """A commit in Bob's name that Ann signed is Ann's: git itself is content with any listed key."""
    repo.commit(RECORD, who=BOB)
    found = signature(repo, sign(repo, *ssh(keys / "ann")), listed(keys))

    assert found.standing is Standing.GOOD
    assert not found.counts_for("bob")
    assert found.made_by("ann")


def test_key_nobody_listed_is_nobodys(repo: Repo, keys: Path) -> None:
    """A good signature by an unknown key counts for nobody, and the key is named as ssh-keygen names it."""
    repo.commit(RECORD, who=BOB)
    found = signature(repo, sign(repo, *ssh(keys / "mallory")), listed(keys))

    assert found.standing is Standing.UNLISTED
    assert found.verdict.key.startswith("SHA256:")
    assert not found.counts_for("bob")


def test_copied_signature_does_not_count(repo: Repo, keys: Path) -> None:
    """The signature of one commit on another is no signature of it."""
    repo.commit({"a.yaml": "1"}, who=BOB)
    signed = raw(repo, sign(repo, *ssh(keys / "bob")))
    header = signed[signed.index(b"gpgsig ") : signed.index(b"\n\n") + 1]
    plain = raw(repo, repo.commit(RECORD, who=BOB))
    commit = forged(repo, plain.replace(b"\n\n", b"\n" + header + b"\n", 1))

    assert signature(repo, commit, listed(keys)).standing is Standing.BAD


def test_changed_message_breaks_the_signature(repo: Repo, keys: Path) -> None:
    """A commit that was amended by hand is not what was signed."""
    repo.commit(RECORD, "Approve PS-01\n", who=BOB)
    content = raw(repo, sign(repo, *ssh(keys / "bob")))

    assert (
        signature(repo, forged(repo, content.replace(b"PS-01", b"PS-02")), listed(keys)).standing
        is Standing.BAD
    )


def test_signature_that_hides_the_parents_does_not_count(repo: Repo, keys: Path) -> None:
    """A header put before the parents makes git see a beginning of history where the signer saw none."""
    repo.commit({"a.yaml": "1"})
    repo.commit(RECORD, who=BOB)
    content = raw(repo, sign(repo, *ssh(keys / "bob")))
    header = content[content.index(b"gpgsig ") : content.index(b"\n\n") + 1]
    without = content.replace(header, b"", 1)
    commit = forged(repo, without.replace(b"\nparent", b"\n" + header + b"parent", 1))

    assert repo.says("rev-list", "--count", "HEAD") == "1", "git does not see the parent any more"
    assert signature(repo, commit, listed(keys)).standing is Standing.BAD


def test_two_signatures_count_as_none(repo: Repo, keys: Path) -> None:
    """A second header could be read in two ways."""
    repo.commit(RECORD, who=BOB)
    content = raw(repo, sign(repo, *ssh(keys / "bob")))
    header = content[content.index(b"gpgsig ") : content.index(b"\n\n") + 1]
    commit = forged(repo, content.replace(header, header + header, 1))

    assert signature(repo, commit, listed(keys)).standing is Standing.BAD


def test_ended_key_does_not_count_however_the_commit_is_dated(repo: Repo, keys: Path) -> None:
    """A commit is no older than any before it, so nobody can go back to the days of a key that has ended."""
    ended = listed(keys, until=dt.date(2026, 6, 30))
    repo.commit({"a.yaml": "1"}, when=AUTUMN)
    repo.commit({"b.yaml": "1"}, when=SPRING)  # one more in between, itself back-dated
    repo.commit(RECORD, who=BOB)
    found = signature(repo, sign(repo, *ssh(keys / "bob"), when=SPRING), ended)

    assert found.standing is Standing.GOOD
    assert found.day == dt.date(2026, 10, 1)
    assert not found.counts_for("bob")


def test_key_that_has_ended_since_still_counts_for_its_time(repo: Repo, keys: Path) -> None:
    """What was signed while the key counted stays signed."""
    ended = listed(keys, until=dt.date(2026, 6, 30))
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"))
    repo.commit({"a.yaml": "1"}, when=AUTUMN)

    assert signature(repo, commit, ended).counts_for("bob")


def test_commit_dated_ahead_does_not_reach_a_key_to_come(repo: Repo, keys: Path) -> None:
    """A commit is no later than the first that follows it."""
    to_come = listed(keys, since=dt.date(2026, 6, 1))
    repo.commit({"a.yaml": "1"}, when=SPRING)
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"), when=AUTUMN)
    assert signature(repo, commit, to_come).counts_for("bob")
    repo.commit({"b.yaml": "1"}, when=SPRING)

    assert not signature(repo, commit, to_come).counts_for("bob")


def test_days_end_where_the_organisation_is(repo: Repo, keys: Path) -> None:
    """An hour before midnight in UTC is the next day in Warsaw."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    until = listed(keys, until=dt.date(2026, 6, 30)).listed
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"), when="2026-06-30T23:00:00Z")

    assert signature(repo, commit, Signers(until)).counts_for("bob")
    assert not signature(repo, commit, Signers(until, ZoneInfo("Europe/Warsaw"))).counts_for("bob")


def test_settings_of_the_repository_are_not_asked(repo: Repo, keys: Path, tmp_path: Path) -> None:
    """Neither its programs run nor its list of signers counts."""
    canary = tmp_path / "sprung"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\ntouch "{canary}"\necho "Good \\"git\\" signature for bob"\n')
    program.chmod(0o755)
    (tmp_path / "allowed").write_text(f"* {public(keys / 'mallory')}\n")
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "mallory"))
    for name in ("gpg.program", "gpg.ssh.program", "gpg.openpgp.program", "gpg.ssh.defaultKeyCommand"):
        repo.git("config", name, str(program))
    repo.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))

    repo.git("log", "-1", "--format=%G?")
    assert canary.exists(), "the trap works"
    canary.unlink()
    assert signature(repo, commit, listed(keys)).standing is Standing.UNLISTED
    assert not canary.exists()


def test_program_in_the_current_folder_does_not_run(
    repo: Repo, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PATH that leads through the current folder does not lead through the repository."""
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"))
    program = repo.top / "ssh-keygen"
    program.write_text("#!/bin/sh\ntouch sprung\n")
    program.chmod(0o755)
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")

    assert signature(repo, commit, listed(keys)).counts_for("bob")
    assert not list(repo.top.rglob("sprung"))


def test_without_the_program_nothing_is_known(
    repo: Repo, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where ssh-keygen is missing, a signature is neither good nor bad, and that is not kept."""
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(_which("git"))
    kept: dict[tuple[str, str], Verdict] = {}
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path / "bin"))
        found = signatures(repo, commit, listed(keys), kept).commits[commit]

    assert (found.standing, found.verdict.program) == (Standing.UNKNOWN, "ssh-keygen")
    assert not found.counts_for("bob")
    assert kept == {}
    assert signatures(repo, commit, listed(keys), kept).commits[commit].counts_for("bob")


def _which(name: str) -> Path:
    return next(f for folder in os.environ["PATH"].split(":") if (f := Path(folder) / name).exists())


def test_verdicts_are_kept_and_used_again(repo: Repo, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was verified once is not verified again, until other keys are listed."""
    unsigned = repo.commit({"a.yaml": "1"})
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"))
    repository = open_repository(repo.top)
    history = repository.history(repo.head)
    kept: dict[tuple[str, str], Verdict] = {}
    first = verify(repository.git, history, {commit, unsigned}, listed(keys), kept)
    monkeypatch.setattr("qmsctl.repo.ssh_signatures.run", lambda *_: pytest.fail("a program was started"))

    assert first == verify(repository.git, history, {commit, unsigned}, listed(keys), kept)
    assert {name for name, _ in kept} == {commit, unsigned}
    assert set(first.commits) == {commit}


def test_many_commits_take_two_processes(repo: Repo, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All commits and tags are read together."""
    commits = {repo.commit({f"approvals/{number}.yaml": "x"}) for number in range(9)}
    repo.git("tag", "--annotate", "-m", "plain", "plain")
    repository = open_repository(repo.top)
    history = repository.history(repo.head)
    asked: list[str] = []
    start = subprocess.Popen

    def noted(command: list[str], **how: Any) -> Any:  # noqa: ANN401 - whatever Popen takes and gives
        asked.append(next(word for word in command if word in ALLOWED))
        return start(command, **how)

    monkeypatch.setattr(subprocess, "Popen", noted)
    verify(repository.git, history, commits, listed(keys))

    assert asked == ["for-each-ref", "cat-file"]


def test_nothing_is_read_where_no_keys_are_listed(repo: Repo, keys: Path) -> None:
    """Who lists no keys pays nothing."""
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, *ssh(keys / "bob"))

    assert signatures(repo, commit, Signers()).count == 0


def test_signed_tag_on_the_commit_counts(repo: Repo, keys: Path) -> None:
    """A tag that Bob signed stands for the commit it is on; one that is not signed, or is elsewhere, does not."""
    first = repo.commit({"a.yaml": "1"}, when=SPRING)
    commit = repo.commit(RECORD, who=ANN, when=SPRING)
    repo.git("tag", "--annotate", "-m", "plain", "plain")
    repo.git("tag", "light")
    repo.git(*ssh(keys / "bob"), "tag", "--sign", "-m", "elsewhere", "elsewhere", first)
    assert signatures(repo, commit, listed(keys)).count == 0
    repo.git(*ssh(keys / "bob"), "tag", "--sign", "-m", "approved", "approved")

    (found,) = signatures(repo, commit, listed(keys)).tags[commit]
    assert found.counts_for("bob")
    assert not found.counts_for("ann")


def test_tag_is_no_older_than_its_commit(repo: Repo, keys: Path) -> None:
    """A tag made with a key that had ended when the commit was made does not count."""
    ended = listed(keys, until=dt.date(2026, 6, 30))
    commit = repo.commit(RECORD, who=ANN, when=AUTUMN)
    repo.git(*ssh(keys / "bob"), "tag", "--sign", "-m", "approved", "approved", GIT_COMMITTER_DATE=SPRING)

    (found,) = signatures(repo, commit, ended).tags[commit]
    assert not found.counts_for("bob")


def test_signature_of_another_kind_cannot_be_established(repo: Repo, keys: Path) -> None:
    """What neither program verifies is neither good nor bad."""
    content = raw(repo, repo.commit(RECORD, who=BOB))
    x509 = b"\ngpgsig -----BEGIN SIGNED MESSAGE-----\n MIIB\n -----END SIGNED MESSAGE-----\n\n"
    found = signature(repo, forged(repo, content.replace(b"\n\n", x509, 1)), listed(keys))

    assert (found.standing, found.verdict.program) == (Standing.UNKNOWN, "")


@pytest.mark.parametrize(
    "signature_",
    [
        b"-----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----",
        b"-----BEGIN SSH SIGNATURE-----\n ???\n -----END SSH SIGNATURE-----",
        b"-----BEGIN PGP SIGNATURE-----\n \n nonsense\n -----END PGP SIGNATURE-----",
        b"-----BEGIN SSH SIGNATURE-----",
        b"-----BEGIN SSH SIGNATURE-----\n " + b"A" * 100_000,
    ],
    ids=["short", "garbage", "openpgp garbage", "cut off", "huge"],
)
def test_nonsense_is_no_signature(repo: Repo, keys: Path, signature_: bytes) -> None:
    """Broken signatures are bad, and nothing breaks on them."""
    content = raw(repo, repo.commit(RECORD, who=BOB))
    commit = forged(repo, content.replace(b"\n\n", b"\ngpgsig " + signature_ + b"\n\n", 1))

    assert signature(repo, commit, listed(keys)).standing is Standing.BAD


# --- OpenPGP


def openpgp(ring: Gnupg, fingerprint: str) -> Signers:
    """Return the list of one key, Bob's."""
    return Signers((Signer("bob", read_public_key(ring.public(fingerprint))),))


def test_openpgp_signature_counts(repo: Repo, ring: Gnupg) -> None:
    """A signature by GnuPG counts for whom its key is listed for, and for nobody if it is not listed."""
    bob, other = ring.key("bob@example.org"), ring.key("other@example.org")
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, "-c", f"user.signingKey={bob}", home=ring.at())
    found = signature(repo, commit, openpgp(ring, bob))

    assert found.counts_for("bob")
    assert found.verdict.key == bob
    assert signature(repo, commit, openpgp(ring, other)).standing is Standing.UNLISTED


def test_changed_openpgp_commit_is_bad(repo: Repo, ring: Gnupg) -> None:
    """A commit that was amended by hand is not what was signed."""
    bob = ring.key("amended@example.org")
    repo.commit(RECORD, "Approve PS-01\n", who=BOB)
    content = raw(repo, sign(repo, "-c", f"user.signingKey={bob}", home=ring.at()))
    commit = forged(repo, content.replace(b"PS-01", b"PS-02"))

    assert signature(repo, commit, openpgp(ring, bob)).standing is Standing.BAD


def test_openpgp_key_counts_only_while_it_says_so_itself(repo: Repo, ring: Gnupg) -> None:
    """A key that ended by its own account counts for its time, and for no commit that was made after it."""
    bob = ring.key("ended@example.org", "2026-06-30")
    faked = ring.at()
    repo.commit({"a.yaml": "1"}, when="2026-02-01T12:00:00Z")
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, "-c", f"user.signingKey={bob}", when=SPRING, home=faked)
    in_time = signature(repo, commit, openpgp(ring, bob))
    repo.commit({"b.yaml": "1"}, when=AUTUMN)
    repo.commit({"approvals/y.yaml": "1"}, who=BOB)
    late = signature(
        repo, sign(repo, "-c", f"user.signingKey={bob}", when=SPRING, home=faked), openpgp(ring, bob)
    )

    assert in_time.counts_for("bob")
    assert late.standing is Standing.GOOD
    assert not late.counts_for("bob")


def test_time_in_an_openpgp_signature_has_to_fit_too(repo: Repo, ring: Gnupg) -> None:
    """Whoever dates a commit back forgets the clock of gpg: the key has to have counted on both days."""
    bob = ring.key("clock@example.org")
    (signer,) = openpgp(ring, bob).listed
    repo.commit(RECORD, who=BOB)
    faked = ring.at("20261001T120000")
    commit = sign(repo, "-c", f"user.signingKey={bob}", when=SPRING, home=faked)
    ended = Signers((Signer("bob", signer.key, None, dt.date(2026, 6, 30)),))

    assert signature(repo, commit, openpgp(ring, bob)).counts_for("bob")
    assert not signature(repo, commit, ended).counts_for("bob")


def test_revoked_openpgp_key_does_not_count(repo: Repo, ring: Gnupg) -> None:
    """A key whose block says that it was revoked counts for nothing it ever signed."""
    bob = ring.key("revoked@example.org")
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, "-c", f"user.signingKey={bob}", home=ring.at())
    certificate = (
        (ring.home / "openpgp-revocs.d" / f"{bob}.rev").read_text().replace(":-----BEGIN", "-----BEGIN")
    )
    ring.run("--import", sent=certificate.encode())
    found = signature(repo, commit, openpgp(ring, bob))

    assert found.standing is Standing.REVOKED
    assert not found.counts_for("bob")


def test_subkey_counts_for_its_key(repo: Repo, ring: Gnupg) -> None:
    """A signature by a subkey is one by the key that is listed."""
    bob = ring.key("subkey@example.org")
    ring.run("--faked-system-time=20260102T000000", "--quick-add-key", bob, "ed25519", "sign", "never")
    listing = ring.run("--with-colons", "--list-keys", bob).splitlines()
    subkey = [line.split(":")[9] for line in listing if line.startswith("fpr")][-1]
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, "-c", f"user.signingKey={subkey}!", home=ring.at())
    found = signature(repo, commit, openpgp(ring, bob))

    assert subkey != bob
    assert found.counts_for("bob")


def test_no_agent_is_left_behind(repo: Repo, ring: Gnupg) -> None:
    """Verifying starts no agent and leaves the user's own keys alone."""
    bob = ring.key("agent@example.org")
    repo.commit(RECORD, who=BOB)
    commit = sign(repo, "-c", f"user.signingKey={bob}", home=ring.at())
    signers = openpgp(ring, bob)
    home = Path(os.environ["HOME"])

    assert signature(repo, commit, signers).counts_for("bob")
    assert not (home / ".gnupg").exists()
