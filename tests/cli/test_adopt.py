"""`qmsctl adopt` looks at documents that are there, and writes nothing but `qms.yaml`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.adoption.repositories import (
    FENCED,
    NAMED,
    POLISH,
    SIDECARS,
    TABLES,
    YAML_RECORDS,
    begin,
    commit,
    put,
)
from tests.cli.program import Terminal, git, qmsctl, state_of

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/adoption-1.json").read_text(encoding="utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with documents in a head of YAML, tagged and approved by trailers."""
    at = begin(tmp_path / "office", FENCED)
    git("tag", "SOP-001_1.0", at=at)
    git("tag", "SOP-002_2.0", at=at)
    return commit(
        at,
        {"docs/sops/SOP-004-x.md": FENCED["docs/sops/SOP-003-complaints.md"].replace("003", "004")},
        by="Bob Sample",
    )


def adopted(at: Path, *options: str) -> dict[str, Any]:
    """Return what is found in *at*, as JSON that its schema describes."""
    done = qmsctl("adopt", "--json", "--dry-run", *options, at=at)
    assert done.status == 0, done.err
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    return data


def test_a_dry_run_shows_everything_and_writes_nothing(repository: Path) -> None:
    """Kinds, fields, what could not be told, the register and the settings are printed; no file changes."""
    before = state_of(repository)
    done = qmsctl("adopt", "--dry-run", "--lang", "en", at=repository)
    assert done.status == 0
    assert "sops | docs/sops/*.md | 4 | head of the text" in done.out
    assert "sops | doc_id | id of the document | 4 of 4 | SOP-001" in done.out
    unknown = (
        "with the field cost_centre, of which nobody knows what it says; if it is one of ours, name it: "
    )
    assert f"{unknown}--field NAME=cost_centre | 4 | C3; C1; C2" in done.out
    assert "tags | {id}_{revision} | 2 of 2 tags, 2 of them for the revision in the file" in done.out
    assert "SOP-003 | Complaints | 3.0 | Quality Manager | approved | " in done.out
    assert "kinds:\n  # 4 documents, for example docs/sops/SOP-001-purchasing.md\n  sops:" in done.out
    assert "Nothing was written." in done.err
    assert state_of(repository) == before


def test_what_is_written_is_one_file_that_the_check_and_the_register_take(repository: Path) -> None:
    """`--yes` takes every guess, writes `qms.yaml` alone, and the documents stand in the register at once."""
    done = qmsctl("adopt", "--yes", "--organisation", "Office of Examples", "--lang", "en", at=repository)
    assert done.status == 0
    assert git("status", "--porcelain", at=repository) == "?? qms.yaml\n"
    assert "Next: look through them, commit them, and run qmsctl check." in done.err
    listed = qmsctl("register", "--format", "csv", at=repository).out
    assert listed.count("SOP-00") >= 4
    assert qmsctl("check", at=repository).status in (0, 1)
    assert "Office of Examples" in (repository / "qms.yaml").read_text(encoding="utf-8")


def test_what_is_there_already_is_never_written_over(repository: Path) -> None:
    """With a `qms.yaml` the command only says what would differ."""
    qmsctl("adopt", "--yes", at=repository)
    written = (repository / "qms.yaml").read_bytes()
    again = qmsctl("adopt", "--yes", "--lang", "en", at=repository)
    assert again.status == 0
    assert "qms.yaml is there already, and nothing was written.  What would be added:\n  nothing" in again.err
    changed = written.replace(b"[doc_id]", b"[number]")
    (repository / "qms.yaml").write_bytes(changed)
    told = qmsctl("adopt", "--yes", "--lang", "en", at=repository)
    assert (
        "  - kinds.sops.fields.id: number  # no document has this field\n"
        "  + kinds.sops.fields.id: doc_id  # 4 of 4: SOP-001; SOP-002\n" in told.err
    )
    assert (repository / "qms.yaml").read_bytes() == changed


def test_what_a_person_wrote_is_kept_and_only_additions_are_proposed(tmp_path: Path) -> None:
    """A kind renamed, a field mapped, roles and people edited: right settings are neither taken away nor proposed again."""
    at = begin(tmp_path / "r", {**UNKNOWN, **FENCED})
    assert qmsctl("adopt", "--yes", "--dates", "day-first", at=at).status == 0
    file = at / "qms.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ("  d:\n", "  procedures:\n"),
        ("revision: [version]", "revision: [version]\n      owner: [keeper]"),
        ("ann-example: {name: Ann Example", "ann: {name: Ann Example, roles: [{role: quality-manager}]"),
        ("organisation: {name: r}", "organisation: {name: Office of Examples}"),
        ("Quality Manager", "Quality manager"),
        ("DD/MM/YYYY]", "D/M/YYYY]"),
    ):
        assert old in text, text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")

    done = qmsctl("adopt", "--dry-run", "--lang", "en", at=at)

    assert done.out.startswith("Office of Examples: ")
    said = done.err.partition("What would be added:\n")[2].splitlines()
    assert all(line.startswith("  + roles.head-of-unit-") for line in said), done.err
    assert "kinds:" not in done.out, "a file that nobody would write is not shown"
    assert "field keeper" not in done.out

    more = "---\nid: A-9\nversion: '1'\nkeeper: Ann Example\nowner: Ann Example\n---\n# Procedure 9\n"
    commit(at, {"d/A-9.md": more.replace("keeper: Ann Example\n", ""), "e/E-1.md": more, "e/E-2.md": more})
    told = qmsctl("adopt", "--dry-run", "--lang", "en", at=at).err
    assert "  + kinds.procedures.fields.owner: owner  # 6 of 6: Ann Example; Head of unit 1\n" in told
    assert "*.md  # files that no kind names: 2\n" in told
    polish = qmsctl("adopt", "--dry-run", "--lang", "pl", at=at).err
    assert "Co można by dodać:" in polish


def test_settings_that_cannot_be_used_are_mended_first(repository: Path) -> None:
    """Nothing is proposed beside a `qms.yaml` with faults: nobody knows what it would say."""
    (repository / "qms.yaml").write_text("qms: '1'\norganisation: [\n", encoding="utf-8")
    done = qmsctl("adopt", "--dry-run", "--lang", "en", at=repository)
    assert (done.status, done.out) == (2, "")
    assert "qms.yaml is there already, and cannot be used as it is" in " ".join(done.err.split())
    assert "see what is wrong with it: qmsctl check" in " ".join(done.err.split())


def test_a_system_in_qmsctl_s_own_form_is_not_adopted(tmp_path: Path) -> None:
    """What qmsctl reads in its own form is no document that somebody would have to describe."""
    own = {
        "qms.yaml": "qms: '1'\norganisation: {name: X}\neditions: ['iso9001:2015']\n",
        "procedures/PP-01.yaml": "id: PP-01\ntitle: x\nrevision: '1'\nowner: y\nclauses: {'iso9001:2015': ['8.4']}\n",
    }
    begin(tmp_path, own)
    done = qmsctl("adopt", "--yes", "--lang", "en", at=tmp_path)
    assert done.status == 3
    assert "qms.yaml is there already, and nothing else here looks like a document" in done.err


def test_without_input_what_is_unsure_has_to_be_given(tmp_path: Path) -> None:
    """All of it is named at once, nothing is written, and what is sure is not asked for."""
    at = begin(tmp_path / "r", TABLES)
    done = qmsctl("adopt", "--no-input", "--lang", "en", at=at)
    assert done.status == 2
    assert "--organisation, --edition, --dates are needed" in done.err
    assert not (at / "qms.yaml").exists()
    given = ("--organisation", "X", "--edition", "iso9001:2015", "--dates", "month-first")
    assert qmsctl("adopt", "--no-input", *given, at=at).status == 0
    assert "dates: [M.D.YYYY]" in (at / "qms.yaml").read_text(encoding="utf-8")
    sure = begin(tmp_path / "s", FENCED)
    told = qmsctl("adopt", "--no-input", "--lang", "en", at=sure)
    assert "--organisation, --edition are needed" in told.err


def test_in_a_terminal_it_asks_little_and_gives_its_reasons(tmp_path: Path) -> None:
    """Name, edition, language and the order in days are asked, each with its guess; then whether to write it."""
    at = begin(tmp_path / "r", TABLES)
    with Terminal("adopt", "--lang", "en", at=at, columns=120) as terminal:
        terminal.answer("Name of the organisation [r]: ", "Office")
        terminal.answer("Edition of the standard [2]: ", "")
        terminal.answer("Language of the documents [1]: ", "")
        terminal.answer("What comes first in its days [1]: ", "2")
        terminal.answer("Write this qms.yaml (yes/no): ", "yes")
        done = terminal.end()
    assert done.status == 0
    assert "A guess: no document names an edition or a clause." in done.says
    assert "no value shows which number is the month." in done.says
    text = (at / "qms.yaml").read_text(encoding="utf-8")
    assert "organisation: {name: Office}" in text
    assert "M.D.YYYY" in text


UNKNOWN = {
    f"d/A-{n}.md": f"---\nid: A-{n}\nversion: '1'\nkomorka: Wydział {n}\nkeeper: Head of unit {n}\nsince when: 0{n}.02.2026\n"
    f"{'rare: x' if n == 1 else ''}\n---\n# Procedure {n}\n"
    for n in (1, 2, 3)
}
"""Fields with names that nobody knows: a unit, an owner, a day, and one that a single document has."""


def test_in_a_terminal_it_asks_what_unknown_fields_say(tmp_path: Path) -> None:
    """The most frequent come first, each with examples and how often it occurs; a day that is named is asked about too."""
    at = begin(tmp_path / "r", UNKNOWN)
    given = ("--organisation", "X", "--edition", "2015", "--language", "en")
    with Terminal("adopt", *given, "--lang", "en", at=at, columns=160) as terminal:
        terminal.answer(
            "What the field keeper says (documents: 3; such as Head of unit 1; Head of unit 2)", "owner"
        )
        terminal.answer("What the field komorka says (documents: 3; such as Wydział 1; Wydział 2)", "")
        terminal.answer(
            "What the field since when says (documents: 3; such as 01.02.2026; 02.02.2026)", "from when"
        )
        terminal.answer("What comes first in its days", "1")
        terminal.answer("Write this qms.yaml (yes/no): ", "yes")
        done = terminal.end()
    assert done.status == 0
    assert done.out.count("  none of these\n") == 1
    assert "What the field rare says" not in done.says
    listed = qmsctl("register", "--format", "csv", "--lang", "en", at=at).out
    assert "Head of unit 2" in listed
    text = (at / "qms.yaml").read_text(encoding="utf-8")
    assert "owner: [keeper]  # 3 of 3: Head of unit 1; Head of unit 2" in text
    assert "effective: [since when]" in text
    assert "dates: [DD.MM.YYYY]" in text
    assert "komorka" not in text


def test_what_unknown_fields_say_can_be_given_beforehand(tmp_path: Path) -> None:
    """`--field` answers without a question; what is left is listed with how to map it, in both languages."""
    at = begin(tmp_path / "r", UNKNOWN)
    told = ("--field", "owner=keeper", "--field", "effective=since when", "--dates", "day-first")

    data = adopted(at, *told)

    (kind,) = data["kinds"]
    assert {one["field"]: one["called"] for one in kind["fields"]} == {
        "id": ["id"],
        "revision": ["version"],
        "owner": ["keeper"],
        "effective": ["since when"],
    }
    open = {one["what"]: one["places"] for one in data["untold"] if one["key"] == "unmapped-field"}
    assert [what.rpartition(": ")[2] for what in open] == ["--field NAME=komorka", "--field NAME=rare"]
    polish = qmsctl("adopt", "--dry-run", "--lang", "pl", at=at).out
    assert "jeżeli to jedno z naszych pól, wskaż je: --field NAME='since when' | 3" in polish


def test_a_field_that_is_named_wrongly_is_refused(tmp_path: Path) -> None:
    """Neither a field of ours nor one of theirs is guessed."""
    at = begin(tmp_path / "r", UNKNOWN)
    ours = qmsctl("adopt", "--dry-run", "--field", "ovner=keeper", "--lang", "en", at=at)
    assert (ours.status, ours.out) == (2, "")
    assert "nothing of a document is called ovner" in ours.err
    assert "did you mean owner?" in ours.err
    theirs = qmsctl("adopt", "--dry-run", "--field", "owner=keepr", "--lang", "en", at=at)
    assert theirs.status == 2
    assert "no document has a field keepr" in theirs.err
    assert "fields of which nobody knows what they say: keeper, komorka" in " ".join(theirs.err.split())


def test_whoever_says_no_at_the_end_gets_nothing(tmp_path: Path) -> None:
    """No file is left."""
    at = begin(tmp_path / "r", POLISH)
    given = ("--organisation", "X", "--edition", "2015", "--language", "pl")
    with Terminal("adopt", *given, "--lang", "pl", at=at, columns=120) as terminal:
        terminal.answer("(tak/nie): ", "nie")
        assert terminal.end().status == 0
    assert not (at / "qms.yaml").exists()


def test_the_settings_explain_themselves_in_the_language_of_the_reader(tmp_path: Path) -> None:
    """Polish comments for who speaks Polish, and the register in Polish."""
    at = begin(tmp_path / "r", POLISH)
    done = qmsctl("adopt", "--dry-run", "--lang", "pl", at=at)
    assert "language: pl" in done.out
    assert "Wydanie" in done.out
    assert "Proposed by" not in done.out
    assert "What could not" not in done.out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("draft", "approved", "withdrawn", "In execution = draft")),
        ("pl", ("projekt", "zatwierdzony", "wycofany", "In execution = projekt")),
    ],
)
def test_the_status_of_a_document_is_no_decision(tmp_path: Path, lang: str, words: tuple[str, ...]) -> None:
    """What a document is, and not what somebody did, stands in the register and beside each word."""
    statuses = ("Draft", "Approved", "Obsolete", "In execution")
    at = begin(
        tmp_path / "r",
        {
            f"docs/{number}.md": f"---\ndoc_id: SOP-{number}\ntitle: About {number}\nversion: 1\nstatus: {said}\n---\n"
            for number, said in enumerate(statuses, 1)
        },
    )
    told = qmsctl("adopt", "--dry-run", "--lang", lang, at=at).says
    for word in words:
        assert word in told
    assert not {"zatwierdzono", "wycofano"}.intersection(told.replace(",", " ").split())


def test_a_folder_without_git_is_looked_at_all_the_same(tmp_path: Path) -> None:
    """There is no history, which is said, and the settings are written."""
    put(tmp_path / "office", FENCED)
    done = qmsctl("adopt", "office", "--yes", "--lang", "en", at=tmp_path)
    assert done.status == 0
    assert "Commits: none: this is no git repository" in done.out
    assert "git init" in done.err
    assert "qmsctl -C office check" in done.err
    assert (tmp_path / "office" / "qms.yaml").is_file()


def test_a_folder_without_documents_is_no_success(tmp_path: Path) -> None:
    """Nothing to adopt is status 3, with the next step; what looks a little like documents is named."""
    at = begin(
        tmp_path / "r", {"docs/a.md": "---\ntitle: a\n---\n# a\n", "docs/b.md": "---\ntitle: b\n---\n# b\n"}
    )
    done = qmsctl("adopt", "--yes", "--lang", "en", at=at)
    assert done.status == 3
    assert (
        "texts with fields in docs, none of which a controlled document has | 2 | docs/a.md; docs/b.md"
        in done.out
    )
    assert "qmsctl init" in done.err
    assert not (at / "qms.yaml").exists()


def test_a_bare_repository_is_only_looked_at(tmp_path: Path, repository: Path) -> None:
    """There is no folder to write in; a dry run shows the files of a commit."""
    git("clone", "-q", "--bare", str(repository), "bare.git", at=tmp_path)
    refused = qmsctl("adopt", "bare.git", "--yes", "--lang", "en", at=tmp_path)
    assert refused.status == 2
    assert "--dry-run" in refused.err
    old = adopted(tmp_path, "bare.git", "--rev", "main~1")
    assert [kind["documents"] for kind in old["kinds"]] == [3]
    assert [kind["documents"] for kind in adopted(tmp_path, "bare.git")["kinds"]] == [4]
    assert qmsctl("adopt", "--rev", "main", "--yes", at=repository).status == 2


def test_a_folder_of_a_larger_repository_is_adopted_by_itself(tmp_path: Path) -> None:
    """Paths begin at the folder, and what lies elsewhere is not looked at."""
    at = begin(
        tmp_path / "mono",
        {**{f"quality/{path}": text for path, text in FENCED.items()}, **YAML_RECORDS, "src/a.py": "x = 1\n"},
    )
    data = adopted(at, "quality")
    assert [kind["files"] for kind in data["kinds"]] == [["docs/sops/*.md"]]
    assert data["files"]["seen"] == 3
    assert [person["name"] for person in data["people"]] == ["Ann Example"]
    assert qmsctl("adopt", "quality", "--yes", at=at).status == 0
    assert (at / "quality" / "qms.yaml").is_file()
    assert qmsctl("-C", "quality", "register", at=at).out.count("SOP-00") >= 3


def test_people_are_those_of_the_history_and_nobody_else(repository: Path) -> None:
    """Authors of documents with their addresses, a robot left out."""
    env = {"GIT_AUTHOR_NAME": "renovate[bot]", "GIT_AUTHOR_EMAIL": "bot@example.org"}
    put(
        repository,
        {"docs/sops/SOP-004-x.md": FENCED["docs/sops/SOP-003-complaints.md"].replace("003", "004") + "x\n"},
    )
    git("commit", "-qam", "Bump", at=repository, env=env)
    data = adopted(repository)
    assert {(one["name"], *one["emails"]) for one in data["people"]} == {
        ("Ann Example", "ann@example.org"),
        ("Bob Sample", "bob@example.org"),
    }


def test_trailers_and_merges_count_where_documents_come_by_them(tmp_path: Path) -> None:
    """Commits that say who approved are counted; merges are named only if nothing else tells of approval."""
    plain = {f"d/A-{n}.md": f"---\nid: A-{n}\nversion: '1'\nowner: QA\n---\n# x\n" for n in range(1, 5)}
    at = begin(tmp_path / "r", {"d/A-1.md": plain["d/A-1.md"]})
    for n in (2, 3, 4):
        git("switch", "-q", "-c", f"b{n}", at=at)
        commit(at, {f"d/A-{n}.md": plain[f"d/A-{n}.md"]}, "Add")
        git("switch", "-q", "main", at=at)
        git("merge", "-q", "--no-ff", "-m", "Merge", f"b{n}", at=at)
    assert adopted(at)["kinds"][0]["approvals"] == ["merges"]
    for n in (1, 2, 3):
        commit(
            at,
            {f"d/A-{n}.md": plain[f"d/A-{n}.md"] + "y\n"},
            "Change\n\nApproved-by: Bob Sample <bob@example.org>",
        )
    data = adopted(at)
    assert data["kinds"][0]["approvals"] == ["trailers"]
    assert data["trailers"] == [{"key": "Approved-by", "commits": 3}]


@pytest.mark.parametrize(
    "written",
    ["dr Marek Lis", "Dr. Marek Lis", "dr hab. inż. Marek Lis", "Marek Lis (Dyrektor)", "prof. Marek Lis"],
)
def test_a_name_with_a_title_is_a_person(tmp_path: Path, written: str) -> None:
    """A title before a name, or a position behind it, makes nobody a role; the approval counts as theirs."""
    text = "---\nid: A-{n}\nversion: '1'\nowner: {who}\napproved_by: {who}\napproved_date: 2026-02-0{n}\n---\n# Text {n}\n"
    at = begin(tmp_path / "r", {f"d/A-{n}.md": text.format(n=n, who=written) for n in (1, 2)})

    data = adopted(at)

    assert ("marek-lis", "Marek Lis") in {(one["key"], one["name"]) for one in data["people"]}
    assert "roles:" not in data["settings"]
    assert f"owner: {{{written}: marek-lis}}" in data["settings"].replace('"', "")
    assert "unnamed-approver" not in {one["key"] for one in data["untold"]}
    assert qmsctl("adopt", "--yes", at=at).status == 0
    listed = qmsctl("register", "--lang", "en", at=at).out
    assert " | 2026-02-01 | Marek Lis, 1 February 2026, as the document says of itself" in listed


@pytest.mark.parametrize("written", ["Quality Manager", "Dyrektor", "Dr. Office Manager", "Zespół (jakości)"])
def test_a_role_is_no_person(tmp_path: Path, written: str) -> None:
    """What names a position or a team stays one, whatever stands beside it."""
    text = "---\nid: A-{n}\nversion: '1'\nowner: {who}\nstatus: draft\n---\n# Text\n"
    at = begin(tmp_path / "r", {f"d/A-{n}.md": text.format(n=n, who=written) for n in (1, 2)})

    assert [one["name"] for one in adopted(at)["people"]] == ["Ann Example"]


def test_one_file_with_its_fields_beside_it_stands_for_its_folder(tmp_path: Path) -> None:
    """The next file beside a Word document is read without another word in `qms.yaml`; one Markdown file stays one."""
    one = {path: text for path, text in SIDECARS.items() if "policy" in path}
    at = begin(tmp_path / "r", {**one, "notes.md": "---\nid: N-1\nversion: '1'\nowner: QA\n---\n# Notes\n"})

    assert [kind["files"] for kind in adopted(at)["kinds"]] == [["notes.md"], ["library/*.docx.yaml"]]

    assert qmsctl("adopt", "--yes", at=at).status == 0
    commit(at, {path: text for path, text in SIDECARS.items() if "manual" in path})
    assert "QM-2 | The manual" in qmsctl("register", "--lang", "en", at=at).out


def test_the_owner_of_the_remote_lends_its_name(repository: Path) -> None:
    """A guess at the organisation's name is the remote's, or else the folder's."""
    assert adopted(repository)["organisation"] == "office"
    git("remote", "add", "origin", "git@forge.example:acme-works/quality.git", at=repository)
    assert adopted(repository)["organisation"] == "acme-works"


def test_submodules_and_links_are_said_and_not_followed(tmp_path: Path, repository: Path) -> None:
    """A link out of the repository is not read; a submodule that is not checked out is named."""
    put(tmp_path, {"secret.md": "---\nid: SECRET-1\nversion: '1'\nstatus: draft\n---\n"})
    (repository / "docs/sops/SOP-099-secret.md").symlink_to(tmp_path / "secret.md")
    commit_id = git("rev-parse", "HEAD", at=repository).strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{commit_id},controlled", at=repository)
    git("commit", "-qm", "Add a submodule", at=repository)
    (repository / "controlled").mkdir(exist_ok=True)
    data = adopted(repository)
    untold = {one["key"]: one["places"] for one in data["untold"]}
    assert untold["submodule"] == ["controlled"]
    assert untold["link"] == ["docs/sops/SOP-099-secret.md"]
    assert "SECRET" not in json.dumps(data)


def test_word_files_stand_by_their_names(tmp_path: Path) -> None:
    """Id, title and revision come from the name; what is in the file is known by its digest, also when it is large."""
    at = begin(tmp_path / "r", {path: b"\x00\xff" * 700_000 + text.encode() for path, text in NAMED.items()})
    assert qmsctl("adopt", "--yes", at=at).status == 0
    rows = qmsctl("register", "--format", "csv", "--lang", "en", at=at).out
    assert "SOP-011" in rows
    assert "Purchasing" in rows
    malformed = qmsctl("check", "--rule", "malformed-file", at=at)
    assert "DOC001" not in malformed.out


def test_words_that_say_nothing_are_refused(repository: Path) -> None:
    """A wrong order of days, edition or language is named with what it can be."""
    for options in (("--dates", "sometimes"), ("--edition", "1900"), ("--language", "xx")):
        done = qmsctl("adopt", *options, "--dry-run", at=repository)
        assert done.status == 2
    assert qmsctl("adopt", "missing", at=repository).status == 2
