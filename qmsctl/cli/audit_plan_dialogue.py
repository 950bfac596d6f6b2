"""Asks for what an audit plan lacks, one plain line at a time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from qmsctl.authoring.audit_plan import Planned, new_id
from qmsctl.authoring.known import clause_meant, known_edition
from qmsctl.authoring.meant import holder_meant, person_meant, person_or_role, process_meant, unit_meant
from qmsctl.authoring.new_audit import NewAudit, with_programme
from qmsctl.authoring.plan_defaults import answering_for, next_id, usual_period, usual_plan
from qmsctl.cli.asking import ask_named, not_empty, picked, show_known, show_titles, split_words
from qmsctl.cli.options import read_day
from qmsctl.cli.schedule_rows import Row, read_moment
from qmsctl.cli.terminal import NoAnswerError, ask, choose, interactive, say
from qmsctl.control.impartiality import forbids_own_work, stake_in_words
from qmsctl.control.programme import Progress
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, current_language, list_of, tr
from qmsctl.messages.months import named_month
from qmsctl.model.document import AuditPlan
from qmsctl.model.nearest import titles_of
from qmsctl.model.organisation import Organisation, Person
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.shown import in_words

__all__ = ["MODES", "complete", "days_in", "with_safeguards"]

MODES: Final[Mapping[str, Message]] = {
    "on_site": tr("on site"),
    "remote": tr("remote"),
    "hybrid": tr("hybrid: partly on site, partly remote"),
}


def complete(system: System, new: NewAudit, *, no_input: bool) -> NewAudit:
    """Return *new* with everything an audit needs, asked for where it is missing.

    Raises:
        NoAnswerError: something is missing, and nobody can be asked.
        RefusedError: an entry of the programme does not exist, or is planned already.
    """
    editions = new.editions or _only_edition(system)
    if not interactive(no_input=no_input):
        for option, value in (("--day", new.days), ("--edition", editions), ("--lead", new.lead)):
            if not value:
                raise NoAnswerError(option)
        return replace(new, editions=editions)
    new = _from_programme(system, new)
    new = replace(new, days=new.days or _days())
    proposed = next_id(min(new.days).year, [audit.id for audit in system.audits], ("AUD", 2))
    new = replace(
        new, id=new.id or ask(tr("Id of the audit"), default=proposed, check=partial(new_id, system))
    )
    usual = usual_plan(system)
    new = replace(
        new,
        title=new.title or ask(tr("Title"), default=_title(system, new), check=not_empty),
        client=new.client or _client(system, usual.client if usual else None),
    )
    new = _criteria(system, new)
    new = _scope(system, new)
    new = _period(new)
    new = replace(
        new,
        objectives=new.objectives or ask(tr("Objectives: what is the audit to find out"), check=not_empty),
    )
    new = _team(system, new)
    new = replace(new, auditees=new.auditees or _auditees(system, new))
    new = replace(
        new,
        mode=new.mode or choose(tr("How is it carried out"), list(MODES.items()), default="on_site"),
        places=new.places or tuple(filter(None, [ask(tr("Place (may be empty)"))])),
        methods=new.methods or ask(tr("Methods, and how samples are drawn (may be empty)")) or None,
        rows=new.rows or _rows(system, new),
    )
    return replace(new, distribution=new.distribution or _distribution(system, new, usual))


def with_safeguards(system: System, new: NewAudit, planned: Planned, *, no_input: bool) -> NewAudit:
    """Return *new* with a safeguard for everybody whom *planned* shows in a conflict that one can answer."""
    organisation = system.organisation
    if not interactive(no_input=no_input) or forbids_own_work(planned.plan, organisation):
        return new
    safeguards = dict(new.safeguards)
    for person, conflicts in planned.conflicts.items():
        if person in safeguards:
            continue
        stakes = [stake_in_words(one, organisation) for one in conflicts]
        say(tr("Not impartial: {person} {stakes}.", person=organisation.title(person), stakes=stakes))
        if text := ask(tr("What keeps the audit impartial nevertheless (may be empty)")):
            safeguards[person] = text
    return replace(new, safeguards=safeguards)


def _only_edition(system: System) -> tuple[str, ...]:
    """Return the edition of the certificate, or of the organisation if it has but one."""
    certificate = system.organisation.certificate
    if certificate is not None and certificate.edition in system.organisation.editions:
        return (certificate.edition,)
    editions = system.organisation.editions
    return editions if len(editions) == 1 else ()


def _from_programme(system: System, new: NewAudit) -> NewAudit:
    """Ask which entry of the programme is fulfilled, if one is open and none was named."""
    waiting = [
        (f"{programme.id} {one.entry.id}", programme, one)
        for programme in system.programmes
        for one in programme.entries
        if one.audit is None and one.progress in (Progress.PLANNED, Progress.MOVED, Progress.LATE)
    ]
    if new.entry is not None or not waiting or new.title or new.units or new.processes:
        return new
    choices = [
        (
            key,
            tr(
                "{programme}, {month}, entry {entry}: {what}",
                programme=programme.id,
                month=named_month(one.entry.due_month),
                entry=one.entry.id,
                what=one.entry.title or _named(system, one.entry.processes, one.entry.units),
            ),
        )
        for key, programme, one in waiting
    ]
    none = "-"
    chosen = choose(
        tr("Which entry of the programme"), [*choices, (none, tr("none of them"))], default=choices[0][0]
    )
    found = next(((p.id, one.entry.id) for key, p, one in waiting if key == chosen), None)
    return new if found is None else with_programme(system, replace(new, programme=found[0], entry=found[1]))


def _days() -> tuple[dt.date, ...]:
    def check(answer: str) -> str:
        return ", ".join(day.isoformat() for day in days_in(not_empty(answer)))

    return tuple(days_in(ask(tr("Days of the audit (such as 2026-10-20, 2026-10-21)"), check=check)))


def days_in(answer: str) -> list[dt.date]:
    """Return the days that *answer* names, with commas between them; those without blanks may have blanks there."""
    parts = [part.strip() for part in re.split("[,;]", answer) if part.strip()]
    try:
        return sorted({read_day(part) for part in parts})
    except QmsctlError:
        words = split_words(answer)
        if len(words) == len(parts) or not all("." in word or "-" in word for word in words):
            raise
    return sorted({read_day(word) for word in words})


def _title(system: System, new: NewAudit) -> str | None:
    """Return a title where it is known what is audited, in the language of the office."""
    named = _named(system, new.processes, new.units)
    return tr("Internal audit: {what}", what=named).into(system.organisation.language) if named else None


def _named(system: System, processes: Sequence[str], units: Sequence[str]) -> str:
    """Return what *processes* and *units* are called."""
    titles = titles_of(system.organisation, ["units", "processes"])
    return "; ".join(titles.get(key, key) for key in (*processes, *units))


def _client(system: System, usual: str | None) -> str | None:
    """Ask who ordered the audit; by default whoever ordered the last one."""
    client = ask_named(
        tr("Who ordered the audit: a role or a person (- for nobody)")
        if usual
        else tr("Who ordered the audit: a role or a person (may be empty)"),
        picked(lambda word: person_or_role(system, word)),
        is_key=_is_person_or_role(system),
        default=(usual,) if usual else (),
        title=system.organisation.title,
    )
    return client[0] if client else None


def _criteria(system: System, new: NewAudit) -> NewAudit:
    """Ask for the edition where there are several, and for clauses."""
    editions = new.editions
    if not editions:
        called = {
            key: in_words(edition_named(key), current_language()) for key in system.organisation.editions
        }
        keys = {title: key for key, title in called.items()}
        only = _only_edition(system)
        answer = ask(
            tr("Edition of the standard ({known})", known=list_of([*called.values()])),
            default=called.get(only[0], only[0]) if only else None,
            check=lambda word: keys.get(word) or known_edition(not_empty(word)),
        )
        editions = (answer,)
    clauses = new.clauses
    if not clauses and new.entry is None:
        clauses = ask_named(
            tr("Clauses (empty: all)"),
            picked(lambda word: clause_meant(word, editions)[1]),
            is_key=lambda word: word[:1].isdecimal(),
        )
    return replace(new, editions=editions, clauses=clauses)


def _scope(system: System, new: NewAudit) -> NewAudit:
    organisation = system.organisation
    units, processes = new.units, new.processes
    if not units and organisation.units:
        show_known(organisation.units)
        units = ask_named(
            tr("Units that are audited (empty: none by name)"),
            picked(lambda word: unit_meant(system, word)),
            is_key=organisation.units.__contains__,
        )
    if not processes and organisation.processes:
        show_known({key: process.name for key, process in organisation.processes.items()})
        processes = ask_named(
            tr("Processes that are audited (empty: none by name)"),
            picked(lambda word: process_meant(system, word)),
            is_key=organisation.processes.__contains__,
        )
    scope = new.scope
    if scope is None:
        named = units or processes
        scope = ask(
            tr("Scope in words (may be empty)") if named else tr("Scope in words"),
            check=str if named else not_empty,
        )
    return replace(new, units=units, processes=processes, scope=scope or None)


def _period(new: NewAudit) -> NewAudit:
    """Ask which work is looked at: by default that of a year."""
    first, last = usual_period(min(new.days))
    begins = new.from_ or read_day(
        ask(
            tr("First day of the work that is looked at"),
            default=min(first, new.until or first).isoformat(),
            check=lambda word: read_day(word).isoformat(),
        )
    )

    def check(answer: str) -> str:
        day = read_day(answer)
        if day < begins:
            raise RefusedError(
                tr("{until} comes before the first day, {day}", until=day, day=begins),
                tr("write a later day; Ctrl-C ends this without writing anything"),
            )
        return day.isoformat()

    until = new.until or read_day(
        ask(tr("Last day of the work that is looked at"), default=max(last, begins).isoformat(), check=check)
    )
    return replace(new, from_=begins, until=until)


def _team(system: System, new: NewAudit) -> NewAudit:
    organisation, day = system.organisation, min(new.days)
    people = {key: _with_roles(person, organisation, day) for key, person in organisation.people.items()}
    if new.lead is None or (not new.others and len(people) > 1):
        show_titles(people.values())
    find = picked(lambda word: holder_meant(system, word, day))
    lead = new.lead or ask(tr("Lead auditor"), check=lambda word: find(not_empty(word)))
    others = new.others
    if not others and len(people) > 1:
        names = ask_named(tr("Other auditors (empty: none)"), find, is_key=organisation.people.__contains__)
        others = tuple((name, "auditor") for name in names if name != lead)
    return replace(new, lead=lead, others=others)


def _with_roles(person: Person, organisation: Organisation, day: dt.date) -> str:
    """Return the name of *person* with the roles held on *day*."""
    roles = list_of([title for key, title in organisation.roles.items() if key in person.roles_on(day)])
    return f"{person.name} ({roles})" if roles else person.name


def _auditees(system: System, new: NewAudit) -> tuple[tuple[str, str | None], ...]:
    """Ask who answers for what is audited; by default heads of units and owners of processes."""
    usual = answering_for(system.organisation, new.units, new.processes)
    find = picked(lambda word: person_or_role(system, word))

    def found(word: str) -> str:
        role, equals, unit = (part.strip() for part in word.partition("="))
        key = find(role)
        return f"{key}={picked(lambda one: unit_meant(system, one))(unit)}" if equals else key

    def called(key: str) -> str:
        role, _, unit = key.partition("=")
        title = system.organisation.title(role)
        return f"{title} = {system.organisation.units.get(unit, unit)}" if unit else title

    names = ask_named(
        tr("Who answers for it: roles, with = and the unit where it matters (- for nobody)")
        if usual
        else tr("Who answers for it: roles, with = and the unit where it matters (may be empty)"),
        found,
        is_key=_is_person_or_role(system),
        default=[f"{role}={unit}" if unit else role for role, unit in usual],
        title=called,
    )
    return tuple((role, unit or None) for role, _, unit in (name.partition("=") for name in names))


def _distribution(system: System, new: NewAudit, usual: AuditPlan | None) -> tuple[str, ...]:
    """Ask who gets the report: by default whoever got the last one and was not audited then, and who is now."""
    audited = {auditee.role for auditee in usual.auditees} if usual else set()
    regular = [name for name in (usual.distribution if usual else ()) if name not in audited]
    names = dict.fromkeys(filter(None, [new.client, *regular, *(role for role, _ in new.auditees)]))
    return ask_named(
        tr("Who gets the report (- for nobody)") if names else tr("Who gets the report (may be empty)"),
        picked(lambda word: person_or_role(system, word)),
        is_key=_is_person_or_role(system),
        default=[*names],
        title=system.organisation.title,
    )


def _is_person_or_role(system: System) -> Callable[[str], bool]:
    organisation = system.organisation
    return lambda word: word in organisation.roles or word in organisation.people


def _rows(system: System, new: NewAudit) -> tuple[Row, ...]:
    """Ask for a time for each process, or unit, that is audited; empty leaves it out."""
    organisation = system.organisation
    auditing = [*((new.lead,) if new.lead else ()), *(p for p, role in new.others if role == "auditor")]
    rows: list[Row] = []
    objects = [("process", key, organisation.processes[key].name) for key in new.processes]
    if not objects:
        objects = [("unit", key, organisation.units[key]) for key in new.units]
    if objects:
        say(tr("The schedule; an empty time leaves a row out."))
    for field, key, name in objects:
        when = ask(
            tr(
                "Day and time for {what} (such as {day} 9:00-10:30)", what=name, day=min(new.days).isoformat()
            ),
            check=_moment,
        )
        if not when:
            continue
        auditor = auditing[0] if len(auditing) == 1 else _auditor(system, auditing)
        rows.append({**read_moment(when), field: key, "auditor": auditor})
    return tuple(rows)


def _moment(answer: str) -> str:
    """Return *answer* if it can be read as a day and a time."""
    read_moment(answer)
    return answer


def _auditor(system: System, auditing: Sequence[str]) -> str:
    def check(answer: str) -> str:
        if answer in auditing:
            return answer
        if (person := person_meant(system, answer)) not in auditing:
            raise RefusedError(
                tr("{person} is not in the team", person=system.organisation.title(person)),
                tr("write one of: {expected}", expected=list_of([*map(system.organisation.title, auditing)])),
            )
        return person

    return ask(tr("Who audits it"), default=system.organisation.title(auditing[0]), check=check)
