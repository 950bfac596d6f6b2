"""The page that goes with a pack: how anybody verifies it without qmsctl, step by step, in every language."""

from __future__ import annotations

import datetime as dt
import shlex
import textwrap
from collections.abc import Iterator
from typing import Final

from qmsctl.messages import LANGUAGES, Message, list_of, tr
from qmsctl.packs.description import Description
from qmsctl.packs.members import (
    BUNDLE,
    DESCRIPTION,
    MANIFEST,
    OPENPGP_SIGNATURE,
    OPENPGP_SIGNERS,
    ORIGINS,
    PURPOSE,
    REPLY,
    SSH_SIGNATURE,
    SSH_SIGNERS,
)
from qmsctl.render.instruction import Instruction
from qmsctl.render.pack_approvals import approvals_beside_records
from qmsctl.render.visible import visible

__all__ = ["instructions", "pack_page", "pack_text"]

_WIDTH: Final = 78
_REPOSITORY: Final = "../pack-history.git"
"""Beside the folder of the pack: within it, it would be one more file."""
_FOUND: Final = "find . -type f ! -path './MANIFEST.*' | sed 's,^\\./,,'"
_POWERSHELL: Final = (
    f"Get-Content {MANIFEST} | ForEach-Object {{ $digest, $name = $_ -split '  ', 2; "
    'if ((Get-FileHash -Algorithm SHA256 $name).Hash -ne $digest) { "CHANGED: $name" } }'
)
_LANGUAGE_NAMES: Final = {"en": "English", "pl": "Polski"}


def instructions(pack: Description, signed: str | None) -> tuple[Instruction, ...]:
    """Return the steps by which *pack* is verified.

    Args:
        pack: what it says about itself.
        signed: with what its manifest is signed: `ssh`, `openpgp` or `None`.
    """
    return tuple(_instructions(pack, signed))


def _instructions(pack: Description, signed: str | None) -> Iterator[Instruction]:
    yield Instruction(
        tr("Open the pack"),
        (
            tr("Unpack the zip into a folder of its own, and open a terminal in that folder."),
            tr(
                "On Windows, install Git for Windows, click the folder with the right button and choose Git Bash;"
                " on Linux and macOS any terminal does."
            ),
        ),
    )
    yield Instruction(
        tr("No file was changed"),
        (tr("The manifest {file} lists the SHA-256 of every file.", file=MANIFEST),),
        (f"sha256sum -c {MANIFEST}",),
        tr(
            "Every line begins with the name of a file and ends in OK. Another ending means that the file was changed or is missing."
        ),
        _POWERSHELL,
    )
    yield Instruction(
        tr("No file was added"),
        (tr("The names in the folder are compared with those in the manifest."),),
        (f"{{ cut -c67- {MANIFEST}; {_FOUND}; }} | LC_ALL=C sort | uniq -u",),
        tr("Nothing is printed. A name that is printed is in only one of the two."),
    )
    yield from _signature(signed)
    if pack.history == "whole":
        yield from _history(pack)
    yield _stamp()
    yield Instruction(
        tr("Read it"),
        (
            tr("The report: {files}", files=", ".join(pack.reports) or "-"),
            tr("The registers: {files}", files=", ".join(pack.registers) or "-"),
            tr(
                "The folder documents holds each document in force, as it was approved and as a page to read."
            ),
            tr("The folder records holds the records and attachments, under their paths in the repository."),
            tr(
                "The file {file} says what each file is. With qmsctl, qmsctl verify FOLDER does all this at once, and more.",
                file=DESCRIPTION,
            ),
        ),
    )


def _signature(signed: str | None) -> Iterator[Instruction]:
    handed = tr(
        "Ask whoever made the pack for the SHA-256 of the manifest, by another way than the pack came, and compare it."
    )
    shown = f"sha256sum {MANIFEST}"
    own = tr(
        "The list of keys came with the pack and proves nothing by itself:"
        " compare the key of the signer with one you know from elsewhere."
    )
    heading = tr("The manifest is the one that was signed")
    if signed == "ssh":
        yield Instruction(
            heading,
            (tr("The manifest is signed with SSH; the keys are in {file}.", file=SSH_SIGNERS), own),
            (
                f"who=$(ssh-keygen -Y find-principals -f {SSH_SIGNERS} -s {SSH_SIGNATURE} | head -n 1 | cut -d, -f1)",
                f'ssh-keygen -Y verify -f {SSH_SIGNERS} -I "$who" -n {PURPOSE} -s {SSH_SIGNATURE} < {MANIFEST}',
            ),
            tr("It says: Good “{purpose}” signature, for whom, and with which key.", purpose=PURPOSE),
        )
    elif signed == "openpgp":
        yield Instruction(
            heading,
            (tr("The manifest is signed with OpenPGP; the keys are in {file}.", file=OPENPGP_SIGNERS), own),
            (
                f"gpg --dearmor < {OPENPGP_SIGNERS} > ../pack-signers.gpg",
                f"gpgv --keyring ../pack-signers.gpg {OPENPGP_SIGNATURE} {MANIFEST}",
            ),
            tr("It says: Good signature, and from whom."),
        )
    else:
        yield Instruction(
            tr("The manifest is the one you were told of"),
            (
                tr("This pack is not signed: whoever changed a file can have changed the manifest as well."),
                handed,
            ),
            (shown,),
            tr("It prints the digest you were told."),
        )


def _history(pack: Description) -> Iterator[Instruction]:
    git = f"git --git-dir={_REPOSITORY}"
    log = "log --date=short --format='%G? %h %ad %an: %s'"
    yield Instruction(
        tr("The history is whole"),
        (
            tr(
                "The file {file} holds the whole history that the pack rests on; git makes a repository of it,"
                " beside the folder.",
                file=BUNDLE,
            ),
            tr(
                "The name of the last commit depends on every file, name and date before it:"
                " compare it with the one in the report, and with one you know from elsewhere."
            ),
        ),
        (
            f"git clone --quiet --bare {BUNDLE} {_REPOSITORY}",
            f"{git} fsck --full --no-dangling --no-progress",
            f'test "$({git} rev-parse HEAD)" = {pack.commit} && echo OK',
        ),
        tr("Only OK is printed."),
    )
    yield Instruction(
        tr("The files are those of the history"),
        (tr("The file {file} says which content of the history each file is.", file=ORIGINS),),
        (
            f'while read -r object name; do {git} cat-file blob "$object" | cmp -s - "$name" || echo "$name"; done < {ORIGINS}',
        ),
        tr("Nothing is printed. A file that differs is named."),
    )
    yield Instruction(
        tr("Who recorded the approvals"),
        (
            tr(
                "Each line is a commit that added approvals; G stands for a signature with a key of {file}, N for none.",
                file=SSH_SIGNERS,
            ),
            tr("Who decided, and how sure that is, is in the register of documents."),
        ),
        (f"{git} -c gpg.ssh.allowedSignersFile={SSH_SIGNERS} {log} -- {shlex.quote(pack.approvals)}",),
    )
    yield from approvals_beside_records(pack, git)


def _stamp() -> Instruction:
    return Instruction(
        tr("Since when the pack exists"),
        (
            tr(
                "If {file} is there, it is the time stamp of an authority on the manifest (RFC 3161)."
                " Get the certificate of the authority from its own pages, as a file ca.pem beside the folder.",
                file=REPLY,
            ),
        ),
        (
            f"test ! -e {REPLY} || openssl ts -verify -data {MANIFEST} -in {REPLY} -CAfile ../ca.pem",
            f"test ! -e {REPLY} || openssl ts -reply -in {REPLY} -text | grep 'Time stamp'",
        ),
        tr("It says: Verification: OK, and the time. Without a time stamp nothing is printed."),
    )


def _about(pack: Description, signed: str | None) -> Iterator[Message]:
    day = dt.date.fromisoformat(pack.day)
    if pack.audit is not None:
        yield tr(
            "This pack holds the audit {audit} of {organisation}, as it stood on {day}, and what it rests on.",
            audit=visible(pack.audit),
            organisation=visible(pack.organisation),
            day=day,
        )
    else:
        yield tr(
            "This pack holds the quality management system of {organisation}, as it stood on {day}.",
            organisation=visible(pack.organisation),
            day=day,
        )
    yield tr("Commit: {commit}", commit=pack.commit)
    yield tr(
        "The steps below show whether it is what was packed."
        " They need {tools}, and neither qmsctl nor a network.",
        tools=list_of(_tools(pack, signed)),
    )


def _tools(pack: Description, signed: str | None) -> list[str]:
    """Return the programs that the steps of *pack* run, besides what every shell has."""
    has_history = pack.history == "whole"
    needed = {
        "sha256sum": True,
        "git": has_history,
        "ssh-keygen": signed == "ssh" or has_history,  # git has it verify the signatures of commits
        "gpg": signed == "openpgp",
    }
    return [tool for tool, is_needed in needed.items() if is_needed]


def _languages(pack: Description) -> list[str]:
    return sorted(LANGUAGES, key=lambda language: (language != pack.language, language))


def pack_text(pack: Description, signed: str | None) -> str:
    """Return the page as plain text; *signed* as for `instructions`."""

    def lines(language: str) -> Iterator[str]:
        title = _TITLE.into(language)
        yield from (title, "=" * len(title), "")
        for message in _about(pack, signed):
            yield from (*_wrapped(message, language), "")
        for number, step in enumerate(instructions(pack, signed), 1):
            heading = f"{number}. {step.heading.into(language)}"
            yield from (heading, "-" * len(heading), "")
            for message in step.text:
                yield from (*_wrapped(message, language), "")
            if step.commands:
                yield from (*(f"    {command}" for command in step.commands), "")
            if step.expected:
                yield from (*_wrapped(step.expected, language), "")
            if step.powershell:
                yield from (*_wrapped(_POWERSHELL_NOTE, language), "", f"  PS> {step.powershell}", "")

    return "\n".join("".join(f"{line}\n" for line in lines(language)) for language in _languages(pack))


def _wrapped(message: Message, language: str) -> list[str]:
    # Names of files and commits are copied from here, so they are never broken.
    return textwrap.wrap(message.into(language), _WIDTH, break_long_words=False, break_on_hyphens=False)


def pack_page(pack: Description, signed: str | None) -> str:
    """Return the page as HTML, without a request to anywhere; *signed* as for `instructions`."""
    from qmsctl.render.page import render_page  # noqa: PLC0415 - loads Jinja2

    parts = [
        {
            "language": language,
            "name": _LANGUAGE_NAMES[language],
            "title": _TITLE.into(language),
            "about": [message.into(language) for message in _about(pack, signed)],
            "powershell_note": _POWERSHELL_NOTE.into(language),
            "steps": [
                {
                    "heading": step.heading.into(language),
                    "text": [message.into(language) for message in step.text],
                    "commands": step.commands,
                    "expected": step.expected.into(language) if step.expected else "",
                    "powershell": step.powershell,
                }
                for step in instructions(pack, signed)
            ],
        }
        for language in _languages(pack)
    ]
    return render_page(
        "pack-page.html.j2", pack.language, parts=parts, organisation=visible(pack.organisation)
    )


_TITLE: Final = tr("How to verify this pack")
_POWERSHELL_NOTE: Final = tr(
    "On Windows without Git Bash, the same in PowerShell; it names every file that was changed."
    " For a single file: certutil -hashfile FILE SHA256."
)
