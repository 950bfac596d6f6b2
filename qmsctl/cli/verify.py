"""`qmsctl verify`: whether a pack is what was packed, and what in it does not hold."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.file_given import read_given
from qmsctl.cli.options import Folder, Json, Lang, Output, TrustFile, option
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

if TYPE_CHECKING:
    from qmsctl.repo.signatures import Signer

__all__ = ["PackVerifyFormat", "verify"]


class PackVerifyFormat(StrEnum):
    """How the outcome is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    JSON = "json"


def verify(
    pack: Annotated[Path, typer.Argument(metavar=marked("PACK"), help=marked("The zip or the folder."))],
    trust: TrustFile = None,
    ca: Annotated[
        Path | None,
        option(
            "--ca", marked("FILE"), marked("Certificates of time stamping authorities you trust, as PEM.")
        ),
    ] = None,
    format: Annotated[
        PackVerifyFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|json",
            help=marked("How to write it; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Verify a pack: its files, its history, its records, its signature and its time stamp."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.packing import made_again
    from qmsctl.packs.opened import opened_pack
    from qmsctl.packs.verification import verify_pack
    from qmsctl.packs.witnesses import Witnesses
    from qmsctl.render.pack_verified import PackSheet, render_pack, render_pack_console

    del folder, lang  # in force before the command runs
    chosen = PackVerifyFormat(format_asked(format, output, tuple(PackVerifyFormat), json=json))
    witnesses = Witnesses(_signers(trust), None if ca is None else read_given(ca))
    with opened_pack(pack) as opened:
        verified = verify_pack(
            opened, witnesses, lambda described, history: made_again(opened, described, history, trust)
        )
    sheet = PackSheet(str(pack), verified)
    if chosen is PackVerifyFormat.CONSOLE:
        text = render_pack_console(sheet, current_language(), width=width(), colour=colour())
    else:
        text = render_pack(sheet, chosen.value, current_language())
    hand_out(text, output, chosen.value, tr("The outcome is in {file}.", file=str(output)))
    if not verified.holds:
        raise typer.Exit(1)


def _signers(trust: Path | None) -> tuple[Signer, ...] | None:
    """Return whose keys count; `None` if nobody says."""
    import datetime as dt

    from qmsctl.cli.trust_file import users_trust_file
    from qmsctl.model.authority import signers_of, trust_file

    file = trust or users_trust_file()
    return None if file is None else signers_of(trust_file(str(file), read_given(file)), dt.UTC).listed
