"""The keys that go with a pack: as ssh-keygen and git read them, and as gpg does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from qmsctl.packs.members import PURPOSE
from qmsctl.repo.public_keys import kind_of_key, read_public_key
from qmsctl.repo.signatures import Signer

__all__ = ["allowed_signers", "openpgp_keys", "principals", "signers_in"]

_UNFIT: Final = re.compile(r"[^!-~]|[\",*?!]")
"""What a principal cannot hold: blanks, letters outside ASCII, and what stands for other letters."""
_LINE: Final = re.compile(
    r'(?P<who>\S+) namespaces="[^"]*"(?:,valid-after="(?P<since>\d{8})")?(?:,valid-before="(?P<until>\d{8})")? '
    r"(?P<key>\S+ \S+)"
)
_BLOCK: Final = re.compile(
    "-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL
)
_ONE_DAY: Final = dt.timedelta(days=1)


def allowed_signers(listed: Iterable[Signer], addresses: Mapping[str, Sequence[str]]) -> bytes:
    """Return the SSH keys *listed*, one to a line, as `ssh-keygen -Y verify` and git read them.

    Args:
        listed: the keys that count.
        addresses: the e-mail addresses of people, by their keys in `qms.yaml`.
    """
    return "".join(_lines(listed, addresses)).encode("ascii")


def _lines(listed: Iterable[Signer], addresses: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for signer in listed:
        if kind_of_key(signer.key) != "ssh":
            continue
        who = principals(signer.person, addresses.get(signer.person, ()))
        valid = f',valid-after="{signer.since:%Y%m%d}"' if signer.since else ""
        if signer.until and signer.until < dt.date.max:
            valid += f',valid-before="{signer.until + _ONE_DAY:%Y%m%d}"'
        yield f'{who} namespaces="git,{PURPOSE}"{valid} {signer.key}\n'


def principals(person: str, addresses: Sequence[str]) -> str:
    """Return how the list names *person*, whose key it is: by their *addresses*, or else by themselves."""
    return ",".join(_UNFIT.sub("_", name) for name in addresses or (person,))


def openpgp_keys(listed: Iterable[Signer]) -> bytes:
    """Return the OpenPGP keys *listed*, as `gpg --import` reads them."""
    return "".join(signer.key for signer in listed if kind_of_key(signer.key) == "openpgp").encode("ascii")


def signers_in(ssh: bytes, openpgp: bytes) -> tuple[Signer, ...]:
    """Return the keys that a pack brings with it, as the two functions above wrote them; others are passed over."""
    found: list[Signer] = []
    for line in ssh.decode("ascii", "replace").splitlines():
        if (entry := _LINE.fullmatch(line)) is not None and (key := _key(entry["key"])) is not None:
            until = _day(entry["until"])
            found.append(Signer(entry["who"], key, _day(entry["since"]), until - _ONE_DAY if until else None))
    blocks = map(_key, _BLOCK.findall(openpgp.decode("ascii", "replace")))
    return (*found, *(Signer("", key) for key in blocks if key is not None))


def _key(text: str) -> str | None:
    try:
        return read_public_key(text)
    except ValueError:
        return None


def _day(digits: str | None) -> dt.date | None:
    try:
        return dt.datetime.strptime(f"{digits}+0000", "%Y%m%d%z").date() if digits else None
    except ValueError:
        return None
