"""Draws from a register of the repository: `sample` shows what was drawn, and evidence records it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from qmsctl.authoring.printed_sample import printed_sample
from qmsctl.cli.session import Session
from qmsctl.control.registers import PinnedRegister, pin, sample_of
from qmsctl.control.sampling import Drawn, Wanted, asked_again, draw, stated_seed
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.record import Sample
from qmsctl.repo.git import is_blob

__all__ = ["Draw", "draw_from", "draw_printed"]


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, from which register, and by which question."""

    register: PinnedRegister
    wanted: Wanted
    """With its seed, though nobody gave one."""
    drawn: Drawn
    doubts: tuple[Message, ...]

    @property
    def sample(self) -> Sample:
        """What evidence that looked at these rows records of them."""
        return sample_of(self.register, self.wanted, self.drawn)


def draw_from(session: Session, name: str, wanted: Wanted) -> Draw:
    """Return what *wanted* draws from the register called *name*, as the commit of *session* holds it.

    Raises:
        RefusedError: there is no such register, or nothing can be drawn from it so.
    """
    commit = session.system.history.head
    if commit is None:
        raise RefusedError(
            tr("nothing is committed here yet, so nobody could draw the same rows again"),
            tr("commit the register first: git add, then git commit"),
        )
    repository = session.repository
    folder = session.system.organisation.folders.registers
    present = repository.working_tree() if session.working_tree else None
    register = pin(repository.at(commit), commit, folder, name, present)
    if wanted.seed is not None:
        wanted = replace(wanted, seed=stated_seed(wanted.seed))
    elif wanted.method in ("random", "systematic") and wanted.rule != "all":
        wanted = replace(wanted, seed=f"{secrets.randbelow(10**8):08d}")
    return Draw(register, wanted, draw(register.table, wanted), _doubts(session, register))


def _doubts(session: Session, register: PinnedRegister) -> tuple[Message, ...]:
    """Return that the register on disk is not the one that was drawn from, if it is not."""
    if not session.working_tree:
        return ()
    try:
        raw = session.repository.working_tree().read(register.path)
    except OSError:
        raw = b""
    if is_blob(raw, session.system.history.files.get(register.path)):
        return ()
    return (
        tr(
            "{path} on disk is not what commit {commit} holds; the rows are those of the commit",
            path=register.path,
            commit=register.commit[:10],
        ),
    )


def draw_printed(session: Session, file: Path) -> Draw:
    """Return the sample that `qmsctl sample --format json` printed into *file*, drawn again to be sure of it.

    Raises:
        RefusedError: it is no such file, or its register does not give these rows.
    """
    sample = printed_sample(file)
    repository = session.repository
    commit = repository.commit_named(sample.commit or "")
    if commit not in session.system.history.by_id:
        raise RefusedError(
            tr("commit {commit}, whose register was sampled, is not in the history", commit=commit[:10]),
            tr("merge its branch first, or draw from what is committed here"),
        )
    folder = session.system.organisation.folders.registers
    register = pin(repository.at(commit), commit, folder, sample.register or "", None)
    wanted = asked_again(sample)
    made = Draw(register, wanted, draw(register.table, wanted), ())
    if made.sample != sample:
        raise RefusedError(
            tr("{file} does not hold what {path} gives at its commit", file=str(file), path=register.path),
            tr("draw it anew, and change nothing in the file"),
        )
    return made
