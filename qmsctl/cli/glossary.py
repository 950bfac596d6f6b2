"""`qmsctl glossary`: the right word in English and Polish, and the words that are not used for it."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import Folder, Json, Lang
from qmsctl.cli.terminal import colour, out, width
from qmsctl.errors import QmsctlError
from qmsctl.messages import current_language, marked, tr

__all__ = ["glossary"]


def glossary(
    word: Annotated[
        str | None,
        typer.Argument(
            metavar=marked("[WORD]"),
            help=marked("A word in English or Polish, right or wrong; without it, all terms."),
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|json",
            help=marked("How to write the list; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Say the right word in English and Polish, and which words are not used for it."""
    from qmsctl.cli.output import format_asked
    from qmsctl.glossary import terms, terms_about
    from qmsctl.render.glossary_text import FORMATS, render_glossary

    del folder, lang  # in force before the command runs
    chosen = format_asked(format, None, FORMATS, json=json)
    found = terms() if word is None else terms_about(word)
    if not found:
        raise QmsctlError(
            tr("the glossary has nothing about {word}", word=word or '""'),
            tr("qmsctl glossary lists all words; a part of one is enough"),
        )
    out(render_glossary(found, chosen, current_language(), width=width(), colour=colour()))
