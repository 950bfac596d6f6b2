"""Golden cases: a repository that grows by a story, and what the check says about it in every format.

A case is a folder of `golden/`.  Its `story.txt` has one step to a line, DAY PERSON VERB REST:

* `lays FOLDER`: the files in FOLDER are put into the repository and committed.  A file whose name
  ends in `.deleted` takes away the one without.
* `prepares`, `checks`, `approves`, `reaffirms`, `withdraws` documents, each with its language: the
  records of it are committed.
* `leaves FOLDER`: the files are put there and not committed.

In the files, `@blob PATH@` stands for git's name of a file, `@sha256 PATH@` for its digest, and
`@commit@` for the commit before.  `pytest --update-golden`, or UPDATE_GOLDEN=1, writes anew what is
expected; look at the difference before you commit it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qmsctl import __version__
from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.checks import RULES
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity, Recorder, create_repository
from qmsctl.repo.snapshot import blob_name
from tests.cli.program import git, qmsctl

CASES = Path(__file__).parent / "golden"
DAY = "2026-11-22"
OUTPUTS = {
    "expected.txt": ("--lang", "en", "check", "--format", "plain"),
    "expected.pl.txt": ("--lang", "pl", "check", "--format", "plain"),
    "expected.json": ("--lang", "en", "check", "--format", "json"),
}
FORMATS = {
    "expected.sarif": "sarif",
    "expected.xml": "junit",
    "expected.github.txt": "github",
    "expected.gitlab.json": "gitlab",
    "expected.rdjson": "rdjson",
    "expected.md": "markdown",
}
"""What the menagerie looks like to forges and CI servers."""
PEOPLE = {key: Identity(f"{key.title()} Example", f"{key}@example.org") for key in ("ann", "bob", "eve")}
MEANINGS = {
    "prepares": "prepared",
    "checks": "checked",
    "approves": "approved",
    "reaffirms": "reaffirmed",
    "withdraws": "withdrawn",
}
_FILL = re.compile(rb"@(?P<what>commit|blob|sha256)(?: (?P<path>[^@\n]+))?@")


@dataclass
class Story:
    """Tells a case's story into an empty folder."""

    case: Path
    folder: Path

    def tell(self) -> None:
        """Make the repository of the case."""
        self.folder.mkdir()
        create_repository(self.folder, "main")
        self._letters = itertools.cycle("abcdefghijklmnopqrstuvwxyz0123456789")
        for line in (self.case / "story.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                self._step(*line.split(" ", 3))

    def _step(self, day: str, person: str, verb: str, rest: str) -> None:
        moment = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        if verb == "lays":
            self._commit(self._lay(self.case / rest), f"Lay {rest}", person, moment)
        elif verb == "leaves":
            self._lay(self.case / rest)
        else:
            documents = [words.split() for words in rest.split(", ")]
            written = [self._decide(id, language, person, verb, moment) for id, language in documents]
            self._commit(written, f"{MEANINGS[verb].capitalize()}: {rest}", person, moment)

    def _commit(self, paths: list[str], message: str, person: str, moment: dt.datetime) -> None:
        Recorder(self.folder).commit(paths, f"{message}\n", who=PEOPLE[person], when=moment)

    def _lay(self, source: Path) -> list[str]:
        """Put the files below *source* into the repository and return their paths."""
        files = sorted(path for path in source.rglob("*") if path.is_file())
        assert files, f"{source} has no files"
        return [self._put(file, file.relative_to(source).as_posix()) for file in files]

    def _put(self, file: Path, path: str) -> str:
        target = self.folder / path.removesuffix(".deleted")
        if path.endswith(".deleted"):
            target.unlink()
            return path.removesuffix(".deleted")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_FILL.sub(self._filled, file.read_bytes()))
        return path

    def _filled(self, place: re.Match[bytes]) -> bytes:
        """Return what only a program can know."""
        if place["what"] == b"commit":
            return git("rev-parse", "HEAD", at=self.folder).strip().encode()
        content = (self.folder / place["path"].decode()).read_bytes()
        return (
            blob_name(content) if place["what"] == b"blob" else hashlib.sha256(content).hexdigest()
        ).encode()

    def _decide(self, id: str, language: str, person: str, verb: str, moment: dt.datetime) -> str:
        """Write the record that *person* decided about a document, and return its path."""
        clerk = Clerk(PEOPLE[person], moment, lambda _: next(self._letters), Folders())
        files = (path for path in sorted(self.folder.rglob("*")) if path.suffix in (".yaml", ".md"))
        read = (read_document(path.relative_to(self.folder).as_posix(), path.read_bytes()) for path in files)
        document = next(d for d in read if d and (d.fact.id, d.fact.language or "en") == (id, language))
        day = moment.date().isoformat()
        record = approval_record(
            clerk,
            document,
            language,
            MEANINGS[verb],
            {"decider": {"person": person}, "decided": day, "effective": day},
        )
        (self.folder / record.path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / record.path).write_bytes(record.content)
        return record.path


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the repository of a case, made once."""
    made: dict[str, Path] = {}

    def tell(case: str) -> Path:
        if case not in made:
            made[case] = tmp_path_factory.mktemp("golden") / case
            Story(CASES / case, made[case]).tell()
        return made[case]

    return tell


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds what is expected, or write that file anew."""
    update = bool(
        request.config.getoption("--update-golden", default=None) or os.environ.get("UPDATE_GOLDEN")
    )

    def compare(file: Path, text: str) -> None:
        if update:
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.read_text(encoding="utf-8") == text

    return compare


def _cases() -> list[str]:
    return sorted(path.name for path in CASES.iterdir() if (path / "story.txt").is_file())


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("case", _cases())
def test_golden(
    told: Callable[[str], Path], golden: Callable[[Path, str], None], case: str, output: str
) -> None:
    """The check says of each case what is expected, in every format."""
    done = qmsctl(*OUTPUTS[output], "--on", DAY, at=told(case))

    assert "" == done.err
    golden(CASES / case / output, done.out.replace(f'"version": "{__version__}"', '"version": "…"'))


@pytest.mark.parametrize("output", FORMATS)
def test_golden_of_forges(
    told: Callable[[str], Path], golden: Callable[[Path, str], None], output: str
) -> None:
    """The check says of the menagerie what is expected, in the formats of forges and CI servers."""
    done = qmsctl("--lang", "en", "check", "--format", FORMATS[output], "--on", DAY, at=told("menagerie"))
    text = done.out
    if output == "expected.sarif":  # the pages of the rules have tests of their own
        log = json.loads(text)
        driver = log["runs"][0]["tool"]["driver"]
        driver["rules"] = [rule["id"] for rule in driver["rules"]]
        text = json.dumps(log, ensure_ascii=False, indent=2) + "\n"

    assert "" == done.err
    golden(CASES / "menagerie" / output, text.replace(f'"{__version__}"', '"…"'))


def test_perfect_case_is_perfect(told: Callable[[str], Path]) -> None:
    """The perfect case has no problem, and its rules looked at something."""
    done = qmsctl("check", "--on", DAY, "--fail-on", "note", at=told("perfect"))

    assert 0 == done.status
    assert done.out.endswith("No rule violations found.\n")


def test_menagerie_holds_nearly_every_fault(told: Callable[[str], Path]) -> None:
    """Nearly every rule finds something in the menagerie; a new rule gets its animal there."""
    data = json.loads(qmsctl("check", "--on", DAY, "--format", "json", at=told("menagerie")).out)
    found = {problem["slug"] for problem in data["problems"]}

    assert len(found) >= 0.9 * len(RULES), sorted({rule.slug for rule in RULES} - found)


def test_cases_are_the_same_everywhere(told: Callable[[str], Path], tmp_path: Path) -> None:
    """The same story gives the same commits."""
    Story(CASES / "perfect", tmp_path / "again").tell()

    assert git("rev-parse", "HEAD", at=told("perfect")) == git("rev-parse", "HEAD", at=tmp_path / "again")
