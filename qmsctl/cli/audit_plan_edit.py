"""`qmsctl audit plan --edit`: a plan is changed by the questions that planning asks, with its answers proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from qmsctl.authoring.new_audit import NewAudit, in_keys
from qmsctl.authoring.plan_changes import changed_plan, stated_in
from qmsctl.authoring.revision import Standing, draft_revision, propose, revisable
from qmsctl.cli.asking import not_empty, pick
from qmsctl.cli.audit_plan_dialogue import MODES, days_in
from qmsctl.cli.dialogue import confirmed, mendable
from qmsctl.cli.options import read_day
from qmsctl.cli.recording import record_revised
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import ask, choose, interactive, say
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document import AuditPlan
from qmsctl.model.reading import read_document

__all__ = ["edit_plan"]

_LISTS: Final[Mapping[str, Message]] = {
    "clauses": tr("Clauses (empty: all)"),
    "units": tr("Units that are audited (empty: none by name)"),
    "processes": tr("Processes that are audited (empty: none by name)"),
    "places": tr("Place (may be empty)"),
    "distribution": tr("Who gets the report (may be empty)"),
}


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
    if asked and not dry_run and not confirmed():
        say(tr("Nothing was written."))
        return
    made = record_revised(session, revised, filed.source.raw, dry_run=dry_run, commit=commit)
    if made is not None:
        say(tr("Recorded in commit {commit}.", commit=made[:10]))
    if standing is Standing.TAKEN:
        say(tr("It is revision {revision} now, which is not approved yet.", revision=revision))


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
    for name, question in _LISTS.items():
        if name in ("units", "processes") and not getattr(system.organisation, name):
            continue
        answer = line(question, list_of([*getattr(new, name)]) or None)
        changes[name] = tuple(part.strip() for part in (answer or "").split(",") if part.strip())
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


def _day(answer: str) -> str:
    return answer if answer in ("", "-") else read_day(answer).isoformat()
