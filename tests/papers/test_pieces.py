"""What a file says, piece by piece: each has the place under which a person finds it."""

from __future__ import annotations

import json
import re

import pytest

from qmsctl.render.pieces import pieces_of
from qmsctl.render.worded import worded
from tests.papers.every_block import every_block


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ('"organisation"', "Raport z auditu nr AUD-2026-03"),
        ('"Kto pyta, nie błądzi."', "Podsumowanie"),
        ('"Operational', None),
        ('"Działania operacyjne"', "Wyniki"),
        ('"Całość\\nurzędu"', "NC-2026-03-A1 Brak nadzoru"),
        ('"Zdanie pierwsze."', "Ustalenia"),
        ('"Jan Przykładowy"', "Program auditów"),
        ('"made_from"', "Raport z auditu nr AUD-2026-03"),
    ],
)
def test_a_line_of_json_stands_under_the_heading_it_belongs_to(said: str, heading: str | None) -> None:
    """Of the section, part, card or table it is in, not of the last one before it; outside of all, the title."""
    text = json.dumps(worded(every_block(), "pl"), ensure_ascii=False, indent=2)
    places = [
        re.sub(r"^.*“(.*)”:$", r"\1", piece.place.into("en"))
        for piece in pieces_of("json", text.encode()) or ()
        if said in piece.text
    ]

    assert places[:1] == ([] if heading is None else [heading])


def test_damaged_json_is_compared_all_the_same() -> None:
    """What is no JSON any more still has lines."""
    damaged = b'{\n  "title": "A \\u12",\n  "heading": "x",\n  b\xff\n'
    assert [piece.text for piece in pieces_of("json", damaged) or ()] == [
        "{",
        '  "title": "A \\u12",',
        '  "heading": "x",',
        "  b\N{REPLACEMENT CHARACTER}",
    ]
