"""Real keys, real signatures: what tests of signed commits share."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Gnupg", "gnupg", "ssh_key"]


def ssh_key(folder: Path, name: str, passphrase: str = "") -> Path:
    """Make an SSH key of our own; return the file of the private one, beside which lies the public one."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", file], check=True
    )
    return file


def public(key: Path) -> str:
    """Return the line that is listed for an SSH key."""
    return key.with_suffix(".pub").read_text().strip()


@dataclass(frozen=True)
class Gnupg:
    """A home of GnuPG."""

    home: Path

    def run(self, *arguments: str, sent: bytes = b"") -> str:
        """Run gpg here and return what it prints."""
        done = subprocess.run(
            ["gpg", "--homedir", self.home, "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "", *arguments],
            input=sent,
            capture_output=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def key(self, address: str, expires: str = "never") -> str:
        """Make a key that can sign, on the first day of 2026, and return its fingerprint."""
        (self.home / "gpg.conf").unlink(missing_ok=True)
        self.run(
            "--faked-system-time=20260101T000000",
            "--quick-generate-key",
            f"Somebody <{address}>",
            "ed25519",
            "sign",
            expires,
        )
        listed = self.run("--with-colons", "--list-keys", f"<{address}>")
        return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))

    def public(self, fingerprint: str) -> str:
        """Return the block that is listed for a key."""
        return self.run("--armor", "--export", fingerprint)

    def at(self, time: str = "20260401T120000") -> str:
        """Set the clock of gpg to *time*, and return its home."""
        (self.home / "gpg.conf").write_text(f"faked-system-time {time}\n")
        return str(self.home)


@contextmanager
def gnupg() -> Iterator[Gnupg]:
    """Make a home of GnuPG, and end its agent.  The name of its socket has to be short."""
    home = Path(tempfile.mkdtemp(prefix="g"))
    try:
        yield Gnupg(home)
    finally:
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)
        shutil.rmtree(home, ignore_errors=True)
        assert not os.path.lexists(home)
