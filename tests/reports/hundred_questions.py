"""The office with an audit of a hundred questions: evidence for each, ten findings, two thirds of them answered."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from qmsctl.standards import edition
from tests.reports.office import TEXT

__all__ = ["hundred_questions"]

QUESTIONS: Final = 100
EVERY_TENTH: Final = 10
FOLLOWED: Final = 7

_SEEN: Final = (
    "Zbadano 8 spraw z ostatniego kwartału; w każdej odnotowano datę wpływu, osobę prowadzącą i sposób załatwienia.",
    "Naczelnik okazał zestawienie za trzy kwartały, omówione na naradzie 14 września; ustalenia przekazano pracownikom.",
    "Karty spraw prowadzi się w systemie EZD. Wyrywkowo sprawdzone wpisy zgadzają się z rejestrem papierowym.",
    "Pracownik opisał przebieg czynności zgodnie z procedurą i wskazał miejsce przechowywania zapisów.",
)
_METHODS: Final = ("document_review", "interview", "observation")
_FENCE: Final = re.compile(
    r'^```yaml title="[^"]*/(?:evidence|findings|minutes)[^"]*".*?^```\n', re.MULTILINE | re.DOTALL
)
_FINDINGS: Final = re.compile(r'^```yaml title="findings/.*?^```\n', re.MULTILINE | re.DOTALL)
_QUESTIONS: Final = re.compile(r"^questions:\n(?:  - .*\n)+", re.MULTILINE)


def hundred_questions() -> str:
    """Return the files of the office, as `tests.reports.office.office` reads them."""
    clauses = [clause.id for clause in edition("iso9001:2015").leaves]
    numbered = [(f"Q-{number}", clauses[number % len(clauses)]) for number in range(1, QUESTIONS + 1)]
    text = _FINDINGS.sub("", _FENCE.sub("", TEXT))
    asked = "".join(
        f"  - {{id: {id}, clauses: ['{clause}'], text: Jak zapewnia się spełnienie wymagań w tym obszarze i kto za to odpowiada?}}\n"
        for id, clause in numbered
    )
    text = _QUESTIONS.sub(lambda match: f"questions:\n{asked}" if "5.2-1" in match[0] else match[0], text)
    records = [_evidence(number, id, clause) for number, (id, clause) in enumerate(numbered)]
    failed = islice(enumerate(numbered), 0, None, EVERY_TENTH)
    findings = [_finding(place, number, clause) for place, (number, (_, clause)) in enumerate(failed)]
    return "\n".join([text, *records, *findings])


def _name(number: int) -> str:
    return f"202610{20 + number // 60}T{8 + number % 60 // 10:02}{number % 10 * 6:02}00Z-e{number:07}"


def _moment(name: str) -> str:
    return f"{name[:4]}-{name[4:6]}-{name[6:8]}T{name[9:11]}:{name[11:13]}:00Z"


def _evidence(number: int, question: str, clause: str) -> str:
    name = _name(number)
    counted = _METHODS[number % len(_METHODS)] == "document_review"
    sample = (
        f'sample: {{population: {number + 40}, size: 8, method: random, seed: "{number}"}}\n'
        if counted
        else ""
    )
    result = "does_not_conform" if number % EVERY_TENTH == 0 else "conforms"
    return f"""\
```yaml title="audits/{{AUD-2026-01}}/evidence/{name}.yaml"
record: evidence
audit: AUD-2026-01
question: {{checklist: CL-URZAD, id: {question}}}
criteria: [{{edition: "iso9001:2015", clauses: ['{clause}']}}, {{document: PS-01}}]
result: {result}
method: {_METHODS[number % len(_METHODS)]}
seen: {_SEEN[number % len(_SEEN)]}
where: Teczka {number + 100}/2026, poz. {number + 1}-{number + 9}; rejestr spraw w systemie EZD.
{sample}judged_against:
  - {{document: PS-01, language: pl, revision: "3.1", blob: <<PS-01>>}}
asked: quality-officer
unit: OR
occurred: {name[:4]}-{name[4:6]}-{name[6:8]}
recorded: {_moment(name)}
recorder: {{name: Ewa Lis, email: eve@example.org}}
```
"""


def _finding(place: int, number: int, clause: str) -> str:
    name = f"20261022T10{place:02}00Z-f{place:07}"
    raised = f"""\
```yaml title="findings/{{f-{place}}}/{name}.yaml"
record: finding
finding: f-{place}
step: raised
number: NC-2026-01-A{place + 1}
source: {{audit: AUD-2026-01}}
grade: minor
title: Nieaktualne formularze na stanowiskach obsługi
criteria: [{{edition: "iso9001:2015", clauses: ['{clause}']}}, {{document: PS-01}}]
units: [SO]
processes: [P-Z1]
requirement: PS-01 wymaga wycofania nieaktualnych wydań w dniu wydania nowego.
evidence_text: Na 2 z 5 stanowisk używano formularza F-07 w wydaniu 2; obowiązuje wydanie 4.
statement: Nieaktualnych wydań formularzy nie wycofano z użycia.
evidence: [{_name(number)}]
owner: head-so
due: 2026-11-25
occurred: 2026-10-22
recorded: {_moment(name)}
recorder: {{name: Ewa Lis, email: eve@example.org}}
```
"""
    if place >= FOLLOWED:
        return raised
    answer = f"20261105T10{place:02}00Z-a{place:07}"
    return f"""\
{raised}
```yaml title="findings/{{f-{place}}}/{answer}.yaml"
record: finding
finding: f-{place}
step: response
occurred: 2026-11-05
correction: Wycofano 14 egzemplarzy wydania 2.
extent: Sprawdzono pozostałe 23 stanowiska; podobnych przypadków nie stwierdzono.
cause: Zawiadomienie o nowym wydaniu wysłano tylko do naczelnika.
recorded: {_moment(answer)}
recorder: {{name: Anna Kowalska, email: ann@example.org}}
```
"""
