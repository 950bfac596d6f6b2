"""Whom to trust: whose keys count, who says so, and what that was before the change under check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, TypeAlias

from qmsctl.documents.source import Flaw, Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import ConfigurationError
from qmsctl.messages import tr
from qmsctl.model.listed_keys import TrustedKey, unfit_keys
from qmsctl.model.organisation import Organisation
from qmsctl.model.schema import as_fact
from qmsctl.model.values import FORBID_UNKNOWN
from qmsctl.repo.signatures import NO_SIGNATURES, NOBODY, Signatures, Signer, Signers

__all__ = [
    "NO_AUTHORITY",
    "Authority",
    "Base",
    "BrokenTrustFileError",
    "KeySource",
    "Origin",
    "TrustFile",
    "signers_of",
    "trust_file",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustFile:
    """What a trust file says."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    trust: Literal["1"]
    signers: tuple[TrustedKey, ...] = ()


class BrokenTrustFileError(ConfigurationError):
    """A trust file has faults; which keys count cannot be half known."""

    def __init__(self, path: str, flaws: tuple[Flaw | Malformed, ...]) -> None:
        super().__init__(
            tr("the trust file {file} cannot be used as it is", file=path),
            tr("mend what is named above"),
        )
        self.flaws: Final = flaws


Origin: TypeAlias = Literal["option", "user", "base", "none"]
"""`--trust`, the user's own settings, `qms.yaml` at the base of the branch; or nobody can say."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """Whose keys count, and who says so."""

    origin: Origin
    signers: Signers = NOBODY
    commit: str | None = None
    """Of `base`: the commit whose `qms.yaml` lists them."""
    unheard: int = 0
    """How many keys the files under check list, where nobody can say which count."""


@dataclass(frozen=True, slots=True)
class Base:
    """What held before the change under check: the last commit it shares with the controlled branch."""

    commit: str | None
    """`None` if it cannot be found."""
    organisation: Organisation | None = None
    """What `qms.yaml` said there; `None` if it was not there or cannot be read."""
    branch: str | None = None
    """The controlled branch that is not here."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Everything that decides whom to believe."""

    keys: KeySource = field(default_factory=lambda: KeySource("none"))
    base: Base | None = None
    """`None` if no controlled branch was ever named, or nothing is committed yet."""
    signatures: Signatures = NO_SIGNATURES


NO_AUTHORITY: Final = Authority()


def trust_file(path: str, raw: bytes) -> TrustFile:
    """Read the trust file *raw*, which is called *path*.

    Raises:
        BrokenTrustFileError: it has faults.
    """
    source = read_yaml(path, raw)
    if isinstance(source, Malformed):
        raise BrokenTrustFileError(path, (source,))
    stated, flaws = as_fact(source, TrustFile)
    unfit = unfit_keys(source, ("signers",), stated.signers) if stated and not flaws else ()
    flaws = (*source.flaws, *flaws, *unfit)
    if stated is None or flaws:
        raise BrokenTrustFileError(path, flaws)
    return stated


def signers_of(stated: TrustFile | Organisation, zone: dt.tzinfo) -> Signers:
    """Return the keys that a trust file or `qms.yaml` lists."""
    if isinstance(stated, TrustFile):
        keys = [Signer(entry.person, entry.key, entry.from_, entry.until) for entry in stated.signers]
    else:
        keys = [
            Signer(person, entry.key, entry.from_, entry.until)
            for person, known in stated.people.items()
            for entry in known.keys
        ]
    return Signers(tuple(keys), zone)
