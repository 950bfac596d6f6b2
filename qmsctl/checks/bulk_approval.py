"""REV018: somebody approved very many revisions on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import NOBODY
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, approvals, rule
from qmsctl.settings import Option, Options, Severity, Unit

# At twenty minutes for each of them, nothing else is done on that day.
MOST: Final = Option(
    "most", 20, Unit.COUNT, tr("the most revisions that one person approves on one day"), least=1
)


def _days(system: System) -> Iterator[Sequence[Filed[Approval]]]:
    """Yield what each person approved on each day, the record that was written first at its head."""
    found: dict[tuple[str, object], list[Filed[Approval]]] = {}
    for approval in approvals(system):
        if approval.fact.meaning == "approved" and approval.fact.decider.person != NOBODY:
            found.setdefault((approval.fact.decider.person, approval.fact.decided), []).append(approval)
    for together in found.values():
        yield sorted(together, key=lambda approval: (approval.fact.recorded, approval.path))


@rule("REV018", over=_days, severity=Severity.NOTE, clauses=("5.3", "7.5.2"), options=(MOST,))
def bulk_approval(together: Sequence[Filed[Approval]], system: System, options: Options) -> Iterator[Answer]:
    """Nobody approves more revisions on one day than can be read on it."""
    first = together[0]
    facts = [one.fact for one in together]
    revisions = len({(one.document, one.language, one.revision or one.content) for one in facts})
    if revisions > options[MOST]:
        yield Problem(
            first.at("decided"),
            tr_n(
                "{person} approved {count} revision on {day}",
                "{person} approved {count} revisions on {day}",
                revisions,
                person=system.organisation.title(first.fact.decider.person),
                day=first.fact.decided,
            ),
            tr(
                "see that they were read before: have somebody check them,"
                " or review those that matter most: qmsctl review"
            ),
        )
