"""What real repositories hold that nobody expects: templates, broken heads, strange ids, other files by the thousand."""

from __future__ import annotations

import re
from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import Pattern, Said
from tests.adopted.repository import Repository, any_text, fields, head, iso, one_of, said, without

__all__ = ["CLAUSES", "HEADS", "MONOREPO", "ONE_OF_TWO", "OTHER_OF_TWO", "TEMPLATES"]


def _is_day(value: str) -> bool:
    return iso(value, "Y-M-D") is not None


# --- Forty documents that were never filled in, beside those that were ---------------------------------------


def _form(  # noqa: PLR0913, PLR0917 - all that a form says
    id: str, version: str, owner: str, day: str, by: str = "", status: str = "Draft"
) -> str:
    return (
        f"---\ndoc_id: {id}\ntitle: A form\nversion: {version}\nstatus: {status}\nowner: {owner}\n"
        f"effective_date: {day}\napproved_by: {by}\nlast_updated: 2025-01-01\n---\n\n## Use\n\nFill it in.\n"
    )


def _build_templates(repository: Building) -> None:
    files: dict[str, str | bytes | None] = {
        f"forms/F-{number:02}.md": _form("TBD", "1", "Quality Manager", "yyyy-mm-dd")
        for number in range(1, 41)
    }
    files["templates/form-template.md"] = _form("F-NN", "TBD", "[Name]", "yyyy-mm-dd", "TBD", "TBD")
    repository.commit("2025-01-01", files, "Begin with what a consultant left")
    for number in range(41, 56):
        content = _form(
            f"F-{number}", "1", "Quality Manager", f"2025-02-{number - 40:02}", "Jane Roe", "Active"
        )
        repository.commit(f"2025-02-{number - 40:02}", {f"forms/F-{number}.md": content})
    odd = _form("F-44", "1", "TBD", "2025-02-30", "", "Draft")
    repository.commit("2025-03-01", {"forms/F-99.md": odd}, "A copy that kept its number")
    repository.commit("2025-03-02", {"forms/F-98.md": _form("null", "", "", "", "null")})


def _read_form(path: str, text: str) -> Said:
    del path
    told = head(text)
    return said(
        id=told.get("doc_id"),
        revision=told.get("version"),
        status={"Draft": "draft", "Active": "approved"}[told["status"]],
        approved_by=told.get("approved_by"),
        effective=iso(told.get("effective_date"), "Y-M-D"),
    )


TEMPLATES: Final = Repository(
    "templates",
    _build_templates,
    pattern=Pattern(
        lambda path: path.startswith("forms/"),
        _read_form,
        lambda text: without(text, "status", "effective_date", "approved_by"),
        ("fields",),
        right={
            **dict.fromkeys(("doc_id", "title", "version", "owner", "approved_by"), any_text),
            "status": one_of("Draft", "Active"),
            "effective_date": _is_day,
        },
        top=9,
    ),
    days=("2025-02-05", "2026-11-30"),
    proposed=("    except: [forms/F-98.md]\n", ""),
    histories=("F-41", "F-44"),
)


# --- CRLF, heads that are lists or broken, ids with hyphens that are none, days that are none ---------------


def _procedure(id: str, version: str, status: str, day: str, text: str = "Text.") -> str:
    return (
        f"---\nid: {id}\ntitle: Procedure\nversion: {version}\nstatus: {status}\nowner: Ann Example\n"
        f"approved_date: {day}\n---\n\n## Purpose\n\n{text}\n"
    )


def _build_heads(repository: Building) -> None:
    for number in range(1, 11):
        path = f"docs/{number:02} procedure.md"
        broken = _procedure(f"PR\u2011{number:02}", "1.0", "draft: [", "2025-01-01")
        repository.commit(f"2025-01-{number:02}", {path: broken}, "Broken")
    for number in range(1, 11):
        path = f"docs/{number:02} procedure.md"
        content = _procedure(f"PR\u2011{number:02}", "1.0", "approved", f"2025-02-{number:02}")
        if number % 2:
            content = content.replace("\n", "\r\n")
        repository.commit(f"2025-02-{number:02}", {path: content}, "Mended")
    repository.commit("2025-03-01", {"docs/list.md": "---\n- a\n- list\n---\n\n## Purpose\n\nText.\n"})
    repository.commit("2025-03-02", {"docs/broken.md": _procedure("PR-90", "1.0", "draft: [", "2025-01-01")})
    repository.commit("2025-03-03", {"docs/day.md": _procedure("PR-91", "0.1", "draft", "2023-14-05")})
    repository.commit("2025-03-04", {"docs/word.md": _procedure("PR-92", "2.1", "aproved", "2025-10-9")})
    repository.commit("2025-03-04", {"docs/odd.md": _procedure("PR-93", "1", "one day", "2025-01-02")})
    lacking = _procedure("PR-94", "1", "draft", "").replace("version: 1\n", "")
    repository.commit("2025-03-04", {"docs/lacking.md": lacking})
    repository.commit("2025-03-05", {"docs/same.md": _procedure("PR-01", "1.0", "draft", "")})
    content = _procedure("PR\u201102", "1.0", "approved", "2025-02-02", "Text.").replace(
        "title: Procedure", "title: Procedure   # a remark"
    )
    repository.commit("2025-03-06", {"docs/02 procedure.md": content}, "A remark changes nothing")


def _read_head(path: str, text: str) -> Said | None:
    del path
    told = head(text)
    if "id" not in told or told.get("status") == "draft: [":
        return None
    return said(
        id=told["id"],
        revision=told.get("version"),
        status={"approved": "approved", "aproved": "approved", "draft": "draft"}.get(told["status"]),
        approved_on=iso(told.get("approved_date"), "Y-M-D"),
    )


def _content(text: str) -> str:
    return re.sub(r"[ ]+#.*$", "", without(text, "status", "approved_date"), flags=re.MULTILINE)


HEADS: Final = Repository(
    "heads",
    _build_heads,
    pattern=Pattern(
        lambda path: path.startswith("docs/"),
        _read_head,
        _content,
        ("fields",),
        broken=lambda text: 2 if "- list" in text else 5,
        needed=("id", "version"),
        right={
            **dict.fromkeys(("id", "title", "version", "owner"), any_text),
            "status": one_of("draft", "approved", "aproved"),
            "approved_date": _is_day,
        },
        top=8,
    ),
    days=("2025-02-05", "2026-11-30"),
    histories=("PR\u201101", "PR\u201102"),
)


# --- Clauses as maps, as one text and as All; statuses in capitals -------------------------------------------


def _control(number: int, status: str, clauses: str, day: str = "2025-03-01") -> str:
    return (
        f"control_name: control-{number}\ndocument_id: CTL-{number}\nname: Control {number}\nrevision: r{number % 3}\n"
        f"status: {status}\nowner: Security\n{clauses}\neffective: {day}\ntext: What is done.\n"
    )


def _build_clauses(repository: Building) -> None:
    lists = (
        "satisfies:\n  iso9001:2015: [7.5.3, 8.5.1]",
        'satisfies: "7.1.3, 8.5"',
        "satisfies: All",
        "satisfies:\n  - 9.2.2",
    )
    for number in range(1, 13):
        content = _control(number, "ACTIVE" if number % 2 else "Draft", lists[number % 4])
        repository.commit(f"2025-03-{number:02}", {f"controls/CTL-{number}.yaml": content})
    repository.commit("2025-04-01", {"package.yaml": "name: x\nversion: 1\ndependencies: {}\n"})


def _read_control(path: str, text: str) -> Said:
    del path
    told = fields(text)
    return said(
        id=told["document_id"],
        revision=told["revision"],
        status={"ACTIVE": "approved", "Draft": "draft"}[told["status"]],
        effective=told["effective"],
    )


CLAUSES: Final = Repository(
    "clauses",
    _build_clauses,
    pattern=Pattern(
        lambda path: path.startswith("controls/"),
        _read_control,
        lambda text: without(text, "status", "effective"),
        ("fields",),
        right={
            **dict.fromkeys(("document_id", "name", "revision", "owner"), any_text),
            "status": one_of("ACTIVE", "Draft"),
            "effective": _is_day,
        },
    ),
    days=("2025-03-03", "2026-11-30"),
    histories=("CTL-1", "CTL-12"),
)


# --- A sub-folder among ten thousand other files -------------------------------------------------------------


def _guide(id: str, version: str, by: str, day: str, text: str = "Text.") -> str:
    return (
        f"---\ndoc_id: {id}\ntitle: Guide {id}\nversion: '{version}'\napproved_by: {by}\napproval_date: {day}\n"
        f"review_frequency: quarterly\n---\n\n## Steps\n\n{text}\n"
    )


def _read_guide(path: str, text: str) -> Said:
    del path
    told = head(text)
    return said(
        id=told["doc_id"],
        revision=told["version"],
        approved_by=told.get("approved_by"),
        approved_on=iso(told.get("approval_date"), "D/M/Y"),
        months="3",
        status="approved" if said(x=told.get("approved_by")) or told.get("approval_date") else None,
    )


def _is_slashed(value: str) -> bool:
    return iso(value, "D/M/Y") is not None


def _guides(root: str, name: str) -> Repository:
    return Repository(
        name,
        _BUILD[name],
        pattern=Pattern(
            lambda path: path.startswith("guides/"),
            _read_guide,
            lambda text: without(text, "approved_by", "approval_date"),
            ("fields",),
            right={
                **dict.fromkeys(("doc_id", "title", "version", "approved_by"), any_text),
                "approval_date": _is_slashed,
                "review_frequency": one_of("quarterly"),
            },
            root=root,
            top=8,
        ),
        days=("2025-01-20", "2026-11-30"),
        histories=("G-1",),
    )


def _build_monorepo(repository: Building) -> None:
    others: dict[str, str | bytes | None] = {
        f"src/module{number % 97}/file{number}.{('py', 'md', 'yaml')[number % 3]}": f"title: {number}\nx = 1\n"
        for number in range(10_000)
    }
    repository.commit("2025-01-01", others, "Everything else")
    for number in range(1, 13):
        path = f"company/quality/guides/G-{number}.md"
        content = _guide(f"G-{number}", "1.0", "Jane Roe", f"{number + 12}/01/2025")
        repository.commit(f"2025-01-{number:02}", {path: content, "src/module1/file1.md": f"{number}\n"})
    changed = _guide("G-1", "1.1", "John Doe", "02/04/2025", "Other text.")
    repository.commit("2025-04-01", {"company/quality/guides/G-1.md": changed})


def _build_two(repository: Building) -> None:
    for number in range(1, 9):
        for root, by in (("quality", "Jane Roe"), ("safety", "John Doe")):
            path = f"{root}/guides/G-{number}.md"
            content = _guide(f"G-{number}", "1.0", by, f"{number + 12}/01/2025", f"On {root}.")
            repository.commit(f"2025-01-{number:02}", {path: content})
    changed = _guide("G-1", "2.0", "John Doe", "20/04/2025", "Another text.")
    repository.commit("2025-04-01", {"safety/guides/G-1.md": changed})


_BUILD: Final = {"monorepo": _build_monorepo, "quality-of-two": _build_two, "safety-of-two": _build_two}
MONOREPO: Final = _guides("company/quality", "monorepo")
ONE_OF_TWO: Final = _guides("quality", "quality-of-two")
OTHER_OF_TWO: Final = _guides("safety", "safety-of-two")
