"""Which records count."""

from __future__ import annotations

from tests.pages import example

PLAN = """\
```yaml title="audits/{AUD-1}/audit.yaml"
id: AUD-1
type: audit
title: Internal audit
revision: "1"
kind: internal
```
"""


def evidence(name: str, fields: str = "", attributes: str = "") -> str:
    """Return the fence of one evidence record."""
    return f"""\
```yaml title="audits/{{AUD-1}}/evidence/{name}.yaml" {attributes}
record: evidence
audit: AUD-1
result: conforms
occurred: 2026-03-01
recorded: {name[:4]}-{name[4:6]}-{name[6:8]}T10:00:00Z
{fields}
```
"""


FIRST, SECOND, THIRD = "20260301T100000Z-aaaaaaaa", "20260302T100000Z-bbbbbbbb", "20260303T100000Z-cccccccc"


def counted(text: str) -> list[str]:
    """Return the names of the evidence that counts."""
    audit = example(PLAN + text, "-").system().audit("AUD-1")
    assert audit is not None
    return [record.path.rpartition("/")[2].removesuffix(".yaml") for record in audit.evidence]


def test_correction_takes_the_place_of_what_it_names() -> None:
    """Only the correction counts."""
    assert counted(evidence(FIRST) + evidence(SECOND, f"corrects: [{FIRST}]")) == [SECOND]


def test_correction_of_a_correction() -> None:
    """The last of a chain counts."""
    chain = (
        evidence(FIRST) + evidence(SECOND, f"corrects: [{FIRST}]") + evidence(THIRD, f"corrects: [{SECOND}]")
    )

    assert counted(chain) == [THIRD]


def test_two_corrections_of_one_record_are_contested() -> None:
    """Two people corrected the same record apart: neither counts until a correction names both."""
    text = (
        evidence(FIRST) + evidence(SECOND, f"corrects: [{FIRST}]") + evidence(THIRD, f"corrects: [{FIRST}]")
    )
    settled = "20260304T100000Z-dddddddd"

    assert counted(text) == []
    assert counted(text + evidence(settled, f"corrects: [{SECOND}, {THIRD}]")) == [settled]


def test_contested_records_are_shown() -> None:
    """What is contested is kept apart, not lost."""
    text = (
        evidence(FIRST) + evidence(SECOND, f"corrects: [{FIRST}]") + evidence(THIRD, f"corrects: [{FIRST}]")
    )

    assert len(example(PLAN + text, "-").system().contested) == 2


def test_uncommitted_record_does_not_count_and_is_listed() -> None:
    """A record outside the history is listed, not counted."""
    text = evidence(FIRST, attributes="uncommitted")

    assert counted(text) == []
    assert len(example(PLAN + text, "-").system().unrecorded) == 1
