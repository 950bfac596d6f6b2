"""Document control against a small model of it, over random histories of real repositories.

The model goes through the calendar day by day, as the people did; the product
sorts records.  Both must tell the same of every document on every day.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System, control
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import load
from qmsctl.model.reading import read_document
from qmsctl.model.values import add_months
from qmsctl.repo.recorder import Identity
from qmsctl.repo.repository import open_repository
from tests import LONG

IDS = ("PS-01", "PS-02", "IN-01")
MEANINGS = ("prepared", "checked", "approved", "approved", "approved", "reaffirmed", "withdrawn")
PEOPLE = {"ann": "ann@example.org", "bob": "bob@example.org"}
NEEDS: Mapping[str, tuple[str, ...]] = {"procedure": ("prepared", "approved"), "instruction": ("approved",)}
REVIEW_IN_MONTHS = 12
BEGINNING = dt.datetime(2026, 1, 30, 9, tzinfo=dt.UTC)

QMS = b"""\
qms: 1
organisation: {name: Example Office}
time_zone: UTC
editions: [iso9001:2015]
people:
  ann: {name: Ann Example, emails: [ann@example.org]}
  bob: {name: Bob Example, emails: [bob@example.org]}
types:
  procedure: {needs: [prepared, approved], review_every: 12 months}
  instruction: {review_every: 12 months}
"""


@dataclass(frozen=True)
class Decided:
    """What the model remembers of a decision."""

    name: str
    revision: str
    content: str
    meaning: str
    by: str
    day: dt.date
    effective: dt.date
    recorded: dt.datetime
    own: bool
    """Whether the decider's own commit recorded it."""


@dataclass(frozen=True)
class Branch:
    """One line of work: its files, and what was decided on it."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    decided: Mapping[str, tuple[Decided, ...]] = field(default_factory=dict)
    tip: int | None = None

    def path_of(self, id: str) -> str | None:
        """Return where the document *id* lies."""
        marked = f"id: {id}\n".encode()
        return next((path for path, raw in sorted(self.files.items()) if raw.startswith(marked)), None)


@dataclass
class Office:
    """Writes a history as `git fast-import` reads it."""

    now: dt.datetime = BEGINNING
    stream: list[bytes] = field(default_factory=list)
    marks: Iterator[int] = field(default_factory=lambda: count(1))
    tokens: Iterator[int] = field(default_factory=lambda: count(1))

    def commit(self, branch: Branch, files: Mapping[str, bytes], by: str, merged: Branch | None) -> Branch:
        """Commit *files* as all that *branch* holds."""
        mark = next(self.marks)
        who = f"{by} <{PEOPLE[by]}> {int(self.now.timestamp())} +0000"
        lines = [f"commit refs/heads/{branch.name}\nmark :{mark}\nauthor {who}\ncommitter {who}\ndata 0\n"]
        lines += [f"from :{branch.tip}\n"] if branch.tip else []
        lines += [f"merge :{merged.tip}\n"] if merged else []
        self.stream.append("".join([*lines, "deleteall\n"]).encode())
        for path, raw in files.items():
            self.stream.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(raw), raw))
        return replace(branch, files=files, tip=mark)


def _document(id: str, revision: str, words: str) -> bytes:
    kind = "procedure" if id.startswith("PS") else "instruction"
    return (
        f'id: {id}\ntype: {kind}\ntitle: {id}\nrevision: "{revision}"\nsections: {{purpose: {words}}}\n'
    ).encode()


@dataclass(frozen=True)
class Act:
    """One thing that somebody does."""

    what: str
    id: str
    by: str
    meaning: str
    decider: str
    hours: int
    """Since the act before."""
    ago: int
    """Days since the decision."""
    ahead: int
    """Days until it takes effect."""


ACTS = st.builds(
    Act,
    st.sampled_from(["decide", "decide", "decide", "decide", "revise", "revise", "edit", "rename", "delete"]),
    st.sampled_from(IDS),
    st.sampled_from(sorted(PEOPLE)),
    st.sampled_from(MEANINGS),
    st.sampled_from(sorted(PEOPLE)),
    st.integers(1, 24 * 45),
    st.sampled_from([0, 0, 0, 3]),
    st.sampled_from([0, 0, 1, 14, 60]),
)


def _do(office: Office, branch: Branch, act: Act) -> Branch:
    """Return *branch* after *act*; what nobody could do changes nothing."""
    office.now += dt.timedelta(hours=act.hours)
    path = branch.path_of(act.id)
    files = dict(branch.files)
    if act.what == "decide":
        return branch if path is None else _decide(office, branch, act, path)
    if path is None:
        files[f"procedures/{act.id.lower()}.yaml"] = _document(act.id, "1", f"w{next(office.tokens)}")
    elif act.what in ("revise", "edit"):
        stated = read_document(path, files[path])
        assert stated is not None
        step = 1 if act.what == "revise" else 0
        revision = str(int(stated.fact.revision) + step)
        files[path] = _document(act.id, revision, f"w{next(office.tokens)}")
    elif act.what == "rename":
        files[f"procedures/{next(office.tokens)}/{act.id.lower()}.yaml"] = files.pop(path)
    else:
        del files[path]
    return office.commit(branch, files, act.by, None)


def _decide(office: Office, branch: Branch, act: Act, path: str) -> Branch:
    stated = read_document(path, branch.files[path])
    assert stated is not None
    revision, content = stated.fact.revision, stated.source.digest
    before = branch.decided.get(act.id, ())
    if act.meaning == "approved" and any(
        (one.meaning, one.revision, one.content) == ("approved", revision, content) for one in before
    ):
        return branch  # the command refuses a second approval of the same content
    day = office.now.date() - dt.timedelta(days=act.ago)
    effective = day + dt.timedelta(days=act.ahead)
    digits = iter(f"{next(office.tokens):08d}")
    clerk = Clerk(Identity(act.by, PEOPLE[act.by]), office.now, lambda _: next(digits), Folders())
    fields = {"decider": {"person": act.decider}, "decided": day, "effective": effective, "basis": "b"}
    record = approval_record(clerk, stated, "en", act.meaning, fields)
    decided = Decided(
        record.name, revision, content, act.meaning, act.decider, day, effective, office.now, act.by == act.decider
    )  # fmt: skip
    files = {**branch.files, record.path: record.content}
    after = office.commit(branch, files, act.by, None)
    return replace(after, decided={**branch.decided, act.id: (*before, decided)})


def _merge(office: Office, into: Branch, other: Branch, ours: Branch) -> Branch:
    """Merge *other* into the branch *into*: all records of both, and the documents of *ours*."""
    office.now += dt.timedelta(hours=1)
    records = {
        path: raw
        for branch in (into, other)
        for path, raw in branch.files.items()
        if path.startswith("approvals/")
    }
    documents = {path: raw for path, raw in ours.files.items() if not path.startswith("approvals/")}
    merged = office.commit(into, {**records, **documents}, "ann", other)
    ids = into.decided.keys() | other.decided.keys()
    decided = {
        id: tuple(
            sorted({*into.decided.get(id, ()), *other.decided.get(id, ())}, key=lambda one: one.recorded)
        )
        for id in ids
    }
    return replace(merged, decided=decided)


# The model


@dataclass(frozen=True)
class Told:
    """What is told of a document on a day."""

    state: str
    in_force: tuple[str, str, dt.date] | None = None
    """Revision, content, and the day it took effect."""
    review_due: dt.date | None = None
    trust: frozenset[tuple[str, str]] = frozenset()


def _expected(branch: Branch, id: str, day: dt.date) -> Told:
    """Go through the calendar up to *day*, and tell what the model knows of *id* then."""
    decided = branch.decided.get(id, ())
    path = branch.path_of(id)
    stated = read_document(path, branch.files[path]) if path else None
    needs = NEEDS["procedure" if id.startswith("PS") else "instruction"]
    complete = _complete([one for one in decided if one.day <= day], needs)
    ends = {one.effective for one in decided if one.meaning == "withdrawn" and one.effective <= day}
    current = None
    today = BEGINNING.date() - dt.timedelta(days=10)
    while today <= day:
        begins = [one for one in complete if one.effective == today]
        if today in ends:
            current = None
        elif begins:
            current = max(begins, key=lambda one: (one.day, one.name))
        today += dt.timedelta(days=1)
    alive = [one for one in complete if not ends or one.effective > max(ends)]
    return Told(
        _state(stated.fact.revision if stated else None, stated.source.digest if stated else None,
               complete, current, ended=bool(ends) and not alive),
        None if current is None else (current.revision, current.content, current.effective),
        _review(current, decided, day),
        frozenset((one.name, "recorded" if one.own else "declared") for one in decided),
    )  # fmt: skip


def _complete(decided: Sequence[Decided], needs: Sequence[str]) -> list[Decided]:
    """Return the approvals of contents that have all they need, one content for each revision."""
    standing = [one for one in decided if one.meaning != "withdrawn"]
    found: dict[str, tuple[dt.datetime, Decided]] = {}
    for approval in standing:
        if approval.meaning != "approved":
            continue
        same = [
            one for one in standing if (one.revision, one.content) == (approval.revision, approval.content)
        ]
        if not set(needs) <= {one.meaning for one in same}:
            continue
        owner = found.setdefault(approval.revision, (max(one.recorded for one in same), approval))
        whole = max(one.recorded for one in same)
        # Of two contents the one that was whole first has the revision; of two approvals of one
        # content, made apart, the one that takes effect first.
        if (whole, approval.effective, approval.day) < (owner[0], owner[1].effective, owner[1].day):
            found[approval.revision] = (whole, approval)
    return [approval for _, approval in found.values()]


def _state(
    revision: str | None,
    content: str | None,
    complete: Sequence[Decided],
    current: Decided | None,
    *,
    ended: bool,
) -> str:
    if ended:
        return "withdrawn"
    same = [one.content for one in complete if one.revision == revision]
    if same and content not in same:
        return "drifted"
    if current is not None:
        return "in_force"
    return "approved" if complete else "draft"


def _review(current: Decided | None, decided: Sequence[Decided], day: dt.date) -> dt.date | None:
    if current is None:
        return None
    reviews = [
        one.day for one in decided
        if one.meaning == "reaffirmed" and one.content == current.content and one.day <= day
    ]  # fmt: skip
    return add_months(max([current.effective, *reviews]), REVIEW_IN_MONTHS)


# The product


def _told(document: ControlledDocument) -> Told:
    current = document.in_force
    return Told(
        document.state.value,
        None if current is None else (current.revision, current.content, current.effective),
        document.review_due,
        frozenset(
            (d.record.path.rpartition("/")[2].removesuffix(".yaml"), d.trust.value)
            for d in document.decisions
        ),
    )


def _systems(folder: Path, branch: str, days: Sequence[dt.date]) -> Iterator[System]:
    repository = open_repository(folder)
    commit = repository.commit_named(f"refs/heads/{branch}")
    qms, history = load(repository.at(commit)), repository.history(commit)
    for day in days:
        yield control(qms, history, day, repository.git.blobs)


def _import(folder: Path, office: Office) -> None:
    for arguments, sent in (
        (("init", "-q", "--initial-branch=main"), b""),
        (("fast-import", "--quiet"), b"".join(office.stream)),
    ):
        subprocess.run(["git", *arguments], cwd=folder, input=sent, check=True, capture_output=True)


def _begin(office: Office) -> Branch:
    files = {
        "qms.yaml": QMS,
        "procedures/ps-01.yaml": _document("PS-01", "1", "w0"),
        "procedures/xx-01.yaml": _document("XX-01", "1", "it stays, so that there is always a document"),
    }
    return office.commit(Branch("main"), files, "ann", None)


def _days(office: Office) -> list[dt.date]:
    """Return days before, between and after everything that happens, and a year later."""
    span = (office.now.date() - BEGINNING.date()).days
    offsets = sorted({*range(-1, span + 62, max(1, span // 25)), span, span + 365, span + 366})
    return [BEGINNING.date() + dt.timedelta(days=offset) for offset in offsets]


@settings(
    max_examples=600 if LONG else 60,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, min_size=3, max_size=25))
def test_every_state_on_every_day_is_that_of_the_model(acts: list[Act]) -> None:
    """Whatever people do in a row, each document stands on each day where the model says."""
    office = Office()
    branch = _begin(office)
    for act in acts:
        branch = _do(office, branch, act)
    with TemporaryDirectory() as folder:
        _import(Path(folder), office)
        days = _days(office)
        for day, system in zip(days, _systems(Path(folder), "main", days), strict=True):
            _compare(branch, day, system)


def _compare(branch: Branch, day: dt.date, system: System) -> None:
    known = {document.id: document for document in system.documents}
    for id in IDS:
        expected = _expected(branch, id, day)
        if id not in known:
            assert branch.path_of(id) is None
            assert not branch.decided.get(id)
            continue
        event(expected.state)
        assert _told(known[id]) == expected, (id, day)


@settings(max_examples=400 if LONG else 40, suppress_health_check=[HealthCheck.too_slow])
@given(
    together=st.lists(ACTS, max_size=6),
    here=st.lists(ACTS, min_size=1, max_size=8),
    there=st.lists(ACTS, min_size=1, max_size=8),
)
def test_the_order_of_a_merge_does_not_matter(together: list[Act], here: list[Act], there: list[Act]) -> None:
    """Two clones that worked apart agree in every state and level of trust, whoever merges whom."""
    office = Office()
    base = _begin(office)
    for act in together:
        base = _do(office, base, act)
    one, two = replace(base, name="one"), replace(base, name="two")
    for act in here:
        one = _do(office, one, act)
    for act in there:
        two = _do(office, two, act)
    ours = one
    first = _merge(office, replace(one, name="first"), two, ours)
    second = _merge(office, replace(two, name="second"), one, ours)
    with TemporaryDirectory() as folder:
        _import(Path(folder), office)
        days = _days(office)
        both = (_systems(Path(folder), name, days) for name in ("first", "second"))
        for day, left, right in zip(days, *both, strict=True):
            _compare(first, day, left)
            _compare(second, day, right)
            assert [_told(d) for d in left.documents] == [_told(d) for d in right.documents]
