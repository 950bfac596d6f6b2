"""Two texts compared by sentence and by word: nothing is lost, nothing invented, and it ends."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsctl.documents.source import Tree
from qmsctl.reports.alignment import Budget
from qmsctl.reports.item_diff import ItemDiff, compare_items, items_of
from qmsctl.reports.passages import passages, words_of
from qmsctl.reports.text_diff import (
    Kind,
    PassageDiff,
    Piece,
    Status,
    TextDiff,
    compare_lines,
    compare_texts,
    size_of,
)
from tests import strategies

some = settings(max_examples=300, deadline=None)

_WORDS = [
    "a",
    "b",
    "Ala",
    "ma",
    "kota",
    "rejestr,",
    "3.1",
    "A/1",
    "ust.",
    "r.",
    "Dalej.",
    "Koniec!",
    "-",
    "**",
    "(b)",
]
_BREAKS = [" ", " ", " ", "\n", "\n\n", "\n- ", "\n1. ", "\n## ", "\n| ", "\n```\n", ".\n\n", ". "]

written = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_BREAKS)), max_size=40).map(
    lambda pairs: "".join(word + after for word, after in pairs)
)
"""Texts with the marks of Markdown, of few words, so that much is alike."""
texts = written | strategies.texts


def compare(old: str, new: str) -> TextDiff:
    """Return what changed, with all the time it may take."""
    return compare_texts(old, new, Budget())


def said(text: str) -> list[str]:
    """Return the words of *text* as they are compared."""
    return [word for passage in passages(text) for word in passage.words]


def side(diff: TextDiff, kind: Kind) -> list[str]:
    """Return the words of one side, in its order: of the old one with what was removed, of the new one with what was added."""

    def number(passage: PassageDiff) -> int | None:
        return passage.old if kind is Kind.REMOVED else passage.new

    there = sorted((p for p in diff.passages if number(p) is not None), key=lambda p: number(p) or 0)
    return [word for passage in there for word in kept(passage.pieces, kind)]


def kept(pieces: tuple[Piece, ...], kind: Kind) -> list[str]:
    """Return the words that are equal or of *kind*."""
    return [
        word for piece in pieces if piece.kind in (Kind.EQUAL, kind) for word in words_of(piece.text).words
    ]


def marked(diff: TextDiff) -> str:
    """Return *diff* on one line, with marks."""
    return " ".join(shown(passage.pieces).strip() for passage in diff.passages)


def shown(pieces: tuple[Piece, ...]) -> str:
    """Return *pieces* with marks."""
    marks = {Kind.EQUAL: ("", ""), Kind.REMOVED: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
    return "".join(
        (" " if piece.text.startswith(" ") else "") + piece.text.strip().join(marks[piece.kind])
        for piece in pieces
    )


@some
@given(texts, texts)
def test_nothing_is_lost_and_nothing_invented(old: str, new: str) -> None:
    """What is equal or removed are the old words, what is equal or added the new ones, each in their order."""
    diff = compare(old, new)

    assert side(diff, Kind.REMOVED) == said(old)
    assert side(diff, Kind.ADDED) == said(new)


@some
@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """Equal texts have no difference at all."""
    diff = compare(text, text)

    assert not diff.is_changed
    assert not diff.is_relaid
    assert (diff.size.added, diff.size.removed) == (0, 0)


@some
@given(texts, texts)
def test_swapped_sides_swap_what_came_and_what_went(old: str, new: str) -> None:
    """Reading the change backward, each word that came went, and each sentence that moved moved."""
    forth, back = compare(old, new), compare(new, old)
    turned = {Status.ADDED: Status.REMOVED, Status.REMOVED: Status.ADDED}

    assert (forth.size.added, forth.size.removed) == (back.size.removed, back.size.added)
    assert sorted(turned.get(p.status, p.status).value for p in forth.passages) == sorted(
        p.status.value for p in back.passages
    )


@some
@given(
    st.lists(st.sampled_from(["Ala", "kot", "3.1", "rejestr,", "tak"]), min_size=1, max_size=30), st.data()
)
def test_line_breaks_do_not_count(words: list[str], data: st.DataObject) -> None:
    """A paragraph that is wrapped at other words is no change."""
    breaks = st.sampled_from([" ", "  ", "\n", " \n  ", "\t", "\u00a0"])
    old, new = ("".join(word + data.draw(breaks) for word in words) for _ in range(2))

    assert not compare(old, new).is_changed


@some
@given(texts, texts)
def test_pieces_alternate_and_passages_are_numbered(old: str, new: str) -> None:
    """No two pieces of a kind stand side by side, what went stands before what came, and numbers are used once."""
    diff = compare(old, new)

    for passage in diff.passages:
        kinds = [piece.kind for piece in passage.pieces]
        assert kinds == [kind for kind, _ in groupby(kinds)]
        assert (Kind.ADDED, Kind.REMOVED) not in pairwise(kinds)
        assert all(piece.text for piece in passage.pieces)
    for numbers in ([p.old for p in diff.passages], [p.new for p in diff.passages]):
        there = [number for number in numbers if number is not None]
        assert sorted(there) == list(range(1, len(there) + 1))
    assert [p.new for p in diff.passages if p.new] == sorted(p.new for p in diff.passages if p.new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Kopie niszczy sekretarz.",
            "Kopie niszczy pełnomocnik.",
            "Kopie niszczy [-sekretarz-] {+pełnomocnik+}.",
        ),
        ("Zob. rewizja 3.1 i A/1.", "Zob. rewizja 3.2 i A/1.", "Zob. rewizja [-3.1-] {+3.2+} i A/1."),
        ("Tak, w terminie.", "Tak w terminie.", "Tak[-,-] w terminie."),
        ("one two three four", "zero one two three four", "{+zero+} one two three four"),
        (
            "Pierwsze zdanie stoi. Drugie zdanie stoi.",
            "Drugie zdanie stoi.",
            "[-Pierwsze zdanie stoi.-] Drugie zdanie stoi.",
        ),
        ("O\u0301smy dzien\u0301 jest tu", "Ósmy dzień jest tu", "Ósmy dzień jest tu"),
        ("Ask\u200bing is free here", "Asking is free here", "[-Ask\u200bing-] {+Asking+} is free here"),
    ],
)
def test_changes_of_words(old: str, new: str, expected: str) -> None:
    """A word is compared whole; a sign beside it is compared by itself."""
    assert marked(compare(old, new)) == expected


def test_no_sentence_ends_at_an_abbreviation() -> None:
    """`art.`, `np.` and initials end no sentence, and neither does a year."""
    text = "Zgodnie z art. 254 KPA, np. Dz.U. nr 3, p. A. Nowak rejestruje skargi. Kopia trafia do akt w 2026\nr. Wydział ją przechowuje."

    assert [passage.words[0] for passage in passages(text)] == ["Zgodnie", "Kopia"]


def test_moved_sentences_and_items_are_shown_as_moved() -> None:
    """What stands elsewhere, even with a word changed, moved; it neither went nor came."""
    old = "1. Register the document in the list.\n2. Tell everybody about it by mail.\n3. File it with the case."
    new = "1. Tell everybody about it by e-mail.\n2. Register the document in the list.\n3. File it with the case."

    diff = compare(old, new)

    assert [(p.status, p.old, p.new) for p in diff.passages] == [
        (Status.MOVED, 2, 1),
        (Status.UNCHANGED, 1, 2),
        (Status.UNCHANGED, 3, 3),
    ]
    assert (diff.size.added, diff.size.removed) == (1, 1)


def test_renumbered_items_are_no_change() -> None:
    """The number of an item follows from its place, and a bullet may be any; both are layout."""
    diff = compare("1. one thing\n2. another thing\n\n- last", "- one thing\n- another thing\n\n* last")

    assert not diff.is_changed
    assert diff.is_relaid


def test_split_paragraph_is_no_change() -> None:
    """A paragraph that was cut in two holds the same sentences."""
    diff = compare("One sentence. Another sentence.", "One sentence.\n\nAnother sentence.")

    assert not diff.is_changed
    assert diff.is_relaid


def test_headings_inside_code_are_no_headings() -> None:
    """A block of code is compared line by line."""
    diff = compare("```\n## no heading\n- no item\n```", "```\n## no heading\n- an item\n```")

    assert marked(diff) == "``` ## no heading - [-no-] {+an+} item ```"


# Steps and questions


def items(old: Tree, new: Tree) -> tuple[ItemDiff, ...]:
    """Return what became of each item."""
    return compare_items(items_of(old), items_of(new), Budget())


def test_steps_are_compared_one_by_one() -> None:
    """A step that was inserted changes no other; one that was moved is known again; fields are compared apart."""
    register = {"do": "Register the letter in the list", "who": "clerk"}
    stamp = {"do": "Stamp the letter with the day", "who": "clerk", "when": "at once"}
    answer = {"do": "Answer within a month", "who": "head"}

    diffs = items(
        [register, stamp, answer],
        [{"do": "Open the letter"}, answer, {**register, "who": "secretary", "record": "the list"}, stamp],
    )

    assert [(d.status, d.old, d.new) for d in diffs] == [
        (Status.ADDED, None, 1),
        (Status.MOVED, 3, 2),
        (Status.CHANGED, 1, 3),
        (Status.UNCHANGED, 2, 4),
    ]
    assert [(part.key, shown(part.pieces)) for part in diffs[2].parts] == [
        ("do", "Register the letter in the list"),
        ("who", "[-clerk-] {+secretary+}"),
        ("record", "{+the list+}"),
    ]


def test_the_same_deed_by_somebody_else_is_the_same_step() -> None:
    """A step is known by what is done, however much of the rest changed."""
    (diff,) = items(
        [{"do": "Sign it", "who": "the mayor", "when": "on the day of the session of the council"}],
        [{"do": "Sign it", "who": "a deputy with a power of attorney", "record": "signature"}],
    )

    assert diff.status is Status.CHANGED


def test_questions_are_known_by_their_ids() -> None:
    """A question with the same id is the same question, whatever it asks now."""
    approves, reads, why = (
        {"id": f"Q{n}", "text": text} for n, text in enumerate(("Who?", "How?", "Why?"), 1)
    )

    diffs = items(
        [approves, reads, why, {"id": "Q9", "text": "When was it done?"}],
        [
            why,
            {**approves, "text": "Where are copies kept?"},
            reads,
            {"id": "Q4", "text": "When was it done?"},
        ],
    )

    assert {d.name: d.status for d in diffs} == {
        "Q1": Status.CHANGED,
        "Q2": Status.UNCHANGED,
        "Q3": Status.MOVED,
        "Q4": Status.ADDED,
        "Q9": Status.REMOVED,
    }


def test_unknown_fields_of_a_step_are_compared_too() -> None:
    """What no schema knows is part of the content that is approved, so its change is shown."""
    (diff,) = items([{"do": "Sign it", "tool": "pen"}], [{"do": "Sign it", "tool": "stamp"}])

    assert [shown(part.pieces) for part in diff.parts] == ["Sign it", "[-pen-] {+stamp+}"]


# Work


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(f"x y{n}" for n in range(8000)), " ".join(f"x z{n}" for n in range(8000))),
        ("- a\n" * 8000, "- b\n" * 8000),
        ("a b " * 8000, "b a a " * 8000),
        ("".join(f"- a{n} b c\n" for n in range(6000)), "".join(f"- d{n} b c\n" for n in range(6000))),
    ],
    ids=["one sentence", "items alike", "two words", "items that differ"],
)
def test_hostile_texts_cost_no_more_than_the_budget(old: str, new: str) -> None:
    """What would take a square of steps is compared less closely, said to be, and still complete."""
    budget = Budget(cells=10_000)

    diff = compare_texts(old, new, budget)

    assert budget.exceeded
    assert budget.cells >= 0
    assert side(diff, Kind.REMOVED) == said(old)
    assert side(diff, Kind.ADDED) == said(new)


def test_a_change_in_a_long_text_costs_next_to_nothing() -> None:
    """What stands before and after a change is not searched."""
    text = "a b " * 100_000
    budget = Budget(cells=10_000)

    pieces = compare_lines(text + "old" + text, text + "new" + text, budget)

    assert not budget.exceeded
    assert (size_of(pieces).added, size_of(pieces).removed) == (1, 1)
