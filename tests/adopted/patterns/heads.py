"""Markdown with a YAML head: status and days in it, tags beside it, or only the name of the file."""

from __future__ import annotations

from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import Pattern, Said
from tests.adopted.repository import Repository, any_text, head, iso, one_of, said, without

__all__ = ["DEVICES", "NAMES", "TAGS"]


# --- Procedures of a maker of devices: status, approver and days in the head -------------------------------

_STATUSES: Final = {"Draft": "draft", "Effective": "approved", "Retired": "withdrawn"}


def _device_sop(number: int, version: str, status: str, more: str = "", text: str = "Do it well.") -> str:
    return (
        f'---\nsop_id: SOP-{number:03}\ntitle: Procedure {number}\nsop_version: "{version}"\nstatus: {status}\n'
        f'owner_role: Quality Manager\nreview_interval: 12\niso_clause: "7.5.{number % 3 + 1}, 8.5.1"\n{more}---\n\n'
        f"# Procedure {number}\n\n## Purpose\n\n{text}\n"
    )


def _build_devices(repository: Building) -> None:
    for number in range(1, 13):
        repository.commit(
            f"2025-01-{number:02}", {f"docs/sop/SOP-{number:03}.md": _device_sop(number, "0.1", "Draft")}
        )
    for number in range(1, 11):
        approved = (
            f"approver: Jane Roe\napproved_date: 2025-03-{number:02}\neffective_date: 2025-04-{number:02}\n"
        )
        repository.commit(
            f"2025-03-{number:02}",
            {
                f"docs/sop/SOP-{number:03}.md": _device_sop(
                    number, "1.0", "Effective", approved, "Do it better."
                )
            },
        )
    drifted = "approver: Jane Roe\napproved_date: 2025-03-01\neffective_date: 2025-04-01\n"
    repository.commit(
        "2025-05-01",
        {"docs/sop/SOP-001.md": _device_sop(1, "1.0", "Effective", drifted, "Changed on the quiet.")},
    )
    later = "approver: John Doe\napproved_date: 2025-06-01\neffective_date: 2025-07-01\n"
    repository.commit(
        "2025-06-01", {"docs/sop/SOP-002.md": _device_sop(2, "2.0", "Effective", later, "A second revision.")}
    )
    repository.commit("2025-08-01", {"docs/sop/SOP-003.md": _device_sop(3, "1.0", "Retired")})
    repository.commit("2025-09-01", {"docs/sop/SOP-004.md": _device_sop(4, "1.1", "Draft", "", "A draft.")})
    repository.commit("2025-09-02", {"docs/sop/SOP-005.md": None, "docs/old/SOP-005.md": _device_sop(
        5, "1.0", "Effective", "approver: Jane Roe\napproved_date: 2025-03-05\neffective_date: 2025-04-05\n", "Do it better.")})  # fmt: skip


def _read_devices(path: str, text: str) -> Said:
    told = head(text)
    return said(
        id=told["sop_id"],
        revision=told["sop_version"],
        status=_STATUSES[told["status"]],
        approved_by=told.get("approver"),
        approved_on=told.get("approved_date"),
        effective=told.get("effective_date"),
        months=told["review_interval"],
    )


DEVICES: Final = Repository(
    "devices",
    _build_devices,
    settings="""\
  sop:
    files: docs/**/*.md
    fields:
      id: sop_id
      title: title
      revision: sop_version
      status: status
      owner: owner_role
      review_every: review_interval
      clauses: iso_clause
      approved_by: approver
      approved_on: approved_date
      effective: effective_date
    fixed: {type: procedure}
    approvals: fields
""",
    pattern=Pattern(
        lambda path: path.startswith("docs/"),
        _read_devices,
        lambda text: without(text, "status", "approver", "approved_date", "effective_date"),
        ("fields",),
        right={
            **dict.fromkeys(("sop_id", "title", "sop_version", "owner_role", "approver"), any_text),
            **dict.fromkeys(
                ("approved_date", "effective_date"), lambda value: iso(value, "Y-M-D") is not None
            ),
            "status": one_of(*_STATUSES),
        },
    ),
    days=("2025-02-01", "2025-03-20", "2025-06-15", "2026-11-30"),
    histories=("SOP-001", "SOP-002", "SOP-005", "SOP-012"),
)


# --- A handbook whose tags approve: one tag for a document and its revision -------------------------------


def _handbook(slug: str, revision: str, text: str) -> str:
    return f"---\nslug: {slug}\ntitle: On {slug}\nrevision: {revision}\nowner: office\n---\n\n## Scope\n\n{text}\n"


def _build_tags(repository: Building) -> None:
    slugs = ["buying", "storing", "hiring", "long_name_1", "audits"]
    for number, slug in enumerate(slugs, 1):
        repository.commit(
            f"2025-01-{number:02}", {f"handbook/{slug}.md": _handbook(slug, "R1", "The first text.")}
        )
    repository.tag("buying_R1", day="2025-02-01", who="Jane Roe <jane@example.org>")
    repository.tag("storing_R1")
    repository.tag("long_name_1_R1", day="2025-02-03", who="John Doe <john@example.org>")
    repository.tag("release-2025")
    repository.commit("2025-03-01", {"handbook/buying.md": _handbook("buying", "R2", "The second text.")})
    repository.commit(
        "2025-03-02", {"handbook/buying.md": _handbook("buying", "R2", "The second text, mended.")}
    )
    repository.tag("buying_R2", day="2025-03-05", who="Jane Roe <jane@example.org>")
    repository.commit(
        "2025-04-01", {"handbook/storing.md": _handbook("storing", "R1", "Changed on the quiet.")}
    )
    repository.commit("2025-05-01", {"handbook/buying.md": _handbook("buying", "R3", "A draft.")})
    repository.commit("2025-06-01", {"handbook/README.md": "Not a document.\n"})


def _read_tags(path: str, text: str) -> Said:
    told = head(text)
    return said(id=told["slug"], revision=told["revision"])


def _meant(name: str) -> tuple[str, str] | None:
    slug, _, revision = name.rpartition("_")
    return (slug, revision) if slug else None


TAGS: Final = Repository(
    "tags",
    _build_tags,
    settings="""\
  handbook:
    files: handbook/*.md
    except: handbook/README.md
    fields: {id: slug, title: title, revision: revision, owner: owner}
    fixed: {type: instruction}
    approvals: tags
    tags: "{id}_{revision}"
""",
    pattern=Pattern(
        lambda path: path.startswith("handbook/") and not path.endswith("README.md"),
        _read_tags,
        approvals=("tags",),
        tag_of=_meant,
        right=dict.fromkeys(("slug", "title", "revision", "owner"), any_text),
    ),
    days=("2025-01-31", "2025-02-02", "2025-03-04", "2026-11-30"),
    histories=("buying", "long_name_1", "audits"),
)


# --- Files whose name is the id, reviewed by a day and an interval --------------------------------------


def _runbook(title: str, reviewed: str, interval: str = "6 months", text: str = "Restart it.") -> str:
    return f"---\ntitle: {title}\nowner_slack: '#ops'\nlast_reviewed_on: {reviewed}\nreview_in: {interval}\n---\n\n{text}\n"


def _build_names(repository: Building) -> None:
    for number in range(1, 31):
        day = f"2025-01-{number:02}"
        repository.commit(day, {f"source/run-{number}.html.md": _runbook(f"Run {number}", day)})
    repository.commit(
        "2025-06-01",
        {f"source/run-{n}.html.md": _runbook(f"Run {n}", "2025-06-01") for n in range(1, 6)},
        "Review five",
    )
    repository.commit(
        "2025-06-02",
        {
            "source/run-7.html.md": None,
            "source/seven.html.md": _runbook("Run 7", "2025-01-07", text="Restart it.\n\nTwice."),
        },
    )
    repository.commit("2025-06-03", {"source/run-8.html.md": _runbook("Run 8", "2025-06-03", "2 years")})


def _read_names(path: str, text: str) -> Said:
    told = head(text)
    count, unit = told["review_in"].split()
    months = int(count) * (12 if unit.startswith("year") else 1)
    return said(
        id=path.removeprefix("source/").removesuffix(".html.md"),
        status="approved",
        reviewed_on=told["last_reviewed_on"],
        effective=told["last_reviewed_on"],
        months=str(months),
    )


NAMES: Final = Repository(
    "names",
    _build_names,
    settings="""\
  runbook:
    files: source/**/*.html.md
    name: "{id}.html"
    fields: {title: title, owner: owner_slack, reviewed_on: last_reviewed_on, effective: last_reviewed_on, review_every: review_in}
    fixed: {type: instruction, status: approved}
    approvals: fields
""",
    pattern=Pattern(
        lambda path: path.startswith("source/"),
        _read_names,
        lambda text: without(text, "last_reviewed_on"),
        ("fields",),
        by_name=True,
    ),
    adopted=Pattern(
        lambda path: path.startswith("source/"),
        lambda path, text: {
            key: value for key, value in _read_names(path, text).items() if key not in {"status", "effective"}
        },
        lambda text: without(text, "last_reviewed_on"),
        by_name=True,
        right={
            "title": any_text,
            "owner_slack": any_text,
            "last_reviewed_on": lambda value: iso(value, "Y-M-D") is not None,
            "review_in": one_of("6 months", "2 years"),
        },
        top=6,
    ),
    days=("2025-06-01", "2026-11-30"),
    proposed=('name: "{id:*#}.html"', 'name: "{id}.html"'),
    histories=("run-1", "seven", "run-30"),
)
