"""AUD023: the programme gives somebody an audit of their own work."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.impartiality import conflicts_by_programme, stake_in_words
from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD023", over=programmes, severity=Severity.NOTE, clauses=("9.2.2",))
def partial_programme(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """A programme gives nobody an audit of their own work."""
    criteria = programme.stated.fact.criteria
    waiting = [one for one in programme.entries if one.audit is None and not one.entry.is_cancelled]
    if not any(one.entry.lead or one.entry.team for one in waiting):
        yield NotApplicable()
    for one in waiting:
        entry = one.entry
        people: list[tuple[Path, str]] = [(("lead",), entry.lead)] if entry.lead else []
        people += [(("team", index), person) for index, person in enumerate(entry.team)]
        for path, person in people:
            if stakes := conflicts_by_programme(person, entry, criteria, system):
                yield Problem(
                    programme.stated.at("entries", one.index, *path),
                    tr(
                        "{person} is to audit their own work in {entry} of {programme}: {stakes}",
                        person=system.organisation.title(person),
                        entry=entry.id,
                        programme=programme.id,
                        stakes=[stake_in_words(stake, system.organisation) for stake in stakes],
                    ),
                    tr("give it to somebody else, or plan a safeguard"),
                )
