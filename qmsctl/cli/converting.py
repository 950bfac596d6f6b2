"""`qmsctl adopt --convert`: documents of other forms become qmsctl's own, in one commit."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from qmsctl.cli.terminal import confirm, interactive, out, say
from qmsctl.errors import RefusedError
from qmsctl.messages import tr, tr_n

if TYPE_CHECKING:
    from qmsctl.authoring.conversion import Conversion
    from qmsctl.cli.session import Session
    from qmsctl.repo.recorder import Recorder

__all__ = ["convert_documents"]


def convert_documents(*, yes: bool, no_input: bool, dry_run: bool) -> None:
    """Turn the documents of other forms into qmsctl's own, and commit that.

    Args:
        yes: ask nothing.
        no_input: ask nothing, and refuse without *yes*.
        dry_run: show what would become of them, and write nothing.

    Raises:
        NoIdentityError: git does not know who is working here.
        RefusedError: there is nothing to convert, something is not committed, or it cannot be written.
    """
    from qmsctl.authoring.conversion import conversion_of
    from qmsctl.cli.recording import refuse_without_branch
    from qmsctl.cli.session import open_session
    from qmsctl.render.conversion import conversion_lines
    from qmsctl.repo.recorder import Recorder

    session = open_session()
    conversion = conversion_of(session.system)
    out("".join(f"{line}\n" for line in conversion_lines(conversion)))
    if dry_run or not conversion.documents:
        say(tr("Nothing was written."))
        return
    recorder = Recorder(session.repository.top)
    recorder.refuse_merge()
    recorder.identity()
    refuse_without_branch(session)
    question = tr_n(
        "Write {count} document in qmsctl's form, and take its old file away (yes/no)",
        "Write {count} documents in qmsctl's form, and take their old files away (yes/no)",
        len(conversion.documents),
    )
    if not yes:
        if not interactive(no_input=no_input):
            raise RefusedError(
                tr("nobody can be asked whether that is meant"),
                tr("look at the rows above, then run it again with --yes"),
            )
        if not confirm(question):
            say(tr("Nothing was written."))
            return
    made = _write(session, conversion, recorder)
    say(tr("Recorded in commit {commit}.", commit=made[:10]))
    again = sum(one.revision != one.before.fact.revision for one in conversion.documents)
    if again:
        say(
            tr_n(
                "{count} document has its next revision: what was approved stays in force until that is approved.",
                "{count} documents have their next revision: what was approved stays in force until that is approved.",
                again,
            )
        )
    say(tr("Next: {fix}", fix="qmsctl register"))


def _write(session: Session, conversion: Conversion, recorder: Recorder) -> str:
    """Write what is new, take away what is old, and commit both; if that cannot be done, put everything back."""
    from qmsctl.authoring.conversion import message_of
    from qmsctl.authoring.files import ChangedMeanwhileError, rewrite, write

    repository, root = session.repository, session.repository.root
    settings = session.system.qms.configuration
    head = repository.head
    new = {one.path: one.content for one in conversion.documents}
    old = {one.before.path: one.before.source.raw for one in conversion.documents}
    made = [root / path for path in new if not os.path.lexists(root / path)]
    for path, raw in old.items():
        if (root / path).read_bytes() != raw:
            raise ChangedMeanwhileError(path)
    try:
        write(root, new)
        if conversion.settings != settings.raw:
            rewrite(root, settings.path, settings.raw, conversion.settings)
        for path in old:
            (root / path).unlink()
        changed = [*new, *old, *([settings.path] if conversion.settings != settings.raw else [])]
        return recorder.commit([repository.prefix + path for path in changed], message_of(conversion))
    except BaseException:
        if repository.head == head:
            for file in made:
                file.unlink(missing_ok=True)
            with suppress(RefusedError):
                write(root, {path: raw for path, raw in old.items() if not (root / path).exists()})
            with suppress(RefusedError):
                rewrite(root, settings.path, conversion.settings, settings.raw)
        raise
