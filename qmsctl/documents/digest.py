"""The digest of a document's content: what an approval approves.

The algorithm `content-1` is specified in `docs/digest.md`, with test vectors.
A comment, the order of fields, the form of line ends and the way a value is
quoted do not count; a changed word does.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Final

from qmsctl.documents.place import Tree

__all__ = ["ALGORITHM", "canonical", "content_digest", "digest_below"]

ALGORITHM: Final = "content-1"


_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(tree: Tree) -> str:
    """Return *tree* as it goes into a digest, unless a text in it is not in the form that counts."""
    return _CANONICAL.encode(tree)


def content_digest(content: Mapping[str, Tree]) -> str:
    """Return `content-1:sha256:` and the digest of all that *content* holds."""
    return _digest(canonical(content))


def digest_below(head: str, body: str) -> str:
    """Return the digest of a Markdown document: of its fields, which are *head* as `canonical` gives it, and its *body*."""
    return _digest(f'{{"body":{canonical(body)},"head":{head}}}')


def _digest(written: str) -> str:
    # Nearly every text is in the form that counts, which one look at all of them shows: were a part of
    # the whole not in it, neither would be the whole.
    if "\\r" in written or not unicodedata.is_normalized("NFC", written):
        written = _CANONICAL.encode(_folded(json.loads(written)))
    digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{ALGORITHM}:sha256:{digest}"


def _folded(tree: Tree) -> object:
    r"""Return *tree* with texts in Unicode form NFC and line ends as `\n`."""
    if tree is None:
        return None
    if isinstance(tree, str):
        text = tree.replace("\r\n", "\n").replace("\r", "\n") if "\r" in tree else tree
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if isinstance(tree, list):
        return [_folded(value) for value in tree]
    if isinstance(tree, Mapping):
        return {unicodedata.normalize("NFC", key): _folded(value) for key, value in tree.items()}
    return [_folded(value) for value in tree]
