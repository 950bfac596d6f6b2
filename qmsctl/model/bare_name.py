"""Names of people as others write them: with a title before them, and with what somebody is behind them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["bare_name"]

_TITLE: Final = re.compile(
    r"(?:dr|prof|mgr|inż|inz|lic|doc|lek|med|hab|arch|adw|mec|r\. ?pr|ks|pan|pani|mr|mrs|ms|miss|mx|sir|eng|ing"
    r"|dipl\.?-?ing|herr|frau|ph\.?d)(?:\.|(?=\s))\s*",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\s*(?:\([^()]*\)|\s[-\u2013\u2014]\s.*|,\s*(?:ph\.?d|mba|msc|bsc|ll\.?m|cia)\.?)\s*\Z", re.IGNORECASE
)


def bare_name(text: str) -> str:
    """Return *text* without titles before a name, and without a position or degree behind it.

    `dr inż. Marek Lis`, `Marek Lis (Dyrektor)` and `Marek Lis, PhD` are `Marek Lis`; what is nothing but titles stays.
    """
    found = " ".join(text.split())
    while (behind := _BEHIND.search(found)) is not None and behind.start():
        found = found[: behind.start()].rstrip()
    while (title := _TITLE.match(found)) is not None and title.end() < len(found):
        found = found[title.end() :]
    return found
