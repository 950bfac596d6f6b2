"""`qmsctl audit plan --edit`: a plan is changed by the questions that planning asks, with its answers proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from qmsctl.authoring.meant import person_or_role, process_meant, unit_meant
from qmsctl.authoring.new_audit import NewAudit, in_keys
from qmsctl.authoring.plan_changes import changed_plan, stated_in
from qmsctl.authoring.revision import Standing, draft_revision, propose, revisable
from qmsctl.cli.asking import ask_named, not_empty, pick, picked
from qmsctl.cli.audit_plan_dialogue import MODES, days_in
from qmsctl.cli.dialogue import confirmed, mendable
from qmsctl.cli.options import read_day
from qmsctl.cli.recording import record_revised
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import ask, choose, interactive, say
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, current_language, list_of, tr
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed
from qmsctl.reports.alignment import Budget
from qmsctl.reports.field_diff import compare_fields
from qmsctl.reports.item_diff import one_line
from qmsctl.reports.shown import Shown, in_words

__all__ = ["edit_plan"]


def edit_plan(
    session: Session, id: str, given: NewAudit, *, no_input: bool, dry_run: bool, commit: bool
) -> None:
    """Change the plan *id* by what was *given*, or by what is answered, and commit it with its next revision.

    Raises:
        RefusedError: there is no such plan, it cannot be changed any more, or nothing says what changes.
    """
    system = session.system
    controlled, filed = revisable(system, id, None)
    plan = filed.fact
    if not isinstance(plan, AuditPlan):
        raise RefusedError(tr("{document} is no audit plan", document=id), tr("check the id"))
    stated = stated_in(plan)
    new, asked = _merged(stated, given), False
    if new == stated and interactive(no_input=no_input):
        new, asked = _asked(system, stated), True
    new = in_keys(system, new, pick if asked else None)
    raw = mendable(lambda: changed_plan(system, filed, plan, new))
    edited = read_document(filed.path, raw)
    if edited is None or raw == filed.source.raw:
        say(tr("Nothing was changed, so nothing is written."))
        return
    name = system.history.files.get(filed.path)
    committed = session.repository.git.blobs([name]).get(name) if name else None
    standing, revision = propose(controlled, edited, system.day)
    reason = ask(tr("Why does it change"), check=not_empty) if asked else ""
    revised = draft_revision(controlled, edited, revision, committed, reason)
    if asked and not dry_run:
        _show_changes(system, filed, edited)
        if not confirmed():
            say(tr("Nothing was written."))
            return
    made = record_revised(session, revised, filed.source.raw, dry_run=dry_run, commit=commit)
    if made is not None:
        say(tr("Recorded in commit {commit}.", commit=made[:10]))
    if standing is Standing.TAKEN:
        say(tr("It is revision {revision} now, which is not approved yet.", revision=revision))


def _show_changes(system: System, before: Filed[Document], after: Filed[Document]) -> None:
    """Say which fields differ, in words: what stood there, and what will."""
    language = current_language()
    for field in compare_fields(before.source.tree, after.source.tree, system.organisation, Budget()):
        label = in_words(field.label, language)
        added: tuple[Shown, ...] = field.added
        if field.pieces:  # a long text is shown as it will be
            added = (one_line(after.source.value(*field.key.split("."))),)
        for value in field.removed:
            say(tr("{label}, so far: {value}", label=label, value=in_words(value, language)))
        for value in added:
            say(tr("{label}, new: {value}", label=label, value=in_words(value, language)))


def _merged(stated: NewAudit, given: NewAudit) -> NewAudit:
    """Return what is *stated*, but for what was *given* on the command line."""
    changes: dict[str, Any] = {
        name: getattr(given, name)
        for name in NewAudit.__dataclass_fields__
        if getattr(given, name) and name not in ("id", "rows", "programme", "entry")
    }
    return replace(stated, **changes)


def _asked(system: System, new: NewAudit) -> NewAudit:
    """Ask for everything that planning asks for, with what *new* says proposed."""
    title = system.organisation.title

    def line(question: Message, value: str | None, check: Callable[[str], str] = str) -> str | None:
        answer = ask(question, default=value, check=check)
        return None if answer in ("", "-") else answer

    def several(question: Message, values: Sequence[str]) -> tuple[str, ...]:
        answer = line(question, list_of([*values]) or None)
        return tuple(part.strip() for part in (answer or "").split(",") if part.strip())

    say(tr("Enter keeps what is proposed; a minus sign empties it."))
    days = ask(
        tr("Days of the audit (such as 2026-10-20, 2026-10-21)"),
        default=list_of([day.isoformat() for day in new.days]),
        check=lambda answer: ", ".join(day.isoformat() for day in days_in(not_empty(answer))),
    )
    changes: dict[str, Any] = {"days": tuple(days_in(days))}
    changes["title"] = ask(tr("Title"), default=new.title, check=not_empty)
    changes["client"] = line(
        tr("Who ordered the audit: a role or a person (- for nobody)"), new.client and title(new.client)
    )
    changes["clauses"] = several(tr("Clauses (empty: all)"), new.clauses)
    changes |= _located(system, new)
    changes["places"] = several(tr("Place (may be empty)"), new.places)
    changes["distribution"] = ask_named(
        tr("Who gets the report (may be empty)"),
        picked(lambda word: person_or_role(system, word)),
        is_key={*system.organisation.roles, *system.organisation.people}.__contains__,
        default=new.distribution,
        title=title,
    )
    changes["scope"] = line(tr("Scope in words (may be empty)"), new.scope)
    for name, question, day in (
        ("from_", tr("First day of the work that is looked at"), new.from_),
        ("until", tr("Last day of the work that is looked at"), new.until),
    ):
        answer = line(question, day.isoformat() if day else None, _day)
        changes[name] = read_day(answer) if answer else None
    changes["objectives"] = line(tr("Objectives: what is the audit to find out"), new.objectives)
    changes["lead"] = ask(tr("Lead auditor"), default=title(new.lead or ""), check=not_empty)
    auditors = [title(person) for person, role in new.others if role == "auditor"]
    answer = line(tr("Other auditors (empty: none)"), list_of(auditors) or None)
    others = tuple((part.strip(), "auditor") for part in (answer or "").split(",") if part.strip())
    changes["others"] = (*others, *((person, role) for person, role in new.others if role != "auditor"))
    changes["mode"] = choose(tr("How is it carried out"), list(MODES.items()), default=new.mode)
    changes["methods"] = line(tr("Methods, and how samples are drawn (may be empty)"), new.methods)
    return replace(new, **changes)


def _located(system: System, new: NewAudit) -> dict[str, tuple[str, ...]]:
    """Ask which units and processes are audited, what they are called proposed."""
    organisation = system.organisation
    processes = {key: process.name for key, process in organisation.processes.items()}
    changes: dict[str, tuple[str, ...]] = {}
    if organisation.units:
        changes["units"] = ask_named(
            tr("Units that are audited (empty: none by name)"),
            picked(lambda word: unit_meant(system, word)),
            is_key=organisation.units.__contains__,
            default=new.units,
            title=lambda key: organisation.units.get(key, key),
        )
    if processes:
        changes["processes"] = ask_named(
            tr("Processes that are audited (empty: none by name)"),
            picked(lambda word: process_meant(system, word)),
            is_key=processes.__contains__,
            default=new.processes,
            title=lambda key: processes.get(key, key),
        )
    return changes


def _day(answer: str) -> str:
    return answer if answer in ("", "-") else read_day(answer).isoformat()
