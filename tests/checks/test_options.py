"""The options of rules: each decides what is reported, is documented, and is read as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.checks import RULES
from qmsctl.inspection import inspect
from qmsctl.messages import LANGUAGES, catalogue
from qmsctl.render.rule_text import page
from qmsctl.rule import AnyRule
from qmsctl.settings import Option, Options, RuleSetting, Unit
from tests.pages import Example, example, found, section

CHOOSY = [(rule, option) for rule in RULES for option in rule.options]
each_option = pytest.mark.parametrize(
    ("rule", "option"), CHOOSY, ids=[f"{rule.slug}.{option.name}" for rule, option in CHOOSY]
)


def _reported(made: Example, rule: AnyRule, **figures: int) -> set[tuple[str, int]]:
    settings = {rule.id: RuleSetting(options=Options(figures))}
    return found(inspect(made.system(), [rule], settings))


@each_option
def test_an_option_decides(rule: AnyRule, option: Option) -> None:
    """With the largest figures the flagged example of a page loses what its options are about."""
    flagged = section(rule.page(), "Flagged")
    made = example(flagged, rule.id)
    strict = _reported(made, rule, **{option.name: option.default})
    largest = {one.name: one.most for one in rule.options}
    mild = _reported(made, rule, **largest)

    assert strict == made.marks
    assert mild < strict


@each_option
def test_an_option_is_on_the_page(rule: AnyRule, option: Option) -> None:
    """`explain` says what an option is, what it is by default, and how it is written, in each language."""
    for language in LANGUAGES:
        text = page(rule, language)

        assert f"* `{option.name}`: {option.meaning.into(language)}; " in text
        assert f"\n      {option.name}: {option.written(option.default)}\n" in text
    assert catalogue("pl").gettext(option.meaning.text) != option.meaning.text
    assert f"`{option.name}`" in rule.page("en")
    assert f"`{option.name}`" in rule.page("pl")


def test_names_of_options_differ() -> None:
    """A rule has no two options of one name, and the default of each is a figure it can have."""
    for rule in RULES:
        assert len({option.name for option in rule.options}) == len(rule.options)
        assert all(option.least <= option.default <= option.most for option in rule.options)


@each_option
def test_what_is_written_is_read(rule: AnyRule, option: Option) -> None:
    """What stands in `qms.yaml` for a figure is read as that figure."""
    for figure in (option.least, option.default, 1, 2, option.most):
        if figure >= option.least:
            assert option.read(option.written(figure)) == option.read(str(figure)) == figure, rule.id


@given(st.text(max_size=8))
def test_what_is_no_figure_is_refused(text: str) -> None:
    """Nothing but digits, and for days the word, is a figure; what is too large or too small is none."""
    for unit in Unit:
        option = Option(
            "most", 5, unit, RULES[0].options[0].meaning if RULES[0].options else CHOOSY[0][1].meaning, 2, 99
        )
        try:
            figure = option.read(text)
        except ValueError:
            continue
        assert 2 <= figure <= 99
        assert text.isascii()
        assert str(figure) == text.split(maxsplit=1)[0].lstrip("0")
