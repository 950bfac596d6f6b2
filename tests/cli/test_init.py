"""`qmsctl init`: what it makes is valid, not green, and it never overwrites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qmsctl.control.text import placeholders
from tests.cli import office
from tests.cli.program import NOBODY, Outcome, Terminal, git, qmsctl, state_of, unprivileged

_WHO = ("--approver", "Jan Przykładowy", "--approver-email", "jan@example.org")
_ALL = ("--no-input", "--organisation", "Urząd Gminy", "--edition", "iso9001:2015", *_WHO)


@pytest.fixture(scope="session", params=["en", "pl"])
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new system in each language."""
    folder = tmp_path_factory.mktemp("begun") / "qms"
    done = qmsctl("--lang", request.param, "init", str(folder), *_ALL, at=folder.parent)
    assert 0 == done.status, done.err
    return folder


def _files(folder: Path) -> set[str]:
    """Return the files in *folder* beside git's own."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.parts[0] != ".git"}


def test_it_is_committed(begun: Path) -> None:
    """The files are in one commit of a new repository, and nothing else is."""
    assert "" == git("status", "--porcelain", at=begun)
    assert "1" == git("rev-list", "--count", "main", at=begun).strip()
    assert _files(begun) == set(git("ls-files", at=begun).split("\n")) - {""}
    assert {"qms.yaml", ".gitattributes"} < _files(begun)


def test_it_is_read_without_flaw(begun: Path) -> None:
    """What it makes is valid: no field is unknown, missing, wrong or double, no reference dangles."""
    done = qmsctl("--lang", "en", "check", at=begun)
    rules = set(re.findall(r"\[([a-z-]+)\]", done.out))

    assert "" == done.err
    assert rules <= {
        "placeholder-text",
        "unapproved-revision",
        "undocumented-clause",
        "unclaimed-clause",
        "unknown-owner",
        "missing-information",
        "unseen-records",
    }


def test_it_is_not_green(begun: Path) -> None:
    """A fresh system does not pass: nothing in it is in force."""
    done = qmsctl("--lang", "en", "check", at=begun)

    assert 1 == done.status
    assert "in force 0" in done.out
    assert "evidenced 0, documented 0" in done.out


def test_every_placeholder_is_named(begun: Path) -> None:
    """The check names each placeholder, so that none is overlooked."""
    done = qmsctl("--lang", "en", "check", at=begun)
    named = set(re.findall(r"^(procedures/.*?):(\d+):\d+: error DOC011", done.out, re.MULTILINE))
    present = {
        (f"procedures/{file.name}", str(number))
        for file in (begun / "procedures").iterdir()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if any(placeholders(line))
    }

    assert present
    assert present == named


def test_the_language_of_the_documents(begun: Path) -> None:
    """Documents and settings are in the language asked for, and the next command speaks it."""
    configuration = (begun / "qms.yaml").read_text(encoding="utf-8")
    language = re.search(r"^language: (\w\w)$", configuration, re.MULTILINE)
    done = qmsctl("rules", at=begun)

    assert language is not None
    assert ("błąd" in done.out) == (language[1] == "pl")
    assert ("Prezydent Miasta" in configuration or "Burmistrz" in configuration) == (language[1] == "pl")


def test_records_are_never_converted(begun: Path) -> None:
    """Git is told to leave the bytes of records alone."""
    answer = git(
        "check-attr", "text", "--", "approvals/x/y.yaml", "findings/x/y.yaml", "procedures/a.yaml", at=begun
    )

    assert ["unset", "unset", "unspecified"] == [line.rpartition(" ")[2] for line in answer.splitlines()]


def test_run_again(begun: Path, tmp_path: Path) -> None:
    """Run again it keeps everything and adds only what is missing."""
    folder = office.copy(begun, tmp_path / "qms")
    (folder / "procedures/ps-01.yaml").write_text("my own\n", encoding="utf-8")
    (folder / "procedures/ps-03.yaml").unlink()

    done = qmsctl("--lang", "en", "init", "--no-input", at=folder)

    assert 0 == done.status
    assert {"new  procedures/ps-03.yaml"} == {
        line for line in done.out.splitlines() if line.startswith("new")
    }
    assert "kept  procedures/ps-01.yaml" in done.out
    assert "my own\n" == (folder / "procedures/ps-01.yaml").read_text(encoding="utf-8")
    assert " M procedures/ps-01.yaml\n" == git("status", "--porcelain", at=folder)


def test_run_again_with_nothing_missing(begun: Path, tmp_path: Path) -> None:
    """Where nothing is missing nothing is written and nothing is committed."""
    folder = office.copy(begun, tmp_path / "qms")
    before = state_of(folder)

    done = qmsctl("--lang", "en", "init", *_ALL, at=folder)

    assert 0 == done.status
    assert "new" not in done.out
    assert before == state_of(folder)


def test_dry_run(tmp_path: Path) -> None:
    """A dry run names the files and writes nothing, not even the folder."""
    done = qmsctl("init", "new", *_ALL, "--dry-run", at=tmp_path)

    assert (0, "Nothing was written.\n") == (done.status, done.err)
    assert "new  qms.yaml\n" in done.out
    assert [] == list(tmp_path.iterdir())


def test_no_commit(tmp_path: Path) -> None:
    """`--no-commit` writes the files and leaves the commit to the person."""
    done = qmsctl("init", *_ALL, "--no-commit", at=tmp_path)

    assert 0 == done.status
    assert "?? qms.yaml" in git("status", "--porcelain", at=tmp_path)


def test_existing_repository(tmp_path: Path) -> None:
    """In a repository with other files only the new ones are committed, though others are staged."""
    git("init", "--quiet", "--initial-branch=master", at=tmp_path)
    (tmp_path / "README.md").write_text("Ours.\n", encoding="utf-8")
    office.commit(tmp_path, "Begin", "2026-01-05")
    (tmp_path / "staged.txt").write_text("staged\n", encoding="utf-8")
    git("add", "staged.txt", at=tmp_path)
    (tmp_path / "loose.txt").write_text("loose\n", encoding="utf-8")

    done = qmsctl("init", *_ALL, at=tmp_path)

    assert 0 == done.status
    assert "A  staged.txt\n?? loose.txt\n" == git("status", "--porcelain", at=tmp_path)
    committed = set(git("show", "--name-only", "--format=", at=tmp_path).split("\n")) - {""}
    assert _files(tmp_path) - {"README.md", "staged.txt", "loose.txt"} == committed
    assert "Begin the quality management system of Urząd Gminy\n" == git(
        "log", "-1", "--format=%s", at=tmp_path
    )


def test_folder_of_an_existing_repository(tmp_path: Path) -> None:
    """It may begin in a folder of a larger repository."""
    git("init", "--quiet", "--initial-branch=main", at=tmp_path)
    (tmp_path / "README.md").write_text("Ours.\n", encoding="utf-8")
    office.commit(tmp_path, "Begin", "2026-01-05")

    assert 0 == qmsctl("init", "office/qms", *_ALL, at=tmp_path).status
    assert "" == git("status", "--porcelain", at=tmp_path)
    assert "office/qms/qms.yaml" in git("ls-files", at=tmp_path)
    assert "commits 2" in qmsctl("check", at=tmp_path / "office/qms").out


def test_existing_files_are_kept(tmp_path: Path) -> None:
    """A file that is in the way is kept as it is."""
    (tmp_path / ".gitattributes").write_text("* text=auto\n", encoding="utf-8")

    done = qmsctl("init", *_ALL, at=tmp_path)

    assert 0 == done.status
    assert "kept  .gitattributes\n" in done.out
    assert "* text=auto\n" == (tmp_path / ".gitattributes").read_text(encoding="utf-8")


def test_broken_configuration_is_kept(tmp_path: Path) -> None:
    """A `qms.yaml` that cannot be used is not replaced."""
    (tmp_path / "qms.yaml").write_text("qms: [\n", encoding="utf-8")
    before = state_of(tmp_path)

    done = qmsctl("init", *_ALL, at=tmp_path)

    assert 2 == done.status
    assert "qms.yaml:2:1: " in done.err
    assert before == state_of(tmp_path)


def test_missing_answers_are_named_at_once(tmp_path: Path) -> None:
    """Whoever wrote --no-input is told so, and need not try once for each option."""
    starter = qmsctl("--lang", "en", "init", "--no-input", at=tmp_path)
    office = qmsctl("--lang", "en", "init", "--from", "office", "--no-input", *_ALL[1:5], at=tmp_path)
    piped = qmsctl("--lang", "en", "init", at=tmp_path)

    own = "--organisation, --edition, --approver, --approver-email are needed, and"
    assert f"{own} with --no-input nobody is asked" in " ".join(starter.err.split())
    assert "--approver, --approver-email, --town, --address are needed" in " ".join(office.err.split())
    assert f"{own} nobody can be asked here" in " ".join(piped.err.split())
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("without", "option"),
    [("--organisation", "--organisation"), ("--edition", "--edition"), ("--approver", "--approver")],
)
def test_missing_answer(tmp_path: Path, without: str, option: str) -> None:
    """Without a terminal every answer needs its option: there is no silent default edition."""
    at = _ALL.index(without)

    done = qmsctl("init", *_ALL[:at], *_ALL[at + 2 :], at=tmp_path)

    assert (2, "") == (done.status, done.out)
    assert f"{option} is needed" in done.err
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--edition", "2014"), "no edition is called 2014"),
        (("--language", "de"), "qmsctl does not speak de"),
        (("--procedures", "../elsewhere"), "../elsewhere is no folder inside the new system"),
        (("--checklists", "/elsewhere"), "/elsewhere is no folder inside the new system"),
        (("--procedures", ".git"), ".git is no folder inside the new system"),
        (("--procedures", ""), "is no folder inside the new system"),
        (("--organisation", "  "), "--organisation is needed"),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_impossible_answer(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """An answer that cannot be used is refused before anything is written."""
    done = qmsctl("init", "new", *_ALL, *words, at=tmp_path)

    assert (2, "") == (done.status, done.out)
    assert said in done.err
    assert "Next: " in done.err
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "Urząd: Gmina # 1",
        "null",
        "NO",
        "1.10",
        "'quoted' \"twice\"",
        " blanks  around ",
        "@branch@",
        "품질",
        "- a",
        "a\nb",
    ],
)
def test_hostile_answers(tmp_path: Path, name: str) -> None:
    """Whatever the organisation and its people are called, `qms.yaml` can be read."""
    words = ("--organisation", name, "--approver", name, "--approver-role", name, "--edition", "2015")

    done = qmsctl("init", "--no-input", *words, "--approver-email", "x@example.org", at=tmp_path)
    checked = qmsctl("--lang", "en", "check", "--format", "json", at=tmp_path)

    assert 0 == done.status, done.err
    assert "" == checked.err
    assert " ".join(name.split()) in git("log", "-1", "--format=%s", at=tmp_path)


def _lists(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.parametrize("edition", ["2008", "2015", "2026"])
def test_checklists_of_every_edition(tmp_path: Path, edition: str) -> None:
    """Each edition begins with its own checklist, and those that are in use with one about complaints, fit for it."""
    at = _ALL.index("--edition")
    done = qmsctl("--lang", "en", "init", *_ALL[:at], "--edition", edition, *_ALL[at + 2 :], at=tmp_path)
    texts = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "checklists").iterdir()}

    assert 0 == done.status
    assert texts.keys() == {f"cl-iso9001-{edition}.yaml"} | (
        {"cl-complaints-kpa.yaml"} if edition != "2008" else set()
    )
    assert all(f"\nedition: iso9001:{edition}\n" in text for text in texts.values())
    warned = "The starter documents name clauses of ISO 9001:2015." in done.err
    assert warned == (edition != "2015")
    assert "unknown-clause" not in qmsctl("--lang", "en", "check", at=tmp_path).out


def test_other_folders(tmp_path: Path) -> None:
    """Folders can be named otherwise, and the check finds what lies in them."""
    done = qmsctl("init", *_ALL, "--procedures", "księga/procedury", "--checklists", "listy", at=tmp_path)

    assert 0 == done.status
    assert (tmp_path / "księga/procedury/ps-01.yaml").is_file()
    assert _lists(tmp_path / "listy") == {"cl-iso9001-2015.yaml", "cl-complaints-kpa.yaml"}
    assert "documents 17" in qmsctl("--lang", "en", "check", at=tmp_path).out


def test_nobody_known_to_git(tmp_path: Path) -> None:
    """Where git knows no name the files are written, and the message says what to do."""
    done = qmsctl("init", *_ALL, at=tmp_path, env=NOBODY)

    assert 0 == done.status
    assert "The files are written and not committed" in done.err
    assert "git config --global user.name" in done.err
    assert (tmp_path / "qms.yaml").is_file()


def test_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """A file where the folder should be is named."""
    (tmp_path / "file").write_text("mine\n", encoding="utf-8")

    done = qmsctl("init", "file", *_ALL, at=tmp_path)

    assert (2, "") == (done.status, done.out)
    assert "Next: " in done.err
    assert "mine\n" == (tmp_path / "file").read_text(encoding="utf-8")


def test_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """A folder that may not be written is named, and holds nothing half-made."""
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)

    for name in (".", "new"):
        done = qmsctl("init", name, *_ALL, at=locked, before=unprivileged())

        assert (2, "") == (done.status, done.out)
        assert "Next: " in done.err
    locked.chmod(0o755)
    assert [] == list(locked.iterdir())


def test_merge_under_way(here: Path) -> None:
    """While a merge is under way nothing is added to it, and nothing is left in the way."""
    (here / ".git/MERGE_HEAD").write_text(git("rev-parse", "HEAD", at=here), encoding="utf-8")
    before = state_of(here)

    done = qmsctl("init", *_ALL, at=here)

    assert (2, "") == (done.status, done.out)
    assert "a merge or rebase is under way here" in done.err
    assert set(before) == set(state_of(here))


def _by_prompts(language: str, folder: Path) -> Outcome:
    """Begin a system by answering every question in *language*."""
    questions = {
        "en": (
            "Language of the documents",
            "Name of the organisation",
            "Edition",
            "Who approves",
            "e-mail",
            "title",
        ),
        "pl": (
            "Język dokumentów",
            "Nazwa organizacji",
            "Wydanie normy",
            "Kto zatwierdza",
            "e-mail",
            "stanowisk",
        ),
    }[language]
    answers = (language, "Urząd Gminy Łąka", "2", "Jan Przykładowy", "jan@example.org", "")
    with Terminal("--lang", language, "init", "qms", at=folder) as terminal:
        for question, answer in zip(questions, answers, strict=True):
            terminal.answer(question, answer)
        return terminal.end()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_by_prompts(tmp_path: Path, language: str) -> None:
    """Every question can be answered at a prompt, in both languages."""
    done = _by_prompts(language, tmp_path)
    configuration = (tmp_path / "qms/qms.yaml").read_text(encoding="utf-8")

    assert 0 == done.status
    assert "name: Urząd Gminy Łąka\n" in configuration
    assert "editions: [iso9001:2015]" in configuration
    assert f"language: {language}\n" in configuration
    assert "" == git("status", "--porcelain", at=tmp_path / "qms")


def test_prompt_asks_again(tmp_path: Path) -> None:
    """An answer that cannot be used is asked for again."""
    with Terminal(
        "init", *_ALL[3:5], *_WHO, "--approver-role", "Mayor", "--language", "en", at=tmp_path
    ) as terminal:
        terminal.answer("Name of the organisation", "")
        terminal.answer("this cannot stay empty", "Office")
        done = terminal.end()

    assert 0 == done.status
