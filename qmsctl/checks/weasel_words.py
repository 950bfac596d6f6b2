"""FND011: a finding uses words that can be argued about."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.control.wording import words_in
from qmsctl.messages import list_of, tr
from qmsctl.rule import Answer, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND011", over=findings, severity=Severity.WARNING, clauses=("9.2.2",))
def weasel_words(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """A finding says how many, which and when, and not "some" or "often"."""
    raised = finding.raised
    language = system.language_of(raised.fact.source.audit if raised.fact.source else None)
    texts = (("evidence_text", raised.fact.evidence_text), ("statement", raised.fact.statement))
    for field, text in texts:
        if words := words_in(text, "weasel", language):
            yield Problem(
                raised.at(field),
                tr("{finding} can be argued about: {words}", finding=finding.number, words=list_of(words)),
                tr("record a correction that says how many, which, or when"),
            )
