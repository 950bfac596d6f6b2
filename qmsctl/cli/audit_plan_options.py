"""The options of `qmsctl audit plan`: how those that are no plain texts are read, and which do nothing together."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Annotated, TypeAlias

from qmsctl.cli.options import option, refuse_beside, refuse_without, said
from qmsctl.messages import marked, tr

__all__ = [
    "Acts",
    "Auditees",
    "Auditors",
    "Checklists",
    "Clauses",
    "Client",
    "Days",
    "Distribution",
    "Documents",
    "Edit",
    "Editions",
    "Entry",
    "Experts",
    "From",
    "Guides",
    "Id",
    "Kind",
    "Lead",
    "Methods",
    "Mode",
    "Objectives",
    "Observers",
    "Owner",
    "Places",
    "Processes",
    "Programme",
    "Questions",
    "Rows",
    "Safeguards",
    "Scope",
    "Title",
    "Units",
    "Until",
    "refuse_idle",
    "role_and_unit",
    "word_of",
]

Text: TypeAlias = str | None
Texts: TypeAlias = list[str] | None

Edit: TypeAlias = Annotated[
    Text,
    option(
        "--edit",
        marked("AUDIT"),
        marked("Change this plan: by the other options, or by questions with its answers proposed."),
    ),
]
Entry: TypeAlias = Annotated[
    Text,
    option("--from-programme", marked("ENTRY"), marked("Fulfil this entry of the audit programme.")),
]
Programme: TypeAlias = Annotated[
    Text,
    option("--programme", marked("PROGRAMME"), marked("The programme, where several have the entry.")),
]
Id: TypeAlias = Annotated[
    Text, option("--id", marked("ID"), marked("Id of the audit; by default the next of its year."))
]
Title: TypeAlias = Annotated[Text, option("--title", marked("TEXT"), marked("Title of the plan."))]
Kind: TypeAlias = Annotated[
    Text,
    option(
        "--kind",
        marked("KIND"),
        marked(
            "internal (the default), second_party, stage_1, stage_2, surveillance, recertification, special or transition."
        ),
    ),
]
Objectives: TypeAlias = Annotated[
    Text, option("--objectives", marked("TEXT"), marked("What the audit is to find out."))
]
Scope: TypeAlias = Annotated[Text, option("--scope", marked("TEXT"), marked("The scope in words."))]
Units: TypeAlias = Annotated[
    Texts, option("--unit", marked("UNIT"), marked("A unit that is audited: its key or its name."))
]
Processes: TypeAlias = Annotated[
    Texts,
    option("--process", marked("PROCESS"), marked("A process that is audited: its key or its name.")),
]
From: TypeAlias = Annotated[
    Text, option("--from", marked("DAY"), marked("The first day of the work that is looked at."))
]
Until: TypeAlias = Annotated[
    Text, option("--until", marked("DAY"), marked("The last day of the work that is looked at."))
]
Editions: TypeAlias = Annotated[
    Texts, option("--edition", marked("EDITION"), marked("The edition of the standard, such as 2015."))
]
Clauses: TypeAlias = Annotated[
    Texts,
    option(
        "--clause",
        marked("CLAUSE"),
        marked(
            "A clause that is audited, by number or title, with its edition if need be; by default all are."
        ),
    ),
]
Documents: TypeAlias = Annotated[
    Texts,
    option("--document", marked("DOCUMENT"), marked("A document among the criteria: its id or its title.")),
]
Acts: TypeAlias = Annotated[
    Texts, option("--act", marked("TEXT"), marked("An act of law among the criteria."))
]
Lead: TypeAlias = Annotated[
    Text, option("--lead", marked("PERSON"), marked("The lead auditor: a key, a name or a role."))
]
Auditors: TypeAlias = Annotated[Texts, option("--auditor", marked("PERSON"), marked("Another auditor."))]
Experts: TypeAlias = Annotated[Texts, option("--expert", marked("PERSON"), marked("A technical expert."))]
Observers: TypeAlias = Annotated[Texts, option("--observer", marked("PERSON"), marked("An observer."))]
Guides: TypeAlias = Annotated[Texts, option("--guide", marked("PERSON"), marked("A guide."))]
Safeguards: TypeAlias = Annotated[
    Texts,
    option(
        "--safeguard",
        marked("PERSON=TEXT"),
        marked("What keeps the audit impartial though this person has a stake in it."),
    ),
]
Auditees: TypeAlias = Annotated[
    Texts, option("--auditee", marked("ROLE[=UNIT]"), marked("Who answers for what is audited."))
]
Days: TypeAlias = Annotated[Texts, option("--day", marked("DAY"), marked("A day of the audit."))]
Places: TypeAlias = Annotated[
    Texts, option("--place", marked("TEXT"), marked("A place, or how it is reached."))
]
Mode: TypeAlias = Annotated[Text, option("--mode", marked("MODE"), marked("on_site, remote or hybrid."))]
Methods: TypeAlias = Annotated[
    Text, option("--methods", marked("TEXT"), marked("How it is audited, and how samples are drawn."))
]
Checklists: TypeAlias = Annotated[
    Texts,
    option(
        "--checklist",
        marked("CHECKLIST"),
        marked("A checklist that is asked whole; by default the questions for the clauses are."),
    ),
]
Questions: TypeAlias = Annotated[
    Texts, option("--question", marked("QUESTION"), marked("A single question of a checklist."))
]
Rows: TypeAlias = Annotated[
    Texts,
    option(
        "--row",
        marked("ROW"),
        marked(
            'A row of the schedule: "2026-10-20 9:00-10:30; unit=OR; process=P-1; clauses=7.5,9.2; auditor=a-nowak; auditee=head-or; what=opening meeting".'
        ),
    ),
]
Distribution: TypeAlias = Annotated[
    Texts, option("--distribution", marked("ROLE"), marked("Who gets the report."))
]
Client: TypeAlias = Annotated[Text, option("--client", marked("ROLE"), marked("Who ordered the audit."))]
Owner: TypeAlias = Annotated[Text, option("--owner", marked("ROLE"), marked("Who owns the plan."))]


def word_of(option: str, given: Text) -> Text:
    """Return the key of what was given after *option*: `--kind` or `--mode`.

    Raises:
        RefusedError: it is no value of it.
    """
    from qmsctl.authoring.meant import word_meant
    from qmsctl.cli.audit_plan_dialogue import MODES
    from qmsctl.reports.marks import AUDIT_KINDS

    word = said(given)
    return word and word_meant(word, AUDIT_KINDS if option == "--kind" else MODES, option)


def role_and_unit(given: str) -> tuple[str, Text]:
    """Return the two sides of what was given as `ROLE=UNIT`; the second may be left out."""
    role, _, unit = (part.strip() for part in given.partition("="))
    return role, unit or None


def refuse_idle(edit: Text, begun: Mapping[str, Text], programme: Text, rows: Texts) -> None:
    """Refuse what a plan is begun with where one is edited, and a programme without an entry of it.

    Args:
        edit: the plan that is edited, if one is.
        begun: by name, what was given of a new plan's id and of the entry it fulfils.
        programme: the programme of that entry.
        rows: rows of the schedule.

    Raises:
        QmsctlError: something was given that does nothing.
    """
    if edit is not None:
        refuse_beside("--edit", {**begun, "--programme": programme})
        revise = shlex.join(("qmsctl", "revise", edit))
        instead = tr("change the rows of the schedule in the text of the plan: {command}", command=revise)
        refuse_beside("--edit", {"--row": rows}, instead)
    elif not begun["--from-programme"]:
        refuse_without("--from-programme", {"--programme": programme})
