"""The quality management system on one day: all that rules and reports may look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qmsctl.beside import Beside
from qmsctl.cache import NO_CACHE, Cache
from qmsctl.control.acknowledged import Acknowledgements, acknowledgements
from qmsctl.control.approved_texts import with_texts
from qmsctl.control.audit_coverage import LastAudited, audit_coverage
from qmsctl.control.audit_records import AuditRecords
from qmsctl.control.audits import ControlledAudit, control_audits
from qmsctl.control.blobs import Held
from qmsctl.control.certificate import CertificateDays, certificate_days
from qmsctl.control.coverage import ClauseCoverage, Level, cover
from qmsctl.control.dated_registers import DatedRows, dated_rows
from qmsctl.control.documents import BlobReader, ControlledDocument, DocumentState, by_id, control_documents
from qmsctl.control.exposed import Exposure, exposed_in
from qmsctl.control.external import ExternalActs
from qmsctl.control.findings import ControlledFinding, control_findings
from qmsctl.control.kept_places import KeptPlace, kept_places
from qmsctl.control.mentions import Mentions
from qmsctl.control.named_forms import named_forms
from qmsctl.control.other_approvals import decisions_beside_records
from qmsctl.control.personal_names import PersonalNames
from qmsctl.control.programme import ControlledEntry, ControlledProgramme, working_programmes
from qmsctl.control.records import count, first_written
from qmsctl.control.recurrence import recurrences
from qmsctl.control.redrawing import Redraw, redraw
from qmsctl.control.suspicions import Suspicions
from qmsctl.control.time_zone import zone_of
from qmsctl.control.uncommitted import uncommitted
from qmsctl.control.unknown_document import UnknownDocumentError, UnreadableDocumentError
from qmsctl.control.waivers import AppliedWaiver, ControlledWaiver, control_waivers
from qmsctl.documents.source import Flaw
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.authority import NO_AUTHORITY, Authority
from qmsctl.model.naming import RECORD_NAME, is_readable
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed, closest
from qmsctl.repo.git import blob_name
from qmsctl.repo.history import History, Touch

__all__ = ["System", "control"]


@dataclass(frozen=True)
class System:
    """Documents, audits and findings with their states on a day."""

    qms: Qms
    history: History
    day: dt.date
    documents: tuple[ControlledDocument, ...]
    audits: tuple[ControlledAudit, ...]
    findings: tuple[ControlledFinding, ...]
    clauses: tuple[ClauseCoverage, ...]
    contested: tuple[Filed[Record], ...]
    """Records of which two correct the same one."""
    unrecorded: tuple[Filed[Record], ...]
    """Records that are written and not yet in the history."""
    uncommitted: tuple[str, ...]
    """Files that are not what the commit holds: changed, new or gone."""
    held: Mapping[str, Held | None]
    """What the blobs hold that approvals name, as far as they were read; `None`: no document."""
    authority: Authority = NO_AUTHORITY
    """Whose keys count, and what held before the change under check."""
    redraws: Mapping[str, Redraw] = field(default_factory=dict)
    """What comes of drawing the sample of a record again, by its path, if it pins a register."""
    waivers: tuple[ControlledWaiver, ...] = ()
    """Those that count, in the order they were recorded."""
    applied_waivers: tuple[AppliedWaiver, ...] = ()
    """What each of them comes to, once all other rules were asked; nothing before."""
    looked: Beside | None = None
    """Looks at the files beside, for `suspicions`."""

    @property
    def organisation(self) -> Organisation:
        """What `qms.yaml` says."""
        return self.qms.organisation

    def document(self, id: str, language: str | None = None) -> ControlledDocument | None:
        """Return the document *id*, in *language* if it exists in it."""
        found = self.documents_by_id.get(id, ())
        return next((d for d in found if d.language == language), found[0] if found else None)

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """The ids of documents whose files are there and cannot be read, or whose text in force lay in such a file."""
        lay = {one.id: one.in_force_file for one in self.documents if one.working is None}
        broken = (id for id, file in lay.items() if file and file.path in self.malformed)
        return frozenset((*broken, *(fault.id for fault in self.qms.malformed if fault.id is not None)))

    @cached_property
    def documents_by_id(self) -> Mapping[str, Sequence[ControlledDocument]]:
        """The language versions of each document, the authentic one first."""
        return by_id(self.documents)

    @cached_property
    def documents_of_process(self) -> Mapping[str, Sequence[str]]:
        """By process, the ids of the documents that describe it and were not withdrawn."""
        found: dict[str, dict[str, None]] = {}
        for document in self.documents:
            stated = document.document if document.withdrawn is None else None
            for process in stated.processes if stated else ():
                found.setdefault(process, {})[document.id] = None
        return {process: tuple(ids) for process, ids in found.items()}

    @cached_property
    def audit_records(self) -> AuditRecords:
        """The records that audits made, by audit and by name."""
        return AuditRecords(self.qms, self.audits, self.findings)

    @cached_property
    def programmes(self) -> tuple[ControlledProgramme, ...]:
        """The audit programmes as the tree holds them, with what became of each audit."""
        return working_programmes(self.documents, self.audits, self.day)

    def entry_of(self, audit: str) -> ControlledEntry | None:
        """Return the entry of a programme that the audit *audit* fulfils."""
        return self._entries_by_audit.get(audit)

    @cached_property
    def _entries_by_audit(self) -> Mapping[str, ControlledEntry]:
        return {
            entry.audit.id: entry
            for programme in self.programmes
            for entry in programme.entries
            if entry.audit is not None
        }

    @cached_property
    def audited(self) -> tuple[LastAudited, ...]:
        """Every process, unit and clause with its last internal audit."""
        return audit_coverage(self.organisation, self.audits, self.programmes, self.day)

    @cached_property
    def certificate(self) -> CertificateDays | None:
        """What the certificate demands; `None` if `qms.yaml` names none."""
        stated = self.organisation.certificate
        return None if stated is None else certificate_days(stated, self.audits, self.day)

    @cached_property
    def authors(self) -> Mapping[str, frozenset[str]]:
        """By file of a document: the people whose commits changed its text, as git names their authors."""
        paths = (document.working.path for document in self.documents if document.working is not None)
        found: dict[str, frozenset[str]] = {}
        for path in paths:
            emails = {
                commit.author_email.casefold()
                for commit, _ in self.history.line_of(path)
                if not commit.is_merge
            }
            known = (self.people_by_email.get(email) for email in emails)
            found[path] = frozenset(person for person in known if person is not None)
        return found

    @cached_property
    def people_by_email(self) -> Mapping[str, str]:
        """The people of `qms.yaml` by the addresses under which git knows them, in lower case."""
        people = [*self.organisation.people.items()]
        return {email.casefold(): key for key, person in reversed(people) for email in person.emails}

    @cached_property
    def undocumented(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """By document and edition, the clauses it claims that no document documents."""
        found: dict[tuple[str, str], list[str]] = {}
        for clause in self.clauses:
            if clause.level is not Level.EXCLUDED and not clause.documented_by:
                for id in clause.claimed_by:
                    found.setdefault((id, clause.edition), []).append(clause.clause.id)
        return found

    @cached_property
    def flaws(self) -> Mapping[str, Sequence[Flaw]]:
        """What is wrong with how files are written, by path; nothing of those that cannot be read."""
        found: dict[str, list[Flaw]] = {}
        for flaw in self.qms.flaws:
            found.setdefault(flaw.place.path, []).append(flaw)
        return found

    @cached_property
    def malformed(self) -> frozenset[str]:
        """The files that cannot be read."""
        return frozenset(fault.path for fault in self.qms.malformed)

    @cached_property
    def paths(self) -> Sequence[str]:
        """Every file that was read, in order."""
        return sorted(self.qms.paths)

    @cached_property
    def kept_places(self) -> Mapping[str, Sequence[KeptPlace]]:
        """By path of a document, the fields that nobody filled in."""
        return kept_places(self.qms)

    @cached_property
    def exposed(self) -> Mapping[str, Sequence[Exposure]]:
        """By each file that is text, in order: the secrets, personal numbers and licensed text in it."""
        return exposed_in(self.qms, self.day, self.suspicions)

    @cached_property
    def suspicions(self) -> Suspicions:
        """What each file may hold that rules look for."""
        found = Suspicions(
            {document.language for document in self.documents}, self.mentions.sign_of_unknown(self.knows)
        )
        found.look_at(self.qms, self.looked.result() if self.looked else None)
        return found

    @cached_property
    def acknowledgements(self) -> Acknowledgements | None:
        """The register of who has read what; `None` if `qms.yaml` names none."""
        return acknowledgements(self.qms)

    @cached_property
    def dated_rows(self) -> tuple[DatedRows, ...]:
        """What is due by the rows of the registers that `qms.yaml` names."""
        return tuple(dated_rows(self.qms))

    @cached_property
    def named_forms(self) -> frozenset[str]:
        """The ids of the forms that a document names which is no form."""
        return named_forms(self.documents)

    @cached_property
    def mentions(self) -> Mentions:
        """How texts name documents and processes."""
        return Mentions.of(self.organisation)

    def knows(self, id: str) -> bool:
        """Return whether the document *id* is there, if only in the history: what became of it is not asked."""
        return id in self.unreadable or any(
            version.working is not None or version.in_force or version.state is DocumentState.WITHDRAWN
            for version in self.documents_by_id.get(id, ())
        )

    @cached_property
    def external_acts(self) -> ExternalActs:
        """The documents of external origin, to be found where others cite them."""
        return ExternalActs.of(self.documents, self.day)

    @cached_property
    def lost_records(self) -> Mapping[str, Sequence[str]]:
        """By folder, the records of audits and findings that the history had and the tree has not."""
        folders = self.organisation.folders
        tops = tuple(folder.rstrip("/") + "/" for folder in (folders.audits, folders.findings))
        found: dict[str, list[str]] = {}
        for path in self.history.touches:
            if path.startswith(tops) and path not in self.qms.paths and is_readable(path):
                folder, _, name = path.rpartition("/")
                if RECORD_NAME.fullmatch(name.removesuffix(".yaml")):
                    found.setdefault(folder, []).append(path)
        return found

    @cached_property
    def personal_names(self) -> PersonalNames:
        """The names of the people of `qms.yaml`, to be found in texts."""
        return PersonalNames.of(self.organisation)

    @cached_property
    def first_written(self) -> Mapping[str, Touch | None]:
        """By record: where it was first written, before it was moved or changed; `None` if no commit holds it."""
        folders = self.organisation.folders
        return {record.path: first_written(record, self.history, folders) for record in self.qms.records}

    @cached_property
    def uncorrected_records(self) -> Sequence[Filed[Record]]:
        """Every record that no other corrects: what a correction has replaced, nobody can mend."""
        return count(self.qms.records, self.history).uncorrected

    @cached_property
    def contents_of_records(self) -> frozenset[str]:
        """Git's names of what the records hold."""
        committed = self.history.files
        digits = len(self.history.head or "")
        return frozenset(
            committed.get(record.path) or blob_name(record.source.raw, digits) for record in self.qms.records
        )

    def document_named(self, id: str, language: str | None) -> ControlledDocument:
        """Return the document a person means by *id*, in *language* or the organisation's.

        Raises:
            UnreadableDocumentError: there is only a file that cannot be read.
            UnknownDocumentError: there is none.
        """
        found = self.document(id, language or self.organisation.language)
        if found is None and id in self.unreadable:
            raise UnreadableDocumentError(id)
        if found is None or language not in (None, found.language):
            raise UnknownDocumentError(id, tuple(self.documents_by_id))
        return found

    def language_of(self, audit: str | None) -> str:
        """Return the language in which findings are written: that of the plan of *audit*, or the organisation's."""
        held = self.audit(audit) if audit else None
        return (held.plan.fact.language if held else None) or self.organisation.language

    def day_of(self, moment: dt.datetime) -> dt.date:
        """Return the day of *moment* in the organisation's time zone."""
        return moment.astimezone(self._zone).date()

    @cached_property
    def _zone(self) -> dt.tzinfo:
        return zone_of(self.organisation)

    @cached_property
    def findings_by_id(self) -> Mapping[str, ControlledFinding]:
        """Every finding by its identity."""
        return {finding.id: finding for finding in self.findings}

    @cached_property
    def findings_by_number(self) -> Mapping[str, Sequence[ControlledFinding]]:
        """Every finding by its number; more than one under the same is a fault."""
        found: dict[str, list[ControlledFinding]] = {}
        for finding in self.findings:
            found.setdefault(finding.number, []).append(finding)
        return found

    @cached_property
    def recurrences(self) -> Mapping[str, ControlledFinding]:
        """By identity of a nonconformity, the one of an earlier audit that it repeats."""
        return recurrences(self.findings, self.audit_records.standing, self.documents_by_id)

    def audit(self, id: str) -> ControlledAudit | None:
        """Return the audit *id*."""
        return self._audits_by_id.get(id)

    def audit_named(self, id: str) -> ControlledAudit:
        """Return the audit a person means by *id*.

        Raises:
            RefusedError: there is none.
        """
        found = self.audit(id)
        if found is None:
            near = closest(id, list(self._audits_by_id))
            raise RefusedError(
                tr("there is no audit {audit}", audit=id),
                tr("did you mean {near}?", near=near)
                if near
                else tr("audits there are: {known}", known=", ".join(self._audits_by_id) or "-"),
            )
        return found

    @cached_property
    def _audits_by_id(self) -> Mapping[str, ControlledAudit]:
        return {audit.id: audit for audit in self.audits}


def control(  # noqa: PLR0913, PLR0917 - all that the states follow from
    qms: Qms,
    history: History,
    day: dt.date,
    read_blobs: BlobReader,
    cache: Cache = NO_CACHE,
    authority: Authority = NO_AUTHORITY,
) -> System:
    """Return what follows from *qms* and its *history* on *day*.

    Args:
        qms: what the files state.
        history: how they came to be.
        day: the day whose state is asked for.
        read_blobs: reads contents from history; it is called once for documents, once for sampled registers,
            and where approvals are no records at most twice more.
        cache: knows what was compared before.
        authority: whom to trust; by default nobody's keys.
    """
    others = decisions_beside_records(qms, history, read_blobs, cache, authority)
    states, approvals = control_documents(qms, history, day, authority.signatures, others)
    documents, held = with_texts(states, qms.organisation, day, read_blobs, cache)
    findings, steps = control_findings(qms, history, day)
    audits, evidence, minutes = control_audits(qms, history, day, documents, findings)
    waivers, waived = control_waivers(qms, history, day, documents, authority.signatures)
    sorted_records = (approvals, evidence, minutes, steps, waived)
    return System(
        qms,
        history,
        day,
        documents,
        audits,
        findings,
        cover(qms, documents, audits, findings, day),
        tuple(Filed(r.fact, r.source) for counted in sorted_records for r in counted.contested),
        tuple(Filed(r.fact, r.source) for counted in sorted_records for r in counted.unrecorded),
        uncommitted(qms, history),
        held,
        authority,
        redraw(qms.evidence, history, read_blobs, cache),
        waivers,
    )
