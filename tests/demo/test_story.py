"""What the demonstration tells: documents, two audits from plan to seal, one under way, and what followed."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

import pytest

from qmsctl.authoring.audit_closing import sealed_files
from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.certificate import certificate_days
from qmsctl.control.coverage import still_holds
from qmsctl.control.documents import DocumentState
from qmsctl.control.findings import FindingStatus
from qmsctl.control.programme import Progress
from qmsctl.control.text import placeholders
from qmsctl.demo.material import read_material
from qmsctl.messages import LANGUAGES
from qmsctl.model.record import Record
from qmsctl.shipped import shipped
from tests.demo.conftest import Opened

AUDITS = ("AUD-2025-01", "AUD-2026-01", "AUD-2026-02")
GAP = re.compile(r"\[(?:uzupełnij|fill in)[^\]]*\]")


def audit_of(demo: Opened, id: str | None = None) -> ControlledAudit:
    """Return the audit *id* of the demonstration, by default the one that is reported."""
    audit = demo.system.audit(id or demo.demonstration.audit)
    assert audit is not None
    return audit


def texts_of(record: Record) -> Iterator[str]:
    """Yield what *record* says, without who recorded it."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name not in ("recorder", "decider", "by"):
            yield str(value)


def test_no_placeholder_is_left(demo: Opened) -> None:
    """In no version of any document, and no document calls itself a translation."""
    raw = demo.repository.git.blobs(
        change.after
        for commit in demo.system.history.commits
        for change in commit.changes
        if change.after and not change.path.endswith((".csv", ".html"))
    )

    assert raw
    for content in raw.values():
        text = content.decode()
        assert GAP.search(text) is None
        assert list(placeholders(text)) == []
        assert "\ntranslates:" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_of_the_library_is_filled_and_none_twice(language: str) -> None:
    """What is filled in is exactly what the starter documents leave open."""
    gaps = {
        gap.split(": ", 1)[1].rstrip("]")
        for kind in ("procedures", "checklists")
        for file in shipped(kind).glob(f"*.{language}.yaml")
        for gap in GAP.findall(file.read_text(encoding="utf-8"))
    }

    assert gaps == set(read_material(language).placeholders)


def test_every_starter_document_is_there(demo: Opened) -> None:
    """All procedures and the checklist of its edition, two instructions of its own, a programme and plans of audits."""
    language = demo.demonstration.language
    procedures = {
        file.name.split(".")[0].upper() for file in shipped("procedures").glob(f"*.{language}.yaml")
    }
    ids = procedures | {"CL-ISO9001-2015"}

    assert {d.id for d in demo.system.documents} == ids | {"IN-01", "IN-02", "PA-2026", *AUDITS}


def test_documents_are_in_force(demo: Opened) -> None:
    """All but the instruction that was changed and the one that was withdrawn."""
    others = {d.id: d.state for d in demo.system.documents if d.state is not DocumentState.IN_FORCE}
    revised = {d.id for d in demo.system.documents if len(d.approved) > 1}

    assert others == {"IN-01": DocumentState.DRIFTED, "IN-02": DocumentState.WITHDRAWN}
    assert revised == {"KJ-01", "PS-01", "PS-11", "PP-06", "PA-2026"}


def test_every_question_is_answered(demo: Opened) -> None:
    """Among the answers are one of each kind that needs a reason, and one that does not conform."""
    audit = audit_of(demo)
    results = Counter(asked.answer.fact.result if asked.answer else None for asked in audit.asked)

    assert 16 <= len(audit.asked) <= 20
    assert results == {"conforms": 16, "does_not_conform": 1, "not_applicable": 1, "not_audited": 1}
    assert audit.unknown_questions == ()
    assert all(record.fact.question for record in audit.evidence)


@pytest.mark.parametrize("id", AUDITS[:2])
def test_audit_is_sealed_as_a_whole(demo: Opened, id: str) -> None:
    """Its plan, evidence, attachments, minutes and findings as raised, as `audit close` seals them; nothing came late."""
    audit = audit_of(demo, id)
    closing = audit.last("audit_closed")
    assert closing is not None
    folder = demo.system.organisation.folders.of_audit(audit.id)
    made = {
        path.relative_to(demo.demonstration.folder).as_posix()
        for path in (demo.demonstration.folder / folder).rglob("*")
        if path.is_file()
    }

    assert audit.status is AuditStatus.CLOSED
    assert audit.late == ()
    assert {(entry.file, entry.sha256) for entry in closing.fact.seal} == {
        (path, digest) for path, digest in sealed_files(audit, demo.system) if path != closing.path
    }
    assert {entry.file for entry in closing.fact.seal} == made - {closing.path} | {
        finding.raised.path for finding in audit.findings
    }


@pytest.mark.parametrize("id", AUDITS[:2])
def test_issued_report_is_kept(demo: Opened, id: str) -> None:
    """With its digest, and the commit it was made from."""
    audit = audit_of(demo, id)
    issued = audit.last("report_issued")
    assert issued is not None
    assert issued.fact.report is not None
    path = f"{demo.system.organisation.folders.of_audit(audit.id)}/attachments/{issued.fact.report.file}"
    content = (demo.demonstration.folder / path).read_bytes()
    before = demo.system.history.recorded(issued.path)
    assert before is not None

    assert hashlib.sha256(content).hexdigest() == issued.fact.report.sha256
    assert (issued.fact.report.commit,) == before.parents
    assert id in content.decode()


def test_evidence_is_pinned_to_what_was_in_force(demo: Opened) -> None:
    """To the commit that brought the very text."""
    brought = {
        (commit.id, change.after) for commit in demo.system.history.commits for change in commit.changes
    }
    pinned = [judged for record in demo.system.qms.evidence for judged in record.fact.judged_against]

    assert pinned
    assert all((judged.commit, judged.blob) in brought for judged in pinned)


def test_one_document_has_changed_since(demo: Opened) -> None:
    """So that the report can say which evidence holds no longer."""
    changed = {
        judged.document
        for record in audit_of(demo).evidence
        for judged in record.fact.judged_against
        if not still_holds(judged, demo.system.documents_by_id)
    }

    assert changed == {"PS-11"}


def test_audit_under_way(demo: Opened) -> None:
    """It fulfils an entry of the programme, and half of its questions are answered."""
    audit = audit_of(demo, demo.demonstration.under_way)
    (programme,) = demo.system.programmes
    (raised,) = audit.findings

    assert audit.status is AuditStatus.IN_PROGRESS
    assert (len(audit.asked), sum(bool(asked.answers) for asked in audit.asked)) == (10, 5)
    assert raised.is_nonconformity
    assert [(one.entry.id, one.progress, one.audit and one.audit.id) for one in programme.entries] == [
        ("1", Progress.DONE, demo.demonstration.audit),
        ("2", Progress.UNDER_WAY, audit.id),
        ("3", Progress.PLANNED, None),
    ]
    assert programme.document.in_force is not None
    assert programme.document.in_force.revision == "2"
    assert programme.entries[1].entry.is_moved
    assert programme.entries[1].entry.reason


def test_complaints_are_drawn_from_the_register(demo: Opened) -> None:
    """As the last commit before holds it; the same rows come out again."""
    (drawn,) = [r for r in demo.system.qms.evidence if r.fact.sample and r.fact.sample.register]
    sample = drawn.fact.sample
    assert sample is not None
    before = demo.system.history.of(sample.register or "")

    assert (drawn.fact.audit, sample.population, sample.size) == (demo.demonstration.under_way, 14, 10)
    assert sample.commit in {commit.id for commit, _ in before}
    assert demo.system.redraws[drawn.path].fault is None


def test_a_nonconformity_comes_back(demo: Opened) -> None:
    """The first was corrected, verified by somebody else and closed; the second says that it repeats it."""
    first, second = (
        next(finding for finding in audit_of(demo, id).findings if finding.is_nonconformity)
        for id in AUDITS[:2]
    )
    verified = first.last("verified")
    assert verified is not None

    assert (first.number, second.number) == ("NC-2025-01-A1", "NC-2026-01-A1")
    assert first.status is FindingStatus.CLOSED
    assert verified.fact.effective
    assert verified.fact.by == "r-jaskolska"
    assert first.owner == "head-or"
    assert demo.system.recurrences == {second.id: first}
    assert second.raised.fact.repeats == first.id


def test_one_finding_is_overdue(demo: Opened) -> None:
    """No audit raised it; what was planned was not recorded as done."""
    (overdue,) = [f for f in demo.system.findings if f.is_overdue(demo.demonstration.day)]

    assert overdue.number == "NC-2026-DM-1"
    assert overdue.status is FindingStatus.PLANNED
    assert overdue.raised.fact.source is not None
    assert overdue.raised.fact.source.inspection


def test_certificate_and_competence_are_recorded(demo: Opened) -> None:
    """The surveillance of this year was in time, and both auditors were trained."""
    certificate, people = demo.system.organisation.certificate, demo.system.organisation.people
    assert certificate is not None
    days = certificate_days(certificate, demo.system.audits, demo.demonstration.day)

    assert days.surveillances == (dt.date(2026, 6, 2),)
    assert days.surveillance_due == dt.date(2027, 12, 31)
    assert {key for key, person in people.items() if person.competence} == {"s-korcz", "r-jaskolska"}


def test_findings_and_their_follow_up(demo: Opened) -> None:
    """Of the audit that is reported one nonconformity is open and not overdue; everything else is closed."""
    findings = audit_of(demo).findings
    nonconformity = next(finding for finding in findings if finding.is_nonconformity)

    assert Counter(finding.grade for finding in findings) == {
        "minor": 1,
        "observation": 1,
        "opportunity": 1,
        "strength": 2,
    }
    assert nonconformity.number == "NC-2026-01-A1"
    assert nonconformity.status is FindingStatus.PLANNED
    assert nonconformity.due is not None
    assert nonconformity.due > demo.demonstration.day
    assert all(f.status is FindingStatus.CLOSED for f in findings if f is not nonconformity)
    assert all(f.raised.fact.evidence for f in findings)


def test_nobody_is_named_in_evidence_and_findings(demo: Opened) -> None:
    """Roles and case marks stand there instead."""
    surnames = [person.name.split()[-1] for person in demo.system.organisation.people.values()]
    records = [record.fact for record in (*demo.system.qms.evidence, *demo.system.qms.finding_steps)]

    assert not [
        surname for record in records for text in texts_of(record) for surname in surnames if surname in text
    ]


def test_the_word_is_audit() -> None:
    """ISO's word, never the statutory one, in all that the Polish office wrote."""
    for file in (read_material("pl").folder / "pl").iterdir():
        assert "audyt" not in file.read_text(encoding="utf-8").lower(), file.name
