"""What an audit plan or programme says besides its sections, as sections of its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qmsctl.messages import Message, format_day, tr
from qmsctl.messages.days import name_month
from qmsctl.model.document import (
    AuditPlan,
    AuditProgramme,
    Criterion,
    ProgrammeEntry,
    ProgrammeRisk,
    ScheduleRow,
    Scope,
)
from qmsctl.model.organisation import Organisation
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.marks import AUDIT_KINDS, ROLES
from qmsctl.reports.shown import in_words

__all__ = ["planned_sections"]

Section = tuple[Message, str]
"""A heading, and a text in Markdown."""


def planned_sections(
    document: AuditPlan | AuditProgramme, organisation: Organisation, language: str
) -> Iterator[tuple[str, str]]:
    """Yield heading and Markdown text of what *document* says, in words of *language*; nothing that is empty."""
    words = _Words(organisation, language)
    sections = words.plan(document) if isinstance(document, AuditPlan) else words.programme(document)
    for heading, text in sections:
        if text.strip():
            yield heading.into(language), text


class _Words:
    """Puts what a plan or programme says into words of one language."""

    def __init__(self, organisation: Organisation, language: str) -> None:
        self._organisation = organisation
        self._language = language

    def plan(self, plan: AuditPlan) -> Iterator[Section]:
        """Yield the sections of a plan, in the order of the paper form."""
        yield tr("Kind of audit"), AUDIT_KINDS[plan.kind].into(self._language)
        yield tr("Objectives of the audit"), plan.objectives or ""
        yield tr("Scope of the audit"), self._scope(plan.scope)
        yield tr("Criteria of the audit"), self._criteria(plan.criteria)
        yield (
            tr("Audit team"),
            _list(
                (
                    f"{self._title(one.person)}: {ROLES[one.role].into(self._language)}",
                    one.letter,
                    one.safeguard,
                )
                for one in plan.team
            ),
        )
        yield tr("Auditees"), _list((self._title(one.role), self._unit(one.unit)) for one in plan.auditees)
        yield tr("Days of the audit"), _list((format_day(day, self._language),) for day in plan.days)
        yield tr("Places"), _list((place,) for place in plan.places)
        yield tr("Methods"), plan.methods or ""
        yield (
            tr("Checklists"),
            _list((one.checklist, ", ".join(one.questions or one.clauses)) for one in plan.checklists),
        )
        yield tr("Schedule"), _list(self._row(row) for row in plan.schedule)
        yield tr("Follow-up of earlier audits"), _list((number,) for number in plan.follow_up)
        yield tr("Distribution list"), _list((self._title(one),) for one in plan.distribution)

    def programme(self, programme: AuditProgramme) -> Iterator[Section]:
        """Yield the sections of a programme, in the order of the paper form."""
        if programme.period is not None:
            first, last = programme.period
            yield tr("Period"), tr("{first} to {last}", first=first, last=last).into(self._language)
        yield tr("Objectives"), programme.objectives or ""
        yield tr("Scope"), self._scope(programme.scope)
        yield tr("Criteria"), self._criteria(programme.criteria)
        yield tr("Audits of the programme"), _list(self._entry(entry) for entry in programme.entries)
        yield tr("Risks of the programme"), self._risks(programme.risks)
        yield tr("Opportunities of the programme"), self._risks(programme.opportunities)
        yield tr("Resources"), programme.resources or ""
        yield tr("Confidentiality"), programme.confidentiality or ""
        if programme.review is not None:
            yield tr("Review"), programme.review.text or ""
            yield tr("Lessons"), _list((lesson,) for lesson in programme.review.lessons)

    def _title(self, key: str | None) -> str | None:
        return self._organisation.title(key) if key else None

    def _unit(self, key: str | None) -> str | None:
        return self._organisation.units.get(key, key) if key else None

    def _process(self, key: str | None) -> str | None:
        process = self._organisation.processes.get(key or "")
        return f"{key} {process.name}" if process else key

    def _scope(self, scope: Scope) -> str:
        named = _list(
            [
                *((self._unit(key),) for key in scope.units),
                *((self._process(key),) for key in scope.processes),
            ]
        )
        return "\n\n".join(filter(None, (scope.text, named)))

    def _criteria(self, criteria: Iterable[Criterion]) -> str:
        return _list(
            (
                in_words(edition_named(one.edition), self._language) if one.edition else None,
                ", ".join(one.clauses),
                one.document,
                one.act,
            )
            for one in criteria
        )

    def _row(self, row: ScheduleRow) -> Iterator[str | None]:
        when = [format_day(row.day, self._language)] if row.day else []
        yield " ".join([*when, *([row.time] if row.time else [])])
        yield row.what
        yield self._unit(row.unit)
        yield self._process(row.process)
        yield ", ".join(row.clauses)
        yield self._title(row.auditor)
        yield self._title(row.auditee)

    def _entry(self, entry: ProgrammeEntry) -> Iterator[str | None]:
        moved = tr(
            "{month}, moved to {other}",
            month=name_month(entry.month, self._language),
            other=name_month(entry.due_month, self._language),
        )
        when = moved.into(self._language) if entry.is_moved else name_month(entry.month, self._language)
        yield f"{entry.id}: {when}"
        if entry.is_cancelled:
            yield tr("cancelled").into(self._language)
        yield entry.title
        yield from map(self._process, entry.processes)
        yield from map(self._unit, entry.units)
        yield ", ".join(entry.clauses)
        yield self._title(entry.lead)
        yield from map(self._title, entry.team)
        yield entry.duration
        yield entry.reason

    def _risks(self, risks: Sequence[ProgrammeRisk]) -> str:
        return _list((one.text, one.action) for one in risks)


def _list(rows: Iterable[Iterable[str | None]]) -> str:
    """Return *rows* as a Markdown list, each on a line, its parts that are there one after the other."""
    lines = ("; ".join(filter(None, row)) for row in rows)
    return "\n".join(f"- {' '.join(line.split())}" for line in lines if line)
