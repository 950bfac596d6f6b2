"""`qmsctl pack`: an audit, or the whole system before a visit, as one zip or folder that verifies without qmsctl."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli import pack_options as options
from qmsctl.cli.options import AsOf, DryRun, Folder, Lang, NoCache, On, Rev, TrustFile
from qmsctl.cli.paper_output import PaperLanguage, paper_language
from qmsctl.cli.terminal import out, say
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr, tr_n

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.control.audits import ControlledAudit
    from qmsctl.packs.description import LeftOut
    from qmsctl.repo.signing import Signing

__all__ = ["pack"]

_MANY_BYTES: Final = 10_000_000
"""What *podpis zaufany* takes at most, and many mailboxes too."""


def pack(
    subject: options.Subject,
    output: options.Output = None,
    attachments: options.Attachments = options.AttachmentsChosen.CITED,
    history: options.History = options.HistoryChosen.WHOLE,
    also: options.AlsoAs = None,
    sign: options.SignManifest = False,
    report_lang: PaperLanguage = None,
    dry_run: DryRun = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Pack an audit with all it rests on, for an auditor who has no qmsctl."""
    from qmsctl.cli.packing import READINESS, Making, made_of
    from qmsctl.cli.session import open_session
    from qmsctl.packs.contents import Wanted, branch_of, history_of
    from qmsctl.packs.members import MANIFEST, digest_of
    from qmsctl.packs.writing import refuse_occupied, write_pack
    from qmsctl.repo.bundle import unbundled
    from qmsctl.repo.detached import how_signed

    del no_cache, folder, lang  # in force before the command runs
    target = _target(output, subject, dry_run=dry_run)
    if target is not None:
        refuse_occupied(target)
    audit = None if subject == READINESS else subject
    wanted = Wanted(audit, attachments.value, history.value, paper_language(report_lang))
    # Only what is committed can be proved, so the working tree has no part in it.
    session = open_session(rev=rev or as_of or "HEAD", on=on, as_of=as_of, trust=trust)
    if audit is not None:
        _tell_withdrawn(session.system.audit_named(audit))
    chosen = tuple(dict.fromkeys(one.value for one in also or ()))
    how = how_signed(session.repository.git) if sign else None
    bundle = history_of(session.system, session.repository)
    with unbundled(bundle) as history_made:
        making = Making(
            session.repository.prefix, session.system.day, how.format if how else None, trust, also=chosen
        )
        made = made_of(history_made, bundle, wanted, making)
    members = dict(made.members)
    if target is None:
        _list(members)
        return
    if how is not None:
        members = _signed(members, how)
    write_pack(members, target)
    if rev is None and as_of is None:
        _tell_uncommitted(session)
    if branch_of(session.system) != (session.system.organisation.branch or "main"):
        say(
            tr(
                "The commit is not on the controlled branch: what is packed is a change that nobody has merged."
            )
        )
    _tell_missing(made.missing)
    say(tr("The pack is in {file}.", file=str(target)))
    if target.resolve().is_relative_to(session.repository.top):
        say(tr("That is in the repository itself: move it elsewhere, so that nobody commits it."))
    _tell_size(target, members)
    out(f"{digest_of(members[MANIFEST])}  {MANIFEST}\n")
    say(
        tr(
            "The line above is the digest of the manifest: give it to the auditor by another way than the pack."
        )
    )


def _tell_withdrawn(audit: ControlledAudit) -> None:
    """Say that what is packed is an audit that is not held."""
    from qmsctl.control.audits import AuditStatus

    if audit.status is AuditStatus.WITHDRAWN:
        say(tr("The plan of {audit} is withdrawn: the audit is not held.", audit=audit.id))


def _target(output: Path | None, subject: str, *, dry_run: bool) -> Path | None:
    """Return where the pack is written; `None` if it is only looked at.

    Raises:
        QmsctlError: nobody said where.
    """
    if dry_run:
        return None
    if output is None:
        from qmsctl.packs.contents import stem_of

        example = shlex.join(("qmsctl", "pack", subject, "-o", f"../{stem_of(subject)}.zip"))
        raise RefusedError(
            tr("it is not said where to write the pack"),
            tr("name a zip or a new folder: {command}", command=example),
        )
    return output


def _signed(members: Mapping[str, bytes], how: Signing) -> dict[str, bytes]:
    from qmsctl.packs.members import MANIFEST, OPENPGP_SIGNATURE, PURPOSE, SSH_SIGNATURE
    from qmsctl.repo.detached import signature_of

    name = SSH_SIGNATURE if how.format == "ssh" else OPENPGP_SIGNATURE
    return {**members, name: signature_of(members[MANIFEST], how, PURPOSE)}


def _list(members: Mapping[str, bytes]) -> None:
    """Print what would be in the pack, and how large each file is."""
    out("".join(f"{len(content):>10}  {name}\n" for name, content in sorted(members.items())))
    say(
        tr_n(
            "{count} file, {size} bytes before it is compressed; nothing was written.",
            "{count} files, {size} bytes before they are compressed; nothing was written.",
            len(members),
            size=sum(map(len, members.values())),
        )
    )


def _tell_uncommitted(session: Session) -> None:
    """Say how much of the working tree is not in the pack, because nobody has committed it."""
    from qmsctl.control.uncommitted import uncommitted
    from qmsctl.model.qms import load

    if session.repository.bare:
        return
    changed = uncommitted(load(session.repository.working_tree(), session.cache), session.system.history)
    if changed:
        say(
            tr_n(
                "{count} file is not what the last commit holds, and that is not in the pack.",
                "{count} files are not what the last commit holds, and that is not in the pack.",
                len(changed),
            )
        )


def _tell_missing(missing: tuple[LeftOut, ...]) -> None:
    for one in missing:
        say(tr("{path} is not in the pack: its content is not in this repository.", path=one.path))


def _tell_size(target: Path, members: Mapping[str, bytes]) -> None:
    """Say what takes the room in a large pack, and what makes it smaller."""
    from qmsctl.packs.members import BUNDLE
    from qmsctl.packs.writing import is_zip

    size = target.stat().st_size if is_zip(target) else sum(map(len, members.values()))
    if size <= _MANY_BYTES:
        return
    weights: Counter[str] = Counter()
    for name, content in members.items():
        part = "attachments" if "/attachments/" in name else BUNDLE if name == BUNDLE else "rest"
        weights[part] += len(content)
    say(
        tr(
            "The pack has {size} MB; more than 10 MB is too much for podpis zaufany and for many mailboxes.",
            size=_megabytes(size),
        )
    )
    for part, weight in weights.most_common():
        say(_WEIGHTS[part](_megabytes(weight)))


def _megabytes(size: int) -> str:
    return str(-(-size // 1_000_000))


def _attachments_weigh(size: str) -> Message:
    return tr("Attachments: {size} MB; --attachments none leaves them out.", size=size)


def _history_weighs(size: str) -> Message:
    return tr(
        "The git history: {size} MB, with everything that was ever committed;"
        " --history none leaves it out, and the pack then proves less.",
        size=size,
    )


def _rest_weighs(size: str) -> Message:
    return tr("Everything else: {size} MB before it is compressed.", size=size)


_WEIGHTS: Final = {
    "attachments": _attachments_weigh,
    "history.bundle": _history_weighs,
    "rest": _rest_weighs,
}
