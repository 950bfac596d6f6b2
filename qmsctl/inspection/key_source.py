"""Who says whose keys count: it belongs to every result that shows how sure approvals are."""

from __future__ import annotations

from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.model.authority import Authority

__all__ = ["key_data", "key_sentence", "key_source"]

_SHORT: Final = 10
"""Digits of a commit that people are shown."""
_DIGITS: Final = 12
"""Of the digest, that people are shown."""


def key_source(authority: Authority) -> Message | None:
    """Return where the listed keys come from and how many signatures were verified; `None` if nobody lists any."""
    keys = authority.keys
    facts: dict[str, int | str] = {
        "count": len(keys.signers.listed),
        "digest": keys.signers.digest[:_DIGITS],
        "signatures": authority.signatures.count,
    }
    if keys.origin == "option":
        return tr(
            "{count}, from the file given with --trust, digest {digest}; signatures: {signatures}", **facts
        )
    if keys.origin == "user":
        return tr("{count}, from the user's settings, digest {digest}; signatures: {signatures}", **facts)
    if keys.commit and keys.signers.listed:
        return tr(
            "{count}, from qms.yaml in commit {commit}, digest {digest}; signatures: {signatures}",
            commit=keys.commit[:_SHORT],
            **facts,
        )
    if keys.unheard:
        return tr(
            "which ones count cannot be established, so no signature was verified; not counted: {count}",
            count=keys.unheard,
        )
    return None


def key_sentence(authority: Authority) -> Message | None:
    """Return the same as a line of its own."""
    source = key_source(authority)
    return tr("Keys of signers: {source}.", source=source) if source else None


def key_data(authority: Authority) -> dict[str, object]:
    """Return the same for programs."""
    keys = authority.keys
    return {
        "source": keys.origin,
        "commit": keys.commit,
        "count": len(keys.signers.listed),
        "digest": f"sha256:{keys.signers.digest}",
        "signatures": authority.signatures.count,
    }
