"""HIS012: the change under check changes who may decide what, or whose keys and rules count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qmsctl.control.system import System
from qmsctl.messages import list_of, tr
from qmsctl.model.differing_fields import differing_fields
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.organisation import Organisation
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, rule
from qmsctl.settings import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of `qms.yaml` that decides whom or what the check believes."""

    section: str
    name: str
    """Empty: the section is one value."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in `qms.yaml`."""
        return (self.section, self.name) if self.name else (self.section,)

    def of(self, organisation: Organisation) -> object:
        """Return what *organisation* says of it, or `None`."""
        value = getattr(organisation, self.section)
        said = value.get(self.name) if isinstance(value, Mapping) else value
        return said.deciding if isinstance(said, DocumentKind) else said


def entries(system: System) -> Iterator[Entry]:
    """Yield what decides whom the check believes: people, roles, types, kinds, rules, the level that fails, the branch."""
    before = system.authority.base.organisation if system.authority.base else None
    yield Entry("branch", "")
    yield Entry("auditing", "")
    yield Entry("waivers", "")
    yield Entry("fail_on", "")
    for section in ("people", "roles", "types", "kinds", "rules"):
        names = dict.fromkeys(getattr(system.organisation, section))
        names |= dict.fromkeys(getattr(before, section) if before else ())
        for name in names:
            yield Entry(section, name)


@rule(
    "HIS012",
    over=entries,
    severity=Severity.WARNING,
    clauses=("5.3", "7.5.3"),
    unwaivable=Unwaivable.AUTHORITY,
)
def changed_authority(entry: Entry, system: System) -> Iterator[Answer]:
    """The people, roles, keys and rules of qms.yaml are those of the controlled branch."""
    base = system.authority.base
    if base is None or (base.commit == system.history.head and base.organisation == system.organisation):
        yield NotApplicable()
    elif base.organisation is None:
        # There is nothing to compare with, and that is said once.
        yield _incomparable(system) if entry.section == "branch" else NotApplicable()
    elif (now := entry.of(system.organisation)) != (before := entry.of(base.organisation)):
        yield _changed(entry, before, now, system)


def _incomparable(system: System) -> Answer:
    """Return why there is nothing to compare with."""
    place = system.qms.configuration.at("branch")
    base = system.authority.base
    if base is not None and base.commit is not None:
        return Problem(
            place,
            tr(
                "qms.yaml is new: it is not there, or cannot be read, in commit {commit} of the controlled branch",
                commit=base.commit[:10],
            ),
            tr("look at all of it before you merge it: it decides whose approvals and which rules count"),
        )
    return CannotEstablish(
        place,
        tr(
            "the controlled branch {branch} is not here, or shares no commit with this one, so whether qms.yaml"
            " changes who may decide cannot be established",
            branch=(base.branch if base else None) or "-",
        ),
        tr(
            "fetch all branches: git fetch origin (in CI: fetch-depth: 0), or mend the name of the branch in qms.yaml"
        ),
    )


def _changed(entry: Entry, before: object, now: object, system: System) -> Problem:
    """Return what the change does to one entry."""
    base = system.authority.base
    commit = (base.commit if base else None) or "-"
    name = ".".join(entry.path)
    fix = tr("look at the change before you merge it: it decides whose approvals and which rules count")
    place = system.qms.configuration.at_key(*entry.path)
    if before is None:
        message = tr("{entry} is new in qms.yaml since commit {commit}", entry=name, commit=commit[:10])
    elif now is None:
        message = tr("{entry} is gone from qms.yaml since commit {commit}", entry=name, commit=commit[:10])
    elif isinstance(now, str):
        message = tr(
            "{entry} is {now} in qms.yaml and was {before} in commit {commit}",
            entry=name, now=now, before=str(before), commit=commit[:10],
        )  # fmt: skip
    else:
        message = tr(
            "{entry} has changed in qms.yaml since commit {commit}: {fields}",
            entry=name, commit=commit[:10], fields=list_of(list(differing_fields(before, now))),
        )  # fmt: skip
    return Problem(place, message, fix)
