"""Words that leave everything open, and objectives that nobody can check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.control.untestable import (
    lacks_date,
    lacks_target,
    objectives_in,
    sign_of_untestable,
    untestable_in,
)
from qmsctl.control.wording import words_for
from qmsctl.documents.sieve import Sieve


def words(text: str, language: str, when: str = "") -> list[str]:
    """Return the untestable words of *text*."""
    return [found[0] for found, _ in untestable_in(text, language, when)]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Inform the mayor as appropriate.", "en", ["as appropriate"]),
        ("Inform the mayor as required by article 5.", "en", []),
        ("Answer promptly.", "en", ["promptly"]),
        ("Answer promptly, within 3 working days.", "en", []),
        ("Answer promptly. Wait 3 days.", "en", ["promptly"]),
        ("Wait 3 days. Answer promptly.", "en", ["promptly"]),
        ("- answer promptly\n- wait 3 days", "en", ["promptly"]),
        ("Appropriation of funds", "en", []),
        ("Zawiadamia w razie potrzeby.", "pl", ["w razie potrzeby"]),
        ("Zawiadamia W RAZIE\n POTRZEBY.", "pl", ["W RAZIE\n POTRZEBY"]),
        ("Podejmuje odpowiednie działania.", "pl", ["odpowiednie"]),
        ("Odpowiednio do wyniku wpisuje TAK lub NIE.", "pl", []),
        ("Przekazuje niezwłocznie.", "pl", ["niezwłocznie"]),
        ("Przekazuje niezwłocznie, nie później niż w ciągu 7 dni.", "pl", []),
        ("Podejmuje adekwatne działania.", "pl", ["adekwatne"]),
        ("Ocenia adekwatność systemu.", "pl", []),
        ("Odpowiada za zapis.", "pl", []),
        ("Answer promptly.", "pl", []),
    ],
)
def test_untestable_words(text: str, language: str, found: list[str]) -> None:
    """Words are found whole and with their endings, in the language of the text; a time makes some of them good."""
    assert words(text, language) == found


def test_the_time_may_stand_in_its_own_field() -> None:
    """A step says by when in another field; that takes nothing from words that lack no time."""
    assert words("Answer promptly and properly.", "en", "within 3 days") == ["properly"]
    assert words("Answer promptly.", "en", "after approval") == ["promptly"]


@given(
    st.sampled_from(
        [(w, lang) for lang in ("en", "pl") for f in ("untestable", "untimed") for w in words_for(f, lang)]
    ),
    st.sampled_from((str.upper, str.lower, str.title)),
    st.text(max_size=20),
)
def test_a_quick_look_misses_nothing(word: tuple[str, str], cased: object, around: str) -> None:
    """A file in which a word is found is one that the quick look at its words has not passed over."""
    text = f"{around} {cased(word[0].replace('*', 'a'))} {around}"  # type: ignore[operator]

    if words(text, word[1]):
        raw = text.encode("utf-8", "surrogatepass")
        assert word[1] in Sieve({word[1]: sign_of_untestable(word[1])}).look(raw)


@pytest.mark.parametrize(
    ("objective", "language", "target", "date"),
    [
        ("settle 95% of the cases by 2026-12-31", "en", True, True),
        ("settle 95% of the cases", "en", True, False),
        ("improve service in 2027", "en", False, True),
        ("improve service by 31 December", "en", False, True),
        ("improve service as PS-01 says", "en", False, False),
        ("fewer reversals than last year", "en", True, True),
        ("no complaint about P-1, none at all, every quarter", "en", True, True),
        ("skrócić czas obsługi do 20 minut do końca roku", "pl", True, True),
        ("poprawić jakość obsługi", "pl", False, False),
        ("odsetek spraw w terminie: co najmniej [uzupełnij: odsetek w procentach]", "pl", True, False),
        ("mniej skarg niż w poprzednim roku", "pl", True, True),
    ],
)
def test_targets_and_dates(objective: str, language: str, *, target: bool, date: bool) -> None:
    """A figure or a comparison is a target; ids, days and years measure nothing."""
    assert lacks_target(objective, language) is not target
    assert lacks_date(objective, "", language) is not date
    assert not lacks_date(objective, "In 2026:", language)


def test_objectives_of_a_section() -> None:
    """Items and rows are objectives one by one; a section without either is one."""
    assert objectives_in("We do our best.\n") == (("We do our best.\n",), "")
    assert objectives_in(" \n") == ((), "")
    assert objectives_in("In 2026:\n\n- a\n  b;\n- c\n\nEnd.\n") == (
        ("a\n  b;", "c"),
        "In 2026:\n\n\n\n\n\nEnd.\n",
    )
    table = "| objective | by |\n|---|---|\n| a 5% | 2026 |\n| b | 2027 |\n"
    assert objectives_in(table)[0] == ("a 5% | 2026", "b | 2027")
