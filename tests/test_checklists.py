"""The checklists that ship: made from the bank of questions, whole in every edition, alike in both languages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import cache

import pytest

from qmsctl.checks import RULES
from qmsctl.checks.differing_questions import differing_questions
from qmsctl.checks.double_question import double_question
from qmsctl.checks.incomplete_checklist import incomplete_checklist
from qmsctl.checks.leading_question import leading_question
from qmsctl.checks.licensed_text import licensed_text
from qmsctl.checks.unasked_clause import unasked_clause
from qmsctl.inspection import inspect
from qmsctl.messages import LANGUAGES
from qmsctl.model.document import Checklist, Question
from qmsctl.model.qms import load
from qmsctl.repo.snapshot import MemorySnapshot
from qmsctl.standards import EDITIONS as KNOWN
from qmsctl.standards import edition
from qmsctl.standards.correlation import Kind, clause_map
from tests.checklists import AUTHENTIC, CHECKLISTS, HINTS, made
from tests.pages import QMS, Example

WHOM = {"top_management", "process_owner", "clerk", "quality_officer"}
FILES = sorted(made())
EDITIONS = tuple(key for key in KNOWN if edition(key).is_begun_with)
"""Those that a system begins with: only for them is everything asked."""
_SETTINGS = b"qms: 1\norganisation: {name: Example}\nlanguage: en\ntime_zone: UTC\neditions: [iso9001:2015]\n"


@cache
def checklist(name: str) -> Checklist:
    """Return the checklist in the file *name*, read as the program reads it."""
    files = {"qms.yaml": _SETTINGS, f"checklists/{name}": (CHECKLISTS / name).read_bytes()}
    qms = load(MemorySnapshot(files))
    assert (qms.flaws, qms.malformed) == ((), ())
    (filed,) = qms.checklists
    return filed.fact


def folded(text: str) -> str:
    """Return the words of *text*, by which two questions are the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def of_edition(key: str, language: str) -> Checklist:
    """Return the checklist of the whole edition *key*."""
    return checklist(f"cl-iso9001-{key.partition(':')[2]}.{language}.yaml")


each_file = pytest.mark.parametrize("name", FILES)
each_edition = pytest.mark.parametrize("key", EDITIONS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_checklists_are_those_of_the_bank() -> None:
    """What ships is what `python -m tests.checklists` makes of `questions/`, file by file."""
    shipped = {file.name: file.read_text(encoding="utf-8") for file in CHECKLISTS.iterdir()}

    assert sorted(shipped) == FILES
    assert [name for name, text in made().items() if shipped[name] != text] == []


@each_edition
@each_language
def test_an_edition_has_a_hundred_questions_that_reach_every_clause(key: str, language: str) -> None:
    """Each clause that holds requirements has a question of its own, and everybody is asked something."""
    asked = of_edition(key, language).questions
    named = {clause for question in asked for clause in question.clauses}

    assert len(asked) >= 100
    assert named == {leaf.id for leaf in edition(key).leaves}
    assert {kind for question in asked for kind in question.ask} == WHOM


@each_file
def test_a_question_says_how_to_ask_it(name: str) -> None:
    """Each has whom to ask, what to look for, how to sample, and what a lapse and a strength look like."""
    for question in checklist(name).questions:
        assert question.ask
        assert set(question.ask) <= WHOM
        assert question.clauses
        assert all((getattr(question, hint) or "").endswith((".", "?")) for hint in HINTS), question.id
        assert question.text.endswith(("?", ".")), question.id


@each_file
def test_no_question_is_asked_twice(name: str) -> None:
    """Neither a question nor what to look for nor a lapse stands twice in one checklist."""
    for part in ("text", "look_for", "lapse", "strength"):
        said = Counter(folded(getattr(question, part) or "") for question in checklist(name).questions)

        assert [text for text, times in said.items() if times > 1] == []


@each_language
def test_no_two_checklists_for_one_audit_ask_the_same(language: str) -> None:
    """Checklists that an office can use side by side share neither an id nor a question."""
    names = [name for name in FILES if name.endswith(f".{language}.yaml")]
    for one, other in itertools.combinations(names, 2):
        if "cl-iso9001" in one and "cl-iso9001" in other:
            continue  # editions of one standard: their shared questions are meant to be
        first, second = (checklist(name).questions for name in (one, other))
        assert {q.id for q in first}.isdisjoint(q.id for q in second), (one, other)
        assert {folded(q.text) for q in first}.isdisjoint(folded(q.text) for q in second), (one, other)


@pytest.mark.parametrize("name", sorted({name.partition(".")[0] for name in FILES}))
def test_both_languages_ask_the_same(name: str) -> None:
    """The versions of a checklist have the same questions, about the same clauses, put to the same people."""
    versions = [checklist(f"{name}.{language}.yaml") for language in LANGUAGES]

    def outline(question: Question) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        return question.id, question.clauses, question.ask

    first, *others = [tuple(map(outline, version.questions)) for version in versions]
    assert all(other == first for other in others)
    assert {(v.id, v.edition, v.revision) for v in versions} == {
        (versions[0].id, versions[0].edition, versions[0].revision)
    }
    assert {v.language: v.translates for v in versions} == {
        language: None if language == AUTHENTIC else AUTHENTIC for language in LANGUAGES
    }


@each_language
def test_areas_are_asked_alike_in_both_editions_that_are_valid(language: str) -> None:
    """A question about an area of work names clauses that mean the same in 2015 and in 2026."""
    before, after = ("iso9001:2015", "iso9001:2026")
    map = clause_map(before, after)
    for name in FILES:
        if name.endswith(f".{language}.yaml") and not re.search(r"-\d{4}\.", name):
            assert checklist(name).edition == before
            for clause in {clause for question in checklist(name).questions for clause in question.clauses}:
                assert map.moved(clause).kind is Kind.UNCHANGED, (name, clause)


@each_edition
def test_no_rule_finds_a_fault(key: str) -> None:
    """All checklists together, in both languages, are whole and well put; only the office can approve them and own them."""
    made = Example()
    made.files["qms.yaml"] = QMS.replace("iso9001:2015", key).encode()
    made.files |= {f"checklists/{name}": (CHECKLISTS / name).read_bytes() for name in FILES}
    inspection = inspect(made.system(), RULES, {})
    looked = {outcome.rule: outcome.conforming for outcome in inspection.outcomes}

    found = [one for one in inspection.problems if one.place.path.startswith("checklists/")]
    assert {one.slug for one in found} <= {"unapproved-revision"}
    assert all(looked[rule.id] for rule in (licensed_text, unasked_clause, double_question, leading_question))
    assert looked[unasked_clause.id] == len(edition(key).leaves)
    assert looked[differing_questions.id] == len(FILES) // 2
    assert looked[incomplete_checklist.id] == len(EDITIONS) * len(LANGUAGES)


@each_file
def test_no_question_is_the_title_of_a_clause(name: str) -> None:
    """A question is asked in words of ours: it does not even hold a longer title of a clause."""
    language = checklist(name).language or ""
    titles = {
        folded(clause.title(language))
        for key in EDITIONS
        for clause in edition(key).clauses
        if len(clause.title(language).split()) > 3
    }

    for question in checklist(name).questions:
        said = folded(question.text)
        assert [title for title in titles if title in said] == [], question.id
