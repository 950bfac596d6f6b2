"""`approve`, `review`, `withdraw`, `register`, `history` and `show`, as people use them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl

BOB = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Bob Example"), ("EMAIL", "bob@example.org"))
}
PS01 = Path("procedures/ps-01.yaml")


def _revise(here: Path, revision: str, text: str) -> None:
    """Write the next revision of PS-01 and commit it."""
    file = here / PS01
    changed = file.read_text().replace('revision: "1.0"', f'revision: "{revision}"')
    file.write_text(changed.replace("Everybody works", text))
    office.commit(here, f"PS-01 {revision}: say it better", "2026-04-01")


def _document(here: Path, *options: str, id: str = "PS-01") -> dict[str, str]:
    """Return the row of *id* in the register."""
    done = qmsctl("register", "--format", "json", *options, at=here)
    assert (done.status, done.err) == (0, "")
    (found,) = [row for row in json.loads(done.out)["documents"] if row["id"] == id]
    return dict(found)


def test_approval_commits_its_record_alone(here: Path) -> None:
    """An approval is one new file in one commit, whatever else is staged, and puts the revision in force."""
    _revise(here, "1.1", "Everybody in the office works")
    (here / "notes.txt").write_text("staged")
    git("add", "notes.txt", at=here)

    done = qmsctl("approve", "PS-01", "--effective", "2099-01-01", at=here, env=BOB)

    assert done.status == 0, done.err
    assert git("show", "--name-status", "--format=", "HEAD", at=here) == f"A\t{done.out}"
    assert git("status", "--porcelain", at=here) == "A  notes.txt\n"
    assert _document(here)["revision"] == "1.0"
    assert _document(here, "--on", "2099-01-01")["revision"] == "1.1"
    assert _document(here, "--on", "2099-01-01")["trust"] == "recorded by the decider"


def test_decision_of_somebody_else_needs_a_basis(here: Path) -> None:
    """The mayor decides and the officer records: declared, with the ordinance, and never without."""
    _revise(here, "1.1", "Everybody in the office works")

    refused = qmsctl("approve", "PS-01", "--by", "bob", at=here)
    done = qmsctl("approve", "PS-01", "--by", "Bob Example", "--basis", "ordinance 7", at=here)

    assert refused.status == 2
    assert "needs a basis" in refused.err
    assert done.status == 0, done.err
    assert _document(here)["trust"] == "declared"
    assert "ordinance 7" in _document(here)["approved"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("approve", "PS-01"), "is approved already"),
        (("approve", "PS-1"), "did you mean PS-01?"),
        (("approve", "PS-01", "--as", "signed"), "signed is no value of --as"),
        (("approve", "PS-02", "--by", "nobody"), "knows nobody called nobody"),
        (("approve", "PS-02", "--decided", "2099-01-01"), "has not come yet"),
        (("approve", "PS-02", "--effective", "2020-01-01"), "before it was decided"),
        (("review", "PS-02"), "is not what is in force"),
        (("withdraw", "PS-01"), "a withdrawal needs a reason"),
        (("withdraw", "PS-01", "--reason", "x", "--successor", "PS-20"), "did you mean PS-02?"),
        (("withdraw", "PS-01", "--reason", "x", "--successor", "Q"), "documents there are: AUD-2025-01,"),
        (("withdraw", "PS-01", "--reason", "x", "--successor", "PS-01"), "cannot take its own place"),
        (
            ("approve", "PS-02", "--as", "checked", "--effective", "2099-01-01"),
            "only an approval takes effect",
        ),
        (("history", "PS-99"), "there is no document PS-99"),
        (("show", "PS-02"), "no revision of PS-02 is in force"),
        (("show", "PS-01", "--revision", "7"), "has no revision 7"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_refusals_say_why_and_write_nothing(here: Path, arguments: tuple[str, ...], reason: str) -> None:
    """What would count for nothing is refused with its reason, and nothing is written."""
    head = git("rev-parse", "HEAD", at=here)
    done = qmsctl(*arguments, at=here)

    assert done.status == 2
    assert reason in done.err
    assert git("rev-parse", "HEAD", at=here) == head
    assert git("status", "--porcelain", at=here) == ""


def test_several_documents_are_approved_at_once(here: Path) -> None:
    """Each has a record and a commit of its own; the same document named twice is decided on once."""
    head = git("rev-parse", "HEAD", at=here).strip()
    done = qmsctl(
        "approve", office.AUDIT, "PS-02", "PS-02", "--by", "mayor", "--basis", "ordinance 7", at=here
    )

    assert done.status == 0, done.err
    commits = git("rev-list", "--reverse", f"{head}..HEAD", at=here).split()
    added = [git("show", "--name-status", "--format=", commit, at=here) for commit in commits]
    assert "".join(added) == "".join(f"A\t{path}\n" for path in done.out.split())
    assert "ordinance 7" in _document(here, id="PS-02")["approved"]


@pytest.mark.parametrize("faulty", ["PS-1", "PS-01"])
def test_nothing_is_approved_where_one_document_is_refused(here: Path, faulty: str) -> None:
    """One that is unknown, or approved already, keeps the others from being recorded too."""
    head = git("rev-parse", "HEAD", at=here)
    done = qmsctl("approve", "PS-02", faulty, "--by", "mayor", "--basis", "ordinance 7", at=here)

    assert done.status == 2
    assert faulty in done.err
    assert git("rev-parse", "HEAD", at=here) == head
    assert git("status", "--porcelain", at=here) == ""


def test_uncommitted_content_is_not_approved(here: Path) -> None:
    """Only what the history holds can be decided on."""
    (here / PS01).write_text((here / PS01).read_text() + "# changed\n")

    done = qmsctl("approve", "PS-01", "--as", "checked", at=here)

    assert done.status == 2
    assert "is not committed as it stands" in done.err


def test_second_content_under_one_revision_is_refused(here: Path) -> None:
    """Another content needs another revision."""
    _revise(here, "1.0", "Everybody in the office works")

    done = qmsctl("approve", "PS-01", at=here, env=BOB)

    assert done.status == 2
    assert "was approved with another content" in done.err


def test_type_decides_who_may_approve_and_what_comes_first(here: Path) -> None:
    """A decider without the role is refused, and so is an approval before the check."""
    settings = here / "qms.yaml"
    wanted = "sections: [purpose], needs: [checked, approved], approvers: [mayor]"
    settings.write_text(settings.read_text().replace("sections: [purpose]", wanted))
    _revise(here, "1.1", "Everybody in the office works")

    without_role = qmsctl("approve", "PS-01", at=here)
    too_early = qmsctl("approve", "PS-01", at=here, env=BOB)
    checked = qmsctl("approve", "PS-01", "--as", "checked", at=here)
    approved = qmsctl("approve", "PS-01", at=here, env=BOB)

    assert "one person may decide on PS-01: Bob Example; Ann Example had no role on" in without_role.err
    assert "has to be recorded as: checked" in too_early.err
    assert (checked.status, approved.status) == (0, 0)
    assert "PS-01 revision 1.1 is approved and in force from" in approved.err
    assert "Still missing: approval.\nNext: qmsctl approve PS-01\n" in checked.err
    assert "role: quality-officer" in (here / checked.out.strip()).read_text()
    assert "role: mayor" in (here / approved.out.strip()).read_text()
    assert _document(here)["revision"] == "1.1"


def test_nobody_may_decide_on_a_day_before_the_roles(here: Path) -> None:
    """Where nobody had the role on the day, that is said; several roles are not chosen between."""
    settings = here / "qms.yaml"
    text = settings.read_text().replace("sections: [purpose]", "sections: [purpose], approvers: [mayor]")
    text = text.replace("[{role: mayor}]", "[{role: mayor, from: 2026-03-01}, {role: auditor}]")
    settings.write_text(text)
    _revise(here, "1.1", "Everybody in the office works")

    nobody = qmsctl("approve", "PS-01", "--decided", "2026-02-28", at=here, env=BOB)
    checked = qmsctl("approve", "PS-01", "--as", "checked", at=here, env=BOB)
    approved = qmsctl("approve", "PS-01", at=here, env=BOB)

    assert "on 28 February 2026 nobody may decide on PS-01" in nobody.err
    assert "role:" not in (here / checked.out.strip()).read_text()
    assert "role: mayor" in (here / approved.out.strip()).read_text()


def test_approval_says_what_it_comes_to(here: Path) -> None:
    """What is in force until then is said, and that nothing counts before it is committed."""
    _revise(here, "1.1", "Everybody in the office works")

    done = qmsctl("approve", "PS-01", "--effective", "2099-01-01", "--no-commit", at=here, env=BOB)

    assert done.err.endswith(
        "It does not count yet. Once it is committed:\n"
        "PS-01 revision 1.1 is approved; it takes effect on 1 January 2099; until then revision 1.0 is in force.\n"
    )


def test_review_moves_the_next_review(here: Path) -> None:
    """A periodic review without change is recorded as reaffirmed, and the interval counts from it."""
    settings = here / "qms.yaml"
    settings.write_text(settings.read_text().replace("sections: [purpose]", "review_every: 12 months"))
    office.commit(here, "Review every year", "2026-04-01")
    assert _document(here)["review_due"] == "2027-02-01"

    done = qmsctl("review", "PS-01", "--decided", "2026-05-01", at=here)

    assert done.status == 0, done.err
    assert _document(here)["review_due"] == "2027-05-01"
    assert "stays in force; the next review is due by 1 May 2027." in done.err

    again = qmsctl("review", "PS-01", "--decided", "2026-05-01", at=here)
    other = qmsctl("review", "PS-01", "--decided", "2026-05-01", at=here, env=BOB)

    assert again.status == 2
    assert "it is recorded already that Ann Example reviewed PS-01 on 1 May 2026" in again.err
    assert other.status == 0, other.err


def test_withdrawn_document_is_not_in_force(here: Path) -> None:
    """A withdrawal ends a document from its day on."""
    done = qmsctl(
        "withdraw", "PS-01", "--reason", "nobody does this", "--effective", "2026-12-01", at=here, env=BOB
    )

    assert done.status == 0, done.err
    assert _document(here, "--on", "2026-11-30")["state"] == "in force"
    assert _document(here, "--on", "2026-12-01")["state"] == "document withdrawn"


def test_second_withdrawal_is_refused(here: Path) -> None:
    """One withdrawal is enough, even one that is still to come; what follows it can be withdrawn in turn."""
    draft = here / "procedures/ps-02.md"
    draft.write_text(draft.read_text().replace("owner:", "related: [PS-01]\nowner:"))
    office.commit(here, "PS-02 builds on PS-01", "2026-04-01")
    withdraw = ("withdraw", "PS-01", "--reason", "nobody does this", "--effective")

    first = qmsctl(*withdraw, "2099-12-01", at=here, env=BOB)
    second = qmsctl(*withdraw, "2099-11-01", at=here, env=BOB)
    _revise(here, "1.1", "Everybody in the office works")
    revived = qmsctl("approve", "PS-01", "--effective", "2100-01-01", at=here, env=BOB)
    third = qmsctl(*withdraw, "2101-01-01", at=here, env=BOB)

    assert "PS-01 is withdrawn from 1 December 2099; documents that still refer to it: PS-02." in first.err
    assert second.status == 2
    assert "it is recorded already that PS-01 is withdrawn from 1 December 2099" in second.err
    assert (revived.status, third.status) == (0, 0), third.err


def test_history_goes_through_a_rename(here: Path) -> None:
    """A document is its id: moved and revised, it keeps its history, and a copy has one of its own."""
    git("mv", str(PS01), "procedures/ps-01-documents.yaml", at=here)
    office.commit(here, "Rename PS-01", "2026-04-01")
    copied = (here / "procedures/ps-01-documents.yaml").read_text().replace("id: PS-01", "id: PS-03")
    (here / "procedures/ps-03.yaml").write_text(copied)
    office.commit(here, "PS-03 from PS-01", "2026-04-02")

    renamed = qmsctl("history", "PS-01", at=here).out
    copy = qmsctl("history", "PS-03", at=here).out

    assert "Begin" in renamed
    assert "moved from procedures/ps-01.yaml; Rename PS-01" in renamed
    assert "approved 1 February 2026: Bob Example (recorded by the decider)" in renamed
    assert "Begin" not in copy
    assert "PS-03 from PS-01" in copy


def test_show_prints_what_is_in_force_behind_a_draft(here: Path) -> None:
    """A draft on the branch does not hide what is in force; each revision can be had."""
    _revise(here, "1.1", "Everybody in the office works")

    assert "Everybody works" in qmsctl("show", "PS-01", at=here).out
    assert "State: DRAFT" in qmsctl("show", "PS-01", "--draft", at=here).out
    assert "Everybody in the office works" in qmsctl("show", "PS-01", "--revision", "1.1", at=here).out


def test_show_ends_with_legal_basis_and_change_card(here: Path) -> None:
    """What the page says below the text, a terminal and Markdown say as well, in both languages."""
    file = here / PS01
    file.write_text(file.read_text() + "legal_basis: [Act on local government | art. 33]\n")
    office.commit(here, "Legal basis", "2026-04-01")

    plain = qmsctl("show", "PS-01", "--draft", at=here).out
    polish = qmsctl("--lang", "pl", "show", "PS-01", "--draft", "--format", "markdown", at=here).out

    assert "\nLegal basis\n\n- Act on local government | art. 33\n\nChange card\n\nRevision: 1.0\n" in plain
    assert "   In force since: 1 February 2026\n" in plain
    assert "   Approved by and on: Bob Example, 1 February 2026\n" in plain
    assert (
        "## Podstawa prawna\n\n- Act on local government \\| art. 33\n\n## Karta zmian\n\n| Rewizja |"
        in polish
    )
    assert "\n| 1.0 | 1 lutego 2026 r. | - |" in polish


def test_printed_page_fetches_and_runs_nothing(here: Path) -> None:
    """Hostile text in a document stays text on its page."""
    file = here / PS01
    hostile = '<script>alert(1)</script> ![x](https://example.org/x.png) "onload='
    file.write_text(file.read_text().replace("Everybody works", hostile))
    office.commit(here, "Hostile", "2026-04-01")

    done = qmsctl("show", "PS-01", "--draft", "-o", "page.html", at=here)

    page = (here / "page.html").read_text()
    assert done.status == 0, done.err
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page


def test_register_for_a_polish_excel(here: Path) -> None:
    """Semicolons, a byte order mark, days as data, and no cell that starts a formula."""
    file = here / PS01
    file.write_text(file.read_text().replace("title: Control", "title: =HYPERLINK(1)+Control"))
    office.commit(here, "Formula", "2026-04-01")

    done = qmsctl("register", "--format", "csv-excel", "-o", "register.csv", at=here)

    text = (here / "register.csv").read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert done.status == 0, done.err
    assert text.startswith("\ufeffId;Title;")
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--type", "checklist"), ["CL-01"]),
        (("--state", "in_force"), ["PS-01"]),
        (("--clause", "9.2"), ["PS-02"]),
        (("--owner", "mayor"), []),
        (("--type", "Lista pytań"), ["CL-01"]),
        (("--state", "In Force"), ["PS-01"]),
        (("--state", "obowiązuje"), ["PS-01"]),
        (("--owner", "quality OFFICER"), ["CL-01", "PS-01", "PS-02"]),
        (("--unit", "organisational department"), []),
    ],
)
def test_register_lists_what_is_asked_for(here: Path, options: tuple[str, ...], ids: list[str]) -> None:
    """Filters leave the rest out."""
    done = qmsctl("register", "--format", "json", *options, at=here)

    assert [row["id"] for row in json.loads(done.out)["documents"]] == ids


@pytest.mark.parametrize("format", ["plain", "markdown", "html", "csv", "csv-excel", "json"])
def test_register_says_the_same_in_every_format(here: Path, format: str) -> None:
    """Each format holds every document and the revision in force."""
    done = qmsctl("register", "--format", format, at=here)

    assert done.status == 0, done.err
    assert all(id in done.out for id in ("CL-01", "PS-01", "PS-02", "1.0"))
