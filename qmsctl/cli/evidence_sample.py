"""The sample that the options of `qmsctl evidence add` describe: in figures, drawn now, or drawn before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qmsctl.cli.session import Session
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.control.sampling import Wanted

__all__ = ["SampleOptions", "recorded_sample"]


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """What was given of a sample."""

    population: str | None = None
    sample: str | None = None
    """How many were looked at, or a file that `qmsctl sample` wrote."""
    sampling: str | None = None
    register: str | None = None
    size: str | None = None
    rule: str | None = None
    seed: str | None = None
    strata: str | None = None
    filter: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def _draws(self) -> Mapping[str, object]:
        """What only makes sense of a register, by option."""
        return {
            "--sample-size": self.size,
            "--sample-rule": self.rule,
            "--seed": self.seed,
            "--strata": self.strata,
            "--filter": self.filter,
            "--row": self.rows,
        }

    def refuse_without_register(self) -> None:
        """Refuse what only makes sense of a register.

        Raises:
            RefusedError: something of that kind was given.
        """
        for option, value in self._draws.items():
            if value:
                raise RefusedError(
                    tr("{option} says how to draw from a register, and none is named", option=option),
                    tr("name it with --register, or leave {option} out", option=option),
                )


def recorded_sample(session: Session, given: SampleOptions) -> Mapping[str, object]:
    """Return the field `sample` of the evidence.

    Raises:
        RefusedError: the sample cannot be drawn, or the options contradict one another.
    """
    from qmsctl.cli.drawing import draw_from, draw_printed
    from qmsctl.model.plain import as_plain

    if given.register is not None:
        _refuse_population(given)
        draw = draw_from(session, given.register, _wanted(given))
        for doubt in draw.doubts:  # nobody would look at the rows of another register by mistake
            raise RefusedError(doubt, tr("commit the register first, or put back what the commit holds"))
        sample: Mapping[str, object] = as_plain(draw.sample)
        return sample
    given.refuse_without_register()
    if given.sample is not None and not _is_number(given.sample):
        _refuse_population(given)
        if not Path(given.sample).exists():
            raise RefusedError(
                tr("{word} is no value of {option}", word=given.sample, option="--sample"),
                tr("write digits, or name the file that qmsctl sample --format json wrote"),
            )
        printed: Mapping[str, object] = as_plain(draw_printed(session, Path(given.sample)).sample)
        return printed
    figures = {
        "population": _number("--population", given.population),
        "size": _number("--sample", given.sample),
        "method": given.sampling,
    }
    return {name: value for name, value in figures.items() if value}


def _wanted(given: SampleOptions) -> Wanted:
    from qmsctl.control.sampling import Wanted

    if given.sample is not None and given.size is not None:
        raise RefusedError(
            tr("a size and a rule say how many twice"), tr("give --sample-size or --sample-rule, not both")
        )
    size = _number("--sample-size", given.size) or _number("--sample", given.sample)
    by_default = "judgement" if given.rows else "random"
    return Wanted(
        given.sampling or by_default,
        int(size) if size else None,
        given.rule,
        given.seed,
        given.strata,
        given.filter,
        given.rows,
    )


def _refuse_population(given: SampleOptions) -> None:
    """Refuse a population beside a register, which says how many there are.

    Raises:
        RefusedError: one was given.
    """
    if given.population is not None:
        raise RefusedError(
            tr("the register says how many there are, so --population would say it twice"),
            tr("leave --population out; --filter says which rows count"),
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _number(option: str, given: str | None) -> str | None:
    """Return what was given if it is a number.

    Raises:
        RefusedError: it is none.
    """
    if given is not None and not (_is_number(given) and len(given) < 10):  # noqa: PLR2004 - digits of a count
        raise RefusedError(
            tr("{word} is no value of {option}", word=given, option=option), tr("write digits only")
        )
    return given
