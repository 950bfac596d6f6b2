"""Sentences as Polish offices write them, put together at random: long enough to be work, never the same twice."""

from __future__ import annotations

from random import Random
from typing import Final

__all__ = ["WHEN", "WHO", "sentence", "title"]

WHO: Final = (
    "naczelnik wydziału", "inspektor prowadzący sprawę", "pełnomocnik ds. SZJ", "sekretarz miasta", "skarbnik miasta",
    "kierownik referatu", "pracownik kancelarii", "radca prawny", "główny specjalista", "administrator systemów",
    "koordynator kontroli zarządczej", "inspektor ochrony danych", "opiekun archiwum zakładowego", "zastępca prezydenta",
    "pracownik biura obsługi interesanta", "referent ds. ewidencji", "właściciel procesu", "auditor wiodący",
)  # fmt: skip

_DOES: Final = (
    "rejestruje", "sprawdza", "weryfikuje", "przekazuje do akceptacji", "uzupełnia", "opisuje", "ocenia", "archiwizuje",
    "zatwierdza", "przygotowuje", "aktualizuje", "omawia z zespołem", "porównuje z rejestrem", "udostępnia", "oznacza",
    "dołącza do akt sprawy", "uzgadnia z radcą prawnym", "przedkłada kierownictwu", "publikuje w biuletynie", "zabezpiecza",
)  # fmt: skip

_WHAT: Final = (
    "wniosek strony wraz z załącznikami", "projekt decyzji administracyjnej", "potwierdzenie doręczenia",
    "wykaz udokumentowanych informacji", "zgłoszenie niezgodności", "plan działań korygujących",
    "protokół z przeglądu zarządzania", "rejestr umów i zleceń", "kartę usługi", "wynik badania zadowolenia klientów",
    "harmonogram szkoleń", "zestawienie skarg i wniosków", "ocenę dostawcy", "analizę ryzyka procesu",
    "sprawozdanie kwartalne", "upoważnienie do przetwarzania danych", "kopię zapasową bazy danych",
    "metrykę sprawy", "notatkę służbową", "listę obecności", "ewidencję kluczy i pieczęci", "mierniki realizacji celów",
    "odpowiedź na wystąpienie pokontrolne", "zapytanie ofertowe", "opis przedmiotu zamówienia",
)  # fmt: skip

WHEN: Final = (
    "w dniu wpływu", "w ciągu 2 dni roboczych", "w ciągu 7 dni od otrzymania", "do 15. dnia miesiąca",
    "raz na kwartał", "przed podpisaniem", "w dniu stwierdzenia braków", "do końca roku kalendarzowego",
    "nie później niż 14 dni przed auditem", "po zakończeniu sprawy", "na żądanie strony", "w każdy poniedziałek",
    "w terminie wskazanym w wezwaniu", "po uzyskaniu opinii prawnej", "do 31 stycznia", "podczas narady kierownictwa",
)  # fmt: skip

_WHERE: Final = (
    "w systemie elektronicznego zarządzania dokumentacją", "w dzienniku kancelarii", "w aktach sprawy",
    "na tablicy ogłoszeń urzędu", "w rejestrze prowadzonym przez wydział", "w biurze obsługi interesanta",
    "w segregatorze oznaczonym symbolem klasyfikacyjnym", "na platformie usług publicznych", "w archiwum zakładowym",
    "w arkuszu monitorowania procesu", "w obecności drugiego pracownika", "na formularzu właściwym dla sprawy",
)  # fmt: skip

_BECAUSE: Final = (
    "aby strona otrzymała rozstrzygnięcie w terminie", "co pozwala odtworzyć przebieg sprawy",
    "z zachowaniem przepisów o ochronie danych osobowych", "chyba że przepis szczególny stanowi inaczej",
    "o czym zawiadamia przełożonego", "zgodnie z jednolitym rzeczowym wykazem akt", "po wysłuchaniu zainteresowanych",
    "a rozbieżności opisuje w notatce", "i odnotowuje datę czynności", "uwzględniając wnioski z poprzedniego okresu",
    "przy czym oryginał pozostaje w komórce merytorycznej", "tak by można było wykazać skuteczność działania",
)  # fmt: skip

_OF: Final = (
    "Nadzór nad", "Postępowanie z", "Zasady pracy z", "Gospodarowanie",
)  # fmt: skip
_SUBJECT: Final = (
    "udokumentowanymi informacjami", "korespondencją przychodzącą", "zgłoszeniami mieszkańców", "zamówieniami publicznymi",
    "mieniem komunalnym", "dokumentacją kadrową", "odpadami komunalnymi", "drogami gminnymi", "zielenią miejską",
    "pomiarami i sprawdzeniami", "wyposażeniem biurowym", "oprogramowaniem", "upoważnieniami", "skargami i petycjami",
    "dotacjami celowymi", "lokalami użytkowymi", "danymi przestrzennymi", "ewidencją ludności", "aktami stanu cywilnego",
    "transportem zbiorowym", "imprezami masowymi", "szkoleniami wewnętrznymi", "dostawcami usług", "ryzykiem w procesach",
)  # fmt: skip


def sentence(random: Random) -> str:
    """Return one sentence of some 120 to 200 characters, fit for a plain YAML value."""
    start = random.choice(WHO)
    return (
        f"{start[0].upper()}{start[1:]} {random.choice(_DOES)} {random.choice(_WHAT)} {random.choice(_WHERE)} "
        f"{random.choice(WHEN)}, {random.choice(_BECAUSE)}."
    )


def title(random: Random, number: int) -> str:
    """Return the title of a document."""
    return f"{random.choice(_OF)} {random.choice(_SUBJECT)}, zakres {number}"
