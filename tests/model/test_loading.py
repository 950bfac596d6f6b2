"""Everything a system holds is read; what cannot be read stops nothing else."""

from __future__ import annotations

import os

import pytest
from hypothesis import example, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.documents.yaml import BIGGEST
from qmsctl.errors import ConfigurationError, NothingToCheckError
from qmsctl.messages import LANGUAGES
from qmsctl.model.configuration import BrokenConfigurationError, load_organisation
from qmsctl.model.qms import Qms, gather, load
from qmsctl.model.reading import read_document
from qmsctl.repo.snapshot import MemorySnapshot, WorkingTree
from tests.conftest import Repo
from tests.strategies import hostile_bytes, keys, mappings, written

SETTINGS = "qms: 1\norganisation: {name: Example Office}\nlanguage: en\neditions: [iso9001:2015]\n"
DOCUMENT = "id: PS-01\ntype: procedure\ntitle: Complaints\nrevision: 1.10\n"
RECORDED = "recorded: 2026-03-12T10:15:00Z\nrecorder: {name: Ann Example, email: ann@example.org}\n"
APPROVAL = f"""\
record: approval
document: PS-01
language: en
revision: "1.10"
meaning: approved
content: content-1:sha256:0
blob: {"a" * 40}
decider: {{person: bob}}
decided: 2026-03-12
{RECORDED}"""
EVIDENCE = f"record: evidence\naudit: A-1\nresult: conforms\noccurred: 2026-03-12\n{RECORDED}"
MINUTES = f"record: minutes\naudit: A-1\nkind: opening\noccurred: 2026-03-12\n{RECORDED}"
STEP = f"record: finding\nfinding: k3v9x2ma\nstep: raised\noccurred: 2026-03-12\n{RECORDED}"


def loaded(files: dict[str, str | bytes], settings: str = SETTINGS) -> Qms:
    """Load a system out of memory."""
    return load(MemorySnapshot({"qms.yaml": settings, **files}))


def said(qms: Qms) -> list[tuple[str, int, int, str, str]]:
    """Return file, line, column, message and fix of every flaw."""
    return [(f.place.path, f.place.line, f.place.column, str(f.message), str(f.fix)) for f in qms.flaws]


FAULTY = "id: PS-03\ntype: procedure\ntitle: T\nrevision: 1\nodd: 1\n"
FILES_THEN: dict[str, str | bytes] = {
    "procedures/ps-01.yaml": DOCUMENT,
    "procedures/ps-02.yaml": DOCUMENT.replace("PS-01", "PS-02"),
    "procedures/ps-03.yaml": FAULTY,
    "procedures/broken.yaml": "a: [",
    "approvals/ps-01/a.yaml": APPROVAL,
}
FILES_NOW: dict[str, str | bytes] = {
    **FILES_THEN,
    "procedures/ps-02.yaml": DOCUMENT.replace("PS-01", "PS-02").replace("Complaints", "Motions"),
    "audits/a/evidence/e.yaml": EVIDENCE,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_did_not_change_since_states_the_same(language: str) -> None:
    """A system that is gathered beside another one is what it is alone, whatever the language was then."""
    now = loaded(FILES_NOW)
    snapshot = MemorySnapshot(
        {
            "qms.yaml": SETTINGS.replace("language: en", f"language: {language}"),
            **FILES_THEN,
        }
    )
    settings = load_organisation(snapshot)
    alone, beside = gather(snapshot, settings), gather(snapshot, settings, other=now)

    assert [filed.fact for filed in (*beside.documents, *beside.records)] == [
        filed.fact for filed in (*alone.documents, *alone.records)
    ]
    assert (beside.malformed, beside.flaws, beside.paths) == (alone.malformed, alone.flaws, alone.paths)
    known = [filed.source for filed in now.documents]
    shared = {filed.source.path for filed in beside.documents if filed.source in known}
    assert shared == ({"procedures/ps-01.yaml"} if language == "en" else set())


def test_everything_is_known_by_what_it_says() -> None:
    """A file is what it says it is, wherever it lies; the place says nothing."""
    qms = loaded({
        "procedures/ps-01.yaml": DOCUMENT,
        "procedures/evidence.yaml": EVIDENCE,
        "checklists/cl.yml": "id: CL-1\ntype: checklist\ntitle: T\nrevision: 1\nedition: iso9001:2015\n",
        "programmes/p.yaml": "id: P-1\ntype: programme\ntitle: T\nrevision: 1\n",
        "approvals/x/a.yaml": APPROVAL,
        "approvals/x/ps-02.md": "---\nid: PS-02\ntype: procedure\ntitle: T\nrevision: 1\nlanguage: pl\n---\n## Cel\nx\n",
        "audits/a/audit.yaml": "id: A-1\ntype: audit\ntitle: T\nrevision: 1\nkind: internal\n",
        "audits/a/minutes/m.yaml": MINUTES,
        "findings/f/s.yaml": STEP,
    })  # fmt: skip

    assert sorted(document.fact.id for document in qms.documents) == ["A-1", "CL-1", "P-1", "PS-01", "PS-02"]
    assert [record.path for record in qms.evidence] == ["procedures/evidence.yaml"]
    assert [len(found) for found in (qms.approvals, qms.minutes, qms.finding_steps, qms.records)] == [
        1,
        1,
        1,
        4,
    ]
    assert [checklist.fact.edition for checklist in qms.checklists] == ["iso9001:2015"]
    assert [audit.fact.kind for audit in qms.audits] == ["internal"]
    assert (qms.flaws, qms.malformed) == ((), ())


def test_a_document_without_a_language_has_that_of_the_organisation() -> None:
    """A language is written only where it is another."""
    qms = loaded({"procedures/a.yaml": DOCUMENT, "procedures/b.yaml": DOCUMENT + "language: pl\n"})

    assert [document.fact.language for document in qms.documents] == ["en", "pl"]


def test_what_is_no_document_is_passed_over() -> None:
    """Registers, read-me files, other kinds of files and other folders are not read; attachments are digested."""
    qms = loaded({
        "procedures/a.yaml": DOCUMENT,
        "procedures/README.md": "# About\n",
        "procedures/form.docx": b"\0",
        "registers/r.yaml": "- no document\n",
        "elsewhere/b.yaml": "[",
        "audits/x/attachments/0/scan.yaml": "[",
        "audits/x/readme.MD": "# About\n",
    })  # fmt: skip

    assert qms.paths == frozenset({"procedures/a.yaml"})
    assert list(qms.attachments) == ["audits/x/attachments/0/scan.yaml"]
    assert qms.malformed == ()


def test_the_ending_of_a_file_may_be_in_capitals() -> None:
    """A document is not passed over because Windows has named it `.YAML` or `.MD`."""
    qms = loaded({
        "procedures/A.YAML": DOCUMENT,
        "procedures/B.Yml": DOCUMENT.replace("01", "02"),
        "procedures/C.MD": f"---\n{DOCUMENT.replace('01', '03')}---\n## Purpose\nx\n",
    })  # fmt: skip

    assert [document.fact.id for document in qms.documents] == ["PS-01", "PS-02", "PS-03"]
    assert qms.documents[2].fact.sections == {"purpose": "x"}


def test_a_broken_file_stops_no_other() -> None:
    """What cannot be read is malformed, with its place; everything else is there."""
    qms = loaded({
        "procedures/a.yaml": DOCUMENT,
        "procedures/b.yaml": "id: [",
        "procedures/c.yaml": b"\xff\xfe",
        "procedures/d.md": "no head\n",
        "procedures/e.yaml": "x" * (BIGGEST + 1),
        "procedures/f.yaml": DOCUMENT.replace("01", "02"),
    })  # fmt: skip

    assert [document.fact.id for document in qms.documents] == ["PS-01", "PS-02"]
    assert [(fault.path, fault.place.line) for fault in qms.malformed] == [(f"procedures/{name}", 1) for name in (
        "b.yaml", "c.yaml", "d.md", "e.yaml")]  # fmt: skip


def test_what_lies_in_the_way_is_told(repo: Repo) -> None:
    """Links, pipes and other repositories in the folders are malformed, whatever they are called."""
    repo.write({"qms.yaml": SETTINGS, "procedures/a.yaml": DOCUMENT})
    (repo.top / "procedures/link").symlink_to("/etc/passwd")
    (repo.top / "checklists").symlink_to("/etc")
    os.mkfifo(repo.top / "procedures/pipe.yaml")
    Repo(repo.top / "procedures/inner").commit({"b.yaml": DOCUMENT})
    qms = load(WorkingTree(repo.top))

    assert {fault.path: str(fault.message) for fault in qms.malformed} == {
        "checklists": "this is a link, and links are not followed",
        "procedures/link": "this is a link, and links are not followed",
        "procedures/inner": "another repository belongs here, so what it holds cannot be established",
        "procedures/pipe.yaml": "this cannot be read: it is no regular file, or you may not open it",
    }
    assert [document.path for document in qms.documents] == ["procedures/a.yaml"]


def test_a_folder_may_lie_in_another() -> None:
    """Registers below the procedures are registers, and a folder that is both holds documents."""
    files: dict[str, str | bytes] = {"office/a.yaml": DOCUMENT, "office/registers/r.yaml": "- x\n"}
    nested = loaded(files, SETTINGS + "folders: {procedures: office, registers: office/registers}\n")
    shared = loaded(files, SETTINGS + "folders: {procedures: office/, registers: office}\n")

    assert (len(nested.documents), nested.malformed) == (1, ())
    assert (len(shared.documents), [fault.path for fault in shared.malformed]) == (
        1,
        ["office/registers/r.yaml"],
    )


@pytest.mark.parametrize(
    ("kind", "message", "fix"),
    [
        ("aproval", "no record is called aproval", "did you mean approval?"),
        ("memo", "no record is called memo", "write one of: approval, evidence, minutes, finding, waiver"),
    ],
)
def test_a_record_of_an_unknown_kind_is_a_flaw(kind: str, message: str, fix: str) -> None:
    """It is no document either, and everything else is read."""
    qms = loaded({"approvals/x.yaml": f"# why\nrecord: {kind}\n", "procedures/a.yaml": DOCUMENT})

    assert said(qms) == [("approvals/x.yaml", 2, 9, message, fix)]
    assert [document.path for document in qms.documents] == ["procedures/a.yaml"]


def test_headings_of_markdown_are_known_in_both_languages() -> None:
    """Sections have one name, whatever their heading and its number; of two of one name the first counts."""
    text = f"---\n{DOCUMENT}---\n## 1. Cel\na\n## PURPOSE\nb\n## Odpowiedzialność i uprawnienia\nc\n## Other\nd\n"
    qms = loaded({"procedures/a.md": text})

    assert qms.documents[0].fact.sections == {"purpose": "a", "responsibilities": "c", "Other": "d"}
    assert qms.documents[0].source.at_key("sections", "purpose").line == 7
    assert [(flaw.kind, flaw.place.line, str(flaw.message)) for flaw in qms.flaws] == [
        ("duplicate-key", 9, "purpose is given twice, first on line 7")
    ]


def test_nothing_at_all_is_no_pass() -> None:
    """Without one document there is nothing to check; records alone are none."""
    for files in (
        {},
        {"approvals/a.yaml": APPROVAL},
        {"procedures/readme.md": "x"},
        {"procedures/.hidden.yaml": DOCUMENT},
    ):
        with pytest.raises(NothingToCheckError):
            loaded(dict(files))


def test_a_document_that_cannot_be_read_is_something() -> None:
    """One broken document is enough to go on, so that it can be reported."""
    assert len(loaded({"procedures/a.yaml": "["}).malformed) == 1
    assert len(loaded({"procedures/a.yaml": "id: PS-01\n"}).flaws) == 3


# qms.yaml


def broken(text: str | bytes) -> list[tuple[int, int, str]]:
    """Return line, column and message of every fault of a `qms.yaml`."""
    with pytest.raises(BrokenConfigurationError) as caught:
        load_organisation(MemorySnapshot({"qms.yaml": text}))
    assert all(str(flaw.fix) for flaw in caught.value.flaws)
    return [(flaw.place.line, flaw.place.column, str(flaw.message)) for flaw in caught.value.flaws]


def test_faults_of_the_settings_are_told_all_at_once() -> None:
    """Every fault of `qms.yaml` has its place, and none of them is passed over."""
    text = """\
qms: 2
organisation: {nme: X}
language: de
editions: iso9001:2015
units: [OR]
people:
  ann: {name: ' Ann', roles: [{role: mayor, from: 2026-02-30}]}
types: {procedure: {needs: [aproved], review_every: often}}
recording: {commit: perhaps}
timezone: Europe/Warsaw
"""

    assert sorted(broken(text)) == [
        (1, 6, "2 is none of the values this field can have"),
        (2, 15, "the field name is missing"),
        (2, 16, "no field is called nme"),
        (3, 11, "de is none of the values this field can have"),
        (4, 11, "iso9001:2015 stands where a list belongs"),
        (5, 8, "OR stands where fields with names belong"),
        (7, 15, "Ann is empty or has blanks around it"),
        (7, 51, "2026-02-30 is not a day of the calendar"),
        (8, 29, "aproved is none of the values this field can have"),
        (8, 53, "often is not a period qmsctl knows"),
        (9, 21, "perhaps is neither yes nor no"),
        (10, 1, "no field is called timezone"),
    ]


def test_settings_that_cannot_be_read_are_broken() -> None:
    """What holds for every file holds for `qms.yaml`; a key given twice is enough."""
    assert broken("qms: 1\norganisation: [\n")[0][0] == 3
    assert broken(b"\xff")[0] == (1, 1, "the file is not UTF-8 text: byte 1 cannot be read")
    assert broken("") == [(1, 1, "the file is empty")]
    assert broken(SETTINGS + "language: pl\n") == [(5, 1, "language is given twice, first on line 3")]


def test_without_settings_there_is_no_system(repo: Repo) -> None:
    """No `qms.yaml` is something else than one that cannot be opened."""
    with pytest.raises(ConfigurationError, match=r"there is no qms\.yaml here"):
        load_organisation(WorkingTree(repo.top))
    (repo.top / "qms.yaml").symlink_to("/etc/hostname")
    with pytest.raises(BrokenConfigurationError) as caught:
        load_organisation(WorkingTree(repo.top))

    assert [str(flaw.message) for flaw in caught.value.flaws] == ["the file cannot be opened"]


@pytest.mark.parametrize(
    "folder",
    ["/etc", "../x", "a/../../x", ".", "..", "./a", ".git", "a/.git/hooks", "a//b", "a\\b", "C:a", " a", "a ", "a/ b", "", "/",
     "a\nb", "a\0b", "a\u2028b"],
)  # fmt: skip
def test_folders_lie_inside_and_are_not_hidden(folder: str) -> None:
    """A folder that leads out, into git's own, or where nothing is listed is a fault of `qms.yaml`."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in folder)

    assert [place[:2] for place in broken(SETTINGS + f'folders: {{audits: "{escaped}"}}\n')] == [(5, 19)]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("a/b", "a/b"), ("a/", "a"), ("Jakość i ład/1.", "Jakość i ład/1."), ("_a-b", "_a-b")],
)
def test_folders_have_one_way_of_writing(folder: str, expected: str) -> None:
    """A slash at the end means nothing."""
    organisation, _ = load_organisation(
        MemorySnapshot({"qms.yaml": SETTINGS + f"folders: {{audits: {folder}}}\n"})
    )

    assert organisation.folders.audits == expected
    assert organisation.folders.of_audit("A-1").startswith(expected + "/a-1-")


# Whatever the files hold


PATHS = st.builds(
    "/".join,
    st.lists(
        st.sampled_from(["procedures", "approvals", "audits", "attachments", "x", "evidence"]) | keys.map(lambda k: k.replace(".", "")),
        min_size=1,
        max_size=3,
    ),
)  # fmt: skip
CONTENTS = (
    hostile_bytes
    | st.sampled_from([text.encode() for text in (DOCUMENT, APPROVAL, EVIDENCE, MINUTES, STEP)])
    | written(mappings).map(lambda case: case[1])
)
FIELDS = st.sampled_from(
    ["record", "type", "id", "title", "revision", "sections", "clauses", "questions", "criteria", "team", "decider", "sample",
     "attachments", "recorder", "recorded", "corrects", "seal", "scope", "units", "source", "effective", "report"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["approval", "evidence", "minutes", "finding", "audit", "checklist", "procedure", "steps", "text"]
)


@with_settings(max_examples=120)
@given(
    st.dictionaries(
        st.tuples(PATHS, st.sampled_from([".yaml", ".md", ".yml"])).map("".join), CONTENTS, max_size=4
    )
)
def test_no_file_stops_the_others(files: dict[str, bytes]) -> None:
    """Whatever lies beside it, a good document is read, and every fault lies in a file that was read."""
    qms = loaded({**files, "procedures/good.yaml": DOCUMENT.replace("PS-01", "GOOD")})

    assert "GOOD" in [document.fact.id for document in qms.documents]
    assert {flaw.place.path for flaw in qms.flaws} | {fault.path for fault in qms.malformed} <= qms.paths
    messages = [(flaw.message, flaw.fix) for flaw in qms.flaws]
    messages += [(fault.message, fault.fix) for fault in qms.malformed]
    for message, fix in messages:
        for language in LANGUAGES:
            assert message.into(language)
            assert fix.into(language)


@with_settings(max_examples=150)
@given(
    written(
        st.dictionaries(
            FIELDS,
            st.none()
            | KINDS
            | st.recursive(
                KINDS,
                lambda inner: (
                    st.lists(inner, max_size=3) | st.dictionaries(FIELDS | KINDS, inner, max_size=3)
                ),
                max_leaves=8,
            ),
            min_size=1,
        )
    ),
    st.sampled_from(["", DOCUMENT, APPROVAL, EVIDENCE]),
)
@example(({}, b"record: evidence\nsections: {text: {text: {a: b}}}\n"), "")
def test_no_combination_of_fields_stops_anything(case: tuple[object, bytes], beginning: str) -> None:
    """Known fields with values of any shape are flaws at places inside their file, never a failure."""
    raw = beginning.encode() + case[1].removeprefix("\ufeff".encode()).removeprefix(b"---")
    qms = loaded({"procedures/a.yaml": raw, "procedures/good.yaml": DOCUMENT.replace("PS-01", "GOOD")})
    read_document("a.yaml", raw)

    assert "GOOD" in [document.fact.id for document in qms.documents]
    for flaw in qms.flaws:
        assert flaw.place.line <= len(raw.decode().splitlines())


@with_settings(max_examples=60)
@given(hostile_bytes | written().map(lambda case: SETTINGS.encode() + case[1]))
def test_no_settings_end_in_anything_but_an_answer(raw: bytes) -> None:
    """Any `qms.yaml` is one, or is broken, and then says where."""
    try:
        load_organisation(MemorySnapshot({"qms.yaml": raw}))
    except BrokenConfigurationError as error:
        flaws = error.flaws
    else:
        flaws = ()

    assert all(flaw.place.path == "qms.yaml" for flaw in flaws)
