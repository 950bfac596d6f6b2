"""Signed decisions, as people make them and as others try to forge them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl
from tests.cli.test_cache import SETTLED
from tests.cli.test_document_control import BOB
from tests.signing import gnupg, public, ssh_key

ANN_WHO, BOB_WHO = "Ann Example <ann@example.org>", "Bob Example <bob@example.org>"
PEOPLE = {
    "ann": "  ann: {name: Ann Example, emails: [ann@example.org], unit: OR, roles: [{role: quality-officer}]",
    "bob": "  bob: {name: Bob Example, emails: [bob@example.org], roles: [{role: mayor}]",
}


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SSH keys of Ann and Bob, one of somebody nobody listed, and one with a passphrase."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "bob", "mallory"):
        ssh_key(folder, name)
    ssh_key(folder, "locked", passphrase="open sesame")  # noqa: S106 - of a key that signs nothing
    return folder


@pytest.fixture
def signing(here: Path, keys: Path) -> Path:
    """The office with the keys of Ann and Bob listed on main, and PS-01 revised and waiting for approval."""
    list_keys(here, ann=public(keys / "ann"), bob=public(keys / "bob"))
    (here / "procedures/ps-01.yaml").write_text(
        (here / "procedures/ps-01.yaml")
        .read_text()
        .replace('"1.0"', '"1.1"')
        .replace("Everybody works", "All work")
    )
    office.commit(here, "List the keys; revise PS-01", "2026-04-01")
    return here


def list_keys(here: Path, days: str = "", **keys: str) -> None:
    """List SSH keys in `qms.yaml`, in force on *days*."""
    edit(
        here,
        {PEOPLE[who]: f"{PEOPLE[who]}, keys: [{{kind: ssh, key: {key}{days}}}]" for who, key in keys.items()},
    )


def edit(here: Path, changes: Mapping[str, str]) -> None:
    """Change `qms.yaml`."""
    text = (here / "qms.yaml").read_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (here / "qms.yaml").write_text(text)


def signer(key: Path, tmp_path: Path, who: Mapping[str, str] = BOB) -> dict[str, str]:
    """Return the environment of somebody whose own settings of git sign with *key*."""
    file = tmp_path / f"gitconfig-{key.name}"
    file.write_text(f"[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = {key}\n")
    return {**who, "GIT_CONFIG_GLOBAL": str(file)}


def trust(here: Path, *options: str, env: Mapping[str, str | None] | None = None) -> str:
    """Return how sure the approval of PS-01 is, as the register says it."""
    done = qmsctl("register", "--format", "json", *options, at=here, env=env)
    assert done.status == 0, done.err
    (row,) = [row for row in json.loads(done.out)["documents"] if row["id"] == "PS-01"]
    assert row["revision"] == "1.1"
    return str(row["trust"])


def problems(here: Path, *rules: str, options: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return rule and message of what the check reports under *rules*."""
    done = qmsctl("check", "--format", "json", *options, at=here)
    assert done.status in (0, 1), done.err
    return [(p["rule"], p["message"]) for p in json.loads(done.out)["problems"] if p["rule"] in rules]


def resign(here: Path, key: Path, *options: str) -> None:
    """Sign the last commit with *key*, by git alone."""
    git(
        *options, "-c", "gpg.format=ssh", "-c", f"user.signingKey={key}",
        "commit", "--quiet", "--amend", "--no-edit", "--gpg-sign", at=here, env=BOB,
    )  # fmt: skip


# --- signing


def test_signed_approval_is_shown_as_signed(signing: Path, keys: Path, tmp_path: Path) -> None:
    """Bob signs with his SSH key, and every view says so, with where the keys come from."""
    done = qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))

    assert done.status == 0, done.err
    assert "counts once" not in done.err
    assert trust(signing) == "signed by the decider"
    assert "Bob Example (signed by the decider)" in qmsctl("history", "PS-01", at=signing).out
    assert "(level of trust: signed by the decider)" in qmsctl("show", "PS-01", at=signing).out
    assert problems(signing, "REV011", "REV012", "HIS012") == []
    result = json.loads(qmsctl("check", "--format", "json", at=signing).out)
    head = git("rev-parse", "HEAD", at=signing).strip()
    assert {**result["keys"], "digest": "…"} == {
        "source": "base", "commit": head, "count": 2, "digest": "…", "signatures": 1,
    }  # fmt: skip
    sentence = f"Keys of signers: 2, from qms.yaml in commit {head[:10]}"
    for command in (
        ("check",),
        ("register",),
        ("register", "--format", "markdown"),
        ("register", "--format", "html"),
    ):
        assert sentence in qmsctl(*command, at=signing).out
    assert sentence.partition(": ")[2] in qmsctl("report", office.AUDIT, at=signing).out
    pl = qmsctl("--lang", "pl", "register", at=signing).out
    assert "podpisane" in pl


def test_openpgp_approval_is_signed(here: Path, tmp_path: Path) -> None:
    """Without a format, git signs with OpenPGP; the block that gpg exports is what is listed."""
    with gnupg() as ring:
        key = ring.key("bob@example.org")
        block = "".join(f"          {line}\n" for line in ring.public(key).splitlines())
        listed = (
            "  bob:\n    name: Bob Example\n    emails: [bob@example.org]\n    roles: [{role: mayor}]\n"
            f"    keys:\n      - kind: openpgp\n        key: |\n{block}"
        )
        edit(here, {PEOPLE["bob"] + "}\n": listed})
        (here / "procedures/ps-02.md").write_text((here / "procedures/ps-02.md").read_text() + "\nMore.\n")
        office.commit(here, "List Bob's key", "2026-04-01")
        config = tmp_path / "gitconfig"
        config.write_text(f"[user]\n\tsigningKey = {key}\n")
        env = {**BOB, "GIT_CONFIG_GLOBAL": str(config), "GNUPGHOME": str(ring.home)}
        done = qmsctl("approve", "PS-02", "--sign", at=here, env=env)

    assert done.status == 0, done.err
    rows = json.loads(qmsctl("register", "--format", "json", at=here).out)["documents"]
    assert [row["trust"] for row in rows if row["id"] == "PS-02"] == ["signed by the decider"]


def refused(here: Path, *arguments: str, env: Mapping[str, str | None]) -> str:
    """Return why nothing was recorded, and see that nothing was written."""
    head, files = git("rev-parse", "HEAD", at=here), git("status", "--porcelain", "--ignored", at=here)
    done = qmsctl(*arguments, at=here, env=env)

    assert (done.status, done.out) == (2, "")
    assert (head, files) == (
        git("rev-parse", "HEAD", at=here),
        git("status", "--porcelain", "--ignored", at=here),
    )
    return done.err


def test_without_a_key_it_is_said_how_to_get_one(signing: Path) -> None:
    """Who has no key is told the two settings, and nothing is written."""
    said = refused(signing, "approve", "PS-01", "--sign", env=BOB)

    assert "git knows no key of yours" in said
    assert "git config --global gpg.format ssh && git config --global user.signingKey" in said


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (
            "[gpg]\n\tformat = x509\n[user]\n\tsigningKey = x\n",
            "sign with x509, which qmsctl does not verify",
        ),
        ("[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = /nonexistent\n", "it could not be signed"),
        ("[gpg]\n\tprogram = /nonexistent/gpg\n[user]\n\tsigningKey = x\n", "it could not be signed"),
    ],
    ids=["x509", "no such key", "no such program"],
)
def test_what_cannot_be_signed_is_not_recorded(
    signing: Path, tmp_path: Path, settings: str, reason: str
) -> None:
    """Another format, a key that is gone, a program that is gone: refused, and nothing is written."""
    config = tmp_path / "gitconfig"
    config.write_text(settings)

    assert reason in refused(
        signing, "approve", "PS-01", "--sign", env={**BOB, "GIT_CONFIG_GLOBAL": str(config)}
    )


def test_wrong_passphrase_records_nothing(signing: Path, keys: Path, tmp_path: Path) -> None:
    """A key whose passphrase nobody gives signs nothing."""
    wrong = tmp_path / "wrong"
    wrong.write_text("#!/bin/sh\necho open barley\n")
    wrong.chmod(0o755)
    env = {**signer(keys / "locked", tmp_path), "SSH_ASKPASS": str(wrong), "SSH_ASKPASS_REQUIRE": "force"}

    assert "it could not be signed" in refused(signing, "approve", "PS-01", "--sign", env=env)


def test_only_a_commit_can_be_signed(signing: Path, keys: Path, tmp_path: Path) -> None:
    """--sign without a commit is a contradiction."""
    said = refused(signing, "approve", "PS-01", "--sign", "--no-commit", env=signer(keys / "bob", tmp_path))

    assert "none is made here" in said


def test_review_and_withdrawal_are_signed_too(here: Path, keys: Path, tmp_path: Path) -> None:
    """Every decision can be signed; where the key is not listed yet, that is said."""
    env = signer(keys / "bob", tmp_path)
    review = qmsctl("review", "PS-01", "--sign", at=here, env=env)
    withdrawal = qmsctl("withdraw", "PS-01", "--reason", "obsolete", "--sign", at=here, env=env)

    for done in (review, withdrawal):
        assert done.status == 0, done.err
        assert "The signature counts once the public key is listed as yours" in done.err
    for commit in ("HEAD", "HEAD~1"):
        assert "gpgsig -----BEGIN SSH SIGNATURE-----" in git("cat-file", "commit", commit, at=here)


def test_settings_of_the_repository_neither_sign_nor_run(signing: Path, keys: Path, tmp_path: Path) -> None:
    """Program, key and format come from the person's own settings, whatever the repository says."""
    canary = tmp_path / "sprung"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\ntouch "{canary}"\nexit 1\n')
    program.chmod(0o755)
    for name in (
        "gpg.program",
        "gpg.ssh.program",
        "gpg.openpgp.program",
        "gpg.x509.program",
        "gpg.ssh.defaultKeyCommand",
    ):
        git("config", name, str(program), at=signing)
    git("config", "gpg.format", "openpgp", at=signing)
    git("config", "user.signingKey", str(keys / "mallory"), at=signing)
    done = qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))

    assert done.status == 0, done.err
    assert trust(signing) == "signed by the decider"
    assert qmsctl("check", at=signing).err == ""
    assert not canary.exists()
    without = {**BOB, "GIT_CONFIG_GLOBAL": "/dev/null"}
    said = refused(signing, "review", "PS-01", "--sign", env=without)
    assert "only the repository's own configuration of git names a key" in said
    assert "git config --global user.signingKey" in said
    assert not canary.exists()


# --- whom to trust


def test_key_added_by_the_branch_under_check_does_not_count(
    signing: Path, keys: Path, tmp_path: Path
) -> None:
    """Mallory's branch lists a key as Bob's and approves with it: nobody believes it, and it is reported."""
    git("checkout", "--quiet", "-b", "feature", at=signing)
    edit(signing, {public(keys / "bob"): public(keys / "mallory")})
    office.commit(signing, "Tidy up", "2026-04-02")
    done = qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "mallory", tmp_path))
    assert done.status == 0, done.err

    assert trust(signing) == "recorded by the decider"
    reported = problems(signing, "REV012", "HIS012")
    assert (
        "HIS012",
        f"people.bob has changed in qms.yaml since commit {head(signing, 'main')}: keys",
    ) in reported
    assert any(rule == "REV012" and "listed for nobody: SHA256:" in text for rule, text in reported)

    git("checkout", "--quiet", "main", at=signing)
    git("merge", "--quiet", "--no-ff", "--no-edit", "feature", at=signing, env=BOB)
    assert trust(signing) == "signed by the decider", "once it is on main, main says so"


def head(here: Path, revision: str = "HEAD") -> str:
    """Return the beginning of the id of a commit."""
    return git("rev-parse", revision, at=here).strip()[:10]


def test_branch_that_names_itself_the_controlled_one_is_not(
    signing: Path, keys: Path, tmp_path: Path
) -> None:
    """A change that renames the controlled branch to its own, or leaves it out, is still compared with main."""
    for name, line in (("evil", "branch: evil\n"), ("none", "")):
        git("checkout", "--quiet", "-b", name, "main", at=signing)
        edit(signing, {public(keys / "bob"): public(keys / "mallory"), "branch: main\n": line})
        office.commit(signing, "Tidy up", "2026-04-02")
        done = qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "mallory", tmp_path))
        assert done.status == 0, done.err

        assert trust(signing) == "recorded by the decider"
        assert {"branch", "people.bob"} == {text.split()[0] for _, text in problems(signing, "HIS012")}


def test_renamed_branch_of_a_repository_of_ones_own(signing: Path, keys: Path, tmp_path: Path) -> None:
    """Where nothing was ever fetched, a name that has no branch any more is the old one of a branch."""
    git("branch", "--move", "main", "trunk", at=signing)
    edit(signing, {"branch: main\n": "branch: trunk\n"})
    office.commit(signing, "Rename the branch", "2026-04-02")
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))

    assert trust(signing) == "signed by the decider"
    assert problems(signing, "HIS012") == []


def test_where_the_controlled_branch_is_not_there_no_key_counts(
    signing: Path, keys: Path, tmp_path: Path
) -> None:
    """A clone of one branch alone cannot say what main holds: not established, so it does not pass."""
    edit(signing, {"procedure: {": "procedure: {trust: signed, "})
    office.commit(signing, "Demand signatures", "2026-04-02")
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))
    git("branch", "feature", at=signing)
    clone = tmp_path / "clone"
    git(
        "clone",
        "--quiet",
        "--single-branch",
        "--branch",
        "feature",
        f"file://{signing}",
        str(clone),
        at=tmp_path,
    )

    assert trust(signing) == "signed by the decider"
    assert trust(clone) == "recorded by the decider"
    assert [rule for rule, _ in problems(clone, "REV011", "REV012", "HIS012")] == ["REV011", "HIS012"]
    assert "not counted: 2" in qmsctl("check", at=clone).out
    git("fetch", "--quiet", "origin", "main:refs/remotes/origin/main", at=clone)
    assert trust(clone) == "signed by the decider"
    assert problems(clone, "REV011", "REV012", "HIS012") == []


def test_what_is_not_pushed_does_not_count_yet(signing: Path, keys: Path, tmp_path: Path) -> None:
    """In a clone, keys count once origin's controlled branch lists them."""
    clone = tmp_path / "clone"
    git("clone", "--quiet", f"file://{signing}", str(clone), at=tmp_path)
    edit(clone, {public(keys / "bob"): public(keys / "mallory")})
    office.commit(clone, "Tidy up", "2026-04-02")
    qmsctl("approve", "PS-01", "--sign", at=clone, env=signer(keys / "mallory", tmp_path))

    assert trust(clone) == "recorded by the decider"


def test_trust_file_comes_before_qms_yaml(signing: Path, keys: Path, tmp_path: Path) -> None:
    """Keys of --trust, or of the user's own settings, stand in the place of those of qms.yaml."""
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))
    own = tmp_path / "config" / "qmsctl" / "trust.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("trust: 1\nsigners: []\n")
    given = tmp_path / "given.yaml"
    given.write_text(f"trust: 1\nsigners:\n  - {{person: bob, kind: ssh, key: {public(keys / 'bob')}}}\n")
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config")}

    assert trust(signing, env=env) == "recorded by the decider"
    assert trust(signing, "--trust", str(given), env=env) == "signed by the decider"
    assert "Keys of signers: 0, from the user's settings" in qmsctl("check", at=signing, env=env).out
    assert (
        "Keys of signers: 1, from the file given with --trust"
        in qmsctl("register", "--trust", given, at=signing).out
    )
    home = {"HOME": str(tmp_path / "home")}
    (tmp_path / "home" / ".config").mkdir(parents=True)
    (tmp_path / "home" / ".config" / "qmsctl").symlink_to(own.parent)
    assert trust(signing, env=home) == "recorded by the decider"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("signers: []\n", "the field trust is missing"),
        ("trust: 1\nsigners:\n  - {person: bob, kind: ssh}\n", "3:5: the field key is missing"),
        ("trust: 1\nsigners:\n  - {person: bob, kind: ssh, key: ssh-ed25519 AAAA}\n", "3:35: ssh-ed25519 AAAA is no public key"),
        ("trust: 1\nsigners:\n  - {person: bob, kind: openpgp, key: KEY}\n", "3:25: this key is not of the kind openpgp"),
        ("trust: 1\nsigners: [\n", "trust.yaml:"),
    ],
)  # fmt: skip
def test_broken_trust_file_stops_the_run(
    signing: Path, keys: Path, tmp_path: Path, text: str, reason: str
) -> None:
    """A trust file that is half understood would be half believed: each fault is shown at its place."""
    file = tmp_path / "trust.yaml"
    file.write_text(text.replace("KEY", public(keys / "bob")))
    done = qmsctl("check", "--trust", file, at=signing)

    assert (done.status, done.out) == (2, "")
    assert reason in done.err
    assert "cannot be used as it is" in done.err


def test_trust_file_of_the_repository_itself_is_refused(signing: Path) -> None:
    """What is under check cannot say whom to trust, and a file that is not there says nothing."""
    (signing / "trust.yaml").write_text("trust: 1\n")

    assert "lies in the repository under check" in qmsctl("check", "--trust", "trust.yaml", at=signing).err
    assert "cannot be read" in qmsctl("check", "--trust", "/nonexistent/trust.yaml", at=signing).err


def test_private_key_is_not_taken_for_a_public_one(signing: Path, keys: Path) -> None:
    """Whoever pastes the wrong half is told which half is wanted."""
    private = "".join(f"          {line}\n" for line in (keys / "bob").read_text().splitlines())
    known = f"{PEOPLE['bob']}, keys: [{{kind: ssh, key: {public(keys / 'bob')}}}]}}\n"
    edit(signing, {known: f"  bob:\n    name: Bob\n    keys:\n      - kind: ssh\n        key: |\n{private}"})
    done = qmsctl("check", at=signing)

    assert done.status == 2
    assert "is no public key" in done.err
    assert "never the private key" in done.err
    assert (keys / "bob").read_text().splitlines()[1] not in done.err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"roles: [{role: mayor}]": "roles: []"}, "people.bob has changed in qms.yaml since commit {}: roles"),
        ({"bob@example.org": "b@example.org"}, "people.bob has changed in qms.yaml since commit {}: emails"),
        ({"auditor: Auditor}": "auditor: Auditor, clerk: Clerk}"}, "roles.clerk is new in qms.yaml since commit {}"),
        ({"mayor: Mayor": "mayor: City mayor"}, "roles.mayor is City mayor in qms.yaml and was Mayor in commit {}"),
        ({"sections: [purpose]": "approvers: [auditor]"}, "types.procedure has changed in qms.yaml since commit {}: approvers, sections"),
        ({"units:": "rules: {self-approval: {severity: note}}\nunits:"}, "rules.self-approval is new in qms.yaml since commit {}"),
        ({"types:\n  procedure: {id: PS-##, sections: [purpose]}\n": ""}, "types.procedure is gone from qms.yaml since commit {}"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_change_of_authority_is_reported(here: Path, change: Mapping[str, str], says: str) -> None:
    """On a branch, and in the working tree before a commit, what changes about who may decide is named."""
    edit(here, change)
    expected = [("HIS012", says.format(head(here, "main")))]

    assert problems(here, "HIS012") == expected
    git("checkout", "--quiet", "-b", "feature", at=here)
    office.commit(here, "Change who decides", "2026-04-02")
    assert problems(here, "HIS012") == expected
    assert problems(here, "HIS012", options=("--rev", "main")) == []
    git("checkout", "--quiet", "-B", "main", "feature", at=here)
    assert problems(here, "HIS012") == []


def test_new_system_on_a_branch_is_reported_as_a_whole(here: Path) -> None:
    """Where main has no qms.yaml that can be read, all of it is new."""
    good = (here / "qms.yaml").read_text()
    (here / "qms.yaml").write_text("qms: [\n")
    office.commit(here, "Break it", "2026-04-02")
    base = head(here)
    git("checkout", "--quiet", "-b", "feature", at=here)
    (here / "qms.yaml").write_text(good)
    office.commit(here, "Mend it", "2026-04-03")

    ((_, text),) = problems(here, "HIS012")
    assert text.startswith("qms.yaml is new")
    assert base in text


def test_what_is_kept_does_not_outlive_its_keys(signing: Path, keys: Path, tmp_path: Path) -> None:
    """An answer from the cache holds for the listed keys it was given for; no signature is verified twice."""
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))
    given = tmp_path / "given.yaml"
    given.write_text(f"trust: 1\nsigners:\n  - {{person: bob, kind: ssh, key: {public(keys / 'bob')}}}\n")
    caches = {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    time.sleep(SETTLED)
    for _ in range(2):
        assert trust(signing, "--trust", str(given), env=caches) == "signed by the decider"

    program = tmp_path / "bin" / "ssh-keygen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sprung"\nexit 1\n')
    program.chmod(0o755)
    path = {**caches, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    assert trust(signing, "--trust", str(given), env=path) == "signed by the decider"
    assert not (tmp_path / "sprung").exists()
    assert trust(signing, "--trust", str(given), "--no-cache", env=path) == "declared"
    assert (tmp_path / "sprung").exists(), "that is the program which would run"

    given.write_text(given.read_text().replace(public(keys / "bob"), public(keys / "mallory")))
    assert trust(signing, "--trust", str(given), env=caches) == "recorded by the decider"


# --- attacks


def test_commit_in_bobs_name_signed_by_ann_is_annes(signing: Path, keys: Path, tmp_path: Path) -> None:
    """A listed key does not stand for another person: the decision falls back to what the record says."""
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "ann", tmp_path, BOB))

    assert trust(signing) == "declared"
    commit = head(signing)
    assert problems(signing, "REV012") == [
        (
            "REV012",
            f"commit {commit} is signed with a key of Ann Example, and Bob Example is said to have decided",
        )
    ]


def test_officer_may_sign_what_the_mayor_decided(signing: Path, keys: Path, tmp_path: Path) -> None:
    """Ann records Bob's decision and signs her record: declared, with a basis, and nothing is wrong with it."""
    done = qmsctl(
        "approve", "PS-01", "--by", "bob", "--basis", "ordinance 7", "--sign",
        at=signing, env=signer(keys / "ann", tmp_path, {}),
    )  # fmt: skip

    assert done.status == 0, done.err
    assert trust(signing) == "declared"
    assert problems(signing, "REV006", "REV012") == []


def test_ended_key_and_back_dated_commit(signing: Path, keys: Path, tmp_path: Path) -> None:
    """A commit that claims to be older than those before it is judged by them."""
    edit(signing, {public(keys / "bob"): f"{public(keys / 'bob')}, until: 2026-03-31"})
    office.commit(signing, "Bob's key ends", "2026-04-01")
    past = {f"GIT_{role}_DATE": "2026-03-15T12:00:00Z" for role in ("AUTHOR", "COMMITTER")}
    done = qmsctl("approve", "PS-01", "--sign", at=signing, env={**signer(keys / "bob", tmp_path), **past})

    assert done.status == 0, done.err
    assert git("log", "-1", "--format=%cs", at=signing).strip() == "2026-03-15"
    assert trust(signing) == "recorded by the decider"
    assert problems(signing, "REV012") == [
        (
            "REV012",
            f"commit {head(signing)} of 1 April 2026 is signed with a key of Bob Example that did not count on that day",
        )
    ]


def test_mailmap_makes_nobody_the_mayor(signing: Path, keys: Path, tmp_path: Path) -> None:
    """Git's own view shows Mallory as Bob; the raw author and the key decide."""
    mallory = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", "Mallory"), ("EMAIL", "mallory@example.org"))
    }
    (signing / ".mailmap").write_text("Bob Example <bob@example.org> <mallory@example.org>\n")
    qmsctl(
        "approve", "PS-01", "--by", "bob", "--basis", "x", "--sign",
        at=signing, env=signer(keys / "mallory", tmp_path, mallory),
    )  # fmt: skip

    assert git("log", "-1", "--format=%aN", at=signing).strip() == "Bob Example"
    assert trust(signing) == "declared"


def test_rebase_loses_the_signature(signing: Path, keys: Path, tmp_path: Path) -> None:
    """An approval that was moved into another commit is no longer signed, and a type that demands it says so."""
    edit(signing, {"procedure: {": "procedure: {trust: signed, "})
    office.commit(signing, "Demand signatures", "2026-04-02")
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))
    assert trust(signing) == "signed by the decider"
    assert problems(signing, "REV011") == []
    git("commit", "--quiet", "--amend", "--no-edit", "--no-gpg-sign", at=signing, env=BOB)

    assert trust(signing) == "recorded by the decider"
    assert problems(signing, "REV011") == [
        ("REV011", "no signature that counts shows that Bob Example decided on PS-01, whose type demands one")
    ]
    git(
        "-c", "gpg.format=ssh", "-c", f"user.signingKey={keys / 'bob'}", "tag", "--sign", "-m", "I did", "PS-01-1.1",
        at=signing, env=BOB,
    )  # fmt: skip
    assert trust(signing) == "signed by the decider", "a signed tag mends it"
    assert problems(signing, "REV011") == []


def test_type_can_demand_the_deciders_own_commit(here: Path) -> None:
    """With trust: recorded, what somebody else wrote down is not enough."""
    edit(here, {"procedure: {": "procedure: {trust: recorded, "})
    (here / "procedures/ps-01.yaml").write_text(
        (here / "procedures/ps-01.yaml").read_text().replace('"1.0"', '"1.1"')
    )
    office.commit(here, "Revise", "2026-04-02")
    assert problems(here, "REV011") == []
    qmsctl("approve", "PS-01", "--by", "bob", "--basis", "ordinance 7", at=here)

    assert problems(here, "REV011") == [
        (
            "REV011",
            "Bob Example is only said to have decided on PS-01, whose type demands that deciders record it themselves",
        )
    ]


def test_signature_of_a_changed_commit_is_bad(signing: Path, keys: Path, tmp_path: Path) -> None:
    """The commit is put together anew around the old signature: bad, and Bob's name on it counts for nothing."""
    qmsctl("approve", "PS-01", "--sign", at=signing, env=signer(keys / "bob", tmp_path))
    raw = git("cat-file", "commit", "HEAD", at=signing).replace("approved: Bob", "approved by Bob")
    file = tmp_path / "commit"
    file.write_text(raw)
    git(
        "update-ref",
        "HEAD",
        git("hash-object", "-t", "commit", "-w", str(file), at=signing).strip(),
        at=signing,
    )

    assert trust(signing) == "declared"
    assert [rule for rule, _ in problems(signing, "REV012")] == ["REV012"]
