"""Rules about what documents say: edges that would clutter their pages."""

from __future__ import annotations

import pytest

from qmsctl.checks.exposed_secret import exposed_secret
from qmsctl.checks.licensed_text import licensed_text
from qmsctl.checks.missing_retention import missing_retention
from qmsctl.checks.outdated_legal_basis import outdated_legal_basis
from qmsctl.checks.personal_number import personal_number
from qmsctl.checks.unnamed_form import unnamed_form
from qmsctl.checks.unread_revision import unread_revision
from qmsctl.checks.untestable_wording import untestable_wording
from qmsctl.checks.unverified_external import unverified_external
from qmsctl.checks.void_acknowledgement import void_acknowledgement
from tests.checks.fences import decision, document, found, made_of
from tests.pages import Example, run

PESEL = "44051401359"
ACT = {"external": "{cited_as: [KPA], changed: 2026-07-01, verified: 2026-07-02}"}
REGISTER = "acknowledgements: {register: registers/read.csv, within: 5 working days}\n"


def places(made: Example) -> list[tuple[str, int, int]]:
    """Return where PESEL numbers are reported."""
    return [(p.place.path, p.place.line, p.place.column) for p in run(made, personal_number).problems]


def test_every_text_is_searched() -> None:
    """Attachments, registers, other files, `README.md` and files that cannot be read are searched; no others are."""
    made = made_of(document("PS-01", "1"))
    texts = {
        "procedures/broken.yaml": f"id: [\n{PESEL}\n",
        "procedures/README.md": f"zażółć {PESEL}",
        "procedures/notes.txt": f"{PESEL}",
        "registers/cases.csv": f"a;b\nżółw;{PESEL}\n",
        "audits/aud-1/attachments/00/list.txt": f"\n\n{PESEL}",
        "elsewhere/notes.txt": PESEL,
    }
    made.files |= {path: text.encode() for path, text in texts.items()}
    made.files["registers/windows.csv"] = f"a;b\n{PESEL};c\n".encode("utf-16")
    made.files["registers/old.csv"] = f"żółw;{PESEL}\n".encode("cp1250")
    made.files["procedures/scan.bin"] = b"\0" + PESEL.encode()
    made.files["procedures/scan.pdf"] = PESEL.encode()

    assert places(made) == [
        ("audits/aud-1/attachments/00/list.txt", 3, 1),
        ("procedures/README.md", 1, 8),
        ("procedures/broken.yaml", 2, 1),
        ("procedures/notes.txt", 1, 1),
        ("registers/cases.csv", 2, 6),
        ("registers/old.csv", 1, 6),
        ("registers/windows.csv", 2, 1),
    ]


def test_what_must_stay_hidden_is_not_shown() -> None:
    """Neither the message nor the line at its place gives away what was found."""
    made = made_of(document("PS-01", "1"))
    made.files["procedures/notes.txt"] = f"{PESEL}\nhasło: Wiosna2026\nghp_{'aB3dE5gH7j' * 4}\n".encode()
    problems = [*run(made, personal_number).problems, *run(made, exposed_secret).problems]

    assert len(problems) == 3
    assert {problem.place.source_line for problem in problems} == {""}
    said = " ".join(f"{p.message.into('en')} {p.message.into('pl')} {p.fix.into('en')}" for p in problems)
    assert not any(secret in said for secret in (PESEL, PESEL[:6], "Wiosna", "aB3dE5"))


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        ("PN-EN ISO 9001_2015-10P.pdf", True),
        ("ISO_9001_2015(E).pdf", True),
        ("iso 9001-2015.docx", True),
        ("PN-EN_ISO_9001+A1_2025.pdf", True),
        ("ISO-IEC_27001_2022.epub", True),
        ("DIN EN ISO 19011 2018.pdf", True),
        ("ISO 9001 certificate.pdf", False),
        ("certyfikat ISO 9001.pdf", False),
        ("ISO 9001 gap list 2026.xlsx", False),
        ("iso9001-2015.yaml", False),
    ],
)
def test_names_of_standards(name: str, *, flagged: bool) -> None:
    """A file is named like a standard if its name says nothing but which one it is."""
    made = made_of(document("PS-01", "1"))
    made.files[f"attic/{name}"] = b"x"

    assert bool(found(licensed_text, made)) is flagged


def test_a_copy_that_is_not_tracked_is_nobodys_business() -> None:
    """What `.gitignore` keeps out of the history may lie beside it under the name of a standard."""
    made = made_of(document("PS-01", "1"))
    made.files["attic/ISO 9001.pdf"] = b"x"
    made.unrecorded.add("attic/ISO 9001.pdf")

    assert found(licensed_text, made) == []


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ("- List: OR, kat. B10", True),
        ("- List: kept for 5 years", True),
        ("- Lista: akta komórki, B5", True),
        ("- List: file BX5", False),
        ("- List: the office", False),
    ],
)
def test_retention_may_stand_beside_the_records(records: str, *, told: bool) -> None:
    """The section on records may say how long each is kept."""
    made = made_of()
    made.files["procedures/ps-01.yaml"] = (
        f'id: PS-01\ntype: procedure\ntitle: T\nrevision: "1"\nsections: {{records: "{records}"}}\n'.encode()
    )

    assert bool(found(missing_retention, made)) is not told


def test_law_that_changed_before_or_after() -> None:
    """A change counts from its day, and until somebody has looked at the document since."""
    act = document("Z-KPA", "1", **ACT)
    old = document("PS-01", "1", 'approved="2026-02-01"', legal_basis='["kpa, art. 237"]')
    message = [
        "Z-KPA changed on 1 July 2026; revision 1 of PS-01 is of 1 February 2026 and was not reviewed since"
    ]

    assert found(outdated_legal_basis, made_of(act, old)) == message
    assert found(outdated_legal_basis, made_of(act, old, on="2026-06-30")) == []
    assert found(outdated_legal_basis, made_of(act, old, decision("PS-01", "reaffirmed", "2026-07-10"))) == []
    assert found(outdated_legal_basis, made_of(act, document("PS-01", "1", legal_basis="[KPA]"))) == []
    other = document("PS-01", "1", 'approved="2026-02-01"', legal_basis="[KPAX art. 1]")
    assert found(outdated_legal_basis, made_of(act, other)) == []
    related = document("PS-01", "1", 'approved="2026-02-01"', related="[Z-KPA]", legal_basis="[KPA]")
    assert found(outdated_legal_basis, made_of(act, related)) == message


def test_external_documents_are_verified_in_time() -> None:
    """On the day it is due nobody is late; an approval or a review counts as well as the field."""
    act = document("Z-KPA", "1", external="{verified: 2025-11-22}")

    assert found(unverified_external, made_of(act)) == []
    assert found(unverified_external, made_of(act, on="2026-11-23")) == [
        "whether Z-KPA has changed was to be verified by 22 November 2026, 1 day ago"
    ]
    never = document("Z-KPA", "1", external="{source: Sejm}")
    assert found(unverified_external, made_of(never)) == ["nobody has verified yet whether Z-KPA has changed"]
    assert found(unverified_external, made_of(never, decision("Z-KPA", "approved", "2026-03-01"))) == []
    future = document("Z-KPA", "1", external="{verified: 2027-01-01}")
    assert found(unverified_external, made_of(future)) == [
        "nobody has verified yet whether Z-KPA has changed"
    ]


def test_a_form_is_named_by_its_whole_id() -> None:
    """A longer id, a form, and a document that was withdrawn name no form."""
    form = document("F-01", "1").replace("type: procedure", "type: form")
    unnamed = ["no document names the form F-01"]

    assert found(unnamed_form, made_of(form, document("PS-01", "1", text="Fill in F-01."))) == []
    assert found(unnamed_form, made_of(form, document("PS-01", "1", text="Fill in F-012."))) == unnamed
    assert found(unnamed_form, made_of(form, document("PS-01", "1", text="Fill in PF-01."))) == unnamed
    second = document("F-02", "1", text="See F-01").replace("type: procedure", "type: form")
    assert unnamed[0] in found(unnamed_form, made_of(form, second))
    gone = document("PS-01", "1", 'approved="2026-02-01"', text="Fill in F-01.")
    assert found(unnamed_form, made_of(form, gone, decision("PS-01", "withdrawn", "2026-03-01"))) == unnamed


def test_wording_is_read_in_the_language_of_the_document() -> None:
    """Words of another language, and sections that tell nobody what to do, are not read."""
    text = 'id: PS-01\ntype: procedure\ntitle: T\nrevision: "1"\nlanguage: LANGUAGE\nsections:\n  SECTION: TEXT\n'

    def said(language: str, section: str, words: str) -> list[str]:
        made = made_of()
        written = text.replace("LANGUAGE", language).replace("SECTION", section).replace("TEXT", words)
        made.files["procedures/ps-01.yaml"] = written.encode()
        return found(untestable_wording, made)

    assert said("pl", "records", "Prowadzi się odpowiednio.") == [
        "“odpowiednio” leaves to everybody what it means"
    ]
    assert said("en", "records", "Prowadzi się odpowiednio.") == []
    assert said("pl", "purpose", "Prowadzi się odpowiednio.") == []
    assert said("pl", "Własna", '"Prowadzi si\\u0119 na bie\\u017c\\u0105co."') == [
        "“na bieżąco” does not say by when or how often"
    ]


def _read(*rows: str, readers: str = "[clerk]", on: str = "", qms: str = REGISTER) -> Example:
    """Return a system in which PS-01, in force since Monday, 2 November, has *readers*, and who has read it."""
    made = made_of(document("PS-01", "1", 'approved="2026-11-02"', readers=readers), qms=qms, on=on)
    settings = made.files["qms.yaml"].decode()
    made.files["qms.yaml"] = settings.replace("[{role: auditor}]", "[{role: clerk}]").encode()
    made.files["registers/read.csv"] = "\n".join(("document;revision;person;day", *rows, "")).encode()
    return made


def test_readers_have_time_and_may_be_anybody() -> None:
    """Working days are counted from the day after; roles, units, people and everyone can be readers."""
    other = "PS-02;1;ann;2026-11-03"
    late = "{} of PS-01 {} not acknowledged revision 1, due on 9 November 2026: {}"
    one = [late.format("1 reader", "has", "Eve Example")]

    assert found(unread_revision, _read(other, on="2026-11-09")) == []
    assert found(unread_revision, _read(other, on="2026-11-10")) == one
    assert found(unread_revision, _read("PS-01;1;Eve  example;2026-11-03")) == []
    assert found(unread_revision, _read("PS-01;2;eve;2026-11-03")) == one
    assert found(unread_revision, _read("PS-01;1;eve;2026-11-30")) == one
    assert found(unread_revision, _read(other, readers="[OR]")) == [
        late.format("1 reader", "has", "Ann Example")
    ]
    assert found(unread_revision, _read(other, readers="[everyone, eve]")) == [
        late.format("3 readers", "have", "Ann Example, Bob Example, Eve Example")
    ]
    assert found(unread_revision, _read(other, readers="[bbo]")) == [
        "bbo is no unit, role or person of qms.yaml, so nobody knows who has to read"
    ]
    assert found(unread_revision, _read(other, qms="")) == []


def test_rows_that_do_not_count_are_told() -> None:
    """A register that is not there, or has other columns, and rows that name nothing known are problems."""
    rows = ("PS-09;1;eve;2026-11-03", "PS-01;1;;31.02.2026", "PS-01;1;eve;2026-12-01")

    assert (
        found(void_acknowledgement, _read(*rows))
        == [
            "no document has the id PS-09",
            "the day 1 December 2026 has not come yet",
            "“31.02.2026” is no day",
            "– is nobody of qms.yaml, so nobody has read this",  # noqa: RUF001 - a dash
        ]
        or len(found(void_acknowledgement, _read(*rows))) == 4
    )
    gone = _read()
    del gone.files["registers/read.csv"]
    assert found(void_acknowledgement, gone) == [
        "the register of acknowledgements registers/read.csv is not there"
    ]
    assert found(unread_revision, gone) == []
    other = _read("a;b;c;d")
    other.files["registers/read.csv"] = b"document;revision;who;day\nPS-01;1;eve;2026-11-03\n"
    assert found(void_acknowledgement, other) == ["registers/read.csv has no column person"]
    outside = _read(qms="acknowledgements: {register: procedures/ps-01.yaml}\n")
    assert len(found(void_acknowledgement, outside)) == 1
