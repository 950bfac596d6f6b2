"""What goes into a pack out of the repository: documents in force, records, attachments, the history itself.

Everything is taken from one commit, byte by byte; the working tree has no part in it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import tr
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.naming import folder_name, slug
from qmsctl.packs.description import (
    SCHEMA,
    Attachments,
    Description,
    History,
    Keys,
    LeftOut,
    PackedApproval,
    PackedDocument,
    PackedFile,
    Tool,
)
from qmsctl.packs.members import (
    APPROVALS,
    BUNDLE,
    DESCRIPTION,
    OPENPGP_SIGNERS,
    ORIGINS,
    SSH_SIGNERS,
    Names,
    manifest_of,
)
from qmsctl.packs.members import MANIFEST as MANIFEST_NAME
from qmsctl.packs.signers import allowed_signers, openpgp_keys
from qmsctl.repo.bundle import bundle_of
from qmsctl.repo.git import GitFailedError
from qmsctl.repo.repository import Repository

__all__ = [
    "Contents",
    "Wanted",
    "approvals_of",
    "branch_of",
    "contents_of",
    "history_of",
    "in_force",
    "origins_of",
    "sealed",
    "stem_of",
]

_CONFIGURATION: Final = "qms.yaml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pack is asked to hold."""

    audit: str | None
    """The id of the audit; `None`: the readiness of the whole system."""
    attachments: Attachments
    history: History
    language: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack holds out of the repository, before what people read is added."""

    description: Description
    """Without reports and registers, which nobody has written yet."""
    members: Mapping[str, bytes]
    missing: tuple[LeftOut, ...]
    """What should be in it and is not in the repository."""


def stem_of(id: str) -> str:
    """Return how the names of the reports about *id* begin."""
    return slug(id)[:60] or folder_name(id)


def history_of(system: System, repository: Repository) -> bytes:
    """Return the history that a pack rests on, as a bundle; the rest of the pack is made of it alone.

    Its controlled branch ends where that of *system* and the commit were last the same, so that a
    change cannot bring the keys by which it is judged.

    Raises:
        QmsctlError: nothing is committed, the history is cut off, or something of it is missing.
    """
    commit = system.history.head
    if commit is None:
        raise RefusedError(
            tr("nothing is committed yet, so there is nothing to pack"),
            tr("commit what there is: git add -A && git commit"),
        )
    if not system.history.complete:
        raise RefusedError(
            tr("the history here is cut off, so a pack could not prove what it rests on"),
            tr("fetch the whole history: git fetch --unshallow --tags; in CI set fetch-depth: 0"),
        )
    named, base = system.organisation.branch or "main", system.authority.base
    branches = {named: commit if base is None else base.commit, branch_of(system): commit}
    try:
        return bundle_of(repository.git, commit, {name: end for name, end in branches.items() if end})
    except GitFailedError as failure:
        raise QmsctlError(
            tr("the history cannot be packed: {reason}", reason=failure.message),
            tr("clone the repository anew, this time without --filter and --depth"),
        ) from failure


def branch_of(system: System) -> str:
    """Return what the branch that ends with the commit is called in a pack: the controlled one, if it is that."""
    base = system.authority.base
    named = system.organisation.branch or "main"
    if base is None or base.commit == system.history.head:
        return named
    return "packed" if named != "packed" else "packed-change"


def contents_of(system: System, repository: Repository, bundle: bytes, wanted: Wanted) -> Contents:
    """Return what a pack of *wanted* holds.

    Args:
        system: controlled at the last commit of the bundle.
        repository: made of the bundle.
        bundle: the history.
        wanted: what is asked for.
    """
    names, keys = Names(), system.authority.keys
    audit = None if wanted.audit is None else system.audit_named(wanted.audit)
    documents, texts, left = _documents(system, repository, names)
    records, attachments, chosen = _files(system, audit, wanted.attachments, names)
    blobs = repository.git.blobs(file.blob for file in (*records, *attachments))
    lost = tuple(
        LeftOut(path=f.path, blob=f.blob, reason="missing")
        for f in (*records, *attachments)
        if f.blob not in blobs
    )
    description = Description(
        schema=SCHEMA,
        tool=Tool(name="qmsctl", version=__version__),
        organisation=system.organisation.organisation.name,
        subject="readiness" if audit is None else "audit",
        audit=None if audit is None else audit.id,
        language=wanted.language,
        day=system.day.isoformat(),
        commit=system.history.head or "",
        prefix=repository.prefix,
        approvals=repository.prefix + system.organisation.folders.approvals.rstrip("/"),
        branch=branch_of(system),
        keys=Keys(origin=keys.origin, digest=keys.signers.digest),
        attachments_chosen=wanted.attachments,
        history=wanted.history,
        reports=(),
        registers=(),
        documents=documents,
        records=tuple(file for file in records if file.blob in blobs),
        attachments=tuple(file for file in attachments if file.blob in blobs),
        left_out=(*left, *lost, *chosen),
    )
    members = {file.name: blobs[file.blob] for file in description.taken} | texts
    members[ORIGINS] = origins_of(description)
    if lines := approvals_of(description):
        members[APPROVALS] = lines
    if wanted.history == "whole":
        members[BUNDLE] = bundle
    members |= _signers(system)
    return Contents(description, members, (*left, *lost))


def _documents(
    system: System, repository: Repository, names: Names
) -> tuple[tuple[PackedDocument, ...], dict[str, bytes], tuple[LeftOut, ...]]:
    """Return the documents in force, the files that were approved, and what of them is not here."""
    standing = [one for one in system.documents if one.in_force is not None]
    blobs = repository.git.blobs(one.in_force.blob for one in standing if one.in_force)
    packed: list[PackedDocument] = []
    texts: dict[str, bytes] = {}
    left: list[LeftOut] = []
    for one in standing:
        if (in_force := one.in_force) is None:
            continue
        file = one.texts.get(in_force.content)
        if file is None or in_force.blob not in blobs:
            left.append(LeftOut(path=one.id, blob=in_force.blob, reason="missing"))
            continue
        stem = f"{folder_name(one.id)}.{one.language}" if one.language else folder_name(one.id)
        ending = posixpath.splitext(file.path)[1].lower()
        source, page = names.named("documents", stem + ending), names.named("documents", f"{stem}.html")
        texts[source] = blobs[in_force.blob]
        packed.append(
            PackedDocument(
                id=one.id,
                language=one.language,
                revision=in_force.revision,
                content=in_force.content,
                blob=in_force.blob,
                source=source,
                page=page,
                path=file.path,
                approvals=tuple(_approvals(in_force.decisions, system)),
            )
        )
    return tuple(packed), texts, tuple(left)


def _approvals(decisions: Iterable[Decision], system: System) -> Iterator[PackedApproval]:
    """Yield those of *decisions* that are no records."""
    tags = {tag.name: tag.object for tag in system.history.tags}
    for one in decisions:
        fact = one.record.fact
        if one.origin is Origin.RECORD or one.lay is None:
            continue
        commit, path = one.lay
        yield PackedApproval(
            origin=one.origin.value,
            meaning=fact.meaning,
            person=fact.decider.person,
            decided=fact.decided.isoformat(),
            level=one.trust.value,
            commit=commit,
            path=path,
            blob=fact.blob,
            tag=one.named,
            object=tags.get(one.named) if one.named else None,
        )


def _files(
    system: System, audit: ControlledAudit | None, chosen: Attachments, names: Names
) -> tuple[list[PackedFile], list[PackedFile], list[LeftOut]]:
    """Return the records, the attachments, and the attachments that nobody asked for."""
    folders = system.organisation.folders
    files = system.history.files
    audits, findings = f"{folders.audits.rstrip('/')}/", f"{folders.findings.rstrip('/')}/"
    own = tuple(_folders_of(system, audit)) if audit else (audits,)
    kept = (f"{folders.approvals.rstrip('/')}/", findings, f"{folders.waivers.rstrip('/')}/", *own)
    elsewhere = (
        frozenset(r.path for r in system.audit_records.made_by.get(audit.id, ())) if audit else frozenset()
    )
    cited = frozenset(_cited(system))
    records: list[PackedFile] = []
    attachments: list[PackedFile] = []
    left: list[LeftOut] = []
    beside = dict(_beside(system))
    for path, blob in sorted(files.items()):
        if path in beside:
            if chosen == "none" or not beside[path]:
                left.append(LeftOut(path=path, blob=blob, reason="missing" if chosen != "none" else "chosen"))
            else:
                attachments.append(PackedFile(name=names.named("records", path), path=path, blob=blob))
            continue
        if path != _CONFIGURATION and not path.startswith(kept) and path not in elsewhere:
            continue
        if not (path.startswith((audits, findings)) and "/attachments/" in path):
            records.append(PackedFile(name=names.named("records", path), path=path, blob=blob))
        elif chosen == "all" or (chosen == "cited" and path in cited):
            attachments.append(PackedFile(name=names.named("records", path), path=path, blob=blob))
        else:
            left.append(LeftOut(path=path, blob=blob, reason="chosen"))
    return records, attachments, left


def _beside(system: System) -> Iterator[tuple[str, bool]]:
    """Yield the files that documents in force are, and whether the history holds the one that was approved."""
    for one in system.documents:
        text, working = one.in_force_text, one.working
        file = system.qms.beside.get(working.path) if working is not None else None
        if file is not None and isinstance(text, MappedDocument) and file.path in system.history.files:
            as_approved = file.digest == text.file_digest and not file.is_pointer
            yield file.path, as_approved and system.history.files[file.path] in file.names


def _folders_of(system: System, audit: ControlledAudit) -> Iterator[str]:
    """Yield the folders of *audit*: where it belongs, and where its plan lies."""
    yield system.organisation.folders.of_audit(audit.id) + "/"
    yield posixpath.dirname(audit.plan.path) + "/"


def _cited(system: System) -> Iterator[str]:
    """Yield the attachments that records name which count, and the reports that were issued."""
    folders = system.organisation.folders
    for audit in system.audits:
        top = f"{folders.of_audit(audit.id)}/attachments"
        for record in audit.evidence:
            yield from (f"{top}/{attachment.file}" for attachment in record.fact.attachments)
        for minutes in audit.minutes:
            if minutes.fact.report is not None:
                yield f"{top}/{minutes.fact.report.file}"
    for finding in system.findings:
        top = f"{folders.of_finding(finding.id)}/attachments"
        for step in finding.steps:
            yield from (f"{top}/{attachment.file}" for attachment in step.fact.attachments)


def origins_of(description: Description) -> bytes:
    """Return which content of the history each file is: git's name of it, a blank, the name in the pack."""
    lines = [f"{file.blob} {file.name}\n" for file in description.taken]
    lines += [f"{document.blob} {document.source}\n" for document in description.documents]
    text = "".join(sorted(lines, key=lambda line: line.partition(" ")[2]))
    return text.encode("utf-8", "surrogatepass")


def approvals_of(description: Description) -> bytes:
    """Return where the history holds what was approved by something else than a record.

    Each line is git's name of the content, a blank, the tag or what else the approval is, a blank, and the
    commit and path that git finds the content by.
    """
    lines = {
        f"{one.blob} {f'refs/tags/{one.tag}' if one.tag else one.origin} {one.commit}:{description.prefix}{one.path}\n"
        for document in description.documents
        for one in document.approvals
        if "\n" not in one.path
    }
    return "".join(sorted(lines)).encode("utf-8", "surrogatepass")


def _signers(system: System) -> dict[str, bytes]:
    listed = system.authority.keys.signers.listed
    people = system.organisation.people
    addresses = {key: tuple(person.emails) for key, person in people.items()}
    found = {SSH_SIGNERS: allowed_signers(listed, addresses)}
    keys = openpgp_keys(listed)
    return {**found, OPENPGP_SIGNERS: keys} if keys else found


def sealed(description: Description, members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a whole pack: *members*, the *description* of them, and the manifest over all."""
    whole = {**members, DESCRIPTION: description.written()}
    return {**whole, MANIFEST_NAME: manifest_of(whole)}


def in_force(
    system: System, documents: Iterable[PackedDocument]
) -> Iterator[tuple[PackedDocument, ControlledDocument]]:
    """Yield each of *documents* with all that is known of it."""
    known = {(one.id, one.language): one for one in system.documents}
    return ((one, known[one.id, one.language]) for one in documents)
