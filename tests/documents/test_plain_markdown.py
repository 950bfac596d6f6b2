"""Markdown that somebody else wrote: its headings, passages and tables, as they are written."""

from __future__ import annotations

import pytest

from qmsctl.documents.plain_markdown import read_plain_markdown
from qmsctl.documents.written_text import Grid, Heading, Part, Passage, UnreadableTextError

_TEXT = """\
---
doc_id: PS-12
version: "2.0"
tags: [a, b]
---
# Nadzór

| Zatwierdził | Anna Kowal |
|---|---|
| Wydanie | 2 |

## 1. Cel

Zdanie z **wagą**
i drugie. ![Schemat](schemat.png)

- punkt
    1. głębiej

```
# to nie nagłówek
```

<!-- uwaga -->
"""


def test_parts_of_a_text() -> None:
    """Headings are told apart, lists and code stay as they are, pictures and comments are counted."""
    text = read_plain_markdown("nadzor.md", _TEXT.encode())
    expected: tuple[Part, ...] = (
        Heading(1, "Nadzór"),
        Grid((("Zatwierdził", "Anna Kowal"), ("Wydanie", "2"))),
        Heading(2, "1. Cel"),
        Passage("Zdanie z **wagą**\ni drugie. Schemat"),
        Passage("- punkt\n    1. głębiej"),
        Passage("```\n# to nie nagłówek\n```"),
    )
    assert expected == text.parts
    assert {"doc_id": "PS-12", "version": "2.0"} == text.head
    assert {"pictures": 1, "html": 1} == text.left_out


def test_line_ends_of_windows_and_a_byte_order_mark() -> None:
    """They change nothing."""
    plain = read_plain_markdown("a.md", _TEXT.encode())
    assert plain == read_plain_markdown("a.md", b"\xef\xbb\xbf" + _TEXT.replace("\n", "\r\n").encode())


@pytest.mark.parametrize(
    ("raw", "said"),
    [(b"# Cel\n\xff", "a.md, line 2"), (b"---\na: [\n---\n# Cel\n", "a.md, line")],
    ids=["no UTF-8", "a broken head"],
)
def test_refused(raw: bytes, said: str) -> None:
    """What cannot be read is refused at its line."""
    with pytest.raises(UnreadableTextError) as refused:
        read_plain_markdown("a.md", raw)
    assert said in str(refused.value)
