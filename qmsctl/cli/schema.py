"""`qmsctl schema`: what editors need to help with the files of a system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.options import Folder, Lang, output_option
from qmsctl.cli.output import hand_out, is_file, save
from qmsctl.cli.terminal import out, say
from qmsctl.errors import QmsctlError, RefusedError, reason_of
from qmsctl.messages import current_language, marked, tr

__all__ = ["schema"]


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar=marked("[KIND]"),
            help=marked("What the file states, such as document; left out: all kinds are listed."),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, output_option(marked("Write it to this file; - is standard output."))
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar=marked("FOLDER"),
            help=marked("Write the schemas of all kinds into this folder, such as .qms/schema."),
            show_default=False,
        ),
    ] = None,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Print the JSON Schema of one kind of file, list the kinds, or write all schemas."""
    from qmsctl.authoring.editor_files import STATED, schema_text
    from qmsctl.cli.options import refuse_beside
    from qmsctl.model.json_schema import description_of

    del folder, lang
    if kind is None:
        _refuse_without_kind(output)
        if into is None:
            width = max(map(len, STATED))
            out("".join(f"{name:{width}}  {description_of(stated)}\n" for name, stated in STATED.items()))
        else:
            _write_all(into, {f"{name}.json": schema_text(name, current_language()) for name in STATED})
        return
    refuse_beside(kind, {"--into": into})
    if kind not in STATED:
        raise QmsctlError(
            tr("there is no schema of {kind}", kind=kind),
            tr("write one of: {expected}", expected=", ".join(STATED)),
        )
    saved = tr("The schema is in {file}.", file=str(output))
    hand_out(schema_text(kind, current_language()), output, "json", saved)


def _refuse_without_kind(output: Path | None) -> None:
    """Refuse to put the list of the kinds where a schema is asked for.

    Raises:
        QmsctlError: *output* is a file.
    """
    if is_file(output):
        raise QmsctlError(
            tr("nothing says which schema to write"), tr("name a kind; qmsctl schema lists them")
        )


def _write_all(folder: Path, texts: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise RefusedError(
            tr("{file} cannot be written: {reason}", file=str(folder), reason=reason_of(fault)),
            tr("name a folder, or one that does not exist yet, where you may write"),
        ) from fault
    for name, text in texts.items():
        save(folder / name, text)
    say(tr("The schemas are in {folder}.", folder=str(folder)))
