"""The program with two rules that no version ships: one that crashes, and one that cannot be evaluated.

They stand in the places of two others, whose pages they have.

`python -m tests.cli.crashing ARGUMENTS` runs it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from qmsctl import checks
from qmsctl.cli import run
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import Message
from qmsctl.rule import Answer, CannotEstablish, files, rule
from qmsctl.settings import Severity

__all__ = ["DOUBTFUL", "FAULTY"]


def missing_owner(subject: str, system: System) -> Iterator[Answer]:
    """Nothing is divided by zero."""
    del system
    if subject != "qms.yaml":
        raise ZeroDivisionError(subject)
    yield from ()


def overdue_review(subject: str, system: System) -> Iterator[Answer]:
    """Every file can be judged."""
    del system
    if subject == "qms.yaml":
        yield CannotEstablish(
            Place(subject), Message("whether it holds cannot be established"), Message("wait")
        )


FAULTY = rule("DOC009", over=files, severity=Severity.NOTE)(missing_owner)
DOUBTFUL = rule("DUE001", over=files, severity=Severity.NOTE)(overdue_review)

if __name__ == "__main__":
    own = {one.id: one for one in (FAULTY, DOUBTFUL)}
    vars(checks)["RULES"] = tuple(own.get(one.id, one) for one in checks.RULES)
    sys.exit(run(sys.argv[1:]))
