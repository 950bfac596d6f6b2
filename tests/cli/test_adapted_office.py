"""The model office adapted to a library and to a clinic: by changed texts alone, and everything still works."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from qmsctl.model.configuration import load_organisation
from qmsctl.repo.snapshot import MemorySnapshot, WorkingTree
from tests.cli import office
from tests.cli.adapting import adapt
from tests.cli.program import git, qmsctl
from tests.cli.test_init_office import ADDRESS, ONLY_THE_OFFICE, TOWN, approve_all, covered

DAY = "2027-03-01"


@dataclass(frozen=True)
class Adapted:
    """An organisation that began from the model office."""

    name: str
    language: str
    edition: str
    director: str
    """The title of whoever approves."""
    roles: tuple[str, ...]
    """Those of the model office that somebody holds here."""
    case: str
    """A register of cases, and how a row of it looks."""
    row: str
    last_day: str
    others: str
    """Words that speak of the organisation the texts came from."""


LIBRARY = Adapted(
    "library", "pl", "iso9001:2015", "Dyrektor Biblioteki",
    ("secretary", "treasurer", "head-or", "head-so", "head-rp", "head-zp", "hr-officer", "it-officer", "auditor"),
    "skargi", "1;skarga;2027-02-01;obsługa;AD;;;;;;;", "2027-03-01",
    r"urząd|urzęd(?:u|em|owi|zie)\b|prezydent|burmistrz|interesan|naczelni|wydział|rad\w* miasta",
)  # fmt: skip
CLINIC = Adapted(
    "clinic", "en", "iso9001:2026", "Managing director",
    ("secretary", "treasurer", "head-or", "head-so", "hr-officer", "it-officer", "auditor"),
    "complaints", "1,complaint,2027-02-01,reception,AD,,,,,,,", "2027-02-15",
    r"\boffice\b|mayor|city hall|KPA|council resolution|ordinance|municipal|resident",
)  # fmt: skip


@pytest.fixture(scope="session", params=[LIBRARY, CLINIC], ids=lambda one: one.name)
def kind(request: pytest.FixtureRequest) -> Adapted:
    """Each of the organisations."""
    found: Adapted = request.param
    return found


@pytest.fixture(scope="session")
def begun(kind: Adapted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model office under the name of the organisation, its texts changed, and committed."""
    folder = tmp_path_factory.mktemp("adapted") / kind.name
    people = [
        part
        for role in (*kind.roles, "quality-officer")
        for part in ("--person", f"{role}=Nadia {role} <{role}@example.org>")
    ]
    done = qmsctl(
        "init", folder, "--no-input", "--from", "office", "--language", kind.language,
        "--organisation", f"Example {kind.name}", "--town", TOWN, "--address", ADDRESS, "--edition", kind.edition,
        "--approver", "Jan Nowak", "--approver-email", "jan@example.org", "--approver-role", kind.director, *people,
        at=folder.parent,
    )  # fmt: skip
    assert 0 == done.status, done.err
    adapt(folder, kind.name)
    office.commit(folder, "Adapt the texts", "2027-01-15T10:00:00+01:00")
    return folder


@pytest.fixture(scope="session")
def approved(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with everything prepared and approved."""
    folder = office.copy(begun, tmp_path_factory.mktemp("approved") / "qms")
    approve_all(folder, "director", "nadia-quality-officer")
    return folder


def slugs(text: str) -> set[str]:
    """Return the rules whose problems a check in plain lines names."""
    return set(re.findall(r"\[([a-z-]+)\]", text))


def test_the_texts_pass(begun: Path) -> None:
    """No rule finds anything in the changed texts but what only the organisation can do."""
    done = qmsctl("--lang", "en", "check", "--format", "plain", at=begun)

    assert " error " not in done.out
    assert slugs(done.out) == ONLY_THE_OFFICE
    assert 0 == done.status


def test_every_clause_is_documented(kind: Adapted, approved: Path) -> None:
    """Once everything is approved, every clause that applies is documented, and no document is missing."""
    organisation, _ = load_organisation(WorkingTree(approved))
    levels = covered(approved, kind.edition)
    done = qmsctl("--lang", "en", "check", "--on", DAY, "--format", "plain", at=approved)

    assert {"documented"} == {
        level for clause, level in levels.items() if organisation.excluded(kind.edition, clause) is None
    }
    assert slugs(done.out) <= {"unseen-records", "unverified-external", "unread-revision", "void-acknowledgement",
                               "bulk-approval"}  # fmt: skip
    assert 0 == done.status


def test_what_the_readme_proposes(begun: Path) -> None:
    """The settings that the README of the office proposes to a library or a clinic are valid."""
    proposed = re.findall(
        r"^   `((?:avoided_words|laws): .*)`$",
        (begun / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    settings = "\n".join(("qms: 1", "organisation: {name: X}", "editions: [iso9001:2015]", *proposed, ""))
    organisation, _ = load_organisation(MemorySnapshot({"qms.yaml": settings.encode()}))

    assert 2 == len(proposed)
    assert 10 < len(organisation.avoided_words)
    assert ["14 days", "1 month"] == [
        one for law in organisation.laws.values() for one in law.periods.values()
    ]


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("register",),
        ("due", "--within", "400d"),
        ("coverage",),
        ("report", "readiness", "--format", "markdown"),
        ("report", "review", "--format", "markdown"),
        ("people",),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_nothing_speaks_of_another(kind: Adapted, approved: Path, command: tuple[str, ...]) -> None:
    """Nothing that the program says of its own speaks of a city hall, of its mayor or of its laws."""
    done = qmsctl("--lang", kind.language, *command, at=approved)

    assert 0 == done.status, done.err
    assert [] == re.findall(rf"(?i).*(?:{kind.others}).*", done.says)


def test_deadlines_of_its_own(kind: Adapted, approved: Path, tmp_path: Path) -> None:
    """A complaint has the last day of the law, or of the organisation's own procedure."""
    folder = office.copy(approved, tmp_path / "qms")
    with (folder / f"registers/{kind.case}.csv").open("a", encoding="utf-8") as register:
        register.write(f"{kind.row}\n")
    office.commit(folder, "Enter a complaint", "2027-02-02T10:00:00+01:00")
    told = json.loads(qmsctl("deadlines", kind.case, "--json", "--on", "2027-02-10", at=folder).out)

    assert [kind.last_day] == [case["last_day"] for case in told["cases"]]


def test_an_audit_of_its_own(kind: Adapted, begun: Path, tmp_path: Path) -> None:
    """An audit of one process is planned, approved by who may, answered and reported."""
    folder = office.copy(begun, tmp_path / "qms")
    day = dt.datetime.now(dt.UTC).date().isoformat()
    steps = (
        ("audit", "checklist", "services"),
        ("audit", "plan", "--day", day, "--title", "X", "--lead", "nadia-auditor", "--objectives", "See it.",
         "--process", "P-U1", "--clause", "8.2.2", "--checklist", "CL-SERVICES"),
        ("approve", "AUD-2026-01", "--by", "director", "--basis", "120"),
        ("evidence", "add", "--audit", "AUD-2026-01", "--question", "Q-SRV-01", "--result", "conforms",
         "--occurred", day, "--auditor", "nadia-auditor", "--seen", "The card of 3 services.", "--where", "folder 3"),
        ("report", "AUD-2026-01", "--format", "markdown"),
    )  # fmt: skip
    for step in steps:
        words = [word.replace("2026", day[:4]) if word.startswith("AUD-") else word for word in step]
        done = qmsctl("--lang", "en", *words, "--no-input", at=folder) if step[0] != "report" else qmsctl(
            "--lang", "en", *words, at=folder
        )  # fmt: skip
        assert 0 == done.status, done.says
    assert kind.director in done.out
    assert "" == git("status", "--porcelain", at=folder)
