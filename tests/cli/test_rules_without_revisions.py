"""Rules about approvals, asked about documents that bear no revision and that no record approves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from qmsctl.checks import RULES
from tests.cli import office
from tests.cli.program import git, qmsctl

ORIGINS: Final = ("tags", "trailers", "merges", "fields")
each_origin = pytest.mark.parametrize("origin", ORIGINS)
BOB: Final = ("Bob Example", "bob@example.org")
ANN: Final = ("Ann Example", "ann@example.org")
BY_BOB: Final = "Approved-by: Bob Example <bob@example.org>"
FIELDS: Final = "id: id, title: title, status: status, prepared_by: made, approved_by: by, approved_on: on, effective: from"


class Works:
    """Procedures without revisions that one origin approves."""

    def __init__(self, root: Path, origin: str, settings: str = "", fields: str = FIELDS) -> None:
        self.root, self.origin = root, origin
        root.mkdir()
        git("init", "-q", "-b", "main", "--template=", at=root)
        tags = '    tags: "{id}_{revision}"\n' if origin == "tags" else ""
        (root / "qms.yaml").write_text(
            'qms: "1"\norganisation: {name: Example Works}\nlanguage: en\ntime_zone: UTC\n'
            "editions: [iso9001:2015]\nroles: {boss: Boss, clerk: Clerk}\n"
            "people:\n  ann: {name: Ann Example, emails: [ann@example.org]}\n"
            "  bob: {name: Bob Example, emails: [bob@example.org], roles: [{role: clerk}]}\n"
            f"kinds:\n  sop:\n    files: sop/*.md\n    fields: {{{fields}}}\n    fixed: {{type: procedure}}\n"
            f"    approvals: [{origin}]\n{tags}{settings}"
        )
        self.commit("2026-01-01", "Settings")

    def git(self, *call: str, day: str, who: tuple[str, str] = ANN) -> None:
        """Call git as *who* on *day*."""
        told = {f"GIT_{role}_DATE": f"{day}T12:00:00Z" for role in ("AUTHOR", "COMMITTER")}
        for role in ("AUTHOR", "COMMITTER"):
            told |= {f"GIT_{role}_NAME": who[0], f"GIT_{role}_EMAIL": who[1]}
        git("-c", "tag.gpgSign=false", *call, at=self.root, env=told)

    def commit(self, day: str, message: str) -> None:
        """Commit everything as Ann."""
        self.git("add", "--all", day=day)
        self.git("commit", "-q", "-m", message, day=day)

    def bring(self, text: str, day: str, head: str = "", id: str = "A") -> None:
        """Bring a *text* to the main line on *day*, and have Bob approve it."""
        if self.origin == "merges":
            self.git("switch", "-q", "-c", f"{id}-{day}", day=day)
        stated = f"status: approved\nby: Bob Example\non: {day}\n" if self.origin == "fields" else ""
        self.write(text, head + stated, id)
        self.commit(day, f"Text\n\n{BY_BOB}" if self.origin == "trailers" else "Text")
        if self.origin == "merges":
            self.git("switch", "-q", "main", day=day)
            self.git("merge", "-q", "--no-ff", "-m", "Merge", f"{id}-{day}", day=day, who=BOB)
        if self.origin == "tags":
            self.git("tag", "-a", "-m", "In force", f"{id}_{day}", day=day, who=BOB)

    def write(self, text: str, head: str = "", id: str = "A") -> None:
        """Write a document."""
        (self.root / "sop").mkdir(exist_ok=True)
        (self.root / f"sop/{id.lower()}.md").write_text(
            f"---\nid: {id}\ntitle: About {id}\n{head}---\n\n## Purpose\n\n{text}\n"
        )

    def checked(self, lang: str = "en") -> dict[str, Any]:
        """Return what the check says on 30 June."""
        done = qmsctl("--lang", lang, "check", "--format", "json", "--on", "2026-06-30", at=self.root)
        assert done.status in (0, 1), done.err
        found: dict[str, Any] = json.loads(done.out)
        return found

    def problems(self, *slugs: str, lang: str = "en") -> list[str]:
        """Return what the check says under the rules *slugs*."""
        return [one["message"] for one in self.checked(lang)["problems"] if one["slug"] in slugs]

    def row(self, day: str = "2026-06-30", id: str = "A") -> Mapping[str, Any]:
        """Return what the register says of a document."""
        done = qmsctl("register", "--format", "json", "--on", day, at=self.root)
        (found,) = [row for row in json.loads(done.out)["documents"] if row["id"] == id]
        assert isinstance(found, dict)
        return found

    def in_force(self, day: str = "2026-06-30") -> str:
        """Return what is in force of A, as a reader is shown it."""
        done = qmsctl("show", "A", "--on", day, at=self.root)
        assert done.status == 0, done.err
        return done.out


DRIFT: Final = ("unapproved-revision", "changed-after-approval")


@each_origin
def test_a_text_that_nothing_approves(tmp_path: Path, origin: str) -> None:
    """A first text without an approval is told, and one that is approved is not."""
    works = Works(tmp_path / "works", origin)
    works.write("Everything that is bought.", "status: draft\n")
    works.commit("2026-02-01", "Text")
    assert works.problems(*DRIFT) == [
        "the text of A is not approved (nothing says who approved it), and no other is in force"
    ]
    assert works.problems(*DRIFT, lang="pl") == [
        "tekst dokumentu A nie jest zatwierdzony (nie podano, kto zatwierdził), a żaden inny nie obowiązuje"
    ]
    works.bring("Everything that is bought, at last.", "2026-03-01")
    assert works.problems(*DRIFT) == []


@each_origin
def test_a_text_changed_after_its_approval(tmp_path: Path, origin: str) -> None:
    """What is in the file is neither approved nor marked as a draft: that is told, with who changed it."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01")
    head = "status: approved\nby: Bob Example\non: 2026-02-01\n" if origin == "fields" else ""
    works.write("Everything that is sold.", head)
    works.commit("2026-03-01", "Change")
    (message,) = works.problems(*DRIFT)
    assert message.startswith(
        "the text of A is not the one approved on 1 February 2026, and nothing in it says so;"
        " Ann Example changed it last on 1 March 2026, in commit "
    )
    (message,) = works.problems(*DRIFT, lang="pl")
    assert message.startswith(
        "tekst dokumentu A nie jest tym, który zatwierdzono 1 lutego 2026 r., a nic w nim na to nie wskazuje;"
    )
    assert "Everything that is bought." in works.in_force()
    assert works.row()["remarks"] == (
        "the tree holds another text than the one in force, and nothing in it says so"
    )
    works.write("Everything that is lent.", head)
    assert works.problems(*DRIFT)[0].endswith("the change is not committed yet")
    works.write("Everything that is sold.", "status: draft\n")
    works.commit("2026-03-02", "A draft")
    assert works.problems(*DRIFT) == [
        "the text of A is not approved (nothing says who approved it), so the one of 1 February 2026 stays in force"
    ]


@each_origin
def test_who_may_approve(tmp_path: Path, origin: str) -> None:
    """Bob has a role on the day, or he has not, whatever shows that he approved."""
    works = Works(tmp_path / "works", origin, "types: {procedure: {approvers: [boss]}}\n")
    works.bring("Everything that is bought.", "2026-02-01")
    assert works.problems("unauthorised-approval") == [
        "Bob Example approved A on 1 February 2026 without any role that may: Boss"
    ]
    settings = works.root / "qms.yaml"
    settings.write_text(settings.read_text().replace("role: clerk", "role: boss"))
    assert works.problems("unauthorised-approval") == []


def test_who_may_approve_by_a_tag_of_nobody(tmp_path: Path) -> None:
    """A tag that does not say who made it is by nobody who may."""
    works = Works(tmp_path / "works", "tags", "types: {procedure: {approvers: [boss]}}\n")
    works.write("Everything that is bought.")
    works.commit("2026-02-01", "Text")
    works.git("tag", "A_1", day="2026-02-01")
    assert works.problems("unauthorised-approval") == [
        "A was approved on 1 February 2026, and nothing says by whom; it takes one of these roles: Boss"
    ]


def test_a_merge_beside_another_approval(tmp_path: Path) -> None:
    """Where a trailer of somebody who may approves a text, nobody asks whether whoever merged it may."""
    works = Works(tmp_path / "works", "trailers, merges", "types: {procedure: {approvers: [clerk]}}\n")
    works.git("switch", "-q", "-c", "side", day="2026-02-01")
    works.write("Everything that is bought.")
    works.commit("2026-02-01", f"Text\n\n{BY_BOB}")
    works.git("switch", "-q", "main", day="2026-02-01")
    works.git("merge", "-q", "--no-ff", "-m", "Merge", "side", day="2026-02-02")
    assert works.problems("unauthorised-approval") == []
    works.git("switch", "-q", "-c", "other", day="2026-03-01")
    works.write("Everything that is sold.")
    works.commit("2026-03-01", "Text")
    works.git("switch", "-q", "main", day="2026-03-01")
    works.git("merge", "-q", "--no-ff", "-m", "Merge", "other", day="2026-03-02")
    assert works.problems("unauthorised-approval") == [
        "Ann Example approved A on 2 March 2026 without any role that may: Clerk"
    ]


@each_origin
def test_approved_after_it_took_effect(tmp_path: Path, origin: str) -> None:
    """A text that holds from a day before its approval is told once; a later text that keeps the day is not."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01", "from: 2026-01-15\n")
    told = ["the text of A takes effect on 15 January 2026, and was approved only on 1 February 2026"]
    assert works.problems("retroactive-approval") == told
    works.bring("Everything that is sold.", "2026-03-01", "from: 2026-01-15\n")
    assert works.problems("retroactive-approval") == told
    assert works.row()["effective"] == "2026-03-01"


def test_prepared_and_approved_by_one_person(tmp_path: Path) -> None:
    """It is asked of each text by itself: who prepared an earlier one has nothing to do with a later one."""
    works = Works(tmp_path / "works", "fields")
    works.bring("Everything that is bought.", "2026-02-01", "made: Bob Example\n")
    assert works.problems("self-approval") == [
        "the text of A that took effect on 1 February 2026 was prepared and approved by the same person, Bob Example"
    ]
    works.bring("Everything that is sold.", "2026-03-01")
    assert works.problems("self-approval") == []


@each_origin
def test_very_many_texts_on_one_day(tmp_path: Path, origin: str) -> None:
    """Texts are counted where there are no revisions; who nobody names has approved nothing in bulk."""
    works = Works(tmp_path / "works", origin, "rules: {bulk-approval: {options: {most: 1}}}\n")
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is sold.", "2026-02-01", id="B")
    assert works.problems("bulk-approval") == ["Bob Example approved 2 revisions on 1 February 2026"]


def test_whoever_read_an_earlier_text_has_not_read_the_one_in_force(tmp_path: Path) -> None:
    """Without a revision, only the day tells which text somebody has read."""
    works = Works(
        tmp_path / "works",
        "merges",
        "acknowledgements: {register: registers/read.csv, within: 14 days}\n",
        FIELDS + ", readers: readers",
    )
    (works.root / "registers").mkdir()
    register = works.root / "registers/read.csv"
    register.write_text("document,revision,person,day\nA,,ann,2026-02-03\n")
    works.bring("Everything that is bought.", "2026-02-01", "readers: ann\n")
    assert works.problems("unread-revision") == []
    works.bring("Everything that is sold.", "2026-03-01", "readers: ann\n")
    assert works.problems("unread-revision") == [
        "1 reader of A has not acknowledged the text of 1 March 2026, due on 15 March 2026: Ann Example"
    ]
    register.write_text(register.read_text() + "A,,ann,2026-03-03\n")
    assert works.problems("unread-revision") == []


def test_what_a_type_demands(tmp_path: Path) -> None:
    """A merge is less than any level; what to do about it is not a command that cannot work."""
    works = Works(tmp_path / "works", "merges", "branch: main\ntypes: {procedure: {trust: signed}}\n")
    works.bring("Everything that is bought.", "2026-02-01")
    (problem,) = [one for one in works.checked()["problems"] if one["slug"] == "declared-approval"]
    assert problem["message"] == (
        "no signature that counts shows that Bob Example decided on A, whose type demands one"
    )
    assert problem["fix"] == (
        "let Bob Example sign the tag or the commit, where qms.yaml counts it, or record the decision with qmsctl"
    )


@each_origin
def test_a_document_that_is_gone(tmp_path: Path, origin: str) -> None:
    """It went as it came, by a commit, and nobody is asked to withdraw it afterwards."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything else.", "2026-02-02", id="B")
    (works.root / "sop/a.md").unlink()
    works.commit("2026-03-01", "Gone")
    assert works.problems("orphan-approval") == []


def test_a_document_with_revisions_that_is_gone(tmp_path: Path) -> None:
    """Many approvals of one document that nobody withdrew are told once."""
    works = Works(tmp_path / "works", "tags", fields=FIELDS + ", revision: version")
    for day, revision in (("2026-02-01", "1"), ("2026-02-02", "2")):
        works.bring(f"Text {revision}.", day, f"version: '{revision}'\n")
        works.git("tag", "-a", "-m", "x", f"A_{revision}", day=day, who=BOB)
    works.bring("Everything else.", "2026-02-03", "version: '1'\n", id="B")
    (works.root / "sop/a.md").unlink()
    works.commit("2026-03-01", "Gone")
    assert works.problems("orphan-approval") == [
        "A in the language en, approved on 2 February 2026, is neither there nor withdrawn: sop/a.md is gone"
    ]


@each_origin
def test_what_needs_a_revision_is_not_applicable_and_listed(tmp_path: Path, origin: str) -> None:
    """Rules that compare revisions are counted as not applicable, and named with their numbers."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01")
    rules = {one["slug"]: one for one in works.checked()["rules"]}
    for slug in ("revision-approved-twice", "unchanged-revision", "backward-revision"):
        assert rules[slug]["left_out"] == {"revision": 1}
    for slug in DRIFT:
        assert "left_out" not in rules[slug]
        assert rules[slug]["conforming"] + rules[slug]["not_applicable"] == 1
    told = qmsctl("check", "--on", "2026-06-30", at=works.root).out
    assert (
        "has a field for revision: revision-approved-twice 1, unchanged-revision 1, backward-revision 1."
        in told
    )


def test_without_revisions_and_approvals_nothing_can_be_asked(tmp_path: Path) -> None:
    """Of a kind that says nothing of approvals nobody can tell what is approved."""
    works = Works(tmp_path / "works", "")
    works.write("Everything that is bought.")
    works.commit("2026-02-01", "Text")
    rules = {one["slug"]: one for one in works.checked()["rules"]}
    for slug in DRIFT:
        assert rules[slug]["left_out"] == {"revision / approvals": 1}
    for lang, told in (
        ("en", "has a field for revision or says what approves them: unapproved-revision 1"),
        ("pl", "nie ma pola na revision ani nie mówi, co je zatwierdza: unapproved-revision 1"),
    ):
        assert told in qmsctl("--lang", lang, "check", at=works.root).out


@each_origin
def test_rules_that_ask_about_records_alone_look_at_none(tmp_path: Path, origin: str) -> None:
    """What the documentation says of them holds: without records they have nothing to look at."""
    works = Works(tmp_path / "works", origin, "types: {procedure: {approvers: [boss]}}\n")
    works.bring("Everything that is bought.", "2026-02-01")
    alone = {rule.slug for rule in RULES if rule.records_alone}
    told = {one["slug"]: one for one in works.checked()["rules"] if one["slug"] in alone}
    assert told.keys() == alone
    assert {slug for slug, one in told.items() if one["conforming"] or one["nonconforming"]} == set()


@pytest.mark.parametrize("origin", ["tags", "trailers", "merges"])
def test_going_back_is_a_decision_of_its_own(tmp_path: Path, origin: str) -> None:
    """An earlier text that is brought back and approved anew is in force again, from that day."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is sold.", "2026-03-01")
    works.bring("Everything that is bought.", "2026-04-01")
    assert works.problems(*DRIFT) == []
    assert "Everything that is sold." in works.in_force("2026-03-31")
    assert "Everything that is bought." in works.in_force()
    assert works.row()["effective"] == "2026-04-01"
    assert works.row("2026-02-15")["effective"] == "2026-02-01"


@each_origin
def test_going_back_without_a_decision(tmp_path: Path, origin: str) -> None:
    """What was approved once is approved, and the newest approved text stays in force."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is sold.", "2026-03-01")
    head = "status: approved\nby: Bob Example\non: 2026-02-01\n" if origin == "fields" else ""
    works.write("Everything that is bought.", head)
    works.commit("2026-04-01", "Back again")
    assert works.problems(*DRIFT) == []
    assert "Everything that is sold." in works.in_force()
    assert works.row()["effective"] == "2026-03-01"
    assert works.row()["remarks"] == "the tree holds an earlier text, which is no longer in force"


@pytest.mark.parametrize("origin", ["trailers", "merges"])
def test_going_back_to_an_earlier_revision(tmp_path: Path, origin: str) -> None:
    """As with records: a revision that was approved is approved, and the newest approved one stays in force."""
    works = Works(tmp_path / "works", origin, fields=FIELDS + ", revision: version")
    for day, revision in (("2026-02-01", "1"), ("2026-03-01", "2"), ("2026-04-01", "1")):
        works.bring(f"Text {revision}.", day, f"version: '{revision}'\n")
    assert works.problems(*DRIFT, "revision-approved-twice") == []
    row = works.row()
    assert (row["revision"], row["effective"], row["state"]) == ("2", "2026-03-01", "in force")
    assert row["remarks"] == "the tree holds an earlier text, which is no longer in force"


def test_going_back_by_a_commit_of_a_branch(tmp_path: Path) -> None:
    """The trailer of the commit that brings the text back counts, also where a merge brings that commit."""
    works = Works(tmp_path / "works", "trailers")
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is sold.", "2026-03-01")
    works.git("switch", "-q", "-c", "side", day="2026-04-01")
    works.bring("Everything that is bought.", "2026-04-01")
    works.git("switch", "-q", "main", day="2026-04-01")
    works.git("merge", "-q", "--no-ff", "-m", "Merge", "side", day="2026-04-02")
    assert works.row()["effective"] == "2026-04-02"
    assert "Everything that is bought." in works.in_force()


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        ("en", "the file holds an earlier text, which was in force from 1 February 2026 and is no longer"),
        (
            "pl",
            "plik zawiera wcześniejszy tekst, który obowiązywał od 1 lutego 2026 r., a teraz już nie obowiązuje",
        ),
    ],
)
def test_going_back_to_what_a_record_approved(here: Path, lang: str, remark: str) -> None:
    """Of documents in qmsctl's form the same holds: an earlier revision in the file is not in force, and that is said."""
    procedure = here / "procedures/ps-01.yaml"
    earlier = procedure.read_text()
    procedure.write_text(earlier.replace('"1.0"', '"1.1"').replace("Everybody works", "All work"))
    office.commit(here, "PS-01 1.1", "2026-04-01")
    assert qmsctl("approve", "PS-01", at=here).status == 0
    assert remark not in qmsctl("--lang", lang, "why", "PS-01", at=here).out
    procedure.write_text(earlier)
    office.commit(here, "Back to 1.0", "2026-12-01")
    assert remark in qmsctl("--lang", lang, "why", "PS-01", at=here).out
