"""What belongs into the report of an audit, and what of it is there.

The thirty fields are those that guidance for auditing management systems (ISO 19011, 6.5)
and the requirements for certification bodies (ISO/IEC 17021-1, 9.4.8) name, each under the
heading it has in the paper form.  The first holds for every audit, the second for those
that somebody else conducts.

A field is there because of what is recorded, never because of how far the audit has come.
What qmsctl writes itself (`FieldState.WRITTEN`) is said to be that: sentences that stand in
every report, and the follow-up of earlier findings, which is worked out from their records.
Whether anything departed from the plan, was left open or was not covered is either recorded,
or follows from the answers: an audit that is concluded, and whose records show none of it,
lacks nothing.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from qmsctl.control.findings import FindingStatus
from qmsctl.messages import Message, tr
from qmsctl.reports.marks import CONTESTED, UNANSWERED

if TYPE_CHECKING:
    from qmsctl.reports.audit_report import AuditReport
    from qmsctl.reports.course import Conclusions

__all__ = ["FieldState", "Need", "ReportField", "report_fields"]


class Need(Enum):
    """How much a field is needed."""

    EXPECTED = "expected"
    OPTIONAL = "optional"
    NONE = "none"
    """It belongs to audits of another kind."""


class FieldState(Enum):
    """Whether a field is filled in."""

    THERE = "there"
    PARTLY = "partly"
    MISSING = "missing"
    WRITTEN = "written"
    """qmsctl writes it itself, whatever is recorded."""


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field of the report."""

    id: str
    """R01 to R30."""
    label: Message
    section: str
    """The key of the section it stands in."""
    need: Need
    state: FieldState
    mend: Message
    """What to do where it is missing."""

    @property
    def is_lacking(self) -> bool:
        """Whether it is expected and not all there."""
        return self.need is Need.EXPECTED and self.state in (FieldState.PARTLY, FieldState.MISSING)


_JUDGED: Final = ("conforms", "does_not_conform")
_Found = Callable[["AuditReport"], "bool | FieldState"]
_Mend = Callable[["AuditReport"], Message]
"""What to do where that report lacks the field."""


@dataclass(frozen=True, slots=True)
class _Field:
    id: str
    label: Message
    section: str
    internal: Need
    external: Need
    found: _Found
    mend: _Mend


def _concluded(take: Callable[[Conclusions], object]) -> _Found:
    """Return whether the conclusions that stand have what *take* takes from them."""
    return lambda report: bool(report.conclusions and take(report.conclusions[-1]))


def _all_of(*parts: object) -> FieldState:
    if all(parts):
        return FieldState.THERE
    return FieldState.PARTLY if any(parts) else FieldState.MISSING


def _written(_: AuditReport) -> FieldState:
    return FieldState.WRITTEN


def _of_every_plan(_: AuditReport) -> bool:
    """Return that it is there: a plan that names no kind is one of an internal audit."""
    return True


def _with_evidence(report: AuditReport) -> FieldState:
    """Return whether anything was judged, and whether every finding that stands says by which evidence."""
    if not any(record.result in _JUDGED for record in report.evidence):
        return FieldState.MISSING
    standing = (finding for finding in report.findings if not finding.is_withdrawn)
    is_shown = all(finding.evidence or finding.evidence_text for finding in standing)
    return FieldState.THERE if is_shown else FieldState.PARTLY


def _departures(report: AuditReport) -> bool:
    """Return whether departures from the plan are told; one without any keeps to its days, and answers what it asks."""
    if any(event.key == "deviation" for event in report.course):
        return True
    days = report.identification.days
    in_time = not days or all(min(days) <= record.occurred <= max(days) for record in report.evidence)
    return report.is_concluded and in_time and not report.tally.of(UNANSWERED)


def _opinions(report: AuditReport) -> FieldState:
    """Return whether what was not agreed on is told: what records show of that has an opinion that tells it."""
    if any(event.opinions for event in report.course):  # conclusions are among them
        return FieldState.THERE
    if not report.is_concluded:
        return FieldState.MISSING
    disputed = any(finding.status is FindingStatus.DISPUTED for finding in report.findings)
    return FieldState.PARTLY if disputed or report.tally.of(CONTESTED) else FieldState.THERE


def _uncovered(report: AuditReport) -> FieldState:
    """Return whether it is told what of the scope was not covered: by the conclusions, or question by question.

    What nobody answered the report lists of itself; why, only the team can say.
    """
    if report.conclusions and report.conclusions[-1].not_covered:
        return FieldState.THERE
    if not report.is_concluded:
        return FieldState.MISSING
    units = {unit.name for unit in report.units if unit.is_examined}
    is_covered = (
        not report.tally.of(UNANSWERED)
        and not any(results.unexamined_as(UNANSWERED) for results in report.results)
        and units.issuperset(report.scope.units)
    )
    return FieldState.THERE if is_covered else FieldState.PARTLY


def _changes(report: AuditReport) -> FieldState:
    if report.changes is None:
        return FieldState.MISSING
    return FieldState.PARTLY if report.changes.doubts else FieldState.THERE


_E, _O, _N = Need.EXPECTED, Need.OPTIONAL, Need.NONE


def _id(report: AuditReport) -> str:
    """Return the id of the audit as it is typed."""
    return shlex.quote(report.identification.audit)


def _plan(field: str) -> _Mend:
    return lambda report: tr(
        "add {field} to the plan of the audit: qmsctl revise {audit}, then qmsctl approve {audit}",
        field=field,
        audit=_id(report),
    )


def _conclude(option: str) -> _Mend:
    return lambda report: tr(
        "record it with the conclusions: qmsctl audit minutes {audit} conclusions {option} …",
        audit=_id(report),
        option=option,
    )


def _represent(report: AuditReport) -> Message:
    """Return what is to be done about the audited organisation: only what is missing."""
    if report.identification.address:
        return _plan("auditees")(report)
    if report.auditees:
        return tr("add the address of the organisation to qms.yaml")
    return tr("add the address to qms.yaml, and auditees to the plan of the audit")


def _distribute(report: AuditReport) -> Message:
    """Return what is to be done about distribution and issue: only what is missing."""
    audit = _id(report)
    if report.distribution:
        return tr(
            "the distribution list is there; issue the report: qmsctl report {audit} --issue", audit=audit
        )
    if not report.identification.is_draft:
        return _plan("distribution")(report)
    return tr(
        "add a distribution list to the plan, and issue the report: qmsctl report {audit} --issue",
        audit=audit,
    )


def _depart(report: AuditReport) -> Message:
    """Return what is to be done about departures from the plan."""
    if not report.is_concluded:
        return tr(
            "conclude the audit; a departure is recorded with qmsctl audit minutes {audit} deviation",
            audit=_id(report),
        )
    return tr(
        "record what departed from the plan, its days or its questions: qmsctl audit minutes {audit} deviation",
        audit=_id(report),
    )


def _nothing(_: AuditReport) -> Message:
    return tr("nothing: it is printed always")


_FIELDS: Final = (
    _Field(
        "R01", tr("auditing organisation"), "general", _O, _E,
        lambda r: bool(r.identification.conducted_by), _plan("conducted_by"),
    ),
    _Field(
        "R02", tr("audited organisation, its address and its representatives"), "general", _E, _E,
        lambda r: _all_of(r.identification.organisation, r.identification.address, r.auditees),
        _represent,
    ),
    _Field("R03", tr("audit client"), "general", _E, _E, lambda r: bool(r.identification.client), _plan("client")),
    _Field("R04", tr("kind of audit"), "general", _E, _E, _of_every_plan, _plan("kind")),
    _Field("R05", tr("objectives"), "objectives", _E, _E, lambda r: bool(r.objectives), _plan("objectives")),
    _Field(
        "R06", tr("scope, with units or processes and the period looked at"), "scope", _E, _E,
        lambda r: _all_of(
            r.scope.text or r.scope.units or r.scope.processes, r.scope.begins or r.scope.ends
        ),
        _plan("scope"),
    ),
    _Field("R07", tr("criteria"), "criteria", _E, _E, lambda r: bool(r.criteria), _plan("criteria")),
    _Field(
        "R08", tr("audit team and participants"), "team", _E, _E,
        lambda r: _all_of(r.team, r.auditees or any(event.present for event in r.course)),
        lambda r: tr("add the team to the plan, and record who was at the meetings: qmsctl audit minutes {audit} opening --present ROLE", audit=_id(r)),
    ),
    _Field(
        "R09", tr("days and places"), "general", _E, _E,
        lambda r: _all_of(r.identification.days, r.identification.places), lambda r: _plan("places" if r.identification.days else "days" if r.identification.places else "days, places")(r),
    ),
    _Field(
        "R10", tr("departures from the plan"), "course", _E, _E, _departures, _depart,
    ),
    _Field(
        "R11", tr("what matters for the audit programme"), "conclusions", _N, _E,
        _concluded(lambda c: c.programme_issues), _conclude("--programme-issues"),
    ),
    _Field(
        "R12", tr("findings with their evidence"), "findings", _E, _E,
        _with_evidence, lambda r: tr("conduct the audit: qmsctl audit conduct {audit}", audit=_id(r)),
    ),
    _Field(
        "R13", tr("conclusions"), "conclusions", _E, _E,
        _concluded(lambda c: c.text), _conclude("--text"),
    ),
    _Field(
        "R14", tr("how far the criteria are fulfilled, and effectiveness"), "conclusions", _E, _E,
        _concluded(lambda c: c.fulfilment), _conclude("--fulfilment"),
    ),
    _Field(
        "R15", tr("significant changes since the last audit"), "changes", _O, _E,
        _changes,
        lambda _: tr("there is no earlier audit to compare with, or its commit is not in this clone"),
    ),
    _Field(
        "R16", tr("unresolved issues and diverging opinions"), "conclusions", _E, _E,
        _opinions, _conclude("--opinion"),
    ),
    _Field("R17", tr("reservation about sampling"), "reservation", _E, _E, _written, _nothing),
    _Field(
        "R18", tr("recommendation"), "conclusions", _O, _E,
        _concluded(lambda c: c.recommendation), _conclude("--recommendation"),
    ),
    _Field(
        "R19", tr("use of the certificate and of marks"), "conclusions", _N, _E,
        _concluded(lambda c: c.use_of_marks), _conclude("--use-of-marks"),
    ),
    _Field("R20", tr("follow-up of earlier findings"), "earlier", _O, _E, _written, lambda _: tr("nothing: it is worked out")),
    _Field(
        "R21", tr("scope of the certificate and objectives of the system"), "conclusions", _N, _E,
        _concluded(lambda c: c.certified_scope), _conclude("--certified-scope"),
    ),
    _Field(
        "R22", tr("joint, combined or integrated audit"), "general", _O, _O,
        lambda r: bool(r.identification.together_with), _plan("together_with"),
    ),
    _Field("R23", tr("plan and schedule"), "schedule", _O, _O, lambda r: bool(r.schedule), _plan("schedule")),
    _Field(
        "R24", tr("course of the audit and obstacles"), "course", _O, _O,
        lambda r: bool(r.course) and all(event.occurred for event in r.course),
        lambda r: tr("record the meetings: qmsctl audit minutes {audit} opening, and closing", audit=_id(r)),
    ),
    _Field(
        "R25", tr("areas in scope that were not covered"), "findings", _O, _O,
        _uncovered, _conclude("--not-covered"),
    ),
    _Field(
        "R26", tr("good practices"), "findings", _O, _O,
        lambda r: any(finding.grade == "strength" for finding in r.findings),
        lambda _: tr("record a strength, if there is one: qmsctl finding raise"),
    ),
    _Field(
        "R27", tr("agreed actions"), "open", _O, _O,
        lambda r: bool(r.agreed),
        lambda _: tr("record the response of the auditee: qmsctl finding respond FINDING"),
    ),
    _Field("R28", tr("confidentiality"), "reservation", _O, _O, _written, _nothing),
    _Field(
        "R29", tr("what follows for the next audits"), "conclusions", _O, _O,
        _concluded(lambda c: c.next_audits), _conclude("--next-audits"),
    ),
    _Field(
        "R30", tr("distribution list, day of issue and approval"), "signatures", _E, _E,
        lambda r: _all_of(r.distribution, not r.identification.is_draft), _distribute,
    ),
)  # fmt: skip


def report_fields(report: AuditReport) -> tuple[ReportField, ...]:
    """Return the thirty fields of *report* in their order, with what is there of each."""
    return tuple(_field(field, report) for field in _FIELDS)


def _field(field: _Field, report: AuditReport) -> ReportField:
    found = field.found(report)
    state = found if isinstance(found, FieldState) else FieldState.THERE if found else FieldState.MISSING
    need = field.external if report.identification.is_external else field.internal
    return ReportField(field.id, field.label, field.section, need, state, field.mend(report))
