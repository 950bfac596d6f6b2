"""An audit programme as a sheet: its audits, months and coverage as tables, each with its picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audit_coverage import Coverable
from qmsctl.control.documents import DocumentState
from qmsctl.control.programme import Progress
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.values import add_months
from qmsctl.papers.blocks import Grid, Place
from qmsctl.render.sheet import Sheet, Table
from qmsctl.reports.audit_programme import (
    PROGRESS,
    STANDINGS,
    CertificateShown,
    Covered,
    PlannedAudit,
    ProgrammeFacts,
    ProgrammeView,
)
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.marks import AUDIT_KINDS, STATES
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone, Translated, month_in_words

__all__ = ["MODES", "programme_sheet"]

MODES: Final = {
    "on_site": tr("on site"),
    "remote": tr("remote"),
    "hybrid": tr("hybrid: partly on site, partly remote"),
}

_MONTHS_SHOWN: Final = 13
"""A longer period is shown in quarters."""
_DRAFT: Final = Mark(tr("draft, not in force"), "○", Tone.CAUTION)
_AUDITED: Final = Mark(tr("audited"), "●", Tone.GOOD)
_TO_COME: Final = Mark(tr("planned"), "○", Tone.QUIET)


@dataclass(frozen=True, slots=True)
class _Span:
    """A column of time: a month or a quarter."""

    first: dt.date
    months: int

    def holds(self, month: str) -> bool:
        """Return whether *month*, written `2026-10`, lies in it."""
        return f"{self.first:%Y-%m}" <= month <= f"{add_months(self.first, self.months - 1):%Y-%m}"

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines of its heading."""
        number = self.first.month if self.months == 1 else (self.first.month + 2) // 3
        return str(self.first.year), _ROMAN[number - 1]

    @property
    def name(self) -> str:
        """Its heading on one line."""
        year, number = self.lines
        return f"{number} {year}" if self.months == 1 else f"{year}/{number}"


_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""Months and quarters, as Polish forms number them."""


def _spans(begin: dt.date, end: dt.date, months: int) -> tuple[_Span, ...]:
    """Return the months or quarters from *begin* to *end*."""
    first = begin.replace(day=1)
    if months > 1:
        first = first.replace(month=(first.month - 1) // months * months + 1)
    found = []
    while first <= end:
        found.append(_Span(first, months))
        first = add_months(first, months)
    return tuple(found)


def programme_sheet(view: ProgrammeView) -> Sheet:
    """Return *view* as a sheet."""
    programme = view.programme
    tables = [*_audits(view), *_months(view), *_coverage(view), *_risks(view)]
    return Sheet(
        view.organisation,
        tr("Audit programme {programme}: {title}", programme=programme.id, title=programme.title)
        if programme
        else tr("Audit programme: coverage on {day}", day=view.day),
        tuple(_facts(view)),
        view.doubts,
        tr("To be noted"),
        tuple(tables),
        tr("State of {day}, commit {commit}", day=view.day, commit=view.commit[:10] if view.commit else "-"),
    )


def _facts(view: ProgrammeView) -> Iterator[Fact]:
    programme = view.programme
    if programme is not None:
        yield from _programme_facts(programme)
        counts = tuple(
            Joined((mark, str(count)), ": ")
            for state, mark in PROGRESS.items()
            if (count := sum(1 for one in view.audits if one.state is state))
        )
        yield Fact(tr("Audits"), counts or None)
    if view.certificate is not None:
        yield from _certificate(view.certificate)


def _programme_facts(programme: ProgrammeFacts) -> Iterator[Fact]:
    yield Fact(tr("Revision"), programme.revision)
    yield Fact(tr("State"), STATES[DocumentState.IN_FORCE] if programme.in_force else _DRAFT)
    if programme.effective:
        yield Fact(tr("In force since"), programme.effective)
    if programme.from_ and programme.until:
        yield Fact(tr("Period"), tr("{first} to {last}", first=programme.from_, last=programme.until))
    for label, value in (
        (tr("Owner"), programme.owner),
        (tr("Criteria"), tuple(edition_named(name) for name in programme.editions)),
        (tr("Objectives"), programme.objectives),
        (tr("Scope"), programme.scope),
        (tr("Resources"), programme.resources),
        (tr("Confidentiality"), programme.confidentiality),
        (tr("Reviewed on"), programme.reviewed),
        (tr("Review"), programme.review),
        (tr("Lessons"), programme.lessons),
    ):
        if value:
            yield Fact(label, value)


def _certificate(shown: CertificateShown) -> Iterator[Fact]:
    named = tuple(filter(None, (shown.number, shown.body)))
    yield Fact(tr("Certificate"), Joined((edition_named(shown.edition), *named)))
    yield Fact(tr("Certification decision"), shown.decided)
    yield Fact(tr("End of the certification cycle"), shown.valid_until)
    if shown.edition_end is not None:
        day = shown.edition_end
        yield Fact(tr("End of the edition"), tr("{day} (not verified against the original source)", day=day))
    yield Fact(tr("Last valid day"), shown.last_day)
    if shown.surveillance_due is not None:
        overdue = Mark(tr("overdue"), "▲", Tone.BAD)
        due = shown.surveillance_due
        yield Fact(
            tr("Next surveillance at the latest on"),
            Joined((due, overdue)) if shown.surveillance_overdue else due,
        )
    window = tr("{first} to {last}", first=shown.recertification_from, last=shown.recertification_until)
    missed = Mark(tr("missed"), "▲", Tone.BAD)
    yield Fact(
        tr("Recertification audit"), Joined((window, missed)) if shown.recertification_missed else window
    )
    if shown.recertified is not None:
        yield Fact(tr("Recertification audit concluded on"), shown.recertified)


def _audits(view: ProgrammeView) -> Iterator[Table]:
    """Yield the table of the audits, in the order of the programme."""
    if view.programme is None:
        return
    yield Table(
        tr("Audits of the programme"),
        (
            tr("Entry"),
            tr("Audited"),
            tr("Clauses"),
            tr("Month"),
            tr("State"),
            tr("Concluded on"),
            tr("Audit"),
            tr("Reason"),
            tr("Lead auditor"),
            tr("Auditors"),
            tr("Carried out"),
            tr("Duration"),
        ),
        tuple(
            (
                one.entry,
                _what(one),
                ", ".join(one.clauses) or (None if one.processes or one.units else tr("all")),
                _month(one),
                PROGRESS[one.state],
                one.done,
                one.audit,
                one.reason,
                one.lead,
                one.team,
                MODES.get(one.mode or ""),
                one.duration,
            )
            for one in view.audits
        ),
    )


def _what(one: PlannedAudit) -> Shown:
    kind = AUDIT_KINDS.get(one.kind, one.kind)
    named = tuple(filter(None, (one.title, ", ".join((*one.processes, *one.units)))))
    return (*named, kind) if one.kind != "internal" or not named else named


def _next(one: Covered) -> Shown:
    return month_in_words(one.planned) if one.planned else None


def _month(one: PlannedAudit) -> Shown:
    planned = month_in_words(one.month)
    if one.moved_to is None:
        return planned
    return tr("{month}, moved to {other}", month=planned, other=month_in_words(one.moved_to))


def _months(view: ProgrammeView) -> Iterator[Table]:
    """Yield the table of processes and units by month, or by quarter where the period is long."""
    programme = view.programme
    if programme is None or programme.from_ is None or programme.until is None or not view.audits:
        return
    months = 1 if add_months(programme.from_, _MONTHS_SHOWN) > programme.until else 3
    heading = tr("Processes and units by month") if months == 1 else tr("Processes and units by quarter")
    spans = _spans(programme.from_, programme.until, months)
    places = [one for one in view.coverage if one.kind is not Coverable.CLAUSE]
    rows = [(one.key, one.title_in(""), _of(view.audits, one.kind, one.key)) for one in places]
    rows = [row for row in rows if row[2]]
    rows += [(one.entry, one.title or "", (one,)) for one in view.audits if not (one.processes or one.units)]

    picture = Grid(
        "audits-by-time",
        heading,
        tuple(span.lines for span in spans),
        tuple((Joined((key, name), " "), _places(own, spans), None) for key, name, own in rows),
    )
    one_year = len({span.first.year for span in spans}) == 1
    heads = [span.lines[1] if one_year else span.name for span in spans]
    yield Table(
        heading,
        (tr("Number"), tr("Title"), *(Message("{span}", (("span", head),)) for head in heads)),
        tuple(
            (key, name, *(tuple(mark for mark, _ in _marks(own, span)) for span in spans))
            for key, name, own in rows
        ),
        picture=picture,
        like_picture=True,
    )


def _places(audits: Sequence[PlannedAudit], spans: Sequence[_Span]) -> tuple[Place, ...]:
    """Return the marks of *audits* in a picture: the last of each span, for which there is room."""
    places: dict[int, Place] = {}
    for at, span in enumerate(spans):
        for mark, one in _marks(audits, span):
            words = (span.name, mark.word, one.audit) if one.audit else (span.name, mark.word)
            places[at] = Place(at, mark, Joined(words, " "))
    return tuple(places.values())


def _of(audits: Sequence[PlannedAudit], kind: Coverable, key: str) -> tuple[PlannedAudit, ...]:
    return tuple(one for one in audits if key in (one.processes if kind is Coverable.PROCESS else one.units))


def _marks(audits: Sequence[PlannedAudit], span: _Span) -> Iterator[tuple[Mark, PlannedAudit]]:
    """Yield what *span* shows of *audits*: where each is now, and from where it was moved."""
    for one in audits:
        if one.moved_to is not None and span.holds(one.month):
            yield PROGRESS[Progress.MOVED], one
        current = f"{one.done:%Y-%m}" if one.done else one.moved_to or one.month
        if span.holds(current):
            moved = one.state is Progress.MOVED
            yield PROGRESS[Progress.PLANNED if moved and one.moved_to else one.state], one


_COVERAGE: Final = (
    (Coverable.PROCESS, tr("When each process was audited last")),
    (Coverable.UNIT, tr("When each unit was audited last")),
)


def _coverage(view: ProgrammeView) -> Iterator[Table]:
    for kind, heading in _COVERAGE:
        if rows := [one for one in view.coverage if one.kind is kind]:
            yield _covered(view, f"audited-{kind.value}", heading, rows)
    for name in dict.fromkeys(one.edition for one in view.coverage if one.edition):
        rows = [one for one in view.coverage if one.edition == name]
        heading = tr("When each clause of {edition} was audited last", edition=edition_named(name))
        yield _covered(view, f"audited-{name.replace(':', '-')}", heading, rows)


def _covered(view: ProgrammeView, key: str, heading: Message, rows: Sequence[Covered]) -> Table:
    ends = view.programme.until if view.programme else None
    last = max(view.day, ends or view.day)
    spans = _spans(add_months(view.day, -view.every), last, 3)
    picture = Grid(
        key,
        heading,
        tuple(span.lines for span in spans),
        tuple(
            (Joined((one.key, _title(one)), " "), _seen(one, spans), STANDINGS[one.standing]) for one in rows
        ),
    )
    return Table(
        heading,
        (tr("Number"), tr("Title"), tr("Last audited on"), tr("Audit"), tr("Planned next"), tr("Judgement")),
        tuple(
            (one.key, _title(one), one.last, one.audit, _next(one), STANDINGS[one.standing]) for one in rows
        ),
        tr_n(
            "Internal audits that are concluded; everything has to be audited within {count} month.",
            "Internal audits that are concluded; everything has to be audited within {count} months.",
            view.every,
        ),
        picture,
    )


def _title(one: Covered) -> Shown:
    return one.title if isinstance(one.title, str) else Translated(one.title)


def _seen(one: Covered, spans: Sequence[_Span]) -> tuple[Place, ...]:
    """Return when *one* was audited and will be, as marks of a picture."""
    places: dict[int, Place] = {}
    for at, span in enumerate(spans):
        if one.planned and span.holds(one.planned):
            places[at] = Place(at, _TO_COME, Joined((span.name, _TO_COME.word), " "))
        if any(span.holds(f"{day:%Y-%m}") for day in one.days):
            places[at] = Place(at, _AUDITED, Joined((span.name, _AUDITED.word), " "))
    return tuple(places.values())


def _risks(view: ProgrammeView) -> Iterator[Table]:
    programme = view.programme
    if programme is None:
        return
    for heading, rows in (
        (tr("Risks of the programme"), programme.risks),
        (tr("Opportunities of the programme"), programme.opportunities),
    ):
        if rows:
            yield Table(heading, (tr("What"), tr("What is done about it")), tuple(rows))
