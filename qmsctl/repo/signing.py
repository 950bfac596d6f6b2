"""With which program and key this person signs, by their own settings of git and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["QUESTION", "SETTINGS", "Signing", "signing_as", "signing_options"]

SETTINGS: Final = ("gpg.format", "gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "user.signingkey")
"""What git asks its settings about when it signs."""

QUESTION: Final = ("config", "-z", "--show-scope", "--get-regexp", r"^(gpg\.|user\.signingkey$)")
"""The words by which git lists the settings, each with where it comes from."""

_OWN: Final = ("system", "global")
"""Where a person's own settings stand.  A repository's (local, worktree) may be anybody's."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How a person signs."""

    format: str
    """`ssh` or `openpgp`."""
    key: str
    gpg: str
    ssh: str


def signing_as(own: Mapping[str, str], *, is_in_repository: bool = False) -> Signing:
    """Return how a person signs.

    Args:
        own: that person's own settings of git: some of `SETTINGS`.
        is_in_repository: whether the repository's own configuration names a key, which does not count.

    Raises:
        RefusedError: git knows no key of theirs, or one of a kind that qmsctl does not verify.
    """
    format = own.get("gpg.format", "openpgp")
    if format not in ("openpgp", "ssh"):
        raise RefusedError(
            tr("git is set up to sign with {format}, which qmsctl does not verify", format=format),
            tr("sign with SSH: git config --global gpg.format ssh"),
        )
    key = own.get("user.signingkey")
    if not key and is_in_repository:
        raise RefusedError(
            tr(
                "only the repository's own configuration of git names a key to sign with; it does not count,"
                " because whoever made the repository may have written it"
            ),
            tr(
                "name the key in your own configuration: git config --global user.signingKey KEY;"
                " for a key of SSH also git config --global gpg.format ssh"
            ),
        )
    if not key:
        raise RefusedError(
            tr("git knows no key of yours to sign with"),
            tr(
                "make one with ssh-keygen -t ed25519 if you have none, then tell git:"
                " git config --global gpg.format ssh && git config --global user.signingKey ~/.ssh/id_ed25519.pub"
            ),
        )
    gpg = own.get("gpg.openpgp.program") or own.get("gpg.program") or "gpg"
    return Signing(format, key, gpg, own.get("gpg.ssh.program") or "ssh-keygen")


def signing_options(listed: str) -> tuple[str, ...]:
    """Return the options by which git signs as this person does, pinning all that could name another program.

    Args:
        listed: what git answers to `QUESTION`.

    Raises:
        RefusedError: git knows no key of theirs, or one of a kind that qmsctl does not verify.
    """
    own: dict[str, str] = {}
    is_in_repository = False
    fields = listed.split("\0")
    for scope, setting in zip(fields[::2], fields[1::2], strict=False):
        name, _, value = setting.partition("\n")
        if scope in _OWN:
            own[name] = value  # the last one counts, as it does for git
        elif name == "user.signingkey":
            is_in_repository = True
    how = signing_as(own, is_in_repository=is_in_repository)
    pinned = {
        "gpg.format": how.format,
        "gpg.program": how.gpg,
        "gpg.openpgp.program": how.gpg,
        "gpg.ssh.program": how.ssh,
        "gpg.ssh.defaultKeyCommand": "",
        "user.signingKey": how.key,
    }
    return tuple(word for name, value in pinned.items() for word in ("-c", f"{name}={value}"))
