"""Where the things of one paper stand in it, so that whatever names them leads there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qmsctl.messages import tr
from qmsctl.reports.shown import Code, Joined, Link, Shown

__all__ = ["Anchors"]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The cards of one paper: of two things that are called the same, the first has the anchor."""

    evidence: Mapping[str, str]
    """By the name of the record."""
    findings: Mapping[str, str]
    """By number."""

    @classmethod
    def of(cls, *, evidence: Iterable[str] = (), findings: Iterable[str] = ()) -> Anchors:
        """Return the anchors of things in the order of their cards."""
        return cls(_numbered("evidence", evidence), _numbered("finding", findings))

    def finding(self, number: str) -> Shown:
        """Return the *number* of a finding, leading to its card."""
        anchor = self.findings.get(number)
        return Link(number, anchor) if anchor else number

    def numbers(self, numbers: Sequence[str]) -> Shown:
        """Return the *numbers* of findings; none is an empty text."""
        return Joined(tuple(self.finding(number) for number in numbers)) if numbers else ""

    def cited(self, names: Sequence[str]) -> Shown:
        """Return the records called *names*, each leading to its card."""
        return Joined(tuple(self._cited(name) for name in names)) if names else tr("none")

    def _cited(self, name: str) -> Shown:
        anchor = self.evidence.get(name)
        if anchor:
            return Code(name, anchor)
        return Joined((Code(name), tr("(not among the evidence that counts)")), " ")


def _numbered(kind: str, names: Iterable[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for index, name in enumerate(names, 1):
        found.setdefault(name, f"{kind}-{index}")
    return found
