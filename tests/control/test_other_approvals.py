"""Approvals that are no records: tags, trailers, what documents declare, merges; each at its own level."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System, control
from qmsctl.control.trust import Origin, Trust
from qmsctl.model.qms import load
from qmsctl.repo.repository import open_repository
from qmsctl.reports.document_duties import review_duty

DAY = dt.date(2026, 6, 30)
QMS = """\
qms: "1"
organisation: {{name: Example Works}}
editions: [iso9001:2015]
time_zone: UTC
people: {{jane: {{name: Jane Roe, emails: [jane@example.org]}}}}
kinds:
  sop:
    files: ["sop/**/*.md"]
    {fields}
    fixed: {{type: procedure}}
    approvals: [{approvals}]
"""
FIELDS = "fields: {id: [doc_id], title: [title], revision: [version], status: [status], approved_by: [approved_by], approved_on: [approved], effective: [effective], reviewed_on: [reviewed], review_due: [due], review_every: [every]}"


class Works:
    """A repository of procedures in Markdown, made commit by commit."""

    def __init__(self, root: Path, approvals: str, fields: str = FIELDS, more: str = "") -> None:
        self.root = root
        root.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")
        (root / "qms.yaml").write_text(QMS.format(approvals=approvals, fields=fields) + more)
        self.commit("2026-01-01", "Settings")

    def git(self, *call: str, day: str = "2026-01-01", who: str = "Ann Example <ann@example.org>") -> str:
        """Call git as *who* at noon of *day*."""
        name, _, email = who.rstrip(">").partition(" <")
        moment = f"{day}T12:00:00Z"
        told = {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": email,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": email,
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "PATH": "/usr/bin:/bin:/usr/local/bin",
        }
        return subprocess.run(
            ["git", "-c", "tag.gpgSign=false", *call],
            cwd=self.root,
            env=told,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def commit(self, day: str, message: str, who: str = "Ann Example <ann@example.org>") -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, day=day, who=who)

    def commit_again(self, day: str) -> None:
        """Commit without a change."""
        self.git("commit", "-q", "--allow-empty", "-m", "Nothing", day=day)

    def write(self, name: str, head: str, text: str = "Everything that is bought.") -> None:
        """Write a document below `sop`."""
        file = self.root / "sop" / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(f"---\n{head}---\n{text}\n")

    def system(self, day: dt.date = DAY) -> System:
        """Return what the working tree and its history come to on *day*."""
        repository = open_repository(self.root)
        head = repository.head
        return control(load(repository.working_tree()), repository.history(head), day, repository.git.blobs)

    def document(self, id: str = "SOP-1", day: dt.date = DAY) -> ControlledDocument:
        """Return one document on *day*."""
        found = self.system(day).document(id)
        assert found is not None
        return found


HEAD = 'doc_id: SOP-1\ntitle: Purchasing\nversion: "{}"\n'


def test_what_a_document_declares_counts_where_it_is_said_to(tmp_path: Path) -> None:
    """It is declared, no more, by whom and on the day it says."""
    works = Works(tmp_path, "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\napproved_by: Jane Roe\napproved: 2026-02-03\n")
    works.commit("2026-02-10", "Purchasing")
    document = works.document()
    (decision,) = document.decisions
    assert (decision.origin, decision.trust) == (Origin.FIELDS, Trust.DECLARED)
    assert decision.record.fact.decider.person == "jane"
    assert document.state is DocumentState.IN_FORCE
    assert document.in_force is not None
    assert document.in_force.effective == dt.date(2026, 2, 3)
    assert works.document(day=dt.date(2026, 2, 2)).state is DocumentState.DRAFT


@pytest.mark.parametrize("approvals", ["", "tags", "trailers", "merges"])
def test_what_a_document_declares_counts_nowhere_else(tmp_path: Path, approvals: str) -> None:
    """Only settings make a field an approval."""
    works = Works(tmp_path, approvals, more='    tags: "{id}_{revision}"\n' if approvals == "tags" else "")
    works.write("a.md", HEAD.format(1) + "status: approved\napproved_by: Jane Roe\napproved: 2026-02-03\n")
    works.commit("2026-02-10", "Purchasing")
    assert works.document().state is DocumentState.DRAFT


def test_a_draft_does_not_hide_what_was_approved_before_it(tmp_path: Path) -> None:
    """What is in force is read from the history by its content."""
    works = Works(tmp_path, "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\n", "The first text.")
    works.commit("2026-02-10", "Purchasing")
    works.write("a.md", HEAD.format(2) + "status: draft\n", "The second text.")
    works.commit("2026-03-10", "Draft")
    document = works.document()
    assert document.is_drafted
    assert document.in_force is not None
    assert document.in_force.revision == "1"
    assert document.in_force_text is not None
    assert document.in_force_text.sections["text"] == "The first text."


def test_another_text_under_the_same_revision_is_drift(tmp_path: Path) -> None:
    """A document that declares two texts under one revision is approved in the first."""
    works = Works(tmp_path, "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\n", "The first text.")
    works.commit("2026-02-10", "Purchasing")
    works.write("a.md", HEAD.format(1) + "status: approved\n", "The second text.")
    works.commit("2026-03-10", "Again")
    document = works.document()
    assert document.state is DocumentState.DRIFTED
    assert len(document.rivals) == 1


def test_what_tells_of_the_review_is_no_other_text(tmp_path: Path) -> None:
    """A commit that only moves the day of the review changes nothing that was approved, and the review counts."""
    works = Works(tmp_path, "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\nevery: 6 months\nreviewed: 2026-01-05\n")
    works.commit("2026-01-10", "Purchasing")
    assert works.document().review_due == dt.date(2026, 7, 10)
    works.write("a.md", HEAD.format(1) + "status: approved\nevery: 6 months\nreviewed: 2026-06-05\n")
    works.commit("2026-06-05", "Reviewed")
    document = works.document()
    assert document.state is DocumentState.IN_FORCE
    assert document.review_due == dt.date(2026, 12, 5)
    works.write("a.md", HEAD.format(1) + "status: approved\nevery: 6 months\ndue: 2027-01-31\n")
    assert works.document().review_due == dt.date(2027, 1, 31)


def test_without_revisions_every_text_is_one_of_its_own(tmp_path: Path) -> None:
    """Where documents bear no revision, a later text that is declared takes the place of the one before."""
    works = Works(tmp_path, "fields", "fields: {id: [doc_id], status: [status]}")
    works.write("a.md", "doc_id: SOP-1\nstatus: approved\n", "The first text.")
    works.commit("2026-02-10", "Purchasing")
    works.write("a.md", "doc_id: SOP-1\nstatus: approved\n", "The second text.")
    works.commit("2026-03-10", "Again")
    works.write("a.md", "doc_id: SOP-1\nstatus: draft\n", "The third text.")
    works.commit("2026-04-10", "Draft")
    document = works.document()
    assert [one.effective.month for one in document.approved] == [2, 3]
    assert not document.rivals
    assert document.state is DocumentState.IN_FORCE
    assert document.is_drafted


def test_withdrawn_by_its_status(tmp_path: Path) -> None:
    """It is withdrawn from the day on which the main line first said so."""
    works = Works(tmp_path, "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\n")
    works.commit("2026-02-10", "Purchasing")
    works.write("a.md", HEAD.format(1) + "status: obsolete\n")
    works.commit("2026-03-10", "Withdraw")
    works.write("a.md", HEAD.format(1) + "status: obsolete\n", "A word more.")
    works.commit("2026-04-10", "More")
    document = works.document()
    assert document.state is DocumentState.WITHDRAWN
    assert document.withdrawn is not None
    assert document.withdrawn.record.fact.decided == dt.date(2026, 3, 10)


def tagged(tmp_path: Path, pattern: str = "{id}_{revision}") -> Works:
    """Return works whose tags of *pattern* approve, with one procedure."""
    works = Works(tmp_path, "tags", more=f'    tags: "{pattern}"\n')
    works.write("a.md", HEAD.format("1.0") + "effective: 2026-04-01\n", "The first text.")
    works.commit("2026-02-10", "Purchasing")
    return works


def test_a_tag_approves_what_its_commit_held(tmp_path: Path) -> None:
    """Whoever made it decided, on its day; what came later is not approved by it."""
    works = tagged(tmp_path)
    works.git("tag", "-a", "-m", "x", "SOP-1_1.0", day="2026-03-01", who="Jane Roe <jane@example.org>")
    works.write("a.md", HEAD.format("1.1"), "The second text.")
    works.commit("2026-03-10", "Again")
    document = works.document()
    (decision,) = document.decisions
    assert (decision.origin, decision.trust, decision.named) == (Origin.TAG, Trust.RECORDED, "SOP-1_1.0")
    assert decision.record.fact.decider.person == "jane"
    assert decision.record.fact.decided == dt.date(2026, 3, 1)
    assert document.in_force is not None
    assert (document.in_force.revision, document.in_force.effective) == ("1.0", dt.date(2026, 4, 1))
    assert document.is_drafted
    assert works.document(day=dt.date(2026, 3, 31)).state is DocumentState.APPROVED


def test_of_a_lightweight_tag_nobody_knows_who_made_it(tmp_path: Path) -> None:
    """It is declared, no more."""
    works = tagged(tmp_path)
    works.git("tag", "SOP-1_1.0")
    (decision,) = works.document().decisions
    assert (decision.trust, decision.record.fact.decider.person) == (Trust.DECLARED, "?")


@pytest.mark.parametrize(
    ("pattern", "tag"),
    [
        ("{slug}_{revision}", "sop-1_1.0"),
        ("{id}_{revision}", "SOP-1_v1.0"),
        ("approved/{id}/{revision}", "approved/SOP-1/1.0"),
        ("{id}-rev{revision}-ok", "SOP-1-rev1.0-ok"),
        ("qms-{revision}", "qms-2026-03"),
    ],
)
def test_tags_have_the_names_that_settings_say(tmp_path: Path, pattern: str, tag: str) -> None:
    """By id or by slug, in any order; without a document in its name a tag is about all of them."""
    works = tagged(tmp_path, pattern)
    works.git("tag", "-a", "-m", "x", "other_1.0")
    assert not works.document().decisions
    works.git("tag", "-a", "-m", "x", tag)
    (decision,) = works.document().decisions
    assert decision.named == tag


def test_a_tag_that_names_another_revision_than_its_content_approves_that_revision(tmp_path: Path) -> None:
    """It does not make the file's own revision approved."""
    works = tagged(tmp_path)
    works.git("tag", "-a", "-m", "x", "SOP-1_2.0")
    document = works.document()
    assert document.decisions[0].record.fact.revision == "2.0"
    assert document.in_force is None or document.in_force.revision == "2.0"


def test_ids_that_hold_the_separator(tmp_path: Path) -> None:
    """Of two documents whose names fit, the one with the longer name is meant."""
    works = Works(tmp_path, "tags", more='    tags: "{id}_{revision}"\n')
    works.write("a.md", "doc_id: A\nversion: x_1\n", "The first text.")
    works.write("b.md", "doc_id: A_x\nversion: '1'\n", "The second text.")
    works.commit("2026-02-10", "Both")
    works.git("tag", "-a", "-m", "x", "A_x_1")
    assert not works.document("A").decisions
    assert len(works.document("A_x").decisions) == 1


def test_a_tag_beside_the_main_line_approves_nothing(tmp_path: Path) -> None:
    """A branch that was never merged is no part of what the documents were."""
    works = tagged(tmp_path)
    works.git("switch", "-q", "-c", "side")
    works.write("a.md", HEAD.format("9"), "A text of the side.")
    works.commit("2026-03-01", "Side")
    works.git("tag", "-a", "-m", "x", "SOP-1_9")
    works.git("switch", "-q", "main")
    assert not works.document().decisions


def test_a_tag_on_a_branch_approves_what_the_branch_held(tmp_path: Path) -> None:
    """Once it was merged, the text of its commit is approved, not that of the main line where the branch began."""
    works = tagged(tmp_path)
    works.git("tag", "-a", "-m", "x", "SOP-1_1.0", day="2026-03-01", who="Jane Roe <jane@example.org>")
    works.git("switch", "-q", "-c", "side")
    works.write("a.md", HEAD.format("1.1"), "The second text.")
    works.commit("2026-03-02", "Side")
    works.git("tag", "-a", "-m", "x", "SOP-1_1.1", day="2026-03-03", who="Jane Roe <jane@example.org>")
    works.git("switch", "-q", "main")
    works.write("b.md", 'doc_id: SOP-2\nversion: "1"\n')
    works.commit("2026-03-04", "Elsewhere")
    before = works.document()
    assert before.in_force is not None
    assert before.in_force.revision == "1.0"
    works.git("merge", "-q", "--no-ff", "-m", "Merge", "side", day="2026-05-05")
    document = works.document()
    assert document.state is DocumentState.IN_FORCE
    assert document.in_force is not None
    assert (document.in_force.revision, document.in_force.effective) == ("1.1", dt.date(2026, 5, 5))
    assert document.in_force.content == document.content
    assert not document.rivals


def test_a_tag_approves_no_text_that_a_merge_left_behind(tmp_path: Path) -> None:
    """What the branch held and the main line never had is no part of what the documents were."""
    works = tagged(tmp_path)
    works.git("switch", "-q", "-c", "side")
    works.write("a.md", HEAD.format("1.1"), "The second text.")
    works.commit("2026-03-02", "Side")
    works.git("tag", "-a", "-m", "x", "SOP-1_1.1", day="2026-03-03", who="Jane Roe <jane@example.org>")
    works.git("switch", "-q", "main")
    works.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge", "side", day="2026-03-05")
    assert not works.document().decisions


def test_trailers(tmp_path: Path) -> None:
    """Their own commit makes it recorded, somebody else's declared; a review is a check."""
    works = Works(tmp_path, "trailers")
    works.write("a.md", HEAD.format(1))
    works.commit(
        "2026-02-10",
        "Purchasing\n\nWhy.\n\nReviewed-by: Bob Example <bob@example.org>\nApproved-by: Jane Roe <jane@example.org>",
    )
    first = works.document()
    assert [(d.record.fact.meaning, d.record.fact.decider.person, d.trust) for d in first.decisions] == [
        ("checked", "Bob Example", Trust.DECLARED),
        ("approved", "jane", Trust.DECLARED),
    ]
    assert first.state is DocumentState.IN_FORCE
    works.write("a.md", HEAD.format(2))
    works.commit(
        "2026-03-10", "Again\n\nApproved-by: Jane Roe <jane@example.org>", "Jane Roe <jane@example.org>"
    )
    assert [d.trust for d in works.document().decisions][-1] is Trust.RECORDED
    works.write("a.md", HEAD.format(3))
    works.commit("2026-04-10", "Approved-by: Jane Roe <jane@example.org> said so\n\nand that was it.")
    assert works.document().is_drafted


def test_a_merge_is_named_as_what_it_is(tmp_path: Path) -> None:
    """It counts where settings say so, at the lowest level; what came without a merge has nothing."""
    works = Works(tmp_path, "merges")
    works.write("b.md", 'doc_id: SOP-2\nversion: "1"\n')
    works.commit("2026-02-01", "Straight to the main line")
    works.git("switch", "-q", "-c", "side")
    works.write("a.md", HEAD.format(1))
    works.commit("2026-02-10", "Purchasing")
    works.git("switch", "-q", "main")
    works.git(
        "merge", "-q", "--no-ff", "-m", "Merge", "side", day="2026-03-01", who="Jane Roe <jane@example.org>"
    )
    (decision,) = works.document().decisions
    assert (decision.origin, decision.trust) == (Origin.MERGE, Trust.MERGED)
    assert decision.record.fact.decided == dt.date(2026, 3, 1)
    assert not decision.trust.reaches("declared")
    assert works.document("SOP-2").state is DocumentState.DRAFT


def test_of_several_the_surest_is_shown(tmp_path: Path) -> None:
    """A text that a merge brought, that declares itself and is tagged shows the tag."""
    works = Works(tmp_path, "merges, fields, tags", more='    tags: "{id}_{revision}"\n')
    works.git("switch", "-q", "-c", "side")
    works.write("a.md", HEAD.format(1) + "status: approved\napproved_by: Jane Roe\n")
    works.commit("2026-02-10", "Purchasing")
    works.git("switch", "-q", "main")
    works.git("merge", "-q", "--no-ff", "-m", "Merge", "side", day="2026-03-01")
    works.git("tag", "-a", "-m", "x", "SOP-1_1", day="2026-03-02", who="Jane Roe <jane@example.org>")
    document = works.document()
    assert [d.origin for d in document.decisions] == [Origin.MERGE, Origin.FIELDS, Origin.TAG]
    assert document.in_force is not None
    shown = document.in_force.decided_as("approved")
    assert shown is not None
    assert shown.origin is Origin.TAG


def test_a_rename_keeps_what_is_known_by_its_name(tmp_path: Path) -> None:
    """Approved under the old name, in force under the new one; a copy has nothing of it."""
    works = Works(tmp_path, "fields", "fields: {status: [status]}\n    name: '{id}'")
    works.write("old.md", "status: approved\n", "One line.\nAnother line.\nA third line.")
    works.commit("2026-02-10", "Begin")
    works.git("mv", "sop/old.md", "sop/new.md")
    works.write("new.md", "status: draft\n", "One line.\nAnother line.\nA third line.\nA fourth one.")
    works.write("copy.md", "status: draft\n", "One line.\nAnother line.\nA third line.")
    works.commit("2026-03-10", "Rename and change")
    # Two paths were added: which one it became nobody tells, so neither has what it had.
    assert works.document("old").working is None
    assert works.document("new").in_force is None
    works.git("rm", "-q", "sop/copy.md")
    works.commit("2026-03-11", "Remove")
    works.git("mv", "sop/new.md", "sop/last.md")
    works.commit("2026-03-12", "Rename alone")
    works.write("last.md", "status: approved\n", "Other words.")
    works.commit("2026-03-13", "Approve")
    works.git("mv", "sop/last.md", "sop/moved.md")
    works.commit("2026-03-14", "Rename again")
    document = works.document("moved")
    assert document.in_force is not None
    assert document.in_force.effective == dt.date(2026, 3, 13)
    assert document.in_force_text is not None
    assert not document.blob_mismatched


def test_a_status_nobody_can_read_is_no_approval(tmp_path: Path) -> None:
    """A day of approval beside a status without meaning approves nothing; beside none it does."""
    works = Works(tmp_path, "fields")
    for number, status in enumerate(("status: half way\n", "", "status: approved\n"), 1):
        works.write(f"{number}.md", f"doc_id: SOP-{number}\nversion: 1\n{status}approved: 2026-02-01\n")
    works.commit("2026-02-01", "Write them")
    states = {one.id: one.state for one in works.system().documents}
    assert states == {
        "SOP-1": DocumentState.DRAFT,
        "SOP-2": DocumentState.IN_FORCE,
        "SOP-3": DocumentState.IN_FORCE,
    }


def test_what_is_reviewed_is_due_whoever_approved_it(tmp_path: Path) -> None:
    """A document that declares its reviews and that nothing approves is due all the same, unless it is a draft."""
    works = Works(tmp_path, "tags", more='    tags: "{id}_{revision}"\n')
    works.write("1.md", "doc_id: SOP-1\nversion: 1\nreviewed: 2026-02-28\nevery: 6 months\n")
    works.write("2.md", "doc_id: SOP-2\nversion: 1\ndue: 2026-09-01\n")
    works.write("3.md", "doc_id: SOP-3\nversion: 1\nstatus: draft\ndue: 2026-09-01\n")
    works.write("4.md", "doc_id: SOP-4\nversion: 1\nevery: 6 months\n")
    works.commit("2026-03-01", "Write them")
    system = works.system()
    due = {one.id: one.review_due for one in system.documents}
    assert due == {
        "SOP-1": dt.date(2026, 8, 28),
        "SOP-2": dt.date(2026, 9, 1),
        "SOP-3": None,
        "SOP-4": None,
    }
    duties = [duty for one in system.documents if (duty := review_duty(one, system)) is not None]
    assert [(duty.subject, duty.due, duty.command) for duty in duties] == [
        ("SOP-1", dt.date(2026, 8, 28), "qmsctl why SOP-1"),
        ("SOP-2", dt.date(2026, 9, 1), "qmsctl why SOP-2"),
    ]


def test_a_day_of_approval_is_that_of_the_text_that_first_bore_it(tmp_path: Path) -> None:
    """Whoever changes the text and leaves the day as it is has approved nothing; a new day approves the new text."""
    works = Works(tmp_path, "fields")
    said = "status: approved\napproved_by: Jane Roe\napproved: 2026-02-03\neffective: 2026-02-05\n"
    works.write("a.md", HEAD.format("1.0") + said, "The first text.")
    works.commit("2026-02-03", "Purchasing")
    works.write("a.md", HEAD.format("1.0") + said, "Changed on the quiet.")
    works.commit("2026-03-01", "Quietly")
    quiet = works.document()
    assert quiet.state is DocumentState.DRIFTED
    assert len(quiet.decisions) == 1
    assert not quiet.rivals
    works.write("a.md", HEAD.format("1.1") + said, "Changed under a number of its own.")
    works.commit("2026-03-02", "A number")
    numbered = works.document()
    assert numbered.is_drafted
    assert numbered.in_force is not None
    assert numbered.in_force.revision == "1.0"
    works.write(
        "a.md",
        HEAD.format("1.1") + said.replace("2026-02-0", "2026-03-0"),
        "Changed under a number of its own.",
    )
    works.commit("2026-03-03", "Approved")
    approved = works.document()
    assert approved.in_force is not None
    assert (approved.in_force.revision, approved.in_force.effective) == ("1.1", dt.date(2026, 3, 5))


def test_a_day_from_which_a_document_holds_says_nothing_of_a_later_text(tmp_path: Path) -> None:
    """A later text that keeps the day holds from its own arrival, and not from before it was written."""
    works = Works(tmp_path, "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\neffective: 2026-02-05\n", "The first text.")
    works.commit("2026-02-03", "Purchasing")
    works.write("a.md", HEAD.format(2) + "status: approved\neffective: 2026-02-05\n", "The second text.")
    works.commit("2026-04-01", "Again")
    assert [one.effective for one in works.document().approved] == [dt.date(2026, 2, 5), dt.date(2026, 4, 1)]


def test_a_name_is_not_a_person(tmp_path: Path) -> None:
    """Anybody can give git somebody else's name: only a listed address makes a tag, or a trailer, that person's."""
    works = tagged(tmp_path)
    works.git("tag", "-a", "-m", "x", "SOP-1_1.0", day="2026-03-01", who="Jane Roe <mallory@example.com>")
    (decision,) = works.document().decisions
    assert decision.record.fact.decider.person == "Jane Roe <mallory@example.com>"
    other = Works(tmp_path / "other", "trailers, merges")
    other.write("a.md", HEAD.format(1))
    other.commit("2026-02-10", "x\n\nApproved-by: jane <mallory@example.com>", "jane <mallory@example.com>")
    (decision,) = other.document().decisions
    assert decision.record.fact.decider.person == "jane <mallory@example.com>"


def test_nobody_approved_what_was_not_there_yet(tmp_path: Path) -> None:
    """The time of a tag and the date of a commit are free text: neither makes a text older than it is."""
    works = tagged(tmp_path)
    works.git("tag", "-a", "-m", "x", "SOP-1_1.0", day="2020-03-01", who="Jane Roe <jane@example.org>")
    assert works.document().decisions[0].record.fact.decided == dt.date(2026, 2, 10)
    other = Works(tmp_path / "other", "trailers")
    other.write("a.md", HEAD.format(1))
    other.commit("2026-02-10", "x")
    other.commit_again("2026-02-11")
    other.write("a.md", HEAD.format(2), "Dated back.")
    other.commit("2020-01-01", "x\n\nApproved-by: Jane Roe <jane@example.org>")
    assert other.document().decisions[0].record.fact.decided == dt.date(2026, 2, 11)


def test_where_the_history_is_cut_off_nobody_knows_when_a_text_arrived(tmp_path: Path) -> None:
    """What a shallow clone begins with seems to have come with its first commit."""
    works = Works(tmp_path / "whole", "fields")
    works.write("a.md", HEAD.format(1) + "status: approved\n")
    works.commit("2026-02-10", "Purchasing")
    works.commit_again("2026-03-10")
    works.git("clone", "-q", "--depth", "1", f"file://{works.root}", str(tmp_path / "cut"))
    works.root = tmp_path / "cut"
    (decision,) = works.document().decisions
    assert decision.trust is Trust.UNKNOWN


def test_a_document_that_is_no_longer_withdrawn_is_not(tmp_path: Path) -> None:
    """What it says of itself last counts."""
    works = Works(tmp_path, "fields")
    for day, status in (("2026-02-10", "approved"), ("2026-03-10", "obsolete"), ("2026-04-10", "approved")):
        works.write("a.md", HEAD.format(1) + f"status: {status}\n")
        works.commit(day, status)
    assert works.document().state is DocumentState.IN_FORCE
