"""Records lie where the design says, are called as it says, and are read without a flaw."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import random
import re

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.authoring.records import (
    Clerk,
    RecordFile,
    approval_record,
    attachment_file,
    evidence_record,
    finding_record,
    minutes_record,
)
from qmsctl.documents.digest import content_digest
from qmsctl.errors import RefusedError
from qmsctl.model.document import Document
from qmsctl.model.naming import RECORD_NAME, folder_name
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import Qms, load
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed
from qmsctl.repo.git import blob_name
from qmsctl.repo.recorder import Identity
from qmsctl.repo.snapshot import MemorySnapshot

SETTINGS = b"qms: 1\norganisation: {name: Example Office}\nlanguage: en\neditions: [iso9001:2015]\n"
DOCUMENT = "id: PS-01\ntype: procedure\ntitle: Za\u017c\u00f3\u0142\u0107\nrevision: 1.10\n".encode()
WHEN = dt.datetime(2026, 3, 12, 11, 15, 0, 999_999, dt.timezone(dt.timedelta(hours=1)))


def clerk(seed: int = 0, folders: Folders | None = None, when: dt.datetime = WHEN) -> Clerk:
    """Return a clerk whose randomness is known."""
    known = random.Random(seed)  # noqa: S311 - protects nothing
    return Clerk(Identity("Ann Żółć", "ann@example.org"), when, known.choice, folders or Folders())


def document() -> Filed[Document]:
    """Return the document that is approved."""
    read = read_document("procedures/ps-01.yaml", DOCUMENT)
    assert read is not None
    return read


def loaded(*records: RecordFile) -> Qms:
    """Load a system that holds *records*."""
    files: dict[str, bytes | str] = {record.path: record.content for record in records}
    return load(MemorySnapshot({"qms.yaml": SETTINGS, "procedures/ps-01.yaml": DOCUMENT, **files}))


def all_kinds(by: Clerk) -> list[RecordFile]:
    """Return one record of each kind."""
    decided = {"decider": {"person": "bob"}, "decided": "2026-03-12", "effective": "2026-04-01"}
    seen = {
        "result": "conforms",
        "occurred": "2026-03-11",
        "seen": "Two lines:\n - one\n",
        "sample": {"size": 3},
    }
    return [
        approval_record(by, document(), "en", "approved", decided),
        evidence_record(by, "AUD 2026/01", seen),
        minutes_record(by, "AUD 2026/01", "opening", {"occurred": "2026-03-11"}),
        finding_record(by, "k3v9x2ma", "verified", {"effective": False, "occurred": "2026-03-11"}),
    ]


@pytest.mark.parametrize(
    "folders", [Folders(), Folders(approvals="Jakość/zatwierdzenia", audits="a/b", findings="f")]
)
def test_records_lie_in_the_folder_of_what_they_are_about(folders: Folders) -> None:
    """A folder by slug and digest of the id, below the folders that `qms.yaml` names."""
    assert [record.path.rpartition("/")[0] for record in all_kinds(clerk(folders=folders))] == [
        f"{folders.approvals}/{folder_name('PS-01')}",
        f"{folders.audits}/{folder_name('AUD 2026/01')}/evidence",
        f"{folders.audits}/{folder_name('AUD 2026/01')}/minutes",
        f"{folders.findings}/{folder_name('k3v9x2ma')}",
    ]


def test_records_are_named_by_time_and_chance() -> None:
    """UTC, whatever the clerk's zone, and eight characters that no two clerks share."""
    names = [record.name for seed in range(200) for record in all_kinds(clerk(seed))]

    assert len(set(names)) == len(names)
    assert all(RECORD_NAME.fullmatch(name) and name.startswith("20260312T101500Z-") for name in names)


def test_records_are_read_without_a_flaw() -> None:
    """What is written meets the schema, every kind of it."""
    qms = loaded(*all_kinds(clerk()))

    assert (qms.flaws, qms.malformed) == ((), ())
    assert [len(kind) for kind in (qms.approvals, qms.evidence, qms.minutes, qms.finding_steps)] == [
        1,
        1,
        1,
        1,
    ]
    assert {(r.fact.recorded, r.fact.recorder.name, r.fact.recorder.email) for r in qms.records} == {
        (dt.datetime(2026, 3, 12, 10, 15, tzinfo=dt.UTC), "Ann Żółć", "ann@example.org")
    }
    assert qms.evidence[0].fact.seen == "Two lines:\n - one\n"
    assert qms.evidence[0].fact.sample is not None
    assert qms.evidence[0].fact.sample.size == 3
    assert qms.finding_steps[0].fact.effective is False


def test_an_approval_names_what_is_approved() -> None:
    """Document, language, revision as printed, the digest of the content and the bytes that hold it."""
    approval = loaded(*all_kinds(clerk())).approvals[0].fact

    assert (approval.document, approval.language, approval.revision, approval.meaning) == (
        "PS-01",
        "en",
        "1.10",
        "approved",
    )
    assert approval.content == content_digest(document().source.content)
    assert approval.blob == blob_name(DOCUMENT)
    assert (approval.decided, approval.effective) == (dt.date(2026, 3, 12), dt.date(2026, 4, 1))


def test_clones_that_record_apart_share_no_file() -> None:
    """Two people who record the same at the same moment write different files."""
    one, other = all_kinds(clerk(1)), all_kinds(clerk(2))

    assert not {record.path for record in one} & {record.path for record in other}
    assert [record.content for record in one] == [record.content for record in other]


def test_an_attachment_lies_under_its_digest() -> None:
    """The same file is stored once, and cited by digest, name and size."""
    content = bytes(range(256))
    file, cited = attachment_file(clerk(), "A-1", "Protokół z wizji.pdf", content)
    again, _ = attachment_file(clerk(7), "A-1", "Protokół z wizji.pdf", content)
    record = evidence_record(
        clerk(), "A-1", {"result": "conforms", "occurred": "2026-03-11", "attachments": [cited]}
    )
    qms = loaded(file, record)
    digest = hashlib.sha256(content).hexdigest()

    assert file == again
    assert file.path == f"audits/{folder_name('A-1')}/attachments/{digest}/Protokół z wizji.pdf"
    assert qms.flaws == ()
    assert [(a.file, a.sha256, a.size) for a in qms.evidence[0].fact.attachments] == [
        (f"{digest}/Protokół z wizji.pdf", digest, 256)
    ]
    assert qms.attachments == {file.path: digest}


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".hidden", " a", "a ", "a.", "a/b", "a\\b", "a:b", 'a"b', "a?", "a*", "a|b", "<a>", "a\nb", "a\tb", "a\x7f",
     "a\u2028b", "\udcb3", "CON", "nul.pdf", "Com1.txt"],
)  # fmt: skip
def test_an_attachment_that_not_every_clone_can_hold_is_refused(name: str) -> None:
    """A name that is hidden, leads elsewhere, breaks a line, or that Windows cannot store."""
    with pytest.raises(RefusedError, match="is no name under which a file can be kept everywhere"):
        attachment_file(clerk(), "A-1", name, b"x")


@with_settings(max_examples=100)
@given(st.text(max_size=12), st.text(max_size=12))
def test_an_attachment_is_found_again_or_refused(audit: str, name: str) -> None:
    """Whatever audit and file are called, what is written is what is read."""
    try:
        file, cited = attachment_file(clerk(), audit, name, b"x")
        fields = {"result": "conforms", "occurred": "2026-03-11", "attachments": [cited]}
        record = evidence_record(clerk(), audit, fields)
    except RefusedError:
        return
    qms = loaded(file, record)

    assert list(qms.attachments) == [file.path]
    assert (
        [flaw.place.source_line.partition(":")[0] for flaw in qms.flaws] == []
        if is_line(audit)
        else ["audit"]
    )


def is_line(text: str) -> bool:
    """Return whether *text* can be an id."""
    return bool(re.fullmatch(r"(?!\s)[^\n\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+(?<!\s)", text))


@pytest.mark.parametrize("field", ["seen", "where", "note"])
def test_a_text_that_cannot_be_written_is_refused_by_its_name(field: str) -> None:
    """What was pasted with a control character is not written broken."""
    with pytest.raises(RefusedError, match=rf"{field} holds the character U\+0000"):
        evidence_record(clerk(), "A-1", {field: "a\0b"})


def test_names_of_records_sort_by_time() -> None:
    """A folder that is listed is in the order in which it was written."""
    moments = [WHEN + dt.timedelta(seconds=seconds) for seconds in (0, 1, 59, 86_400, 40_000_000)]
    names = [all_kinds(clerk(seed, when=when))[0].name for seed, when in enumerate(moments)]

    assert all(before < after for before, after in itertools.pairwise(names))
