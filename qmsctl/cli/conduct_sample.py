"""The sample of one answer in `qmsctl audit conduct`: told in figures, drawn from a register, or kept as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from qmsctl.cli.asking import digits
from qmsctl.cli.conduct_prompts import EMPTIED, Prompts
from qmsctl.cli.evidence_sample import SampleOptions, recorded_sample
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import say
from qmsctl.messages import list_of, tr, tr_n

__all__ = ["Sampled", "Step"]

_POPULATION: Final = tr(
    "How many are there in all, or the name of a register to draw from (empty: no sample)"
)
_KEPT: Final = tr(
    "How many are there in all, or the name of a register to draw from (empty: the sample stays; a minus sign: no sample)"
)

_FIGURES: Final = ("population", "size", "method")
"""The fields of a sample that was told; one that was drawn has more."""

Step: TypeAlias = Callable[[], None]


@dataclass(slots=True)
class Sampled:
    """What is said of the sample."""

    session: Session
    prompts: Prompts
    population: str = ""
    """How many there are, or the register to draw from."""
    size: str = ""
    sampling: str = ""
    _drawn: Mapping[str, object] = field(default_factory=dict)
    """What was drawn from a register, or what a corrected answer has."""
    _drawn_for: tuple[str, str] | None = None
    """The register and the size that it was drawn for."""

    def take_over(self, sample: Mapping[str, object]) -> None:
        """Begin with the *sample* of an answer that is to be corrected."""
        if set(sample) <= set(_FIGURES):
            self.population, self.size, self.sampling = (str(sample.get(name) or "") for name in _FIGURES)
        else:
            self._drawn = sample

    @property
    def figures(self) -> Mapping[str, object]:
        """The field `sample` of the evidence; nothing if there is none."""
        if self._drawn or not self.population:
            return self._drawn
        told = zip(_FIGURES, (self.population, self.size, self.sampling), strict=True)
        return {name: text for name, text in told if text}

    def ask(self) -> None:
        """Ask for all of it."""
        index = 0
        while index < len(steps := self.steps()):
            steps[index]()
            index += 1

    def steps(self) -> list[Step]:
        """Return what is asked; how much that is depends on the first answer."""
        if not self.population:
            return [self._ask_population]
        if _is_number(self.population):
            return [self._ask_population, self._ask_size, self._ask_sampling]
        return [self._ask_population, self._ask_rows]

    def _ask_population(self) -> None:
        keeps = bool(self._drawn) and not self.population

        def check(answer: str) -> str:
            if answer and answer != EMPTIED and not _is_number(answer):
                whole = recorded_sample(self.session, SampleOptions(sampling="all", register=answer))
                count = int(str(whole.get("population") or 0))
                say(
                    tr_n(
                        "{register} has {count} row.", "{register} has {count} rows.", count, register=answer
                    )
                )
            return answer

        question = _KEPT if keeps else _POPULATION
        answer = self.prompts.line(question, default=self.population or None, check=check)
        if answer == EMPTIED:
            self.population, self.size, self.sampling = "", "", ""
        elif answer != self.population:
            self.population, self.size = answer, ""
        elif keeps:
            return
        # Who goes through the same answers again has looked at the rows that were drawn.
        if self._drawn_for is None or self._drawn_for[0] != self.population:
            self._drawn, self._drawn_for = {}, None

    def _ask_size(self) -> None:
        question = tr("How many of them were looked at")
        self.size = self.prompts.line(question, default=self.size or None, check=_emptied(digits))

    def _ask_sampling(self) -> None:
        question = tr("How were they chosen")
        self.sampling = self.prompts.line(question, default=self.sampling or None, check=_emptied(str))

    def _ask_rows(self) -> None:
        """Draw as many rows as are asked for from the register that was named, and show them."""
        register = self.population

        def check(answer: str) -> str:
            digits(answer)
            if self._drawn_for != (register, answer):
                options = SampleOptions(register=register, size=answer or None)
                self._drawn, self._drawn_for = recorded_sample(self.session, options), (register, answer)
            return answer

        question = tr("How many rows are drawn from {register}", register=register)
        self.size = self.prompts.line(question, default=self.size or None, check=check)
        items = self._drawn.get("items") or self._drawn.get("rows")
        if isinstance(items, list):
            say(tr("Drawn: {items}", items=list_of([str(item) for item in items])))


def _is_number(answer: str) -> bool:
    return answer.isascii() and answer.isdecimal()


def _emptied(check: Callable[[str], str]) -> Callable[[str], str]:
    """Return *check* for a field that a minus sign empties."""
    return lambda answer: "" if answer == EMPTIED else check(answer)
