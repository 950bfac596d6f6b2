"""The command reference and the manual page say what the command tree says, in every language.

`python -m tests.cli.test_commands` writes them anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_group

from qmsctl import __version__
from qmsctl.cli.app import app
from qmsctl.cli.language import speak
from qmsctl.messages import LANGUAGES, current_language
from tests.catalogues import ROOT

REFERENCES = {"en": ROOT / "docs/commands.md", "pl": ROOT / "docs/commands.pl.md"}
MANUALS = {"en": ROOT / "docs/man/qmsctl.1", "pl": ROOT / "docs/man/pl/qmsctl.1"}

each_language = pytest.mark.parametrize("language", LANGUAGES)

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Every command",
        "switch": "*[Po polsku](commands.pl.md)*",
        "begin": "What `-h` says, of every command on one page.\n"
        "The text is made from the commands themselves and never edited.",
        "before": "Before a command",
        "name": "NAME",
        "what": "checks a quality management system kept in git",
        "synopsis": "SYNOPSIS",
        "description": "DESCRIPTION",
        "options": "OPTIONS",
        "commands": "COMMANDS",
        "status": "EXIT STATUS",
        "environment": "ENVIRONMENT",
        "QMSCTL_LANG": "The language to speak, en or pl; --lang comes before it.",
        "NO_COLOR": "If it says anything, nothing is in colour.",
        "XDG_CACHE_HOME": "The folder in which qmsctl keeps what it has worked out.",
        "files": "FILES",
        "qms.yaml": "The organisation and its settings; its folder is that of the system.",
        "called": "General Commands Manual",
    },
    "pl": {
        "title": "Wszystkie polecenia",
        "switch": "*[In English](commands.md)*",
        "begin": "To, co mówi `-h`, o każdym poleceniu na jednej stronie.\n"
        "Tekst powstaje z samych poleceń i nie jest edytowany.",
        "before": "Przed poleceniem",
        "name": "NAZWA",
        "what": "sprawdza system zarządzania jakością prowadzony w git",
        "synopsis": "SKŁADNIA",
        "description": "OPIS",
        "options": "OPCJE",
        "commands": "POLECENIA",
        "status": "KOD WYJŚCIA",
        "environment": "ŚRODOWISKO",
        "QMSCTL_LANG": "Język komunikatów, en albo pl; pierwszeństwo ma --lang.",
        "NO_COLOR": "Jeżeli coś zawiera, nic nie jest kolorowe.",
        "XDG_CACHE_HOME": "Folder, w którym qmsctl przechowuje to, co już ustalił.",
        "files": "PLIKI",
        "qms.yaml": "Organizacja i jej ustawienia; jego folder jest folderem systemu.",
        "called": "Polecenia użytkownika",
    },
}


@dataclass(frozen=True)
class Told:
    """What the help of one command says."""

    name: str
    depth: int
    is_group: bool
    usage: str
    help: str
    epilog: str
    parameters: tuple[tuple[str, str], ...]
    """Each as it is typed, with what it means."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make commands in *language*, and speak as before afterwards."""
    before, variable = current_language(), os.environ.get("LANGUAGE")
    speak(language)
    try:
        yield
    finally:
        speak(before)
        del os.environ["LANGUAGE"]
        if variable is not None:
            os.environ["LANGUAGE"] = variable


def told(language: str) -> list[Told]:
    """Return what the help says of the program and of every command, in the order of the help."""
    with speaking(language):
        return list(_told(get_group(app), "qmsctl", None, 0))


def _told(command: Any, name: str, outer: Any, depth: int) -> Iterator[Told]:  # noqa: ANN401 - Typer's types are private
    context: Any = typer.Context(command, info_name=name, parent=outer)
    pieces = (piece.removeprefix("{").removesuffix("}") for piece in command.collect_usage_pieces(context))
    records = (parameter.get_help_record(context) for parameter in command.params)
    inner = command.list_commands(context) if hasattr(command, "list_commands") else []
    yield Told(
        context.command_path,
        depth,
        bool(inner),
        " ".join((context.command_path, *pieces)),
        " ".join((command.help or "").split()),
        " ".join((command.epilog or "").split()),
        tuple((" ".join(typed.split()), " ".join(means.split())) for typed, means in filter(None, records)),
    )
    for one in inner:
        yield from _told(command.get_command(context, one), one, context, depth + 1)


def reference(language: str) -> str:
    """Return the command reference as Markdown."""
    words = WORDS[language]
    parts = [f"# {words['title']}\n\n{words['switch']}\n\n{words['begin']}\n"]
    for one in told(language):
        heading = one.name if one.is_group else f"`{one.name}`"
        title = words["before"] if one.depth == 0 else heading
        parts.append(f"{'#' * (2 if one.depth < 2 else 3)} {title}\n\n{one.help}\n")
        parts.append(f"```text\n{one.usage}\n```\n")
        if one.parameters:
            parts.append("".join(f"* `{typed}`: {_plain(means)}\n" for typed, means in one.parameters))
        if one.epilog:
            parts.append(f"{_plain(one.epilog)}\n")
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Return *text* as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)


def manual(language: str) -> str:
    """Return the manual page as roff."""
    words = WORDS[language]
    root, *others = told(language)
    lines = [
        '.\\" -*- coding: UTF-8 -*-',
        f'.TH QMSCTL 1 "" "qmsctl {__version__}" "{words["called"]}"',
        f".SH {words['name']}",
        f"qmsctl \\- {words['what']}",
        f".SH {words['synopsis']}",
        _roff(root.usage),
        f".SH {words['description']}",
        _roff(root.help),
        f".SH {words['options']}",
        *_listed(root.parameters),
        f".SH {words['commands']}",
    ]
    for one in others:
        lines += [f'.SS "{_roff(one.name)}"', _roff(one.help), ".PP", f"\\fB{_roff(one.usage)}\\fR"]
        lines += _listed(one.parameters)
        if one.epilog:
            lines += [".PP", _roff(one.epilog)]
    lines += [f".SH {words['status']}", _roff(root.epilog), f".SH {words['environment']}"]
    lines += _listed((name, words[name]) for name in ("QMSCTL_LANG", "NO_COLOR", "XDG_CACHE_HOME"))
    lines += [f".SH {words['files']}", *_listed([("qms.yaml", words["qms.yaml"])])]
    return "".join(f"{line}\n" for line in lines)


def _listed(items: Any) -> list[str]:  # noqa: ANN401 - pairs, however they come
    return [line for typed, means in items for line in (".TP", f"\\fB{_roff(typed)}\\fR", _roff(means))]


def _roff(text: str) -> str:
    """Return *text* so that roff takes nothing in it for its own."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


@each_language
def test_the_reference_is_current(language: str) -> None:
    """What is committed is what the commands say."""
    assert reference(language) == REFERENCES[language].read_text(encoding="utf-8")


@each_language
def test_the_manual_is_current(language: str) -> None:
    """What is committed is what the commands say."""
    assert manual(language) == MANUALS[language].read_text(encoding="utf-8")


def test_they_name_the_same_in_every_language() -> None:
    """The languages differ in words, and neither in commands nor in options."""
    english, *others = (
        [
            (one.name, [re.findall(r"--?[a-z][\w-]*", typed) for typed, _ in one.parameters])
            for one in told(lang)
        ]
        for lang in LANGUAGES
    )

    assert all(other == english for other in others)


@each_language
@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")
def test_the_manual_can_be_read(language: str) -> None:
    """The program that shows manual pages has nothing to say against it, and shows every command."""
    done = subprocess.run(
        ["groff", "-k", "-man", "-ww", "-Tutf8", "-P-cbou", MANUALS[language]],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "" == done.stderr
    shown = " ".join(done.stdout.split())
    assert all(one.name in shown for one in told(language))


def main() -> None:
    """Write the references and the manual pages."""
    for files, made in ((REFERENCES, reference), (MANUALS, manual)):
        for language, file in files.items():
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made(language), encoding="utf-8")


if __name__ == "__main__":
    main()
