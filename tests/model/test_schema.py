"""What a file states meets a schema: every fault at its place, and a broken field breaks only itself."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.documents.source import Flaw, Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.document import AuditPlan, Checklist, Document
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes
from qmsctl.model.schema import as_fact, closest

DOCUMENT = "id: PS-01\ntype: procedure\ntitle: Complaints\nrevision: 1.10\n"
RECORDED = "recorded: 2026-03-12T10:15:00Z\nrecorder: {name: Ann, email: a@example.org}\n"
EVIDENCE = f"record: evidence\naudit: A-1\nresult: conforms\noccurred: 2026-03-12\n{RECORDED}"


def source(text: str) -> Source:
    """Read a file that can be read."""
    read = read_yaml("x.yaml", text.encode())
    assert isinstance(read, Source), read
    return read


def document(text: str) -> tuple[Document, tuple[Flaw, ...]]:
    """Return a document that stands, and its flaws."""
    fact, flaws = as_fact(source(DOCUMENT + text), Document)
    assert fact is not None
    return fact, flaws


def told(flaws: tuple[Flaw, ...]) -> list[tuple[str, int, int, str, str]]:
    """Return kind, line, column, message and fix of each flaw."""
    return [(f.kind, f.place.line, f.place.column, str(f.message), str(f.fix)) for f in flaws]


def test_a_document_keeps_its_revision_as_printed() -> None:
    """No field of a document is a number."""
    fact, flaws = document("")

    assert (fact.id, fact.revision, fact.language) == ("PS-01", "1.10", None)
    assert flaws == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ownr: x\n", ("unknown-field", 5, 1, "no field is called ownr", "did you mean owner? Otherwise delete the line")),
        ("colour: x\n", ("unknown-field", 5, 1, "no field is called colour",
                         "delete the line, or put what it says into a field that exists")),
        ("units: OR\n", ("wrong-value", 5, 8, "OR stands where a list belongs",
                         "put it in brackets: [one, two], or begin each item on a line of its own with -")),
        ("units: [OR, {a: b}]\n", ("wrong-value", 5, 13, "a: … stands where one text belongs",
                                   "write a single text on the line of the field")),
        ("owner: [a, b]\n", ("wrong-value", 5, 8, "a, b stands where one text belongs",
                             "write a single text on the line of the field")),
        ("clauses: [4.1]\n", ("wrong-value", 5, 10, "4.1 stands where fields with names belong",
                              "write the fields below it, indented, each as name: value")),
        ("clauses:\n  iso9001:2015: 4.1\n", ("wrong-value", 6, 17, "4.1 stands where a list belongs",
                                           "put it in brackets: [one, two], or begin each item on a line of its own with -")),
        ("review_every: yearly\n", ("wrong-value", 5, 15, "yearly is not a period qmsctl knows",
                                    "write for example 12 months or 2 years")),
        ("sections: x\n", ("wrong-value", 5, 11, "x stands where fields with names belong",
                           "write the fields below it, indented, each as name: value")),
        ("sections:\n  purpose: {a: b}\n", ("wrong-value", 6, 12, "a: … stands where one text belongs",
                                            "write a single text on the line of the field")),
        ("sections:\n  steps:\n    - who: clerk\n", ("missing-field", 7, 7, "the field do is missing",
                                                   "add a line that begins with do:")),
        ("sections:\n  steps:\n    - {do: it, whom: x}\n", ("unknown-field", 7, 16, "no field is called whom",
                                                          "did you mean who? Otherwise delete the line")),
        ("sections:\n  steps: [it]\n", ("wrong-value", 6, 11, "it stands where fields with names belong",
                                      "write the fields below it, indented, each as name: value")),
        ("owner: {a: b}\n", ("wrong-value", 5, 8, "a: … stands where one text belongs",
                             "write a single text on the line of the field")),
    ],
)  # fmt: skip
def test_a_broken_field_leaves_the_document_standing(
    text: str, expected: tuple[str, int, int, str, str]
) -> None:
    """The fault is told at its place with what to do; the field counts as not given, the rest as it is."""
    fact, flaws = document(text + "retention: B5\n")

    assert told(flaws) == [expected]
    assert (fact.title, fact.retention, fact.owner, fact.units) == (
        "Complaints",
        "B5",
        None,
        ("OR",) if "[OR" in text else (),
    )


def test_a_broken_item_leaves_the_others() -> None:
    """Of a list, only what cannot be used is left out, and the places of the rest stay true."""
    fact, flaws = document("sections:\n  steps: [{do: a}, b, {do: c}, {who: d}, {do: e, when: [f]}]\n")
    steps = fact.sections["steps"]

    assert isinstance(steps, tuple)
    assert [(step.do, step.when) for step in steps] == [("a", None), ("c", None), ("e", None)]
    assert [(kind, column) for kind, _, column, _, _ in told(flaws)] == [
        ("wrong-value", 20),
        ("missing-field", 32),
        ("wrong-value", 56),
    ]


def test_what_a_document_cannot_do_without_is_missed_at_its_top() -> None:
    """A document that lacks its id is none, and each missing field is told."""
    fact, flaws = as_fact(source("# a comment\ntitle: x\nid:\n"), Document)

    assert fact is None
    assert [(kind, line, message) for kind, line, _, message, _ in told(flaws)] == [
        ("missing-field", 1, f"the field {name} is missing") for name in ("id", "type", "revision")
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("' PS-01'", "PS-01 is empty or has blanks around it"),
        ("''", " is empty or has blanks around it"),
        ('"PS\\n01"', "PS is empty or has blanks around it"),
        ('"PS\\e01"', "PS\x1b01 is empty or has blanks around it"),
        ('"PS\\L01"', "PS\u202801 is empty or has blanks around it"),
        ("[PS-01]", "PS-01 stands where one text belongs"),
    ],
)
def test_an_id_is_one_line(value: str, message: str) -> None:
    """An id has no blanks around it and nothing in it that ends a line or steers a terminal."""
    fact, flaws = as_fact(source(DOCUMENT.replace("PS-01", value)), Document)

    assert fact is None
    assert [found for _, _, _, found, _ in told(flaws)] == [message]


def test_every_kind_of_record_is_read() -> None:
    """Days, moments, numbers and truth values of records are read from their text."""
    approval, flaws = as_fact(
        source(
            "record: approval\ndocument: PS-01\nlanguage: pl\nrevision: 3.10\nmeaning: approved\ncontent: c\n"
            f"blob: {'a' * 64}\ndecider: {{person: bob, on_behalf_of: mayor}}\ndecided: 2026-02-28\n{RECORDED}"
        ),
        Approval,
    )
    step, more = as_fact(
        source(
            f"record: finding\nfinding: k\nstep: verified\neffective: no\noccurred: 2026-03-01\n{RECORDED}"
        ),
        FindingStep,
    )
    minutes, most = as_fact(
        source(f"record: minutes\naudit: A\nkind: closing\noccurred: 2024-02-29\n{RECORDED}"), Minutes
    )

    assert flaws + more + most == ()
    assert approval is not None
    assert (approval.revision, approval.decided, approval.effective) == ("3.10", dt.date(2026, 2, 28), None)
    assert approval.recorded == dt.datetime(2026, 3, 12, 10, 15, tzinfo=dt.UTC)
    assert step is not None
    assert step.effective is False
    assert minutes is not None
    assert minutes.occurred == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("occurred: 2026-02-30", "2026-02-30 is not a day of the calendar"),
        ("occurred: 2026-2-3", "2026-2-3 is not a day of the calendar"),
        ("occurred: 2025-02-29", "2025-02-29 is not a day of the calendar"),
        ("occurred: 20260203", "20260203 is not a day of the calendar"),
        ("occurred: 2026-W01-1", "2026-W01-1 is not a day of the calendar"),
        ("occurred: 0000-01-01", "0000-01-01 is not a day of the calendar"),
        ("recorded: 2026-03-12T10:15:00+01:00", "2026-03-12T10:15:00+01:00 is not a time in UTC"),
        ("recorded: 2026-03-12 10:15:00Z", "2026-03-12 10:15:00Z is not a time in UTC"),
        ("recorded: 2026-03-12T25:00:00Z", "2026-03-12T25:00:00Z is not a time in UTC"),
        ("result: conform", "conform is none of the values this field can have"),
        ("attachments: [{file: a, sha256: b, size: 1}]", "b is not a SHA-256 digest"),
        ("attachments: [{file: a, sha256: " + "a" * 64 + ", size: big}]", "big is not a whole number"),
        ("judged_against: [{document: a, revision: b, blob: c}]", "c is not a name git gives to contents"),
        ("sample: {population: many}", "many is not a whole number"),
        ("sample: {population: 1.5}", "1.5 is not a whole number"),
        ("criteria: [{clause: 4.1}]", "no field is called clause"),
        ("corrects: x", "x stands where a list belongs"),
    ],
)
def test_a_wrong_value_of_a_record_is_told_at_its_place(field: str, message: str) -> None:
    """The sentence quotes what is written, and the caret stands under it."""
    name, _, value = field.partition(": ")
    lines = [line for line in EVIDENCE.splitlines() if not line.startswith(f"{name}:")]
    read = source("\n".join([*lines, field]) + "\n")
    _, flaws = as_fact(read, Evidence)

    assert [str(flaw.message) for flaw in flaws] == [message]
    assert flaws[0].place.line == len(lines) + 1
    written = message.partition(" ")[0] if flaws[0].kind == "wrong-value" else "clause"
    assert flaws[0].place.source_line[flaws[0].place.column - 1 :].startswith(written)
    assert value


def test_a_wrong_choice_comes_with_the_right_ones() -> None:
    """A word that is nearly one of the choices is taken for it; all are named."""
    _, flaws = as_fact(source(EVIDENCE.replace("conforms", "conform")), Evidence)
    _, others = as_fact(source(EVIDENCE.replace("conforms", "maybe")), Evidence)
    choices = "conforms, does_not_conform, not_applicable, not_audited"

    assert str(flaws[0].fix) == f"did you mean conforms? It is one of: {choices}"
    assert str(others[0].fix) == f"write one of: {choices}"


def test_a_long_or_broken_value_is_quoted_in_one_short_line() -> None:
    """What is wrong is shown as far as a sentence can bear it."""
    _, flaws = as_fact(source(EVIDENCE.replace("2026-03-12\n", "|\n  " + "x" * 200 + "\n  y\n")), Evidence)
    _, others = as_fact(source(EVIDENCE.replace("2026-03-12\n", "[a, [b, c], {d: e}, f]\n")), Evidence)

    assert str(flaws[0].message) == "x" * 60 + "… is not a day of the calendar"
    assert str(others[0].message) == "a, b, c, d: … stands where one text belongs"


@pytest.mark.parametrize("type", [Document, Checklist, AuditPlan], ids=lambda kind: kind.__name__)
def test_the_first_faults_are_told_and_not_their_consequences(type: type[Document]) -> None:
    """What goes missing because a broken value was left out is no fault of its own."""
    text = "id: [a]\ntype: b\ntitle: c\nrevision: d\nedition: e\nkind: internal\n"
    _, flaws = as_fact(source(text), type)

    assert "missing-field" not in [flaw.kind for flaw in flaws]
    assert "a stands where one text belongs" in [str(flaw.message) for flaw in flaws]


def test_names_that_python_keeps_for_itself_are_fields() -> None:
    """`from` is written `from`."""
    text = DOCUMENT + "kind: internal\nscope: {from: 2026-01-01, until: 2026-06-30, form: x, from_: y}\n"
    fact, flaws = as_fact(source(text), AuditPlan)

    assert fact is not None
    assert (fact.scope.from_, fact.scope.until) == (dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert [str(flaw.fix) for flaw in flaws] == ["did you mean from? Otherwise delete the line"] * 2


@pytest.mark.parametrize(
    ("word", "expected"), [("ownr", "owner"), ("titel", "title"), ("xyz", None), ("", None)]
)
def test_the_closest_word_is_near_or_none(word: str, expected: str | None) -> None:
    """A guess is made where there is a likely one."""
    assert closest(word, ["owner", "title", "language"]) == expected
