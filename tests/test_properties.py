"""What holds of every quality management system that can be made up."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsctl.checks import RULES
from qmsctl.control.system import System, control
from qmsctl.documents.place import Place
from qmsctl.inspection import Inspection, Verdict, inspect
from qmsctl.messages import LANGUAGES
from qmsctl.model.qms import load
from qmsctl.render.check_json import render_json
from qmsctl.render.check_text import render_console, render_plain
from qmsctl.render.visible import visible
from qmsctl.repo.snapshot import Entry, MemorySnapshot
from qmsctl.settings import RuleSetting, Severity
from tests.strategies_system import MadeSystem, systems

some = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


few = settings(some, max_examples=20)
"""For what is slow: drawing a terminal."""


class _Shuffled(MemorySnapshot):
    """Lists its files in an order of its own."""

    def __init__(self, made: MadeSystem, seed: int) -> None:
        super().__init__(made.files)
        self._seed = seed

    def entries(self, folders: Sequence[str], *, sized: bool = True) -> Iterable[Entry]:
        """Yield every path below *folders*, shuffled."""
        found = list(super().entries(folders, sized=sized))
        random.Random(self._seed).shuffle(found)  # noqa: S311 - nothing secret depends on it
        return found


def system_of(made: MadeSystem, snapshot: MemorySnapshot | None = None) -> System:
    """Return what *made* is on its day."""
    return control(load(snapshot or MemorySnapshot(made.files)), made.history, made.day, made.read_blobs)


def _inspect(made: MadeSystem, snapshot: MemorySnapshot | None = None) -> Inspection:
    return inspect(system_of(made, snapshot), RULES, {})


def _plain(inspection: Inspection, language: str = "en") -> str:
    return render_plain(inspection, language)


@some
@given(systems())
def test_no_rule_raises(made: MadeSystem) -> None:
    """Whatever files hold, every rule has an answer, and the answers add up."""
    inspection = _inspect(made)

    assert [rule.id for rule in RULES] == [outcome.rule for outcome in inspection.outcomes]
    assert (inspection.verdict is Verdict.CLEAN) == (not inspection.problems)
    for outcome in inspection.outcomes:
        own = [problem for problem in inspection.problems if problem.rule == outcome.rule]
        assert any(problem.established for problem in own) == (outcome.nonconforming > 0)
        assert sum(problem.established for problem in own) >= outcome.nonconforming
        # What is missing for many subjects is said once.
        assert not all(problem.established for problem in own) or not outcome.cannot_be_established


@some
@given(systems(), st.integers())
def test_order_of_files_changes_nothing(made: MadeSystem, seed: int) -> None:
    """The result depends on what files say, not on the order in which they are found."""
    straight, shuffled = _inspect(made), _inspect(made, _Shuffled(made, seed))

    assert render_json(straight, "en") == render_json(shuffled, "en")
    assert _plain(straight) == _plain(shuffled)


@some
@given(systems(), st.sampled_from(LANGUAGES))
def test_two_runs_give_equal_bytes(made: MadeSystem, language: str) -> None:
    """The same files, history and day give the same bytes in every format."""
    first, second = _inspect(made), _inspect(made)

    assert _plain(first, language).encode() == _plain(second, language).encode()
    assert render_json(first, language).encode() == render_json(second, language).encode()


@few
@given(systems(), st.sampled_from(LANGUAGES))
def test_every_problem_is_in_every_format(made: MadeSystem, language: str) -> None:
    """No format leaves a problem out, and none lets a control character through."""
    inspection = _inspect(made)
    plain = _plain(inspection, language)
    console = render_console(inspection, language, width=10_000, colour=False)
    data = json.loads(render_json(inspection, language))

    assert [(p.rule, p.place.path) for p in inspection.problems] == [
        (p["rule"], p["path"]) for p in data["problems"]
    ]
    for problem in inspection.problems:
        place = f"{visible(problem.place.path)}:{problem.place.line}:{problem.place.column}"
        assert f"{place}: " in plain
        assert f"[{problem.slug}] {visible(problem.message.into(language))}\n" in plain
        assert f"{place}  {problem.rule} {problem.slug}\n" in console
    for text in (plain, console):
        assert all(letter == "\n" or letter == visible(letter) for letter in set(text))


@few
@given(systems(), st.integers(20, 60))
def test_console_fits(made: MadeSystem, width: int) -> None:
    """No line is wider than the terminal, whatever stands in it."""
    from rich.cells import cell_len  # noqa: PLC0415 - as the renderer does it

    console = render_console(_inspect(made), "pl", width=width, colour=False)

    assert [] == [line for line in console.splitlines() if cell_len(line) > width]


def _lies_in(place: Place, made: MadeSystem) -> None:
    """Assert that *place* is a place of its file, and shows its line."""
    if place.span is None:
        assert (1, 1, "") == (place.line, place.column, place.source_line)
        return
    text = made.files[place.path].decode("utf-8-sig", "replace")
    span = place.span
    assert 0 <= span.start <= span.end <= len(text)
    starts = [0, *(end.end() for end in re.finditer("\r\n|\n|\r", text) if end.end() <= span.start)]
    assert (len(starts), span.start - starts[-1] + 1) == (span.line, span.column)
    if place.source_line:
        assert place.source_line in text
        assert span.column <= len(place.source_line) + 1
        at = text[span.start : span.start + 1]
        if at.strip():
            assert place.source_line[span.column - 1 : span.column] == at


@some
@given(systems())
def test_every_place_is_in_its_file(made: MadeSystem) -> None:
    """A span lies inside the file it names, on the line it names."""
    for problem in _inspect(made).problems:
        _lies_in(problem.place, made)


@some
@given(systems(), st.sampled_from(RULES))
def test_switching_a_rule_off_adds_no_problem(made: MadeSystem, rule: object) -> None:
    """A rule that is off takes its own problems away, and says that it is off."""
    system = system_of(made)
    off = next(one for one in RULES if one is rule)
    with_all = inspect(system, RULES, {})
    without = inspect(system, RULES, {off.id: RuleSetting(enabled=False, reason="Not here.")})

    assert tuple(p for p in with_all.problems if p.rule != off.id) == without.problems
    assert f"Switched off: {off.slug}: Not here.\n" in _plain(without)


@some
@given(systems(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_hostile_text_survives_json(made: MadeSystem, text: str) -> None:
    """What a file says can be read out of JSON again, letter by letter."""
    files = {
        **made.files,
        f"procedures/{text}.yaml": json.dumps({"id": "PS-01", "type": "procedure", text: "x"}).encode(),
    }
    inspection = _inspect(MadeSystem(files, made.history, made.day, made.blobs))
    data = json.loads(render_json(inspection, "pl").encode())

    expected = [(p.place.path, p.message.into("pl"), p.fix.into("pl")) for p in inspection.problems]
    assert expected == [(p["path"], p["message"], p["fix"]) for p in data["problems"]]


@some
@given(systems(), st.sampled_from(RULES), st.sampled_from(Severity))
def test_a_milder_threshold_is_milder(made: MadeSystem, rule: object, severity: Severity) -> None:
    """What passes at one threshold passes at every graver one, whatever severity a rule is given."""
    changed = next(one for one in RULES if one is rule)
    inspection = inspect(system_of(made), RULES, {changed.id: RuleSetting(severity=severity)})
    fails = [inspection.fails(threshold) for threshold in (Severity.NOTE, Severity.WARNING, Severity.ERROR)]

    assert fails == sorted(fails, reverse=True)
    assert fails[0] == bool(inspection.problems)
    assert all(problem.severity is severity for problem in inspection.problems if problem.rule == changed.id)
