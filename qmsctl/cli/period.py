"""From two words on the command line to the period between them: an audit, a tag, a commit or a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from qmsctl.cache import Cache
from qmsctl.cli.authority import authority_of
from qmsctl.cli.caveats import UNSHALLOW, watch
from qmsctl.cli.clock import now as present_moment
from qmsctl.cli.clock import time_zone
from qmsctl.cli.moments import Found, Moments
from qmsctl.cli.session import Session, open_session
from qmsctl.control.system import System, control
from qmsctl.control.touched import touched_since
from qmsctl.control.versions import Past
from qmsctl.documents.source import Source
from qmsctl.errors import ConfigurationError, QmsctlError
from qmsctl.messages import tr, tr_n
from qmsctl.model.configuration import BrokenConfigurationError, load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import gather
from qmsctl.repo.arrival import arrivals
from qmsctl.repo.earlier import earlier
from qmsctl.repo.history import NO_HISTORY, History
from qmsctl.repo.repository import Repository, UnknownRevisionError
from qmsctl.repo.snapshot import Snapshot
from qmsctl.reports.period import Doubt, Moment, Period

__all__ = ["open_period", "period_up_to", "system_at"]


def open_period(since: str, until: str | None, trust: Path | None = None) -> Period:
    """Return the period from *since* to *until*.

    Args:
        since: an audit, a tag, a commit or a day.
        until: the same; by default now, with the files on disk.
        trust: a file that says whose keys count.

    Raises:
        QmsctlError: there is no such moment, or nothing in the history, or the period ends before it begins.
    """
    present = open_session(rev=None if until is None else "HEAD", trust=trust)
    if not present.system.history.commits:
        raise QmsctlError(
            tr("nothing is in the history yet, so nothing can have changed"),
            tr("commit what there is; from then on changes can be told"),
        )
    ends = _Ends(present, trust)
    end = ends.end(until)
    return _between(ends.beginning(since, end.system), end, present, working_tree=until is None)


def period_up_to(
    session: Session, since: str, trust: Path | None = None, until: System | None = None
) -> Period:
    """Return the period from *since* to the moment that *session* looks at, or to that of *until*, an earlier one.

    Raises:
        QmsctlError: there is no such moment, or the period ends before it begins.
    """
    now = until or session.system
    on_disk = session.working_tree and until is None
    why = tr("the moment that is looked at")
    end = _End(Moment(now.day, now.history.head, why, working_tree=on_disk), now)
    return _between(_Ends(session, trust).beginning(since, now), end, session, working_tree=on_disk)


def system_at(session: Session, commit: str, day: dt.date, trust: Path | None = None) -> System:
    """Return the system of *commit* on *day*, both of them no later than what *session* looks at.

    Raises:
        QmsctlError: the commit is not here, or its `qms.yaml` cannot be used.
    """
    return _Ends(session, trust).at(commit, day)


def _between(beginning: _Beginning, end: _End, present: Session, *, working_tree: bool) -> Period:
    """Return the period from *beginning* to *end*.

    Raises:
        QmsctlError: it ends before it begins.
    """
    known = beginning.history.by_id.keys()
    _refuse_backward(beginning, end, known)
    repository, now = present.repository, end.system
    past = Past(now.organisation, now.history, repository.git.each_blob, present.cache.shelf("headings"))
    period = Period(
        beginning.moment,
        end.moment,
        beginning.system,
        now,
        beginning.settings,
        touched_since(past, known),
        arrivals(now.history, repository.main_line(now.organisation.branch, present_moment())),
        (*beginning.doubts, *end.doubts, *_cut_off(now), *_parted(beginning.moment, now)),
    )
    present.cache.save()
    ended = Session(repository, now, working_tree, present.cache)
    watch(ended)
    return replace(period, doubts=(*period.doubts, *_lacking(ended)))


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a period, and the system at it."""

    moment: Moment
    system: System
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The beginning of a period, and the system at it."""

    moment: Moment
    system: System | None
    """`None`: nothing was in the history yet."""
    settings: Organisation | None
    """What `qms.yaml` said, if it can be used."""
    doubts: tuple[Doubt, ...]

    @property
    def history(self) -> History:
        """What led to it."""
        return self.system.history if self.system else NO_HISTORY


class _Ends:
    """Finds both ends of a period in one repository, and the system at each."""

    def __init__(self, present: Session, trust: Path | None) -> None:
        self._present = present
        self._trust = trust
        self._repository: Final[Repository] = present.repository
        self._cache: Final[Cache] = present.cache

    def end(self, until: str | None) -> _End:
        """Return the end of the period.

        Raises:
            QmsctlError: *until* names no moment, or its `qms.yaml` cannot be used.
        """
        now = self._present.system
        if until is None:
            why = tr("today, with the files as they lie on the disk")
            return _End(Moment(now.day, now.history.head, why, working_tree=True), now)
        found = Moments(self._repository, now).named(until)
        if found.commit is None:
            raise UnknownRevisionError(until)
        snapshot = self._repository.at(found.commit)
        settings = self._settings(snapshot)
        moment = Moment(found.day, found.commit, found.why)
        return _End(moment, self._system(found, snapshot, settings), found.doubts)

    def at(self, commit: str, day: dt.date) -> System:
        """Return the system of *commit* on *day*.

        Raises:
            QmsctlError: the commit is not here, or its `qms.yaml` cannot be used.
        """
        snapshot = self._repository.at(commit, self._at_hand())
        found = Found(commit, day, tr("the moment that is looked at"))
        return self._system(found, snapshot, self._settings(snapshot))

    def beginning(self, since: str, now: System) -> _Beginning:
        """Return the beginning of the period that ends with *now*.

        Raises:
            QmsctlError: *since* names no moment.
        """
        found = Moments(self._repository, now).named(since)
        moment = Moment(found.day, found.commit, found.why)
        if found.commit is None:
            return _Beginning(moment, None, None, found.doubts)
        snapshot = self._repository.at(found.commit, self._at_hand())
        try:
            settings = self._settings(snapshot)
        except ConfigurationError as failure:
            # Documents and records can still be compared, as the present settings understand them.
            system = self._system(found, snapshot, (now.organisation, now.qms.configuration))
            return _Beginning(moment, system, None, (*found.doubts, _unusable(failure, found.commit)))
        return _Beginning(moment, self._system(found, snapshot, settings), settings[0], found.doubts)

    def _settings(self, snapshot: Snapshot) -> tuple[Organisation, Source]:
        """Return what `qms.yaml` says in *snapshot*.

        Raises:
            ConfigurationError: it is not there, or cannot be used.
        """
        settings = load_organisation(snapshot, self._cache)
        time_zone(*settings)
        return settings

    def _system(self, found: Found, snapshot: Snapshot, settings: tuple[Organisation, Source]) -> System:
        """Return the system of *snapshot* as *settings* have it, on the day that was found."""
        present = self._present.system
        same = found.commit == present.history.head and not self._present.working_tree
        qms = present.qms if same else gather(snapshot, settings, self._cache, present.qms)
        history = self._history(found.commit)
        zone = ZoneInfo(qms.organisation.time_zone)
        trust, own = self._trust, self._present.own_trust
        authority = authority_of(
            self._repository, qms, history, zone, trust=trust, own=own, cache=self._cache
        )
        return control(qms, history, found.day, self._repository.git.blobs, self._cache, authority)

    def _history(self, commit: str | None) -> History:
        present = self._present.system.history
        if commit is None:
            return NO_HISTORY
        return present if commit == present.head else earlier(self._repository, commit, present, self._cache)

    def _at_hand(self) -> Mapping[str, bytes]:
        """Return what the files hold now, by git's name of it: most held the same at the beginning."""
        qms = self._present.system.qms
        sources = (filed.source for filed in (*qms.documents, *qms.records))
        return {source.name: source.raw for source in sources if source.name is not None}


def _unusable(failure: ConfigurationError, commit: str) -> Doubt:
    """Return that the `qms.yaml` of the beginning tells nothing."""
    flaw = failure.flaws[0] if isinstance(failure, BrokenConfigurationError) else None
    fix = tr("the past cannot be mended; name a later moment with --since, if one will do")
    if flaw is None:
        return Doubt(
            tr(
                "there was no qms.yaml in commit {commit}: what changed in people, roles, types and rules "
                "cannot be established; documents and records of then were read by the settings of now",
                commit=commit[:10],
            ),
            fix,
        )
    return Doubt(
        tr(
            "qms.yaml of commit {commit} cannot be used (line {line}: {fault}): what changed in people, roles, "
            "types and rules cannot be established; documents and records of then were read by the settings of now",
            commit=commit[:10],
            line=flaw.place.line,
            fault=flaw.message,
        ),
        fix,
    )


def _refuse_backward(beginning: _Beginning, end: _End, known: Collection[str]) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        QmsctlError: it does.
    """
    since, until = beginning.moment, end.moment
    led_backward = since.commit != until.commit and until.commit in known
    if since.day > until.day or led_backward:
        raise QmsctlError(
            tr(
                "the period would end on {until}, before it begins on {since}",
                until=until.day,
                since=since.day,
            ),
            tr("exchange --since and --until"),
        )


def _cut_off(now: System) -> tuple[Doubt, ...]:
    """Return that the beginning of the history is not here, if it is not."""
    if now.history.complete:
        return ()
    lacking = tr(
        "the beginning of the history is missing, because this clone is shallow: "
        "who recorded what lies before it cannot be established"
    )
    return (Doubt(lacking, UNSHALLOW),)


def _lacking(session: Session) -> tuple[Doubt, ...]:
    """Return how many contents were asked for in vain."""
    count = len(session.lacking)
    if not count:
        return ()
    lost = tr_n(
        "{count} content of the history is not in this repository, so what changed in it cannot be established",
        "{count} contents of the history are not in this repository, so what changed in them cannot be established",
        count,
    )
    mend = tr("clone the repository anew, without --filter; git fsck lists what is missing or damaged here")
    return (Doubt(lost, mend),)


def _parted(since: Moment, now: System) -> tuple[Doubt, ...]:
    """Return that the beginning is no part of the history of the end, if it is not."""
    if since.commit is None or since.commit in now.history.by_id:
        return ()
    return (
        Doubt(
            tr(
                "commit {commit}, with which the period begins, did not lead to its end: the two lie on different "
                "branches, or the history was rewritten; their states are compared all the same",
                commit=since.commit[:10],
            ),
            tr("name a commit of the controlled branch; git log --graph shows how the two parted"),
        ),
    )
