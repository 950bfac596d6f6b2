"""`qmsctl check --write-baseline`: the problems of now become known, so that only new ones fail a check."""

from __future__ import annotations

import os

from qmsctl.authoring.files import rewrite, write
from qmsctl.checks import RULES
from qmsctl.cli.bar import Asked
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import say
from qmsctl.errors import RefusedError
from qmsctl.inspection import Inspection
from qmsctl.inspection.baseline import Baseline, baseline_text, read_baseline
from qmsctl.inspection.fingerprint import fingerprints
from qmsctl.inspection.triage import can_be_known
from qmsctl.messages import tr, tr_n
from qmsctl.model.configuration import BASELINE

__all__ = ["refuse_elsewhen", "write_baseline"]


def refuse_elsewhen(*moments: str | None) -> None:
    """Refuse to write a baseline of another moment than now.

    Raises:
        RefusedError: a day or a commit is asked for.
    """
    if any(moment is not None for moment in moments):
        raise RefusedError(
            tr("a baseline holds the problems of now, and another moment is asked for"),
            tr("leave out --rev, --on and --as-of"),
        )


def write_baseline(session: Session, asked: Asked) -> Inspection:
    """Write the problems of now into `qms-baseline.json`, say what became of it, and return the result with it.

    A baseline that would hold the same problems is left as it is.

    Args:
        session: what is checked.
        asked: what the command line says about the check.

    Raises:
        RefusedError: there is no working tree, or the file cannot be written.
        ConfigurationError: the one that is there cannot be read.
    """
    if session.repository.bare:
        raise RefusedError(
            tr("this repository has no working tree, so nothing can be written"),
            tr("clone it, and write the baseline there"),
        )
    before = session.baseline()
    whole = session.inspect(asked)
    rules = {rule.id: rule for rule in RULES}
    prints = dict(zip(map(id, whole.found), fingerprints(whole), strict=True))
    kept = [(problem, prints[id(problem)]) for problem in whole.problems if can_be_known(problem, rules)]
    after = read_baseline(baseline_text(session.system.day, kept, whole.documents_by_path))
    if before is None and not kept:
        say(tr("There is no problem that a baseline could hold, so none was written."))
        return whole
    if before is None or before.fingerprints != after.fingerprints:
        _save(session, baseline_text(session.system.day, kept, whole.documents_by_path))
    else:
        after = before
    _tell(before, after)
    left = len(whole.problems) - len(kept)
    if left:
        say(
            tr_n(
                "{count} problem is of a kind that no baseline holds, and still counts.",
                "{count} problems are of a kind that no baseline holds, and still count.",
                left,
            )
        )
    return session.inspect(asked, known=True)


def _save(session: Session, content: bytes) -> None:
    root = session.repository.root
    if os.path.lexists(root / BASELINE):
        rewrite(root, BASELINE, session.repository.working_tree().read(BASELINE), content)
    else:
        write(root, {BASELINE: content})


def _tell(before: Baseline | None, after: Baseline) -> None:
    """Say what the baseline holds now, and how it differs from the one *before*."""
    old = before.fingerprints if before else frozenset()
    say(
        tr_n(
            "{file} holds {count} problem (new in it: {added}, taken out: {gone}).",
            "{file} holds {count} problems (new in it: {added}, taken out: {gone}).",
            len(after.known),
            file=BASELINE,
            added=len(after.fingerprints - old),
            gone=len(old - after.fingerprints),
        )
    )
    if after is not before:
        say(
            tr(
                "Next: {fix}",
                fix=tr("commit it: git add {file} && git commit -m Baseline -- {file}", file=BASELINE),
            )
        )
