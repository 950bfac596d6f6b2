"""Everything a person reads exists in every language, and the right one is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from qmsctl.checks import RULES
from tests.cli.program import qmsctl

_COMMANDS = (
    "",
    "check",
    "demo",
    "init",
    "adopt",
    "explain",
    "rules",
    "settings",
    "revise",
    "why",
    "report",
    "coverage",
    "gap",
    "deadlines",
    "evidence",
    "evidence add",
)
_SAME = re.compile(
    r"""\s*(?:
        --?[\w-]+(?:,\s--\w+)?(?:\s(?:EMAIL|FOLDER|AUDIT|en\|pl|html\|markdown|console\|plain(?:\|[a-z-]+)+|error\|warning\|note))?
        | checklists?\]?
    )?\s*""",
    re.VERBOSE,
)
"""What may stand on a line of its own in both languages: an option with values that are words of files."""


def _help(command: str, language: str, at: Path) -> list[str]:
    # So wide that no text is broken into lines, which then could not be compared.
    done = qmsctl("--lang", language, *command.split(), "-h", at=at, env={"COLUMNS": "100"})
    assert (0, "") == (done.status, done.err)
    return done.out.splitlines()


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: command or "qmsctl")
def test_help_is_translated(tmp_path: Path, command: str) -> None:
    """No line of a help page reads the same in two languages, but for what is typed as it stands."""
    english, polish = _help(command, "en", tmp_path), _help(command, "pl", tmp_path)

    assert [] == [line for line in polish if line in english and not _SAME.fullmatch(line)]


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: command or "qmsctl")
def test_help_names_the_same_options(tmp_path: Path, command: str) -> None:
    """A translation loses no option and adds none."""
    english, polish = (
        re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", "\n".join(_help(command, language, tmp_path)))
        for language in ("en", "pl")
    )

    assert sorted(set(english)) == sorted(set(polish))


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: command or "qmsctl")
def test_metavars_are_translated(tmp_path: Path, command: str) -> None:
    """What stands for a value is a word of the language, unless it is spelt alike or is typed as it stands."""
    english, polish = (
        set(
            re.findall(
                r"(?:--?[\w-]+|qmsctl[\w ]*?) (\[?[A-Z]{2,}\]?)(?=\s|$)",
                "\n".join(_help(command, language, tmp_path)),
            )
        )
        for language in ("en", "pl")
    )

    assert english & polish <= {"AUDIT", "FOLDER", "FORMAT", "EMAIL"}


@pytest.mark.parametrize(
    "words",
    [
        ("chekc",),
        ("nonsense",),
        ("evidence", "ad"),
        ("check", "--formt", "json"),
        ("check", "--nonsense"),
        ("check", "--format", "xml"),
        ("check", "--fail-on", "never"),
        ("check", "--lang"),
        ("check", "more", "words"),
        ("explain",),
        ("explain", "overdue"),
        ("explain", "nonsense"),
        ("report",),
        ("init", "--no-input=yes"),
        ("check", "--lang", "de"),
        ("check", "-C", "nowhere"),
        ("check", "--on", "never"),
    ],
    ids=" ".join,
)
def test_usage_errors_are_translated(tmp_path: Path, words: tuple[str, ...]) -> None:
    """What is wrong with a call is said in the language spoken, with the next step, and ends with 2."""
    english, polish = (
        qmsctl(*words, at=tmp_path, env={"QMSCTL_LANG": language}) for language in ("en", "pl")
    )

    for done, step in ((english, "Next: "), (polish, "Dalej: ")):
        assert (2, "") == (done.status, done.out)
        assert ["qmsctl: ", step] == [
            line[: len(begin)] for line, begin in zip(done.err.splitlines(), ("qmsctl: ", step), strict=True)
        ]
    assert [] == [line for line in polish.err.splitlines() if line in english.err.splitlines()]


def test_help_after_a_group(tmp_path: Path) -> None:
    """A group without a command shows its help, as a mistake."""
    done = qmsctl("evidence", at=tmp_path)

    assert (2, "") == (done.status, done.out)
    assert done.err.startswith("Usage: qmsctl evidence")


def test_program_alone_shows_what_it_can(tmp_path: Path) -> None:
    """`qmsctl` alone, where there is no system yet, says how to begin, and shows its commands."""
    done = qmsctl(at=tmp_path)

    assert (0, "") == (done.status, done.err)
    assert done.out.endswith("\n\n" + qmsctl("-h", at=tmp_path).out)
    assert "qmsctl init\n" in done.out
    assert "qmsctl demo\n" in done.out


def test_rule_pages_are_translated(tmp_path: Path) -> None:
    """The page of a rule is in the language spoken, examples apart."""
    english, polish = (
        "".join(
            qmsctl("--lang", language, "explain", "DUE001", at=tmp_path).out.split("```")[::2]
        ).splitlines()
        for language in ("en", "pl")
    )

    assert len(polish) > 10
    assert [] == [line for line in polish[1:] if line and line in english]


def test_explain_takes_id_and_name(tmp_path: Path) -> None:
    """A rule is found by its id and by its name, in any case."""
    pages = {
        qmsctl("explain", name, at=tmp_path).out
        for name in ("DUE001", "due001", "overdue-review", "Overdue-Review")
    }

    assert 1 == len(pages)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_list_of_rules(tmp_path: Path, language: str) -> None:
    """Every rule is listed on one line, and the languages differ."""
    lines = qmsctl("--lang", language, "rules", at=tmp_path).out.splitlines()
    other = qmsctl("--lang", "pl" if language == "en" else "en", "rules", at=tmp_path).out.splitlines()

    assert [rule.id for rule in RULES] == [line.split()[0] for line in lines]
    assert [] == [line for line in lines if line in other]


def test_verdict_is_translated(here: Path) -> None:
    """Nothing of the result of a check reads the same in two languages but names and source lines."""
    english, polish = (
        qmsctl("--lang", language, "check", "--on", "2026-11-22", at=here).out.splitlines()
        for language in ("en", "pl")
    )
    own = [line for line in polish if not line.startswith("    ") or line.startswith("    Dalej: ")]

    assert len(english) == len(polish)
    assert [] == [line for line in own if line in english]
    assert "stan na 22 listopada 2026 r." in "\n".join(polish).lower()


# Which language


def _spoken(*words: str, at: Path, env: Mapping[str, str] | None = None) -> str:
    """Return the language in which a mistake is explained."""
    done = qmsctl(*words, "check", "--nonsense", at=at, env=env)
    return "pl" if "Dalej: " in done.err else "en"


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (("pl", "en", "en", "en_GB.UTF-8"), "pl"),
        (("en", "pl", "pl", "pl_PL.UTF-8"), "en"),
        ((None, "pl", "en", "en_GB.UTF-8"), "pl"),
        ((None, "en", "pl", "pl_PL.UTF-8"), "en"),
        ((None, None, "pl", "en_GB.UTF-8"), "pl"),
        ((None, None, "en", "pl_PL.UTF-8"), "en"),
        ((None, None, None, "pl_PL.UTF-8"), "pl"),
        ((None, None, None, "pl"), "pl"),
        ((None, None, None, "de_DE.UTF-8"), "en"),
        ((None, None, None, "C"), "en"),
        ((None, "de", None, "pl_PL.UTF-8"), "pl"),
    ],
)
def test_order_of_choice(tmp_path: Path, choices: tuple[str | None, ...], expected: str) -> None:
    """`--lang` comes first, then `QMSCTL_LANG`, then `qms.yaml`, then the locale."""
    option, variable, configured, locale = choices
    if configured:
        (tmp_path / "qms.yaml").write_text(f"qms: 1\nlanguage: {configured}\n", encoding="utf-8")
    words = ("--lang", option) if option else ()
    variables = {"QMSCTL_LANG": variable} if variable else {}

    assert expected == _spoken(*words, at=tmp_path, env={"LC_ALL": locale or "C", **variables})


def test_option_stands_anywhere(tmp_path: Path) -> None:
    """The language can be named before and after the command, in one word and in two."""
    for words in (
        ("--lang", "pl", "check"),
        ("--lang=pl", "check"),
        ("check", "--lang", "pl"),
        ("check", "--lang=pl"),
    ):
        assert "Dalej: " in qmsctl(*words, at=tmp_path).err


def test_configuration_of_the_folder_asked_for(tmp_path: Path) -> None:
    """`qms.yaml` of the folder after `-C` counts, not the one of the current folder."""
    (tmp_path / "office/procedures").mkdir(parents=True)
    (tmp_path / "office/qms.yaml").write_text("language: pl\n", encoding="utf-8")

    for words in (("-C", "office"), ("-C", "office/procedures"), ("-Coffice",)):
        assert "pl" == _spoken(*words, at=tmp_path)


def test_broken_configuration_still_has_a_language(tmp_path: Path) -> None:
    """What is wrong with `qms.yaml` is explained in the language it names."""
    (tmp_path / "qms.yaml").write_bytes(b"language: pl\nqms: [\xff\n")

    assert "pl" == _spoken(at=tmp_path)


def test_version(tmp_path: Path) -> None:
    """The version is told alone, wherever the option stands among others."""
    alone = qmsctl("--version", at=tmp_path)

    assert (0, "") == (alone.status, alone.err)
    assert re.fullmatch(r"qmsctl \d+\.\d+\.\d+\S*\n", alone.out)
    assert alone == qmsctl("--lang", "pl", "--version", at=tmp_path)
