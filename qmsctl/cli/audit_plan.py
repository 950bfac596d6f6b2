"""`qmsctl audit plan`: the plan of an audit, from options, an entry of the programme, and questions."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from qmsctl.cli import audit_plan_options as options
from qmsctl.cli.options import (
    DryRun,
    Folder,
    Lang,
    NoCommit,
    NoInput,
    name_and_text,
    read_day,
    said,
    said_each,
)
from qmsctl.cli.terminal import interactive, say
from qmsctl.messages import tr
from qmsctl.messages.months import named_month

if TYPE_CHECKING:
    from qmsctl.authoring.audit_plan import Planned
    from qmsctl.control.system import System
    from qmsctl.model.document import AuditPlan

__all__ = ["plan"]


def plan(
    edit: options.Edit = None,
    entry: options.Entry = None,
    programme: options.Programme = None,
    id_: options.Id = None,
    title: options.Title = None,
    kind: options.Kind = None,
    objectives: options.Objectives = None,
    scope: options.Scope = None,
    unit: options.Units = None,
    process: options.Processes = None,
    from_: options.From = None,
    until: options.Until = None,
    edition: options.Editions = None,
    clause: options.Clauses = None,
    document: options.Documents = None,
    act: options.Acts = None,
    lead: options.Lead = None,
    auditor: options.Auditors = None,
    expert: options.Experts = None,
    observer: options.Observers = None,
    guide: options.Guides = None,
    safeguard: options.Safeguards = None,
    auditee: options.Auditees = None,
    day: options.Days = None,
    place: options.Places = None,
    mode: options.Mode = None,
    methods: options.Methods = None,
    checklist: options.Checklists = None,
    question: options.Questions = None,
    row: options.Rows = None,
    distribution: options.Distribution = None,
    client: options.Client = None,
    owner: options.Owner = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Plan an audit: from options, from an entry of the programme, and by answering questions."""
    from qmsctl.authoring.audit_plan import draft_audit
    from qmsctl.authoring.new_audit import NewAudit, in_keys, with_programme
    from qmsctl.cli.asking import pick
    from qmsctl.cli.audit_plan_dialogue import complete, with_safeguards
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.recording import record
    from qmsctl.cli.schedule_rows import read_row
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    options.refuse_idle(edit, {"--id": id_, "--from-programme": entry}, programme, row)
    session = open_session()
    others = {"auditor": auditor, "technical_expert": expert, "observer": observer, "guide": guide}
    given = NewAudit(
        days=tuple(sorted({read_day(one) for one in said_each(day)})),
        id=said(id_),
        title=said(title),
        kind=options.word_of("--kind", kind),
        owner=said(owner),
        client=said(client),
        objectives=said(objectives),
        scope=said(scope),
        units=said_each(unit),
        processes=said_each(process),
        from_=read_day(from_) if from_ else None,
        until=read_day(until) if until else None,
        editions=said_each(edition),
        clauses=said_each(clause),
        documents=said_each(document),
        acts=said_each(act),
        lead=said(lead),
        others=tuple((person, role) for role, people in others.items() for person in said_each(people)),
        safeguards=dict(name_and_text("--safeguard", one) for one in said_each(safeguard)),
        auditees=tuple(map(options.role_and_unit, said_each(auditee))),
        places=said_each(place),
        mode=options.word_of("--mode", mode),
        methods=said(methods),
        checklists=said_each(checklist),
        questions=said_each(question),
        rows=tuple(read_row(one) for one in said_each(row)),
        distribution=said_each(distribution),
        programme=said(programme),
        entry=said(entry),
    )
    commit = session.system.organisation.recording.commit and not no_commit
    if edit is not None:
        from qmsctl.cli.audit_plan_edit import edit_plan

        edit_plan(session, edit, given, no_input=no_input, dry_run=dry_run, commit=commit)
        return
    may_ask = interactive(no_input=no_input)
    stated = in_keys(session.system, with_programme(session.system, given), pick if may_ask else None)
    new = complete(session.system, stated, no_input=no_input)
    asked, planned = may_ask and new != stated, mendable(lambda: draft_audit(session.system, new))
    guarded = with_safeguards(session.system, new, planned, no_input=no_input)
    if guarded != new:
        asked, planned = True, mendable(lambda: draft_audit(session.system, guarded))
    _tell(session.system, planned, asked=asked)
    record(session, planned.draft, dry_run=dry_run, commit=commit, confirmed=not asked)
    _tell_next(session.system, planned.plan, dry_run=dry_run)


def _tell(system: System, planned: Planned, *, asked: bool) -> None:
    """Say what there is to know before the plan is written: conflicts, competence, follow-up."""
    from qmsctl.control.impartiality import forbids_own_work, stake_in_words
    from qmsctl.standards import edition as named_edition

    organisation, plan = system.organisation, planned.plan
    guarded = {member.person for member in plan.team if member.safeguard}
    for person, conflicts in planned.conflicts.items():
        if person in guarded and not forbids_own_work(plan, organisation):
            continue
        stakes = [stake_in_words(one, organisation) for one in conflicts]
        say(tr("Not impartial: {person} {stakes}.", person=organisation.title(person), stakes=stakes))
        if forbids_own_work(plan, organisation):
            say(tr("Next: let somebody else audit this part; no safeguard makes up for it here."))
        elif asked:
            say(tr("Next: let somebody else audit this part, or say what keeps the audit impartial."))
        else:
            say(
                tr(
                    'Next: let somebody else audit this part, or add --safeguard "{person}=TEXT".',
                    person=person,
                )
            )
    _tell_other_month(system, plan)
    for name in planned.lacking.editions:
        designation = named_edition(name).designation
        say(tr("Nobody who audits was trained in {edition}.", edition=designation))
    for process, field in planned.lacking.fields:
        say(
            tr(
                "Nobody in the team knows {field}, which an audit of {process} demands.",
                field=field,
                process=organisation.processes[process].name,
            )
        )
    if planned.lacking.inexperienced is not None:
        say(
            tr(
                "{person} is to lead and has taken part in {count} of the {wanted} audits that qms.yaml demands.",
                person=organisation.title(planned.lacking.inexperienced),
                count=planned.lacking.audits,
                wanted=organisation.auditing.experience,
            )
        )
    _tell_no_auditors(system, plan)
    for finding in planned.follow_up:
        title = finding.raised.fact.title or finding.raised.fact.statement or ""
        say(tr("To be followed up: {number} {title}", number=finding.number, title=title))


def _tell_no_auditors(system: System, plan: AuditPlan) -> None:
    """Say who is to audit without the role of an auditor, and which command gives it to them."""
    from qmsctl.control.competence import auditing_roles, is_auditor
    from qmsctl.control.impartiality import AUDITING

    organisation, day = system.organisation, min(plan.days)
    roles = auditing_roles(organisation)
    missing = [
        member.person
        for member in plan.team
        if member.role in AUDITING and not is_auditor(member.person, organisation, day)
    ]
    if plan.kind != "internal" or not missing:
        return
    for person in missing:
        said = tr(
            "{person} does not hold the role of an auditor on {day}.",
            person=organisation.title(person),
            day=day,
        )
        say(said)
        defined = [] if roles else ["--new-role", f"auditor={tr('Internal auditor')}"]
        role = f"{roles[0] if roles else 'auditor'}={system.day}"
        command = shlex.join(["qmsctl", "people", "edit", person, *defined, "--role", role])
        say(tr("Next: {fix}", fix=command))
        roles = roles or ("auditor",)


def _tell_other_month(system: System, plan: AuditPlan) -> None:
    """Say where the days of *plan* lie outside the month that its programme gives to it."""
    named = plan.programme
    if named is None:
        return
    entry = next((one.entry(named.entry) for one in system.programmes if one.id == named.id), None)
    if entry is None:
        return
    for day in plan.days:
        if not entry.entry.due_month <= day <= entry.due:
            say(
                tr(
                    "{audit} takes place on {day}; its programme plans it for {month}",
                    audit=plan.id,
                    day=day,
                    month=named_month(entry.entry.due_month),
                )
            )
            say(
                tr(
                    "Next: move the entry in the programme, with the reason: qmsctl revise {document}",
                    document=shlex.quote(named.id),
                )
            )
            return


def _tell_next(system: System, plan: AuditPlan, *, dry_run: bool) -> None:
    """Say which decision the plan needs first, and how it is changed until then."""
    if dry_run:
        return
    from qmsctl.reports.commands import first_needed

    document = shlex.quote(plan.id)
    first = first_needed(system.organisation.type_of(plan.type).needs)
    if first == "approved":
        message = tr(
            "Next: qmsctl approve {document} has it approved; qmsctl audit plan --edit {document} changes it.",
            document=document,
        )
    else:
        message = tr(
            "Next: qmsctl approve {document} --as {meaning} is recorded before the approval; qmsctl audit plan --edit {document} changes it.",
            document=document,
            meaning=first,
        )
    say(message)
