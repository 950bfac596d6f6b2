"""Approvals in a pack that are no records: what tags, trailers, documents and merges say, against its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from qmsctl.control.time_zone import zone_of
from qmsctl.control.trailers import Trailer, trailers_of
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.document_kind import ApprovalOrigin
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.organisation import Organisation
from qmsctl.model.reader import reader_of
from qmsctl.model.schema import Filed
from qmsctl.packs.description import Description, PackedApproval, PackedDocument
from qmsctl.packs.signers import principals
from qmsctl.packs.verified import Standing
from qmsctl.repo.arrival import first_parents
from qmsctl.repo.bundle import Unbundled
from qmsctl.repo.history import Commit, History
from qmsctl.repo.repository import Repository
from qmsctl.repo.signatures import NO_SIGNATURES, Signature, Signatures, Signer, Signers, verify
from qmsctl.repo.tags import Tag
from qmsctl.repo.verdicts import Standing as Signed

__all__ = ["Past", "approval_faults", "past_of"]

_COUNTED_AS: Final[Mapping[str, ApprovalOrigin]] = {
    "tag": "tags",
    "trailer": "trailers",
    "fields": "fields",
    "merge": "merges",
}
"""What `qms.yaml` calls each origin."""

_NOBODYS: Final = ""
"""In the place of a person: of a key in a pack of which nothing says whose it is."""


@dataclass(frozen=True)
class Past:
    """What the history of a pack holds of the approvals that are no records."""

    history: History
    held: Mapping[tuple[str, str], str]
    """Git's name of what each commit held at each path, from the folder of `qms.yaml`."""
    contents: Mapping[str, bytes]
    """What approvals name besides the files in the pack, by git's name of it."""
    signatures: Signatures

    @cached_property
    def tags(self) -> Mapping[str, Tag]:
        """The tags by their names."""
        return {tag.name: tag for tag in self.history.tags}

    @cached_property
    def main_line(self) -> frozenset[str]:
        """The commits of the controlled branch, without those of the branches that were merged."""
        return frozenset(commit.id for commit in first_parents(self.history))


def past_of(
    described: Description, unbundled: Unbundled, organisation: Organisation, keys: Iterable[Signer]
) -> Past | None:
    """Return what the history says of the approvals that a pack names; `None` if it names none that is no record.

    Args:
        described: what the pack says about itself.
        unbundled: its history.
        organisation: as its settings say.
        keys: those that came with it, each with the addresses of whom it is listed for.

    Raises:
        QmsctlError: git cannot read the history.
    """
    approvals = [(document, one) for document in described.documents for one in document.approvals]
    if not approvals:
        return None
    top, prefix = unbundled.folder, described.prefix
    repository = Repository(top, top / prefix, unbundled.git, shallow=False, bare=True)
    history = repository.history(described.commit)
    places = ((one.commit, prefix + one.path) for _, one in approvals)
    held = {
        (commit, path.removeprefix(prefix)): name
        for (commit, path), name in unbundled.held_at(places).items()
    }
    others = unbundled.held(one.blob for document, one in approvals if one.blob != document.blob)
    signed = {one.commit for _, one in approvals if one.level == "signed"}
    signers = Signers(tuple(_listed(keys, organisation)), zone_of(organisation))
    signatures = verify(unbundled.git, history, signed, signers) if signed else NO_SIGNATURES
    return Past(history, held, unbundled.git.blobs(others), signatures)


def _listed(keys: Iterable[Signer], organisation: Organisation) -> Iterator[Signer]:
    """Yield the *keys* of a pack, each for every person whom its addresses, or its name, may stand for."""
    named: dict[str, list[str]] = {}
    by_key: dict[str, list[str]] = {}
    for person, known in organisation.people.items():
        named.setdefault(principals(person, known.emails), []).append(person)
        for entry in known.keys:
            by_key.setdefault(entry.key, []).append(person)
    for one in keys:
        # An OpenPGP key lies in a pack without a word of whose it is: nobody else vouches for it than `qms.yaml`.
        people = named.get(one.person, [one.person]) if one.person else by_key.get(one.key, [_NOBODYS])
        yield from (Signer(person, one.key, one.since, one.until) for person in people)


def approval_faults(
    approval: PackedApproval,
    document: PackedDocument,
    text: Filed[Document] | None,
    organisation: Organisation,
    past: Past | None,
) -> Iterator[tuple[Standing, Message]]:
    """Yield why *approval* does not hold, or cannot be established.

    Args:
        approval: one that is no record.
        document: what it approves.
        text: its file in the pack; `None` if it cannot be read.
        organisation: as the settings in the pack say.
        past: the history; `None` if the pack has none that can be read.
    """
    yield from ((Standing.BROKEN, fault) for fault in _said(approval, document, text, organisation, past))
    if past is None:
        if approval.origin != "fields":
            yield Standing.UNKNOWN, tr("what approves it stands in the history, which is not here")
        return
    if (fault := _place_fault(approval, past)) is not None:
        yield Standing.BROKEN, fault
        return
    commit = past.history.by_id[approval.commit]
    if (fault := _origin_fault(approval, commit, organisation, past)) is not None:
        yield Standing.BROKEN, fault
    elif approval.level == "signed":
        yield from _signature_faults(approval, organisation, past)


def _said(
    approval: PackedApproval,
    document: PackedDocument,
    text: Filed[Document] | None,
    organisation: Organisation,
    past: Past | None,
) -> Iterator[Message]:
    """Yield where what was approved is not this document, or does not say what it is to say of itself."""
    if approval.blob != document.blob:
        if past is None:
            return
        raw = past.contents.get(approval.blob)
        text = reader_of(organisation).document(document.path, raw) if raw is not None else None
        if text is None or text.source.digest != document.content:
            yield tr("{blob}, which was approved, is not this content", blob=approval.blob[:10])
            return
    if text is None or not isinstance(text.fact, MappedDocument):
        return  # that it cannot be read is told of the document
    kind = organisation.kinds.get(text.fact.kind)
    if kind is None or _COUNTED_AS[approval.origin] not in kind.approvals:
        yield tr("qms.yaml does not count “{origin}” as approvals of it", origin=_COUNTED_AS[approval.origin])
    elif approval.origin == "fields" and not text.fact.declared.says(approval.meaning, approval.decided):
        yield tr("the document does not say of itself what the pack says that it does")


def _place_fault(approval: PackedApproval, past: Past) -> Message | None:
    """Return why the history does not hold what was approved where the pack says."""
    if approval.commit not in past.history.by_id:
        return tr("the commit {commit} of its approval is not in the history", commit=approval.commit[:10])
    if past.held.get((approval.commit, approval.path)) != approval.blob:
        return tr(
            "the commit {commit} of its approval does not hold it as {path}",
            commit=approval.commit[:10],
            path=approval.path,
        )
    return None


def _origin_fault(
    approval: PackedApproval, commit: Commit, organisation: Organisation, past: Past
) -> Message | None:
    """Return why the tag, the trailer or the merge is not there, or does not say what the pack says of it."""
    if approval.origin == "tag":
        tag = past.tags.get(approval.tag or "")
        if tag is None:
            return tr("the tag {tag}, which approves it, is not in the history", tag=approval.tag or "-")
        if (tag.commit, tag.object) != (approval.commit, approval.object):
            return tr("the tag {tag} is another one than the pack says that approves it", tag=tag.name)
        if approval.level == "recorded" and tag.tagger_email is None:
            return tr("the tag {tag} does not say who made it", tag=tag.name)
    elif approval.origin == "trailer":
        said = [one for one in trailers_of(commit) if one.meaning == approval.meaning]
        mine = [one for one in said if _names(one, approval.person, organisation)]
        own = any(one.email and one.email.casefold() == commit.author_email.casefold() for one in mine)
        if not mine or (approval.level == "recorded" and not own):
            return tr(
                "the commit {commit} does not say what the pack says of its approval",
                commit=approval.commit[:10],
            )
    elif approval.origin == "merge" and not (commit.is_merge and commit.id in past.main_line):
        return tr("the commit {commit} is no merge that brought it", commit=approval.commit[:10])
    return None


def _names(trailer: Trailer, key: str, organisation: Organisation) -> bool:
    """Return whether *trailer* names the person *key*; of somebody unknown it is what stands there."""
    person = organisation.people.get(key)
    shown = " ".join(trailer.name.split())
    if person is None:
        return key in (shown, f"{shown} <{trailer.email}>", f"<{trailer.email}>")
    words = {word.casefold() for word in (key, person.name, *person.emails)}
    return (trailer.email or shown).casefold() in words


def _signature_faults(
    approval: PackedApproval, organisation: Organisation, past: Past
) -> Iterator[tuple[Standing, Message]]:
    """Yield why the signature that the pack tells of is none that counts, by the keys that came with the pack."""
    signatures = past.signatures
    found: Signature | None = (
        signatures.by_tag.get(approval.object or "")
        if approval.origin == "tag"
        else signatures.commits.get(approval.commit)
    )
    what = approval.tag or approval.commit[:10]
    if found is not None and found.counts_for(approval.person):
        return
    if found is not None and found.counts_for(_NOBODYS):
        yield (
            Standing.UNKNOWN,
            tr(
                "{name} is signed with a key that goes with the pack, and nothing in it says that it is the key of {person}",
                name=what,
                person=organisation.title(approval.person),
            ),
        )
    elif found is not None and found.standing is Signed.UNKNOWN:
        program = found.verdict.program or "-"
        detail = tr(
            "the signature of {name} cannot be verified without {program}", name=what, program=program
        )
        yield Standing.UNKNOWN, detail
    else:
        yield (
            Standing.BROKEN,
            tr(
                "{name} bears no signature of {person} by a key that goes with the pack",
                name=what,
                person=organisation.title(approval.person),
            ),
        )
