"""Nonconformities that come back are found by clause and process or unit, over audits and not within one."""

from __future__ import annotations

from collections.abc import Mapping

from qmsctl.authoring.records import RecordFile, evidence_record, finding_record
from qmsctl.control.recurrence import alike
from qmsctl.control.system import System
from tests.authoring.test_finding import PROCEDURE, clerk, system


def _raised(seed: int, day: str, audit: str | None, **fields: object) -> RecordFile:
    """Return a record that raises the finding `f` and *seed*."""
    said: dict[str, object] = {
        "number": f"NC-{seed}",
        "source": {"audit": audit} if audit else {"other": "Somebody"},
        "grade": "minor",
        "criteria": [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}],
        "units": ["OR"],
        "occurred": day,
    }
    return finding_record(clerk(seed=seed), f"f{seed}", "raised", {**said, **fields})


def _recurrences(*records: RecordFile, files: Mapping[str, bytes] | None = None) -> dict[str, str]:
    held: System = system({**(files or {}), **{record.path: record.content for record in records}})
    return {id: earlier.id for id, earlier in held.recurrences.items()}


def test_the_same_in_a_later_audit() -> None:
    """It repeats the latest one of an earlier audit, not one of its own."""
    records = (
        _raised(1, "2024-05-01", "AUD-1"),
        _raised(2, "2025-05-01", "AUD-2"),
        _raised(3, "2026-05-01", "AUD-3"),
        _raised(4, "2026-05-02", "AUD-3"),
    )

    assert _recurrences(*records) == {"f2": "f1", "f3": "f2", "f4": "f2"}


def test_what_is_something_else() -> None:
    """Another clause or edition, another place, another grade, no audit, or withdrawn: nothing came back."""
    first = _raised(1, "2024-05-01", "AUD-1")
    others = (
        _raised(2, "2025-05-01", "AUD-2", criteria=[{"edition": "iso9001:2015", "clauses": ["7.5.1"]}]),
        _raised(3, "2025-05-01", "AUD-2", criteria=[{"edition": "iso9001:2026", "clauses": ["7.5.2"]}]),
        _raised(4, "2025-05-01", "AUD-2", units=["SO"]),
        _raised(5, "2025-05-01", "AUD-2", grade="observation"),
        _raised(6, "2025-05-01", None),
    )
    withdrawn = finding_record(clerk(seed=9), "f1", "withdrawn", {"reason": "No.", "occurred": "2024-05-02"})

    assert _recurrences(first, *others) == {}
    assert _recurrences(first, withdrawn, _raised(7, "2025-05-01", "AUD-2")) == {}


def test_a_process_will_do() -> None:
    """The unit may have changed its name meanwhile."""
    first = _raised(1, "2024-05-01", "AUD-1", units=[], processes=["P-1"])

    assert _recurrences(first, _raised(2, "2025-05-01", "AUD-2", units=["SO"], processes=["P-1"])) == {
        "f2": "f1"
    }


def _seen(seed: int, audit: str, **fields: object) -> RecordFile:
    """Return evidence of *audit* that does not conform."""
    said: dict[str, object] = {
        "result": "does_not_conform",
        "seen": "None.",
        "where": "Shelf",
        "occurred": "2026-11-20",
    }
    return evidence_record(clerk(seed=seed), audit, {**said, **fields})


def test_where_a_finding_is_that_does_not_say_so() -> None:
    """It is in the unit of its evidence and in the processes of the documents it was judged by; or nobody knows."""
    here, there = _seen(21, "AUD-2026-03", unit="OR"), _seen(22, "AUD-2026-03", unit="SO")
    clause, document = {"edition": "iso9001:2015", "clauses": ["7.5.2"]}, {"document": "PS-01"}

    def unplaced(evidence: RecordFile | None = None, *criteria: object) -> RecordFile:
        cited = [evidence.name] if evidence else []
        return _raised(2, "2026-11-20", "AUD-2026-03", units=[], criteria=[clause, *criteria], evidence=cited)

    placed = _raised(1, "2024-05-01", "AUD-1")
    assert _recurrences(placed, here, unplaced(here)) == {"f2": "f1"}
    assert _recurrences(placed, there, unplaced(there)) == _recurrences(placed, unplaced()) == {}

    process = _raised(1, "2024-05-01", "AUD-1", units=[], processes=["P-1"])
    procedure = {"procedures/ps-01.yaml": PROCEDURE.encode() + b"processes: [P-1]\n"}
    assert _recurrences(process, unplaced(None, document), files=procedure) == {"f2": "f1"}
    assert _recurrences(process, unplaced(None, document)) == {}

    assert _recurrences(_raised(1, "2024-05-01", "AUD-1", units=[]), unplaced()) == {"f2": "f1"}


def test_what_a_new_one_may_repeat() -> None:
    """The same clause or document, where the places do not tell them apart; what is followed up, wherever it was."""
    records = (
        _raised(1, "2024-05-01", "AUD-1"),
        _raised(2, "2024-05-01", "AUD-1", units=[]),
        _raised(3, "2024-05-01", "AUD-1", criteria=[{"document": "PS-01"}]),
        _raised(4, "2024-05-01", "AUD-1", criteria=[{"act": "An act"}]),
        _raised(5, "2024-05-01", "AUD-1", grade="observation"),
        _raised(6, "2025-05-01", "AUD-2"),
    )
    findings = system({record.path: record.content for record in records}).findings

    def numbers(*places: str, criteria: str = "7.5.2", followed: tuple[str, ...] = ()) -> list[str]:
        found = alike(findings, {criteria}, places, audit="AUD-2", followed=followed)
        return sorted(finding.number for finding in found)

    assert numbers("OR") == ["NC-1", "NC-2"]
    assert numbers() == ["NC-1", "NC-2"]
    assert numbers("SO") == ["NC-2"]
    assert numbers("SO", followed=("NC-1",)) == ["NC-1", "NC-2"]
    assert numbers("OR", criteria="PS-01") == ["NC-3"]
