"""What the fields of documents are called in other people's files, in several languages.

The words are those that `docs/adopt.md` counts in public repositories, and those of forms in use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from qmsctl.documents.foreign import folded as as_compared
from qmsctl.model.document_kind import FieldName

__all__ = ["STRONG", "folded", "is_kept_by_history", "meaning_of", "spellings"]

_SPELLINGS: Final[Mapping[FieldName, str]] = {
    "id": """doc id|document id|docid|id|sop id|template id|record id|wi id|qm id|policy id|procedure id|form id
        |kep number|eip|acronym|doc number|document number|document no|doc no|reference number|identifier|doc code
        |document code|symbol|symbol dokumentu|symbol procedury|nr dokumentu|numer|numer dokumentu|numer procedury
        |identyfikator|oznaczenie|dokument id|dokumentnummer|dokumentennummer|dokument nr|dokumentnr|dok nr
        |dokumenten id|문서코드|문서번호|číslo dokumentu|código|codice|dokumentid|slug""",
    "title": """title|document title|doc title|name|header|document name|tytuł|tytuł dokumentu|tytuł procedury|nazwa
        |nazwa dokumentu|nazwa procedury|titel|dokumententitel|bezeichnung|tittel|제목|문서명|název|título|titolo
        |titre""",
    "revision": """revision|version|rev|sop version|template version|record version|document version|doc version
        |current version|version number|revision number|revision no|version no|issue|wersja|wydanie|edycja
        |numer wydania|nr wydania|rewizja|fassung|ausgabe|revisjon|versjon|verze|versión|versione|개정번호|버전""",
    "status": """status|document status|doc status|state|qualification status|estado|statut|stage|stan|stato|stav
        |상태|freigabestatus|lifecycle status|status dokumentu""",
    "type": """type|doc type|document type|record type|category|tipo|rodzaj|rodzaj dokumentu|typ|typ dokumentu
        |dokumententyp|dokumentart|dokumenttype|문서유형""",
    "language": "language|lang|język|sprache|språk|언어",
    "owner": """owner|document owner|doc owner|owner role|process owner|procedure owner|responsible|responsible user
        |responsible person|responsible role|owning sig|maintainer|właściciel|właściciel procedury
        |właściciel dokumentu|właściciel procesu|osoba odpowiedzialna|eier|dokumenteier|prosesseier|eigentümer
        |verantwortlich|verantwortlicher|prozesseigner|prozessverantwortlicher|dokumentenverantwortlicher|vlastník
        |responsable|responsabile|담당자|ägare|owner slack""",
    "prepared_by": """prepared by|author|authors|written by|created by|opracował|opracowała|opracowali|sporządził
        |sporządziła|autor|autorzy|erstellt von|erstellt durch|ersteller|verfasser|utarbeidet av|forfatter|elabora
        |elaborado por|redatto da|작성자|vypracoval""",
    "prepared_on": "prepared on|prepared date|date prepared|data opracowania|data sporządzenia|erstellt am|작성일",
    "checked_by": """checked by|reviewers|reviewer|reviewed by|verified by|sprawdził|sprawdziła|zweryfikował
        |zweryfikowała|geprüft von|geprüft durch|prüfer|kontrollert av|verifica|revisado por|검토자""",
    "checked_on": "checked on|checked date|data sprawdzenia|data weryfikacji|geprüft am",
    "approved_by": """approved by|approvers|approver|approver role|authorized by|authorised by|approval.by
        |approval.approver|approval.approved by|approval.name|zatwierdził|zatwierdziła|zaakceptował|zaakceptowała
        |zatwierdzający|genehmigt von|genehmigt durch|freigegeben von|freigegeben durch|freigabe durch|godkjent av
        |approva|aprobado por|approvato da|approuvé par|승인자|schválil""",
    "approved_on": """approved date|date approved|approval date|approved on|approved at|approval.date|approval.on
        |approval.approved date|data zatwierdzenia|zatwierdzono|genehmigt am|freigegeben am|freigabedatum
        |godkjent dato|godkjent|승인일|fecha de aprobación|datum schválení|sign off date""",
    "effective": """effective date|effective from|effective|valid from|in force from|in force since|issue date
        |date of issue|obowiązuje od|data obowiązywania|data wejścia w życie|ważne od|data wydania|gültig ab
        |gültig seit|in kraft seit|inkrafttreten|gjelder fra|gyldig fra|ikrafttredelse|시행일|platnost od
        |účinnost od|fecha de vigencia""",
    "review_every": """review in|review interval|review interval months|review frequency|review cycle|review period
        |review every|revision cycle|cykl przeglądu|okres przeglądu|częstotliwość przeglądu|przegląd co
        |częstość przeglądów|überprüfungsintervall|prüfintervall|überprüfungszyklus|revisjonsintervall|검토주기""",
    "reviewed_on": """last reviewed on|last reviewed|last review|last review date|reviewed on|date reviewed|reviewed
        |data ostatniego przeglądu|ostatni przegląd|data przeglądu|letzte überprüfung|zuletzt geprüft
        |siste gjennomgang|검토일""",
    "review_due": """review due|next review|next review date|next review due|review date|review by|review due date
        |due for review|next re evaluation date|następny przegląd|termin przeglądu|data następnego przeglądu
        |termin następnego przeglądu|nächste überprüfung|nächste prüfung|neste revisjon|neste gjennomgang""",
    "clauses": """clauses|clause|iso clause|iso clauses|iso 9001 clause|iso 9001 clauses|iso 9001|iso 13485 clauses
        |satisfies|iso reference|punkty normy|punkt normy|wymagania normy|normabschnitt|normabschnitte|normkapitel
        |normpunkt|klausel""",
    "related": """related|related documents|see also|dokumenty związane|dokumenty powiązane|mitgeltende dokumente
        |mitgeltende unterlagen""",
    "legal_basis": "legal basis|podstawa prawna|rechtsgrundlage",
    "retention": "retention|retention period|okres przechowywania|kategoria archiwalna|aufbewahrungsfrist",
    "classification": "classification|confidentiality|klauzula|klasyfikacja|poufność|vertraulichkeit",
}
"""By what is meant, the surest first."""
_OF_HISTORY: Final = """created|created at|creation date|date created|last updated|last update|updated|date modified
    |last modified|modified|revision date|last change|letzte aktualisierung|geändert am|revidert dato
    |data aktualizacji|data zmiany|ostatnia zmiana|revision summary|change summary|changelog"""
"""What git knows better."""
STRONG: Final[frozenset[FieldName]] = frozenset(
    (
        "status", "owner", "prepared_by", "checked_by", "approved_by", "approved_on", "effective", "review_every",
        "reviewed_on", "review_due", "clauses", "revision",
    )
)  # fmt: skip
"""Fields that a controlled document has and a page of a site has not."""


_LETTERS: Final = str.maketrans("łŁøØđĐ", "lLoOdD")
"""Letters whose marks are no marks of their own."""


def folded(key: str) -> str:
    """Return *key* as spellings are compared: `Document-ID`, `documentId` and `document_id:` are one."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", key))
    # Names of fields are often typed without the marks on their letters: `wazne_od`.
    letters = unicodedata.normalize("NFD", apart.translate(_LETTERS))
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return re.sub(r"[\s_\-/\u2011\u2013]+", "", unicodedata.normalize("NFC", bare)).strip(".:#*").casefold()


@cache
def _meanings() -> Mapping[str, tuple[FieldName, int]]:
    return {
        folded(" ".join(one.split())): (name, rank)
        for name, spellings in reversed([*_SPELLINGS.items()])
        for rank, one in enumerate(spellings.split("|"))
    }


@cache
def spellings() -> frozenset[str]:
    """Return every spelling of a field, as `documents.foreign` compares them."""
    said = (one for several in _SPELLINGS.values() for one in several.split("|"))
    return frozenset(as_compared(" ".join(one.split())) for one in said)


@cache
def _history() -> frozenset[str]:
    return frozenset(folded(" ".join(one.split())) for one in _OF_HISTORY.split("|"))


def meaning_of(key: str) -> tuple[FieldName, int] | None:
    """Return which field *key* is a spelling of, and how many spellings are surer; `None` for a word nobody knows."""
    return _meanings().get(folded(key))


def is_kept_by_history(key: str) -> bool:
    """Return whether *key* is a day or a note of a change, which the history says better."""
    return folded(key) in _history()
