"""Documents that are not in qmsctl's form, in real repositories: what is read, what is asked, and what is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import git, qmsctl, state_of

DAY = "2026-11-22"
SETTINGS = (
    "qms: 1\norganisation: {name: Acme}\neditions: [iso9001:2015]\nkinds:\n  sops:\n    files: docs/**/*.md\n"
)
SOP = "---\ndoc_id: {id}\nversion: {revision}\n---\n# Purchasing\n\nEverything is bought with care.\n"


def repository(at: Path, files: Mapping[str, str], day: str = "2026-01-05") -> Path:
    """Return a repository with *files*, committed on *day*."""
    at.mkdir(parents=True, exist_ok=True)
    if not (at / ".git").exists():
        git("init", "-q", "-b", "main", at=at)
    for path, text in files.items():
        (at / path).parent.mkdir(parents=True, exist_ok=True)
        (at / path).write_text(text, encoding="utf-8")
    moment = f"{day}T12:00:00Z"
    git("add", "-A", at=at)
    git(
        "commit", "-q", "-m", "As it is", at=at, env={"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    )
    return at


def checked(at: Path, *arguments: str) -> Any:  # noqa: ANN401 - what the JSON holds
    """Return the result of a check of the repository *at*."""
    done = qmsctl("check", "--format", "json", "--on", DAY, "--no-cache", *arguments, at=at)
    assert done.status in (0, 1), done.err
    return json.loads(done.out)


def problems(result: Any, *rules: str) -> list[tuple[str, int, str]]:  # noqa: ANN401 - as above
    """Return path, line and message of the problems of *rules*."""
    return [
        (one["path"], one["line"], one["message"])
        for one in result["problems"]
        if not rules or one["rule"] in rules
    ]


def rule(result: Any, slug: str) -> Any:  # noqa: ANN401 - as above
    """Return the figures of one rule."""
    return next(one for one in result["rules"] if one["slug"] == slug)


def listed(at: Path, *arguments: str) -> list[list[str]]:
    """Return the first five columns of the register of the repository *at*."""
    done = qmsctl("register", "--on", DAY, *arguments, at=at)
    assert (done.status, done.err) == (0, "")
    return [line.split(" | ")[:5] for line in done.out.splitlines()[2:] if " | " in line]


def test_what_the_approval_of_a_draft_fills_in_is_no_error(tmp_path: Path) -> None:
    """It is a note for each field, told once where they are many; an owner that nobody named is an error as ever."""
    head = "---\ndoc_id: {id}\nversion: 1\nowner: TBD\nstate: {state}\napproved: {approved}\nfrom: yyyy-mm-dd\n---\n# Text\n"
    files = {
        "docs/a.md": head.format(id="A", state="draft", approved=""),
        "docs/b.md": head.format(id="B", state="approved", approved=""),
        "docs/c.md": head.format(id="C", state="", approved=""),
    }
    names = (
        "{id: doc_id, revision: version, owner: owner, status: state, approved_on: approved, effective: from}"
    )
    settings = f"{SETTINGS}    fields: {names}\n"
    at = repository(tmp_path, {"qms.yaml": settings, **files})

    result = checked(at)

    assert [(path, line) for path, line, _ in problems(result, "DOC026")] == [
        ("docs/a.md", 6),
        ("docs/a.md", 7),
    ]
    assert {one["severity"] for one in result["problems"] if one["rule"] == "DOC026"} == {"note"}
    assert [(path, line) for path, line, _ in problems(result, "DOC023")] == [
        ("docs/a.md", 4),
        ("docs/b.md", 4),
        ("docs/b.md", 6),
        ("docs/b.md", 7),
        ("docs/c.md", 4),
        ("docs/c.md", 5),
        ("docs/c.md", 6),
        ("docs/c.md", 7),
    ]
    assert (
        rule(result, "awaited-value")["nonconforming"],
        rule(result, "awaited-value")["not_applicable"],
    ) == (1, 2)

    many = {f"docs/d-{n:02}.md": head.format(id=f"D-{n}", state="draft", approved="") for n in range(12)}
    at = repository(tmp_path / "many", {"qms.yaml": settings, **files, **many})
    told = [message for path, _, message in problems(checked(at), "DOC026") if path == "qms.yaml"]
    first = "docs/a.md:{0}, docs/d-00.md:{0}, docs/d-01.md:{0}"
    assert sorted(told) == [
        f"approved_on is not filled in, in 13 documents of the kind sops; the first: {first.format(6)}",
        f"yyyy-mm-dd keeps the place of effective in 13 documents of the kind sops; the first: {first.format(7)}",
    ]


def test_forty_placeholders_are_forty_missing_ids(tmp_path: Path) -> None:
    """What keeps the same place in many documents is told once, and each of them counts; no id is there twice."""
    templates = {f"docs/t-{number:02}.md": SOP.format(id="TBD", revision=1) for number in range(40)}
    other = {
        "docs/a.md": SOP.format(id="SOP-1", revision="[Version]"),
        "docs/b.md": SOP.format(id="tbd", revision=2),
    }
    settings = SETTINGS + "    fields: {id: doc_id, revision: version}\n"
    at = repository(tmp_path, {"qms.yaml": settings, **templates, **other})

    result = checked(at)

    first = "docs/b.md:2, docs/t-00.md:2, docs/t-01.md:2"
    assert problems(result, "DOC023", "DOC006") == [
        ("docs/a.md", 3, "[Version] only keeps the place of a value (version)"),
        ("qms.yaml", 5, f"tbd keeps the place of id in 41 documents of the kind sops; the first: {first}"),
    ]
    assert rule(result, "placeholder-value")["nonconforming"] == 42
    assert rule(result, "duplicate-id")["not_applicable"] == 41
    assert len({row[0] for row in listed(at)}) == 42


def test_a_rule_whose_field_no_kind_names_is_not_applicable(tmp_path: Path) -> None:
    """It is counted and listed, in the JSON and in both languages; a document in qmsctl's form is asked all the same."""
    own = "id: PS-01\ntype: procedure\ntitle: Ours\nrevision: '1'\n"
    settings = SETTINGS + "    fields: {id: doc_id}\n"
    documents = {f"docs/{name}.md": SOP.format(id=name, revision=1) for name in ("A-1", "A-2")}
    at = repository(tmp_path, {"qms.yaml": settings, "procedures/ps-01.yaml": own, **documents})

    result = checked(at)
    told = qmsctl("check", "--on", DAY, at=at).out
    polish = qmsctl("check", "--on", DAY, "--lang", "pl", at=at).out

    owner = rule(result, "missing-owner")
    assert (owner["nonconforming"], owner["not_applicable"], owner["left_out"]) == (1, 2, {"owner": 2})
    assert rule(result, "overdue-review")["left_out"] == {"review_every / review_due": 2}
    assert "left_out" not in rule(result, "placeholder-text")
    assert [path for path, _, _ in problems(result, "DOC009")] == ["procedures/ps-01.yaml"]
    line = "Not applicable, since no kind of these documents has a field for owner: missing-owner 2, unknown-owner 2."
    assert line in told.splitlines()
    assert "Nie ma zastosowania, bo żaden rodzaj tych dokumentów nie ma pola na owner" in polish


def test_clauses_that_nobody_can_name(tmp_path: Path) -> None:
    """Where no document can name a clause, no clause is reported as unclaimed; where one can, all are asked about."""
    documents = {"docs/a.md": SOP.format(id="A-1", revision=1)}
    without = repository(tmp_path / "a", {"qms.yaml": SETTINGS + "    fields: {id: doc_id}\n", **documents})
    with_clauses = SETTINGS + "    fields: {id: doc_id, clauses: iso}\n"
    naming = repository(tmp_path / "b", {"qms.yaml": with_clauses, **documents})

    assert problems(checked(without), "CLS002", "CLS006") == []
    assert rule(checked(without), "unclaimed-clause")["left_out"] == {"clauses": 65}
    assert len(problems(checked(naming), "CLS002")) == 65


def test_rules_that_apply_since_a_day(tmp_path: Path) -> None:
    """What nobody changed since is not asked about and is counted; whoever changes it is asked from then on."""
    settings = SETTINGS + "    fields: {id: doc_id, owner: owner}\n    since: 2026-06-01\n"
    old = {f"docs/{name}.md": SOP.format(id=name, revision=1) for name in ("A-1", "A-2", "A-3")}
    at = repository(tmp_path, {"qms.yaml": settings, **old})
    repository(at, {"docs/A-2.md": SOP.format(id="A-2", revision=2)}, day="2026-07-01")
    (at / "docs/A-3.md").write_text(SOP.format(id="A-3", revision=3), encoding="utf-8")

    result = checked(at)

    assert [path for path, _, _ in problems(result, "DOC009")] == ["docs/A-2.md", "docs/A-3.md"]
    assert rule(result, "missing-owner")["left_out"] == {"since": 1}
    assert "Not applicable: 1 document was not changed since the rules apply to its kind." in (
        qmsctl("check", "--on", DAY, at=at).out.splitlines()
    )


def test_a_pattern_that_matches_nothing(tmp_path: Path) -> None:
    """Where no kind matches a file nothing was checked, which is said and is no success."""
    at = repository(tmp_path, {"qms.yaml": SETTINGS + "    fields: {id: doc_id}\n", "dcos/a.md": "x"})

    done = qmsctl("check", at=at)

    assert (done.status, done.out) == (3, "")
    assert "no file matches a kind of documents of qms.yaml (sops)" in done.err


def test_a_submodule_that_is_not_checked_out(tmp_path: Path) -> None:
    """Documents in another repository that is not here cannot be established: that is no pass, and no idle pattern."""
    inner = repository(tmp_path / "inner", {"a.md": SOP.format(id="A-1", revision=1)})
    outer = repository(
        tmp_path / "outer", {"qms.yaml": SETTINGS + "    fields: {id: doc_id}\n", "README.md": "x"}
    )
    allow = ("-c", "protocol.file.allow=always")
    git(*allow, "submodule", "--quiet", "add", str(inner), "docs/qms", at=outer)
    git("commit", "-qam", "Add", at=outer)
    clone = tmp_path / "clone"
    git("clone", "-q", str(outer), str(clone), at=tmp_path)

    for arguments in ((), ("--rev", "HEAD")):
        result = checked(clone, *arguments)
        assert ("docs/qms", 1, "another repository belongs here, so what it holds cannot be established") in (
            problems(result, "DOC001")
        )
        assert rule(result, "malformed-file")["cannot_be_established"] == 1
        assert problems(result, "CFG002") == []


def test_links_are_said(tmp_path: Path) -> None:
    """A link where documents may lie is not followed and is said; one that could be no document is not."""
    at = repository(
        tmp_path, {"qms.yaml": SETTINGS + "    fields: {id: doc_id}\n", "docs/a.md": "# A\n", "x/b.md": "b"}
    )
    (at / "docs/linked.md").symlink_to("../x/b.md")
    (at / "docs/folder").symlink_to("../x")
    (at / "docs/logo.png").symlink_to("../x/logo.png")

    assert [path for path, _, _ in problems(checked(at), "DOC001")] == ["docs/folder", "docs/linked.md"]


def test_a_broken_head_is_a_problem_and_the_document_is_listed(tmp_path: Path) -> None:
    """It stands under its path, and no rule takes a field for missing that nobody could read."""
    settings = SETTINGS + "    fields: {id: doc_id, owner: owner}\n"
    broken = "---\ndoc_id: A-1\nowner: a: b\n---\n# Kept\n"
    at = repository(tmp_path, {"qms.yaml": settings, "docs/zasady [1].md": broken})

    result = checked(at)

    assert problems(result, "DOC001", "DOC004", "DOC009") == [
        ("docs/zasady [1].md", 3, "a second colon stands in the value")
    ]
    assert rule(result, "missing-owner")["left_out"] == {"unread": 1}
    assert listed(at) == [["docs/zasady [1].md", "Kept", "document", "en", "-"]]


@pytest.fixture
def monorepo(tmp_path: Path) -> Path:
    """Return a repository with two systems, each in a folder of its own."""
    one = SETTINGS + "    fields: {id: doc_id, revision: version}\n"
    two = one.replace("docs/**/*.md", "품질/*.md").replace("Acme", "Bravo")
    return repository(
        tmp_path / "mono",
        {
            "one/qms.yaml": one,
            "one/docs/a.md": SOP.format(id="A-1", revision=1),
            "two/qms.yaml": two,
            "two/품질/매뉴얼.md": SOP.format(id="QM-01", revision="'04'"),
            "docs/c.md": SOP.format(id="C-1", revision=1),
        },
    )


def test_two_systems_in_one_repository(monorepo: Path) -> None:
    """Each sees its own documents, from inside, with -C, and at a commit; nothing is written."""
    before = state_of(monorepo)

    for one in (listed(monorepo / "one"), listed(monorepo, "-C", "one")):
        assert one == [["A-1", "Purchasing", "document", "en", "-"]]
    assert listed(monorepo, "-C", "two", "--rev", "HEAD") == [["QM-01", "Purchasing", "document", "en", "-"]]
    assert before == state_of(monorepo)


def test_a_bare_repository(tmp_path: Path) -> None:
    """Without files of its own it is read at a commit: the register and the check are those of a clone."""
    settings = SETTINGS + "    fields: {id: doc_id, revision: version}\n"
    at = repository(tmp_path / "here", {"qms.yaml": settings, "docs/a.md": SOP.format(id="A-1", revision=1)})
    bare = tmp_path / "bare.git"
    git("clone", "-q", "--bare", str(at), str(bare), at=tmp_path)

    assert listed(bare, "--rev", "HEAD") == listed(at)
    assert checked(bare, "--rev", "HEAD")["problems"] == checked(at, "--rev", "HEAD")["problems"] != []


def test_ids_are_completed(monorepo: Path) -> None:
    """A shell is offered the ids of documents in any form, and the path of one that has none."""
    (monorepo / "one/docs/none.md").write_text("# Nothing\n", encoding="utf-8")
    done = qmsctl("qmsctl approve ", at=monorepo / "one", env={"_QMSCTL_COMPLETE": "fish"})

    assert (0, "") == (done.status, done.err)
    assert {"A-1", "docs/none.md"} <= {line.partition("\t")[0] for line in done.out.splitlines()}


PEOPLE = (
    "roles: {boss: Boss}\n"
    "people: {ann: {name: Ann Example, emails: [ann@example.org], roles: [{role: boss, from: 2020-01-01}]}}\n"
)


def test_a_revision_in_a_table(tmp_path: Path) -> None:
    """A document is approved and revised where it stands: its revision changes in its cell, and nothing beside it."""
    table = "# Skargi\n\n| Symbol | P-SZJ/003 | Wydanie | 2.0 |\n|---|---|---|---|\n| Owner | Boss | Stan | x |\n\nTekst.\n"
    settings = SETTINGS + "    fields: {id: Symbol, revision: Wydanie, owner: Owner}\n    metadata: table\n"
    at = repository(tmp_path, {"qms.yaml": settings + PEOPLE, "docs/skargi.md": table})
    approved = qmsctl("approve", "P-SZJ/003", "--no-input", at=at)
    (at.parent / "new.md").write_text(table.replace("Tekst.", "Inny tekst."), encoding="utf-8")

    revised = qmsctl(
        "revise", "P-SZJ/003", "--from", str(at.parent / "new.md"), "--reason", "x", "--no-input", at=at
    )

    assert (approved.status, revised.status) == (0, 0), approved.err + revised.err
    expected = table.replace("Tekst.", "Inny tekst.").replace("2.0", "2.1")
    assert (at / "docs/skargi.md").read_text(encoding="utf-8") == expected
    assert problems(checked(at), "DOC010") == []  # Boss is the title of a role


def test_a_document_without_a_revision(tmp_path: Path) -> None:
    """It reads well in the register and the history, and is not approved before it has one."""
    at = repository(
        tmp_path,
        {"qms.yaml": SETTINGS + "    fields: {revision: version}\n" + PEOPLE, "docs/a.md": "# A\n\nText.\n"},
    )

    refused = qmsctl("approve", "docs/a.md", "--no-input", at=at)
    history = qmsctl("history", "docs/a.md", at=at).out

    assert refused.status != 0
    assert "docs/a.md says no revision, and a decision names the one it is about" in refused.err
    assert "No revision is stated: not approved" in history
    assert listed(at) == [["docs/a.md", "A", "document", "en", "-"]]
    assert (
        "docs/a.md",
        1,
        "docs/a.md says no revision and is not approved (no record says who approved it)",
    ) in (problems(checked(at), "REV001"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix_leaves_foreign_files_whole(tmp_path: Path, end: str) -> None:
    """A number gets its quotes in a head, under the name it has there; tables, lines of text and blanks stay."""
    head = f"---{end}doc_id: A-1{end}version: 1.10{end}---{end}# A{end}{end}A line that breaks here  {end}goes on.{end}"
    lines = f"# B{end}{end}**doc_id:** B-1{end}**version:** 1.10  {end}{end}Text  {end}on.{end}"
    settings = SETTINGS + "    fields: {id: doc_id, revision: version}\n    metadata: [head, lines]\n"
    at = repository(tmp_path, {"qms.yaml": settings})
    (at / "docs").mkdir()
    (at / "docs/a.md").write_bytes(head.encode())
    (at / "docs/b.md").write_bytes(lines.encode())
    git("add", "-A", at=at)
    git("commit", "-qm", "Documents", at=at)
    found = [one for one in checked(at)["problems"] if one["rule"] == "DOC020"]

    done = qmsctl("check", "--fix", at=at)

    assert [(one["path"], one["fix"]) for one in found] == [
        ("docs/a.md", 'put it in quotes: version: "1.10"')
    ]
    assert done.status in (0, 1)
    assert (at / "docs/a.md").read_bytes() == head.replace("1.10", '"1.10"').encode()
    assert (at / "docs/b.md").read_bytes() == lines.encode()


def test_a_name_that_says_another_id(tmp_path: Path) -> None:
    """Only where names say ids is a file misnamed; how an id is spelled with hyphens of another kind is no matter."""
    kind = "    fields: {id: doc_id}\n    name: '{id:SOP-#} {title}'\n"
    files = {
        "docs/SOP-1 Purchasing.md": SOP.format(id="SOP\u20111", revision=1),
        "docs/SOP-2 Storage.md": SOP.format(id="SOP-3", revision=1),
        "docs/other.md": SOP.format(id="SOP-4", revision=1),
    }
    named = repository(tmp_path / "a", {"qms.yaml": SETTINGS + kind, **files})
    free = repository(tmp_path / "b", {"qms.yaml": SETTINGS + "    fields: {id: doc_id}\n", **files})

    assert [path for path, _, _ in problems(checked(named), "DOC007")] == [
        "docs/SOP-2 Storage.md",
        "docs/other.md",
    ]
    assert problems(checked(free), "DOC007") == []
    assert rule(checked(free), "misfiled-document")["not_applicable"] == 3


def test_a_name_that_says_nothing(tmp_path: Path) -> None:
    """Where only the name of a file can say its id and does not, that is a problem, and the document is listed."""
    files = {"docs/SOP-1 Purchasing.md": "Text.\n", "docs/other.md": "Text.\n"}
    at = repository(tmp_path, {"qms.yaml": SETTINGS + "    name: '{id:SOP-#} {title}'\n", **files})

    assert problems(checked(at), "DOC004") == [
        ("docs/other.md", 1, f"nothing says {field}: what is there is not written as {{id:SOP-#}} {{title}}")
        for field in ("id", "title")
    ]
    assert {row[0] for row in listed(at)} == {"SOP-1", "docs/other.md"}
