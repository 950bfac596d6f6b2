"""Secrets, personal numbers and marks of licensed copies are found in bytes, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.documents.sensitive import SIGNS, SensitiveKind, is_text, sensitive_in
from qmsctl.documents.sieve import Sieve

DAY = dt.date(2026, 11, 22)
RANDOM = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5"


def kinds(text: str | bytes, day: dt.date = DAY) -> list[SensitiveKind]:
    """Return what is found in *text*."""
    return [one.kind for one in sensitive_in(text.encode() if isinstance(text, str) else text, day)]


def pesel(born: dt.date, series: int = 123, sex: int = 4) -> str:
    """Return the number of somebody *born* then."""
    month = born.month + {18: 80, 19: 0, 20: 20, 21: 40, 22: 60}[born.year // 100]
    digits = f"{born.year % 100:02}{month:02}{born.day:02}{series:03}{sex}"
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    return digits + str(-sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10)


@given(
    st.dates(dt.date(1910, 1, 1), DAY),
    st.integers(0, 999),
    st.integers(0, 9),
    st.sampled_from(("PESEL: {}", "({}), ", "a\n{}\nb", "ż {}", '"{}"')),
)
def test_every_pesel_is_found_and_hidden(born: dt.date, series: int, sex: int, around: str) -> None:
    """The number of anybody who may live is found wherever it stands by itself, and only two digits are shown."""
    number = pesel(born, series, sex)
    raw = around.format(number).encode()
    (found,) = sensitive_in(raw, DAY)

    assert found.kind is SensitiveKind.PESEL
    assert raw[found.start : found.end].decode() == number
    assert found.shown == "*" * 9 + number[-2:]


@given(st.dates(dt.date(1910, 1, 1), DAY), st.integers(1, 9))
def test_a_wrong_check_digit_is_no_pesel(born: dt.date, off: int) -> None:
    """A number with another check digit is that of nobody."""
    number = pesel(born)

    assert kinds(number[:-1] + str((int(number[-1]) + off) % 10)) == []


@pytest.mark.parametrize(
    "text",
    [
        pesel(dt.date(2026, 11, 23)),
        pesel(dt.date(1890, 5, 1)),
        "+" + pesel(dt.date(1944, 5, 14)),
        "1" + pesel(dt.date(1944, 5, 14)),
        pesel(dt.date(1944, 5, 14)) + "0",
        "nr" + pesel(dt.date(1944, 5, 14)),
        pesel(dt.date(1944, 5, 14)) + "a",
        "ż" + pesel(dt.date(1944, 5, 14)),
        "00000000000",
        "44999901359",
        "12 3456 7890 1234 5678 9012 3456",
    ],
)
def test_what_is_no_pesel(text: str) -> None:
    """Nobody is born tomorrow or older than 120, and what is part of something longer is no number of a person."""
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", SensitiveKind.PRIVATE_KEY),
        ("-----BEGIN PRIVATE KEY-----", SensitiveKind.PRIVATE_KEY),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", SensitiveKind.PRIVATE_KEY),
        (f"see ghp_{RANDOM}.", SensitiveKind.TOKEN),
        (f"token glpat-{RANDOM[:20]}", SensitiveKind.TOKEN),
        ("AKIA" + "Z3X5C7V9B1N2M4Q6", SensitiveKind.TOKEN),
        ("AIza" + RANDOM[:35], SensitiveKind.TOKEN),
        (f"eyJ{RANDOM[:20]}.eyJ{RANDOM[:20]}.{RANDOM}", SensitiveKind.TOKEN),
        (f"https://hooks.slack.com/services/{RANDOM}", SensitiveKind.TOKEN),
        ("password: Wiosna2026!", SensitiveKind.PASSWORD),
        ("Password = admin1", SensitiveKind.PASSWORD),
        ("hasło: wiosna2026", SensitiveKind.PASSWORD),
        ("HASŁO: wiosna2026", SensitiveKind.PASSWORD),
        ("haslo=Wiosna$2026", SensitiveKind.PASSWORD),
        ('{"passwd": "Zima-2025", "user": "x"}', SensitiveKind.PASSWORD),
        (f"api_key: {RANDOM}", SensitiveKind.PASSWORD),
        (f"client_secret = '{RANDOM}'", SensitiveKind.PASSWORD),
        ("postgres://admin:tajne@db.example/office", SensitiveKind.LOGIN),
    ],
)
def test_secrets_are_found_and_hidden(text: str, kind: SensitiveKind) -> None:
    """Each kind of secret is found, and what is shown of it gives nothing away."""
    (found,) = sensitive_in(text.encode(), DAY)

    assert found.kind is kind
    assert RANDOM[:20] not in found.shown
    assert not any(word in found.shown for word in ("2026", "tajne", "admin", "2025"))


@pytest.mark.parametrize(
    "text",
    [
        "Hasło: zmieniane co 30 dni",
        "hasło: 30-dniowe",
        "hasło: w sejfie",
        "Password: see PS-01",
        "password: PS-01/2026",
        "password: ${DB_PASSWORD}",
        "password: <your password>",
        "password: ********",
        "hasło: …",
        "Hasło: min. 12 znaków, w tym 1 cyfra",
        "The secret: a good night's sleep",
        "token: wydaje go punkt informacyjny",
        "secret: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
        "ghp_" + "x" * 36,
        "-----BEGIN PUBLIC KEY-----",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK/StpF7EXWNjC8B7eJexDgVbvkktt0m3OWsWldUHOWA",
        "content: content-1:sha256:" + "0123456789abcdef" * 4,
        "https://user@example.org/path:80",
        "mailto:a@b.example https://example.org",
        "asia, xoxo, sk-1",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    """Rules about passwords, placeholders, public keys and digests are no secrets."""
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("© ISO 2015 – All rights reserved", True),  # noqa: RUF001 - as it is printed
        ("© ISO/IEC 2013", True),
        ("COPYRIGHT PROTECTED DOCUMENT", True),
        ("© Copyright by PKN, Warszawa", True),
        (b"\xa9 ISO 2015", True),
        ("ISO Store Order: OP-1234", True),
        ("ISO 9001:2015, clause 7.5, © Urząd Miasta Przykładowo", False),
        ("Copyright 2026 Example Office; ISO 9001:2015", False),
    ],
)
def test_marks_of_licensed_copies(text: str | bytes, *, found: bool) -> None:
    """The marks that standards bodies put on what they sell are found; naming a standard is none."""
    assert kinds(text) == ([SensitiveKind.LICENSED] if found else [])


@given(st.binary(max_size=300))
def test_any_bytes_can_be_searched(raw: bytes) -> None:
    """Whatever a file holds, searching it ends, and places lie inside it."""
    assert all(0 <= one.start < one.end <= len(raw) for one in sensitive_in(raw, DAY))


PARTS = (
    pesel(dt.date(1944, 5, 14)), RANDOM, RANDOM.lower(), "ab12" * 5, "Wiosna2026!", "7",
    "-----BEGIN ", "PRIVATE KEY", "-----", "ghp_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxs-", "sk_live_", "rk_live_",
    "SG.", "hf_", "npm_", "pypi-AgEI", "sk-ant-", "sk-proj-", "sk-svcacct-", "dop_v1_", "shpat_", "AIza", "AKIA", "ASIA",
    "Z3X5C7V9B1N2M4Q6", "eyJ", ".", "https://hooks.slack.com/services/", "https://", "admin:", "@", "db.example",
    "passwd", "password", "PASSPHRASE", "pwd", "hasło", "HASŁO", "Haslo", "client_secret", "secret", "Token", "api_key", "key",
    ":", "=", " ", "\t", "\n", "\r\n", '"', "'", ",", "#", "<!--", "}", "+", "ż", "-", "_", "/",
    "COPYRIGHT PROTECTED DOCUMENT", "ISO copyright office", "iso store order", "Licencja PKN", "©", "Copyright", " ISO 2015",
    " ISO/IEC 2013", " by ", "(c) ", "PKN", "BSI 2015",
)  # fmt: skip
"""Of which everything that is looked for can be put together, and much that nearly is."""


@given(st.lists(st.sampled_from(PARTS), max_size=12), st.sampled_from(("utf-8", "iso8859-2")))
def test_a_quick_look_at_words_misses_nothing(parts: list[str], encoding: str) -> None:
    """What a search for everything finds is found where words are asked first what to search for."""
    raw = "".join(parts).encode(encoding, "replace")

    assert sensitive_in(raw, DAY, Sieve(SIGNS).look(raw)) == sensitive_in(raw, DAY, SIGNS)


def test_what_is_text() -> None:
    """Text in old encodings is text; PDF files, pictures and archives are not."""
    assert is_text("zażółć".encode("cp1250"))
    assert not is_text(b"%PDF-1.4\n")
    assert not is_text(b"PK\x03\x04...")
    assert not is_text(b"a\0b")
