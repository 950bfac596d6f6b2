"""A history as a git bundle: one file out of which anybody with git gets all of it back.

The bundle is put together here, because `git bundle` takes over what the repository has
packed before, and so gives other bytes in every clone.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr
from qmsctl.repo.git import Git, GitFailedError

__all__ = ["BrokenBundleError", "Unbundled", "bundle_of", "unbundled"]

_PACKED: Final = (
    "--stdout", "--revs", "-q",
    "--threads=1",  # several would share out the work differently each time
    "--no-reuse-delta", "--no-reuse-object",  # nothing of how this clone happens to be packed
    "--no-use-bitmap-index", "--no-sparse",
    "--window=10", "--depth=50", "--window-memory=0", "--compression=9", "--delta-base-offset",
)  # fmt: skip
_SHA256: Final = 64
"""Digits of a name in a repository whose names are SHA-256."""
_HEAD: Final = re.compile(rb"# v(?P<version>[23]) git bundle\n")
_LINE: Final = re.compile(
    rb"(?:@(?P<capability>[^\n]*)|-(?P<needed>[0-9a-f]{40,64})[^\n]*|(?P<name>[0-9a-f]{40,64}) (?P<ref>[^\n]+))\n"
)
_REF: Final = re.compile(r"refs/(?:heads|tags)/[^\x00-\x20\x7f~^:?*\[\\]+")
_LONGEST: Final = 1 << 20
"""Bytes of the head of a bundle that are looked at."""


class BrokenBundleError(QmsctlError):
    """A bundle that gives back no whole history."""


@dataclass(frozen=True, slots=True)
class Unbundled:
    """A repository made of a bundle and of nothing else."""

    git: Git
    folder: Path
    refs: Mapping[str, str]
    """The ids that the bundle's branches and tags lead to, by their full names."""

    def held(self, blobs: Iterable[str]) -> frozenset[str]:
        """Return which of *blobs* are in it; none is read, however large it may be."""
        asked = "".join(f"{name}\n" for name in sorted(set(blobs)))
        if not asked:
            return frozenset()
        answer = self.git.run(
            "cat-file", "--batch-check=%(objectname) %(objecttype)", sent=asked.encode("ascii")
        )
        lines = (line.split() for line in answer.decode("ascii").splitlines())
        return frozenset(name for name, kind, *_ in lines if kind == "blob")

    def held_at(self, places: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """Return git's names of what lies at *places*, each a commit and a path from its top; others are left out."""
        asked = sorted(set(places))
        plain = [one for one in asked if "\n" not in one[1]]
        sent = "".join(f"{commit}:{path}\n" for commit, path in plain).encode("utf-8", "surrogateescape")
        answer = self.git.run("cat-file", "--batch-check=%(objectname)", sent=sent) if plain else b""
        told = answer.decode("utf-8", "surrogateescape").split("\n")
        found = {place: name for place, name in zip(plain, told, strict=False) if " " not in name}
        for commit, path in (one for one in asked if "\n" in one[1]):  # git is asked for one to a line
            with suppress(GitFailedError):
                told_alone = self.git.run("rev-parse", "--verify", "--end-of-options", f"{commit}:{path}")
                found[commit, path] = told_alone.decode("ascii").strip()
        return found


def bundle_of(git: Git, commit: str, branches: Mapping[str, str]) -> bytes:
    """Return the whole history of *commit*, and the tags on it, as a bundle.

    The same commits and tags give the same bytes in every clone, with the same version of git and
    of the library it compresses with.

    Args:
        git: reads the repository.
        commit: the id of the last commit.
        branches: the commits that branches end at, by their names; each is a part of that history.

    Raises:
        GitFailedError: something that the commit leads to is not here.
    """
    listed = git.run(
        "for-each-ref", f"--merged={commit}", "--format=%(objectname) %(refname)", "refs/tags/"
    ).decode("utf-8", "surrogateescape")
    refs = {ref: name for name, _, ref in (line.partition(" ") for line in listed.splitlines())}
    refs |= {f"refs/heads/{branch}": end for branch, end in branches.items()}
    wanted = "".join(f"{name}\n" for name in sorted({commit, *refs.values()}))
    pack = git.run("pack-objects", *_PACKED, sent=wanted.encode("ascii"))
    head = "# v3 git bundle\n@object-format=sha256\n" if len(commit) == _SHA256 else "# v2 git bundle\n"
    lines = "".join(f"{name} {ref}\n" for ref, name in sorted(refs.items()))
    return f"{head}{commit} HEAD\n{lines}\n".encode("utf-8", "surrogateescape") + pack


@contextmanager
def unbundled(raw: bytes) -> Iterator[Unbundled]:
    """Make a repository of the bundle *raw* in a temporary folder, and yield it.

    No git is asked to clone: only the objects are taken, each under the name that its bytes have, so
    that a bundle brings no settings, hooks or references of its own.

    Raises:
        BrokenBundleError: it is no bundle, it is damaged, or something that it leads to is not in it.
    """
    refs, format, start = _head(raw)
    with tempfile.TemporaryDirectory(prefix="qmsctl-") as name:
        folder = Path(name) / "history.git"
        _bare(folder, format)
        git = Git(folder, bare=True, bounded=True)
        try:
            git.run("index-pack", "--stdin", "--threads=1", sent=raw[start:])
        except GitFailedError as failure:
            raise _broken(tr("git says {complaint}", complaint=_last(failure))) from failure
        ends = "".join(f"{id}\n" for id in sorted(set(refs.values())))
        try:
            git.run("rev-list", "--objects", "--quiet", "--stdin", sent=ends.encode("ascii"))
        except GitFailedError as failure:
            raise BrokenBundleError(
                tr(
                    "something the history leads to is not in it: git says {complaint}",
                    complaint=_last(failure),
                ),
                tr("ask whoever made the pack for another one"),
            ) from failure
        _name(folder, refs)
        yield Unbundled(git, folder, refs)


def _last(failure: GitFailedError) -> str:
    """Return what git said last: that is why it gave up."""
    return (failure.complaint.strip().splitlines() or ["-"])[-1]


def _broken(complaint: Message | str) -> BrokenBundleError:
    return BrokenBundleError(
        tr("it cannot be read as a history: {complaint}", complaint=complaint),
        tr("ask whoever made the pack for another one"),
    )


def _bare(folder: Path, format: str) -> None:
    """Make an empty repository by hand: `git init` would copy templates that somebody set up."""
    for part in ("objects/pack", "objects/info", "refs/heads", "refs/tags"):
        (folder / part).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="ascii")
    settings = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
    settings += f"[extensions]\n\tobjectFormat = {format}\n"
    (folder / "config").write_text(settings, encoding="ascii")


def _name(folder: Path, refs: Mapping[str, str]) -> None:
    """Give the branches and tags of *refs* their names in the repository; a name git would not give is left out."""
    if "HEAD" in refs:
        (folder / "HEAD").write_text(f"{refs['HEAD']}\n", encoding="ascii")
    lines = "".join(
        f"{id} {ref}\n" for ref, id in sorted(refs.items()) if _REF.fullmatch(ref) and ".." not in ref
    )
    (folder / "packed-refs").write_bytes(b"# pack-refs with:\n" + lines.encode("utf-8", "surrogateescape"))


def _head(raw: bytes) -> tuple[dict[str, str], str, int]:
    """Return the references of a bundle, the format of its names, and where its objects begin.

    Raises:
        BrokenBundleError: it is no bundle, or rests on a history that is not in it.
    """
    first = _HEAD.match(raw)
    if first is None:
        raise _broken(tr("it is no git bundle"))
    refs: dict[str, str] = {}
    format, at = "sha1", first.end()
    while raw[at : at + 1] != b"\n":
        line = _LINE.match(raw, at, _LONGEST)
        if line is None:
            raise _broken(tr("its beginning is damaged"))
        if line["needed"] is not None or (line["capability"] or b"").startswith(b"filter="):
            raise BrokenBundleError(
                tr("it holds only a part of the history and rests on another part that is not in it"),
                tr("ask whoever made the pack for another one"),
            )
        if line["capability"] is not None:
            format = _format(line["capability"])
        else:
            refs[line["ref"].decode("utf-8", "surrogateescape")] = line["name"].decode("ascii")
        at = line.end()
    if not refs:
        raise _broken(tr("no branch is named in it"))
    return refs, format, at + 1


def _format(capability: bytes) -> str:
    if capability not in (b"object-format=sha1", b"object-format=sha256"):
        raise _broken(tr("its names are of an unknown kind"))
    return capability.decode("ascii").partition("=")[2]
