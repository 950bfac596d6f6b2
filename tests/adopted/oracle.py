"""What plain git and the files say of documents: written apart from qmsctl, to compare with.

Nothing of qmsctl is used here.  Git is asked in its own words, and the files are looked at by
regular expressions that know one repository only.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from tests.adopted.past import Approval, Past, Version
from tests.adopted.pattern import KEEPS_A_PLACE, Said

__all__ = ["Row", "due_of", "findings_of", "history_of", "rows_of"]


@dataclass(frozen=True)
class Row:
    """A document on a day."""

    id: str
    revision: str | None
    """In force; `None` if none is."""
    effective: str | None
    approved_by: str | None
    trust: str | None
    review_due: str | None
    state: str


def rows_of(past: Past, day: str) -> dict[str, Row]:
    """Return what plain git and the files say of each document on *day*, by id."""
    approvals: dict[str, list[Approval]] = {}
    for one in past.approvals:
        if one.decided <= day:
            approvals.setdefault(one.id, []).append(one)
    since = _withdrawn_since(past.versions)
    rows: dict[str, Row] = {}
    for path, text in sorted(past.now.items()):
        read = past.pattern.read(path, text)
        said = {} if read is None else read
        id = said.get("id") or path
        if said.get("status") == "withdrawn" and since.get(id, "") > day:
            said = {**said, "status": "approved"}
        row = _row(id, said, past.pattern.content(text), approvals.get(id, []), day)
        # Whether a text was ever approved whose head nobody can read cannot be told.
        rows.setdefault(
            id, replace(row, state="unreadable") if read is None and row.state == "draft" else row
        )
    return rows


def due_of(past: Past, day: str, until: str) -> set[tuple[str, str]]:
    """Return which reviews are due on *day* or by *until*: the id and the day."""
    return {
        (one.id, one.review_due)
        for one in rows_of(past, day).values()
        if one.review_due and one.review_due <= until
    }


def _withdrawn_since(versions: list[Version]) -> dict[str, str]:
    """Return since when the main line has said of a document that it is withdrawn."""
    since: dict[str, str] = {}
    for version in versions:
        if version.said.get("status") == "withdrawn":
            since.setdefault(version.said["id"], version.commit.day)
        else:
            since.pop(version.said["id"], None)
    return since


def _row(id: str, said: Said, content: str, approvals: list[Approval], day: str) -> Row:
    groups: dict[tuple[str, str], list[Approval]] = {}
    for one in approvals:
        groups.setdefault((one.revision, one.content), []).append(one)
    owners: dict[str, str] = {}
    for revision, text in sorted(groups, key=lambda key: max(one.recorded for one in groups[key])):
        owners.setdefault(revision or text, text)
    kept = {key: made for key, made in groups.items() if owners[key[0] or key[1]] == key[1]}
    effective = {key: min((one.effective, one.decided) for one in made) for key, made in kept.items()}
    held = sorted((since, key) for key, since in effective.items() if since[0] <= day)
    in_force = held[-1][1] if held else None
    revision = said.get("revision", "")
    same = {text for number, text in kept if revision and number == revision}
    if said.get("status") == "withdrawn":
        state = "withdrawn"
    elif same and content not in same:
        state = "drifted"
    elif in_force is not None:
        state = "in_force"
    else:
        state = "approved" if kept else "draft"
    if in_force is None or state == "withdrawn":
        in_use = state in ("draft", "approved") and said.get("status") not in ("draft", "withdrawn")
        return Row(
            id, None, None, None, None, _due(said, said.get("reviewed_on"), day) if in_use else None, state
        )
    last = kept[in_force][-1]
    since = effective[in_force][0]
    due = _due({**said, "months": last.months} if last.months else said, since, day)
    return Row(id, in_force[0], since, last.by, last.trust, due, state)


def _due(said: Said, since: str | None, day: str) -> str | None:
    if due := said.get("review_due"):
        return due
    if "months" not in said or since is None:
        return None
    reviewed = said.get("reviewed_on", "")
    begins = max(since, reviewed) if reviewed <= day else since
    year, month, number = map(int, begins.split("-"))
    index = year * 12 + month - 1 + int(said["months"])
    for last in range(number, 0, -1):
        try:
            return dt.date(index // 12, index % 12 + 1, last).isoformat()
        except ValueError:
            continue
    return None


_FIELD: Final = (
    re.compile(r"(?P<key>[^\W\d_][\w .-]*):(?:[ \t]+(?P<value>.*?))?[ \t]*(?:[ ]#.*)?"),
    re.compile(r"\|[ \t]*(?P<key>[^|]*?)[ \t]*\|[ \t]*(?P<value>[^|]*?)[ \t]*\|"),
    re.compile(r"(?:[-*] )?\*\*(?P<key>[^*]*?):\*\*[ \t]*(?P<value>.*?)[ \t]*"),
)
_MANY: Final = 10
_DECIDED_LATER: Final = frozenset(
    ("Approved by", "Effective Date", "Genehmigt durch", "Gültig ab", "Obowiązuje od", "Sprawdził", "Zatwierdził",
     "approval_date", "approved_by", "approved_date", "approver", "approvers", "effective", "effective_date",
     "승인자", "시행일")
)  # fmt: skip
"""What nobody can say of a draft before it is approved."""


def findings_of(past: Past) -> set[tuple[str, str, int]]:
    """Return what is wrong in the fields of the files: which fault, in which file and line.

    The same placeholder in the same field of ten documents or more is told once: then it is how many they are.
    """
    found: set[tuple[str, str, int]] = set()
    kept: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    bearers: dict[str, list[tuple[str, int]]] = {}
    for path, text in sorted(past.now.items()):
        said = past.pattern.read(path, text)
        if said is None:
            found.add(("malformed-file", path, past.pattern.broken(text)))
            continue
        seen: set[str] = set()
        id_at = 1
        for number, line in enumerate(text.splitlines()[: past.pattern.top], 1):
            match = next((one for form in _FIELD if (one := form.fullmatch(line.strip()))), None)
            if match is None or match["key"] not in past.pattern.right or match["key"] in seen:
                continue
            key, value = match["key"], (match["value"] or "").strip("\"'")
            seen.add(key)
            if KEEPS_A_PLACE.fullmatch(value):
                bare = "" if value == "null" else value.casefold()
                awaited = said.get("status") == "draft" and key in _DECIDED_LATER
                slug = "awaited-value" if awaited else "placeholder-value"
                kept.setdefault((slug, key, bare), []).append((path, number))
            elif not past.pattern.right[key](value):
                found.add(("wrong-value", path, number))
            elif said.get("id") == value:
                id_at = number
        found |= {("missing-field", path, 1) for one in past.pattern.needed if one not in seen}
        if id := said.get("id"):
            meant = unicodedata.normalize("NFKC", id).replace("\u2010", "-").casefold()
            bearers.setdefault(meant, []).append((path, id_at))
    for (slug, _, _), places in kept.items():
        told = places if len(places) < _MANY else [("qms.yaml", len(places))]
        found |= {(slug, path, number) for path, number in told}
    found |= {("duplicate-id", *one) for several in bearers.values() for one in several[1:]}
    return found


def history_of(past: Past, id: str) -> list[tuple[str, list[str]]]:
    """Return the revisions of a document in their order, each with the days on which its contents reached the main line.

    A content is one that no parent of a commit held; a moved document is told too.
    """
    found: list[tuple[str, list[str]]] = []
    before: tuple[str, str] | None = None
    for commit, at, text in past.everything:
        path = at
        for _, old, new in past.renamed:
            path = new if old == path else path
        said = past.pattern.read(path, text)
        if said is None or said.get("id") != id:
            continue
        content = (past.pattern.content(text), at)
        if content == before:
            continue
        before = content
        revision = said.get("revision", "")
        if not found or found[-1][0] != revision:
            found.append((revision, []))
        found[-1][1].append(past.arrived[commit.id])
    return found
