"""`qmsctl stamp`: a request for a time stamp, the reply of an authority of our own, and what verifies."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.packs import seal, troubles, unpacked, verified
from tests.cli.program import qmsctl, state_of

_CONFIGURATION = """\
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[leaf]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = CA:FALSE
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


def openssl(*words: str, at: Path) -> None:
    """Run openssl."""
    done = subprocess.run(["openssl", *words], cwd=at, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def make_authority(folder: Path) -> Path:
    """Make a time stamping authority of our own, with the certificate `ca.pem`."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(_CONFIGURATION)
    (folder / "serial").write_text("01\n")
    new = ("-newkey", "rsa:2048", "-nodes", "-config", "tsa.cnf")
    openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Example CA", "-days", "30", "-extensions", "root", at=folder)  # fmt: skip
    openssl("req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Example TSA", at=folder)
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "30", "-extfile", "tsa.cnf", "-extensions", "leaf", at=folder)  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority that is asked."""
    return make_authority(tmp_path_factory.mktemp("authorities") / "ours")


@pytest.fixture(scope="module")
def plain(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of the small office as a zip; nobody may change it."""
    target = tmp_path_factory.mktemp("plain") / "p.zip"
    done = qmsctl("pack", office.CLOSED, "-o", target, at=pattern)
    assert done.status == 0, done.err
    return target


def reply(authority: Path, request: Path) -> Path:
    """Return what *authority* answers to *request*."""
    file = request.with_suffix(".tsr")
    openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", str(request), "-out", str(file), at=authority)
    return file


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_stamp(plain: Path, authority: Path, tmp_path: Path, kind: str) -> None:
    """A request is written into the pack and beside it; the reply goes in, and verifies with the right certificate alone."""
    pack = tmp_path / "p.zip"
    pack.write_bytes(plain.read_bytes())
    if kind == "folder":
        pack = unpacked(pack, tmp_path / "p")
    done = qmsctl("stamp", pack, at=tmp_path)
    assert done.status == 0, done.err
    request = tmp_path / "p.tsq"
    assert f"--reply {tmp_path / 'p.tsr'}" in done.err
    verified(pack, status=0)
    answer = reply(authority, request)
    done = qmsctl("stamp", pack, "--reply", answer, at=tmp_path)
    assert done.status == 0, done.err
    unchecked = verified(pack, status=1)
    assert troubles(unchecked) == {("time_stamp", "MANIFEST.tsr")}
    assert any("--ca" in one["detail"] and one["state"] == "unknown" for one in unchecked["troubles"])
    data = verified(pack, "--ca", str(authority / "ca.pem"), status=0)
    assert any("Example TSA" in one["detail"] for one in data["troubles"])
    other = make_authority(tmp_path / "other")
    assert ("time_stamp", "MANIFEST.tsr") in troubles(verified(pack, "--ca", str(other / "ca.pem"), status=1))


def test_flipped_bytes(plain: Path, authority: Path, tmp_path: Path) -> None:
    """A changed byte in the reply or in the digest of the request is named, and so is a manifest made anew."""
    pack = unpacked(plain, tmp_path / "p")
    assert qmsctl("stamp", pack, at=tmp_path).status == 0
    assert qmsctl("stamp", pack, "--reply", reply(authority, tmp_path / "p.tsq"), at=tmp_path).status == 0
    ca = ("--ca", str(authority / "ca.pem"))
    verified(pack, *ca, status=0)
    for name in ("MANIFEST.tsr", "MANIFEST.tsq"):
        whole = (pack / name).read_bytes()
        for at in (0, len(whole) // 4, len(whole) // 2, len(whole) - 5):
            changed = bytearray(whole)
            changed[at] ^= 0xFF
            (pack / name).write_bytes(changed)
            assert "time_stamp" in {question for question, _ in troubles(verified(pack, *ca, status=1))}
        (pack / name).write_bytes(whole)
    (pack / "VERIFY.txt").write_text("another\n")
    seal(pack)
    assert {("time_stamp", "MANIFEST.tsr"), ("time_stamp", "MANIFEST.tsq")} <= troubles(
        verified(pack, *ca, status=1)
    )


def test_missing_stamp(plain: Path, authority: Path) -> None:
    """Who names an authority expects a time stamp; without one the pack does not hold."""
    named = troubles(verified(plain, "--ca", str(authority / "ca.pem"), status=1))
    assert named == {("time_stamp", "MANIFEST.tsr")}


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_refused_replies(plain: Path, authority: Path, tmp_path: Path, lang: str) -> None:
    """A reply to something else, or no reply at all, is refused, and the pack stays as it is."""
    pack = tmp_path / "p.zip"
    pack.write_bytes(plain.read_bytes())
    (tmp_path / "text").write_text("another\n")
    openssl("ts", "-query", "-data", "text", "-sha256", "-cert", "-out", "other.tsq", at=tmp_path)
    other = reply(authority, tmp_path / "other.tsq")
    (tmp_path / "broken.zip").write_text("no zip\n")
    before = state_of(tmp_path)
    for words in (
        (pack, "--reply", other),
        (pack, "--reply", tmp_path / "text"),
        (pack, "--reply", tmp_path / "none.tsr"),
        (tmp_path / "broken.zip",),
        (pack, "-o", tmp_path / "none" / "p.tsq"),
    ):
        done = qmsctl("stamp", *words, "--lang", lang, at=tmp_path)
        assert done.status == 2, done.says
        assert ("Next: " if lang == "en" else "Dalej: ") in done.err
    assert before == state_of(tmp_path)
