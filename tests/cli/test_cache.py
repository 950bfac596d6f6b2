"""What is kept between runs changes how long a command takes, and never what it says."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import Outcome, git, qmsctl, state_of

COMMANDS = [
    ("check", "--format", "json"),
    ("check", "--lang", "pl"),
    ("register", "--format", "json"),
    ("register", "--format", "markdown", "--on", "2026-06-01"),
    ("register", "--as-of", "2026-02-15"),
    ("history", "PS-01"),
    ("show", "PS-01"),
    ("status", "--format", "json"),
    ("due", "--within", "1y", "--format", "ics"),
]
SETTLED = 2.1
"""Seconds after which a state may be known again."""


@pytest.fixture
def caches(tmp_path: Path) -> Path:
    """A cache folder of the test's own."""
    return tmp_path / "caches"


@pytest.fixture
def ask(here: Path, caches: Path) -> Callable[..., Outcome]:
    """Runs a command on the office with the test's own cache."""

    def run(*arguments: str) -> Outcome:
        return qmsctl(*arguments, at=here, env={"XDG_CACHE_HOME": str(caches)})

    return run


@pytest.fixture(scope="session")
def settled(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An office that nobody touched for a while, and the cache of one that was asked everything twice."""
    here = office.copy(pattern, tmp_path_factory.mktemp("settled") / "office")
    caches = tmp_path_factory.mktemp("caches")
    time.sleep(SETTLED)
    for command in COMMANDS:
        qmsctl(*command, at=here, env={"XDG_CACHE_HOME": str(caches)})
    return here, caches


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_answer_is_the_same_from_the_cache(settled: tuple[Path, Path], command: tuple[str, ...]) -> None:
    """Without a cache, with one that knows the files, and with one that knows the answer."""
    here, caches = settled
    anew = qmsctl(*command, "--no-cache", at=here)
    known = qmsctl(*command, at=here, env={"XDG_CACHE_HOME": str(caches)})

    assert anew == known


def test_a_known_answer_is_given_without_reading(settled: tuple[Path, Path]) -> None:
    """Nothing is parsed, no rule is asked and git tells no history: that is what the cache is for."""
    here, caches = settled
    loaded = _modules(here, caches, *COMMANDS[0])

    assert "qmsctl.cli.answers" in loaded
    assert loaded.isdisjoint({"git", "jinja2", "pydantic", "rich", "qmsctl.inspection", "qmsctl.checks"})
    assert loaded.isdisjoint({"qmsctl.model.organisation", "qmsctl.model.schema"})


def test_known_files_are_not_parsed_again(ask: Callable[..., Outcome], here: Path, caches: Path) -> None:
    """After a commit the answer is found anew, from what the files are known to say."""
    ask("check")
    git("commit", "--quiet", "--allow-empty", "--message=Nothing", at=here)
    loaded = _modules(here, caches, "check")

    assert "qmsctl.inspection" in loaded
    assert loaded.isdisjoint({"git", "jinja2", "pydantic", "rich"})


def _modules(here: Path, caches: Path, *arguments: str) -> set[str]:
    """Return the modules that a run of the program has loaded at its end."""
    listing = caches / "modules"
    site = caches / "sitecustomize.py"
    site.write_text(
        "import atexit, json, pathlib, sys\n"
        f"listing = pathlib.Path({str(listing)!r})\n"
        "atexit.register(lambda: listing.write_text(json.dumps(sorted(sys.modules))))\n"
    )
    qmsctl(*arguments, at=here, env={"XDG_CACHE_HOME": str(caches), "PYTHONPATH": str(caches)})
    site.unlink()
    return set(json.loads(listing.read_text()))


def _edit_unseen(here: Path) -> None:
    """Change a document and put its size and its times back."""
    file = here / "procedures" / "ps-01.yaml"
    before = file.stat()
    file.write_text(file.read_text().replace("Everybody", "Evorybody"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replace(here: Path) -> None:
    """Put another file of the same size and times in the place of a document."""
    file = here / "procedures" / "ps-01.yaml"
    before = file.stat()
    other = file.with_suffix(".part")
    other.write_text(file.read_text().replace("Everybody", "Evorybody"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.rename(file)


def _add(here: Path) -> None:
    (here / "procedures" / "new").mkdir()
    shutil.copy(here / "procedures" / "ps-01.yaml", here / "procedures" / "new" / "copy.yaml")


def _delete(here: Path) -> None:
    (here / "procedures" / "ps-02.md").unlink()


def _commit(here: Path) -> None:
    git("commit", "--quiet", "--allow-empty", "--message=Nothing", at=here)


def _rule(here: Path) -> None:
    with (here / "qms.yaml").open("a") as stream:
        stream.write("rules: {REV001: {enabled: false, reason: A test}}\n")


def _lose(here: Path) -> None:
    """Take the objects of the first commit away, as a disk does."""
    blob = git("rev-parse", "HEAD~3:procedures/ps-01.yaml", at=here).strip()
    (here / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


CHANGES = (_edit_unseen, _replace, _add, _delete, _commit, _rule, _lose)


@pytest.fixture(scope="module")
def untouched(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Gives offices that nobody touched for a while, each once: one wait serves them all."""
    folder = tmp_path_factory.mktemp("untouched")
    offices = [office.copy(pattern, folder / str(number)) for number in range(len(CHANGES))]
    time.sleep(SETTLED)
    return offices.pop


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_noticed(
    untouched: Callable[[], Path], caches: Path, change: Callable[[Path], None]
) -> None:
    """After any change the answer is the one that is found without a cache."""
    here = untouched()

    def ask(*arguments: str) -> Outcome:
        return qmsctl(*arguments, at=here, env={"XDG_CACHE_HOME": str(caches)})

    before = ask("check", "--format", "json")
    assert before == ask("check", "--format", "json")
    change(here)
    after = ask("check", "--format", "json")

    assert after == ask("check", "--format", "json", "--no-cache")
    if change is not _lose:
        assert after != before


def test_what_changed_a_moment_ago_is_not_taken_for_known(ask: Callable[..., Outcome], here: Path) -> None:
    """Two changes within one tick of the file system's clock look alike, so neither is remembered."""
    file = here / "procedures" / "ps-01.yaml"
    answers = []
    for word in ("Everybodx", "Everybodz"):
        file.write_text(file.read_text().replace("Everybody", word))
        answers.append(ask("check"))
        git("checkout", "--quiet", "--", "procedures", at=here)

    assert answers == [answers[0]] * 2
    assert answers[0] != ask("check")


def test_a_broken_cache_is_no_fault_of_the_documents(ask: Callable[..., Outcome], caches: Path) -> None:
    """Whatever lies in the folder of the cache, the answer is the same."""
    anew = ask("check", "--no-cache")
    ask("check")
    for file in (caches / "qmsctl").iterdir():
        file.write_bytes(b"broken" * 1000)

    assert ask("check") == anew
    assert ask("check") == anew


def test_without_a_cache_nothing_is_written_anywhere(
    ask: Callable[..., Outcome], here: Path, caches: Path
) -> None:
    """`--no-cache` leaves no trace, in the repository or beside it."""
    before = state_of(here)
    for command in COMMANDS:
        ask(*command, "--no-cache")

    assert not caches.exists()
    assert state_of(here) == before


def test_the_cache_lies_outside_the_repository(ask: Callable[..., Outcome], here: Path, caches: Path) -> None:
    """A repository is never written to by a question, also where answers are kept."""
    before = state_of(here)
    for command in COMMANDS:
        ask(*command)

    assert list((caches / "qmsctl").iterdir())
    assert state_of(here) == before


@pytest.fixture
def counting(tmp_path: Path) -> Callable[..., list[str]]:
    """Runs a command and returns the git commands it started."""
    real = shutil.which("git")
    log = tmp_path / "calls"
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    wrapper.chmod(0o755)

    def run(here: Path, *arguments: str) -> list[str]:
        log.write_text("")
        env = {"PATH": f"{wrapper.parent}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(tmp_path / "caches")}
        done = qmsctl(*arguments, at=here, env=env)
        assert done.status in (0, 1), done.err
        return log.read_text().splitlines()

    return run


@pytest.fixture(scope="module")
def crowded(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with thirty documents more, and a commit for every ten of them; nobody may change it."""
    here = office.copy(pattern, tmp_path_factory.mktemp("crowded") / "office")
    text = (here / "procedures" / "ps-01.yaml").read_text()
    for number in range(10, 40):
        (here / "procedures" / f"ps-{number}.yaml").write_text(text.replace("PS-01", f"PS-{number}"))
        if number % 10 == 0:
            office.commit(here, f"Add {number}", "2026-04-01")
            git("mv", f"procedures/ps-{number}.yaml", f"procedures/moved-{number}.yaml", at=here)
    office.commit(here, "Add the rest", "2026-04-02")
    return here


@pytest.mark.parametrize(
    "command", [("check",), ("register",), ("history", "PS-01"), ("show", "PS-01")], ids=" ".join
)
def test_no_document_costs_a_git_process(
    pattern: Path, crowded: Path, counting: Callable[..., list[str]], command: tuple[str, ...]
) -> None:
    """However many documents, records and commits there are, git is started the same few times."""
    few = counting(pattern, *command, "--no-cache")
    many = counting(crowded, *command, "--no-cache")

    assert len(few) == len(many) <= 12
    assert len(counting(crowded, *command)) <= 12  # a state to look up and to keep costs three more
    assert len(counting(crowded, *command)) <= 12
