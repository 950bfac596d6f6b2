"""Public keys as `qms.yaml` and trust files list them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from qmsctl.documents.source import Flaw, Source
from qmsctl.messages import tr
from qmsctl.model.values import FORBID_UNKNOWN, Day, Named, PublicKey
from qmsctl.repo.public_keys import KeyKind, kind_of_key

__all__ = ["ListedKey", "TrustedKey", "unfit_keys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """A public key somebody signs with, from a day and perhaps until one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    kind: KeyKind
    key: PublicKey
    from_: Day | None = None
    until: Day | None = None
    """The last day on which it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """An entry of a trust file: a key, and whose it is."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    person: Named
    """The key of the person in `qms.yaml`."""
    kind: KeyKind
    key: PublicKey
    from_: Day | None = None
    until: Day | None = None
    """The last day on which it counts."""


def unfit_keys(
    source: Source, path: tuple[str | int, ...], keys: Iterable[ListedKey | TrustedKey]
) -> Iterator[Flaw]:
    """Yield a flaw for each of *keys*, which stand under *path*, that is of another kind than it says."""
    for index, listed in enumerate(keys):
        if kind_of_key(listed.key) != listed.kind:
            yield Flaw(
                "wrong-value",
                source.at(*path, index, "kind"),
                tr("this key is not of the kind {kind}", kind=listed.kind),
                tr("write kind: {kind}", kind=kind_of_key(listed.key)),
            )
