"""How people head the columns, title blocks and sections of the documents they have: usual words, in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from qmsctl.authoring.answer_row import COLUMNS, SHOWN
from qmsctl.messages import LANGUAGES, Message, tr
from qmsctl.model.sections import SECTIONS, section_named

__all__ = [
    "CHECKLIST_COLUMNS",
    "RESULT",
    "checklist_column",
    "folded_word",
    "section_for",
    "title_block_field",
]

RESULT: Final = "result"
"""What a column holds that is filled in during an audit."""
_STANDARD: Final = re.compile(r"\b(?:(?:pn|en|iso)[- /]*)+9001(?:\s*[:/]\s*\d{4}(?:-\d{2})?)?")
_MARKS: Final = re.compile(r"[_.:*#/\\()\[\]\"„”“?\u2013-]+")
_NUMBERED: Final = re.compile(r"^(?:§\s*)?(?:\d+|[ivx]+\.|[a-z]\))(?:[.)]\d+)*[.)]?\s+", re.IGNORECASE)

CHECKLIST_COLUMNS: Final[Mapping[str, Message]] = {
    "id": tr("Question id"),
    "number": SHOWN["number"],
    "clauses": SHOWN["clauses"],
    "question": SHOWN["text"],
    "ask": SHOWN["whom"],
    "look_for": SHOWN["look_for"],
    "sample": SHOWN["wanted"],
    "lapse": SHOWN["lapse"],
    "strength": SHOWN["strength"],
}
"""What a column of a checklist can hold, by the name that `--column` takes, with the heading that `export` writes."""

_COLUMN_WORDS: Final[Mapping[str, str]] = {
    "id": "id|question id|id pytania|kod pytania|symbol pytania|nr pytania|question no|question number|kod|symbol",
    "number": "no|nr|lp|l p|number|numer|poz|pozycja|item|item no|ordinal|pos",
    "clauses": (
        "clause|clauses|clause no|clause number|clause ref|clause reference|iso clause|standard clause|clause s"
        "|requirement no|requirement clause|reference|ref|section|iso|punkt|punkty|pkt|punkt normy|punkty normy"
        "|nr punktu|nr punktu normy|numer punktu|rozdział|rozdział normy|wymaganie nr|wymaganie punkt|odniesienie"
        "|odniesienie do normy|norma|punkt i wymaganie"
    ),
    "question": (
        "question|questions|audit question|audit questions|check|checks|checkpoint|check point|what to check"
        "|requirement|requirements|question text|audit question requirement|criterion|criteria|text|checklist question"
        "|pytanie|pytania|treść pytania|treść pytań|pytanie kontrolne|pytania kontrolne|pytanie auditowe|pytania auditowe"
        "|pytanie audytowe|pytania audytowe|zagadnienie|zagadnienia|wymaganie|wymagania|co sprawdzić|treść|kryterium"
        "|przedmiot sprawdzenia|lista pytań|pytanie auditora"
    ),
    "ask": "ask|whom to ask|who to ask|whom|interviewee|auditee role|respondent|kogo pytać|kogo zapytać|rozmówca",
    "look_for": (
        "look for|what to look for|evidence to look for|expected evidence|evidence|guidance|hints|hint|examples of evidence"
        "|evidence required|required evidence|what to look at|documents to check"
        "|dowody|na co zwrócić uwagę|czego szukać|oczekiwane dowody|dowody do sprawdzenia|wskazówki|wskazówka"
        "|wymagane dowody|przykładowe dowody|co obejrzeć|dokumenty do sprawdzenia|dowód"
    ),
    "sample": "sample|sample to take|sampling|sample size|próba|próbka|wielkość próby|próba do pobrania",
    "lapse": "lapse|red flags|typical nonconformity|uchybienie|typowe niezgodności|typowa niezgodność",
    "strength": "strength|good practice|dobra praktyka|mocna strona",
    RESULT: (
        "result|results|note|notes|comment|comments|remark|remarks|finding|findings|observation|observations|status"
        "|rating|score|grade|compliance|compliant|conformity|conforms|conforming|yes no|yes|no answer|answer|ok|c nc|n a"
        "|y n|evidence found|objective evidence|audit evidence|evidence seen|auditor|audited by|date|audit date|action"
        "|actions|corrective action|response|owner|due date|conclusion|assessment|met|evidence comments|evidence notes"
        "|wynik|wyniki|ocena|uwagi|uwaga|notatki|notatka|komentarz|komentarze|stwierdzenie|stwierdzenia|ustalenie|ustalenia"
        "|spostrzeżenie|spostrzeżenia|zgodność|zgodny|zgodne|zgodne niezgodne|niezgodność|niezgodności|spełnia|spełnione"
        "|spełnia nie spełnia|tak|nie|tak nie|tak nie nd|nd|t n|odpowiedź|odpowiedzi|odpowiedź auditowanego|data|data auditu"
        "|działanie|działania|termin|wniosek|wnioski|dowody obiektywne|dowód obiektywny|obiektywne dowody|dowody z auditu"
        "|dowody zebrane|zapisy auditora|zapis|zapisy|stan faktyczny|ocena zgodności|status zgodności|podpis|signature"
    ),
}
"""By what a column holds: the words that head it, as `folded_word` writes them, with `|` between them."""

_BLOCK_WORDS: Final[Mapping[str, str]] = {
    "id": (
        "symbol|id|nr|numer|nr dokumentu|numer dokumentu|symbol dokumentu|oznaczenie|oznaczenie dokumentu|kod|kod dokumentu"
        "|nr procedury|numer procedury|symbol procedury|document id|document no|document number|doc id|doc no|doc number"
        "|document code|code|reference|sop id|sop number|number|document|identyfikator|sygnatura"
    ),
    "title": (
        "title|document title|name|procedure|sop title|document name|tytuł|tytuł dokumentu|nazwa|nazwa dokumentu|procedura"
        "|nazwa procedury|tytuł procedury"
    ),
    "revision": (
        "revision|rev|version|issue|edition|revision no|version no|issue no|wydanie|wersja|rewizja|nr wydania|numer wydania"
        "|wyd|nr wersji|nr rewizji|ver|edycja|zmiana"
    ),
    "effective": (
        "effective|effective from|effective date|in force since|in force from|valid from|date effective|obowiązuje od"
        "|data obowiązywania|obowiązuje od dnia|data wejścia w życie|wchodzi w życie|ważne od|data wydania|issue date"
        "|date of issue|date|data"
    ),
    "owner": (
        "owner|process owner|document owner|responsible|właściciel|właściciel procesu|właściciel dokumentu"
        "|osoba odpowiedzialna|komórka odpowiedzialna|odpowiedzialny"
    ),
    "edition": "standard|norma|edition of the standard|wydanie normy|kryterium auditu",
    "type": "type|document type|typ|rodzaj|rodzaj dokumentu|typ dokumentu",
    "prepared": "prepared|prepared by|author|authors|drafted by|written by|opracował|opracowała|opracowali|opracowanie|autor",
    "checked": (
        "checked|checked by|reviewed|reviewed by|reviewer|verified by|sprawdził|sprawdziła|sprawdzili|sprawdzenie"
        "|zweryfikował|zweryfikowała|weryfikacja|zaopiniował"
    ),
    "approved": (
        "approved|approved by|approver|approval|authorised by|authorized by|zatwierdził|zatwierdziła|zatwierdzili"
        "|zatwierdzenie|zatwierdzam"
    ),
    "passed over": (
        "name|signature|sign|podpis|imię i nazwisko|stanowisko|position|role|imię nazwisko|page|pages|strona|strony|stron"
        "|function|funkcja|egzemplarz|copy no|nr egzemplarza"
    ),
}
"""By what a label of a title block stands before: the words it says."""

_SECTION_WORDS: Final[Mapping[str, str]] = {
    "purpose": "purpose and scope|cel procedury|cel dokumentu|cel instrukcji|cel i zakres|objective|aim|przeznaczenie",
    "context": "background|introduction|wstęp|wprowadzenie",
    "scope": (
        "zakres stosowania|zakres obowiązywania|zakres procedury|przedmiot i zakres|scope of application|applicability"
        "|przedmiot i zakres stosowania|zakres stosowania procedury"
    ),
    "terms": (
        "terms and definitions|definitions|definitions and abbreviations|abbreviations|definicje|terminy i definicje"
        "|definicje i skróty|pojęcia i definicje|słownik|słownik pojęć|pojęcia|skróty|terminologia i skróty|glossary"
    ),
    "responsibilities": (
        "responsibility|responsibilities and authorities|responsibilities and authority|roles and responsibilities"
        "|roles|odpowiedzialność|odpowiedzialności|odpowiedzialność i uprawnienia|uprawnienia i odpowiedzialność"
        "|zakres odpowiedzialności|podział odpowiedzialności|role i odpowiedzialności"
    ),
    "steps": (
        "procedure|process|description|process description|description of procedure|steps|method|workflow|opis|opis procesu"
        "|opis postępowania|sposób postępowania|tryb postępowania|przebieg procesu|opis działania|opis procedury"
        "|postępowanie|przebieg postępowania|opis czynności"
    ),
    "measures": "indicators|kpi|kpis|measurement|wskaźniki|mierniki procesu|mierniki i wskaźniki|monitorowanie",
    "related": (
        "references|related|reference documents|normative references|dokumenty powiązane|dokumenty odniesienia"
        "|dokumenty związane|powiązane dokumenty|przepisy i dokumenty związane|odniesienia|powiązania|literatura"
    ),
    "records": "records and forms|quality records|zapisy jakości|zapisy i formularze|dokumentowanie|zapisy dotyczące jakości",
    "attachments": "appendices|annexes|appendix|annex|attachment|wykaz załączników|spis załączników|lista załączników",
}
"""By the section that qmsctl knows: how else it is headed."""


def folded_word(text: str) -> str:
    """Return *text* as headings and labels are compared: small letters, without marks, numbers of the standard, blanks."""
    plain = _STANDARD.sub(" ", unicodedata.normalize("NFC", text).casefold())
    return " ".join(_MARKS.sub(" ", plain).split())


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, joined in words.items() for word in joined.split("|")}


def _ours() -> dict[str, str]:
    """Return what the columns of our own sheets are called, in every language."""
    named = {"text": "question", "whom": "ask", "wanted": "sample", "in_force": RESULT, "last_time": RESULT}
    found = {
        folded_word(said.into(language)): named.get(name, name if name in CHECKLIST_COLUMNS else RESULT)
        for name, said in (*COLUMNS.items(), *SHOWN.items())
        for language in LANGUAGES
    }
    del found[
        folded_word(COLUMNS["question"].into("en"))
    ]  # of answers, it holds the id; of questions, their text
    found.pop(folded_word(COLUMNS["question"].into("pl")), None)
    written = {
        folded_word(heading.into(language)): name
        for name, heading in CHECKLIST_COLUMNS.items()
        for language in LANGUAGES
    }
    return found | written


_COLUMN_BY_WORD: Final = _ours() | _by_word(_COLUMN_WORDS)
_BLOCK_BY_WORD: Final = _by_word(_BLOCK_WORDS)
_SECTION_BY_WORD: Final = _by_word(_SECTION_WORDS)


def checklist_column(heading: str) -> str | None:
    """Return what a column under *heading* holds; `RESULT` for what is filled in; `None` if that cannot be told."""
    return _COLUMN_BY_WORD.get(folded_word(heading))


def title_block_field(label: str) -> str | None:
    """Return which field of a title block the *label* stands before, `passed over` included; `None` if of none."""
    return _BLOCK_BY_WORD.get(folded_word(label))


def section_for(heading: str) -> tuple[str, bool]:
    """Return the name of the section that a *heading* begins, and whether qmsctl knows it; else it is the heading."""
    bare = _NUMBERED.sub("", heading.strip()).strip(" .:")
    name = section_named(bare)
    if name in SECTIONS:
        return name, True
    known = _SECTION_BY_WORD.get(folded_word(bare))
    return (known, True) if known else (bare or heading.strip(), False)
