"""What qmsctl says, put into words."""

from __future__ import annotations

import datetime as dt

import pytest
from babel.messages.pofile import read_po

from qmsctl.messages import LANGUAGES, Message, catalogue, tr
from tests.catalogues import ROOT

_DAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("phrase", "value", "polish"),
    [
        ("Issued on {day}.", _DAY, "Issued on 30 listopada 2026 r."),
        ("Issued on {day}. Then closed.", _DAY, "Issued on 30 listopada 2026 r. Then closed."),
        ("Issued on {day}.", tr("a {day}", day=_DAY), "Issued on a 30 listopada 2026 r."),
        ("Issued on {day}, then closed.", _DAY, "Issued on 30 listopada 2026 r., then closed."),
        ("Issued by {day}.", "Nowak", "Issued by Nowak."),
    ],
)
def test_a_phrase_does_not_end_in_two_full_stops(
    phrase: str, value: dt.date | Message | str, polish: str
) -> None:
    """A Polish day ends in the full stop of an abbreviation, which is the one of the phrase as well."""
    assert polish == tr(phrase, day=value).into("pl")


def test_an_english_day_has_the_full_stop_of_its_phrase() -> None:
    """Nothing is left out where a day ends in a figure."""
    assert tr("Issued on {day}.", day=_DAY).into("en") == "Issued on 30 November 2026."


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_text_of_a_compiled_catalogue_is_found(language: str) -> None:
    """What is said of something, and what is counted, stands among the others in an order in which all are found."""
    words = catalogue(language)
    for file in (ROOT / "qmsctl" / "messages" / language).glob("*.po"):
        with file.open("rb") as stream:
            for entry in read_po(stream, locale=language):
                if not entry.id:
                    continue
                if isinstance(entry.id, str):
                    found = (
                        words.pgettext(entry.context, entry.id) if entry.context else words.gettext(entry.id)
                    )
                    assert found == entry.string
                else:
                    one, many = entry.id
                    assert words.ngettext(one, many, 1) in list(entry.string or ())
