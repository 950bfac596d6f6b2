"""Verifies a pack: its files against its manifest, and all they say against the history that goes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import LANGUAGES, Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.packs.approvals import Past, past_of
from qmsctl.packs.contents import approvals_of, origins_of
from qmsctl.packs.description import Description, description_of
from qmsctl.packs.members import (
    APART,
    APPROVALS,
    BUNDLE,
    DESCRIPTION,
    MANIFEST,
    OPENPGP_SIGNATURE,
    OPENPGP_SIGNERS,
    ORIGINS,
    PAGE,
    REPLY,
    REQUEST,
    SSH_SIGNATURE,
    SSH_SIGNERS,
    Manifest,
    digest_of,
    is_safe,
    read_manifest,
)
from qmsctl.packs.opened import OpenedPack
from qmsctl.packs.signers import signers_in
from qmsctl.packs.statements import statements
from qmsctl.packs.verified import PackVerified, Question, Standing, Trouble
from qmsctl.packs.witnesses import Witnesses, signature, time_stamp
from qmsctl.repo.bundle import BrokenBundleError, Unbundled, unbundled
from qmsctl.repo.git import GitFailedError, blob_name
from qmsctl.repo.snapshot import listing_files

__all__ = ["MadeAgain", "MakeAgain", "NotComparableError", "verify_pack"]

_BIGGEST = 1 << 26
"""Bytes of a file that is read to be understood; larger ones are only digested."""


_READABLE: Final = (".html", ".md")
"""How reports end that name the commit letter by letter."""


class NotComparableError(QmsctlError):
    """What a pack holds cannot be made again here, for a reason that says nothing against it."""


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """The files of a pack, made again out of its history."""

    members: Mapping[str, bytes]
    note: Message | None = None
    """What was not made again, and why."""


MakeAgain = Callable[[Description, Unbundled], MadeAgain]
"""Makes the files of a pack again; raises QmsctlError if that cannot be done."""


def verify_pack(pack: OpenedPack, witnesses: Witnesses, make_again: MakeAgain) -> PackVerified:
    """Return what comes of verifying *pack*.

    Args:
        pack: the files.
        witnesses: whose keys and certificates the caller trusts.
        make_again: makes its files again, to be compared.
    """
    return _Look(pack, witnesses, make_again).verified()


@dataclass
class _Look:
    """Looks at one pack."""

    pack: OpenedPack
    witnesses: Witnesses
    make_again: MakeAgain

    def __post_init__(self) -> None:
        self._counts: dict[Question, int] = {}
        self._altered: set[str] = set()

    def verified(self) -> PackVerified:
        pack = self.pack
        troubles = [*self._faults(), *self._manifest()]
        described = self._described()
        if described is None:
            detail = tr("it is not there, or is no description of a pack that this version can read")
            troubles.append(Trouble("description", DESCRIPTION, Standing.BROKEN, detail))
        else:
            troubles += self._description(described)
            troubles += self._history(described)
        manifest = self._read(MANIFEST)
        day = dt.date.fromisoformat(described.day) if described else None
        if manifest is not None:
            self._counts["signature"] = len({SSH_SIGNATURE, OPENPGP_SIGNATURE}.intersection(pack.files))
            self._counts["time_stamp"] = len({REQUEST, REPLY}.intersection(pack.files))
            troubles += signature(pack, manifest, self.witnesses, day)
            troubles += time_stamp(pack, manifest, self.witnesses)
        return PackVerified(
            described, digest_of(manifest) if manifest is not None else None, self._counts, tuple(troubles)
        )

    def _read(self, name: str) -> bytes | None:
        """Return the content of the file *name*; `None` if it is not there or too large to be understood."""
        file = self.pack.files.get(name)
        return file.read_bytes() if file is not None and file.stat().st_size <= _BIGGEST else None

    def _faults(self) -> Iterator[Trouble]:
        self._counts["files"] = len(self.pack.files)
        for fault in self.pack.faults:
            standing = Standing.NOTE if fault.harmless else Standing.BROKEN
            yield Trouble("files", fault.name, standing, fault.reason)

    def _manifest(self) -> Iterator[Trouble]:
        """Yield what the manifest and the files say of each other."""
        raw = self._read(MANIFEST)
        if raw is None:
            yield _broken(
                "manifest", MANIFEST, tr("there is no manifest, so nothing says which files belong to it")
            )
            return
        manifest = read_manifest(raw)
        unreadable = {fault.name for fault in self.pack.faults}.difference(self.pack.files)
        self._counts["manifest"] = len(manifest.digests.keys() - unreadable)
        for number in manifest.bad_lines:
            yield _broken("manifest", MANIFEST, tr("line {number} lists no file", number=number))
        for name in manifest.twice:
            yield _broken("manifest", name, tr("the manifest lists it twice"))
        for name in sorted(APART.intersection(manifest.digests)):
            yield _broken(
                "manifest", name, tr("the manifest lists it, although it is made of the manifest itself")
            )
        if not manifest.as_written and not manifest.bad_lines and not manifest.twice:
            yield _broken(
                "manifest", MANIFEST, tr("it is not sorted, or its lines do not end as they should")
            )
        yield from self._listed(manifest)

    def _listed(self, manifest: Manifest) -> Iterator[Trouble]:
        """Yield which files are missing, were altered or were added, by what the *manifest* lists."""
        told = {fault.name for fault in self.pack.faults}
        for name, digest in manifest.digests.items():
            if name not in self.pack.files:
                if name not in told:
                    yield _broken("manifest", name, tr("it is missing"))
            elif self.pack.digests[name] != digest:
                self._altered.add(name)
                yield _broken(
                    "manifest", name, tr("it was altered: its digest is not the one in the manifest")
                )
        for name in sorted(set(self.pack.files).difference(manifest.digests, APART)):
            yield _broken("manifest", name, tr("it was added: the manifest does not list it"))

    def _described(self) -> Description | None:
        raw = self._read(DESCRIPTION)
        found = description_of(raw) if raw is not None else None
        try:
            dt.date.fromisoformat(found.day if found else "")
        except ValueError:
            return None
        return found if found and found.language in LANGUAGES and _is_below(found.prefix) else None

    def _description(self, described: Description) -> Iterator[Trouble]:
        """Yield what the description and the files say of each other."""
        named = {
            *described.reports,
            *described.registers,
            *(name for one in described.documents for name in (one.source, one.page)),
            *(one.name for one in described.taken),
        }
        self._counts["description"] = len(named)
        for name in sorted(named):
            if not is_safe(name) or name not in self.pack.files:
                yield _broken(
                    "description", name, tr("{file} names it, and it is not there", file=DESCRIPTION)
                )
        lines = (APPROVALS,) if approvals_of(described) else ()
        own = {*APART, *PAGE, *lines, DESCRIPTION, BUNDLE, ORIGINS, SSH_SIGNERS, OPENPGP_SIGNERS}
        for name in sorted(set(self.pack.files).difference(named, own)):
            yield _broken("description", name, tr("{file} does not say what it is", file=DESCRIPTION))
        for name in (*PAGE, *lines, ORIGINS, SSH_SIGNERS):
            if name not in self.pack.files:
                yield _broken("description", name, tr("it is missing"))
        for one in described.left_out:
            if one.reason == "missing":
                detail = tr("the pack was made without it, because its content was not in the repository")
                yield Trouble("description", one.path, Standing.UNKNOWN, detail)

    def _history(self, described: Description) -> Iterator[Trouble]:
        """Yield what the history in the pack says of the rest; without it, only what the rest says of itself."""
        if BUNDLE not in self.pack.files:
            if described.history == "none":
                detail = tr(
                    "it was left out when the pack was made, so where the files come from cannot be established"
                )
                yield Trouble("history", BUNDLE, Standing.UNKNOWN, detail)
            elif any(fault.name == BUNDLE for fault in self.pack.faults):
                detail = tr("it cannot be read, so nothing can be compared with the history")
                yield Trouble("history", BUNDLE, Standing.UNKNOWN, detail)
            else:
                yield _broken("history", BUNDLE, tr("it is missing"))
            yield from self._statements(described, None)
            return
        try:
            with unbundled(self.pack.read(BUNDLE)) as history:
                yield from self._commit(described, history)
                try:
                    with listing_files(history.git, described.commit, described.prefix) as listed:
                        files = listed()
                except GitFailedError:  # told by the line before
                    files = None
                if files is not None:
                    yield from self._origin(described, history, files)
                yield from self._statements(described, files, history)
                if files is not None and history.refs.get("HEAD") == described.commit:
                    yield from self._papers(described, history)
        except BrokenBundleError as fault:
            yield _broken("history", BUNDLE, fault.message)
            yield from self._statements(described, None)

    def _commit(self, described: Description, history: Unbundled) -> Iterator[Trouble]:
        """Yield where the last commit is not the one that the pack and its reports name."""
        self._counts["history"] = len(history.refs)
        for ref in ("HEAD", f"refs/heads/{described.branch}"):
            if (end := history.refs.get(ref)) != described.commit:
                detail = tr(
                    "it ends with the commit {commit}, and the pack is of {named}",
                    commit=end or "-",
                    named=described.commit,
                )
                yield _broken("history", BUNDLE, detail)
                break
        for name in described.reports:
            if not name.endswith(_READABLE):
                continue  # compressed: one is made again and compared, the other rests on the manifest
            raw = self._read(name)
            if raw is not None and described.commit.encode() not in raw:
                yield _broken(
                    "history", name, tr("it does not name the commit {commit}", commit=described.commit)
                )

    def _origin(
        self, described: Description, history: Unbundled, files: Mapping[str, str]
    ) -> Iterator[Trouble]:
        """Yield which files are not those of the history."""
        self._counts["origin"] = len(described.taken) + len(described.documents)
        for one in described.taken:
            if files.get(one.path) != one.blob:
                detail = tr("in the commit, {path} is another content, or is not there", path=one.path)
                yield _broken("origin", one.name, detail)
            elif not self._is(one.name, one.blob):
                yield _broken(
                    "origin", one.name, tr("it is not what the commit holds as {path}", path=one.path)
                )
        held = history.held(one.blob for one in described.documents)
        for document in described.documents:
            if document.blob not in held:
                yield _broken("origin", document.source, tr("the history does not hold what was approved"))
            elif not self._is(document.source, document.blob):
                yield _broken("origin", document.source, tr("it is not the content that was approved"))
        for name, lines in ((ORIGINS, origins_of(described)), (APPROVALS, approvals_of(described))):
            if (raw := self._read(name)) is not None and raw != lines:
                yield _broken("origin", name, tr("it does not say what {file} says", file=DESCRIPTION))

    def _papers(self, described: Description, history: Unbundled) -> Iterator[Trouble]:
        """Yield which files come out of the history otherwise than they are in the pack."""
        try:
            made = self.make_again(described, history)
        except NotComparableError as reason:
            yield Trouble("papers", "", Standing.NOTE, reason.message)
            return
        except QmsctlError as fault:
            yield Trouble(
                "papers",
                "",
                Standing.UNKNOWN,
                tr("they cannot be made again: {reason}", reason=fault.message),
            )
            return
        if made.note is not None:
            yield Trouble("papers", "", Standing.NOTE, made.note)
        compared = {name: content for name, content in made.members.items() if name not in (*APART, BUNDLE)}
        told = self._altered  # of those the manifest has said enough
        self._counts["papers"] = len(compared.keys() - told)
        for name, content in sorted(compared.items()):
            if name not in told and self.pack.digests.get(name) != digest_of(content):
                yield _broken("papers", name, tr("made again out of the history, it is another"))

    def _is(self, name: str, blob: str) -> bool:
        """Return whether the file *name* is the content *blob*; one that is not there was told before."""
        return name not in self.pack.files or blob_name(self.pack.read(name), len(blob)) == blob

    def _statements(
        self, described: Description, files: Mapping[str, str] | None, history: Unbundled | None = None
    ) -> Iterator[Trouble]:
        """Yield where documents, attachments and seals are not what the records say, or what else approves."""

        def past(organisation: Organisation) -> Past | None:
            if history is None or files is None:
                return None
            keys = signers_in(*(self._read(name) or b"" for name in (SSH_SIGNERS, OPENPGP_SIGNERS)))
            try:
                return past_of(described, history, organisation, keys)
            except QmsctlError:  # that it is damaged is told of the history
                return None

        counts, troubles = statements(self.pack, described, files, past)
        self._counts.update(counts)
        yield from troubles


def _is_below(prefix: str) -> bool:
    """Return whether *prefix* is empty, or names a folder that lies in the repository."""
    return not prefix or (prefix.endswith("/") and not {"", ".", ".."}.intersection(prefix[:-1].split("/")))


def _broken(question: Question, name: str, detail: Message) -> Trouble:
    return Trouble(question, name, Standing.BROKEN, detail)
