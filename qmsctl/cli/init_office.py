"""What `qmsctl init --from office` has to know besides: the town, the address, and who holds the roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qmsctl.authoring.model_office import Adapted, roles_of
from qmsctl.authoring.starter import Holder
from qmsctl.cli.init_answers import answered, email_address
from qmsctl.cli.options import refuse_without
from qmsctl.cli.terminal import ask, choose, say
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr

__all__ = ["OfficeGiven", "Source", "adapted"]

_LATER: Final = "-"
_HOLDER: Final = re.compile(r"(?P<role>[a-z][a-z-]*)=(?P<name>[^<>=]+?)\s*<(?P<email>[^<>\s]+)>")


class Source(StrEnum):
    """What a new system is made from."""

    STARTER = "starter"
    """Documents with gaps for what only the organisation knows."""
    OFFICE = "office"
    """A whole model office, to be adapted."""


@dataclass(frozen=True, slots=True)
class OfficeGiven:
    """What was given on the command line about the office."""

    town: str | None
    address: str | None
    people: Sequence[str]
    examples: bool

    @property
    def needed(self) -> Mapping[str, str | None]:
        """What no office can be made without, by its option."""
        return {"--town": self.town, "--address": self.address}

    def refuse(self) -> None:
        """Refuse what says something about the office, where none is made.

        Raises:
            QmsctlError: something of it was given.
        """
        refuse_without(
            "--from office",
            {
                "--town": self.town,
                "--address": self.address,
                "--person": self.people,
                "--examples": self.examples,
            },
        )


def adapted(given: OfficeGiven, language: str, *, may_ask: bool) -> Adapted:
    """Return what the texts of the office name, and who holds its roles: given, or asked for.

    Args:
        given: what was given on the command line.
        language: of the documents.
        may_ask: whether somebody answers.

    Raises:
        NoAnswerError: something is missing, and nobody can be asked.
        QmsctlError: a person was not given as it has to be.
    """
    holders = tuple(_holder(text) for text in given.people)
    town = answered(given.town, "--town", tr("Town"), None, may_ask=may_ask)
    address = answered(given.address, "--address", tr("Address of the organisation"), None, may_ask=may_ask)
    if may_ask and not holders:
        holders = tuple(_asked_holders(roles_of(language)))
    return Adapted(town, address, holders, given.examples)


def _holder(text: str) -> Holder:
    match = _HOLDER.fullmatch(text.strip())
    if match is None:
        raise QmsctlError(
            tr("{given} names no role with a person and an address", given=text),
            tr(
                "write it like this: {example}",
                example='--person "secretary=Anna Nowak <a.nowak@example.org>"',
            ),
        )
    return Holder(match["role"], " ".join(match["name"].split()), email_address(match["email"]))


def _asked_holders(roles: Mapping[str, str]) -> Iterator[Holder]:
    """Yield who holds which of *roles*, as far as somebody wants to say so now."""
    choices = [("later", tr("later, with qmsctl people add")), ("now", tr("now, one role after the other"))]
    if choose(tr("Name the people who hold the other roles"), choices, default="later") == "later":
        return
    say(tr("An empty answer leaves a role for later."))
    for role, title in roles.items():
        name = ask(Message(title), default=_LATER)
        if name != _LATER:
            yield Holder(role, name, ask(tr("Their e-mail address in git"), check=email_address))
