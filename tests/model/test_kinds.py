"""Kinds of documents in `qms.yaml`: what they say is checked as carefully as what documents say."""

from __future__ import annotations

import pytest

from qmsctl.documents.source import Flaw
from qmsctl.model.configuration import BrokenConfigurationError, load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.model.plain import as_plain, from_plain
from qmsctl.repo.snapshot import MemorySnapshot

HEAD = "qms: 1\norganisation: {name: Example Office}\neditions: [iso9001:2015]\nkinds:\n  sops:\n"
"""Five lines; what follows is indented by four."""


def organisation(kind: str) -> Organisation:
    """Return the organisation with the kind that *kind* says."""
    text = HEAD + "".join(f"    {line}\n" for line in kind.splitlines())
    return load_organisation(MemorySnapshot({"qms.yaml": text}))[0]


def faults(kind: str) -> list[tuple[int, int, str, str]]:
    """Return line, column, message and next step of each fault of the kind that *kind* says."""
    with pytest.raises(BrokenConfigurationError) as broken:
        organisation(kind)
    return [
        (flaw.place.line, flaw.place.column, str(flaw.message), str(flaw.fix))
        for flaw in broken.value.flaws
        if isinstance(flaw, Flaw)
    ]


def test_one_item_needs_no_list() -> None:
    """Where a list belongs one text may stand, and says the same; so does what is kept between two runs."""
    short = organisation(
        "files: docs/**/*.md\nexcept: docs/x.md\nmetadata: head\nfields: {id: doc_id}\ndates: D.M.YYYY\n"
        'separators: "|"\napprovals: merges'
    )
    long = organisation(
        "files: [docs/**/*.md]\nexcept: [docs/x.md]\nmetadata: [head]\nfields: {id: [doc_id]}\n"
        'dates: [D.M.YYYY]\nseparators: ["|"]\napprovals: [merges]'
    )

    assert short == long
    assert short.kinds["sops"].except_ == ("docs/x.md",)
    assert from_plain(Organisation, as_plain(short)) == short


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("files: a.md\nfeilds: {}", (7, 5, "no field is called feilds",
                                     "did you mean fields? Otherwise delete the line")),
        ("files: a.md\nexept: b.md", (7, 5, "no field is called exept",
                                      "did you mean except? Otherwise delete the line")),
        ("files: a.md\nfields: {titel: x}", (7, 14, "no field is called titel",
                                             "did you mean title? Otherwise delete the line")),
        ("files: a.md\nvalues: {statsu: {a: draft}}", (7, 14, "no field is called statsu",
                                                       "did you mean status? Otherwise delete the line")),
        ("files: a.md\nmetadata: haed", (7, 15, "haed is none of the values this field can have",
                                         "did you mean head? It is one of: yaml, head, table, lines, sidecar, name")),
        ("files: [a.md, /docs/*.md]", (6, 19, "/docs/*.md is no pattern of paths inside the system",
                                       None)),
        ("files: docs/../*.md", (6, 12, "docs/../*.md is no pattern of paths inside the system", None)),
        ("files: a.md\nname: '{idd} x'", (7, 11, "{idd} x does not say what a name is made of", None)),
        ("files: a.md\nname: '{id}{title}'", (7, 11, "{id}{title} does not say what a name is made of", None)),
        ("files: a.md\ndates: YYYY-DD", (7, 12, "YYYY-DD does not say how a day is written", None)),
        ("files: a.md\nsince: soon", (7, 12, "soon is not a day of the calendar", None)),
        ("files: a.md\nfields: {id: [a, {b: c}]}", (7, 22, "b: … stands where one text belongs", None)),
    ],
)  # fmt: skip
def test_what_cannot_be_read(kind: str, expected: tuple[int, int, str, str | None]) -> None:
    """A wrong word of a kind is shown where it stands, with what was probably meant."""
    ((line, column, message, fix),) = faults(kind)

    assert (line, column, message) == expected[:3]
    assert fix == (expected[3] or fix)


@pytest.mark.parametrize(
    ("kind", "line", "column", "message"),
    [
        ("files: []", 6, 12, "the kind sops names no files"),
        ("files: a.md\nfields: {id: []}", 7, 18, "nothing says what id is called in the files"),
        ("files: a.md\nmetadata: []", 7, 15, "nothing says where the fields stand"),
        ("files: a.md\nmetadata: [head, yaml]", 7, 22, "a file whose fields stand in yaml has them nowhere else"),
        ("files: a.md\nedition: iso9001:2014", 7, 14, "no edition is called iso9001:2014"),
        ("files: a.md\nvalues: {owner: {QM: boss}}", 7, 21,
         "what words of owner mean is said, but not where owner stands"),
        ("files: a.md\nfields: {status: s}\nvalues: {status: {Y: aproved}}", 8, 26,
         "aproved is no status a document can have"),
        ("files: a.md\nfields: {review_every: r}\nvalues: {review_every: {often: soon}}", 8, 36,
         "soon is no interval that qmsctl knows"),
        ("files: a.md\nfixed: {effective: 13/01/2026}", 7, 24,
         "13/01/2026 is no day written as YYYY-MM-DD (effective)"),
        ("files: a.md\ndates: [DD/MM/YYYY, MM/DD/YYYY]", 7, 25,
         "04/03/2026 is one day as DD/MM/YYYY and another as MM/DD/YYYY"),
        ("files: a.md\ntags: '{id}_{revision}'", 7, 11, "how tags are named is said, but not that they approve anything"),
        ("files: a.md\napprovals: [merges, tags]", 7, 25, "tags approve, and nothing says how they are named"),
        ("files: a.md\napprovals: tags\ntags: '{title}'", 8, 11,
         "a tag can name the id, slug, language and revision of a document, and {title} asks for more"),
    ],
)  # fmt: skip
def test_what_contradicts_itself(kind: str, line: int, column: int, message: str) -> None:
    """What does not go together is a fault of the settings, and not of the documents."""
    assert [(line, column, message)] == [fault[:3] for fault in faults(kind)]


@pytest.mark.parametrize(
    "kind",
    [
        "files: docs\nfields: {status: status}\nvalues: {status: {Gültig: approved, W toku: draft}}",
        "files: docs/**\nfixed: {status: Published, review_every: Annual, type: procedure}",
        "files: docs/*.md\nname: '{id:SOP-###}_{title}_v{revision}'\nvalues: {title: {x: y}}",
        "files: docs/*.md\ndates: [YYYY-MM-DD, DD/MM/YYYY, MMM D YYYY]\nfixed: {effective: 13/01/2026}",
        "files: docs/*.md\napprovals: [tags, fields]\ntags: '{slug}_{revision}'\nedition: iso9001:2008",
        "files: docs/*.yaml\nmetadata: yaml\nparts: {ref: '{id} rev {revision}'}\nsince: 2026-01-01",
    ],
)
def test_what_is_right(kind: str) -> None:
    """Nothing is said about a kind that goes together."""
    assert "sops" in organisation(kind).kinds
