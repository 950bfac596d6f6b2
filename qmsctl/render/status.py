"""Where things stand as text: one screen of a terminal, plain lines, Markdown, JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.control.certificate import CertificateDays
from qmsctl.messages import Message, tr, tr_n
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.marks import AUDIT_STATUSES, GRADES
from qmsctl.reports.shown import Joined, Shown, in_words, span
from qmsctl.reports.status import AuditUnderWay, Status
from qmsctl.reports.tasks import URGENCIES, Task
from qmsctl.standards import edition

__all__ = ["render_status"]

SCHEMA: Final = "qmsctl.status/1"

_AUDITS: Final = 3
"""How many audits are told one by one: all of it has to fit on a screen."""


def render_status(view: Status, format: str, language: str, *, width: int = 80, colour: bool = False) -> str:
    """Return *view* as text, in words of *language*.

    Args:
        view: where things stand.
        format: `console`, `plain`, `markdown` or `json`.
        language: of the words.
        width: of the terminal, in columns.
        colour: whether the terminal shows colours.
    """
    if format == "json":
        return _json(view, language)
    if format == "console":
        return _console(view, language, width=width, colour=colour)
    return _markdown(view, language) if format == "markdown" else _plain(view, language)


def _title(view: Status, language: str) -> str:
    said = tr("{organisation}: state on {day}", organisation=view.organisation, day=view.day)
    return said.into(language)


def _facts(view: Status) -> Iterator[tuple[Message, Shown]]:
    """Yield what there is to say, label by label."""
    in_force: Shown = tr_n("{count} in force", "{count} in force", view.in_force)
    if view.departing:
        # Those whose file is not as approved are in force all the same: none of them is a draft.
        departing = tr_n(
            "{count} of them with a file that is not as approved",
            "{count} of them with a file that is not as approved",
            view.departing,
        )
        in_force = Joined((in_force, departing))
    documents: list[Shown] = [in_force, tr_n("{count} draft", "{count} drafts", view.drafts)]
    if view.unreadable:
        documents.append(
            tr_n(
                "{count} with a head that cannot be read",
                "{count} with a head that cannot be read",
                view.unreadable,
            )
        )
    yield tr("Documents"), Joined(tuple(documents), "; " if view.departing else ", ")
    yield (
        tr("Duties with a day"),
        Joined(
            (
                tr_n("{count} overdue", "{count} overdue", view.overdue),
                tr_n("{count} due within 60 days", "{count} due within 60 days", view.soon),
            )
        ),
    )
    yield tr("Open findings"), _findings(view)
    yield from ((tr("Audit"), _audit(one)) for one in view.audits[:_AUDITS])
    if (more := len(view.audits) - _AUDITS) > 0:
        yield tr("Audits"), tr_n("{count} more under way", "{count} more under way", more)
    if view.next_audit is not None:
        yield tr("Next audit"), _audit(view.next_audit)
    elif not view.audits:
        yield tr("Audits"), tr("none under way, none planned")
    yield tr("Certificate"), _certificate(view)
    problems: list[Message] = [tr_n("{count} problem", "{count} problems", view.problems)]
    if view.waived:
        problems.append(tr_n("{count} more waived", "{count} more waived", view.waived))
    if view.known:
        problems.append(
            tr_n("{count} known from the baseline", "{count} known from the baseline", view.known)
        )
    if view.doubts:
        problems.append(
            tr_n(
                "{count} thing cannot be established",
                "{count} things cannot be established",
                view.doubts,
            )
        )
    yield tr("Result of the check"), Joined(tuple(problems))


def _findings(view: Status) -> Shown:
    if not view.findings:
        return tr("none")
    whole = tr(
        "{total} ({grades})",
        total=sum(count for _, count in view.findings),
        grades=tuple(_graded(grade, count) for grade, count in view.findings),
    )
    if not view.findings_overdue:
        return whole
    return Joined((whole, tr_n("{count} overdue", "{count} overdue", view.findings_overdue)), "; ")


def _graded(grade: str, count: int) -> Message:
    """Return how many findings of *grade* there are; strengths are never open."""
    match grade:
        case "major":
            return tr_n("{count} major nonconformity", "{count} major nonconformities", count)
        case "minor":
            return tr_n("{count} minor nonconformity", "{count} minor nonconformities", count)
        case "observation":
            return tr_n("{count} observation", "{count} observations", count)
        case _:
            return tr_n("{count} opportunity for improvement", "{count} opportunities for improvement", count)


def _audit(one: AuditUnderWay) -> Shown:
    days: tuple[Shown, ...] = ()
    if one.first_day is not None:
        days = (span(one.first_day, one.last_day or one.first_day),)
    answered = tr_n(
        "{answered} of {count} question answered",
        "{answered} of {count} questions answered",
        one.asked,
        answered=one.answered,
    )
    asked = (answered,) if one.asked else ()
    return Joined((one.id, *days, AUDIT_STATUSES[one.status].word, *asked))


def _certificate(view: Status) -> Shown:
    days = view.certificate
    if days is None:
        return tr("none stated in qms.yaml")
    if days.last_day < days.day:
        valid: Shown = tr("expired, it was valid until {day}", day=days.last_day)
    elif days.ends_with_edition:
        valid = tr(
            "valid until {day}, when certificates to {edition} end; its cycle would last until {until}",
            day=days.last_day,
            edition=edition(days.certificate.edition).designation,
            until=days.certificate.valid_until,
        )
    else:
        valid = tr("valid until {day}", day=days.last_day)
    if days.surveillance_due is None:
        return Joined((valid, *_recertification(days)))
    if days.surveillance_is_overdue:
        return Joined((valid, tr("surveillance overdue since {day}", day=days.surveillance_due)))
    return Joined((valid, tr("surveillance by {day}", day=days.surveillance_due)))


def _recertification(days: CertificateDays) -> Iterator[Message]:
    """Yield when the audit takes place that comes after the last surveillance, unless it did or cannot any more."""
    if days.recertified is not None:
        yield tr("recertification audit concluded on {day}", day=days.recertified)
    elif days.recertification_is_missed and days.last_day >= days.day:
        yield tr("recertification overdue since {day}", day=days.recertification_until)
    elif days.last_day >= days.day:
        yield tr(
            "recertification from {first} to {last}",
            first=days.recertification_from,
            last=days.recertification_until,
        )


def _step(task: Task, language: str) -> str:
    """Return what is to be done, about what, and by when."""
    mark = URGENCIES[task.urgency].symbol
    due = f" ({in_words(task.due, language)})" if task.due is not None else ""
    return f"{mark} {in_words(task.thing, language)}: {in_words(task.what, language)}{due}"


def _heading(view: Status) -> Message:
    return tr("Next") if view.steps else tr("Nothing was found that a command does next.")


def _plain(view: Status, language: str) -> str:
    lines = [_title(view, language)]
    lines += [f"{label.into(language)}: {in_words(value, language)}" for label, value in _facts(view)]
    lines.append(_heading(view).into(language))
    for task in view.steps:
        lines += [_step(task, language), f"  {task.command}"]
    return "".join(f"{visible(line)}\n" for line in lines)


def _console(view: Status, language: str, *, width: int, colour: bool) -> str:
    def strong(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if colour else text

    def wrapped(text: str, indent: str) -> list[str]:
        shown = visible(text)
        return textwrap.wrap(shown, width, subsequent_indent=indent, break_on_hyphens=False) or [""]

    lines = [strong(line) for line in wrapped(_title(view, language), "")]
    for label, value in _facts(view):
        lines += wrapped(f"{label.into(language)}: {in_words(value, language)}", "  ")
    lines += ["", *(strong(line) for line in wrapped(_heading(view).into(language), ""))]
    for task in view.steps:
        lines += wrapped(_step(task, language), "  ")
        lines.append(f"  {visible(task.command or '')}")  # on one line, so that it can be copied
    return "".join(f"{line}\n" for line in lines)


def _markdown(view: Status, language: str) -> str:
    lines = [f"# {escape_line(_title(view, language))}", ""]
    lines += [
        f"- **{escape_line(label.into(language))}:** {escape_line(in_words(value, language))}"
        for label, value in _facts(view)
    ]
    lines += ["", f"## {escape_line(_heading(view).into(language))}"]
    for number, task in enumerate(view.steps, 1):
        lines += [
            "",
            f"{number}. {escape_line(_step(task, language))}",
            "",
            f"       {visible(task.command or '')}",
        ]
    return "".join(f"{line}\n" for line in lines)


def _json(view: Status, language: str) -> str:
    """Return *view* for programs.  The schema is `docs/schema/status-1.json`."""
    days = view.certificate
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": view.organisation,
        "language": language,
        "day": view.day.isoformat(),
        "commit": view.provenance.commit,
        "history_complete": view.provenance.complete,
        "documents": {
            "in_force": view.in_force,
            "drafts": view.drafts,
            "departing": view.departing,
            "unreadable": view.unreadable,
        },
        "duties": {"overdue": view.overdue, "soon": view.soon},
        "findings": {
            "open": sum(count for _, count in view.findings),
            "overdue": view.findings_overdue,
            "grades": {grade: dict(view.findings).get(grade, 0) for grade in GRADES if grade != "strength"},
        },
        "audits": [_audit_data(one, language) for one in view.audits],
        "next_audit": _audit_data(view.next_audit, language) if view.next_audit else None,
        "certificate": {
            "number": days.certificate.number,
            "edition": days.certificate.edition,
            "last_day": days.last_day.isoformat(),
            "surveillance_due": days.surveillance_due.isoformat() if days.surveillance_due else None,
        }
        if days is not None
        else None,
        "problems": view.problems,
        "waived": view.waived,
        "known": view.known,
        "unestablished": view.doubts,
        "next": [_task_data(task, language) for task in view.steps],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _audit_data(one: AuditUnderWay, language: str) -> Mapping[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "status": one.status.value,
        "status_text": AUDIT_STATUSES[one.status].word.into(language),
        "first_day": one.first_day.isoformat() if one.first_day else None,
        "last_day": one.last_day.isoformat() if one.last_day else None,
        "asked": one.asked,
        "answered": one.answered,
    }


def _task_data(task: Task, language: str) -> Mapping[str, Any]:
    return {
        "urgency": task.urgency.name.lower(),
        "about": in_words(task.thing, language),
        "what": in_words(task.what, language),
        "why": in_words(task.why, language),
        "command": task.command,
        "who": in_words(task.who, language) or None,
        "due": task.due.isoformat() if task.due else None,
    }
