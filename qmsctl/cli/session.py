"""From a folder to the system in it: one line per arrow of the architecture."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.cli.authority import authority_of
from qmsctl.cli.bar import NOTHING_ASKED, Asked, bar_asked
from qmsctl.cli.caveats import tell_caveats, tell_missing_branch, watch
from qmsctl.cli.clock import now, time_zone, today
from qmsctl.cli.later_settings import settings_at
from qmsctl.cli.options import caching, is_day, read_day, take_today
from qmsctl.cli.own_errors import note_crashes
from qmsctl.cli.waiting import waiting
from qmsctl.control.approved_texts import likely_texts
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.suspicions import looking_beside
from qmsctl.control.system import System, control
from qmsctl.control.versions import Past, Version
from qmsctl.inspection import Inspection
from qmsctl.messages import tr
from qmsctl.model.configuration import load_organisation
from qmsctl.model.qms import load
from qmsctl.repo.early_blobs import reading_blobs
from qmsctl.repo.repository import Repository, UnknownRevisionError, open_repository
from qmsctl.repo.snapshot import Snapshot

if TYPE_CHECKING:
    from qmsctl.inspection.baseline import Baseline
    from qmsctl.render.own_templates import OwnTemplates

__all__ = ["Session", "commit_of", "open_session", "session_at"]


@dataclass(frozen=True, slots=True)
class Session:
    """A repository, what is in it, and the moment it is looked at."""

    repository: Repository
    system: System
    working_tree: bool
    cache: Cache
    own_trust: bool = True
    """Whether a trust file among the user's settings counts."""

    def versions(self, document: ControlledDocument) -> tuple[Version, ...]:
        """Return every content *document* had, oldest first."""
        key = (document.id, document.language)
        return self.versions_of_each({key})[key]

    def versions_of_each(
        self, wanted: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], tuple[Version, ...]]:
        """Return every content that each of the documents *wanted*, by id and language, had, oldest first."""
        past = Past(
            self.system.organisation,
            self.system.history,
            self.repository.git.each_blob,
            self.cache.shelf("headings"),
        )
        versions = past.versions_of_each(wanted)
        self.cache.save()
        return versions

    @property
    def lacking(self) -> frozenset[str]:
        """The contents of the history that were asked for and are not in the repository.

        What only a record names need never have been in it: that is a matter for rules.
        """
        asked = self.repository.git.lacking
        if not asked:
            return frozenset()
        commits = self.system.history.commits
        return frozenset(change.after for c in commits for change in c.changes if change.after in asked)

    def own_templates(self) -> OwnTemplates:
        """Return the organisation's own templates, of the commit where one is looked at.

        Raises:
            QmsctlError: one is no text, or there are too many of them.
        """
        from qmsctl.cli.templates import read_templates

        head = self.system.history.head
        if self.working_tree or head is None:
            return read_templates(self.repository.working_tree())
        return read_templates(self.repository.at(head))

    def baseline(self, settings_from: str | None = None) -> Baseline | None:
        """Return the problems that are known at the moment looked at; `None` if there is no baseline.

        Args:
            settings_from: the commit whose settings count: a change cannot write what is known for its own check.

        Raises:
            ConfigurationError: there is one, and it cannot be read.
            QmsctlError: there is no commit of that name.
        """
        from qmsctl.inspection.baseline import baseline_of

        if settings_from is not None:
            return baseline_of(self.repository.at(self.repository.commit_named(settings_from)))
        head = self.system.history.head
        working_tree = self.working_tree or head is None
        return baseline_of(self.repository.working_tree() if working_tree else self.repository.at(head or ""))

    def inspect(self, asked: Asked = NOTHING_ASKED, *, known: bool = False) -> Inspection:
        """Ask every rule.

        Args:
            asked: what the command line says about the check.
            known: whether problems that the baseline knows do not count.

        Raises:
            ConfigurationError: `qms.yaml` or the command line sets what cannot be set.
        """
        from qmsctl.checks import RULES
        from qmsctl.inspection import inspect

        qms = self.system.qms
        bar = bar_asked(self.repository, (qms.organisation, qms.configuration), asked, self.cache)
        prefix = self.repository.prefix
        with waiting(tr("Asking the rules …")):
            found = inspect(
                self.system,
                RULES,
                bar.rules,
                working_tree=self.working_tree,
                prefix=prefix,
                baseline=self.baseline(asked.settings_from) if known else None,
            )
        note_crashes(found.outcomes)
        return replace(found, fail_on=bar.fail_on, settings_from=bar.revision)


def open_session(
    *,
    rev: str | None = None,
    on: str | None = None,
    as_of: str | None = None,
    trust: Path | None = None,
    inspected: bool = False,
) -> Session:
    """Open the repository around the current folder and control what is in it.

    Args:
        rev: the commit, tag or day whose knowledge counts; by default the working tree.
        on: the day whose state is asked for; by default today.
        as_of: a day for both.
        trust: a file that says whose keys count.
        inspected: whether all rules will be asked about it.

    Raises:
        QmsctlError: there is no repository, commit, day or usable `qms.yaml`.
    """
    repository = open_repository(Path())
    tell_caveats(repository)
    cache = repository.cache(os.environ, now().timestamp()) if caching() else NO_CACHE
    both = None if as_of is None else _day(repository, as_of, cache)
    rev = both.isoformat() if rev is None and both is not None else rev
    asked = both if on is None else _day(repository, on, cache)
    commit = repository.head if rev is None else commit_of(repository, rev)
    return session_at(repository, commit, asked, trust, cache, working_tree=rev is None, inspected=inspected)


def session_at(
    repository: Repository,
    commit: str | None,
    asked: dt.date | None,
    trust: Path | None,
    cache: Cache,
    *,
    working_tree: bool,
    own_trust: bool = True,
    inspected: bool = False,
) -> Session:
    """Control what is in *repository*.

    Args:
        repository: where it is.
        commit: the last commit that counts; `None` before the first.
        asked: the day whose state is asked for; by default today.
        trust: a file that says whose keys count.
        cache: what is known from earlier runs.
        working_tree: whether the files are those on disk, or those of the commit.
        own_trust: whether a trust file among the user's settings counts.
        inspected: whether all rules will be asked about it: what takes them longest is begun early then.

    Raises:
        QmsctlError: there is no usable `qms.yaml`.
    """
    snapshot: Snapshot = (
        repository.working_tree() if working_tree or commit is None else repository.at(commit)
    )
    reading = waiting(tr("Reading the files and the history …"))
    with (
        reading,
        repository.reading_history(commit, cache) as history,
    ):  # git reads while files are parsed here
        snapshot, (organisation, source) = settings_at(
            repository, snapshot, commit, cache, working_tree=working_tree
        )
        zone = time_zone(organisation, source)
        day = asked or today(organisation, source)
        if asked is None:
            take_today(day)
        qms = load(snapshot, cache, (organisation, source))
        with reading_blobs(repository.git, likely_texts(qms, cache)) as read_blobs:  # and it goes on reading
            looked = looking_beside(qms) if inspected else None
            read = history()
            authority = authority_of(repository, qms, read, zone, trust=trust, own=own_trust, cache=cache)
            system = replace(control(qms, read, day, read_blobs, cache, authority), looked=looked)
    cache.save()
    session = Session(repository, system, working_tree, cache, own_trust)
    watch(session)
    return session


def _day(repository: Repository, text: str, cache: Cache) -> dt.date:
    """Return the day written as *text*; which day is `yesterday` is for the organisation's calendar to say."""
    if not is_day(text):
        head = repository.head
        snapshot = repository.at(head) if repository.bare and head else repository.working_tree()
        take_today(today(*load_organisation(snapshot, cache)))
    return read_day(text)


def commit_of(repository: Repository, rev: str) -> str:
    """Return the commit that *rev* names: the id of a commit, a tag, or a day.

    A day is one of the organisation's calendar, and only the newest `qms.yaml` can say which that is.

    Raises:
        QmsctlError: there is none.
    """
    if not is_day(rev):
        return repository.commit_named(rev)
    head = repository.head
    if head is None:
        raise UnknownRevisionError(rev)
    organisation, source = load_organisation(repository.at(head))
    tell_missing_branch(repository, organisation.branch, read_day(rev))
    return repository.resolve(rev, time_zone(organisation, source), organisation.branch, now())
