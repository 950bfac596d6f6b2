"""What must not lie in a repository: secrets, personal numbers, and text under somebody else's licence.

Nearly no file holds any of them, so signs are looked for first, which single words bear;
only where there is one do expressions judge.
Nothing that is found is handed on whole: whoever prints it cannot give it away.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.documents.sieve import Sign

__all__ = ["SIGNS", "Sensitive", "SensitiveKind", "is_text", "sensitive_in"]


class SensitiveKind(Enum):
    """What was found."""

    PRIVATE_KEY = "private key"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    PASSWORD = "password"  # noqa: S105
    LOGIN = "login"
    """A name and a password in an address."""
    PESEL = "pesel"
    LICENSED = "licensed"
    """The mark of a standards body that its text bears."""

    @property
    def is_secret(self) -> bool:
        """Whether it lets somebody in who has it."""
        return self not in (SensitiveKind.PESEL, SensitiveKind.LICENSED)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Something that was found, and where."""

    kind: SensitiveKind
    start: int
    """Offset in bytes."""
    end: int
    shown: str
    """As much of it as may be printed."""


_BINARY: Final = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")
_HEAD: Final = 8192
"""Bytes in which a file that is no text gives itself away."""


def is_text(raw: bytes) -> bool:
    """Return whether *raw* is text, in whatever encoding that has the letters of ASCII where ASCII has them."""
    return b"\0" not in raw[:_HEAD] and not raw.startswith(_BINARY)


def sensitive_in(
    raw: bytes, day: dt.date, suspected: Collection[object] | None = None
) -> tuple[Sensitive, ...]:
    """Return what *raw*, a text, holds that must not be there, in its order.

    Args:
        raw: the bytes of a file.
        day: nobody is born after it.
        suspected: of what `SIGNS` there is a sign in it, if that is known.
    """
    if suspected is None:
        folded = raw.lower()
        suspected = [kind for kind, sign in SIGNS.items() if sign(folded)]
    found = [one for kind, find in _FINDERS.items() if kind in suspected for one in find(raw, day)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


# Personal numbers

_ELEVEN: Final = b"0" * 11
_AS_ZEROS: Final = bytes.maketrans(b"0123456789", b"0" * 10)
_NUMBER: Final = re.compile(rb"(?<![\w+\x80-\xff])[0-9]{11}(?!\w)")
"""A digit or letter before it makes it part of something longer, a plus sign a telephone number."""
_WEIGHTS: Final = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
_CENTURIES: Final = {0: 1900, 20: 2000, 40: 2100, 60: 2200, 80: 1800}
"""By what is added to the month of birth."""
_OLDEST: Final = 120
"""Years; nobody in a register is older."""


def _may_be_number(words: bytes) -> bool:
    return _ELEVEN in words.translate(_AS_ZEROS) and _NUMBER.search(words) is not None


def _personal_numbers(raw: bytes, day: dt.date) -> Iterator[Sensitive]:
    for one in _NUMBER.finditer(raw):
        if _is_pesel(one[0].decode("ascii"), day):
            yield Sensitive(SensitiveKind.PESEL, one.start(), one.end(), "*" * 9 + one[0][-2:].decode())


def _is_pesel(digits: str, day: dt.date) -> bool:
    """Return whether *digits* are a PESEL number of somebody who may live on *day*.

    Source: the Polish act on the register of population of 24 September 2010, article 15.
    """
    if sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10:
        return False
    month = int(digits[2:4])
    century = _CENTURIES[month // 20 * 20]
    try:
        born = dt.date(century + int(digits[:2]), month % 20, int(digits[4:6]))
    except ValueError:
        return False
    return born <= day and day.year - born.year <= _OLDEST


# Secrets

_TOKEN: Final = re.compile(
    rb"""
    (?P<key>-----BEGIN\ (?:[A-Z0-9]+\ )*PRIVATE\ KEY(?:\ BLOCK)?-----)
    | (?<![\w-])(?:
        (?P<prefix> gh[pousr]_ | github_pat_ | glpat- | xox[abeoprs]- | [sr]k_live_ | SG\. | hf_ | npm_
        | pypi-AgEI | sk-(?:ant|proj|svcacct)- | dop_v1_ | shpat_ | AIza | A(?:KIA|SIA)(?=[A-Z0-9]{16}(?!\w)) )
        (?P<rest> [\w.-]{16,} )
      | (?P<jwt> eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,} )
    )
    | https://hooks\.slack\.com/services/(?P<hook>[\w/]{20,})
    """,
    re.VERBOSE | re.ASCII,
)
"""Tokens say by how they begin who issued them, so that they are found where they do not belong."""
_TOKEN_SIGN: Final = re.compile(
    rb"""
    -----begin | gh[pousr]_ | github_pat_ | glpat- | xox[abeoprs]- | k_live_ | sg\. | hf_ | npm_ | pypi-agei
    | sk-(?:ant|proj|svcacct)- | dop_v1_ | shpat_ | aiza | akia | asia | eyj | hooks\.slack
    """,
    re.VERBOSE,
)
_RANDOM: Final = 3.0
"""Bits a letter from which on a text is no word and no example of `x` only."""
_VERY_RANDOM: Final = 3.5
_LONG: Final = 16


def _tokens(raw: bytes, _: dt.date) -> Iterator[Sensitive]:
    for one in _TOKEN.finditer(raw):
        if one["key"]:
            yield Sensitive(SensitiveKind.PRIVATE_KEY, one.start(), one.end(), "")
            continue
        random = one["rest"] or one["jwt"] or one["hook"]
        if _entropy(random) >= _RANDOM:
            prefix = (one["prefix"] or (b"eyJ" if one["jwt"] else b"https://hooks.slack.com/")).decode(
                "ascii"
            )
            yield Sensitive(SensitiveKind.TOKEN, one.start(), one.end(), prefix + "…")


def _entropy(text: bytes) -> float:
    """Return how many bits each byte of *text* tells, judged by how often each occurs in it."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


_PASSWORD: Final = re.compile(
    rb"""
    (?<!\w)(?: (?P<word> passw(?:or)?d | passphrase | pwd | has(?:\xc5[\x81\x82]|l|\xb3)o )
      | (?:client|auth|access|api|secret)?[_\ -]?(?:secret|token|key) )
    ["']?[\ \t]*[:=][\ \t]*
    (?: "(?P<quoted>[^"\n]+)" | '(?P<apostrophes>[^'\n]+)' | (?P<bare>[^\s,;"'}\]]+) )
    [\ \t]*(?=$|[,;}\]\#\r]|<!--)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_PASSWORD_SIGN: Final = re.compile(
    rb"""
    (?: passw(?:or)?d | passphrase | pwd | has(?:\xc5[\x81\x82]|l|\xb3)o | secret | token | key )
    ["']?(?![^\s:=])  # what is said of it stands behind a sign, or behind blanks and a sign
    """,
    re.VERBOSE,
)
_NO_VALUE: Final = re.compile(rb"^[<${*\[%&(]|\.\.\.|://|\xe2\x80\xa6|\*\*\*|xxx", re.IGNORECASE)
"""What stands for a value that is kept elsewhere, or is an address."""
_NAME_OF_SOMETHING: Final = re.compile(rb"[A-Z]{1,6}[-/.]?[\d/.-]+|\d+[-.]?[A-Za-z\x80-\xff]*|[\d.:/-]+")
"""Ids of documents, periods and days."""


def _passwords(raw: bytes, _: dt.date) -> Iterator[Sensitive]:
    for one in _PASSWORD.finditer(raw):
        value = one["quoted"] or one["apostrophes"] or one["bare"]
        if _looks_like_password(value) if one["word"] else _looks_like_key(value):
            yield Sensitive(SensitiveKind.PASSWORD, one.start(), one.end(), "…")


def _looks_like_password(value: bytes) -> bool:
    """Return whether *value* is what a person or a machine chose as a password, and no word of a sentence."""
    if len(value) < 6 or b" " in value or _NO_VALUE.search(value) or _NAME_OF_SOMETHING.fullmatch(value):  # noqa: PLR2004
        return False
    return bool(re.search(rb"[A-Za-z]", value) and re.search(rb"[0-9]", value))


def _looks_like_key(value: bytes) -> bool:
    """Return whether *value* is made by a machine."""
    if len(value) < _LONG or _NO_VALUE.search(value) or not re.fullmatch(rb"[\w+/=.-]+", value):
        return False
    return bool(re.search(rb"[0-9]", value)) and _entropy(value) >= _VERY_RANDOM


_LOGIN_SIGN: Final = re.compile(rb"://\S*@")
_LOGIN: Final = re.compile(rb"://[^\s/:@'\"<>]+:(?P<word>[^\s/:@'\"<>]{3,})@[\w\[]")


def _logins(raw: bytes, _: dt.date) -> Iterator[Sensitive]:
    for one in _LOGIN.finditer(raw):
        if not _NO_VALUE.search(one["word"]):
            yield Sensitive(SensitiveKind.LOGIN, one.start(), one.end() - 1, "…")


# Text under licence

_LICENCE: Final = re.compile(
    rb"""
    copyright\ protected\ document
    | iso\ copyright\ office
    | iso\ store\ order
    | licencja\ pkn\b
    | (?:(?:\xc2)?\xa9|copyright)\s{0,3}(?:\(c\)\s)?(?:copyright\s)?(?:by\s)?
      (?: iso(?:/iec)?\s\d{4} | pkn\b | cen(?:/cenelec)?\s\d{4} | bsi\s\d{4} | din\s\d{4} )
    """,
    re.VERBOSE,
)
"""Marks of the copies that standards bodies sell; no text of a standard."""
_LICENCE_SIGN: Final = re.compile(rb"\xa9|copyright|store|licencja")


def _licences(raw: bytes, _: dt.date) -> Iterator[Sensitive]:
    for one in _LICENCE.finditer(raw.lower()):
        yield Sensitive(SensitiveKind.LICENSED, one.start(), one.end(), "")


# All of them

SIGNS: Final[Mapping[SensitiveKind, Sign]] = {
    SensitiveKind.PESEL: _may_be_number,
    SensitiveKind.TOKEN: _TOKEN_SIGN.search,
    SensitiveKind.PASSWORD: _PASSWORD_SIGN.search,
    SensitiveKind.LOGIN: _LOGIN_SIGN.search,
    SensitiveKind.LICENSED: _LICENCE_SIGN.search,
}
"""By which words each kind gives itself away; that of a token stands for private keys too."""
_FINDERS: Final[Mapping[SensitiveKind, Callable[[bytes, dt.date], Iterator[Sensitive]]]] = {
    SensitiveKind.PESEL: _personal_numbers,
    SensitiveKind.TOKEN: _tokens,
    SensitiveKind.PASSWORD: _passwords,
    SensitiveKind.LOGIN: _logins,
    SensitiveKind.LICENSED: _licences,
}
