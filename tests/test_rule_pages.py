"""Every rule page is a test of its rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qmsctl.rule import AnyRule
from tests.pages import declared_rules, example, found, headings, run, section

each_rule: Callable[[Any], Any] = pytest.mark.parametrize(
    "rule", declared_rules(), ids=lambda rule: rule.slug
)


@each_rule
def test_flagged_example(rule: AnyRule) -> None:
    """The rule reports exactly the marked lines of its flagged example."""
    made = example(section(rule.page(), "Flagged"), rule.id)

    assert made.marks
    assert found(run(made, rule)) == made.marks


@each_rule
def test_accepted_example(rule: AnyRule) -> None:
    """The rule looks at its accepted example and reports nothing."""
    inspection = run(example(section(rule.page(), "Accepted"), rule.id), rule)

    assert found(inspection) == set()
    assert inspection.outcomes[0].conforming > 0


@each_rule
def test_pages_have_the_same_parts(rule: AnyRule) -> None:
    """A page has five parts in English, and three in Polish, which shares the examples."""
    assert headings(rule.page()) == [
        "What it checks",
        "Why it matters",
        "Flagged",
        "Accepted",
        "How to resolve",
    ]
    assert headings(rule.page("pl")) == ["Co sprawdza", "Dlaczego to ważne", "Jak rozwiązać"]
    assert all(section(rule.page("pl"), heading).strip() for heading in headings(rule.page("pl")))
