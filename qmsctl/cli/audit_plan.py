"""`qmsctl audit plan`: the plan of an audit, from options, an entry of the programme, and questions."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import interactive, readable, say
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    from qmsctl.authoring.audit_plan import Planned
    from qmsctl.control.system import System
    from qmsctl.model.document import AuditPlan

__all__ = ["plan"]

Text = str | None
Texts = list[str] | None


def plan(
    edit: Annotated[
        Text,
        option(
            "--edit",
            marked("AUDIT"),
            marked("Change this plan: by the other options, or by questions with its answers proposed."),
        ),
    ] = None,
    entry: Annotated[
        Text,
        option("--from-programme", marked("ENTRY"), marked("Fulfil this entry of the audit programme.")),
    ] = None,
    programme: Annotated[
        Text,
        option("--programme", marked("PROGRAMME"), marked("The programme, where several have the entry.")),
    ] = None,
    id_: Annotated[
        Text, option("--id", marked("ID"), marked("Id of the audit; by default the next of its year."))
    ] = None,
    title: Annotated[Text, option("--title", marked("TEXT"), marked("Title of the plan."))] = None,
    kind: Annotated[
        Text,
        option(
            "--kind",
            marked("KIND"),
            marked(
                "internal (the default), second_party, stage_1, stage_2, surveillance, recertification, special or transition."
            ),
        ),
    ] = None,
    objectives: Annotated[
        Text, option("--objectives", marked("TEXT"), marked("What the audit is to find out."))
    ] = None,
    scope: Annotated[Text, option("--scope", marked("TEXT"), marked("The scope in words."))] = None,
    unit: Annotated[
        Texts, option("--unit", marked("UNIT"), marked("A unit that is audited: its key or its name."))
    ] = None,
    process: Annotated[
        Texts,
        option("--process", marked("PROCESS"), marked("A process that is audited: its key or its name.")),
    ] = None,
    from_: Annotated[
        Text, option("--from", marked("DAY"), marked("The first day of the work that is looked at."))
    ] = None,
    until: Annotated[
        Text, option("--until", marked("DAY"), marked("The last day of the work that is looked at."))
    ] = None,
    edition: Annotated[
        Texts, option("--edition", marked("EDITION"), marked("The edition of the standard, such as 2015."))
    ] = None,
    clause: Annotated[
        Texts,
        option(
            "--clause",
            marked("CLAUSE"),
            marked(
                "A clause that is audited, by number or title, with its edition if need be; by default all are."
            ),
        ),
    ] = None,
    document: Annotated[
        Texts,
        option(
            "--document", marked("DOCUMENT"), marked("A document among the criteria: its id or its title.")
        ),
    ] = None,
    act: Annotated[
        Texts, option("--act", marked("TEXT"), marked("An act of law among the criteria."))
    ] = None,
    lead: Annotated[
        Text, option("--lead", marked("PERSON"), marked("The lead auditor: a key, a name or a role."))
    ] = None,
    auditor: Annotated[Texts, option("--auditor", marked("PERSON"), marked("Another auditor."))] = None,
    expert: Annotated[Texts, option("--expert", marked("PERSON"), marked("A technical expert."))] = None,
    observer: Annotated[Texts, option("--observer", marked("PERSON"), marked("An observer."))] = None,
    guide: Annotated[Texts, option("--guide", marked("PERSON"), marked("A guide."))] = None,
    safeguard: Annotated[
        Texts,
        option(
            "--safeguard",
            marked("PERSON=TEXT"),
            marked("What keeps the audit impartial though this person has a stake in it."),
        ),
    ] = None,
    auditee: Annotated[
        Texts, option("--auditee", marked("ROLE[=UNIT]"), marked("Who answers for what is audited."))
    ] = None,
    day: Annotated[Texts, option("--day", marked("DAY"), marked("A day of the audit."))] = None,
    place: Annotated[
        Texts, option("--place", marked("TEXT"), marked("A place, or how it is reached."))
    ] = None,
    mode: Annotated[Text, option("--mode", marked("MODE"), marked("on_site, remote or hybrid."))] = None,
    methods: Annotated[
        Text, option("--methods", marked("TEXT"), marked("How it is audited, and how samples are drawn."))
    ] = None,
    checklist: Annotated[
        Texts,
        option(
            "--checklist",
            marked("CHECKLIST"),
            marked("A checklist that is asked whole; by default the questions for the clauses are."),
        ),
    ] = None,
    question: Annotated[
        Texts, option("--question", marked("QUESTION"), marked("A single question of a checklist."))
    ] = None,
    row: Annotated[
        Texts,
        option(
            "--row",
            marked("ROW"),
            marked(
                'A row of the schedule: "2026-10-20 9:00-10:30; unit=OR; process=P-1; clauses=7.5,9.2; auditor=a-nowak; auditee=head-or; what=opening meeting".'
            ),
        ),
    ] = None,
    distribution: Annotated[
        Texts, option("--distribution", marked("ROLE"), marked("Who gets the report."))
    ] = None,
    client: Annotated[Text, option("--client", marked("ROLE"), marked("Who ordered the audit."))] = None,
    owner: Annotated[Text, option("--owner", marked("ROLE"), marked("Who owns the plan."))] = None,
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
    session = open_session()
    others = {"auditor": auditor, "technical_expert": expert, "observer": observer, "guide": guide}
    given = NewAudit(
        days=tuple(sorted({read_day(one) for one in _texts(day)})),
        id=_text(id_),
        title=_text(title),
        kind=_word("--kind", kind),
        owner=_text(owner),
        client=_text(client),
        objectives=_text(objectives),
        scope=_text(scope),
        units=_texts(unit),
        processes=_texts(process),
        from_=read_day(from_) if from_ else None,
        until=read_day(until) if until else None,
        editions=_texts(edition),
        clauses=_texts(clause),
        documents=_texts(document),
        acts=_texts(act),
        lead=_text(lead),
        others=tuple((person, role) for role, people in others.items() for person in _texts(people)),
        safeguards=dict(_pair("--safeguard", one) for one in _texts(safeguard)),
        auditees=tuple(map(_role_and_unit, _texts(auditee))),
        places=_texts(place),
        mode=_word("--mode", mode),
        methods=_text(methods),
        checklists=_texts(checklist),
        questions=_texts(question),
        rows=tuple(read_row(one) for one in _texts(row)),
        distribution=_texts(distribution),
        programme=_text(programme),
        entry=_text(entry),
    )
    commit = session.system.organisation.recording.commit and not no_commit
    if edit is not None:
        from qmsctl.cli.audit_plan_edit import edit_plan

        edit_plan(session, edit, given, no_input=no_input, dry_run=dry_run, commit=commit)
        return
    may_ask = interactive(no_input=no_input)
    stated = in_keys(session.system, with_programme(session.system, given), pick if may_ask else None)
    new = complete(session.system, stated, no_input=no_input)
    asked = may_ask and new != stated
    planned = mendable(lambda: draft_audit(session.system, new))
    guarded = with_safeguards(session.system, new, planned, no_input=no_input)
    if guarded != new:
        asked, planned = True, mendable(lambda: draft_audit(session.system, guarded))
    _tell(session.system, planned, asked=asked)
    record(session, planned.draft, dry_run=dry_run, commit=commit, confirmed=not asked)
    if not dry_run:
        _tell_next(session.system, planned.plan)


def _text(given: Text) -> Text:
    """Return what was given without the blanks around it; nothing but blanks says nothing."""
    return readable(given.strip()) or None if given else None


def _texts(given: Texts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_text, given or ()))))


def _word(option: str, given: Text) -> Text:
    """Return the key of what was given after *option*: `--kind` or `--mode`.

    Raises:
        RefusedError: it is no value of it.
    """
    from qmsctl.authoring.meant import word_meant
    from qmsctl.cli.audit_plan_dialogue import MODES
    from qmsctl.reports.marks import AUDIT_KINDS

    word = _text(given)
    return word and word_meant(word, AUDIT_KINDS if option == "--kind" else MODES, option)


def _role_and_unit(given: str) -> tuple[str, Text]:
    """Return the two sides of what was given as `ROLE=UNIT`; the second may be left out."""
    role, _, unit = (part.strip() for part in given.partition("="))
    return role, unit or None


def _pair(option: str, given: str) -> tuple[str, str]:
    """Return the two sides of what was given as `NAME=TEXT`.

    Raises:
        RefusedError: one of them is missing.
    """
    name, _, text = (part.strip() for part in given.partition("="))
    if not name or not text:
        raise RefusedError(
            tr("{word} is no value of {option}", word=given, option=option),
            tr("write a name, an equals sign and a text"),
        )
    return name, text


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
                    month=f"{entry.entry.due_month:%Y-%m}",
                )
            )
            say(
                tr(
                    "Next: move the entry in the programme, with the reason: qmsctl revise {document}",
                    document=shlex.quote(named.id),
                )
            )
            return


def _tell_next(system: System, plan: AuditPlan) -> None:
    """Say which decision the plan needs first, and how it is changed until then."""
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
