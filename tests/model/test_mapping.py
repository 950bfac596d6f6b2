"""From the words of a file to what they mean: nothing is guessed, and nothing that keeps a place is a value."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.cache import NO_CACHE
from qmsctl.model.document_kind import FIELDS, DocumentKind
from qmsctl.model.foreign_dates import months_in, read_day, written_as
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.placeholders import is_placeholder
from qmsctl.model.reader import Reader
from qmsctl.model.reading import Reading

SPELLED = {name: (name, name.upper()) for name in FIELDS}
PLAIN = DocumentKind(files=("**",), metadata=("head", "table", "lines"), fields=SPELLED)


def reading(text: str | bytes, kind: DocumentKind = PLAIN, path: str = "docs/x.md") -> Reading:
    """Return what comes of reading a file of *kind*."""
    raw = text if isinstance(text, bytes) else text.encode()
    keys = {"quality manager": "qm", "purchasing": "PUR"}
    return Reader({"x": kind}, "iso9001:2015", keys=keys).file(path, raw, NO_CACHE.shelf("facts"))


def document(head: str, kind: DocumentKind = PLAIN, path: str = "docs/x.md") -> MappedDocument:
    """Return the document that has *head*."""
    filed = reading(f"---\n{head}\n---\n# Heading\n\nText.\n", kind, path).filed
    assert filed is not None
    assert isinstance(filed.fact, MappedDocument)
    return filed.fact


def told(head: str, kind: DocumentKind = PLAIN) -> list[tuple[str, str, str]]:
    """Return kind, the text at the place, and the message of each flaw but those of fields that are not there."""
    found = reading(f"---\n{head}\n---\n# Heading\n\nText.\n", kind)
    assert found.filed is not None
    content = found.filed.source.text.content
    return [
        (
            flaw.kind,
            content[flaw.place.span.start : flaw.place.span.end] if flaw.place.span else "",
            str(flaw.message),
        )
        for flaw in found.flaws
        if flaw.kind != "missing-field"
    ]


@pytest.mark.parametrize(
    ("written", "forms", "expected"),
    [
        ("2026-01-13", ["YYYY-MM-DD"], "2026-01-13"),
        ("13/01/2026", ["YYYY-MM-DD", "DD/MM/YYYY"], "2026-01-13"),
        ("Jun 1 2018", ["MMM D YYYY"], "2018-06-01"),
        ("June 1, 2018", ["MMMM D, YYYY"], "2018-06-01"),
        ("1 stycznia 2026", ["D MMMM YYYY"], "2026-01-01"),
        ("5. März 2026", ["D. MMMM YYYY"], "2026-03-05"),
        ("2025-10-9", ["YYYY-M-D"], "2025-10-09"),
        ("1.2.26", ["D.M.YY"], "2026-02-01"),
        ("20260113", ["YYYYMMDD"], "2026-01-13"),
        ("2023-14-05", ["YYYY-MM-DD", "YYYY-M-D"], None),
        ("13/01/2026", ["YYYY-MM-DD"], None),
        ("03/04/2026", ["MM/DD/YYYY"], "2026-03-04"),
        ("Ju 1 2018", ["MMM D YYYY"], None),
        ("2026-01-13T10:00:00", ["YYYY-MM-DD"], None),
        ("\u0662\u0660\u0662\u0666-01-13", ["YYYY-MM-DD"], None),
        ("0000-01-01", ["YYYY-MM-DD"], None),
    ],
)
def test_days(written: str, forms: list[str], expected: str | None) -> None:
    """A day is read by the forms that are named, and by no other."""
    day = read_day(written, forms)

    assert (day and day.isoformat()) == expected


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
       st.sampled_from(["YYYY-MM-DD", "D/M/YY", "MMM D, YYYY", "D MMMM YYYY", "DD.MM.YYYY", "YYYYMMDD"]))  # fmt: skip
def test_days_as_they_are_written(day: dt.date, form: str) -> None:
    """What is written in a form is read by it as the same day."""
    assert read_day(written_as(day, form), [form]) == day


@pytest.mark.parametrize(
    ("written", "months"),
    [("6 months", 6), ("12", 12), ("Annual", 12), ("2 years", 24), ("co 6 miesięcy", 6), ("every 3 months", 3),
     ("quarterly", 3), ("1 rok", 12), ("2 Jahre", 24), ("0", None), ("", None), ("soon", None), ("12 weeks", None)],
)  # fmt: skip
def test_intervals(written: str, months: int | None) -> None:
    """Months are calendar months; what is none is not made one."""
    assert months_in(written) == months


@pytest.mark.parametrize(
    "text",
    ["", " ", "TBD", "tbd", "TODO", "to do", "null", "n/a", "N/A", "-", "???", "yyyy-mm-dd", "dd.mm.yyyy",
     "[Name]", "<name>", "{{ version }}", "xxx", "___", "do uzupełnienia", "RRRR-MM-DD"],
)  # fmt: skip
def test_placeholders(text: str) -> None:
    """What only keeps a place is no value."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["0", "1.0", "NO", "Todorov", "A/1", "x", "[1] of 2", "Nonesuch", "2026-01-01", "T-B-D1"]
)
def test_values(text: str) -> None:
    """What could be meant is a value."""
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("approved_on: 2023-14-05", ("wrong-value", "2023-14-05",
                                     "2023-14-05 is no day written as YYYY-MM-DD (approved_on)")),
        ("effective: 13/01/2026 # or so", ("wrong-value", "13/01/2026",
                                           "13/01/2026 is no day written as YYYY-MM-DD (effective)")),
        ("review_every: now and then", ("wrong-value", "now and then",
                                        "now and then is no interval that qmsctl knows")),
        ("status: imlpemented", ("wrong-value", "imlpemented",
                                 "nobody has said what the status imlpemented means")),
        ("owner: [Role]", ("placeholder", "[Role]", "[Role] only keeps the place of a value (owner)")),
        ("owner: [a, b]", ("wrong-value", "[a, b]", "several values stand where owner has one")),
        ("id: TBD", ("placeholder", "TBD", "TBD only keeps the place of a value (id)")),
        ('revision: ""', ("placeholder", '""', "revision is not filled in")),
        ("owner:", ("placeholder", "", "owner is not filled in")),
        ("approved_by: [Name]", ("placeholder", "[Name]",
                                 "[Name] only keeps the place of a value (approved_by)")),
    ],
)  # fmt: skip
def test_what_cannot_be_used(head: str, expected: tuple[str, str, str]) -> None:
    """It is a fault at its place, and the document stands all the same."""
    assert [expected] == told(head)
    assert document(head).id == "docs/x.md"


def test_values_of_every_shape() -> None:
    """Revisions stay as printed; lists are lists, or one text; maps of clauses are by edition or by standard."""
    found = document(
        'id: "SOP\u20111"\nrevision: "04"\nOWNER: Quality  Manager\nunits: Purchasing; OR\n'
        "clauses: [ISO 9001:2015 clause 7.1.3, '8.5', 8.10]\nstatus: PUBLISHED\napproved_by: [Jane Roe, TBD]\n"
        "approved_on: 2026-01-13\nreview_every: 12\nlegal_basis: a, b"
    )

    assert (found.id, found.revision, found.owner, found.units) == ("SOP\u20111", "04", "qm", ("PUR", "OR"))
    assert found.clauses == {"iso9001:2015": ("7.1.3", "8.5", "8.10")}
    assert found.declared.status == "approved"
    assert found.declared.approved_by == ("Jane Roe",)
    assert (found.review_every, found.legal_basis) == (12, ("a", "b"))
    assert document("clauses: '7.1.3, 8.5'").clauses == {"iso9001:2015": ("7.1.3", "8.5")}
    assert document("clauses:\n  iso9001:2008: 7.1\n  iso9001:2015: [4.1, 4.2]").clauses == {
        "iso9001:2008": ("7.1",), "iso9001:2015": ("4.1", "4.2"),
    }  # fmt: skip
    assert document("revision: 2.1").revision == "2.1"


def test_where_a_field_is_found() -> None:
    """The first spelling that is there, a part of another field, the name of the file, and what all have in common."""
    kind = DocumentKind(
        files=("**",),
        fields={"id": ("doc_id", "sop_id"), "approved_on": ("approval.date",), "title": ("name",)},
        parts={"ref": "{id} rev {revision}"},
        name="{title}_{language}",
        fixed={"type": "procedure", "owner": "Boss"},
        values={"type": {"procedure": "instruction"}, "language": {"pol": "pl"}},
    )

    found = document(
        "sop_id: S-1\nDoc-ID: S-2\napproval: {date: 2026-01-13, by: x}", kind, "docs/Skargi_pol.md"
    )

    assert (found.id, found.title, found.language) == ("S-2", "Skargi", "pl")
    assert (found.owner, found.declared.approved_on) == ("Boss", dt.date(2026, 1, 13))
    assert document("ref: Q-7 rev C", kind).revision == "C"
    assert document("ref: Q-7 rev C", kind).id == "Q-7"


def test_a_map_of_words() -> None:
    """What a word stands for is said once, capitals or not, also of what means an interval or several clauses."""
    kind = DocumentKind(
        files=("**",),
        fields={"status": ("stage",), "clauses": ("iso",), "review_every": ("cycle",)},
        values={"status": {"Implementable": "approved"}, "clauses": {"All": "4.1, 4.2"},
                "review_every": {"often": "3 months"}},
    )  # fmt: skip

    found = document("stage: implementable\niso: All\ncycle: Often", kind)

    assert (found.declared.status, found.review_every) == ("approved", 3)
    assert found.clauses == {"iso9001:2015": ("4.1", "4.2")}


def test_a_heading_is_a_title() -> None:
    """A document whose head names no title has that of its first heading, and then nothing is missing."""
    found = reading("---\nid: A\nrevision: 1\n---\n# The title\n")

    assert found.flaws == ()
    assert found.filed is not None
    assert found.filed.source.at("title").source_line == "# The title"


def test_a_broken_head_stands_under_its_path() -> None:
    """Its fault is told once, at its place, and no field of it is missing."""
    found = reading("---\ntitle: a: b\n---\n# The title\n", path="docs/łąka [1].md")

    assert found.malformed is not None
    assert (found.malformed.place.line, found.flaws) == (2, ())
    assert found.filed is not None
    assert found.filed.fact.id == "docs/łąka [1].md"  # type: ignore[union-attr]


heads = st.dictionaries(
    st.sampled_from(sorted(FIELDS)),
    st.one_of(
        st.text(max_size=12),
        st.lists(st.text(max_size=6), max_size=3),
        st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2),
    ),
    max_size=5,
)


@given(heads)
def test_whatever_a_head_says(head: dict[str, object]) -> None:
    """Whatever stands in the fields, the document stands, and every place lies in the file."""
    import yaml  # noqa: PLC0415 - as others write it

    text = f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n# Heading\n"
    found = reading(text.encode("utf-8", "surrogatepass"))

    if found.filed is not None:
        assert all(0 <= s.start <= s.end <= len(text) for s in found.filed.source.spans.values())
    assert found.filed is not None or found.malformed is not None or found.flaws


@given(st.binary(max_size=120), st.sampled_from(["yaml", "head", "table", "lines", "sidecar"]))
def test_whatever_the_file(raw: bytes, place: str) -> None:
    """Reading any bytes raises nothing."""
    kind = DocumentKind(files=("**",), metadata=(place,), fields=SPELLED)  # type: ignore[arg-type]

    found = reading(raw, kind)

    assert found.filed is not None or found.malformed is not None or found.flaws
