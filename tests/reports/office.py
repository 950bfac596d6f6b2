"""A fictional city hall in the middle of an audit, and its report."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from qmsctl.checks import RULES
from qmsctl.control.system import System
from qmsctl.inspection import inspect
from qmsctl.repo.snapshot import blob_name
from qmsctl.reports.audit_report import AuditReport, audit_report
from tests.pages import Example, example

AUDIT = "AUD-2026-01"
TEXT = (Path(__file__).parent / "office.md").read_text(encoding="utf-8")

_BLOB = re.compile(r"<<(?P<id>[A-Z]+-\d+)>>")
_RECORD = re.compile(
    r'^```yaml title="[^"]*/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)T\d{6}Z-\w{8}\.yaml"$', re.MULTILINE
)


def office(text: str = TEXT) -> Example:
    """Return the files that *text* describes, with git's names of the documents filled in.

    Each record was committed on the day it was recorded.
    """

    def named(match: re.Match[str]) -> str:
        fence = re.search(rf"^(id: {match['id']}\n.*?)^```$", text, re.MULTILINE | re.DOTALL)
        assert fence is not None, f"no document {match['id']}"
        return blob_name(fence[1].encode())

    dated = _RECORD.sub(r'\g<0> commit="\g<year>-\g<month>-\g<day> Anna Kowalska <ann@example.org>"', text)
    made = example(_BLOB.sub(named, dated), "none")
    made.commits.sort(key=lambda commit: commit.committed)
    return made


def report_of(system: System, audit: str = AUDIT) -> AuditReport:
    """Return the report of an audit, with what every rule says."""
    return audit_report(system, audit, inspect(system, RULES, {}))


@cache
def report(text: str = TEXT) -> AuditReport:
    """Return the report of the audit that *text* describes; the same text is read once."""
    return report_of(office(text).system())
