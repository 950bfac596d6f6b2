"""`qmsctl init --from office`: a whole system under another name, and nothing in it that only the office can know."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import secrets
from pathlib import Path

import pytest

from qmsctl.authoring.model_office import roles_of
from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.messages import LANGUAGES
from qmsctl.model.configuration import load_organisation
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import load
from qmsctl.repo.recorder import Identity
from qmsctl.repo.snapshot import WorkingTree
from qmsctl.standards import edition, editions_of
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl

NAME = "Biblioteka Publiczna w Łące"
TOWN = "Łąka"
ADDRESS = "ul. Szkolna 3, 00-001 Łąka"

ONLY_THE_OFFICE = {
    "missing-information",
    "unapproved-revision",
    "undocumented-clause",
    "unseen-records",
    "unverified-external",
    "void-acknowledgement",
}
"""What is left to do once the model office is there: approve, look at laws, read, audit."""


def begin(folder: Path, language: str, key: str, *more: str) -> None:
    """Begin an office in *folder* whose roles all have somebody."""
    people = [
        part
        for role in roles_of(language)
        for part in ("--person", f"{role}=Nadia {role} <{role}@example.org>")
    ]
    done = qmsctl(
        "--lang", language, "init", str(folder), "--no-input", "--from", "office", "--language", language,
        "--organisation", NAME, "--town", TOWN, "--address", ADDRESS, "--edition", key,
        "--approver", "Jan Nowak", "--approver-email", "jan@example.org", *people, *more,
        at=folder.parent,
    )  # fmt: skip
    assert 0 == done.status, done.err


@pytest.fixture(
    scope="session", params=[(one, key) for one in LANGUAGES for key in editions_of("iso9001")], ids="-".join
)
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model office in each language, for each edition."""
    folder = tmp_path_factory.mktemp("begun") / "qms"
    begin(folder, *request.param)
    return folder


@pytest.fixture(scope="session", params=LANGUAGES)
def of_2015(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model office in each language, with rows in its registers."""
    folder = tmp_path_factory.mktemp("begun") / "qms"
    begin(folder, request.param, "iso9001:2015", "--examples")
    return folder


def approve_all(folder: Path, role: str = "mayor", officer: str = "ann-example") -> None:
    """Record that everything was prepared by *officer* and approved by Jan Nowak in his *role*, and commit it."""
    organisation, _ = load_organisation(WorkingTree(folder))
    who = Identity("Ann Example", "ann@example.org")
    clerk = Clerk(who, dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC), secrets.choice, Folders())
    deciders = {"prepared": {"person": officer, "role": "quality-officer"}}
    stated = {"decided": dt.date(2027, 2, 1), "basis": "120.1"}
    for document in load(WorkingTree(folder)).documents:
        for meaning in organisation.type_of(document.fact.type).needs:
            decider = deciders.get(meaning, {"person": "jan-nowak", "role": role})
            fields = {"decider": decider, **stated}
            record = approval_record(clerk, document, organisation.language, meaning, fields)
            (folder / record.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / record.path).write_bytes(record.content)
    office.commit(folder, "Approve everything", "2027-02-01T10:00:00+01:00")


def covered(folder: Path, key: str) -> dict[str, str]:
    """Return the level of each leaf of the edition *key*, as `coverage` tells it."""
    table = f"clauses-{key.replace(':', '-')}"
    done = qmsctl(
        "--lang", "en", "coverage", "--on", "2027-03-01", "--format", "csv", "--table", table, at=folder
    )
    assert 0 == done.status, done.err
    rows = csv.DictReader(io.StringIO(done.out))
    leaves = {leaf.id for leaf in edition(key).leaves}
    return {row["Clause"]: row["Level"] for row in rows if row["Clause"] in leaves}


def test_only_the_office_is_missing(begun: Path) -> None:
    """Nothing is faulty, and each problem that is left has its next step."""
    done = qmsctl("--lang", "en", "check", at=begun)
    unasked = set() if any((begun / "checklists").glob("*.yaml")) else {"unasked-clause"}

    assert "" == done.err
    assert " error " not in done.out
    assert set(re.findall(r"\[([a-z-]+)\]", done.out)) == ONLY_THE_OFFICE | unasked
    assert len(re.findall(r"^\S+:\d+:\d+: ", done.out, re.MULTILINE)) == done.out.count("    Next: ")


def test_every_clause_is_claimed_then_documented(begun: Path, tmp_path: Path) -> None:
    """Every leaf of the edition but what is excluded is claimed, and documented once everything is approved."""
    folder = office.copy(begun, tmp_path / "qms")
    organisation, _ = load_organisation(WorkingTree(folder))
    key = organisation.editions[0]
    applies = {leaf.id for leaf in edition(key).leaves if organisation.excluded(key, leaf.id) is None}
    before = covered(folder, key)
    approve_all(folder)
    after = covered(folder, key)

    assert {"claimed"} == {before[clause] for clause in applies}
    assert {"documented"} == {after[clause] for clause in applies}
    assert {clause for clause in after if clause not in applies} == {
        leaf.id for leaf in edition(key).leaves_under("7.3" if key == "iso9001:2008" else "8.3")
    }


def test_management_control_too(of_2015: Path, tmp_path: Path) -> None:
    """Whoever adds management control to the editions sees all of its standards claimed, then documented."""
    folder = office.copy(of_2015, tmp_path / "qms")
    file = folder / "qms.yaml"
    settings = file.read_text(encoding="utf-8").replace("[iso9001:2015]", "[iso9001:2015, kz:2009]")
    file.write_text(settings, encoding="utf-8")
    office.commit(folder, "Add management control", "2026-12-01T10:00:00+01:00")
    before = covered(folder, "kz:2009")
    approve_all(folder)

    assert {"claimed"} == set(before.values())
    assert {"documented"} == set(covered(folder, "kz:2009").values())
    assert 22 == len(before)


def test_its_texts_name_the_organisation(begun: Path) -> None:
    """Name, town and address stand where the texts name them, and neither a gap nor the sample town is left."""
    texts = {
        path.relative_to(begun).as_posix(): path.read_text(encoding="utf-8")
        for path in begun.rglob("*")
        if path.is_file()
        and {".git", ".qms", ".vscode", "checklists"}.isdisjoint(path.relative_to(begun).parts)
    }

    for text, file in (
        (NAME, "kj-01"),
        (TOWN, "kj-01"),
        (ADDRESS, "kj-01"),
        (NAME, "pj-01"),
        (TOWN, "pj-01"),
    ):
        assert text in texts[f"procedures/{file}.yaml"]
    assert NAME in texts["README.md"]
    assert {} == {path: found for path, text in texts.items() if (found := re.findall(r"@\w*@", text))}
    assert [] == [path for path, text in texts.items() if "Przykładow" in text]


def test_documents_name_one_edition(begun: Path) -> None:
    """Documents name clauses of the edition that was chosen, of no other, and management control."""
    organisation, _ = load_organisation(WorkingTree(begun))
    named = {key for one in load(WorkingTree(begun)).documents for key in one.fact.clauses}

    assert {*organisation.editions, "kz:2009"} == named


def test_registers_are_empty(begun: Path) -> None:
    """A real office does not begin with made-up complaints; risks to go through are there."""
    rows = {
        path.stem: len(path.read_text(encoding="utf-8").splitlines()) - 1
        for path in (begun / "registers").glob("*.csv")
    }

    assert {"ryzyka", "szanse"} == {name for name, count in rows.items() if count} or {
        "risks",
        "opportunities",
    } == {name for name, count in rows.items() if count}
    assert 13 == len(rows)


def test_rows_to_try(of_2015: Path) -> None:
    """With `--examples` the registers hold some hundreds of rows, and a sample can be drawn from each."""
    registers = sorted((of_2015 / "registers").glob("*.csv"))
    rows = {path: len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in registers}
    empty = [path.stem for path, count in rows.items() if not count]

    assert 700 < sum(rows.values()) < 1000
    assert empty in (["zapoznania"], ["acknowledgements"])
    for path, count in rows.items():
        if count:
            done = qmsctl("--lang", "en", "sample", f"registers/{path.name}", "--size", "3", at=of_2015)
            assert 0 == done.status, done.err
            assert f"{count}" in done.out


def test_deadlines_of_its_cases(of_2015: Path) -> None:
    """The last day of every case is computed, and is the one that the register has; some were kept and some were not."""
    organisation, _ = load_organisation(WorkingTree(of_2015))

    assert 3 == len(organisation.registers)
    for name in organisation.registers:
        told = json.loads(qmsctl("deadlines", name, "--json", "--on", "2026-11-22", at=of_2015).out)
        standings = {case["standing"] for case in told["cases"]}
        assert {"kept", "late"} <= standings
        assert "unknown" not in standings
        assert [] == [case for case in told["cases"] if case["stated"] != case["period_ends"]]


def test_every_step_says_who_and_when(of_2015: Path) -> None:
    """Each step says who does it and by when, and in a procedure at least every second what record stays."""
    for document in load(WorkingTree(of_2015)).documents:
        steps = document.fact.sections.get("steps")
        if isinstance(steps, tuple):
            assert all(step.who and step.when for step in steps), document.fact.id
            recorded = sum(bool(step.record) for step in steps)
            assert document.fact.type != "procedure" or recorded * 2 >= len(steps), document.fact.id


def test_procedures_are_complete(of_2015: Path) -> None:
    """Each procedure has purpose, scope, terms, responsibility, steps, related documents, records and its legal basis."""
    demanded = {"purpose", "scope", "terms", "responsibilities", "steps", "related", "records", "attachments"}
    procedures = [one.fact for one in load(WorkingTree(of_2015)).documents if one.fact.type == "procedure"]

    assert 18 == len(procedures)
    for one in procedures:
        assert demanded <= one.sections.keys(), one.id
        assert one.legal_basis, one.id
        assert one.retention, one.id
        assert one.related, one.id
        assert one.processes, one.id


def test_both_languages_have_the_same_office(tmp_path: Path) -> None:
    """Both languages have the same documents, with the same owners, clauses, references and steps, and as many rows."""
    told = []
    for language in LANGUAGES:
        begin(tmp_path / language, language, "iso9001:2026", "--examples")
        documents = load(WorkingTree(tmp_path / language)).documents
        told.append(
            {
                one.fact.id: (
                    one.fact.type, one.fact.owner, one.fact.units, one.fact.processes, one.fact.clauses,
                    one.fact.related, one.fact.readers, one.fact.retention, one.fact.review_every,
                    len(one.fact.legal_basis),
                    [len(section) for section in one.fact.sections.values() if isinstance(section, tuple)],
                )
                for one in documents if one.fact.type != "checklist"
            }
        )  # fmt: skip
    lengths = [
        sorted(len(path.read_bytes().splitlines()) for path in (tmp_path / language / "registers").iterdir())
        for language in LANGUAGES
    ]

    assert told[0] == told[1]
    assert lengths[0] == lengths[1]


def test_readme_names_what_is_there(of_2015: Path) -> None:
    """Every document that the README names exists, and every register."""
    readme = (of_2015 / "README.md").read_text(encoding="utf-8")
    ids = {one.fact.id for one in load(WorkingTree(of_2015)).documents}

    assert set(re.findall(r"\b(?:[KPC]J|P[SP]|MP|IN)-\d\d\b", readme)) <= ids
    for register in re.findall(r"registers/[a-z-]+\.csv", readme):
        assert (of_2015 / register).is_file()


def test_approving_as_the_readme_says(of_2015: Path, tmp_path: Path) -> None:
    """The commands of the README approve a document: its example is taken for today."""
    folder = office.copy(of_2015, tmp_path / "qms")
    readme = (folder / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    commands = [line.split("qmsctl ", 1)[1] for line in block[1].splitlines() if "qmsctl " in line]

    for command in commands:
        basis = re.search(r'--basis "(.*?)"', command)
        assert basis is not None
        words = re.sub(r'"\$\w+"', "PS-09", command.replace(basis[0], "")).split()
        words = [word for word in words if not re.fullmatch(r"--effective|\d{4}-\d\d-\d\d", word)]
        done = qmsctl(*words, "--basis", basis[1], "--no-input", at=folder)
        assert 0 == done.status, done.err
    assert "PS-09" in qmsctl("--lang", "en", "register", "--format", "plain", at=folder).out
    assert "in force" in qmsctl("--lang", "en", "why", "PS-09", at=folder).out


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--town", "Łąka"), "--town does nothing without --from office"),
        (("--examples",), "--examples does nothing without --from office"),
        (("--from", "office"), "--town"),
        (("--from", "office", "--town", "Łąka"), "--address"),
        (("--from", "office", "--person", "secretary=Anna"), "names no role with a person and an address"),
        (("--from", "office", "--person", "king=Anna <a@example.org>"), "the model office has no role king"),
    ],
)
def test_what_is_given_is_looked_at(tmp_path: Path, given: tuple[str, ...], message: str) -> None:
    """What is missing, or fits nothing, is named, and nothing is written."""
    more = ("--town", "Łąka", "--address", "ul. 3") if "--person" in given else ()
    done = qmsctl(
        "--lang", "en", "init", "--no-input", "--organisation", NAME, "--edition", "iso9001:2015",
        "--approver", "Jan", "--approver-email", "jan@example.org", *given, *more, at=tmp_path,
    )  # fmt: skip

    assert 2 == done.status
    assert message in done.err
    assert [] == list(tmp_path.iterdir())


def test_by_prompts(tmp_path: Path) -> None:
    """Town, address and the people of the roles can be answered at a prompt."""
    with Terminal(
        "--lang", "en", "init", "qms", "--from", "office", "--language", "en", "--edition", "2026",
        "--organisation", NAME, "--approver", "Jan Nowak", "--approver-email", "jan@example.org",
        "--approver-role", "Director", at=tmp_path,
    ) as terminal:  # fmt: skip
        terminal.answer("Town", TOWN)
        terminal.answer("Address of the organisation", ADDRESS)
        terminal.answer("Name the people who hold the other roles", "2")
        terminal.answer("Secretary", "Anna Lis")
        terminal.answer("Their e-mail address in git", "anna@example.org")
        for title in list(roles_of("en").values())[1:]:
            terminal.answer(title, "")
        done = terminal.end()
    organisation, _ = load_organisation(WorkingTree(tmp_path / "qms"))

    assert 0 == done.status
    assert {"secretary"} == organisation.people["anna-lis"].roles_on(dt.date(2030, 1, 1))
    assert ADDRESS == organisation.organisation.address
    assert "Director" == organisation.roles["mayor"]


def test_run_again(of_2015: Path, tmp_path: Path) -> None:
    """Run again it keeps everything and adds only what is missing."""
    folder = office.copy(of_2015, tmp_path / "qms")
    (folder / "procedures/ps-03.yaml").unlink()
    done = qmsctl(
        "--lang",
        "en",
        "init",
        "--no-input",
        "--from",
        "office",
        "--town",
        TOWN,
        "--address",
        ADDRESS,
        at=folder,
    )

    assert 0 == done.status
    assert ["new  procedures/ps-03.yaml"] == [
        line for line in done.out.splitlines() if line.startswith("new")
    ]
    assert "" == git("status", "--porcelain", at=folder)
