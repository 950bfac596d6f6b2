"""What standards are called: as people know them, and not as files key them."""

from __future__ import annotations

import pytest

from qmsctl.reports.criteria import standard_named
from qmsctl.reports.shown import in_words


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("iso9001:2015", "PN-EN ISO 9001:2015-10"),
        ("iso19011:2018", "ISO 19011:2018"),
        ("ISO 19011", "ISO 19011"),
        ("iso-iec27001:2022", "ISO/IEC 27001:2022"),
        ("pn-en-iso 19011:2018", "PN-EN ISO 19011:2018"),
        ("en15224:2016", "EN 15224:2016"),
        ("isolation", "isolation"),
        ("kurs wewnętrzny 2024", "kurs wewnętrzny 2024"),
    ],
)
def test_a_standard_is_called_as_people_know_it(key: str, name: str) -> None:
    """An edition by its designation, any other by whose it is, its number and its year; what is none stays as written."""
    assert in_words(standard_named(key), "pl") == name
