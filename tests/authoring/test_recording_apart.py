"""Clones whose owners recorded apart merge without conflict, in any order, and every order gives the same audit.

A little is tried each time; `QMSCTL_TESTS_LONG=yes ./test tests/authoring/test_recording_apart.py` lets four
auditors make two hundred records each, and merges them in every order.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from qmsctl.authoring.finding_correction import Changes, correct_step
from qmsctl.authoring.finding_number import next_number
from qmsctl.authoring.records import Clerk
from qmsctl.checks import RULES
from qmsctl.control.appended import appended
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.inspection import Inspection, inspect
from qmsctl.model.organisation import Folders
from qmsctl.model.record import FindingStep, Recorder
from qmsctl.render.audit_status import Seen, render_audit
from qmsctl.render.check_json import render_json
from qmsctl.render.finding_list import render_findings
from qmsctl.repo.commit import Commit
from qmsctl.repo.repository import Repository, open_repository
from qmsctl.repo.snapshot import blob_name
from qmsctl.reports.audit_report import audit_report
from qmsctl.reports.audit_status import audit_state
from qmsctl.reports.finding_list import Wanted, find_findings, list_of_findings
from tests import LONG
from tests.auditors import KINDS, Act, Auditor, begin
from tests.clones import AUDIT, DAY, TEAM, Clone, git, system_at

RECORDS = 200 if LONG else 12

_ABOUT_COMMITS = ("HIS007", "HIS009")
"""Rules that look at commits: where more was merged, there are more."""

Texts = Mapping[str, str]

acts = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 999)),
    min_size=RECORDS if LONG else 0,
    max_size=RECORDS,
)
mergings = st.tuples(
    st.sampled_from(("in turn", "in pairs", "back and forth", "at once")), st.permutations("ABCD").map(tuple)
)


EVERYTHING: Sequence[Act] = [(kind, 7 * nth) for nth, kind in enumerate(KINDS * 3)]
"""If all four do this, they answer the same questions in the same second, and attach files of the same names."""
FEW_ORDERS = [("in turn", "ABCD"), ("in pairs", "DBCA"), ("back and forth", "CADB"), ("at once", "BDAC")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that everybody has cloned; nobody may change it."""
    folder = tmp_path_factory.mktemp("apart") / "office"
    begin(folder)
    return folder


@settings(
    max_examples=3 if LONG else 4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second: too long to shrink it
)
@given(
    done=st.tuples(acts, acts, acts, acts),
    drawn=st.just(()) if LONG else st.lists(mergings, min_size=2, max_size=3, unique=True),
    seed=st.integers(0, 9),
)
@example(done=[EVERYTHING] * 4, drawn=FEW_ORDERS, seed=0)
def test_every_order_gives_the_same_audit(
    office: Path, done: Sequence[Sequence[Act]], drawn: Sequence[tuple[str, Sequence[str]]], seed: int
) -> None:
    """Whoever merges whom, and when: no conflict, nothing lost, the same tree, and the same said about it."""
    with tempfile.TemporaryDirectory() as folder:
        recorded, auditors = record_apart(office, Path(folder), done, seed)
        for auditor, own in zip(auditors, done, strict=True):
            assert len([path for path in auditor.files if "/attachments/" not in path]) >= len(own)
        hub = office_with(Path(folder) / "hub", office, recorded)
        orders = drawn or every_order()
        heads = [merged(hub, how, order, nth) for nth, (how, order) in enumerate(orders)]
        repository = open_repository(hub)
        first, *others = (Told.of(repository, head) for head in heads)

        trees = {git("rev-parse", f"{head}^{{tree}}", at=hub) for head in heads}
        assert len(trees) == 1
        assert {
            path: blob_name(content) for one in auditors for path, content in one.files.items()
        }.items() <= (repository.history(heads[0]).files.items())
        for other in others:
            assert other.whatever_merges == first.whatever_merges
            assert other.commits != first.commits or other.exactly == first.exactly
        assert "FND008" not in {problem["rule"] for problem in json.loads(first.exactly["check"])["problems"]}
        assert audit_state(system_at(repository, heads[0]), AUDIT) == audit_state(
            put_together(auditors), AUDIT
        )


def record_apart(
    office: Path, folder: Path, done: Sequence[Sequence[Act]], seed: int = 0
) -> tuple[Mapping[str, Path], Sequence[Auditor]]:
    """Let each of the team do what is *done* on a clone, and return the clones by letter."""
    known = open_repository(office)
    started = system_at(known, known.commit_named("HEAD"))
    clones: dict[str, Path] = {}
    auditors: list[Auditor] = []
    for letter, own in zip(TEAM, done, strict=True):
        clones[letter] = folder / f"{letter}.git"
        git("clone", "--quiet", "--bare", str(office), str(clones[letter]), at=folder)
        with Clone(clones[letter]) as clone:
            auditor = Auditor(letter, seed, started, clone)
            for act in own:
                auditor.does(act)
        auditors.append(auditor)
    return clones, auditors


def put_together(auditors: Sequence[Auditor]) -> System:
    """Return the system of the first of *auditors* with everything that the others recorded, without any git."""
    first, *others = auditors
    files = {path: content for other in others for path, content in other.files.items()}
    moment = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    return appended(first.system, files, Commit("f" * 40, (), "", "", moment, "", "", moment, ""))


def office_with(hub: Path, office: Path, clones: Mapping[str, Path]) -> Path:
    """Clone the *office* to *hub*, and fetch what lies in *clones*, each into a branch named by its letter."""
    git("clone", "--quiet", str(office), str(hub), at=office)
    for letter, clone in clones.items():
        git("fetch", "--quiet", str(clone), f"main:{letter}", at=hub)
    return hub


def merged(hub: Path, how: str, order: Sequence[str], nth: int) -> str:
    """Merge the branches of *hub* in this *order* with plain git, and return the id of the result.

    The days and the people differ from one *nth* time to the other.
    """
    first, second, third, fourth = order
    ticks = itertools.count()

    def join(onto: str, *others: str) -> str:
        git("switch", "--quiet", "--detach", onto, at=hub)
        when = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC) + dt.timedelta(nth % 9 * 10, minutes=next(ticks))
        who = TEAM["ABCD"[nth % 4]]
        for other in others:
            git("merge", "--quiet", "--no-edit", *other.split(), at=hub, who=who, when=when)
        return git("rev-parse", "HEAD", at=hub)

    if how == "in turn":
        return join("main", first, second, third, fourth)
    if how == "in pairs":
        return join(join(first, second), join(third, fourth))
    if how == "at once":
        return join(first, f"{second} {third} {fourth}")
    # Each of two has pulled from the other, and both went on from there.
    one, two = join(join(first, second), third), join(join(second, first), fourth)
    return join(one, two)


def every_order() -> Iterator[tuple[str, Sequence[str]]]:
    """Yield every order, and the other ways to merge in some of them."""
    for nth, order in enumerate(itertools.permutations(TEAM)):
        yield "in turn", order
        if nth % 3 == 0:
            yield ("in pairs", "back and forth", "at once")[nth // 3 % 3], order


@dataclass(frozen=True)
class Told:
    """What is said about the office at one commit, without the name of the commit."""

    commits: int
    exactly: Texts
    whatever_merges: Texts
    """The same, without how many commits there were to be looked at."""

    @classmethod
    def of(cls, repository: Repository, commit: str) -> Self:
        """Ask every rule and write every answer."""
        system = system_at(repository, commit)
        inspection = inspect(system, RULES, {}, working_tree=False)
        uncounted = replace(
            inspection,
            counts={**inspection.counts, "commits": 0},
            outcomes=tuple(
                replace(outcome, conforming=0) if outcome.rule in _ABOUT_COMMITS else outcome
                for outcome in inspection.outcomes
            ),
        )
        return cls(len(system.history.commits), texts(system, inspection), texts(system, uncounted))


def texts(system: System, inspection: Inspection) -> Texts:
    """Return the answers of `check`, `audit status`, `finding list` and `report`, without the name of the commit."""
    commit = system.history.head or ""
    listed = list_of_findings(system, find_findings(system, Wanted()))
    seen = Seen("Example Office", DAY.isoformat(), commit, complete=True)
    written = {
        "check": render_json(inspection, "en"),
        "audit status": render_audit(audit_state(system, AUDIT), seen, "json", (80, False, "en")),
        "finding list": render_findings(listed, "json", "en", width=80, colour=False),
        "report": repr(audit_report(system, AUDIT, inspection)),  # what is in it; its template takes a second
    }
    assert all(commit in text for text in written.values())
    return {name: text.replace(commit, "COMMIT") for name, text in written.items()}


def test_one_person_on_two_clones(office: Path, tmp_path: Path) -> None:
    """Whoever numbers on two clones at once uses numbers twice; the check says so, and a correction mends it."""
    known = open_repository(office)
    started = system_at(known, known.commit_named("HEAD"))
    heads = {}
    for seed, name in enumerate(("desk", "laptop")):
        git("clone", "--quiet", "--bare", str(office), name, at=tmp_path)
        with Clone(tmp_path / name) as clone:
            auditor = Auditor("B", seed, started, clone)
            auditor.does(("finding", 1))
            auditor.does(("complaint", 7))
        heads[name] = clone.head or ""
    hub = tmp_path / "hub"
    git("clone", "--quiet", "desk", "hub", at=tmp_path)
    git("fetch", "--quiet", "../laptop", "main", at=hub)
    git("merge", "--quiet", "--no-edit", heads["laptop"], at=hub)

    twice = system_at(open_repository(hub), git("rev-parse", "HEAD", at=hub))
    assert numbers_of(twice, "B") == ["NC-2026-BE-1", "NC-2026-BE-1", "OI-2026-02-B1", "OI-2026-02-B1"]
    problems = [one for one in inspect(twice, RULES, {}).problems if one.rule == "FND008"]
    assert len(problems) == 2

    when = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    clerk = Clerk(TEAM["A"], when, random.Random(1).choice, Folders())  # noqa: S311 - protects nothing
    with Clone(hub) as clone:
        for problem in problems:
            path = problem.place.path
            (held,) = (finding for finding in twice.findings if finding.raised.path == path)
            fact = held.raised.fact
            audit = fact.source.audit if fact.source else None
            free = next_number(twice, audit, TEAM["B"].email, grade=fact.grade or "", day=fact.occurred)
            draft = correct_step(
                twice, held.id, "raised", Changes({"number": free}), "It was used twice.", clerk
            )
            clone.commit(draft, TEAM["A"], when)
    mended = system_at(open_repository(hub), clone.head or "")
    assert numbers_of(mended, "B") == ["NC-2026-BE-1", "NC-2026-BE-2", "OI-2026-02-B1", "OI-2026-02-B2"]
    assert {f.id: without_number(f) for f in mended.findings} == {
        f.id: without_number(f) for f in twice.findings
    }
    assert not [one for one in inspect(mended, RULES, {}).problems if one.rule == "FND008"]


def test_both_mend_the_same(office: Path, tmp_path: Path) -> None:
    """Two corrections of one finding contest one another, and it is in no list until a correction names both."""
    known = open_repository(office)
    started = system_at(known, known.commit_named("HEAD"))
    (held, *_) = started.findings
    when = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    hub = tmp_path / "hub"
    git("clone", "--quiet", str(office), "hub", at=tmp_path)
    for letter in "CD":
        clerk = Clerk(TEAM[letter], when, random.Random(letter).choice, Folders())  # noqa: S311 - protects nothing
        git("clone", "--quiet", "--bare", str(office), letter, at=tmp_path)
        with Clone(tmp_path / letter) as clone:
            draft = correct_step(
                started, held.id, "raised", Changes({"title": f"As {letter} says"}), "Clearer.", clerk
            )
            clone.commit(draft, clerk.who, when)
        git("pull", "--quiet", "--no-rebase", "--no-edit", f"../{letter}", "main", at=hub)

    torn = system_at(open_repository(hub), git("rev-parse", "HEAD", at=hub))
    assert held.id not in torn.findings_by_id
    assert len([one for one in inspect(torn, RULES, {}).problems if one.rule == "HIS005"]) == 2
    assert (held.number, f"agree on one, then qmsctl finding correct {held.id}") in [
        (one.what, str(one.fix)) for one in audit_state(torn, AUDIT).obstacles if one.kind == "contested"
    ]

    for word in (held.number, held.id):
        draft = correct_step(torn, word, "raised", Changes({"title": "As both say"}), "Agreed.", clerk)
    with Clone(hub) as clone:
        clone.commit(draft, clerk.who, when)
    mended = system_at(open_repository(hub), clone.head or "")
    assert mended.findings_by_id[held.id].raised.fact.title == "As both say"
    assert not [one for one in inspect(mended, RULES, {}).problems if one.rule == "HIS005"]
    assert not [one for one in audit_state(mended, AUDIT).obstacles if one.kind == "contested"]


def numbers_of(system: System, letter: str) -> Sequence[str]:
    """Return the numbers in the series of the auditor with this *letter*."""
    return sorted(finding.number for finding in system.findings if f"-{letter}" in finding.number)


def without_number(finding: ControlledFinding) -> FindingStep:
    """Return what *finding* says without its number and what makes it a correction."""
    moment, who = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), Recorder(name="-", email="-")
    fact = finding.raised.fact
    return replace(fact, number=None, corrects=(), correction_reason=None, recorded=moment, recorder=who)
