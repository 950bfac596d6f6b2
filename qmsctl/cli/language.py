"""Which language to speak: `--lang`, `QMSCTL_LANG`, `qms.yaml`, the locale, in that order."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from qmsctl.messages import CATALOGUES, DOMAIN, LANGUAGES, Language, use_language

__all__ = ["choose_language", "speak"]

_STATED: Final = re.compile(r"^language:\s*['\"]?(?P<language>[a-z]{2})\b", re.MULTILINE)
_LONGEST: Final = 64 * 1024


def speak(language: Language) -> None:
    """Make *language* the one everything is said in, Typer's own texts included."""
    use_language(language)
    os.environ["LANGUAGE"] = language  # read by gettext on every look-up
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)  # Typer asks the default domain


def choose_language(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> Language:
    """Return the language to speak.

    Args:
        arguments: the command line, before it is parsed: its errors have a language too.
        environment: the process's variables.
        folder: where the command was called.
    """
    asked = (
        _option(arguments, "--lang"),
        environment.get("QMSCTL_LANG"),
        _configured(Path(folder, _option(arguments, "-C") or "")),
        _locale(environment),
    )
    return next((language for language in asked if language in LANGUAGES), "en")


def _option(arguments: Sequence[str], name: str) -> str | None:
    """Return the value of the option *name*, written in one word or in two."""
    joined = f"{name}=" if name.startswith("--") else name
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(joined) and argument != name:
            return argument.removeprefix(joined)
    return None


def _configured(folder: Path) -> str | None:
    """Return the language the nearest `qms.yaml` states, which may well be broken otherwise."""
    try:
        start = folder.resolve()
        file = next((f for p in (start, *start.parents) if (f := p / "qms.yaml").is_file()), None)
        text = file.read_bytes()[:_LONGEST].decode("utf-8", "replace") if file else ""
    except OSError:
        return None
    found = _STATED.search(text)
    return found["language"] if found else None


def _locale(environment: Mapping[str, str]) -> str | None:
    """Return the language of the locale, as gettext reads it."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return value.replace(":", ".").replace("_", ".").partition(".")[0].lower()
    return None
