"""Proposals of large programs: a folder with a YAML document each, and heads that nothing opens."""

from __future__ import annotations

import re
from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import Pattern, Said
from tests.adopted.repository import Repository, any_text, fields, head, one_of, said, without

__all__ = ["EIPS", "KEPS"]


# --- A folder for each proposal, with kep.yaml beside the text --------------------------------------------

_STAGES: Final = {
    "provisional": "draft",
    "implementable": "draft",
    "imlpemented": "approved",
    "implemented": "approved",
    "implemented (alpha)": "approved",
    "replaced": "withdrawn",
}


def _kep(number: int, status: str, approvers: str = '["@ann", "@ben"]', more: str = "") -> str:
    return (
        f"title: Proposal {number}\nkep-number: {number}\nauthors:\n  - '@writer{number % 3}'\n"
        f"owning-sig: sig-{number % 4}\nstatus: {status}\ncreation-date: 2023-01-{number:02}\n"
        f'reviewers: ["@rev"]\napprovers: {approvers}\nsee-also: []\n{more}'
    )


def _build_keps(repository: Building) -> None:
    def place(number: int) -> str:
        return f"keps/sig-{number % 4}/{number:04}-proposal/kep.yaml"

    for number in range(1, 25):
        text = f"# KEP-{number}: Proposal\n\n## Summary\n\nText.\n"
        files = {
            place(number): _kep(number, "provisional"),
            place(number).replace("kep.yaml", "README.md"): text,
        }
        repository.commit(f"2024-01-{number:02}", files, f"Add KEP {number}")
    for number in range(1, 13):
        repository.commit(f"2024-03-{number:02}", {place(number): _kep(number, "implementable")})
    for number in range(1, 9):
        repository.commit(f"2024-05-{number:02}", {place(number): _kep(number, "implemented")})
    repository.commit("2024-06-01", {place(9): _kep(9, "imlpemented")}, "A slip of the pen")
    repository.commit("2024-06-02", {place(10): _kep(10, "implemented (alpha)")})
    repository.commit("2024-06-03", {place(1): _kep(1, "replaced # by 12", more="superseded-by: [12]\n")})
    repository.commit("2024-06-04", {place(13): _kep(13, "provisional", "TBD")})
    repository.commit("2024-06-05", {place(2): _kep(2, "implemented", '["@cay"]', "stage: stable\n")})
    repository.commit("2024-06-06", {".github/workflows/ci.yaml": "name: ci\non: push\njobs: {}\n"})


def _read_kep(path: str, text: str) -> Said:
    del path
    told = fields(text)
    return said(
        id=told["kep-number"],
        status=_STAGES[told["status"]],
        approved_by="; ".join(re.findall(r"@\w+", told.get("approvers", ""))),
    )


KEPS: Final = Repository(
    "keps",
    _build_keps,
    pattern=Pattern(
        lambda path: path.endswith("/kep.yaml"),
        _read_kep,
        lambda text: without(text, "status", "approvers", "reviewers", "authors", "  - '@writer0'"),
        ("fields",),
        right={
            "kep-number": str.isdigit,
            "status": one_of(*_STAGES),
            "approvers": any_text,
            "owning-sig": any_text,
            "title": any_text,
        },
        top=9,
    ),
    days=("2024-02-01", "2024-05-05", "2026-11-30"),
    histories=("1", "2", "9", "24"),
)


# --- Proposals whose heads nothing opens, and whose statuses are words of their own -----------------------

_FINAL: Final = {
    "Draft": "draft",
    "Review": "draft",
    "Last Call": "draft",
    "Final": "approved",
    "Living": "approved",
    "Stagnant": "withdrawn",
    "Withdrawn": "withdrawn",
}


def _eip(number: int, status: str, kind: str = "Standards Track", text: str = "What is proposed.") -> str:
    return (
        f"eip: {number}\ntitle: Proposal {number}\nauthor: Ann Example (@ann), Ben Example <ben@example.org>\n"
        f"status: {status}\ntype: {kind}\ncreated: 2015-11-{number % 28 + 1:02}\n---\n\n## Abstract\n\n{text}\n"
    )


def _build_eips(repository: Building) -> None:
    stages = ("Draft", "Review", "Last Call", "Final")
    for number in range(1, 41):
        for step, status in enumerate(stages[: number % 4 + 1]):
            day = f"2020-{step * 2 + 1:02}-{number % 28 + 1:02}"
            text = f"What is proposed, step {step}."
            repository.commit(
                day, {f"EIPS/eip-{number}.md": _eip(number, status, text=text)}, f"{status} {number}"
            )
    repository.commit("2021-01-01", {"EIPS/eip-3.md": _eip(3, "Final", text="Mended after the fact.")})
    repository.commit("2021-01-02", {"EIPS/eip-7.md": _eip(7, "Stagnant")})
    repository.commit("2021-01-03", {"EIPS/eip-11.md": _eip(11, "Living", "Meta")})
    repository.commit("2021-01-04", {"README.md": "# Proposals\n", "LICENSE.md": "Free.\n"})


def _read_eip(path: str, text: str) -> Said:
    del path
    told = head(text)
    return said(id=told["eip"], status=_FINAL[told["status"]])


EIPS: Final = Repository(
    "eips",
    _build_eips,
    pattern=Pattern(
        lambda path: path.startswith("EIPS/"),
        _read_eip,
        lambda text: without(text, "status", "author"),
        ("fields",),
        right={"eip": str.isdigit, "status": one_of(*_FINAL), "title": any_text},
        top=7,
    ),
    days=("2020-06-01", "2020-12-31", "2026-11-30"),
    proposed=("Stagnant: withdrawn}", "Stagnant: withdrawn, Living: approved}"),
    histories=("3", "7", "40"),
)
