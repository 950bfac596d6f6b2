"""Kinds of documents are found in repositories that keep them as real ones do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from qmsctl.adoption.candidate import look
from qmsctl.adoption.mapped_fields import Sureness
from qmsctl.adoption.proposal import Adoption, Answers, examine
from qmsctl.adoption.written_days import DateOrder
from qmsctl.authoring.adopted_settings import adopted_settings
from qmsctl.model.configuration import load_organisation
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.foreign_dates import read_day
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.qms import Qms, load
from qmsctl.repo.history import NO_HISTORY
from qmsctl.repo.overlaid import Overlaid
from qmsctl.repo.snapshot import MemorySnapshot
from qmsctl.repo.tags import Tag
from tests.adoption.repositories import FENCED, NAMED, POLISH, SIDECARS, TABLES, YAML_RECORDS

EVERYTHING = {**FENCED, **TABLES, **POLISH, **NAMED, **SIDECARS, **YAML_RECORDS}


def examined(files: Mapping[str, str | bytes], order: DateOrder | None = None) -> Adoption:
    """Return what is found in *files*, of which there is no history."""
    return examine(look(MemorySnapshot(files)), NO_HISTORY, "Office", "main", Answers(order=order))


def read(files: Mapping[str, str | bytes], answers: Answers | None = None) -> Qms:
    """Return *files* as they are read by the settings that are proposed for them."""
    text = adopted_settings(examined(files), answers or Answers(), "en")
    return load(Overlaid(MemorySnapshot(files), {"qms.yaml": text}))


def kinds(files: Mapping[str, str | bytes]) -> Mapping[str, DocumentKind]:
    """Return the kinds that are proposed for *files*."""
    text = adopted_settings(examined(files), Answers(), "en")
    return load_organisation(MemorySnapshot({"qms.yaml": text}))[0].kinds


def test_every_way_of_keeping_documents_becomes_a_kind_of_its_own() -> None:
    """What lies in one folder and has the same fields is one kind, read where its fields stand."""
    found = {name: (kind.files, kind.metadata) for name, kind in kinds(EVERYTHING).items()}
    assert found == {
        "sops": (("docs/sops/*.md",), ("head",)),
        "handbuch": (("handbuch/*.md",), ("table",)),
        "library": (("library/*.docx.yaml",), ("sidecar",)),
        "office": (("office/*.docx",), ("name",)),
        "procedury": (("procedury/*.md",), ("lines",)),
        "records": (("records/*.yaml",), ("yaml",)),
    }


def test_a_folder_without_latin_letters_names_no_kind() -> None:
    """Its kind is not called by what is left of the name of one file."""
    found = {f"품질/절차서 [{n}].md": f"---\n문서코드: 품질-{n}\n버전: {n}\n---\n본문\n" for n in (1, 2)}
    assert [*kinds(found)] == ["documents"]


def test_days_with_the_word_for_year_behind_them() -> None:
    """A Polish day may end with "r." or "roku"; nothing else may stand behind a day."""
    days = {"a": "12.09.2024 r.", "b": "1.10.2024r.", "c": "03.02.2024 roku"}
    found = {
        f"procedury/{one}.md": f"| Symbol | P-{one}1 |\n|---|---|\n| Wydanie | A |\n| Obowiązuje od | {day} |\n"
        for one, day in days.items()
    }
    told = {
        str(one.fact.id): one.fact.declared.effective
        for one in read(found).documents
        if isinstance(one.fact, MappedDocument)
    }
    assert {id: day.isoformat() for id, day in told.items() if day} == {
        "P-a1": "2024-09-12",
        "P-b1": "2024-10-01",
        "P-c1": "2024-02-03",
    }
    assert read_day("12.09.2024 x.", ("D.M.YYYY",)) is None


@pytest.mark.parametrize(
    ("files", "id", "revision"),
    [
        (FENCED, "SOP-002", "2.0"),
        (TABLES, "VA-02", "2.2"),
        (POLISH, "P2/01/2011", "A/1"),
        (NAMED, "SOP-012", "12.1"),
        (SIDECARS, "QM-2", "2"),
        (YAML_RECORDS, "REC-2", "0.2"),
    ],
)
def test_the_settings_read_what_the_documents_say(files: Mapping[str, str], id: str, revision: str) -> None:
    """Each document is in the register under its id, with its revision as it is printed."""
    documents = {filed.fact.id: filed.fact.revision for filed in read(files).documents}
    assert documents[id] == revision
    assert all("/" not in name or name.startswith("P") for name in documents)


def test_fields_are_known_by_what_they_are_called_in_several_languages() -> None:
    """German, Polish and English spellings are known."""
    german, polish = kinds(TABLES)["handbuch"].fields, kinds(POLISH)["procedury"].fields
    assert german["review_due"] == ("Nächste Überprüfung",)
    assert german["approved_by"] == ("Freigegeben von",)
    assert polish["effective"] == ("Obowiązuje od",)
    assert polish["owner"] == ("Właściciel procedury",)


def test_a_field_nobody_knows_is_found_by_its_values() -> None:
    """What holds ids, words for statuses, intervals or clauses is known whatever it is called; a cost centre is not."""
    files = {
        f"docs/d{number}.md": f"---\nnomer: QP-0{number}\nlife: {life}\nowner: Quality Manager\n"
        f"again: 6 months\niso_map: '8.4, 8.5.{number}'\ncost: low\n---\n# D\n"
        for number, life in ((1, "Draft"), (2, "Published"), (3, "Active"))
    }
    adoption = examined(files)
    (kind,) = adoption.kinds
    assert {one.name: one.keys for one in kind.fields if one.by_values} == {
        "id": ("nomer",),
        "status": ("life",),
        "review_every": ("again",),
        "clauses": ("iso_map",),
    }
    assert all(one.sure is Sureness.LIKELY for one in kind.fields if one.by_values)
    assert [column.key for column in kind.unmapped] == ["cost"]


@pytest.mark.parametrize(
    "top",
    [
        "| approved_by | Ann Example |\n|---|---|\n| version | 2 |\n",
        "| `approved_by` | version | owner |\n|---|---|---|\n| Ann Example | 2 | QA |\n",
        "__approved by:__ Ann Example\n__version__: 2\n",
        "* **approved by:** Ann Example · **Version:** 2\n",
        "\ufeff---\r\napproved_by: Ann Example\r\nversion: '2'\r\n---\r\n",
        "approved_by: Ann Example\nversion: '2'\n\n",
    ],
)
def test_fields_are_found_wherever_they_stand(top: str) -> None:
    """In a table, below the names of its columns, in bold lines, in a head between fences or without them."""
    (kind,) = examined({"d/A-1.md": f"{top}\n# Title\n\nText.\n"}).kinds
    assert {"approved_by", "revision"} <= {one.name for one in kind.fields}


def test_values_that_do_not_look_like_it_are_not_taken() -> None:
    """A field called as a day that never holds one is not mapped."""
    files = {
        f"d/{n}.md": f"---\nid: A-{n}\nversion: {n}\neffective: sometimes\n---\n# x\n" for n in (1, 2, 3)
    }
    assert "effective" not in kinds(files)["d"].fields
    assert [column.key for column in examined(files).kinds[0].unmapped] == ["effective"]


@pytest.mark.parametrize(
    ("days", "forms", "order", "sure"),
    [
        (("13/01/2026", "02/03/2026"), ("DD/MM/YYYY",), "day-first", True),
        (("01/13/2026", "02/03/2026"), ("MM/DD/YYYY",), "month-first", True),
        (("01/02/2026", "02/03/2026"), ("DD/MM/YYYY",), "day-first", False),
        (("01/13/2026", "13/01/2026"), ("DD/MM/YYYY",), "day-first", False),
        (("2026-01-02", "2025-10-9"), ("YYYY-MM-DD", "YYYY-M-D"), None, True),
        (("Jun 1 2018", "2.3.2026"), ("MMM D YYYY", "D.M.YYYY"), "day-first", False),
    ],
)
def test_the_way_days_are_written_is_told_by_days_that_can_be_nothing_else(
    days: tuple[str, str],
    forms: tuple[str, ...],
    order: str | None,
    sure: bool,  # noqa: FBT001 - pytest gives it by its name
) -> None:
    """A day after the twelfth shows what comes first; without one it is a guess, and called so."""
    files = {
        f"d/{n}.md": f"---\nid: A-{n}\nversion: {n}\neffective_date: {day}\n---\n# x\n"
        for n, day in enumerate(days)
    }
    (kind,) = examined(files).kinds
    assert set(kind.days.forms) == set(forms)
    assert (kind.days.order, kind.days.sure) == (order, sure)


def test_what_somebody_says_about_days_counts() -> None:
    """Where nothing shows the month, the answer decides, and is sure."""
    files = {"d/1.md": "---\nid: A-1\nversion: 1\neffective_date: 01/02/2026\n---\n# x\n"}
    (kind,) = examined(files, "month-first").kinds
    assert (kind.days.forms, kind.days.sure) == (("MM/DD/YYYY",), True)


def test_a_day_that_is_none_is_no_proof_and_is_said() -> None:
    """`2023-14-05` is read in no form."""
    files = {
        f"d/{n}.md": f"---\nid: A-{n}\nversion: {n}\neffective_date: {day}\n---\n# x\n"
        for n, day in ((1, "2023-14-05"), (2, "2023-01-05"))
    }
    (kind,) = examined(files).kinds
    assert (kind.days.forms, kind.days.unread) == (("YYYY-MM-DD",), ("2023-14-05",))


def test_statuses_are_known_guessed_or_asked_for() -> None:
    """A word that everybody knows needs nothing, a typo or a usual one is a guess, another is left open."""
    files = {
        f"d/{n}.md": f"---\nid: A-{n}\nversion: {n}\nstatus: {word}\n---\n# x\n"
        for n, word in enumerate(("Active", "imlpemented", "implementable", "purple"))
    }
    (kind,) = examined(files).kinds
    assert [*kind.statuses.known] == ["Active"]
    assert kind.statuses.guessed == {"imlpemented": "approved", "implementable": "draft"}
    assert kind.statuses.unknown == {"purple": 1}
    text = adopted_settings(examined(files), Answers(statuses={"purple": "withdrawn"}), "en")
    settings, _ = load_organisation(MemorySnapshot({"qms.yaml": text}))
    assert settings.kinds["d"].values["status"]["purple"] == "withdrawn"


def test_templates_are_left_out_and_placeholders_are_no_values() -> None:
    """What only keeps the place of values is no document; forty `TBD` are no id that forty documents share."""
    files = {
        **FENCED,
        "docs/sops/templates/new.md": "---\ndoc_id: TBD\ntitle: '[Title]'\nversion: TBD\nowner: TBD\n---\n# T\n",
        **{
            f"docs/sops/SOP-9{n}-late.md": f"---\ndoc_id: TBD\ntitle: Late {n}\nversion: '1'\nstatus: draft\n---\n# L\n"
            for n in range(4)
        },
    }
    adoption = examined(files)
    assert [one.path for one in adoption.templates] == ["docs/sops/templates/new.md"]
    assert adoption.doubled == ()
    assert "docs/sops/templates/new.md" not in {filed.path for filed in read(files).documents}


def test_what_is_no_document_is_left_alone() -> None:
    """Settings of programs, manifests, blog posts, readme files and other people's code are no documents."""
    head = "---\nid: X-1\ntitle: x\nversion: '1'\nstatus: draft\n---\n# x\n"
    files = {
        **FENCED,
        "README.md": head,
        "docs/sops/README.md": head,
        "vendor/lib/a.md": head,
        "node_modules/x/b.md": head,
        "_posts/2020-01-01-c.md": head,
        "docker-compose.yml": "version: '3'\nservices: {}\n",
        "api.yaml": "openapi: 3.0.0\ninfo: {title: x, version: '1'}\nid: 1\ntitle: y\nstatus: z\n",
        "app.yaml": "name: x\nversion: '1'\nowner: me\n",
        "k8s/pod.yaml": "apiVersion: v1\nkind: Pod\nid: A-1\nversion: '2'\nstatus: {}\n",
        "site/page.md": "---\ntitle: x\nauthor: y\nlayout: post\n---\n# x\n",
    }
    assert [*kinds(files)] == ["sops"]
    assert {filed.path for filed in read(files).documents} == set(FENCED)


def test_two_spellings_of_the_id_are_two_kinds() -> None:
    """`sop_id` and `template_id` say of what kind a document is, also beside each other below one folder."""
    files = {
        **{f"q/sop/s{n}.md": f"---\nsop_id: S-{n}\nversion: '1'\nstatus: draft\n---\n# x\n" for n in (1, 2)},
        **{
            f"q/tpl/t{n}.md": f"---\ntemplate_id: T-{n}\nversion: '1'\nstatus: draft\n---\n# x\n"
            for n in (1, 2)
        },
    }
    found = kinds(files)
    assert {name: kind.fixed["type"] for name, kind in found.items()} == {
        "sop": "procedure",
        "tpl": "template",
    }
    assert {filed.fact.id for filed in read(files).documents} == {"S-1", "S-2", "T-1", "T-2"}


def test_folders_that_keep_the_same_fields_are_one_kind() -> None:
    """Where sub-folders only sort documents, one pattern matches all of them."""
    files = {
        f"docs/{folder}/{folder}-{n}.md": f"---\nid: {folder.upper()}-{n}\nversion: '1'\nowner: QA\n---\n# x\n"
        for folder in ("hr", "it", "qa")
        for n in (1, 2)
    }
    found = kinds(files)
    assert [kind.files for kind in found.values()] == [("docs/**/*.md",)]


def test_where_the_name_of_the_file_is_the_id_it_is_read() -> None:
    """No field says the id: the pattern of the names does, whatever else they say."""
    files = {
        f"kb/POL-{n:03}-{name}.md": f"---\nowner: QA\nversion: '{n}'\n---\n# {name}\n"
        for n, name in ((1, "quality"), (2, "safety"))
    }
    assert kinds(files)["kb"].name == "{id:POL-###}-{slug}"
    assert {filed.fact.id: filed.fact.title for filed in read(files).documents} == {
        "POL-001": "quality",
        "POL-002": "safety",
    }
    plain = {
        f"kb/{name}.md": f"---\nlast_reviewed_on: 2026-01-02\nreview_in: 6 months\n---\n# {name}\n"
        for name in ("a", "b")
    }
    assert kinds(plain)["kb"].name == "{id}"
    assert {filed.fact.id for filed in read(plain).documents} == {"a", "b"}
    pages = {path.replace(".md", ".html.md"): text for path, text in plain.items()}
    assert kinds(pages)["kb"].name == "{id}.html"
    assert {filed.fact.id for filed in read(pages).documents} == {"a", "b"}


def test_a_broken_head_is_said_with_its_line_and_the_document_stays() -> None:
    """The file is listed as broken, and stands in the register under its path."""
    files = {**FENCED, "docs/sops/broken.md": "---\ndoc_id: [x\n---\n# Broken\n"}
    assert examined(files).looked.broken == [("docs/sops/broken.md", 2)]
    assert "docs/sops/broken.md" in {filed.path for filed in read(files).documents}


def test_two_documents_with_one_id_are_said() -> None:
    """Ids are compared as people do, and both paths are named."""
    files = {
        f"d/{n}.md": f"---\nid: {id}\nversion: '1'\nstatus: draft\n---\n# x\n"
        for n, id in (("a", "QP-1"), ("b", "qp-1"), ("c", "QP-2"))
    }
    assert examined(files).doubled == (("QP-1", ("d/a.md", "d/b.md")),)


def test_names_in_any_letters_and_with_brackets_are_read() -> None:
    """Korean, Norwegian and Polish paths, blanks, brackets and stars, and non-breaking hyphens."""
    files = {
        "문서/절차서 1.md": "---\n문서코드: QP\u2011001\n개정번호: '3'\n시행일: 2026-01-02\n---\n# 구매\n",
        "문서/절차서 2.md": "---\n문서코드: QP\u2011002\n개정번호: '1'\n시행일: 2026-01-03\n---\n# 검사\n",
        "prosedyrer [gjeldende]/Innkjøp (1).md": "# Innkjøp\n\n| Felt | Verdi |\n|--|--|\n| Dokument-ID | PR*1 |\n| Versjon | 2 |\n| Eier | Leder |\n",
        "księga *1*/Rozdział.md": "---\nsymbol: KJ-1\nwydanie: '2'\nwłaściciel: Sekretarz\n---\n# Księga\n",
    }
    documents = {filed.fact.id: filed.fact.revision for filed in read(files).documents}
    assert documents == {"QP\u2011001": "3", "QP\u2011002": "1", "PR*1": "2", "KJ-1": "2"}


@pytest.mark.parametrize(
    ("names", "pattern", "current"),
    [
        (("SOP-001_1.0", "SOP-002_2.0", "v1", "v2"), "{id}_{revision}", 2),
        (("sop-001/v1.0", "sop-002/v1.0"), "{slug}/v{revision}", 1),
        (("approved/SOP-001-1.0", "approved/SOP-001-0.9"), "approved/{id}-{revision}", 1),
        (("SOP-001_wyd1.0", "SOP-002_wyd2.0"), "{id}_wyd{revision}", 2),
        (("SOP-003-rev.3.0",), "{id}-rev.{revision}", 1),
        (("release-1", "release-2", "SOP-777_1"), None, 0),
    ],
)
def test_tags_named_after_documents_are_found(
    names: tuple[str, ...], pattern: str | None, current: int
) -> None:
    """A pattern is proposed if tags name documents and revisions; tags of releases are none."""
    history = replace(NO_HISTORY, tags=tuple(Tag(name, None) for name in names))
    adoption = examine(look(MemorySnapshot(FENCED)), history, "Office", None, Answers())
    assert (adoption.tags.pattern if adoption.tags else None) == pattern
    assert (adoption.tags.current if adoption.tags else 0) == current
    assert ("tags" in adoption.kinds[0].approvals) is (pattern is not None)


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        (("P-01-zatw", "P-02-zatw", "P-01-zatw-old"), "{id}-zatw"),
        (("approved/P-01", "approved/P-02"), "approved/{id}"),
        (("P-01_2026-01-15", "P-01_2026-05-01", "P-02_2026-01-15"), "{id}_{revision}"),
        (("p-01-ok", "p-02-ok"), "{slug}-ok"),
        (("P-01-draft", "P-02-draft"), None),
        (("projekt/P-01", "projekt/P-02"), None),
        (("P-01-zatw", "v1"), None),
        (("release-1", "release-2"), None),
    ],
)
def test_tags_of_documents_without_revisions_are_found(names: tuple[str, ...], pattern: str | None) -> None:
    """A pattern is proposed if tags name two documents at least, and no tag of a draft is taken for an approval."""
    head = "---\nsymbol: P-0{n}\nwlasciciel: QA\nprzeglad: 12\n---\n# About {n}\n"
    files = {f"p/P-0{n}.md": head.format(n=n) for n in (1, 2, 3)}
    beside = "id: I-0{n}\ntitle: x\nrevision: '{n}'\nowner: QA\n"
    files |= {f"i/I-0{n}.docx": "Word" for n in (1, 2)}
    files |= {f"i/I-0{n}.docx.yaml": beside.format(n=n) for n in (1, 2)}
    history = replace(NO_HISTORY, tags=tuple(Tag(name, None) for name in names))
    adoption = examine(look(MemorySnapshot(files)), history, "Office", None, Answers())
    assert (adoption.tags.pattern if adoption.tags else None) == pattern
    proposed = {kind.name: (kind.tags, "tags" in kind.approvals) for kind in adoption.kinds}
    assert proposed == {"p": (pattern, pattern is not None), "i": (None, False)}


def test_a_letter_that_is_part_of_the_revision_stays_in_it() -> None:
    """Where documents bear `R15` or `A/1`, the tag says no more before it than a sign."""
    files = {
        f"d/{n}.md": f"---\nid: QP-{n}\nversion: {revision}\nowner: QA\n---\n# x\n"
        for n, revision in ((1, "R15"), (2, "A"))
    }
    history = replace(NO_HISTORY, tags=(Tag("QP-1_R15", None), Tag("QP-2_A", None), Tag("QP-1_R14", None)))
    tags = examine(look(MemorySnapshot(files)), history, "Office", None, Answers()).tags
    assert tags is not None
    assert (tags.pattern, len(tags.matching), tags.current) == ("{id}_{revision}", 3, 2)


@pytest.mark.parametrize(
    ("more", "tag", "approvals"),
    [
        ("status: Active\n", "A-1_1", ["tags"]),
        ("status: Active\n", "v1", ["fields"]),
        ("status: Active\napproved_by: Ann Example\n", "A-1_1", ["tags", "fields"]),
        ("owner: QA\n", "v1", []),
    ],
)
def test_a_bare_status_approves_only_where_nothing_else_does(
    more: str, tag: str, approvals: list[str]
) -> None:
    """Beside tags, what documents say of themselves counts if it names who or when."""
    files = {"d/1.md": f"---\nid: A-1\nversion: '1'\n{more}---\n# x\n"}
    history = replace(NO_HISTORY, tags=(Tag(tag, None),))
    (kind,) = examine(look(MemorySnapshot(files)), history, "Office", None, Answers()).kinds
    assert [*kind.approvals] == approvals


def test_the_edition_is_that_which_has_the_clauses() -> None:
    """Clauses that only one edition has settle it; those that two have leave a guess."""
    old = {"d/1.md": "---\nid: A-1\nversion: '1'\nclauses: ['7.4.3', '7.5.2', '8.2.4']\n---\n# x\n"}
    assert (examined(old).edition.key, examined(old).edition.sure) == ("iso9001:2008", True)
    new = {"d/1.md": "---\nid: A-1\nversion: '1'\nclauses: ['8.4.1', '9.9.9']\n---\n# x\n"}
    found = examined(new).edition
    assert (found.key, found.sure, found.unknown) == ("iso9001:2015", False, ("9.9.9",))
    named = {"d/1.md": "---\nid: A-1\nversion: '1'\nclauses: ['8.4.1']\n---\n# As ISO 9001:2026 demands\n"}
    assert (examined(named).edition.key, examined(named).edition.sure) == ("iso9001:2026", True)


def test_the_language_is_that_of_the_texts() -> None:
    """Polish is told from English; what qmsctl does not speak is said, and it speaks English then."""
    assert (examined(POLISH).spoken, examined(POLISH).language) == ("pl", "pl")
    assert (examined(FENCED).spoken, examined(FENCED).language) == ("en", "en")
    assert (examined(TABLES).spoken, examined(TABLES).language) == ("de", "en")


def test_owners_are_roles_unless_they_are_people() -> None:
    """A title becomes a role that nobody is said to hold; an address becomes a person; nobody is invented."""
    found = examined({**FENCED, **YAML_RECORDS}).people
    assert found.roles == {"quality-manager": "Quality Manager"}
    assert {(one.name, *one.emails) for one in found.people} == {
        ("Ann Example",),
        ("bob@example.org", "bob@example.org"),
    }
    assert found.owners == {}
    both = {"d/1.md": "---\nid: A-1\nversion: '1'\nowner: Ann <ann@example.org>\n---\n# x\n"}
    assert examined(both).people.owners == {"Ann <ann@example.org>": "ann"}
    assert examined(POLISH).people.nameless == ("Burmistrz Miasta",)


def test_folders_that_qmsctl_would_take_are_given_other_names() -> None:
    """Where files of others lie in `audits`, qmsctl keeps its own elsewhere."""
    files = {**FENCED, "audits/2024.md": "# Audit\n", "procedures/x.md": "# x\n"}
    assert examined(files).folders == {"audits": "qms/audits", "procedures": "qms/procedures"}
    assert not read(files).malformed


def test_nothing_is_proposed_where_nothing_is() -> None:
    """Texts without fields are no documents."""
    assert examined({"a.md": "# a\n", "b.yaml": "x: 1\n", "c.txt": "x"}).kinds == ()


def test_what_is_hostile_is_read_to_its_end() -> None:
    """Broken bytes, deep nesting, endless keys and placeholders in keys stop nothing."""
    files: dict[str, str | bytes] = {
        **FENCED,
        "h/a.md": b"---\n\xff\xfe: 1\n---\n",
        "h/b.md": "---\n" + "[" * 50_000 + "\n---\n",
        "h/c.md": "**a" * 20_000,
        "h/d.yaml": "&a [*a]\n" * 3,
        "h/e.md": "| a |" * 30_000,
        "h/f.md": "---\n"
        + "\n".join(f"k{n}: v" for n in range(3_000))
        + "\nstatus: draft\nversion: '1'\n---\n",
        "h/g.md": "---\n'a: b # c': {x: 1}\nid: 'A #1 \"q\"'\nversion: '1'\nstatus: \"{odd}: [x]\"\n---\n",
        "h/{id}.md": "---\nid: 'TBD'\nversion: '1'\nstatus: draft\n---\n",
    }
    files["h/huge.md"] = "---\nid: H-1\nversion: '1'\nstatus: draft\n---\n" + "x" * (1 << 20)
    assert {filed.path for filed in read(files).documents} >= set(FENCED)
    assert {"h/a.md", "h/huge.md"} <= set(examined(files).looked.unread)


def test_ten_thousand_other_files_change_nothing() -> None:
    """What is found does not depend on what else lies there."""
    others = {f"src/m{n // 100}/f{n}.md": f"# Part {n}\n\nText.\n" for n in range(10_000)}
    alone, beside = examined(FENCED), examined({**FENCED, **others})
    assert [kind.settings({}, {}) for kind in alone.kinds] == [kind.settings({}, {}) for kind in beside.kinds]
