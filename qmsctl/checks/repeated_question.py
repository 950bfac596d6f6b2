"""AUD042: a question stands twice in checklists that one audit can ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from qmsctl.control.questioning import folded
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import Checklist
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, checklists, rule
from qmsctl.settings import Severity

_Together: TypeAlias = "Sequence[Filed[Checklist]]"


def _of_one_edition(system: System) -> Iterator[_Together]:
    """Yield the checklists of each edition in each language, in the order of their paths."""
    found: dict[tuple[str, str | None], list[Filed[Checklist]]] = {}
    for one in sorted(checklists(system), key=lambda filed: filed.path):
        found.setdefault((one.fact.edition, one.fact.language), []).append(one)
    yield from found.values()


@rule("AUD042", over=_of_one_edition, severity=Severity.WARNING, clauses=("9.2.2",))
def repeated_question(together: _Together, system: System) -> Iterator[Answer]:
    """No question, and no id of a question, stands twice in the checklists of an edition."""
    del system
    ids: dict[tuple[str, str], str] = {}
    texts: dict[str, tuple[str, str]] = {}
    for filed in together:
        for index, question in enumerate(filed.fact.questions):
            here = (filed.fact.id, question.id)
            if here in ids:
                yield Problem(
                    filed.at("questions", index, "id"),
                    tr(
                        "the id {question} stands twice in {document}", question=question.id, document=here[0]
                    ),
                    tr("give one of the two questions another id: answers name a question by it"),
                )
            ids[here] = question.id
            words = folded(question.text)
            first = texts.setdefault(words, here) if words else here
            if first != here:
                yield Problem(
                    filed.at("questions", index, "text"),
                    tr(
                        "the question {question} asks the same as {first} of {document}",
                        question=question.id,
                        first=first[1],
                        document=first[0],
                    ),
                    tr("delete one of them, or say in which way they differ"),
                )
