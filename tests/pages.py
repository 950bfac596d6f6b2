"""Turns the examples on a rule's page into a quality management system, and runs the rule on it.

A fence on a page is a file: ```` ```yaml title="procedures/ps-01.yaml" ````.  Further
attributes of a fence:

* `approved="2026-02-01"`: the content is prepared by Ann and approved by Bob on that day.
* `commit="2026-01-05 Ann Example <ann@example.org>"`: the content is committed then; a later fence
  of the same path changes it.  Without it, a file is in the first commit.
* `signed="bob"`: that commit is signed with Bob's key; `signed="bob until 2025-12-31"` with one that ended,
  `signed="nobody"` with one that is not listed, and `signed="broken"` does not match what it signs.
* `base`: the file is what the controlled branch holds, before the change under check.
* `uncommitted`: the file lies in the working tree only.
* `deleted`: the file is gone from then on.
* `from="procedures/ps-02.yaml"`, with `commit`: that commit takes away the file of that path.
* `dropped="2026-01-05 Ann Example <ann@example.org>"`: the content is committed on a side branch then,
  and the branch is merged without it.
* `tag="v1 2026-01-06"`: an annotated tag of the commit, made on that day; `tag="v1 2026-01-06 Bob Example
  <bob@example.org>"` by that person.
* `sealed="bob"`: that tag is signed, by the same words as a commit.
* `on="2026-11-22"`: the day of the check.

In paths, `{PS-01}` stands for the folder of that id.  In records, what only a program can know is
written `…`: the digest and blob of the document named, the digest of an attachment, and the commit
before.
`recorded` and `recorder` are added where an example leaves them out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import qmsctl.checks
from qmsctl.control.system import System, control
from qmsctl.documents.digest import content_digest
from qmsctl.documents.source import Source
from qmsctl.inspection import Inspection, inspect
from qmsctl.model.authority import Authority, Base, KeySource
from qmsctl.model.configuration import load_organisation
from qmsctl.model.naming import folder_name
from qmsctl.model.qms import load
from qmsctl.model.reading import read_document
from qmsctl.repo.history import Change, Commit, history_of
from qmsctl.repo.signatures import Signature, Signatures, Signer
from qmsctl.repo.snapshot import MemorySnapshot, blob_name
from qmsctl.repo.tags import Tag
from qmsctl.repo.verdicts import BAD, Standing, Verdict
from qmsctl.rule import AnyRule, Rule, waivers

DAY = dt.date(2026, 11, 22)

QMS = """\
qms: 1
organisation: {name: Example Office}
language: en
editions: [iso9001:2015]
units: {OR: Organisational Department}
processes: {P-1: {name: Control of documents, owner: quality-officer}}
roles: {mayor: Mayor, quality-officer: Quality officer, auditor: Auditor, clerk: Clerk}
people:
  ann: {name: Ann Example, emails: [ann@example.org], unit: OR, roles: [{role: quality-officer}]}
  bob: {name: Bob Example, emails: [bob@example.org], roles: [{role: mayor}]}
  eve: {name: Eve Example, emails: [eve@example.org], roles: [{role: auditor}]}
types:
  procedure: {id: PS-##}
"""

PEOPLE = {"ann": ("Ann Example", "ann@example.org"), "bob": ("Bob Example", "bob@example.org")}

_FENCE = re.compile(
    r"^```\w+ (?P<attributes>[^\n]*title=[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_ATTRIBUTE = re.compile(r'(?P<name>\w+)(?:="(?P<value>[^"]*)")?')
_MARK = re.compile(r"(?:#|<!--)\s*(?P<rule>[A-Z]{3}\d{3})\b")
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


def declared_rules() -> list[AnyRule]:
    """Return every rule that a module of `qmsctl.checks` declares, by id."""
    found: list[AnyRule] = []
    for module in pkgutil.iter_modules(qmsctl.checks.__path__):
        contents = vars(importlib.import_module(f"qmsctl.checks.{module.name}"))
        found.extend(value for value in contents.values() if isinstance(value, Rule))
    return sorted(found, key=lambda rule: rule.id)


def section(page: str, heading: str) -> str:
    """Return what stands under *heading* on *page*."""
    parts = re.split(r"^## ", page, flags=re.MULTILINE)
    return next((part.partition("\n")[2] for part in parts if part.startswith(heading + "\n")), "")


def headings(page: str) -> list[str]:
    """Return the second-level headings of *page*."""
    return _HEADING.findall(page)


@dataclass
class Example:
    """The files of one example, and how they came to be."""

    files: dict[str, bytes] = field(default_factory=lambda: {"qms.yaml": QMS.encode()})
    commits: list[Commit] = field(default_factory=list)
    marks: set[tuple[str, int]] = field(default_factory=set)
    """Path and line of each marked line."""
    day: dt.date = DAY
    blobs: dict[str, bytes] = field(default_factory=dict)
    unrecorded: set[str] = field(default_factory=set)
    committed: dict[str, str] = field(default_factory=dict)
    merges: dict[str, str] = field(default_factory=dict)
    """By merge: the commit that it brings in."""
    tags: list[Tag] = field(default_factory=list)
    signatures: dict[str, Signature] = field(default_factory=dict)
    sealed: dict[str, Signature] = field(default_factory=dict)
    """The signatures of tags, by the ids of their objects."""
    base: bytes | None = None
    """`qms.yaml` before the change under check."""

    def system(self) -> System:
        """Return the system the example makes on its day."""
        first = [path for path in self.files if path not in self.committed and path not in self.unrecorded]
        if first:
            self.commit("2026-01-01 Ann Example <ann@example.org>", {p: self.files[p] for p in first}, at=0)
        history = history_of(self._linked(), self.committed, tags=self.tags)
        return control(
            load(MemorySnapshot(self.files)), history, self.day, self.read_blobs, authority=self.authority()
        )

    def authority(self) -> Authority:
        """Return whose keys count; what held before is known where an example says it."""
        before = load_organisation(MemorySnapshot({"qms.yaml": self.base}))[0] if self.base else None
        base = Base("b" * 40, before) if before else None
        return Authority(KeySource("base"), base, Signatures(self.signatures, by_tag=self.sealed))

    def sign(self, how: str) -> None:
        """Sign the last commit."""
        commit = self.commits[-1]
        self.signatures[commit.id] = self._signature(how, commit.committed.date())

    def tag(self, tag: str, how: str | None) -> None:
        """Tag the last commit as `NAME DAY NAME <EMAIL>` says, and sign the tag if *how* says it."""
        name, made_on, *who = tag.split(maxsplit=2)
        moment = dt.datetime.combine(dt.date.fromisoformat(made_on), dt.time(12), dt.UTC)
        tagger, _, email = who[0].rstrip(">").partition(" <") if who else ("", "", "")
        object = hashlib.sha1(tag.encode(), usedforsecurity=False).hexdigest()
        self.tags.append(
            Tag(
                name,
                self.commits[-1].id,
                inner=name,
                tagged=moment,
                object=object,
                tagger=tagger or None,
                tagger_email=email or None,
            )
        )
        if how is not None:
            self.sealed[object] = self._signature(how, moment.date())

    @staticmethod
    def _signature(how: str, day: dt.date) -> Signature:
        person, _, until = how.partition(" until ")
        signer = Signer(person, "ssh-ed25519 AAAA", None, dt.date.fromisoformat(until) if until else None)
        made: dict[str, Signature] = {
            "broken": Signature(BAD, day),
            "nobody": Signature(Verdict(Standing.UNLISTED, "SHA256:AbCd"), day),
        }
        good = Signature(Verdict(Standing.GOOD, "SHA256:EfGh", (0,)), day, (signer,), (day,))
        return made.get(person, good)

    def _linked(self) -> list[Commit]:
        """Return the commits, each with the one before it as its parent, and merges with what they bring in."""
        line: tuple[str, ...] = ()
        linked = []
        for commit in self.commits:
            sides = tuple(self.merges[commit.id] for _ in range(commit.id in self.merges))
            linked.append(replace(commit, parents=(*line, *sides)))
            if commit.id not in self.merges.values():
                line = (commit.id,)
        return linked

    def drop(self, who: str, contents: Mapping[str, bytes | None]) -> None:
        """Add a commit of *contents* by *who* on a side branch, and a merge that keeps nothing of it."""
        kept = dict(self.committed)
        self.commit(who, contents)
        side = self.commits[-1].id
        self.committed = kept
        self.commit(who, {})
        self.merges[self.commits[-1].id] = side

    def read_blobs(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """Read contents of the example's history."""
        return {name: self.blobs[name] for name in names if name in self.blobs}

    def commit(self, who: str, contents: Mapping[str, bytes | None], at: int | None = None) -> None:
        """Add a commit of *contents* by *who*, `DAY NAME <EMAIL>`; nothing deletes a file."""
        day, _, person = who.partition(" ")
        name, _, email = person.rstrip(">").partition(" <")
        moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)
        changes = []
        for path, content in contents.items():
            before = self.committed.get(path)
            after = None if content is None else blob_name(content)
            if content is None:
                self.committed.pop(path, None)
            else:
                self.committed[path] = blob_name(content)
                self.blobs[blob_name(content)] = content
            changes.append(Change(path, before, after))
        id = hashlib.sha1(
            f"{len(self.commits)}{who}{sorted(contents)}".encode(), usedforsecurity=False
        ).hexdigest()
        entry = Commit(id, (), name, email, moment, name, email, moment, f"Change {day}", tuple(changes))
        self.commits.insert(len(self.commits) if at is None else at, entry)


def example(text: str, rule: str) -> Example:
    """Return the example that the fences in *text* describe."""
    made = Example()
    attachment = ""
    for fence in _FENCE.finditer(text):
        attributes = {m["name"]: m["value"] for m in _ATTRIBUTE.finditer(fence["attributes"])}
        content = fence["text"]
        digest = hashlib.sha256(content.encode()).hexdigest()
        path = re.sub(r"\{([^}]+)\}", lambda m: folder_name(m[1]), attributes["title"] or "")
        if "/attachments/" in path:
            attachment = digest
        path = path.replace("…", digest)
        content = _filled(content, path, made, attachment)
        for number, line in enumerate(content.splitlines(), 1):
            if (mark := _MARK.search(line)) and mark["rule"] == rule:
                made.marks.add((path, number))
        _place(made, path, content.encode(), attributes)
    return made


def _place(made: Example, path: str, content: bytes, attributes: Mapping[str, str | None]) -> None:
    """Put one file where its attributes say."""
    if "base" in attributes:
        made.base = content
        return
    if on := attributes.get("on"):
        made.day = dt.date.fromisoformat(on)
    left = re.sub(r"\{([^}]+)\}", lambda m: folder_name(m[1]), attributes.get("from") or "")
    if who := attributes.get("commit"):
        made.commit(
            who, {path: None if "deleted" in attributes else content, **({left: None} if left else {})}
        )
    if how := attributes.get("signed"):
        made.sign(how)
    made.files.pop(left, None)
    if tag := attributes.get("tag"):
        made.tag(tag, attributes.get("sealed"))
    if who := attributes.get("dropped"):
        made.drop(who, {path: content})
        return
    if "deleted" in attributes:
        made.files.pop(path, None)
        return
    made.files[path] = content
    if "uncommitted" in attributes:
        made.unrecorded.add(path)
    if day := attributes.get("approved"):
        _approve(made, path, content, day)


def _filled(content: str, path: str, made: Example, attachment: str) -> str:
    """Fill in what an example leaves to a program."""
    document = re.search(r"^document: (\S+)", content, re.MULTILINE)
    if document and re.search(r"^record: approval", content, re.MULTILINE):
        named = next((p for p, raw in made.files.items() if f"id: {document[1]}\n".encode() in raw), None)
        raw = made.files[named] if named else b""
        read = read_document(named or "x.yaml", raw)
        digest = content_digest(read.source.content) if read else "content-1:sha256:" + "0" * 64
        content = content.replace("content-1:sha256:…", digest)
        content = re.sub(r"^blob: …", f"blob: {blob_name(raw)}", content, flags=re.MULTILINE)
    if made.commits:
        content = content.replace("commit: …", f"commit: {made.commits[-1].id}")
    content = content.replace("sha256: …", f"sha256: {attachment}").replace("…/", f"{attachment}/")
    if re.search(r"^record: \w+", content, re.MULTILINE):
        if "\nrecorded:" not in content:
            content += "recorded: 2026-10-21T10:00:00Z\n"
        if "\nrecorder:" not in content:
            content += "recorder: {name: Ann Example, email: ann@example.org}\n"
    return content


def _approve(made: Example, path: str, content: bytes, day: str) -> None:
    """Record that Ann prepared and Bob approved *content* on *day*."""
    read = read_document(path, content)
    assert read is not None, f"{path} cannot be read, so it cannot be approved"
    assert isinstance(read.source, Source)
    for meaning, key in (("prepared", "ann"), ("approved", "bob")):
        name, email = PEOPLE[key]
        record = f"""\
record: approval
document: {read.fact.id}
language: {read.fact.language or "en"}
revision: "{read.fact.revision}"
meaning: {meaning}
content: {content_digest(read.source.content)}
blob: {blob_name(content)}
decider: {{person: {key}}}
decided: {day}
effective: {day}
recorded: {day}T12:00:00Z
recorder: {{name: {name}, email: {email}}}
"""
        digest = hashlib.sha256((path + meaning + day).encode()).hexdigest()[:8]
        target = f"approvals/{folder_name(read.fact.id)}/{day.replace('-', '')}T120000Z-{digest}.yaml"
        made.blobs[blob_name(content)] = content
        made.files[target] = record.encode()
        made.commit(f"{day} {name} <{email}>", {target: record.encode()})


def run(made: Example, rule: AnyRule) -> Inspection:
    """Run *rule* on the example; one over waivers needs to know what all others find."""
    if rule.over is not waivers:
        return inspect(made.system(), [rule], {})
    whole = inspect(made.system(), qmsctl.checks.RULES, {})
    return replace(
        whole,
        problems=tuple(problem for problem in whole.problems if problem.rule == rule.id),
        outcomes=tuple(outcome for outcome in whole.outcomes if outcome.rule == rule.id),
    )


def found(inspection: Inspection) -> set[tuple[str, int]]:
    """Return path and line of each problem."""
    return {(problem.place.path, problem.place.line) for problem in inspection.problems}
