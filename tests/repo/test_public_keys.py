"""What may be listed as a public key, and what is refused."""

from __future__ import annotations

import base64

import pytest

from qmsctl.repo.public_keys import kind_of_key, read_public_key, ssh_fingerprint

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC8nwgS/IgO6HBKl2heY5J8JpwwPj8LUZb+z2ngdprmW"
FINGERPRINT = "SHA256:c8E+pJsteI7D6LQeMWdKkxGmm2AEksZVK0X82ptcXsM"
"""As `ssh-keygen -l` prints it."""


def armoured(label: str, first: int, head: str = "Version: 1\n") -> str:
    """Return a block of OpenPGP whose first byte is *first*."""
    body = base64.b64encode(bytes([first]) + bytes(80)).decode()
    return f"-----BEGIN {label}-----\n{head}\n{body[:64]}\n{body[64:]}\n=AbCd\n-----END {label}-----\n"


def certificate(type: str) -> str:
    """Return an SSH key of *type* that says the same of itself within."""
    name = type.encode()
    return f"{type} {base64.b64encode(len(name).to_bytes(4, 'big') + name + bytes(40)).decode()}"


def test_ssh_key_is_kept_without_its_comment() -> None:
    """What follows the key is a remark, which is not digested."""
    assert read_public_key(f"  {ED25519} a.kowalska@office laptop\n") == ED25519
    assert kind_of_key(ED25519) == "ssh"


def test_fingerprint_is_that_of_ssh_keygen() -> None:
    """The fingerprint a person can compare."""
    assert ssh_fingerprint(base64.b64decode(ED25519.split()[1])) == FINGERPRINT


@pytest.mark.parametrize("first", [0x99, 0x98, 0xC6], ids=["old format", "old format, short", "new format"])
def test_openpgp_block_that_begins_with_a_public_key(first: int) -> None:
    """Either format of packets, with or without the headers that old programs write."""
    for head in ("", "Version: 1\n"):
        block = armoured("PGP PUBLIC KEY BLOCK", first, head)
        assert kind_of_key(read_public_key(block)) == "openpgp"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "ssh-ed25519",
        "ssh-ed25519 ????",
        "ssh-ed25519 AAAA",
        ED25519.replace("ssh-ed25519 ", "ssh-rsa "),
        f"{ED25519}\n{ED25519}",
        f'namespaces="git" {ED25519}',
        certificate("ssh-dss"),
        certificate("ssh-ed25519-cert-v01@openssh.com"),
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
        armoured("PGP PRIVATE KEY BLOCK", 0x95),
        armoured("PGP PUBLIC KEY BLOCK", 0x95),
        armoured("PGP PUBLIC KEY BLOCK", 0x99) + armoured("PGP PUBLIC KEY BLOCK", 0x99),
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n-----END PGP PUBLIC KEY BLOCK-----",
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    """Private keys, certificates, keys that say another type within, two at once, options of other files."""
    with pytest.raises(ValueError):  # noqa: PT011 - the schema puts it into words
        read_public_key(text)
