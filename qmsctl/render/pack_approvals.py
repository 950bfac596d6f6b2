"""How anybody looks at the approvals in a pack that are no records, with git alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import tr
from qmsctl.packs.description import Description
from qmsctl.packs.members import APPROVALS, OPENPGP_SIGNERS, SSH_SIGNERS
from qmsctl.render.instruction import Instruction

__all__ = ["approvals_beside_records"]

_KEYS: Final = f"-c gpg.ssh.allowedSignersFile={SSH_SIGNERS}"
_OPENPGP: Final = tr(
    "Signatures of OpenPGP need the keys of {file}, if the pack has that file: gpg --import {file}",
    file=OPENPGP_SIGNERS,
)
_FIRST: Final = "${line%% *}"
_LAST: Final = "${line#* * }"
"""What a line says first and last: the content, and the place."""


def approvals_beside_records(pack: Description, git: str) -> Iterator[Instruction]:
    """Yield the steps by which the approvals of *pack* are looked at that are no records.

    Args:
        pack: what it says about itself.
        git: how git is called so that it reads the history of the pack.
    """
    origins = {one.origin for document in pack.documents for one in document.approvals}
    if origins:
        yield _places(git)
    if "tag" in origins:
        yield _tags(git)
    if "trailer" in origins or "merge" in origins:
        yield _commits(git)
    if "fields" in origins:
        yield _fields(git)


def _places(git: str) -> Instruction:
    compare = f'test "$({git} rev-parse "$place")" = "{_FIRST}" || echo "$place"'
    return Instruction(
        tr("What else approves documents"),
        (
            tr(
                "Some documents are approved by something else than a record. The file {file} has a line for each"
                " such approval: the content, what approves it, and the commit and path where git holds the content.",
                file=APPROVALS,
            ),
            tr(
                "Where that content is not the one in the folder documents, they differ only in what they say"
                " of their status and approval."
            ),
        ),
        (f"while IFS= read -r line; do place={_LAST}; {compare}; done < {APPROVALS}",),
        tr("Nothing is printed. A content that is not there is named."),
    )


def _tags(git: str) -> Instruction:
    lines = f"grep -E '^[0-9a-f]+ refs/tags/' {APPROVALS}"
    parts = f"tag=${{line#* }}; tag=${{tag%% *}}; place={_LAST}"
    compare = f'test "$({git} rev-parse "$tag^{{commit}}")" = "${{place%%:*}}" || echo "$tag"'
    format = "%(objecttype) %(refname:short) %(taggerdate:short) %(taggername)"
    show = f"{git} for-each-ref --format='{format}' \"$tag\""
    verify = f'{git} {_KEYS} verify-tag "$tag" 2>&1 | head -n 1'
    return Instruction(
        tr("Documents approved by tags"),
        (
            tr(
                "A tag approves what its commit holds. The first command compares the commits,"
                " the second shows who made each tag."
            ),
            tr("A line that begins with “commit” is a tag that does not say who made it."),
            _OPENPGP,
        ),
        (
            f"{lines} | while IFS= read -r line; do {parts}; {compare}; done",
            f"{lines} | cut -d' ' -f2 | sort -u | while read -r tag; do {show}; {verify}; done",
        ),
        tr(
            "The first prints nothing. The second prints each tag, and below it that its signature is good"
            " and whose it is, or that it has none."
        ),
    )


def _commits(git: str) -> Instruction:
    lines = f"grep -E '^[0-9a-f]+ (trailer|merge) [0-9a-f]+:' {APPROVALS} | cut -d' ' -f3- | cut -d: -f1 | sort -u"
    show = f"{git} {_KEYS} log -1 --date=short --format='%G? %h %ad %an: %s%n%b' \"$commit\""
    return Instruction(
        tr("Documents approved by commits"),
        (
            tr(
                "The last lines of the message of a commit, such as Approved-by, say who decided;"
                " G stands for a signature with a key of {file}, N for none.",
                file=SSH_SIGNERS,
            ),
            _OPENPGP,
            tr(
                "Of a merge nobody said that it approves anything: the organisation counts it as an approval"
                " all the same."
            ),
        ),
        (f"{lines} | while read -r commit; do {show}; done",),
        tr("Each commit is printed, with its message."),
    )


def _fields(git: str) -> Instruction:
    lines = f"grep -E '^[0-9a-f]+ fields [0-9a-f]+:' {APPROVALS} | cut -d' ' -f3-"
    show = f'echo "== $place"; {git} cat-file blob "$place" | grep -I -m 20 ""'
    return Instruction(
        tr("Documents that say that they are approved"),
        (
            tr(
                "Nobody but the document says so, and whoever could change it could write that:"
                " it is declared, and no more."
            ),
        ),
        (f"{lines} | while IFS= read -r place; do {show}; done",),
        tr("The first lines of each such document are printed; of a file that is no text, nothing."),
    )
