"""Approvals that are no records of qmsctl's: tags, trailers of commits, what documents declare, and merges.

Each keeps its origin and its own level of trust.  A merge is shown as what it is: nobody said that it
approves anything, and it counts only where `qms.yaml` says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Final, TypeAlias

from qmsctl.cache import Cache
from qmsctl.control.given_days import GivenDays
from qmsctl.control.mapped_past import Arrived, MainLine, main_line
from qmsctl.control.renames import BlobReader
from qmsctl.control.tagged import Meant, tagged_contents
from qmsctl.control.time_zone import zone_of
from qmsctl.control.trailers import Trailer, trailers_of
from qmsctl.control.trust import NOBODY, Decision, Origin, Trust, contradicts
from qmsctl.documents.place import Path, Span
from qmsctl.documents.source import Parsed, Source, Text
from qmsctl.model.authority import Authority
from qmsctl.model.bare_name import bare_name
from qmsctl.model.document import Document
from qmsctl.model.document_kind import ApprovalOrigin
from qmsctl.model.mapped_document import Declared
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.reader import reader_of
from qmsctl.model.record import Approval, Decider, Recorder
from qmsctl.model.schema import Filed
from qmsctl.model.values import Meaning
from qmsctl.repo.arrival import arrivals
from qmsctl.repo.history import Commit, History
from qmsctl.repo.signatures import Signature, Signatures

__all__ = ["commits_that_approve", "decisions_beside_records"]

Key: TypeAlias = "tuple[str, str]"
"""Id and language."""

_SAID_WHERE: Final[Mapping[str, tuple[str, str]]] = {
    "prepared": ("prepared_by", "prepared_on"),
    "checked": ("checked_by", "checked_on"),
    "approved": ("approved_by", "approved_on"),
}
"""By meaning: the fields of a document that say who decided, and when."""


def commits_that_approve(organisation: Organisation, history: History) -> frozenset[str]:
    """Return the commits whose signatures, or whose tags' signatures, may be those of an approval."""
    kinds = organisation.kinds
    found: set[str] = set()
    if any("tags" in kind.approvals for kind in kinds.values()):
        found |= {tag.commit for tag in history.tags if tag.commit is not None and tag.object is not None}
    if any("trailers" in kind.approvals for kind in kinds.values()):
        found.update(_with_trailers(organisation, history))
    return frozenset(found)


def _with_trailers(organisation: Organisation, history: History) -> Iterator[str]:
    """Yield the commits that say who decided on a content that counts: of other works, nobody verifies any."""
    kinds, kind_of = organisation.kinds, cache(reader_of(organisation).kind_of)

    def counts(path: str) -> bool:
        kind = kind_of(path)
        return kind is not None and "trailers" in kinds[kind].approvals

    contents = {
        change.after for commit in history.commits for change in commit.changes if counts(change.path)
    } - {None}
    for commit in history.commits:
        if any(change.after in contents for change in commit.changes) and any(trailers_of(commit)):
            yield commit.id


def decisions_beside_records(
    qms: Qms, history: History, read_blobs: BlobReader, cache: Cache, authority: Authority
) -> Mapping[Key, tuple[Decision, ...]]:
    """Return by document the decisions that are no records, where kinds of documents say what counts as one.

    Args:
        qms: what the files state.
        history: how they came to be.
        read_blobs: reads contents from history; it is called at most twice.
        cache: knows what contents said that were read before.
        authority: whose signatures count.
    """
    organisation = qms.organisation
    if not any(kind.approvals for kind in organisation.kinds.values()):
        return {}
    reader, shelf = reader_of(organisation), cache.shelf("statements")
    line = main_line(history, reader, organisation.language, read_blobs, shelf)
    zone = zone_of(organisation)
    return _decisions(organisation, history, line, qms.documents, zone, authority.signatures)


def _decisions(  # noqa: PLR0913, PLR0917 - all that they follow from
    organisation: Organisation,
    history: History,
    line: MainLine,
    working: Iterable[Filed[Document]],
    zone: dt.tzinfo,
    signatures: Signatures,
) -> Mapping[Key, tuple[Decision, ...]]:
    """Return by document the decisions that are no records, the least sure ones first.

    Args:
        organisation: says by kind what counts as an approval.
        history: every commit, and the tags.
        line: the documents as the main line held them.
        working: the documents as the files state them, for the places of what they declare.
        zone: where days begin and end.
        signatures: of commits and tags.
    """
    made = _Made(organisation, history, line, {one.path: one.source for one in working}, zone, signatures)
    found: dict[Key, list[Decision]] = {}
    for decision in (*made.by_merges(), *made.by_fields(), *made.by_trailers(), *made.by_tags()):
        record = decision.record.fact
        found.setdefault((record.document, record.language), []).append(decision)
    return {key: tuple(decisions) for key, decisions in found.items()}


@dataclass(frozen=True, slots=True)
class _Said:
    """Who decided what, and when."""

    meaning: Meaning
    person: str
    decided: dt.date
    recorded: dt.datetime
    recorder: Recorder
    effective: dt.date | None = None


@dataclass(frozen=True)
class _Made:
    """Makes decisions of what the main line held."""

    organisation: Organisation
    history: History
    line: MainLine
    working: Mapping[str, Source]
    zone: dt.tzinfo
    signatures: Signatures

    def _counts(self, arrived: Arrived, origin: ApprovalOrigin) -> bool:
        kind = self.organisation.kinds.get(arrived.stated.kind)
        return kind is not None and origin in kind.approvals

    def by_merges(self) -> Iterator[Decision]:
        """Yield that a merge brought a content to the main line."""
        for one in self.line.arrived:
            if one.commit.is_merge and self._counts(one, "merges"):
                person = self._known_by_git(one.commit.author, one.commit.author_email)
                said = self._by_commit(one, "approved", one.commit, person)
                yield self._decision(one, said, Origin.MERGE, self._at_most(Trust.MERGED, one), one.commit)

    def by_fields(self) -> Iterator[Decision]:
        """Yield what each content declares of itself.

        A day of approval was given to the content that first bore it: whoever changes the text and leaves the
        day as it is has approved nothing.
        """
        for one in self.line.arrived:
            declared = one.stated.declared
            if not self._counts(one, "fields"):
                continue
            if not self._days.was_decided(one) and declared.status != "withdrawn":
                continue
            for said in self._declared(one, replace(declared, effective=self._days.effective(one))):
                trust = self._at_most(Trust.DECLARED, one)
                yield self._decision(one, said, Origin.FIELDS, trust, one.commit)

    @cached_property
    def _days(self) -> GivenDays:
        return GivenDays(self.line.arrived)

    def by_trailers(self) -> Iterator[Decision]:
        """Yield what the trailers of the commits say that brought a content."""
        for one in self.line.arrived:
            if not self._counts(one, "trailers"):
                continue
            brought = {commit.id: (commit, path) for commit, path in self._brought(one)}
            for commit, path in brought.values():
                for trailer in trailers_of(commit):
                    yield self._said_by(trailer, one, commit, path)

    def _brought(self, one: Arrived) -> Iterator[tuple[Commit, str]]:
        """Yield the commits that brought *one*, and where it lay in each: what came back was not brought before."""
        first = self.history.brought(one.blob)
        if not self._days.returned(one):
            if first is not None:
                yield first[0], first[1].path
        elif one.commit.is_merge:
            for commit, change in self.history.of(one.path):
                if change.after == one.blob and self._came_with.get(commit.id) == one.commit.id:
                    yield commit, change.path
        yield one.commit, one.path

    @cached_property
    def _came_with(self) -> Mapping[str, str]:
        """By each commit, the one of the main line with which it came."""
        return arrivals(self.history, ((commit.id, commit.id) for commit in self.line.commits))

    def _said_by(self, trailer: Trailer, one: Arrived, commit: Commit, path: str) -> Decision:
        """Return what a *trailer* of *commit*, which held *one* as *path*, says."""
        name, email = trailer.name, trailer.email
        person = self._person(name) if email is None else self._known_by_git(name, email)
        signature = self.signatures.commits.get(commit.id)
        trust = Trust.DECLARED
        if signature is not None and signature.counts_for(person):
            trust = Trust.SIGNED
        elif email is not None and email.casefold() == commit.author_email.casefold():
            trust = Trust.DECLARED if contradicts(signature, person) else Trust.RECORDED
        said = self._by_commit(one, trailer.meaning, commit, person)
        lay = (commit.id, path)
        return self._decision(
            one, said, Origin.TRAILER, self._at_most(trust, one), commit, signature, lay=lay
        )

    def by_tags(self) -> Iterator[Decision]:
        """Yield what tags approve: the content that their commits held."""
        for meant in tagged_contents(self.organisation, self.history, self.line):
            yield self._tagged(meant)

    def _tagged(self, meant: Meant) -> Decision:
        one, tag, commit = meant.content, meant.tag, meant.commit
        person = (
            NOBODY if tag.tagger_email is None else self._known_by_git(tag.tagger or "", tag.tagger_email)
        )
        signature = self.signatures.by_tag.get(tag.object or "")
        trust = Trust.DECLARED  # of a tag that is no object of its own nobody knows who made it
        if signature is not None and signature.counts_for(person):
            trust = Trust.SIGNED
        elif tag.tagger_email is not None and not contradicts(signature, person):
            trust = Trust.RECORDED
        # The time of a tag is free text too: nobody approved what was not there yet.
        arrived = self.line.reached[one.commit.id]
        made = max(arrived, tag.tagged or self.line.reached.get(commit.id, arrived))
        recorder = Recorder(name=tag.tagger or NOBODY, email=tag.tagger_email or NOBODY)
        said = _Said("approved", person, self._day(made), made, recorder, self._days.effective(one))
        lay = (commit.id, one.path)
        decision = self._decision(one, said, Origin.TAG, trust, commit, signature, tag.name, lay)
        decision = replace(decision, stated=self._days.decided(one))
        if meant.revision in (None, one.stated.revision):
            return decision
        record = decision.record
        named = replace(record.fact, revision=meant.revision or "")
        return replace(decision, record=Filed(named, record.source))

    def _by_commit(self, one: Arrived, meaning: Meaning, commit: Commit, person: str) -> _Said:
        recorder = Recorder(name=commit.author, email=commit.author_email)
        effective = self._days.effective(one)
        return _Said(meaning, person, self._arrival(one), commit.committed, recorder, effective)

    def _declared(self, one: Arrived, declared: Declared) -> Iterator[_Said]:
        """Yield the decisions that a content *declared*."""
        commit = one.commit
        arrived = self._arrival(one)
        recorder = Recorder(name=commit.author, email=commit.author_email)

        def said(meaning: Meaning, name: str, day: dt.date | None) -> _Said:
            person = self._person(name)
            effective = declared.effective if meaning == "approved" else None
            return _Said(meaning, person, day or arrived, commit.committed, recorder, effective)

        for name in declared.prepared_by:
            yield said("prepared", name, declared.prepared_on)
        for name in declared.checked_by:
            yield said("checked", name, declared.checked_on)
        if declared.status == "withdrawn":
            since = self._withdrawals.get((one.stated.id, one.stated.language))
            if since is not None:  # later it said that it is not
                yield said("withdrawn", (*declared.approved_by, NOBODY)[0], since)
        elif declared.approves:
            for name in declared.approved_by or (NOBODY,):
                yield said("approved", name, declared.approved_on or _earlier(declared.effective, arrived))

    @cached_property
    def _withdrawals(self) -> Mapping[Key, dt.date]:
        """Since when the main line has said of a document that it is withdrawn, of those it says it of now."""
        found: dict[Key, dt.date] = {}
        for one in self.line.arrived:
            key = (one.stated.id, one.stated.language)
            if one.stated.declared.status == "withdrawn":
                found.setdefault(key, self._arrival(one))
            else:
                found.pop(key, None)
        return found

    def _day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def _arrival(self, one: Arrived) -> dt.date:
        """Return the day on which a content reached the main line."""
        return self._day(self.line.reached[one.commit.id])

    def _at_most(self, trust: Trust, one: Arrived) -> Trust:
        """Return *trust*, unless the history begins with the commit that seems to have brought the content."""
        return Trust.UNKNOWN if self.history.begins_unknown(one.commit) else trust

    def _person(self, name: str) -> str:
        """Return the key of the person whom a text calls *name*, with titles or without, or else the name."""
        shown = " ".join(name.split())
        known = self._keys.get(shown.casefold()) or self._keys.get(bare_name(shown).casefold())
        return known or shown or NOBODY

    def _known_by_git(self, name: str, email: str) -> str:
        """Return the key of the person with the address *email*, or else what git calls them.

        Anybody can give git somebody else's name: only an address that `qms.yaml` lists makes it that person.
        """
        known = self.organisation.person_with(email)
        shown = " ".join(name.split())
        if known is not None:
            return known
        return f"{shown} <{email}>".strip() if not shown or shown.casefold() in self._keys else shown

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """The keys of people by their names and addresses, and by the keys themselves."""
        keys: dict[str, str] = {}
        for key, person in self.organisation.people.items():
            for word in (key, person.name, *person.emails):
                keys.setdefault(word.casefold(), key)
        keys.pop("", None)
        return keys

    def _decision(  # noqa: PLR0913, PLR0917 - all that a decision says
        self,
        one: Arrived,
        said: _Said,
        origin: Origin,
        trust: Trust,
        commit: Commit,
        signature: Signature | None = None,
        named: str | None = None,
        lay: tuple[str, str] | None = None,
    ) -> Decision:
        approval = Approval(
            record="approval",
            recorded=said.recorded,
            recorder=said.recorder,
            document=one.stated.id,
            language=one.stated.language,
            revision=one.stated.revision,
            meaning=said.meaning,
            content=one.stated.content,
            blob=one.blob,
            decider=Decider(person=said.person),
            decided=said.decided,
            effective=said.effective,
        )
        source = self._source(one, said.meaning)
        lay = lay or (one.commit.id, one.path)
        returned = self._days.returned(one)
        return Decision(
            Filed(approval, source),
            trust,
            commit,
            signature,
            origin,
            named,
            one.read_as,
            lay,
            returned=returned,
        )

    def _source(self, one: Arrived, meaning: Meaning) -> Source:
        """Return where the approval stands: in the document, if it still says so, or else at its beginning."""
        working = self.working.get(one.read_as)
        if working is None or not working.is_blob(one.blob):
            return Source(one.read_as, b"", Parsed(Text(""), {}, {}, {}))
        return Source(one.read_as, b"", partial(_placed, working, meaning))


def _placed(working: Source, meaning: Meaning) -> Parsed:
    """Return the places in *working* of what it says about a decision with this *meaning*."""
    spans: dict[Path, Span] = {}
    fields = _SAID_WHERE.get(meaning, ("status", "status"))
    for ours, theirs in ((("decider",), fields[0]), (("decided",), fields[1])):
        if (span := working.spans.get((theirs,))) is not None:
            spans[ours] = span
    for name in ("effective", "revision"):
        if (span := working.spans.get((name,))) is not None:
            spans[name,] = span
    return Parsed(working.text, {}, spans, {})


def _earlier(effective: dt.date | None, arrived: dt.date) -> dt.date:
    """Return the day by which a content must have been decided on: it arrived then, or held already."""
    return arrived if effective is None else min(effective, arrived)
