"""What the words for a status mean: those that everybody knows, and guesses for those that many people use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from qmsctl.adoption.shapes import status_of
from qmsctl.model.mapped_document import STATUSES, Status

__all__ = ["FoundStatuses", "found_statuses"]

_GUESSES: Final[Mapping[str, Status]] = {
    **dict.fromkeys(
        ("provisional", "implementable", "deferred", "open", "new", "planned", "in progress"), "draft"
    ),
    **dict.fromkeys(("in execution", "last call", "initial", "roboczy", "robocza", "w trakcie"), "draft"),
    **dict.fromkeys(
        ("in prüfung", "in bearbeitung", "utkast", "návrh", "borrador", "bozza", "초안"), "draft"
    ),
    **dict.fromkeys(
        ("implemented", "live", "valid", "in use", "accepted", "complete", "completed"), "approved"
    ),
    **dict.fromkeys(
        ("done", "closed", "stable", "issued", "signed", "ok", "public", "controlled"), "approved"
    ),
    **dict.fromkeys(("zatwierdzona", "obowiązująca", "aktualna", "w użyciu", "ważny", "ważna"), "approved"),
    **dict.fromkeys(
        ("in kraft", "genehmigt", "aktiv", "godkjent", "gyldig", "gjeldende", "platný"), "approved"
    ),
    **dict.fromkeys(("vigente", "aprobado", "en vigueur", "approuvé", "승인", "시행"), "approved"),
    **dict.fromkeys(("rejected", "replaced", "cancelled", "canceled", "void", "inactive"), "withdrawn"),
    **dict.fromkeys(
        ("expired", "stagnant", "abandoned", "wycofana", "archiwalny", "archiwalna"), "withdrawn"
    ),
    **dict.fromkeys(("nieaktualna", "uchylona", "zurückgezogen", "utgått", "폐기", "obsoleto"), "withdrawn"),
}
"""In lower case: what a word probably means."""
_NEAR: Final = 0.8


@dataclass(frozen=True, slots=True)
class FoundStatuses:
    """The words for statuses in one kind of documents."""

    known: Mapping[str, int]
    """Words that need no explanation, with how many documents bear them."""
    guessed: Mapping[str, Status]
    unknown: Mapping[str, int]


def found_statuses(texts: Iterable[str]) -> FoundStatuses:
    """Return what the statuses *texts* mean."""
    counted = Counter(" ".join(text.split()) for text in texts)
    known = {word: count for word, count in counted.items() if status_of(word) is not None}
    guessed: dict[str, Status] = {}
    unknown: dict[str, int] = {}
    for word, count in counted.items():
        if word in known:
            continue
        meant = _guess(word)
        if meant is None:
            unknown[word] = count
        else:
            guessed[word] = meant
    return FoundStatuses(known, guessed, unknown)


def _guess(word: str) -> Status | None:
    folded = word.casefold().replace("_", " ").replace("-", " ")
    plain = folded.partition("(")[0].strip()  # `implemented (alpha)`
    words = {**STATUSES, **_GUESSES}
    if plain in words:
        return words[plain]
    near = get_close_matches(plain, words, n=1, cutoff=_NEAR)
    return words[near[0]] if near else None
