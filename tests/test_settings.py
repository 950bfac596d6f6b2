"""How the check is set: what counts before what, whatever is said and in whatever order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsctl.checks import RULES
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import ConfigurationError
from qmsctl.inspection import inspect
from qmsctl.inspection.bar import Bar, Said, bar_of, known_types, rules_called, said_in_file, target_of
from qmsctl.inspection.typed_settings import said_on_the_command_line
from qmsctl.model.configuration import BrokenConfigurationError
from qmsctl.model.organisation import Organisation
from qmsctl.model.schema import as_fact
from qmsctl.render.check_github import render_github
from qmsctl.render.check_gitlab import render_gitlab
from qmsctl.render.check_json import render_json
from qmsctl.render.check_junit import render_junit
from qmsctl.render.check_markdown import render_markdown
from qmsctl.render.check_rdjson import render_rdjson
from qmsctl.render.check_sarif import render_sarif
from qmsctl.render.check_text import render_plain
from qmsctl.rule import AnyRule
from qmsctl.settings import RuleSetting, Severity
from tests.cli.check_formats import READERS
from tests.strategies_system import MadeSystem, systems
from tests.test_properties import few, system_of

TYPES = ("procedure", "form")
HEAD = {
    "qms": "1",
    "organisation": {"name": "Example Office"},
    "editions": ["iso9001:2015"],
    "types": {type: {} for type in TYPES},
}
BY_ID = {rule.id: rule for rule in RULES}
CHOSEN = [BY_ID[id] for id in ("REV018", "REV010", "HIS010", "DUE001", "DOC001")]
"""Rules of several families, with options and without."""

entries = st.fixed_dictionaries(
    {},
    optional={
        "severity": st.sampled_from(["error", "warning", "note"]),
        "enabled": st.sampled_from(["yes", "no"]),
        "by_type": st.dictionaries(st.sampled_from(TYPES), st.sampled_from(["error", "warning", "note"])),
    },
)


@st.composite
def rule_entries(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Return what might stand under `rules`, each rule and family under one of its names."""
    said: dict[str, dict[str, Any]] = {}
    for rule in draw(st.lists(st.sampled_from(CHOSEN), unique=True)):
        entry: dict[str, Any] = draw(entries)
        chosen: bool = draw(st.booleans())
        if rule.options and chosen:
            entry["options"] = {rule.options[0].name: str(draw(st.integers(1, 50)))}
        if rule.always and entry.get("enabled") == "no":
            del entry["enabled"]  # it would be refused
        said[draw(st.sampled_from([rule.id, rule.id.lower(), rule.slug]))] = entry
    for family in draw(st.lists(st.sampled_from(["REV", "HIS", "DUE", "DOC"]), unique=True)):
        said[draw(st.sampled_from([family, f"{family}*", family.lower()]))] = draw(entries)
    for entry in said.values():
        if entry.get("enabled") == "no":
            entry["reason"] = "Not here."
    return said


def written(rules: Mapping[str, Any], **more: Any) -> tuple[Organisation, Source]:  # noqa: ANN401 - as it is parsed
    """Return what a `qms.yaml` with *rules* says."""
    source = read_yaml("qms.yaml", json.dumps({**HEAD, **more, "rules": rules}).encode())
    assert isinstance(source, Source), source.message
    organisation, flaws = as_fact(source, Organisation)
    assert organisation is not None
    assert flaws == ()
    return organisation, source


def said(rules: Mapping[str, Any], **more: Any) -> Said:  # noqa: ANN401 - as it is parsed
    """Return what a `qms.yaml` with *rules* says about the check."""
    return said_in_file(*written(rules, **more), RULES)


def typed(rules: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return *rules* as options of the command line."""
    words = []
    for name, entry in rules.items():
        for field, value in entry.items():
            inside = value.items() if isinstance(value, dict) else [(None, value)]
            words += [f"{name}.{field}{f'.{key}' if key else ''}={one}" for key, one in inside]
    return words


def expected(rule: AnyRule, *layers: Mapping[str, Mapping[str, Any]]) -> RuleSetting:
    """Return what should count for *rule*: an independent reading of `docs/settings.md`."""
    ranked = [
        entry
        for layer, exact in product(layers, (False, True))
        for name, entry in layer.items()
        if name.upper().rstrip("*") in ((rule.id, rule.slug.upper()) if exact else (rule.id[:3],))
    ]
    ranked.reverse()

    def first(field: str) -> Any:  # noqa: ANN401 - any field
        return next((entry[field] for entry in ranked if field in entry), None)

    def for_type(type: str) -> str | None:
        for entry in ranked:
            if type in entry.get("by_type", {}):
                return str(entry["by_type"][type])
            if "severity" in entry:
                return str(entry["severity"])
        return None

    figures = {
        name: int(text) for entry in reversed(ranked) for name, text in entry.get("options", {}).items()
    }
    severity = first("severity")
    return RuleSetting(
        enabled=rule.always or first("enabled") != "no",
        severity=Severity(severity) if severity else None,
        by_type={
            type: Severity(graded)
            for type in TYPES
            if (graded := for_type(type)) is not None and graded != severity
        },
        options=type(RuleSetting().options)(figures),
    )


def weighed(setting: RuleSetting) -> tuple[object, ...]:
    """Return all of *setting* that decides what is reported."""
    kinds = (*TYPES, "another", None)
    return (
        setting.enabled,
        [setting.severity_for(kind) for kind in kinds],
        dict(setting.options.chosen),
    )


def all_weighed(bar: Bar) -> list[tuple[object, ...]]:
    """Return all of *bar* that decides what is reported."""
    return [weighed(bar.rules.get(rule.id, RuleSetting())) for rule in RULES]


@given(rule_entries(), rule_entries())
def test_the_later_layer_wins(file: dict[str, Any], line: dict[str, Any]) -> None:
    """The command line counts before the file, and in each of them a rule before its family, value by value."""
    first = said(file)
    second = said_on_the_command_line(typed(line), None, RULES, TYPES)
    bar = bar_of(RULES, first, second)

    assert all_weighed(bar) == [weighed(expected(rule, file, line)) for rule in RULES]


@given(rule_entries(), st.randoms(use_true_random=False))
def test_the_order_of_entries_means_nothing(file: dict[str, Any], chance: Any) -> None:  # noqa: ANN401 - of Hypothesis
    """However the entries of the file, or the options, are shuffled, the same counts."""
    shuffled = list(file.items())
    chance.shuffle(shuffled)
    words = typed(file)
    chance.shuffle(words)
    straight = bar_of(RULES, said(file))

    assert all_weighed(straight) == all_weighed(bar_of(RULES, said(dict(shuffled))))
    assert all_weighed(straight) == all_weighed(
        bar_of(RULES, said_on_the_command_line(words, None, RULES, TYPES))
    )


@given(rule_entries(), rule_entries())
def test_every_value_comes_from_where_it_is_said(file: dict[str, Any], line: dict[str, Any]) -> None:
    """What is said in a layer that counts is named as the origin, and nothing else has one."""
    bar = bar_of(RULES, said(file), said_on_the_command_line(typed(line), None, RULES, TYPES))
    for rule in RULES:
        setting = bar.rules.get(rule.id, RuleSetting())
        origin = bar.origin(rule.id, "severity")

        assert (setting.severity is None) == origin.is_default
        assert all(not bar.origin(rule.id, "by_type", type).is_default for type in setting.by_type)
        assert all(not bar.origin(rule.id, "options", name).is_default for name in setting.options.chosen)
        if origin.option is not None:
            assert setting.severity is not None
            assert origin.option.endswith(f".severity={setting.severity.value}")
        assert setting.enabled or not bar.origin(rule.id, "enabled").is_default


@settings(few, max_examples=15)
@given(
    systems(),
    st.lists(
        st.sampled_from([*(rule for rule in RULES if not rule.always), "REV", "DOC", "HIS"]),
        min_size=1,
        max_size=5,
    ),
)
def test_off_means_no_problem_anywhere(made: MadeSystem, off: list[Any]) -> None:
    """No format tells a problem of a rule that is off, every format says that it is off, and the rest stays."""
    names = [one if isinstance(one, str) else one.slug for one in off]
    bar = bar_of(
        RULES,
        said_in_file(*written({name: {"enabled": "no", "reason": f"Off: {name}."} for name in names}), RULES),
    )
    gone = {rule.id for rule in rules_called(names, RULES) if not rule.always}
    system = system_of(made)
    before, after = inspect(system, RULES, {}), inspect(system, RULES, bar.rules)
    texts = {
        "plain": render_plain(after, "en"),
        "json": render_json(after, "en"),
        "sarif": render_sarif(after, "en"),
        "junit": render_junit(after, "en"),
        "github": render_github(after, "en"),
        "gitlab": render_gitlab(after, "en"),
        "rdjson": render_rdjson(after, "en"),
        "markdown": render_markdown(after, "en"),
    }

    assert after.problems == tuple(one for one in before.problems if one.rule not in gone)
    assert {outcome.rule for outcome in after.outcomes if not outcome.enabled} == gone
    assert {slug for one in after.switched_off for slug in one.rules} == {BY_ID[id].slug for id in gone}
    for format, text in texts.items():
        assert not {seen.rule for seen in READERS[format](text)} & gone, format
        assert [id for id in gone if BY_ID[id].slug not in text] == [], format
        assert "Off: " in text, format


# Names


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("REV018", "REV018"),
        ("rev018", "REV018"),
        ("bulk-approval", "REV018"),
        ("Bulk-Approval", "REV018"),
        ("REV", "REV"),
        ("rev*", "REV"),
    ],
)
def test_names_of_rules_and_families(name: str, target: str) -> None:
    """A rule goes by id and name, a family by its letters."""
    assert target_of(name, RULES) == target


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("bulk-aproval", "bulk-approval"),
        ("REV18", "REV018"),
        ("REW*", "REV"),
        ("zzz", "qmsctl rules"),
        ("*", "qmsctl rules"),
        ("", "qmsctl rules"),
    ],
)
def test_an_unknown_name_has_a_suggestion(name: str, near: str) -> None:
    """What no rule and no family is called is refused, with the nearest there is or where they are listed."""
    with pytest.raises(ConfigurationError) as refused:
        target_of(name, RULES)

    assert near in str(refused.value.hint)


@pytest.mark.parametrize(
    ("rules", "line_of", "message", "fix"),
    [
        ({"REV18": {}}, "REV18", "no rule and no family of rules is called REV18", "did you mean REV018?"),
        (
            {"REV018": {}, "bulk-approval": {}},
            "bulk-approval",
            "bulk-approval says again what is set under REV018",
            "under one name",
        ),
        ({"REV": {}, "REV*": {}}, "REV*", "REV* says again what is set under REV", "under one name"),
        (
            {"REV": {"enabled": "no"}},
            "REV",
            "the rule REV is switched off without a reason",
            "add a reason",
        ),
        (
            {"DUE001": {"by_type": {"procedur": "note"}}},
            "procedur",
            "no type of documents is called procedur",
            "did you mean procedure?",
        ),
        (
            {"DUE001": {"by_type": {"xyz": "note"}}},
            "xyz",
            "no type of documents is called xyz",
            "procedure, form, checklist, programme, audit",
        ),
        (
            {"DUE001": {"options": {"grce": "1"}}},
            "grce",
            "the rule overdue-review has no option grce",
            "did you mean grace?",
        ),
        (
            {"HIS010": {"options": {"zzz": "1"}}},
            "zzz",
            "the rule implausible-recording-time has no option zzz",
            "early, late",
        ),
        (
            {"DOC001": {"options": {"grace": "1"}}},
            "grace",
            "the rule malformed-file has no option grace",
            "options it has: -",
        ),
        (
            {"REV*": {"options": {"most": "1"}}},
            "options",
            "REV* is a family of rules, and only a single rule has options",
            "qmsctl settings REV shows",
        ),
        (
            {"REV018": {"options": {"most": "0"}}},
            "most",
            "0 cannot be the option most",
            "from 1 to 9999",
        ),
        (
            {"REV010": {"options": {"days": "a month"}}},
            "days",
            "a month cannot be the option days",
            "30 days",
        ),
    ],
)
def test_what_cannot_be_set_is_a_fault_at_its_place(
    rules: dict[str, Any], line_of: str, message: str, fix: str
) -> None:
    """Each fault of an entry is reported on its own line, with what was probably meant."""
    text = json.dumps({**HEAD, "rules": rules}, indent=1)
    source = read_yaml("qms.yaml", text.encode())
    assert isinstance(source, Source)
    organisation, _ = as_fact(source, Organisation)
    assert organisation is not None
    with pytest.raises(BrokenConfigurationError) as refused:
        said_in_file(organisation, source, RULES)
    (flaw,) = refused.value.flaws
    lines = [number for number, line in enumerate(text.splitlines(), 1) if f'"{line_of}":' in line]

    assert flaw.place.line == lines[-1]
    assert str(flaw.message) == message
    assert fix in str(flaw.fix)


def test_types_that_can_be_named() -> None:
    """The types of `qms.yaml` and those of qmsctl itself can have a severity of their own."""
    assert known_types(written({})[0]) == ("procedure", "form", "checklist", "programme", "audit")


def test_fail_on_of_file_and_line() -> None:
    """The level that fails is that of the command line, else of the file, else error."""
    none, line = (
        said_on_the_command_line([], None, RULES, ()),
        said_on_the_command_line([], Severity.NOTE, RULES, ()),
    )
    file = said({}, fail_on="warning")

    assert bar_of(RULES).fail_on is bar_of(RULES, said({}), none).fail_on is Severity.ERROR
    assert bar_of(RULES, said({}), none).origin("fail_on").is_default
    assert bar_of(RULES, file, none).fail_on is Severity.WARNING
    assert bar_of(RULES, file, none).origin("fail_on").line == 1
    assert bar_of(RULES, file, line).fail_on is Severity.NOTE
    assert bar_of(RULES, file, line).origin("fail_on").option == "--fail-on note"
