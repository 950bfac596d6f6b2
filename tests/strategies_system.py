"""What is made up at random: whole quality management systems, with a history, and with nonsense in them.

Hypothesis draws the size and the seed; the dice make the rest.  Item by item the dice are thrown
anew, so that a smaller size leaves the items before as they were, and failures shrink.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st

from qmsctl.documents.digest import content_digest
from qmsctl.model.naming import folder_name
from qmsctl.model.reading import read_document
from qmsctl.repo.history import Change, Commit, History, history_of
from qmsctl.repo.snapshot import blob_name

__all__ = ["MadeSystem", "systems"]

Fields = dict[str, Any]
Maker = Callable[[Random], Any]
"""Makes one value with the dice it is given."""

_EDITIONS = ("iso9001:2015", "iso9001:2026", "iso9001:2008")
_CLAUSES = ("4.1", "7.5", "7.5.1", "7.5.3.1", "8", "8.10", "9.2.2", "10.2.1", "99")
_IDS = (*("PS-01",) * 4, *("CL-01",) * 3, "PS-02", "PS\u201101", "품질", "ps-01", "PS-01 ")
_AUDITS = (*("AUD-2026-01",) * 6, "AUD-2026-02", "AUD-99")
_QUESTIONS = ("Q1", "Q2", "Q3")
_PEOPLE = ("ann", "ann", "bob", "bob", "eve", "nobody")
_ROLES = ("mayor", "quality-officer", "auditor", "ann", "nobody")
_DAYS = ("2024-02-29", "2025-11-30", "2026-01-15", "2026-01-15", "2026-06-30", "2026-11-22", "2027-12-31")
_MOMENTS = ("2026-01-15T10:00:00Z", "2026-01-16T10:00:00Z", "2026-07-01T00:00:00Z")
_REVISIONS = ("1.0", "1.0", "1.10", "A/1", "NO")
_TEXTS = (
    "Real text about the work.", "TBD", "[fill in]", "See PS-02 and PS-99.", "", "Jan Kowalski should do more.",
    "\x9b31m", "\u202egnp", "품질 매뉴얼", "zażółć\n\ngęślą", "{name} {0} %s <b>&amp;", "x" * 300,
)  # fmt: skip
_RECORDS = ("20260115T100000Z-abcdefgh", "20260116T100000Z-bbbbbbbb", "20260117T100000Z-cccccccc")
_FINDINGS = ("7f3k9q2m", "7f3k9q2m", "7f3k9q2m", "8a1b2c3d")
_DIGEST = "ab" * 32
_NONSENSE: tuple[Any, ...] = (
    "",
    "nonsense",
    "2026-02-30",
    None,
    [],
    {},
    ["x"],
    {"a": "b"},
    [[]],
    "\u202e",
    "y" * 200,
)


def _mostly(maker: Maker) -> Maker:
    """Make what *maker* makes, and now and then something that has no business there."""
    return lambda dice: dice.choice(_NONSENSE) if dice.random() < 0.01 else maker(dice)


def _just(value: object) -> Maker:
    return lambda _: value


def _one(pool: Iterable[object]) -> Maker:
    values = tuple(pool)
    return _mostly(lambda dice: dice.choice(values))


def _list(maker: Maker, most: int = 2) -> Maker:
    return _mostly(lambda dice: [maker(dice) for _ in range(dice.randint(0, most))])


def _some(pool: Iterable[object]) -> Maker:
    values = tuple(pool)
    return _list(lambda dice: dice.choice(values), 3)


def _mapping(pool: Iterable[str], maker: Maker) -> Maker:
    keys = tuple(pool)
    return _mostly(lambda dice: {key: maker(dice) for key in keys if dice.random() < 0.5})


def _either(*makers: Maker) -> Maker:
    return lambda dice: dice.choice(makers)(dice)


def _fields(always: Mapping[str, Maker], sometimes: Mapping[str, Maker], chance: float = 0.6) -> Maker:
    """Make a mapping that has the fields *always*, and each of *sometimes* with a *chance*."""

    def make(dice: Random) -> Fields:
        made = {name: maker(dice) for name, maker in always.items()}
        return made | {name: maker(dice) for name, maker in sometimes.items() if dice.random() < chance}

    return make


def _both(*makers: Maker) -> Maker:
    """Make one mapping of several."""

    def make(dice: Random) -> Fields:
        made: Fields = {}
        for maker in makers:
            made |= maker(dice)
        return made

    return make


_text, _day, _unit = _one(_TEXTS), _one(_DAYS), _one(("OR", "OR", "XX"))
_clauses = _mapping(_EDITIONS[:2], _some(_CLAUSES))
_criteria = _list(
    _either(
        _fields({"edition": _one(_EDITIONS), "clauses": _some(_CLAUSES)}, {}),
        _fields({}, {"document": _one(_IDS), "act": _text}),
    )
)
_step = _fields({"do": _text}, {"who": _one(_ROLES), "when": _text, "record": _text})

# Documents

_document = _both(
    _fields({"id": _one(_IDS), "title": _text, "revision": _one(_REVISIONS)}, {}),
    _fields(
        {},
        {
            "language": _one(("en", "en", "pl")),
            "owner": _one(_ROLES),
            "clauses": _clauses,
            "review_every": _one(("12 months", "2 years", "often")),
            "related": _some(_IDS),
            "sections": _mapping(
                ("purpose", "scope", "steps", "odd\x85"), _either(_text, _text, _list(_step))
            ),
        },
    ),
    _fields(
        {},
        {
            "translates": _one(("en", "pl")),
            "units": _some(("OR", "XX")),
            "processes": _some(("P-1", "P-9")),
            "legal_basis": _some(_TEXTS),
            "odd": _text,
        },
        0.1,
    ),
)
_question = _fields(
    {"id": _one(_QUESTIONS), "text": _text},
    {"clauses": _some(_CLAUSES), "ask": _some(_ROLES), "look_for": _text},
)
_procedure = _both(_document, _fields({"type": _one(("procedure", "policy", "manual"))}, {}))
_checklist = _both(
    _document,
    _fields({"type": _just("checklist"), "edition": _one(_EDITIONS), "questions": _list(_question, 3)}, {}),
)
_audit = _both(
    _document,
    _fields(
        {"id": _one(_AUDITS), "type": _just("audit"), "kind": _one(("internal", "stage_1"))},
        {
            "criteria": _criteria,
            "scope": _fields({}, {"text": _text, "units": _some(("OR", "XX")), "from": _day, "until": _day}),
            "team": _list(
                _fields(
                    {"person": _one(_PEOPLE), "role": _one(("lead_auditor", "observer"))}, {"letter": _text}
                )
            ),
            "auditees": _list(_fields({"role": _one(_ROLES)}, {"unit": _unit})),
            "days": _some(_DAYS),
            "checklists": _list(
                _fields(
                    {"checklist": _one(("CL-01", "CL-01", "PS-01"))},
                    {"questions": _some(_QUESTIONS), "clauses": _some(_CLAUSES)},
                    0.3,
                )
            ),
        },
        0.8,
    ),
)

# Records

_record = _both(
    _fields(
        {"recorded": _one(_MOMENTS), "recorder": _just({"name": "Ann Example", "email": "ann@example.org"})},
        {},
    ),
    _fields({}, {"corrects": _some(_RECORDS), "correction_reason": _text}, 0.06),
)
_approval = _both(
    _record,
    _fields(
        {
            "record": _just("approval"),
            "document": _one(_IDS),
            "language": _one(("en", "pl")),
            "revision": _one(_REVISIONS),
            "meaning": _one(
                ("prepared", "checked", "approved", "approved", "approved", "reaffirmed", "withdrawn")
            ),
            "decider": _fields(
                {"person": _one(_PEOPLE)}, {"role": _one(_ROLES), "on_behalf_of": _one(_PEOPLE)}, 0.2
            ),
            "decided": _day,
        },
        {"effective": _day, "basis": _text, "successor": _one(_IDS), "reason": _text},
        0.3,
    ),
)
_judged = _fields(
    {"document": _one(_IDS), "revision": _one(_REVISIONS), "blob": _just("ab" * 20)},
    {"language": _just("en")},
)
_attachment = _fields(
    {
        "file": _one((f"{_DIGEST}/a.txt", f"{_DIGEST}/b.txt", "../../qms.yaml", "/etc/passwd")),
        "sha256": _just(_DIGEST),
        "size": _one(("1", "-1")),
    },
    {},
)
_evidence = _both(
    _record,
    _fields(
        {
            "record": _just("evidence"),
            "audit": _one(_AUDITS),
            "result": _one(("conforms", "does_not_conform", "not_applicable", "not_audited")),
            "occurred": _day,
        },
        {
            "question": _fields({"checklist": _just("CL-01"), "id": _one(_QUESTIONS)}, {}),
            "criteria": _criteria,
            "reason": _text,
            "seen": _text,
            "where": _text,
            "sample": _fields({}, {"population": _one(("3", "many")), "size": _one(("9", "0"))}),
            "judged_against": _list(_judged),
            "attachments": _list(_attachment),
            "unit": _unit,
            "note": _text,
        },
    ),
)
_minutes = _both(
    _record,
    _fields(
        {
            "record": _just("minutes"),
            "audit": _one(_AUDITS),
            "kind": _one(("opening", "conclusions", "report_issued", "audit_closed")),
            "occurred": _day,
        },
        {
            "text": _text,
            "present": _some(_ROLES),
            "seal": _list(
                _fields({"file": _one(("qms.yaml", "../x", "audits")), "sha256": _just(_DIGEST)}, {})
            ),
        },
    ),
)
_STEPS = (
    "raised", "raised", "raised", "raised", "raised", "regraded", "acknowledged", "disputed", "response", "action",
    "reviewed", "done", "verified", "closed", "withdrawn",
)  # fmt: skip
_finding = _both(
    _record,
    _fields(
        {
            "record": _just("finding"),
            "finding": _one(_FINDINGS),
            "step": _one(_STEPS),
            "occurred": _day,
            "grade": _one(("major", "minor", "minor", "observation", "strength")),
        },
        {
            "number": _one(("NC-1", "NC-2")),
            "source": _fields({}, {"audit": _one(_AUDITS), "complaint": _text}),
            "title": _text,
            "criteria": _criteria,
            "units": _some(("OR", "XX")),
            "requirement": _text,
            "evidence_text": _text,
            "statement": _text,
            "evidence": _some(_RECORDS),
            "owner": _one(_ROLES),
            "due": _day,
            "justification": _text,
            "correction": _text,
            "cause": _text,
            "action": _text,
            "accepted": _one(("yes", "no")),
            "effective": _one(("yes", "no")),
            "by": _one(_PEOPLE),
        },
    ),
)

_CONFIGURATION: Fields = {
    "qms": "1",
    "organisation": {"name": "Example Office"},
    "units": {"OR": "Organisational Department"},
    "processes": {"P-1": {"name": "Control of documents", "owner": "quality-officer"}},
    "roles": {"mayor": "Mayor", "quality-officer": "Quality officer", "auditor": "Auditor"},
    "people": {
        "ann": {"name": "Ann Example", "emails": ["ann@example.org"], "roles": [{"role": "quality-officer"}]},
        "bob": {"name": "Bob Example", "roles": [{"role": "mayor", "from": "2026-01-15"}]},
        "eve": {"name": "Eve Example", "roles": [{"role": "auditor", "until": "2026-06-30"}]},
    },
}


def _configuration(dice: Random) -> Fields:
    """Make a `qms.yaml`, which always can be read."""
    made = {**_CONFIGURATION, "editions": dice.sample(_EDITIONS, dice.randint(1, 2))}
    if dice.random() < 0.3:
        made["exclusions"] = {dice.choice(_EDITIONS): {dice.choice(_CLAUSES): dice.choice(("Why not.", ""))}}
    if dice.random() < 0.3:
        made["types"] = {
            "procedure": {
                "id": "PS-##",
                "needs": ["prepared", "approved"],
                "approvers": ["mayor"],
                "sections": ["purpose"],
            },
            "policy": {"review_every": "12 months"},
        }
    return made


# Files

_RAW = (
    b"", b"- a\n", b"id: [\n", b"id: PS-01\nid: PS-02\n", b"id: PS-01\n\ttype: x\n", b"\xff\xfe", b"id: *a\n",
    b"record: diary\n", b"record: [evidence]\n", b"type: checklist\n", b"type: audit\nid: AUD-2026-01\n",
    b"\xef\xbb\xbfid: PS-01\r\ntype: procedure\r\ntitle: x\r\nrevision: 1\r\n",
)  # fmt: skip
_MARKDOWN = (
    b"", b"---\nid: PS-01\n", b"---\nid: PS-02\ntype: procedure\ntitle: x\nrevision: 1\n---\n\n## Purpose\n\nTBD\n\n## Cel\n",
    "---\nid: 품질\ntype: policy\ntitle: x\nrevision: 1\n---\n## Polityka ##\r\n\x85\n".encode(),
)  # fmt: skip
_ODD_PATHS = (
    "procedures/\x1b[31m.yaml",
    "audits/x/evidence/a b.yaml",
    "approvals/'\"\n.yaml",
    "findings/품질.yaml",
)
_GONE = "approvals/gone/gone.yaml"


@dataclass(frozen=True)
class MadeSystem:
    """Files of one moment, and how they came to be."""

    files: Mapping[str, bytes]
    history: History
    day: dt.date
    blobs: Mapping[str, bytes] = field(default_factory=dict)

    def read_blobs(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """Read contents of the history; some are missing."""
        return {name: self.blobs[name] for name in names if name in self.blobs}


@st.composite
def systems(draw: st.DrawFn) -> MadeSystem:
    """Make up a system with at least one file that may be a document."""
    documents, records, odd = draw(st.tuples(st.integers(2, 8), st.integers(4, 30), st.integers(0, 1)))
    seed = draw(st.integers(0, 2**32))

    def dice(*item: object) -> Random:
        return Random(f"{seed} {item}")  # noqa: S311 - dice, not keys

    files: dict[str, bytes] = {"qms.yaml": _written(_configuration(dice("configuration")))}
    for number in range(documents):
        thrown = dice("document", number)
        maker = thrown.choice((_procedure, _procedure, _checklist, _audit))
        _file(files, maker(thrown), number)
    for number in range(records):
        thrown = dice("record", number)
        fields = thrown.choice((_approval, _approval, _evidence, _evidence, _minutes, _finding, _finding))(
            thrown
        )
        if fields["record"] == "approval":
            _approve(thrown, fields, files)
        _file(files, fields, number)
    for number in range(odd):
        thrown = dice("odd", number)
        files[thrown.choice(_ODD_PATHS)] = thrown.choice(_RAW)
        files["procedures/x.md"] = thrown.choice(_MARKDOWN)
        files[f"audits/{folder_name(_AUDITS[0])}/attachments/{_DIGEST}/a.txt"] = b"attached"
    history, blobs = _history(dice("history"), files)
    return MadeSystem(
        files, history, dt.date.fromisoformat(dice("day").choice(("2026-11-22", *_DAYS))), blobs
    )


def _file(files: dict[str, bytes], fields: Fields, number: int) -> None:
    """Put *fields* where they belong."""
    files[_path_of(fields, number)] = _written(fields)


def _written(fields: Fields) -> bytes:
    """Return *fields* as JSON, which is YAML as well."""
    return json.dumps(fields, ensure_ascii=False, indent=1).encode()


def _path_of(fields: Fields, number: int) -> str:
    """Return where a document or record belongs."""
    kind = fields.get("record")
    name = f"{_RECORDS[number]}.yaml" if number < len(_RECORDS) else f"20260118T100000Z-{number:08}.yaml"
    if kind == "approval":
        return f"approvals/{folder_name(str(fields['document']))}/{name}"
    if kind in ("evidence", "minutes"):
        return f"audits/{folder_name(str(fields['audit']))}/{kind}/{name}"
    if kind == "finding":
        return f"findings/{folder_name(str(fields['finding']))}/{name}"
    if fields.get("type") == "audit":
        return f"audits/{folder_name(str(fields['id']))}/audit.yaml"
    return f"{'checklists' if fields.get('type') == 'checklist' else 'procedures'}/ps-01-{number}.yaml"


def _approve(dice: Random, fields: Fields, files: Mapping[str, bytes]) -> None:
    """Let an approval name the content of one of the documents, or of none."""
    path = dice.choice(sorted(path for path in files if not path.startswith("approvals")))
    read = read_document(path, files[path])
    fields["blob"] = blob_name(files[path])
    fields["content"] = "content-1:sha256:" + "0" * 64
    if read is not None and dice.random() < 0.9:
        if dice.random() < 0.9:
            fields["content"] = content_digest(read.source.content)
        named = {
            "document": read.fact.id,
            "revision": read.fact.revision,
            "language": read.fact.language or "en",
        }
        fields.update(named)


def _history(dice: Random, files: Mapping[str, bytes]) -> tuple[History, dict[str, bytes]]:
    """Spread the files over some commits: changed on the way, deleted, or not yet committed."""
    blobs: dict[str, bytes] = {}
    last: dict[str, str] = {}
    commits: list[Commit] = []
    for number in range(dice.randint(0, 8) // 2):
        changes = []
        for path in _touched(dice, files, everything=number == 0):
            content = _content(dice, files.get(path, b"record: approval\n"))
            after = None if content is None else blob_name(content)
            if (before := last.get(path)) == after:
                continue
            changes.append(Change(path, before, after))
            if content is None or after is None:
                del last[path]
                continue
            last[path] = after
            if dice.random() < 0.9:
                blobs[after] = content
        commits.append(_commit(dice, number, [commit.id for commit in commits], tuple(changes)))
    return history_of(commits, last, complete=dice.random() < 0.9), blobs


def _touched(dice: Random, files: Mapping[str, bytes], *, everything: bool) -> list[str]:
    """Choose the paths that a commit touches: the first one mostly all of them."""
    if everything and dice.random() < 0.8:
        return sorted(files)
    return dice.sample([*sorted(files), _GONE], dice.randint(0, min(4, len(files))))


def _content(dice: Random, content: bytes) -> bytes | None:
    """Return what a commit makes of a file: mostly what it is now, sometimes another content, or none."""
    fate = dice.random()
    if fate < 0.05:
        return None
    return content + b"\n# Changed since.\n" if fate < 0.1 else content


def _commit(dice: Random, number: int, earlier: list[str], changes: tuple[Change, ...]) -> Commit:
    person = dice.choice(_PEOPLE)
    moment = dt.datetime.combine(dt.date.fromisoformat(dice.choice(_DAYS)), dt.time(12), dt.UTC)
    parents = tuple(earlier[-dice.randint(1, 2) :])
    name, email = f"{person.title()} Example", f"{person}@example.org"
    made = hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest()
    return Commit(made, parents, name, email, moment, name, email, moment, f"Change {number}", changes)
