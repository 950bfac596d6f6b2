"""What the names of files say: the id, the title, the revision; and by which pattern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from qmsctl.model.file_patterns import parts_of

__all__ = ["forms_of", "name_pattern"]

_NAME: Final = re.compile(
    r"(?P<id>[^\W\d_]{1,8}(?:[-_. ][^\W\d_]{1,8})??(?P<dash>[-_. ]?)[0-9]{1,5}(?:[-.][0-9]{1,4})*)"
    r"(?:(?P<between>[ _-]+|[ ]-[ ])(?P<title>[^\W\d].*?))??"
    r"(?:(?P<before>[ _.-]+(?:v|ver|rev|r|w|wyd|ed)[. _-]?)(?P<revision>[0-9]{1,3}(?:[._][0-9]{1,3}){0,2}|[A-Z]))?",
    re.IGNORECASE,
)
_MOSTLY: Final = 0.8
_MOST_FORMS: Final = 4


def name_pattern(stems: Sequence[str]) -> tuple[str, int] | None:
    """Return the pattern of the names *stems*, and how many of them have it; `None` if most have none."""
    patterns: Counter[str] = Counter()
    whole = {one.strip() for one in stems}
    found = [(stem, match) for stem in stems if (match := _NAME.fullmatch(stem)) is not None]
    if len(found) < _MOSTLY * len(stems) or len(whole) < len(stems):
        return None
    ids = [match["id"] for _, match in found]
    forms = forms_of(ids)
    form = forms[0][0] if len(forms) == 1 else _wide_form(ids)
    for _, match in found:
        title = f"{match['between']}{{title}}" if match["title"] else ""
        revision = f"{match['before']}{{revision}}" if match["revision"] else ""
        patterns[f"{{id:{form}}}{title}{revision}"] += 1
    counted = [(pattern, _count(stems, pattern)) for pattern, _ in patterns.most_common(_MOST_FORMS)]
    best = max(counted, key=lambda one: one[1])
    return best if best[1] >= _MOSTLY * len(stems) else None


def _count(stems: Sequence[str], pattern: str) -> int:
    return sum((parts_of(stem, pattern) or {}).get("id") is not None for stem in stems)


def forms_of(ids: Sequence[str]) -> list[tuple[str, int]]:
    """Return the forms of *ids*, the usual ones first: `#` is a digit, and letters stay as they are."""
    return Counter(re.sub(r"[0-9]", "#", one) for one in ids).most_common()


def _wide_form(ids: Sequence[str]) -> str:
    """Return one form for *ids* of several: letters up to a dash, then digits."""
    shapes = Counter(re.sub(r"[0-9]", "#", re.sub(r"[^\W\d_]", "?", one)) for one in ids)
    if len(shapes) == 1:
        return next(iter(shapes))
    ends = {re.sub(r"^.*?([-_. ]?#+)$", r"\1", shape) for shape in shapes}
    return f"*{ends.pop()}" if len(ends) == 1 else "*#"
