"""The papers of `qmsctl report` besides the report of an audit: each under the word that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli.options import read_day
from qmsctl.cli.report_made import Asked, audit_paper_of, audit_report_of, changes_since
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, list_of, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.papers.blocks import Paper

__all__ = ["PAPERS", "paper_of", "refuse_unfit"]


def paper_of(asked: Asked, session: Session, trust: Path | None = None) -> Paper:
    """Return the paper that is *asked* for, out of *session*.

    Raises:
        QmsctlError: there is no such audit or finding, or the day of the visit is none.
    """
    make = PAPERS.get(asked.audit)
    if make is not None:
        return make(asked, session, trust)
    return audit_paper_of(asked, audit_report_of(asked, session, trust), session)


def refuse_unfit(asked: Asked, options: Mapping[str, bool]) -> None:
    """Refuse a call that says too much or too little for the paper it asks for.

    Args:
        asked: the paper.
        options: by name, whether each option was given that only the report of an audit knows.

    Raises:
        QmsctlError: it does.
    """
    word = asked.audit
    if word in PAPERS:
        for name, given in options.items():
            if given:
                raise QmsctlError(
                    tr("{option} belongs to the report of an audit", option=name),
                    tr("leave it out, or name an audit in place of {word}", word=word),
                )
    if word in _OF_WHAT and asked.about is None:
        raise QmsctlError(tr("qmsctl report {word} needs to know of what", word=word), _OF_WHAT[word])
    if word not in _OF_WHAT and asked.about is not None:
        raise QmsctlError(
            tr("there is one word too many: {words}", words=asked.about),
            tr(
                "the papers that name an audit or a finding are: {words}",
                words=list_of([*_OF_WHAT]),
            ),
        )
    if asked.visit is not None and word != "readiness":
        raise QmsctlError(
            tr("{option} belongs to another paper", option="--visit"),
            tr("write qmsctl report readiness --visit DAY, or leave it out"),
        )


_OF_WHAT: Final[Mapping[str, Message]] = {
    "plan": tr("add the id of an audit; qmsctl audit status lists them"),
    "checklist": tr("add the id of an audit; qmsctl audit status lists them"),
    "card": tr("add the number of a finding; qmsctl finding list shows them"),
}
"""The papers that are about one thing, and what to add where it is not named."""


def _readiness(asked: Asked, session: Session, trust: Path | None) -> Paper:
    from qmsctl.papers.readiness import readiness_paper
    from qmsctl.reports.readiness import last_audit, readiness

    visit = read_day(asked.visit) if asked.visit is not None else None
    if visit is not None and visit < session.system.day:
        raise RefusedError(
            tr("the visit on {visit} is before {day}", visit=visit, day=session.system.day),
            tr("name a later day with --visit, or look back with --on"),
        )
    changes = changes_since(last_audit(session.system), session, trust)
    return readiness_paper(readiness(session.system, session.inspect(), visit=visit, changes=changes))


def _plan(asked: Asked, session: Session, trust: Path | None) -> Paper:
    from qmsctl.papers.plan_form import plan_paper
    from qmsctl.reports.plan_form import plan_form
    from qmsctl.reports.provenance import provenance

    del trust  # was used to open the session
    made = provenance(session.system, session.inspect())
    return plan_paper(plan_form(session.system, asked.about or "", made))


def _checklist(asked: Asked, session: Session, trust: Path | None) -> Paper:
    from qmsctl.papers.checklist_form import checklist_paper
    from qmsctl.reports.checklist_form import checklist_form
    from qmsctl.reports.provenance import provenance

    del trust  # was used to open the session
    made = provenance(session.system, session.inspect())
    return checklist_paper(checklist_form(session.system, asked.about or "", made))


def _card(asked: Asked, session: Session, trust: Path | None) -> Paper:
    from qmsctl.control.findings import finding_called
    from qmsctl.papers.card_form import card_paper
    from qmsctl.reports.card_form import card_form
    from qmsctl.reports.provenance import provenance

    del trust  # was used to open the session
    found = finding_called(session.system.findings, asked.about or "")
    made = provenance(session.system, session.inspect())
    return card_paper(card_form(session.system, found, made))


def _findings(asked: Asked, session: Session, trust: Path | None) -> Paper:
    from qmsctl.papers.finding_register import finding_register_paper
    from qmsctl.reports.finding_list import Wanted, find_findings, list_of_findings
    from qmsctl.reports.provenance import provenance

    del asked, trust  # every finding is in the register
    system = session.system
    made = provenance(system, session.inspect())
    listed = list_of_findings(system, find_findings(system, Wanted()))
    return finding_register_paper(listed, made, system.organisation.language)


def _review(asked: Asked, session: Session, trust: Path | None) -> Paper:
    from qmsctl.papers.management_review import management_review_paper
    from qmsctl.reports.management_review import management_review
    from qmsctl.reports.provenance import provenance
    from qmsctl.reports.readiness import last_audit

    del asked  # a review is about the whole system
    last = last_audit(session.system)
    changes = changes_since(last, session, trust)
    view = management_review(
        session.system,
        provenance(session.system, session.inspect()),
        last_audit=last.id if last else None,
        changes=changes,
    )
    return management_review_paper(view)


PAPERS: Final[Mapping[str, Callable[[Asked, Session, Path | None], Paper]]] = {
    "readiness": _readiness,
    "plan": _plan,
    "checklist": _checklist,
    "card": _card,
    "findings": _findings,
    "review": _review,
}
"""By word, what makes the paper; an audit that is called so is asked for by its other commands."""
