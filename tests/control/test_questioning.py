"""How a question is put: one that asks two things, and one that yes answers, is known by its form alone."""

from __future__ import annotations

import pytest

from qmsctl.control.questioning import assuring, folded, leading, two_in_one
from qmsctl.messages import LANGUAGES
from tests.test_checklists import FILES, checklist


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Who approved the procedure, and when was it reviewed?"),
        ("en", "Who approved the procedure and who checked it?"),
        ("en", "Where are copies kept; and by whom are they taken away?"),
        ("en", "Where are copies? Who takes them away?"),
        ("en", "How is it measured\n or why is it not?"),
        ("pl", "Kto zatwierdził procedurę i kiedy ją przejrzano?"),
        ("pl", "Kto sprawdza, a kto zatwierdza?"),
        ("pl", "Gdzie leżą akta oraz od kiedy?"),
        ("pl", "Jak się to mierzy lub dlaczego się nie mierzy?"),
        ("de", "Wer? Wann?"),
    ],
)
def test_two_things(language: str, text: str) -> None:
    """A second question mark, or a second word that asks, joined to the first."""
    assert two_in_one(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How do customers learn which papers and fees are needed?"),
        ("en", "Where is it written who does what and when?"),
        ("en", "Show me the list and how it is kept."),
        ("en", "What happens to complaints and motions?"),
        ("en", "How are whoever and the whole dealt with?"),
        ("pl", "Gdzie zapisano, kto i kiedy zatwierdza?"),
        ("pl", "Jak rozpatruje się skargi i wnioski?"),
        ("pl", "Co dzieje się ze sprawą, którą rozpoczęto, a której nie zakończono?"),
        ("pl", "Skąd wiadomo, że zapisy i kopie są aktualne?"),
        ("de", "Wer prüft und wer genehmigt?"),
        ("en", ""),
    ],
)
def test_one_thing(language: str, text: str) -> None:
    """A list of things, a question inside the question, and a language whose words are not known ask one."""
    assert not two_in_one(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Do you have a procedure?"),
        ("en", "Is the procedure approved?"),
        ("en", "Don\N{RIGHT SINGLE QUOTATION MARK}t you review it?"),
        ("en", "Can anybody change it?"),
        ("en", "The procedure is approved, isn't it?"),
        ("en", "You keep old copies apart, right?"),
        ("pl", "Czy procedura jest zatwierdzona?"),
        ("pl", "czy pracownicy znają cele?"),
        ("pl", "Procedura jest zatwierdzona, prawda?"),
        ("pl", "Stare egzemplarze są usuwane, zgadza się?"),
        ("en", "Please confirm that it is approved."),
        ("en", "Tell me if you have a procedure."),
        ("en", "State whether the procedure\n is approved."),
        ("pl", "Proszę powiedzieć, czy procedura jest zatwierdzona."),
        ("pl", "Proszę potwierdzić, że ją zatwierdzono."),
    ],
)
def test_yes_answers_it(language: str, text: str) -> None:
    """By how it begins, or because it ends with its answer."""
    assert leading(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How do you know that it is approved?"),
        ("en", "Can you show me the procedure?"),
        ("en", "Could you please tell me who approves it?"),
        ("en", "Show me what is kept."),
        ("en", "Is kept in order."),
        ("pl", "Po czym poznać, czy procedura obowiązuje?"),
        ("pl", "Czy może Pani pokazać procedurę?"),
        ("pl", "Czyje oczekiwania urząd uwzględnia?"),
        ("pl", "Czym uzasadniono wyłączenie?"),
        ("de", "Ist das so?"),
        ("en", "Tell me whether it is kept on paper or in the system."),
        ("en", "Tell me if possible the last date."),
        ("en", "Confirm whether and by whom it was approved."),
        ("en", "Tell me that story again."),
        ("pl", "Proszę powiedzieć, czy i kto ją zatwierdził."),
        ("pl", "Proszę powiedzieć, czy akta są papierowe, czy elektroniczne."),
    ],
)
def test_it_is_open(language: str, text: str) -> None:
    """Asking to be shown something is open, however politely it is asked."""
    assert not leading(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How do you ensure that documents are legible?"),
        ("en", "How do the heads of units make sure the form is current?"),
        ("en", "In what way is it ensured that copies are\n available?"),
        ("en", "What is done to ensure that nobody is missed?"),
        ("en", "What ensures that nobody is missed?"),
        ("pl", "W jaki sposób zapewniono, że dokumenty są czytelne?"),
        ("pl", "Jak zapewnia się, aby formularze były aktualne?"),
        ("pl", "Jak urząd zapewnia, że skargi są rejestrowane?"),
        ("pl", "Co zapewnia, że nikogo nie pominięto?"),
    ],
)
def test_it_tells_what_to_answer(language: str, text: str) -> None:
    """Whoever is asked how it is ensured knows what the auditor wants to hear."""
    assert assuring(text, language)
    assert not leading(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How do you make sure who is on the telephone?"),
        ("en", "How do people who ensure that forms are current work?"),
        ("en", "How do clerks learn to make sure the form is current?"),
        ("en", "How is it checked that documents are legible?"),
        ("en", "What makes a form anonymous?"),
        ("pl", "Jak interesant otrzymuje zapewnienie, że dane są chronione?"),
        ("pl", "Jak zapewniono zastępstwo?"),
        ("pl", "Jak pracują osoby, które zapewniają, że formularze są aktualne?"),
        ("pl", "Jak sprawdzono, że dokumenty są czytelne?"),
        ("de", "Wie wird sichergestellt, dass es stimmt?"),
    ],
)
def test_it_does_not_tell_what_to_answer(language: str, text: str) -> None:
    """Making sure of something unknown, an assurance that is given, and a language whose words are not known."""
    assert not assuring(text, language)


def test_questions_are_compared_by_their_words() -> None:
    """Punctuation, capitals and line ends make no question another one; a word does."""
    assert folded("Who approved\n  it, today?") == folded("who approved it today")
    assert folded("Kto to zatwierdził?") != folded("Kto zatwierdził?")


@pytest.mark.parametrize("name", FILES)
def test_shipped_questions_are_put_well(name: str) -> None:
    """No question of ours asks two things, is answered with yes or tells what to answer."""
    shipped = checklist(name)
    language = shipped.language or ""

    assert language in LANGUAGES
    assert [q.id for q in shipped.questions if two_in_one(q.text, language)] == []
    assert [q.id for q in shipped.questions if leading(q.text, language)] == []
    assert [q.id for q in shipped.questions if assuring(q.text, language)] == []
