"""The laws whose periods count for an organisation: those that come with qmsctl, and those of its `qms.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from qmsctl.law import Basis, Law, Length, Rule, Unit, laws_by_name
from qmsctl.model.organisation import Organisation
from qmsctl.model.own_law import OwnLaw

__all__ = ["laws_for"]

_RECEIVED = (("en", "the day it was received"), ("pl", "dzień wpływu"))


def laws_for(organisation: Organisation) -> Mapping[str, Law]:
    """Return every law by its names in small letters; one of `qms.yaml` stands before one that has the same name."""
    own = {key.casefold(): _law(key, stated) for key, stated in organisation.laws.items()}
    return {**laws_by_name(), **own}


def _law(key: str, stated: OwnLaw) -> Law:
    source = stated.source or stated.title
    return Law(
        key,
        "",
        _in_both(stated.title),
        (key.casefold(),),
        Basis.SEEN,
        (),
        source,
        stated.checked,
        tuple(
            Rule(
                kind,
                stated.title,
                _length(period),
                _RECEIVED,
                _in_both(kind),
                (" ".join(kind.casefold().split()),),
                None,
                None,
                None,
                Basis.SEEN,
                (),
                source,
                stated.checked,
            )
            for kind, period in stated.periods.items()
        ),
    )


def _in_both(text: str) -> tuple[tuple[str, str], ...]:
    """Return *text*, which the organisation wrote in its own language, for either language."""
    return (("en", text), ("pl", text))


def _length(period: str) -> Length:
    count, _, unit = period.partition(" ")
    return Length(int(count), Unit(unit.removesuffix("s").replace("working day", "workday")))
