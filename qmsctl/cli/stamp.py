"""`qmsctl stamp`: the request for a time stamp on a pack, and the reply that comes back; neither needs a network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.file_given import read_given
from qmsctl.cli.options import Folder, Lang, option, refuse_beside
from qmsctl.cli.terminal import say
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr

__all__ = ["stamp"]


def stamp(
    pack: Annotated[Path, typer.Argument(metavar=marked("PACK"), help=marked("The zip or the folder."))],
    reply: Annotated[
        Path | None,
        option(
            "--reply", marked("FILE.tsr"), marked("The reply of the authority, which is put into the pack.")
        ),
    ] = None,
    output: Annotated[
        Path | None,
        option("-o", marked("FILE.tsq"), marked("Where to write the request; by default beside the pack.")),
    ] = None,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Ask for a time stamp on a pack, or put the reply into it."""
    from qmsctl.packs.members import MANIFEST, REPLY, REQUEST
    from qmsctl.packs.opened import opened_pack
    from qmsctl.packs.writing import rewrite_pack

    del folder, lang  # in force before the command runs
    if reply is not None:
        refuse_beside("--reply", {"-o": output})
    with opened_pack(pack) as opened:
        if opened.faults or MANIFEST not in opened.files:
            raise RefusedError(
                tr("{pack} is not a pack as qmsctl makes it", pack=str(pack)),
                tr("see what does not hold: qmsctl verify {pack}", pack=_quoted(pack)),
            )
        members = {name: opened.read(name) for name in opened.files}
    if reply is None:
        target = output or pack.with_name(f"{pack.stem if pack.suffix else pack.name}.tsq")
        request = _request(members[MANIFEST], target)
        rewrite_pack({**members, REQUEST: request}, pack, REQUEST)
        say(
            tr(
                "The request is in {file}; it holds the digest of the manifest and nothing else of the pack.",
                file=str(target),
            )
        )
        step = tr(
            "send it to an authority, and put its reply into the pack: qmsctl stamp {pack} --reply {reply}",
            pack=_quoted(pack),
            reply=_quoted(target.with_suffix(".tsr")),
        )
        say(tr("Next: {fix}", fix=step))
        return
    answer = read_given(reply)
    _refuse_reply(answer, members, reply)
    rewrite_pack({**members, REPLY: answer}, pack, REPLY)
    say(tr("The time stamp is in {file}.", file=str(pack)))
    step = tr(
        "verify it with the certificate of the authority: qmsctl verify {pack} --ca ca.pem",
        pack=_quoted(pack),
    )
    say(tr("Next: {fix}", fix=step))


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


def _request(manifest: bytes, target: Path) -> bytes:
    from qmsctl.cli.output import save
    from qmsctl.repo.timestamps import stamp_request

    request = stamp_request(manifest)
    save(target, request)
    return request


def _refuse_reply(answer: bytes, members: Mapping[str, bytes], file: Path) -> None:
    """Refuse a reply that stamps nothing, or something else.

    Raises:
        RefusedError: it is no granted time stamp on the manifest of the pack.
    """
    from qmsctl.packs.members import MANIFEST, digest_of
    from qmsctl.repo.timestamps import stamp_in

    found = stamp_in(answer)
    if found is None or not found.granted:
        raise RefusedError(
            tr("{file} is no time stamp that an authority granted", file=str(file)),
            tr("look at it: openssl ts -reply -in {file} -text", file=_quoted(file)),
        )
    if found.digest != digest_of(members[MANIFEST]):
        raise RefusedError(
            tr("{file} is a time stamp on something else than this pack", file=str(file)),
            tr("send the request that belongs to it, and take the reply to that one"),
        )
