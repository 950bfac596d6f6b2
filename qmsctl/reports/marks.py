"""The words, symbols and tones of every status a report shows.

The words stand alone on a badge.  In Polish they agree with what they are said
of, so the same English word is never used for two kinds of thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qmsctl.control.audits import AuditStatus
from qmsctl.control.coverage import Level
from qmsctl.control.documents import DocumentState
from qmsctl.control.findings import FindingStatus
from qmsctl.control.trust import Trust
from qmsctl.messages import Message, tr
from qmsctl.reports.shown import Mark, Tone
from qmsctl.settings import Severity

__all__ = [
    "ACCOMPANYING",
    "AUDIT_KINDS",
    "AUDIT_STATUSES",
    "CONTESTED",
    "COUNTS",
    "DOCUMENT_TYPES",
    "FINDING_STATUSES",
    "FINDING_STEPS",
    "GRADES",
    "LEVELS",
    "MEANINGS",
    "METHODS",
    "MINUTES",
    "NOT_APPROVED_HERE",
    "NOT_RECORDED",
    "OUTCOMES",
    "ROLES",
    "SAMPLING",
    "SEVERITIES",
    "STATES",
    "TRUST",
    "UNANSWERED",
]

NOT_RECORDED: Final = tr("not recorded")

CONTESTED: Final = "contested"
UNANSWERED: Final = "unanswered"

OUTCOMES: Final[Mapping[str, Mark]] = {
    "conforms": Mark(tr("conforms"), "✓", Tone.GOOD),
    "does_not_conform": Mark(tr("does not conform"), "✗", Tone.BAD),
    "not_applicable": Mark(tr("not applicable"), "–", Tone.QUIET),  # noqa: RUF001 - the dash of an empty cell
    "not_audited": Mark(tr("not audited"), "○", Tone.CAUTION),
    CONTESTED: Mark(tr("contradictory answers"), "≠", Tone.BAD),
    UNANSWERED: Mark(tr("unanswered"), "?", Tone.CAUTION),
}
"""What can come of a question, in the order of the columns."""

GRADES: Final[Mapping[str, Mark]] = {
    "major": Mark(tr("major nonconformity"), "■", Tone.BAD),
    "minor": Mark(tr("minor nonconformity"), "▲", Tone.CAUTION),
    "observation": Mark(tr("observation"), "●", Tone.CALM),
    "opportunity": Mark(tr("opportunity for improvement"), "◆", Tone.CALM),
    "strength": Mark(tr("strength"), "★", Tone.GOOD),
}

FINDING_STATUSES: Final[Mapping[FindingStatus, Mark]] = {
    FindingStatus.RAISED: Mark(tr("raised"), "○", Tone.CAUTION),
    FindingStatus.ACKNOWLEDGED: Mark(tr("acknowledged by the auditee"), "○", Tone.CAUTION),
    FindingStatus.DISPUTED: Mark(tr("disputed by the auditee"), "≠", Tone.BAD),
    FindingStatus.ASSESSED: Mark(tr("finding assessed"), "◔", Tone.CALM),
    FindingStatus.ANSWERED: Mark(tr("cause known, action to be planned"), "◔", Tone.CAUTION),
    FindingStatus.PLANNED: Mark(tr("action planned"), "◑", Tone.CALM),
    FindingStatus.REJECTED: Mark(tr("response rejected, a new one is awaited"), "✗", Tone.BAD),
    FindingStatus.DONE: Mark(tr("action done, effectiveness to be verified"), "◕", Tone.CALM),
    FindingStatus.VERIFIED: Mark(tr("verified as effective, to be closed"), "●", Tone.GOOD),
    FindingStatus.INEFFECTIVE: Mark(tr("action not effective"), "✗", Tone.BAD),
    FindingStatus.SHARED: Mark(tr("good practice shared"), "✓", Tone.GOOD),
    FindingStatus.CLOSED: Mark(tr("finding closed"), "✓", Tone.GOOD),
    FindingStatus.WITHDRAWN: Mark(tr("finding withdrawn"), "⊘", Tone.QUIET),
}

FINDING_STEPS: Final[Mapping[str, Message]] = {
    "raised": tr("raised"),
    "regraded": tr("regraded"),
    "acknowledged": tr("acknowledged by the auditee"),
    "disputed": tr("disputed by the auditee"),
    "upheld": tr("dispute answered, finding upheld"),
    "assessed": tr("finding assessed"),
    "response": tr("response given"),
    "action": tr("action planned"),
    "reviewed": tr("response reviewed"),
    "done": tr("action done"),
    "verified": tr("effectiveness verified"),
    "shared": tr("good practice shared"),
    "closed": tr("finding closed"),
    "withdrawn": tr("finding withdrawn"),
}

LEVELS: Final[Mapping[Level, Mark]] = {
    Level.EXCLUDED: Mark(tr("clause excluded"), "–", Tone.QUIET),  # noqa: RUF001 - the dash of an empty cell
    Level.UNCLAIMED: Mark(tr("unclaimed"), "○", Tone.BAD),
    Level.CLAIMED: Mark(tr("claimed"), "◔", Tone.BAD),
    Level.DOCUMENTED: Mark(tr("documented"), "◑", Tone.CALM),
    Level.EVIDENCED: Mark(tr("evidenced"), "●", Tone.GOOD),
}

STATES: Final[Mapping[DocumentState, Mark]] = {
    DocumentState.DRAFT: Mark(tr("draft, never approved"), "○", Tone.CAUTION),
    DocumentState.APPROVED: Mark(tr("approved, not yet in force"), "◔", Tone.CALM),
    DocumentState.IN_FORCE: Mark(tr("in force"), "✓", Tone.GOOD),
    DocumentState.DRIFTED: Mark(tr("the file departs from what was approved"), "✗", Tone.BAD),
    DocumentState.WITHDRAWN: Mark(tr("document withdrawn"), "⊘", Tone.QUIET),
    DocumentState.UNREADABLE: Mark(tr("state cannot be established"), "?", Tone.BAD),
}

NOT_APPROVED_HERE: Final = Mark(tr("needs no approval"), "–", Tone.QUIET)  # noqa: RUF001 - the dash of an empty cell
"""The state of a document whose type demands no approval, such as a law: it is never a draft of the organisation's."""

DOCUMENT_TYPES: Final[Mapping[str, Message]] = {
    "procedure": tr("procedure"),
    "instruction": tr("instruction"),
    "manual": tr("quality manual"),
    "policy": tr("policy"),
    "checklist": tr("checklist"),
    "form": tr("form"),
    "process card": tr("process card"),
    "process_card": tr("process card"),
    "process_map": tr("process map"),
    "service card": tr("service card"),
    "service_card": tr("service card"),
    "objectives": tr("quality objectives"),
    "external": tr("external document"),
    "programme": tr("audit programme"),
    "audit": tr("audit plan"),
}
"""The types that need no explanation; an organisation names others as it likes."""

MEANINGS: Final[Mapping[str, Message]] = {
    "prepared": tr("prepared"),
    "checked": tr("checked"),
    "approved": tr("approved"),
    "reaffirmed": tr("reaffirmed"),
    "withdrawn": tr("withdrawn"),
}
"""What somebody decided about a document."""

TRUST: Final[Mapping[Trust, Mark]] = {
    Trust.MERGED: Mark(tr("merged, approved by nobody"), "◌", Tone.CAUTION),
    Trust.DECLARED: Mark(tr("declared"), "◔", Tone.CALM),
    Trust.RECORDED: Mark(tr("recorded by the decider"), "●", Tone.GOOD),
    Trust.SIGNED: Mark(tr("signed by the decider"), "✓", Tone.GOOD),
    Trust.UNKNOWN: Mark(tr("who recorded it cannot be established"), "✗", Tone.BAD),
}

SEVERITIES: Final[Mapping[Severity, Mark]] = {
    Severity.ERROR: Mark(tr("error"), "✗", Tone.BAD),
    Severity.WARNING: Mark(tr("warning"), "▲", Tone.CAUTION),
    Severity.NOTE: Mark(tr("note"), "●", Tone.CALM),
}

AUDIT_STATUSES: Final[Mapping[AuditStatus, Mark]] = {
    AuditStatus.PLANNED: Mark(tr("audit planned"), "○", Tone.CAUTION),
    AuditStatus.IN_PROGRESS: Mark(tr("audit in progress"), "◔", Tone.CAUTION),
    AuditStatus.CONCLUDED: Mark(tr("audit concluded"), "◑", Tone.CALM),
    AuditStatus.REPORTED: Mark(tr("audit reported"), "◕", Tone.GOOD),
    AuditStatus.CLOSED: Mark(tr("audit closed"), "✓", Tone.GOOD),
    AuditStatus.WITHDRAWN: Mark(tr("plan withdrawn, audit not held"), "⊘", Tone.QUIET),
}

AUDIT_KINDS: Final[Mapping[str, Message]] = {
    "internal": tr("internal audit"),
    "second_party": tr("second-party audit"),
    "stage_1": tr("certification audit, stage 1"),
    "stage_2": tr("certification audit, stage 2"),
    "surveillance": tr("surveillance audit"),
    "recertification": tr("recertification audit"),
    "special": tr("special audit"),
    "transition": tr("transition audit"),
}

ROLES: Final[Mapping[str, Message]] = {
    "lead_auditor": tr("lead auditor"),
    "auditor": tr("auditor"),
    "technical_expert": tr("technical expert"),
    "observer": tr("observer"),
    "guide": tr("guide"),
}

ACCOMPANYING: Final = ("observer", "guide")
"""Parts in an audit of those who come along and do not audit: ISO 19011:2018, 6.4.2."""

METHODS: Final[Mapping[str, Message]] = {
    "document_review": tr("review of documents"),
    "record_review": tr("review of records"),
    "interview": tr("interview"),
    "observation": tr("observation of the work"),
    "measurement": tr("measurement"),
    "system_extract": tr("extract from a system"),
}

SAMPLING: Final[Mapping[str, Message]] = {
    "random": tr("drawn at random"),
    "judgement": tr("chosen by judgement"),
    "systematic": tr("drawn at equal intervals"),
    "all": tr("everything was looked at"),
}

MINUTES: Final[Mapping[str, Message]] = {
    "opening": tr("Opening meeting"),
    "deviation": tr("Deviation from the plan"),
    "conclusions": tr("Conclusions of the audit"),
    "closing": tr("Closing meeting"),
    "report_issued": tr("Report issued"),
    "audit_closed": tr("Audit closed"),
}

COUNTS: Final[Mapping[str, Message]] = {
    "files": tr("files"),
    "documents": tr("documents, plans of audits included"),
    "in_force": tr("documents in force, plans of audits included"),
    "records": tr("records"),
    "audits": tr("audits"),
    "evidence": tr("current evidence"),
    "findings": tr("findings"),
    "commits": tr("commits"),
}
"""What an inspection counts."""
