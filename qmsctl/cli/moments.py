"""Which moment a word on the command line means: a day, an audit, a tag or a commit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from qmsctl.cli.caveats import UNSHALLOW, tell_missing_branch
from qmsctl.cli.clock import now
from qmsctl.cli.options import is_day, read_day
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.schema import closest
from qmsctl.repo.repository import Repository, UnknownRevisionError
from qmsctl.reports.period import Doubt

__all__ = ["Found", "Moments"]


@dataclass(frozen=True, slots=True)
class Found:
    """A moment, before anybody has looked at what was there."""

    commit: str | None
    day: dt.date
    why: Message
    doubts: tuple[Doubt, ...] = ()


class Moments:
    """The moments of one repository."""

    def __init__(self, repository: Repository, system: System) -> None:
        """Look in *repository* for what is known in *system*: its audits, its time zone, its controlled branch."""
        self._repository = repository
        self._now = system
        self._zone = ZoneInfo(system.organisation.time_zone)

    def named(self, text: str) -> Found:
        """Return the moment that *text* names: a day, an audit, or else a commit or a tag.

        Raises:
            QmsctlError: it names none, or one that has not come yet.
        """
        if is_day(text):
            return self._end_of(read_day(text), tr("the end of this day on the main line"))
        audit = self._now.audit(text)
        try:
            commit = self._repository.commit_named(text)
        except UnknownRevisionError:
            if audit is None:
                raise self._unknown(text) from None
            return self._audit(audit)
        if audit is None:
            return self._commit(text, commit)
        twice = Doubt(
            tr("{name} is an audit, and a tag or a branch is called so too: the audit was taken", name=text),
            tr("to mean the tag, write refs/tags/{name}", name=text),
        )
        found = self._audit(audit)
        return replace(found, doubts=(*found.doubts, twice))

    def _end_of(self, day: dt.date, why: Message) -> Found:
        """Return the last commit of the main line by the end of *day*."""
        branch = self._now.organisation.branch
        tell_missing_branch(self._repository, branch, day)
        try:
            commit = self._repository.commit_on(day, self._zone, branch, now())
        except UnknownRevisionError:
            return self._before_history(day, why)
        return Found(commit, day, why)

    def _before_history(self, day: dt.date, why: Message) -> Found:
        """Return the moment of a *day* on which the history had not begun, or that lies where a clone was cut off."""
        first, moment = self._repository.main_line(self._now.organisation.branch, now())[0]
        begins = self._now.day_of(moment)
        if self._now.history.complete:
            return Found(
                None,
                day,
                tr(
                    "{why}; nothing was in the history yet, which begins on {begins}: all of it is new",
                    why=why,
                    begins=begins,
                ),
            )
        doubt = Doubt(
            tr(
                "what changed between {day} and {begins} cannot be established: "
                "this clone is shallow and begins there, so the changes since {begins} are listed",
                day=day,
                begins=begins,
            ),
            UNSHALLOW,
        )
        why = tr("where the history of this clone begins, because {day} lies before it", day=day)
        return Found(first, begins, why, (doubt,))

    def _audit(self, audit: ControlledAudit) -> Found:
        """Return the moment of *audit*: its closing if it is closed, else its last day.

        What was recorded after the closing is a change since the audit, even on the same day;
        where the closing was recorded later than it happened, its own day counts.
        """
        closing = audit.last("audit_closed")
        if closing is None:
            return self._last_day(audit)
        day = closing.fact.occurred
        commit = self._now.history.recorded(closing.path, self._now.organisation.folders.audits)
        if commit is not None and self._now.day_of(commit.committed) <= day:
            why = tr(
                "the audit {audit} was closed on {day}: the commit that recorded its closing",
                audit=audit.id,
                day=day,
            )
            return Found(commit.id, day, why)
        late = tr(
            "the audit {audit} was closed on {day}, which was recorded later: the end of that day on the main line",
            audit=audit.id,
            day=day,
        )
        unseen = tr(
            "the audit {audit} was closed on {day}: the end of that day on the main line, "
            "because the commit that recorded it cannot be seen",
            audit=audit.id,
            day=day,
        )
        return self._end_of(day, late if commit else unseen)

    def _last_day(self, audit: ControlledAudit) -> Found:
        days = audit.plan.fact.days
        if not days:
            raise QmsctlError(
                tr("the plan of {audit} names no day, and the audit is not closed", audit=audit.id),
                tr("name the day instead: --since {example}", example=self._now.day.isoformat()),
            )
        last = max(days)
        if last > self._now.day:
            raise QmsctlError(
                tr("the audit {audit} ends on {day}, which has not come yet", audit=audit.id, day=last),
                tr("name an audit that was held, a tag or a day"),
            )
        why = tr(
            "the audit {audit} is not closed: the end of its last day, {day}, on the main line",
            audit=audit.id,
            day=last,
        )
        return self._end_of(last, why)

    def _commit(self, text: str, commit: str) -> Found:
        """Return the moment of a *commit* that somebody named: the day is that of its committer."""
        made = self._now.history.by_id.get(commit) or self._repository.history(commit).commits[-1]
        day = self._now.day_of(made.committed)
        why = tr(
            "{name} names this commit; the day is the committer's date, the author's date is {authored}",
            name=text,
            authored=self._now.day_of(made.authored),
        )
        return Found(commit, day, why)

    def _unknown(self, text: str) -> QmsctlError:
        known = [audit.id for audit in self._now.audits]
        message = tr("there is no audit, tag, commit or day {name} here", name=text)
        near = closest(text, known)
        if near:
            return QmsctlError(message, tr("did you mean {near}?", near=near))
        if not self._now.history.complete:
            return UnknownRevisionError(text, shallow=True)
        audits = list_of(known)
        return QmsctlError(
            message,
            tr("give a day such as 2026-11-22, a tag, or an audit: {audits}", audits=audits)
            if known
            else tr("give a day such as 2026-11-22, or a tag"),
        )
