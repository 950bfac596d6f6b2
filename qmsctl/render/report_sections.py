"""The sections of an audit report: their order, numbers and headings, the same in every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.messages import Message, tr

__all__ = ["SECTIONS", "Section"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section and where it stands."""

    key: str
    number: str
    """Empty for what stands before the first; a letter for an annex."""
    heading: Message
    is_annex: bool = False


def _numbered(*sections: Section) -> Mapping[str, Section]:
    return {section.key: section for section in sections}


# The order of the paper form that Polish offices use for a report of an audit.
SECTIONS: Final = _numbered(
    Section("summary", "", tr("Summary")),
    Section("general", "1", tr("General information")),
    Section("objectives", "2", tr("Objectives of the audit")),
    Section("scope", "3", tr("Scope of the audit")),
    Section("criteria", "4", tr("Criteria of the audit")),
    Section("team", "5", tr("Audit team")),
    Section("auditees", "6", tr("Representatives of the auditees")),
    Section("course", "7", tr("Course of the audit and samples")),
    Section("findings", "8", tr("Findings of the audit")),
    Section("earlier", "9", tr("Follow-up of earlier findings")),
    Section("conclusions", "10", tr("Conclusions: conformity and effectiveness")),
    Section("open", "11", tr("Open points")),
    Section("reservation", "12", tr("Sampling and confidentiality")),
    Section("signatures", "13", tr("Distribution list and signatures")),
    Section("checklist", "A", tr("Checklist with answers"), is_annex=True),
    Section("evidence", "B", tr("Evidence of the audit"), is_annex=True),
    Section("register", "C", tr("Register of documents"), is_annex=True),
    Section("looked-at", "D", tr("What was looked at"), is_annex=True),
)
